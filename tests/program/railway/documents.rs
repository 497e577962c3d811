//! What the product asks of Railway is what Railway understands.

use std::{collections::BTreeMap, fs, path::Path};

use super::stand_in::{Document, SCHEMA};

/// The documents of the product, by the names of their files.
fn documents() -> BTreeMap<String, String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/executor/railway/documents");
    let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let documents = files.filter(|path| path.extension().is_some_and(|extension| extension == "graphql"));
    let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    documents.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
}

/// Everything that the schema has against a document.
fn mistakes(text: &str) -> Vec<String> {
    match Document::parse(text) {
        Ok(document) => SCHEMA.mistakes(&document),
        Err(error) => vec![error],
    }
}

#[test]
fn each_document_uses_what_the_schema_of_railway_has() {
    let documents = documents();
    assert!(documents.len() > 10, "only {} documents were found", documents.len());
    for (name, text) in documents {
        assert_eq!(mistakes(&text), Vec::<String>::new(), "{name}");
        // The file and the operation have one name, so that a request can be found in the sources.
        assert_eq!(Document::parse(&text).unwrap().name, name);
    }
}

#[test]
fn what_the_schema_lacks_is_found() {
    for (text, mistake) in [
        ("query A { me { projects { id } } }", "Cannot query field \"projects\" on type \"User\"."),
        ("query A { me { id workspaces } }", "must have a selection of subfields"),
        ("query A { me { id { name } } }", "must not have a selection"),
        ("query A { project { id } }", "argument \"id\" is required"),
        ("query A { project(id: \"a\", name: \"b\") { id } }", "Unknown argument \"name\""),
        ("query A { project(id: $id) { id } }", "Variable \"$id\" is not defined"),
        ("query A($id: String) { project(id: $id) { id } }", "is used in position expecting"),
        ("query A($id: String!) { me { id } }", "Variable \"$id\" is never used"),
        ("mutation A { projectCreate(input: { label: \"a\" }) { id } }", "Field \"label\" is not defined"),
        ("mutation A { serviceCreate(input: { name: \"a\" }) { id } }", "ServiceCreateInput.projectId"),
        ("query A { me { id }", "Expected Name"),
    ] {
        let found = mistakes(text);
        assert!(found.iter().any(|found| found.contains(mistake)), "{text}: {found:?}");
    }
}
