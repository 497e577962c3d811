//! The committed JSON Schemas are those of the types: `UPDATE_SCHEMA=1` rewrites them.

use std::{env, fs, path::PathBuf};

use pretty_assertions::assert_eq;
use quickscale::{blueprint, manifest, plan, state};
use serde_json::Value;

fn schemas() -> [(&'static str, Value); 5] {
    [
        ("manifest", manifest::json_schema()),
        ("module", blueprint::module_schema()),
        ("plan", plan::json_schema()),
        ("state", state::json_schema()),
        ("theme", blueprint::theme_schema()),
    ]
}

#[test]
fn committed_schemas_are_fresh() {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("schema");
    for (name, schema) in schemas() {
        let path = directory.join(format!("{name}.schema.json"));
        let fresh = format!("{schema:#}\n");
        if env::var_os("UPDATE_SCHEMA").is_some() {
            fs::create_dir_all(&directory).unwrap();
            fs::write(&path, &fresh).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(committed, fresh, "{name}: UPDATE_SCHEMA=1 rewrites the file");
    }
}

#[test]
fn every_field_is_described() {
    for (name, schema) in schemas() {
        assert!(
            schema["$id"].is_string() && schema["title"].is_string() && schema["description"].is_string()
        );
        let types = schema["$defs"].as_object().unwrap();
        for (of, part) in types.iter().map(|(name, part)| (name.as_str(), part)).chain([(name, &schema)]) {
            for (field, part) in part["properties"].as_object().into_iter().flatten() {
                assert!(part["description"].is_string(), "{name}: `{field}` of {of} has no description");
            }
        }
    }
}
