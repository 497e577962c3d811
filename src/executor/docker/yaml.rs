//! A compose file as a value, as compose itself reads it: anchors and merge keys are followed.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser};

/// No compose file is deeper, and an alias cannot make it so: what it stands for is counted.
const MOST_NODES: usize = 100_000;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Yaml {
    Scalar(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

/// What keeps a text from being read, and the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub(super) message: String,
    pub(super) line: usize,
}

impl Yaml {
    /// The first document of `text`; an empty map when there is none.
    pub(super) fn parse(text: &str) -> Result<Self, Unreadable> {
        let (mut open, mut anchors, mut nodes) =
            (Vec::<(Self, usize, Option<String>)>::new(), BTreeMap::new(), 0);
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| Unreadable {
                message: error.info().to_owned(),
                line: error.marker().line(),
            })?;
            let done = match event {
                Event::Scalar(text, _, anchor, _) => Some((Self::Scalar(text.into_owned()), anchor)),
                Event::Alias(anchor) => anchors.get(&anchor).cloned().map(|value: Self| (value, 0)),
                Event::SequenceStart(anchor, _) => {
                    open.push((Self::List(Vec::new()), anchor, None));
                    None
                }
                Event::MappingStart(anchor, _) => {
                    open.push((Self::Map(Vec::new()), anchor, None));
                    None
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    open.pop().map(|(value, anchor, _)| (value, anchor))
                }
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_)
                | Event::DocumentEnd => None,
            };
            let Some((value, anchor)) = done else { continue };
            nodes += value.nodes();
            if nodes > MOST_NODES {
                return Err(Unreadable { message: "it is too large".to_owned(), line: span.start.line() });
            }
            if anchor != 0 {
                anchors.insert(anchor, value.clone());
            }
            match open.last_mut() {
                Some((parent, _, waiting)) => parent.take(value, waiting),
                None => return Ok(value),
            }
        }
        Ok(Self::Map(Vec::new()))
    }

    fn take(&mut self, value: Self, waiting: &mut Option<String>) {
        match (self, waiting.take()) {
            (Self::List(items), _) => items.push(value),
            (Self::Map(entries), Some(key)) if key == "<<" => {
                for (key, value) in value.merged() {
                    if !entries.iter().any(|(other, _)| *other == key) {
                        entries.push((key, value));
                    }
                }
            }
            (Self::Map(entries), Some(key)) => {
                // What is written beside a merge key wins over it, wherever it stands.
                entries.retain(|(other, _)| *other != key);
                entries.push((key, value));
            }
            (Self::Map(_), None) => *waiting = Some(value.text().unwrap_or_default().to_owned()),
            (Self::Scalar(_), _) => {}
        }
    }

    /// The entries that a merge key brings.
    fn merged(self) -> Vec<(String, Self)> {
        match self {
            Self::Map(entries) => entries,
            Self::List(maps) => maps.into_iter().flat_map(Self::merged).collect(),
            Self::Scalar(_) => Vec::new(),
        }
    }

    fn nodes(&self) -> usize {
        1 + match self {
            Self::Scalar(_) => 0,
            Self::List(items) => items.iter().map(Self::nodes).sum(),
            Self::Map(entries) => entries.iter().map(|(_, value)| value.nodes()).sum(),
        }
    }

    /// The value of `key`, when this is a map that has it.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// The entries, when this is a map.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        let entries = if let Self::Map(entries) = self { entries.as_slice() } else { &[] };
        entries.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The items, when this is a list.
    pub(super) fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// The text, when this is a scalar.
    pub(super) fn text(&self) -> Option<&str> {
        if let Self::Scalar(text) = self { Some(text) } else { None }
    }

    /// The same text for the same value, however it is laid out.
    pub(super) fn canonical(&self) -> String {
        match self {
            Self::Scalar(text) => format!("{text:?}"),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::canonical).collect();
                format!("[{}]", items.join(","))
            }
            Self::Map(entries) => {
                let sorted: BTreeMap<&str, &Self> =
                    entries.iter().map(|(key, value)| (key.as_str(), value)).collect();
                let entries: Vec<String> =
                    sorted.into_iter().map(|(key, value)| format!("{key:?}:{}", value.canonical())).collect();
                format!("{{{}}}", entries.join(","))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn anchors_and_merge_keys_are_followed() {
        for y in ["  b: 3\n  <<: *x\n", "  <<: [*x]\n  b: 3\n"] {
            let text = format!("x: &x\n  a: 1\n  b: [1, '2']\ny:\n{y}");
            let expected = r#"{"x":{"a":"1","b":["1","2"]},"y":{"a":"1","b":"3"}}"#;
            assert_eq!(Yaml::parse(&text).unwrap().canonical(), expected);
        }
    }

    #[test]
    fn layout_and_comments_do_not_matter() {
        let same = |one: &str, other: &str| {
            assert_eq!(Yaml::parse(one).unwrap().canonical(), Yaml::parse(other).unwrap().canonical());
        };
        same("a: {b: 1, c: x}\n", "# why\na:\n    c: 'x'\n    b: \"1\"\n");
        same("", "# nothing\n");
    }

    #[test]
    fn what_cannot_be_read_has_a_line() {
        assert_eq!(Yaml::parse("a: 1\nb: [1\n").unwrap_err().line, 3);
        let bomb: String = (1..30).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
            format!("{text}a{n}: &a{n} [*a{0}, *a{0}, *a{0}]\n", n - 1)
        });
        assert!(Yaml::parse(&bomb).unwrap_err().message.contains("too large"));
    }
}
