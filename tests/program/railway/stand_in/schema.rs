//! What Railway's schema says: which fields, arguments and types there are. A document that the real one would
//! refuse is refused here.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use serde_json::Value;

use super::graphql::{Document, Field, Input, Tokens, Type};

/// The part of the schema that is kept in `schema.graphql`.
pub static SCHEMA: LazyLock<Schema> =
    LazyLock::new(|| Schema::parse(include_str!("schema.graphql")).unwrap());

pub struct Schema(BTreeMap<String, Declared>);

pub enum Declared {
    /// `type` or `input`
    Fields(BTreeMap<String, Member>),
    Enumeration(BTreeSet<String>),
}

pub struct Member {
    pub kind: Type,
    arguments: BTreeMap<String, Type>,
}

/// What is not written as an object.
const SCALARS: [&str; 10] = [
    "Boolean",
    "DateTime",
    "DeploymentMeta",
    "EnvironmentConfig",
    "EnvironmentVariables",
    "Float",
    "ID",
    "Int",
    "JSON",
    "String",
];

impl Schema {
    fn parse(text: &str) -> Result<Self, String> {
        let mut tokens = Tokens::of(text)?;
        let mut types = BTreeMap::new();
        while let Some(word) = tokens.next() {
            let name = tokens.name()?;
            tokens.expect("{")?;
            let declared = match word.as_str() {
                "enum" => Declared::Enumeration(values(&mut tokens)?),
                _ => Declared::Fields(members(&mut tokens)?),
            };
            types.insert(name, declared);
        }
        Ok(Self(types))
    }

    fn fields(&self, name: &str) -> Option<&BTreeMap<String, Member>> {
        match self.0.get(name)? {
            Declared::Fields(fields) => Some(fields),
            Declared::Enumeration(_) => None,
        }
    }

    /// The type of a field; the document was [checked](Self::mistakes).
    pub fn kind(&self, parent: &str, field: &str) -> &Type {
        &self.fields(parent).unwrap()[field].kind
    }

    /// Everything for which the real server would refuse a document.
    pub fn mistakes(&self, document: &Document) -> Vec<String> {
        let mut check = Check { schema: self, document, mistakes: Vec::new(), used: BTreeSet::new() };
        check.selections(document.root, &document.fields(&document.selections));
        let unused = document.variables.iter().filter(|variable| !check.used.contains(&variable.name));
        let unused: Vec<String> = unused
            .map(|variable| {
                format!("Variable \"${}\" is never used in operation \"{}\".", variable.name, document.name)
            })
            .collect();
        [check.mistakes, unused].concat()
    }

    /// What is wrong with the variables that came along.
    pub fn wrong_variables(&self, document: &Document, given: &Value) -> Vec<String> {
        let mut wrong = Vec::new();
        for variable in &document.variables {
            let value = given.get(&variable.name).unwrap_or(&Value::Null);
            self.fits(&variable.kind, value, &format!("${}", variable.name), &mut wrong);
        }
        wrong
    }

    fn fits(&self, kind: &Type, value: &Value, at: &str, wrong: &mut Vec<String>) {
        match (kind, value) {
            (Type::Required(_), Value::Null) => {
                wrong.push(format!("Variable \"{at}\" got invalid value null; Expected non-nullable type."));
            }
            (Type::Required(inner), _) => self.fits(inner, value, at, wrong),
            (_, Value::Null) => {}
            (Type::List(inner), Value::Array(items)) => {
                items.iter().for_each(|item| self.fits(inner, item, at, wrong));
            }
            // One stands for a list of one.
            (Type::List(inner), _) => self.fits(inner, value, at, wrong),
            (Type::Named(name), _) => self.fits_name(name, value, at, wrong),
        }
    }

    fn fits_name(&self, name: &str, value: &Value, at: &str, wrong: &mut Vec<String>) {
        let fine = match (self.0.get(name), name) {
            (Some(Declared::Enumeration(values)), _) => {
                value.as_str().is_some_and(|text| values.contains(text))
            }
            (Some(Declared::Fields(fields)), _) => return self.fits_fields(name, fields, value, at, wrong),
            (None, "String") => value.is_string(),
            (None, "ID") => value.is_string() || value.is_i64(),
            (None, "Int") => value.is_i64(),
            (None, "Boolean") => value.is_boolean(),
            (None, "EnvironmentVariables") => {
                value.as_object().is_some_and(|map| map.values().all(Value::is_string))
            }
            (None, "EnvironmentConfig") => value.is_object(),
            (None, _) => true,
        };
        if !fine {
            wrong.push(format!("Variable \"{at}\" got invalid value {value}; {name} cannot represent it."));
        }
    }

    fn fits_fields(
        &self,
        name: &str,
        fields: &BTreeMap<String, Member>,
        value: &Value,
        at: &str,
        wrong: &mut Vec<String>,
    ) {
        let Some(given) = value.as_object() else {
            return wrong.push(format!(
                "Variable \"{at}\" got invalid value; Expected type \"{name}\" to be an object."
            ));
        };
        for unknown in given.keys().filter(|key| !fields.contains_key(*key)) {
            wrong.push(format!(
                "Variable \"{at}\" got invalid value; Field \"{unknown}\" is not defined by type \"{name}\"."
            ));
        }
        for (field, member) in fields {
            let value = given.get(field).unwrap_or(&Value::Null);
            self.fits(&member.kind, value, &format!("{at}.{field}"), wrong);
        }
    }
}

fn values(tokens: &mut Tokens) -> Result<BTreeSet<String>, String> {
    let mut values = BTreeSet::new();
    while !tokens.takes("}") {
        values.insert(tokens.name()?);
    }
    Ok(values)
}

fn members(tokens: &mut Tokens) -> Result<BTreeMap<String, Member>, String> {
    let mut members = BTreeMap::new();
    while !tokens.takes("}") {
        let name = tokens.name()?;
        let mut arguments = BTreeMap::new();
        if tokens.takes("(") {
            while !tokens.takes(")") {
                let name = tokens.name()?;
                tokens.expect(":")?;
                arguments.insert(name, tokens.kind()?);
            }
        }
        tokens.expect(":")?;
        members.insert(name, Member { kind: tokens.kind()?, arguments });
    }
    Ok(members)
}

/// A walk through one document.
struct Check<'a> {
    schema: &'a Schema,
    document: &'a Document,
    mistakes: Vec<String>,
    used: BTreeSet<String>,
}

impl Check<'_> {
    fn selections(&mut self, parent: &str, fields: &[&Field]) {
        for field in fields.iter().filter(|field| field.name != "__typename") {
            let Some(member) = self.schema.fields(parent).and_then(|fields| fields.get(&field.name)) else {
                self.mistakes.push(format!("Cannot query field \"{}\" on type \"{parent}\".", field.name));
                continue;
            };
            self.arguments(parent, field, member);
            let inner = member.kind.name();
            let is_leaf = self.schema.fields(inner).is_none();
            match (is_leaf, field.selections.is_empty()) {
                (true, false) => self.mistakes.push(format!(
                    "Field \"{}\" must not have a selection since type \"{inner}\" has no subfields here.",
                    field.name
                )),
                (false, true) => self.mistakes.push(format!(
                    "Field \"{}\" of type \"{inner}\" must have a selection of subfields.",
                    field.name
                )),
                _ => self.selections(inner, &self.document.fields(&field.selections)),
            }
        }
    }

    fn arguments(&mut self, parent: &str, field: &Field, member: &Member) {
        for (name, input) in &field.arguments {
            match member.arguments.get(name) {
                Some(kind) => self.input(kind, input),
                None => self
                    .mistakes
                    .push(format!("Unknown argument \"{name}\" on field \"{parent}.{}\".", field.name)),
            }
        }
        for (name, kind) in &member.arguments {
            let is_given = field.arguments.iter().any(|(given, _)| given == name);
            if matches!(kind, Type::Required(_)) && !is_given {
                self.mistakes.push(format!("Field \"{}\" argument \"{name}\" is required.", field.name));
            }
        }
    }

    fn input(&mut self, kind: &Type, input: &Input) {
        match input {
            Input::Variable(name) => {
                self.used.insert(name.clone());
                match self.document.variables.iter().find(|variable| variable.name == *name) {
                    Some(variable) if allows(kind, &variable.kind) => {}
                    Some(_) => self
                        .mistakes
                        .push(format!("Variable \"${name}\" is used in position expecting {kind:?}.")),
                    None => self.mistakes.push(format!("Variable \"${name}\" is not defined.")),
                }
            }
            Input::Literal(value) => self.schema.fits(kind, value, "literal", &mut self.mistakes),
            Input::List(items) => {
                let inner = if let Type::Required(inner) = kind { inner } else { kind };
                let Type::List(item) = inner else {
                    return self.mistakes.push("a list is not expected".to_owned());
                };
                items.iter().for_each(|each| self.input(item, each));
            }
            Input::Object(given) => self.object(kind.name(), given),
        }
    }

    fn object(&mut self, name: &str, given: &[(String, Input)]) {
        let Some(fields) = self.schema.fields(name) else {
            assert!(SCALARS.contains(&name), "`{name}` is not in schema.graphql: add it in extract.py");
            return;
        };
        for (key, value) in given {
            match fields.get(key) {
                Some(member) => self.input(&member.kind, value),
                None => self.mistakes.push(format!("Field \"{key}\" is not defined by type \"{name}\".")),
            }
        }
        for (key, member) in fields {
            if matches!(member.kind, Type::Required(_)) && !given.iter().any(|(given, _)| given == key) {
                self.mistakes.push(format!("Field \"{name}.{key}\" is required and was not provided."));
            }
        }
    }
}

/// Whether a variable of this type may stand where that type is expected.
fn allows(expected: &Type, variable: &Type) -> bool {
    match (expected, variable) {
        (Type::Required(expected), Type::Required(variable)) => allows(expected, variable),
        (Type::Required(_), _) => false,
        (_, Type::Required(variable)) => allows(expected, variable),
        (Type::List(expected), Type::List(variable)) => allows(expected, variable),
        (expected, variable) => expected == variable,
    }
}
