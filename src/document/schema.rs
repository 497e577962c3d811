//! The JSON Schema of a type, read as instructions for lowering.

use std::{
    any::TypeId,
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use jsonschema::Validator;
use schemars::JsonSchema;
use serde_json::Value;

use crate::{schema::published, workspace::RelPath};

/// The schema of a `T` that is read from KDL, as the published document `name`; doc comments are its
/// descriptions.
///
/// KDL has no way to write an absent value, so `null` is nowhere allowed in it.
pub fn json_schema<T: JsonSchema>(name: &str, title: &str) -> Value {
    let mut document = published::<T>(name, title);
    tighten(&mut document);
    document
}

/// Takes `null` out of a schema, which schemars allows wherever a field is an `Option`, and bounds the
/// integers that it leaves unbounded.
fn tighten(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(tighten),
        Value::Object(fields) => {
            fields.values_mut().for_each(tighten);
            if let Some(Value::Array(types)) = fields.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    fields.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(branches)) = fields.get_mut("anyOf") {
                branches.retain(|branch| branch.get("type").is_none_or(|name| name != "null"));
                if let [Value::Object(only)] = branches.as_slice() {
                    let only = only.clone();
                    fields.shift_remove("anyOf");
                    for (key, value) in only {
                        fields.entry(key).or_insert(value);
                    }
                }
            }
            // schemars bounds the small integers only.
            let bound = match fields.get("format").and_then(Value::as_str) {
                Some("uint32") => Some(i64::from(u32::MAX)),
                Some("int32") => Some(i64::from(i32::MAX)),
                _ => None,
            };
            if let Some(bound) = bound {
                fields.entry("maximum").or_insert(bound.into());
            }
            if fields.get("default").is_some_and(Value::is_null) {
                fields.shift_remove("default");
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A type's schema with its validator, built once.
pub(crate) struct Compiled {
    root: Value,
    pub(crate) validator: Validator,
}

impl Compiled {
    pub(crate) fn schema(&self) -> Schema<'_> {
        Schema { root: &self.root, node: &self.root }
    }
}

/// The compiled schema of `T`, built at first use: most runs need one type only.
pub(crate) fn compiled<T: JsonSchema + 'static>() -> Arc<Compiled> {
    static CACHE: LazyLock<Mutex<HashMap<TypeId, Arc<Compiled>>>> = LazyLock::new(Mutex::default);
    let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    let compile = || {
        let root = json_schema::<T>("urn:quickscale", "");
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .with_format(RelPath::FORMAT, |text: &str| RelPath::new(text).is_ok())
            .build(&root)
            .expect("internal: a derived schema is valid");
        Arc::new(Compiled { root, validator })
    };
    Arc::clone(cache.entry(TypeId::of::<T>()).or_insert_with(compile))
}

/// A part of a schema, with the root that its references point into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schema<'s> {
    root: &'s Value,
    node: &'s Value,
}

/// How a part is written in KDL.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape<'s> {
    /// A node with arguments, properties and a block.
    Object(Schema<'s>),
    /// Several of these.
    List(Schema<'s>),
    /// A bare node, `#true` or `#false`.
    Boolean,
    /// One argument.
    Scalar,
    /// Whatever is written.
    Any,
}

impl<'s> Schema<'s> {
    fn at(self, node: &'s Value) -> Self {
        Self { root: self.root, node }.resolve()
    }

    fn resolve(self) -> Self {
        let target = self.node.get("$ref").and_then(Value::as_str);
        match target.and_then(|target| self.root.pointer(target.trim_start_matches('#'))) {
            Some(node) => Self { root: self.root, node }.resolve(),
            None => self,
        }
    }

    /// How a part with this schema is written.
    pub(crate) fn shape(self) -> Shape<'s> {
        match self.node.get("type").and_then(Value::as_str) {
            Some("object") => Shape::Object(self),
            Some("array") => Shape::List(self.at(self.node.get("items").unwrap_or(&Value::Bool(true)))),
            Some("boolean") => Shape::Boolean,
            Some(_) => Shape::Scalar,
            None if self.node.get("oneOf").is_some() || self.node.get("enum").is_some() => Shape::Scalar,
            None => Shape::Any,
        }
    }

    /// The schema of the field `name`, or of the map's entries.
    pub(crate) fn field(self, name: &str) -> Option<Self> {
        match self.node.get("properties").and_then(|fields| fields.get(name)) {
            Some(field) => Some(self.at(field)),
            None => match self.node.get("additionalProperties") {
                Some(Value::Bool(false)) | None => None,
                Some(entries) => Some(self.at(entries)),
            },
        }
    }

    /// The schema of the part that `step` leads to.
    pub(crate) fn step(self, step: &str) -> Option<Self> {
        match self.shape() {
            Shape::Object(_) => self.field(step),
            Shape::List(item) => Some(item),
            Shape::Boolean | Shape::Scalar | Shape::Any => None,
        }
    }

    /// The names of the fields, in the order of their declaration.
    pub(crate) fn field_names(self) -> impl Iterator<Item = &'s str> {
        self.node
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
    }

    /// The fields that are written as arguments.
    pub(crate) fn arguments(self) -> impl Iterator<Item = &'s str> {
        self.strings("x-kdl-args")
    }

    /// The fields that must be written.
    pub(crate) fn required(self) -> impl Iterator<Item = &'s str> {
        self.strings("required")
    }

    fn strings(self, keyword: &str) -> impl Iterator<Item = &'s str> + use<'s> {
        self.node.get(keyword).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    /// The texts that are allowed, when there is a list of them.
    pub(crate) fn choices(self) -> Vec<&'s str> {
        let branches = self.node.get("oneOf").and_then(Value::as_array).into_iter().flatten();
        let constants = branches.filter_map(|branch| branch.get("const").and_then(Value::as_str));
        let listed = |branch: &'s Value| branch.get("enum").and_then(Value::as_array);
        let of_branches = self
            .node
            .get("oneOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(listed)
            .flatten();
        constants.chain(of_branches.filter_map(Value::as_str)).chain(self.strings("enum")).collect()
    }

    /// The name of the type, when there is one.
    pub(crate) fn type_name(self) -> Option<&'s str> {
        self.node.get("type").and_then(Value::as_str)
    }

    /// Whether the schema names types at all; one that does not takes a list as well.
    pub(crate) fn has_types(self) -> bool {
        self.node.get("type").is_some()
    }

    /// What the field is for, in one line.
    pub(crate) fn description(self) -> Option<&'s str> {
        self.node.get("description").and_then(Value::as_str)
    }

    /// Some value of the type, to stand in for one that is missing.
    pub(crate) fn sample(self) -> Value {
        match (self.choices().first(), self.type_name()) {
            (Some(choice), _) => (*choice).into(),
            (None, Some("integer" | "number")) => self.node.get("minimum").cloned().unwrap_or(0.into()),
            (None, _) => "x".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_schema_allows_what_the_type_can_hold() {
        let mut schema = json!({
            "properties": {
                "a": { "description": "A.", "anyOf": [{ "$ref": "#/$defs/X" }, { "type": "null" }] },
                "b": { "type": ["string", "null"], "default": null },
                "c": { "type": "integer", "format": "uint32" }
            }
        });
        tighten(&mut schema);
        let expected = json!({
            "properties": {
                "a": { "description": "A.", "$ref": "#/$defs/X" },
                "b": { "type": "string" },
                "c": { "type": "integer", "format": "uint32", "maximum": 4_294_967_295_u32 }
            }
        });
        assert_eq!(schema, expected);
    }
}
