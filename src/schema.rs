//! The JSON Schemas in `schema/`: the types of what is read and written, for editors and programs.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value};

/// Where the published schemas are.
const HOME: &str = "https://raw.githubusercontent.com/quickscale/quickscale/main/schema";

/// The schema of a `T` as the document `name`; doc comments are its descriptions.
pub(crate) fn published<T: JsonSchema>(name: &str, title: &str) -> Value {
    let mut document = Map::new();
    if let Value::Object(mut derived) = Value::from(SchemaGenerator::default().into_root_schema_for::<T>()) {
        document.extend(derived.shift_remove_entry("$schema"));
        document.insert("$id".to_owned(), format!("{HOME}/{name}.schema.json").into());
        document.insert("title".to_owned(), title.into());
        derived.shift_remove("title");
        document.extend(derived);
    }
    Value::Object(document)
}
