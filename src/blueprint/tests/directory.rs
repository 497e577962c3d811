//! Blueprints of a directory that has a theme or a module and nothing else.

use camino::Utf8Path;
use pretty_assertions::assert_eq;

use super::write;
use crate::{
    blueprint::{Library, source::Source},
    workspace::RelPath,
};

fn module(name: &str) -> String {
    format!("module \"{name}\" version=\"9.0.0\" summary=\"Ours\"\ncore \"*\"\n")
}

#[test]
fn what_it_lacks_is_taken_from_inside_of_the_program() {
    let temporary = tempfile::tempdir().unwrap();
    let root = Utf8Path::from_path(temporary.path()).unwrap();
    for name in ["guestbook", "teams"] {
        write(&root.join(format!("modules/{name}/module.kdl")), module(name).as_bytes());
    }
    write(&root.join("modules/teams/files/x"), b"ours");
    let (library, program) = (Library::directory(root).unwrap(), Library::embedded());
    assert_eq!(library.themes().collect::<Vec<_>>(), program.themes().collect::<Vec<_>>());
    assert!(library.modules().any(|name| name == "auth"));
    for name in ["guestbook", "teams"] {
        assert_eq!(library.module(name).unwrap().unwrap().summary, "Ours");
    }
    // A folder is one's own or the program's, and never of both.
    let source = Source::directory(root).unwrap().completed();
    let files: Vec<_> = source.below("modules/teams").map(|(_, file)| file).collect();
    assert_eq!(files, ["files/x", "module.kdl"]);
    assert_eq!(source.name(&RelPath::new("project/layer.kdl").unwrap()), "blueprints/project/layer.kdl");
    let text = source.text(&RelPath::new("modules/teams/files/x").unwrap()).unwrap();
    assert_eq!(text.text(), "ours");
}
