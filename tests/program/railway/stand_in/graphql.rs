//! GraphQL as programs write it: documents with their operation and fragments, and the types that a schema declares.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// What a client sends: one operation, and the fragments it uses.
pub struct Document {
    /// `Query` or `Mutation`.
    pub root: &'static str,
    pub name: String,
    pub variables: Vec<Variable>,
    pub selections: Vec<Selection>,
    pub fragments: BTreeMap<String, (String, Vec<Selection>)>,
}

pub struct Variable {
    pub name: String,
    pub kind: Type,
}

pub enum Selection {
    Field(Field),
    /// `...Name`
    Spread(String),
}

pub struct Field {
    pub alias: Option<String>,
    pub name: String,
    pub arguments: Vec<(String, Input)>,
    pub selections: Vec<Selection>,
}

/// An argument as it is written.
pub enum Input {
    Variable(String),
    Literal(Value),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Type {
    Named(String),
    List(Box<Self>),
    Required(Box<Self>),
}

impl Type {
    /// The name inside of lists and exclamation marks.
    pub fn name(&self) -> &str {
        match self {
            Self::Named(name) => name,
            Self::List(inner) | Self::Required(inner) => inner.name(),
        }
    }
}

impl Document {
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut tokens = Tokens::of(text)?;
        let mut document = None;
        let mut fragments = BTreeMap::new();
        while let Some(word) = tokens.next() {
            match word.as_str() {
                "fragment" => {
                    let name = tokens.name()?;
                    tokens.expect("on")?;
                    let on = tokens.name()?;
                    fragments.insert(name, (on, tokens.selections()?));
                }
                "query" | "mutation" if document.is_none() => {
                    let root = if word == "query" { "Query" } else { "Mutation" };
                    let name = tokens.name()?;
                    let variables = tokens.variables()?;
                    document = Some((root, name, variables, tokens.selections()?));
                }
                other => return Err(format!("Syntax Error: Unexpected \"{other}\".")),
            }
        }
        let (root, name, variables, selections) = document.ok_or("Must provide an operation.")?;
        Ok(Self { root, name, variables, selections, fragments })
    }

    /// The fields of a selection, those of its fragments included.
    pub fn fields<'d>(&'d self, selections: &'d [Selection]) -> Vec<&'d Field> {
        let of = |selection: &'d Selection| match selection {
            Selection::Field(field) => vec![field],
            Selection::Spread(name) => {
                self.fragments.get(name).map_or(vec![], |(_, inner)| self.fields(inner))
            }
        };
        selections.iter().flat_map(of).collect()
    }
}

impl Field {
    /// What it is called in the answer.
    pub fn key(&self) -> &str {
        self.alias.as_ref().unwrap_or(&self.name)
    }

    pub fn arguments_with(&self, variables: &Value) -> Map<String, Value> {
        let with = |(name, input): &(String, Input)| Some((name.clone(), input.with(variables)?));
        self.arguments.iter().filter_map(with).collect()
    }
}

impl Input {
    /// Its value; none for a variable that was not given.
    fn with(&self, variables: &Value) -> Option<Value> {
        match self {
            Self::Variable(name) => variables.get(name).cloned(),
            Self::Literal(value) => Some(value.clone()),
            Self::List(items) => items.iter().map(|item| item.with(variables)).collect(),
            Self::Object(fields) => {
                let with = |(name, input): &(String, Self)| Some((name.clone(), input.with(variables)?));
                Some(Value::Object(fields.iter().filter_map(with).collect()))
            }
        }
    }
}

/// The words of a text, to be taken one by one. A string keeps its opening quote.
pub struct Tokens(std::iter::Peekable<std::vec::IntoIter<String>>);

impl Tokens {
    pub fn of(text: &str) -> Result<Self, String> {
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let length = match first {
                '#' => rest.find('\n').unwrap_or(rest.len()),
                '"' => 1 + rest[1..].find('"').ok_or("Syntax Error: Unterminated string.")? + 1,
                '.' if rest.starts_with("...") => 3,
                _ if first.is_alphanumeric() || "_-".contains(first) => {
                    rest.find(|c: char| !c.is_alphanumeric() && !"_-.".contains(c)).unwrap_or(rest.len())
                }
                _ => first.len_utf8(),
            };
            let token = &rest[..length];
            if !first.is_whitespace() && !"#,".contains(first) {
                tokens.push(token.trim_end_matches('"').to_owned());
            }
            rest = &rest[length..];
        }
        Ok(Self(tokens.into_iter().peekable()))
    }

    pub fn next(&mut self) -> Option<String> {
        self.0.next()
    }

    /// Takes the next word if it is this one.
    pub fn takes(&mut self, word: &str) -> bool {
        self.0.next_if(|next| next == word).is_some()
    }

    pub fn expect(&mut self, word: &str) -> Result<(), String> {
        match self.next() {
            Some(next) if next == word => Ok(()),
            next => Err(format!("Syntax Error: Expected \"{word}\", found {next:?}.")),
        }
    }

    pub fn name(&mut self) -> Result<String, String> {
        let name = self.next().filter(|word| word.starts_with(|c: char| c.is_alphabetic() || c == '_'));
        name.ok_or_else(|| "Syntax Error: Expected Name.".to_owned())
    }

    /// `[Type!]!`
    pub fn kind(&mut self) -> Result<Type, String> {
        let kind = if self.takes("[") {
            let inner = self.kind()?;
            self.expect("]")?;
            Type::List(Box::new(inner))
        } else {
            Type::Named(self.name()?)
        };
        Ok(if self.takes("!") { Type::Required(Box::new(kind)) } else { kind })
    }

    fn variables(&mut self) -> Result<Vec<Variable>, String> {
        let mut variables = Vec::new();
        if self.takes("(") {
            while !self.takes(")") {
                self.expect("$")?;
                let name = self.name()?;
                self.expect(":")?;
                variables.push(Variable { name, kind: self.kind()? });
            }
        }
        Ok(variables)
    }

    fn selections(&mut self) -> Result<Vec<Selection>, String> {
        self.expect("{")?;
        let mut selections = Vec::new();
        while !self.takes("}") {
            selections.push(match self.takes("...") {
                true => Selection::Spread(self.name()?),
                false => Selection::Field(self.field()?),
            });
        }
        Ok(selections)
    }

    fn field(&mut self) -> Result<Field, String> {
        let first = self.name()?;
        let (alias, name) = match self.takes(":") {
            true => (Some(first), self.name()?),
            false => (None, first),
        };
        let mut arguments = Vec::new();
        if self.takes("(") {
            while !self.takes(")") {
                arguments.push(self.argument()?);
            }
        }
        let has_selections = self.0.peek().is_some_and(|next| next == "{");
        let selections = if has_selections { self.selections()? } else { Vec::new() };
        Ok(Field { alias, name, arguments, selections })
    }

    fn argument(&mut self) -> Result<(String, Input), String> {
        let name = self.name()?;
        self.expect(":")?;
        Ok((name, self.input()?))
    }

    fn input(&mut self) -> Result<Input, String> {
        let word = self.next().ok_or("Syntax Error: Expected a value.")?;
        Ok(match word.as_str() {
            "$" => Input::Variable(self.name()?),
            "[" => {
                let mut items = Vec::new();
                while !self.takes("]") {
                    items.push(self.input()?);
                }
                Input::List(items)
            }
            "{" => {
                let mut fields = Vec::new();
                while !self.takes("}") {
                    fields.push(self.argument()?);
                }
                Input::Object(fields)
            }
            text => Input::Literal(match text.strip_prefix('"') {
                Some(text) => text.into(),
                // A number, a boolean, `null`, or the name of one of an enumeration.
                None => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
            }),
        })
    }
}
