//! YAML with the place of every key and value, as much of it as a configuration needs.
//!
//! Plain words mean what the Python QuickScale took them for, so `yes` is a boolean. A key that is
//! there twice is a mistake; anchors, tags and a second document are refused.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use crate::diagnostics::{Issue, SourceFile, codes};

/// A value and its bytes.
#[derive(Debug, Clone)]
pub(super) struct Yaml {
    pub(super) value: Value,
    pub(super) span: Range<usize>,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    Text(String),
    List(Vec<Yaml>),
    Map(Vec<(Key, Yaml)>),
}

/// The key of a map and its bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) span: Range<usize>,
}

/// No configuration is deeper than this; every level costs a level of the stack when it is dropped.
const MAX_DEPTH: usize = 24;
/// Far more than any configuration.
const MAX_BYTES: usize = 64 * 1024;

/// Reads the one document of `source`.
pub(super) fn parse(source: &SourceFile) -> Result<Yaml, Vec<Issue>> {
    let refuse = |message: &str, span| vec![not_read(source, message, span)];
    if source.text().len() > MAX_BYTES {
        return Err(refuse("the file is too large for a configuration", 0..0));
    }
    let mut builder =
        Builder { source, offsets: offsets(source.text()), open: Vec::new(), done: None, issues: Vec::new() };
    for event in Parser::new_from_str(source.text()) {
        match event {
            Ok((event, span)) => {
                let span = builder.bytes(&span);
                if let Err(message) = builder.take(event, span.clone()) {
                    return Err(refuse(message, span));
                }
            }
            Err(error) => {
                let at = builder.byte(error.marker().index());
                return Err(refuse(&format!("this is not YAML: {}", error.info()), at..at));
            }
        }
    }
    match builder.done {
        _ if !builder.issues.is_empty() => Err(builder.issues),
        Some(yaml) => Ok(yaml),
        None => Err(refuse("the file is empty", 0..0)),
    }
}

fn not_read(source: &SourceFile, message: &str, span: Range<usize>) -> Issue {
    Issue::error(&codes::migrate::NOT_YAML, message)
        .help(
            "correct the file, or write `quickscale.kdl` by hand: `quickscale init` makes one to start from",
        )
        .label(span, "here")
        .in_source(source)
}

/// The byte offset of each character, and of the end.
fn offsets(text: &str) -> Vec<usize> {
    text.char_indices().map(|(offset, _)| offset).chain([text.len()]).collect()
}

struct Builder<'s> {
    source: &'s SourceFile,
    offsets: Vec<usize>,
    /// Lists and maps that are not complete, the innermost last, with the key that waits for a value.
    open: Vec<(Yaml, Option<Key>)>,
    done: Option<Yaml>,
    issues: Vec<Issue>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Range<usize>) -> Result<(), &'static str> {
        match event {
            Event::Scalar(_, _, anchor, tag)
            | Event::SequenceStart(anchor, tag)
            | Event::MappingStart(anchor, tag)
                if anchor != 0 || tag.is_some() =>
            {
                Err("anchors and tags are not read")
            }
            Event::Alias(_) => Err("aliases are not read"),
            Event::DocumentStart(_) if self.done.is_some() => Err("a second document starts here"),
            Event::Scalar(text, style, _, _) => self.put(Yaml { value: scalar(&text, style), span }),
            Event::SequenceStart(..) => self.begin(Value::List(Vec::new()), span),
            Event::MappingStart(..) => self.begin(Value::Map(Vec::new()), span),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some((mut yaml, _)) => {
                    yaml.span.end = span.end.max(yaml.span.start);
                    self.put(yaml)
                }
                None => Ok(()),
            },
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
        }
    }

    fn begin(&mut self, value: Value, span: Range<usize>) -> Result<(), &'static str> {
        self.open.push((Yaml { value, span }, None));
        if self.open.len() > MAX_DEPTH { Err("this is nested too deeply") } else { Ok(()) }
    }

    fn put(&mut self, yaml: Yaml) -> Result<(), &'static str> {
        let Some((parent, waiting)) = self.open.last_mut() else {
            self.done = Some(yaml);
            return Ok(());
        };
        match (&mut parent.value, waiting.take()) {
            (Value::List(items), _) => items.push(yaml),
            (Value::Map(entries), Some(key)) => {
                let earlier = entries.iter().find(|(other, _)| other.name == key.name);
                match earlier {
                    Some((first, _)) => self.issues.push(duplicate(self.source, first, &key)),
                    None => entries.push((key, yaml)),
                }
            }
            (Value::Map(_), None) => *waiting = Some(key(yaml)?),
            (Value::Null | Value::Boolean(_) | Value::Integer(_) | Value::Text(_), _) => {}
        }
        Ok(())
    }

    fn bytes(&self, span: &Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        start..self.byte(span.end.index()).max(start)
    }

    fn byte(&self, index: usize) -> usize {
        self.offsets.get(index).copied().unwrap_or_else(|| self.source.text().len())
    }
}

fn key(yaml: Yaml) -> Result<Key, &'static str> {
    let name = match yaml.value {
        Value::Text(name) => name,
        Value::Boolean(flag) => flag.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Null | Value::List(_) | Value::Map(_) => return Err("this cannot be a key"),
    };
    Ok(Key { name, span: yaml.span })
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::Text(text.to_owned());
    }
    match text.to_ascii_lowercase().as_str() {
        "" | "~" | "null" => Value::Null,
        "true" | "yes" | "on" => Value::Boolean(true),
        "false" | "no" | "off" => Value::Boolean(false),
        _ => text.parse().map_or_else(|_| Value::Text(text.to_owned()), Value::Integer),
    }
}

fn duplicate(source: &SourceFile, first: &Key, second: &Key) -> Issue {
    let name = second.name.escape_debug();
    Issue::error(&codes::migrate::DUPLICATE_KEY, format!("`{name}` is written twice"))
        .help("keep one of the two; the Python QuickScale took the last one")
        .label(second.span.clone(), "and again here")
        .label(first.span.clone(), "first here")
        .in_source(source)
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use proptest::prelude::*;

    use super::*;

    fn shown(yaml: &Yaml) -> String {
        match &yaml.value {
            Value::Null => "~".to_owned(),
            Value::Boolean(flag) => flag.to_string(),
            Value::Integer(number) => number.to_string(),
            Value::Text(text) => format!("{text:?}"),
            Value::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(" ")),
            Value::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{}:{}", key.name, shown(value)));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(" "))
            }
        }
    }

    fn read(text: &str) -> Result<String, (&'static str, usize)> {
        let yaml = parse(&SourceFile::new("quickscale.yml", text));
        yaml.map(|yaml| shown(&yaml)).map_err(|issues| (issues[0].code.id, issues[0].labels[0].span.start))
    }

    #[test]
    fn values_mean_what_python_took_them_for() {
        let text = "---\na: 1 # é\nb: [yes, 'no', \"1\", 1.5, -2]\nc:\n  d: ~\n  e:\nf: >\n  x\n  y\n1: é\n";
        let expected = r#"{a:1 b:[true "no" "1" "1.5" -2] c:{d:~ e:~} f:"x y\n" 1:"é"}"#;
        assert_eq!(read(text), Ok(expected.to_owned()));
    }

    #[test]
    fn what_is_not_read_is_refused_at_its_place() {
        for (text, code, at) in [
            ("é: 1\né: 2", "migrate::duplicate-key", 6),
            ("a: &x 1\nb: *x", "migrate::not-yaml", 3),
            ("a: !!int 1", "migrate::not-yaml", 3),
            ("é: [1", "migrate::not-yaml", 6),
            ("a: 1\n--- \nb: 2", "migrate::not-yaml", 5),
            ("", "migrate::not-yaml", 0),
            ("? [a]\n: b", "migrate::not-yaml", 4),
        ] {
            assert_eq!(read(text), Err((code, at)), "{text}");
        }
        assert!(read(&"[".repeat(5000)).is_err());
        assert!(read(&"a: b\n".repeat(20_000)).is_err());
    }

    proptest! {
        #[test]
        fn noise_is_read_or_refused(text in "[a:\\- \n\\[\\]{}#'\"&*!|>%@?é\t,]{0,60}") {
            let source = SourceFile::new("quickscale.yml", &text);
            if let Err(issues) = parse(&source) {
                prop_assert!(issues.iter().all(|issue| source.text().is_char_boundary(issue.labels[0].span.start)));
            }
        }
    }
}
