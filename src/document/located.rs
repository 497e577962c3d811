//! A value under construction: JSON whose every part knows its place.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::{
    Place, Pointer, Spans,
    schema::{Schema, Shape},
};

/// A part of the value.
#[derive(Debug, Clone)]
pub(super) struct Located {
    /// Where it was written; none when it was filled in.
    pub(super) place: Option<Place>,
    /// What it is.
    pub(super) content: Content,
}

/// What a part is.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// Anything without parts of its own.
    Scalar(Value),
    /// A list.
    List(Vec<Located>),
    /// A block.
    Object(IndexMap<String, Located>),
    /// Something was written that cannot be used; it has been reported.
    Broken,
}

impl Located {
    pub(super) fn new(place: Place, content: Content) -> Self {
        Self { place: Some(place), content }
    }

    /// The JSON of what is not broken, and the place of each part of it.
    pub(super) fn finish(&self) -> (Value, Spans) {
        let mut spans = Spans::default();
        let json = self.write(&Pointer::root(), &mut spans);
        (json.unwrap_or_default(), spans)
    }

    fn write(&self, at: &Pointer, spans: &mut Spans) -> Option<Value> {
        let json = match &self.content {
            Content::Broken => return None,
            Content::Scalar(value) => value.clone(),
            Content::List(items) => {
                let mut list = Vec::new();
                for item in items {
                    let json = item.write(&at.index(list.len()), spans);
                    list.extend(json);
                }
                Value::Array(list)
            }
            Content::Object(fields) => {
                let written =
                    |(key, field): (&String, &Self)| Some((key.clone(), field.write(&at.key(key), spans)?));
                Value::Object(fields.iter().filter_map(written).collect::<Map<_, _>>())
            }
        };
        if let Some(place) = &self.place {
            spans.insert(at.clone(), place.clone());
        }
        Some(json)
    }

    /// Whether the part at `pointer` was written but is broken already.
    pub(super) fn is_broken_at(&self, pointer: &Pointer) -> bool {
        let mut part = Some(self);
        for step in pointer.segments() {
            part = part.and_then(|part| part.step(&step));
        }
        part.is_some_and(|part| matches!(part.content, Content::Broken))
    }

    /// Marks the part at `pointer` as broken. Call it with pointers into what
    /// [`finish`](Self::finish) gave and with all of them before finishing again: breaking a part
    /// moves the elements of its list.
    pub(super) fn break_at(&mut self, pointer: &Pointer) {
        let mut part = Some(self);
        for step in pointer.segments() {
            part = part.and_then(|part| part.step_mut(&step));
        }
        if let Some(part) = part {
            part.content = Content::Broken;
        }
    }

    fn step(&self, step: &str) -> Option<&Self> {
        match &self.content {
            Content::Object(fields) => fields.get(step),
            Content::List(items) => items.get(step.parse::<usize>().ok()?),
            Content::Scalar(_) | Content::Broken => None,
        }
    }

    fn step_mut(&mut self, step: &str) -> Option<&mut Self> {
        match &mut self.content {
            Content::Object(fields) => fields.get_mut(step),
            Content::List(items) => items.get_mut(step.parse::<usize>().ok()?),
            Content::Scalar(_) | Content::Broken => None,
        }
    }

    /// Fills in what is required but missing or broken.
    pub(super) fn fill(&mut self, schema: Schema<'_>) {
        match &mut self.content {
            Content::Object(fields) => {
                fields.retain(|_, field| !matches!(field.content, Content::Broken));
                for name in schema.required() {
                    if !fields.contains_key(name) {
                        let field = schema.field(name).map(stub);
                        fields.extend(field.map(|field| (name.to_owned(), field)));
                    }
                }
                for (name, field) in fields {
                    if let Some(schema) = schema.field(name) {
                        field.fill(schema);
                    }
                }
            }
            Content::List(items) => {
                items.retain(|item| !matches!(item.content, Content::Broken));
                if let Shape::List(item) = schema.shape() {
                    items.iter_mut().for_each(|part| part.fill(item));
                }
            }
            Content::Scalar(_) | Content::Broken => {}
        }
    }
}

/// Something of the right type that nobody wrote.
fn stub(schema: Schema<'_>) -> Located {
    let content = match schema.shape() {
        Shape::Object(_) => Content::Object(IndexMap::new()),
        Shape::List(_) => Content::List(Vec::new()),
        Shape::Boolean => Content::Scalar(Value::Bool(false)),
        Shape::Scalar | Shape::Any => Content::Scalar(schema.sample()),
    };
    let mut part = Located { place: None, content };
    part.fill(schema);
    part
}
