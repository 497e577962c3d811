//! Carries out a document: checks it, asks for each of its fields, gives back what was selected.

use serde_json::{Map, Value, json};

use super::{
    graphql::{Document, Field, Type},
    mutation, query,
    schema::SCHEMA,
    world::{Caller, World},
};

/// The answer to `{"query": …, "variables": …}`.
pub fn execute(world: &mut World, caller: &Caller, document: &Document, variables: &Value) -> Value {
    let mut mistakes = SCHEMA.mistakes(document);
    if !world.rules.knows_partials && document.name == "Owners" {
        mistakes.push("Cannot query field \"iacPartials\" on type \"Environment\".".to_owned());
    }
    if mistakes.is_empty() {
        mistakes = SCHEMA.wrong_variables(document, variables);
    }
    if !mistakes.is_empty() {
        return json!({ "errors": mistakes.iter().map(|text| error(text, None)).collect::<Vec<_>>() });
    }
    let mut data = Map::new();
    for field in document.fields(&document.selections) {
        let arguments = field.arguments_with(variables);
        let result = match document.root {
            "Query" => query::answer(world, caller, &field.name, &arguments),
            _ => mutation::carry_out(world, caller, &field.name, &arguments),
        };
        let kind = SCHEMA.kind(document.root, &field.name);
        match result.and_then(|value| selected(document, kind, field, &value, variables)) {
            Ok(value) => drop(data.insert(field.key().to_owned(), value)),
            // Each field here is one that may not be null, so that nothing of the answer is left.
            Err(text) => return json!({ "errors": [error(&text, Some(field.key()))], "data": null }),
        }
    }
    json!({ "data": data })
}

pub fn error(text: &str, path: Option<&str>) -> Value {
    let code = if path.is_some() { "INTERNAL_SERVER_ERROR" } else { "GRAPHQL_VALIDATION_FAILED" };
    json!({ "message": text, "path": path.map(|path| [path]), "extensions": { "code": code }, "traceId": "6023846105387264" })
}

/// The fields of a value that were asked for.
fn selected(
    document: &Document,
    kind: &Type,
    field: &Field,
    value: &Value,
    variables: &Value,
) -> Result<Value, String> {
    if let Value::Array(items) = value {
        return items.iter().map(|item| selected(document, kind, field, item, variables)).collect();
    }
    if field.selections.is_empty() || value.is_null() {
        return Ok(value.clone());
    }
    let mut made = Map::new();
    for inner in document.fields(&field.selections) {
        let is_decrypted =
            inner.arguments_with(variables).get("decryptVariables") == Some(&Value::Bool(true));
        let name = if is_decrypted { format!("{}:decrypted", inner.name) } else { inner.name.clone() };
        let found =
            value.get(&name).ok_or_else(|| format!("the stand-in knows no `{name}` of `{}`", kind.name()))?;
        let kind = SCHEMA.kind(kind.name(), &inner.name);
        made.insert(inner.key().to_owned(), selected(document, kind, inner, found, variables)?);
    }
    Ok(Value::Object(made))
}
