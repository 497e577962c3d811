//! Reads JSON with the place of each member. Comments and other extensions are not JSON.

use super::tree::{Entry, Kind, Layout, Many, Value};

/// How deep objects and arrays may nest; more is no file that a person keeps.
const DEPTH: usize = 64;

/// The members of the text; nothing when it is not JSON or repeats a key.
pub(super) fn parse(text: &str) -> Option<Value> {
    serde_json::from_str::<serde::de::IgnoredAny>(text).ok()?;
    let mut scanner = Scanner { text, at: 0 };
    let value = scanner.value(0)?;
    scanner.blanks();
    (scanner.at == text.len()).then_some(value)
}

/// Walks a text that is known to be JSON.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    /// Steps over `wanted` and the blanks before it.
    fn eat(&mut self, wanted: char) -> bool {
        self.blanks();
        let found = self.text[self.at..].starts_with(wanted);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.blanks();
        match self.text[self.at..].chars().next()? {
            _ if depth > DEPTH => None,
            '{' => self.object(depth),
            '[' => self.array(depth),
            _ => Some(Value::Leaf(self.scalar()?.to_owned())),
        }
    }

    fn scalar(&mut self) -> Option<&'a str> {
        let start = self.at;
        let rest = &self.text[start..];
        let length = if let Some(inside) = rest.strip_prefix('"') {
            let mut escaped = false;
            let close = inside.char_indices().find(|(_, c)| {
                let closes = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                closes
            })?;
            close.0 + 2
        } else {
            rest.find([',', ']', '}', ' ', '\t', '\n', '\r']).unwrap_or(rest.len())
        };
        self.at += length;
        rest.get(..length)
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.eat('{');
        let open = self.at;
        let mut entries = Vec::new();
        while !self.eat('}') {
            self.blanks();
            let start = self.at;
            let key = self.scalar()?.to_owned();
            self.eat(':');
            self.blanks();
            let begin = self.at;
            let value = self.value(depth + 1)?;
            entries.push(Entry { key, span: start..self.at, value_span: begin..self.at, value });
            self.eat(',');
        }
        let layout = Layout::Commas { open, close: self.at - 1 };
        Many::new(Kind::Map, layout, entries).map(Value::Many)
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        let start = self.at;
        self.eat('[');
        let open = self.at;
        let mut entries = Vec::new();
        let mut scalars = true;
        while !self.eat(']') {
            self.blanks();
            let begin = self.at;
            let value = self.value(depth + 1)?;
            scalars &= matches!(value, Value::Leaf(_));
            let key = self.text[begin..self.at].to_owned();
            entries.push(Entry { key, span: begin..self.at, value_span: begin..self.at, value });
            self.eat(',');
        }
        let layout = Layout::Commas { open, close: self.at - 1 };
        let set = if scalars { Many::new(Kind::Set, layout, entries) } else { None };
        Some(set.map_or_else(|| Value::Leaf(compact(&self.text[start..self.at])), Value::Many))
    }
}

/// JSON without the blanks between its tokens.
fn compact(text: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    text.chars()
        .filter(|c| {
            let kept = inside || !c.is_ascii_whitespace();
            inside ^= *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            kept
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{
        Format,
        testing::{check, merged, with_markers},
    };
    use pretty_assertions::assert_eq;

    const BASE: &str = "{\n  \"name\": \"x\",\n  \"dependencies\": {\n    \"htmx\": \"1\"\n  }\n}\n";

    #[test]
    fn members_are_merged_by_key() {
        let plus = |extra: &str| BASE.replace("\"1\"", &format!("\"1\",\n    {extra}"));
        check(
            Format::Json,
            &[
                (
                    "both append a member",
                    BASE,
                    &plus("\"mine\": \"1\""),
                    &plus("\"vite\": \"5\""),
                    &plus("\"vite\": \"5\",\n    \"mine\": \"1\""),
                ),
                (
                    "a version beside an added member",
                    BASE,
                    &plus("\"mine\": \"1\""),
                    &BASE.replace("\"1\"", "\"2\""),
                    &plus("\"mine\": \"1\"").replacen("\"1\"", "\"2\"", 1),
                ),
                (
                    "a member that holds members",
                    BASE,
                    &BASE.replace("\"name\": \"x\"", "\"name\": \"mine\""),
                    &BASE.replace(
                        "\"name\": \"x\",",
                        "\"name\": \"x\",\n  \"scripts\": {\n    \"dev\": \"vite\"\n  },",
                    ),
                    &BASE.replace(
                        "\"name\": \"x\",",
                        "\"name\": \"mine\",\n  \"scripts\": {\n    \"dev\": \"vite\"\n  },",
                    ),
                ),
                (
                    "the last is removed",
                    "{\n  \"a\": 1,\n  \"b\": 2\n}\n",
                    "{\n  \"a\": 3,\n  \"b\": 2\n}\n",
                    "{\n  \"a\": 1\n}\n",
                    "{\n  \"a\": 3\n}\n",
                ),
                (
                    "on one line",
                    "{\"a\": 1, \"b\": [1, 2]}",
                    "{\"a\": 2, \"b\": [1, 2]}",
                    "{\"a\": 1, \"b\": [2, 3], \"c\": {}}",
                    "{\"a\": 2, \"b\": [2, 3], \"c\": {}}",
                ),
                (
                    "into an empty object",
                    "{\n  \"a\": {},\n  \"b\": 1\n}\n",
                    "{\n  \"a\": {},\n  \"b\": 2\n}\n",
                    "{\n  \"a\": {\"x\": 1},\n  \"b\": 1\n}\n",
                    "{\n  \"a\": {\"x\": 1},\n  \"b\": 2\n}\n",
                ),
                (
                    "indented by tabs here",
                    "{\n  \"a\": 1,\n  \"b\": 1\n}\n",
                    "{\n\t\"a\": 1,\n\t\"b\": 1\n}\n",
                    "{\n  \"a\": 1,\n  \"c\": 2,\n  \"b\": 3\n}\n",
                    "{\n\t\"a\": 1,\n\t\"c\": 2,\n\t\"b\": 3\n}\n",
                ),
                (
                    "with comments it is text",
                    "// c\n{\n\"a\": 1,\n\"b\": 1,\n\"c\": 1\n}\n",
                    "// c\n{\n\"a\": 2,\n\"b\": 1,\n\"c\": 1\n}\n",
                    "// c\n{\n\"a\": 1,\n\"b\": 1,\n\"c\": 2\n}\n",
                    "// c\n{\n\"a\": 2,\n\"b\": 1,\n\"c\": 2\n}\n",
                ),
                (
                    "one key in two places",
                    "{\n\"a\": 1,\n\"b\": 1,\n\"c\": 1\n}\n",
                    "{\n\"k\": 1,\n\"a\": 1,\n\"b\": 1,\n\"c\": 1\n}\n",
                    "{\n\"a\": 1,\n\"b\": 1,\n\"k\": 2,\n\"c\": 1\n}\n",
                    "2: \"\" | \"\\\"k\\\": 1,\\n\" | \"\\\"k\\\": 2,\\n\"\n",
                ),
            ],
        );
    }

    #[test]
    fn a_change_never_lands_in_another_object() {
        let object = |name: &str, members: &str| format!("  \"{name}\": {{\n    \"k\": 0{members}\n  }}");
        let file = |objects: [String; 2]| format!("{{\n{}\n}}\n", objects.join(",\n"));
        let pair = ",\n    \"x\": 1,\n    \"y\": 0";
        let base = file([object("a", pair), object("b", "")]);
        let moved = file([object("b", pair), object("a", "")]);
        let theirs = file([object("a", ",\n    \"x\": 2"), object("b", "")]);
        let hunk = "7: \"    \\\"x\\\": 1,\\n\" | \"\" | \"    \\\"x\\\": 2\\n\"\n";
        assert_eq!(merged(Format::Json, &base, &moved, &theirs), hunk);
    }

    #[test]
    fn a_version_bumped_on_both_sides_is_marked_and_the_rest_is_merged() {
        let ours = BASE.replace("\"1\"", "\"2\"");
        let theirs = BASE.replace("\"1\"", "\"3\"").replace("\"x\"", "\"y\"");
        let block = "<<<<<<< yours\n    \"htmx\": \"2\"\n||||||| last applied\n    \"htmx\": \"1\"\n=======\n    \"htmx\": \"3\"\n>>>>>>> quickscale";
        let expected = BASE.replace("    \"htmx\": \"1\"", block).replace("\"x\"", "\"y\"");
        assert_eq!(with_markers(Format::Json, BASE, &ours, &theirs), expected);
    }
}
