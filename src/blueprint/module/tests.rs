//! The module that is made for tests uses whatever a `module.kdl` can say, so that a feature which comes is tried out.

use std::collections::BTreeSet;

use camino::Utf8Path;
use pretty_assertions::assert_eq;
use serde_json::Value;

use super::{ModuleSpec, check_module, module_schema};
use crate::{blueprint::Library, document::Pointer};

/// The module, with its files.
const NOTES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/program/modules/notes");

/// The schema of `module.kdl`, and what files use of it.
struct Coverage {
    schema: Value,
}

impl Coverage {
    /// What a schema says, where it may name one that is defined elsewhere: its name and it.
    fn definition<'s>(&'s self, part: &'s Value) -> (&'s str, &'s Value) {
        let name = part["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/"));
        name.map_or(("module.kdl", part), |name| (name, &self.schema["$defs"][name]))
    }

    /// Every object's properties.
    fn properties(&self) -> BTreeSet<String> {
        let parts = self.schema["$defs"].as_object().into_iter().flatten();
        let all = parts.map(|(name, part)| (name.as_str(), part)).chain([("module.kdl", &self.schema)]);
        all.flat_map(|(name, part)| {
            let properties = part["properties"].as_object().into_iter().flatten();
            properties.map(move |(property, _)| format!("{property} of {name}"))
        })
        .collect()
    }

    /// Every word of which one is chosen.
    fn words(&self) -> BTreeSet<String> {
        let parts = self.schema["$defs"].as_object().into_iter().flatten();
        parts.flat_map(|(name, part)| words_of(part).map(move |word| format!("{word} of {name}"))).collect()
    }

    /// The last step of a place as the schema has it: the object and the property, and what is said about its value.
    fn place<'s>(&'s self, pointer: &Pointer) -> Option<(String, &'s str, &'s Value)> {
        let mut here = ("module.kdl", &self.schema);
        let mut property = None;
        for step in pointer.segments() {
            let (name, part) = here;
            let inner = &part["properties"][step.as_str()];
            if !inner.is_null() {
                property = Some(format!("{step} of {name}"));
            }
            let next = [inner, &part["additionalProperties"], &part["items"]];
            here = self.definition(next.into_iter().find(|part| part.is_object())?);
        }
        property.map(|property| (property, here.0, here.1))
    }

    fn used_properties(&self, spec: &ModuleSpec) -> BTreeSet<String> {
        let written = spec.written.spans.iter();
        written.filter_map(|(pointer, _)| self.place(pointer)).map(|(property, ..)| property).collect()
    }

    fn used_words(&self, spec: &ModuleSpec) -> BTreeSet<String> {
        let written = spec.written.spans.iter().filter_map(|(pointer, place)| {
            let (_, name, part) = self.place(pointer)?;
            let word = spec.text.slice(&place.value).trim_matches('"');
            words_of(part).any(|known| known == word).then(|| format!("{word} of {name}"))
        });
        written.collect()
    }
}

/// The words that a schema chooses from.
fn words_of(part: &Value) -> impl Iterator<Item = &str> {
    part["oneOf"].as_array().into_iter().flatten().filter_map(|choice| choice["const"].as_str())
}

fn notes() -> ModuleSpec {
    check_module(Utf8Path::new(NOTES)).unwrap()
}

#[test]
fn the_module_for_tests_uses_every_property() {
    let coverage = Coverage { schema: module_schema() };
    let all = coverage.properties();
    let used = coverage.used_properties(&notes());
    assert!(all.contains("prefix-option of Urls"), "{all:?}");
    let unused: Vec<_> = all.difference(&used).collect();
    assert_eq!(unused, Vec::<&String>::new(), "use it in {NOTES}");
}

/// One alone cannot: what is only announced has no files.
#[test]
fn it_and_the_modules_of_the_program_use_every_word() {
    let coverage = Coverage { schema: module_schema() };
    let all = coverage.words();
    let library = Library::embedded();
    let shipped = library.modules().map(|name| library.module(name).unwrap().unwrap().clone());
    let used: BTreeSet<_> =
        shipped.chain([notes()]).flat_map(|module| coverage.used_words(&module)).collect();
    assert!(all.contains("before-csrf of Anchor"), "{all:?}");
    let unused: Vec<_> = all.difference(&used).collect();
    assert_eq!(unused, Vec::<&String>::new(), "use it in {NOTES}");
}
