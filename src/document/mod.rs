//! From KDL text to a typed value, with the span of every key and value and with all mistakes at once.
//!
//! The Rust type is the one source: schemars derives its JSON Schema, the schema directs the
//! lowering of KDL to JSON, jsonschema checks the JSON, serde reads it. Used for the manifest, for
//! `layer.kdl` and for `module.kdl`. The only user of kdl and jsonschema.
