//! Reads TOML with the place of each key. Tables with a header are entries of the text, and so are
//! the keys before the first header; dotted keys are keys of their table.

use toml_edit::{Array, Document, InlineTable, Item, Table, TableLike, Value as Toml};

use super::{
    requirement,
    tree::{Entry, Kind, Layout, Many, Value},
};

/// Between the parts of a dotted key; no TOML text holds it unescaped.
const DOT: &str = "\u{1f}";

/// The tables and keys of the text; nothing when it is not TOML.
pub(super) fn parse(text: &str) -> Option<Value> {
    let document = Document::parse(text).ok()?;
    let mut reader = Reader { text, entries: Vec::new() };
    let body = reader.table(document.as_table(), &mut Vec::new())?;
    let mut entries = body.entries;
    entries.append(&mut reader.entries);
    entries.sort_by_key(|entry| entry.span.start);
    let apart = entries.windows(2).all(|pair| match pair {
        [a, b] => a.span.end <= b.span.start,
        _ => true,
    });
    if !apart {
        return None;
    }
    Many::new(Kind::Map, Layout::Lines { body: 0 }, entries).map(Value::Many)
}

/// The keys of one table, and where the last of them ends.
#[derive(Default)]
struct Body {
    entries: Vec<Entry>,
    end: usize,
}

struct Reader<'a> {
    text: &'a str,
    /// One for each header.
    entries: Vec<Entry>,
}

impl<'a> Reader<'a> {
    /// The keys of `table`; the tables with headers below it go to `self.entries`.
    fn table(&mut self, table: &'a Table, path: &mut Vec<&'a str>) -> Option<Body> {
        let mut body = Body::default();
        self.keys(table, path, &mut Vec::new(), &mut body)?;
        body.entries.sort_by_key(|entry| entry.span.start);
        Some(body)
    }

    fn keys(
        &mut self,
        table: &'a Table,
        path: &mut Vec<&'a str>,
        dotted: &mut Vec<&'a str>,
        body: &mut Body,
    ) -> Option<()> {
        for (name, item) in table {
            let key = table.key(name)?;
            match item {
                Item::None => {}
                Item::Value(value) => {
                    let value_span = value.span()?;
                    let start = self.first_on_line(key.span()?.start);
                    dotted.push(name);
                    let full: Vec<&str> = path.iter().chain(dotted.iter()).copied().collect();
                    body.end = body.end.max(value_span.end);
                    body.entries.push(Entry {
                        key: dotted.join(DOT),
                        span: start..value_span.end,
                        value: value_at(value, &full)?,
                        value_span,
                    });
                    dotted.pop();
                }
                Item::Table(inner) if inner.is_dotted() => {
                    dotted.push(name);
                    self.keys(inner, path, dotted, body)?;
                    dotted.pop();
                }
                Item::Table(inner) => {
                    path.push(name);
                    self.section(inner, path)?;
                    path.pop();
                }
                Item::ArrayOfTables(tables) => {
                    path.push(name);
                    for element in tables {
                        self.element(element, path)?;
                    }
                    path.pop();
                }
            }
        }
        Some(())
    }

    fn section(&mut self, table: &'a Table, path: &mut Vec<&'a str>) -> Option<()> {
        let body = self.table(table, path)?;
        if table.is_implicit() {
            return body.entries.is_empty().then_some(());
        }
        let header = table.span()?;
        let below = self.text[header.end..].find('\n').map_or(self.text.len(), |line| header.end + line + 1);
        let layout = Layout::Lines { body: below };
        let many = Many::new(Kind::Map, layout, body.entries)?;
        self.entries.push(Entry {
            key: format!("[{}]", path.join(DOT)),
            span: header.start..header.end.max(body.end),
            value_span: header.end..header.end.max(body.end),
            value: Value::Many(many),
        });
        Some(())
    }

    /// A table of a list is merged as a whole. Its first key tells it from the others.
    fn element(&mut self, table: &'a Table, path: &mut Vec<&'a str>) -> Option<()> {
        let header = table.span()?;
        let mut below = Reader { text: self.text, entries: Vec::new() };
        let body = below.table(table, path)?;
        let identity = body.entries.first().map(|entry| format!("{:?}", entry.value.meaning()))?;
        let end = below.entries.iter().map(|entry| entry.span.end).fold(body.end, usize::max);
        let mut all = body.entries;
        all.append(&mut below.entries);
        let many = Many::new(Kind::Map, Layout::Lines { body: header.end }, all)?;
        let meaning = Value::Many(many).meaning();
        self.entries.push(Entry {
            key: format!("[[{}]]{identity}", path.join(DOT)),
            span: header.start..end,
            value_span: header.end..end,
            value: Value::Leaf(format!("{meaning:?}")),
        });
        Some(())
    }

    fn first_on_line(&self, at: usize) -> usize {
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let line = &self.text[start..];
        start + line.len() - line.trim_start_matches([' ', '\t']).len()
    }
}

fn value_at(value: &Toml, path: &[&str]) -> Option<Value> {
    match value {
        Toml::Array(array) => list(array, path),
        Toml::InlineTable(table) => inline(table, path),
        Toml::String(_) | Toml::Integer(_) | Toml::Float(_) | Toml::Boolean(_) | Toml::Datetime(_) => {
            Some(Value::Leaf(plain(value)))
        }
    }
}

/// What a value means, without its spelling.
fn plain(value: &Toml) -> String {
    match value {
        Toml::String(text) => format!("{:?}", text.value()),
        Toml::Integer(number) => number.value().to_string(),
        Toml::Float(number) => format!("{:?}", number.value()),
        Toml::Boolean(flag) => flag.value().to_string(),
        Toml::Datetime(time) => time.value().to_string(),
        Toml::Array(array) => elements(array),
        Toml::InlineTable(table) => {
            let mut pairs: Vec<String> =
                table.iter().map(|(key, value)| format!("{key:?}={}", plain(value))).collect();
            pairs.sort_unstable();
            format!("{{{}}}", pairs.join(","))
        }
    }
}

fn elements(array: &Array) -> String {
    format!("[{}]", array.iter().map(|value| plain(value) + ",").collect::<String>())
}

fn list(array: &Array, path: &[&str]) -> Option<Value> {
    let requirements = requirement::are_at(path);
    let mut entries = Vec::new();
    for element in array {
        let span = element.span()?;
        let (key, value) = match element.as_str() {
            Some(text) if requirements => (requirement::identity(text), requirement::spelling(text)),
            _ => (plain(element), String::new()),
        };
        entries.push(Entry { key, value_span: span.clone(), span, value: Value::Leaf(value) });
    }
    let span = array.span()?;
    let layout = Layout::Commas { open: span.start + 1, close: span.end - 1 };
    Some(Many::new(Kind::Set, layout, entries).map_or_else(|| Value::Leaf(elements(array)), Value::Many))
}

fn inline(table: &InlineTable, path: &[&str]) -> Option<Value> {
    let span = table.span()?;
    let mut entries = Vec::new();
    for (name, item) in TableLike::iter(table) {
        let key = table.key(name)?.span()?;
        let value = item.as_value()?;
        if matches!(value, Toml::InlineTable(inner) if inner.is_dotted()) {
            return Some(Value::Leaf(plain(&Toml::InlineTable(table.clone()))));
        }
        let value_span = value.span()?;
        let full: Vec<&str> = path.iter().copied().chain([name]).collect();
        let value = value_at(value, &full)?;
        entries.push(Entry { key: name.to_owned(), span: key.start..value_span.end, value_span, value });
    }
    let layout = Layout::Commas { open: span.start + 1, close: span.end - 1 };
    Many::new(Kind::Map, layout, entries).map(Value::Many)
}

#[cfg(test)]
mod tests {
    use super::super::{
        Format,
        testing::{check, merged, with_markers},
    };
    use pretty_assertions::assert_eq;

    const BASE: &str = r#"# The project.
[project]
name = "acme" # the name
dependencies = [
    # The framework.
    "django>=5.2",
    "psycopg[binary]>=3.1",
]

[tool.ruff]
line-length = 100

[tool.ruff.lint]
select = ["E", "F"]
"#;

    fn base_with(changes: &[(&str, &str)]) -> String {
        changes.iter().fold(BASE.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        })
    }

    #[test]
    fn a_project_file_is_merged_by_key() {
        let mine =
            ("    \"psycopg[binary]>=3.1\",\n", "    \"psycopg[binary]>=3.1\",\n    \"celery>=5\", # mine\n");
        let both = "    \"psycopg[binary]>=3.1\",\n    \"htmx>=1\",\n    \"celery>=5\", # mine\n";
        let htmx = (mine.0, "    \"psycopg[binary]>=3.1\",\n    \"htmx>=1\",\n");
        let bump = ("django>=5.2", "django>=6.0");
        let table = ("\n[tool.ruff.lint]", "\n# Types.\n[tool.mypy]\nstrict = true\n\n[tool.ruff.lint]");
        let own_table = ("[tool.ruff]\n", "[tool.mine]\nx = 1\n\n[tool.ruff]\n");
        let cases = [
            ("both append a requirement", vec![mine], vec![htmx], vec![(mine.0, both)]),
            ("a floor moves beside an own requirement", vec![mine], vec![bump], vec![mine, bump]),
            (
                "a floor moves on the line above an own pin",
                vec![("[binary]>=3.1", "[binary]==3.2")],
                vec![bump],
                vec![bump, ("[binary]>=3.1", "[binary]==3.2")],
            ),
            (
                "a requirement the user wrote differently",
                vec![("\"django>=5.2\",\n", "'Django >= 5.2', # pinned\n"), mine],
                vec![("    \"psycopg[binary]>=3.1\",\n", "")],
                vec![
                    ("\"django>=5.2\",\n", "'Django >= 5.2', # pinned\n"),
                    ("    \"psycopg[binary]>=3.1\",\n", "    \"celery>=5\", # mine\n"),
                ],
            ),
            (
                "a table is added where it is in the render",
                vec![own_table],
                vec![table],
                vec![own_table, table],
            ),
            (
                "elements of an inline list",
                vec![("\"E\", \"F\"", "\"E\", \"F\", \"B\"")],
                vec![("\"E\", \"F\"", "\"F\", \"I\"")],
                vec![("\"E\", \"F\"", "\"F\", \"I\", \"B\"")],
            ),
            (
                "a list the user wrote over lines",
                vec![("[\"E\", \"F\"]", "[\n    \"E\",\n    \"F\", # pyflakes\n    \"B\"\n]")],
                vec![("\"F\"]", "\"F\", \"I\", \"UP\"]")],
                vec![(
                    "[\"E\", \"F\"]",
                    "[\n    \"E\",\n    \"F\", # pyflakes\n    \"I\",\n    \"UP\",\n    \"B\"\n]",
                )],
            ),
            (
                "a key beside an edited one",
                vec![("line-length = 100", "line-length = 88")],
                vec![("line-length = 100\n", "line-length = 100\ntarget-version = \"py313\"\n")],
                vec![("line-length = 100\n", "line-length = 88\ntarget-version = \"py313\"\n")],
            ),
            (
                "an alignment the user chose",
                vec![("line-length = 100", "line-length    =    100 # wide")],
                vec![("line-length = 100", "line-length = 110")],
                vec![("line-length = 100", "line-length    =    110 # wide")],
            ),
            (
                "a removed table",
                vec![("name = \"acme\"", "name = \"mine\"")],
                vec![
                    ("name = \"acme\" # the name", "name = \"acme\" # the name\nversion = \"1\""),
                    ("\n[tool.ruff.lint]\nselect = [\"E\", \"F\"]\n", ""),
                ],
                vec![
                    ("name = \"acme\" # the name\n", "name = \"mine\" # the name\nversion = \"1\"\n"),
                    ("\n[tool.ruff.lint]\nselect = [\"E\", \"F\"]\n", ""),
                ],
            ),
        ];
        for (name, ours, theirs, expected) in cases {
            let [ours, theirs, expected] = [ours, theirs, expected].map(|changes| base_with(&changes));
            check(Format::Toml, &[(name, BASE, &ours, &theirs, &expected)]);
        }
    }

    #[test]
    fn a_key_changed_on_both_sides_is_a_conflict_of_that_key() {
        let ours = base_with(&[("django>=5.2", "django>=5.2,<6")]);
        let theirs = base_with(&[("django>=5.2", "django>=6.0"), ("[binary]>=3.1", "[binary]>=3.2")]);
        let block = "<<<<<<< yours\n    \"django>=5.2,<6\",\n||||||| last applied\n    \"django>=5.2\",\n=======\n    \"django>=6.0\",\n>>>>>>> quickscale";
        let expected = base_with(&[("    \"django>=5.2\",", block), ("[binary]>=3.1", "[binary]>=3.2")]);
        assert_eq!(with_markers(Format::Toml, BASE, &ours, &theirs), expected);

        let removed = base_with(&[("    \"psycopg[binary]>=3.1\",\n", "")]);
        let bumped = base_with(&[("[binary]>=3.1", "[binary]>=3.2"), ("= 100", "= 110")]);
        check_hunks(
            &removed,
            &bumped,
            "4: \"    \\\"psycopg[binary]>=3.1\\\",\\n\" | \"\" | \"    \\\"psycopg[binary]>=3.2\\\",\\n\"\n",
        );
        check_hunks(
            &bumped,
            &removed,
            "7: \"    \\\"psycopg[binary]>=3.1\\\",\\n\" | \"    \\\"psycopg[binary]>=3.2\\\",\\n\" | \"\"\n",
        );
    }

    fn check_hunks(ours: &str, theirs: &str, expected: &str) {
        assert_eq!(merged(Format::Toml, BASE, ours, theirs), expected);
    }

    #[test]
    fn a_text_that_cannot_be_read_any_more_is_never_clean() {
        let base = "[a]\nk = 1\n\n[z]\nk = 1\n";
        let ours = "[a]\nk = 1\nx.y = 2\n\n[z]\nk = 1\n";
        let theirs = "[a]\nk = 1\n\n[z]\nk = 1\n\n[a.x]\nz = 1\n";
        let hunk = "3: \"[a]\\nk = 1\\n\\n[z]\\nk = 1\\n\" | \"x.y = 2\\n\\n[z]\\nk = 1\\n\" | \"\\n[z]\\nk = 1\\n\\n[a.x]\\nz = 1\\n\"\n";
        assert_eq!(merged(Format::Toml, base, ours, theirs), hunk);
    }

    #[test]
    fn an_empty_list_is_filled() {
        let cases = [(
            "beside an edited key",
            "d = []\nname = 1\n",
            "d = []\nname = 2\n",
            "d = [\n    \"a\",\n    \"b\",\n]\nname = 1\n",
            "d = [\"a\", \"b\"]\nname = 2\n",
        )];
        check(Format::Toml, &cases);
    }

    #[test]
    fn what_cannot_be_read_is_merged_by_line() {
        let broken = base_with(&[("[tool.ruff]", "[tool.ruff")]);
        let bump = [("django>=5.2", "django>=6.0")];
        let both = base_with(&[bump[0], ("[tool.ruff]", "[tool.ruff")]);
        check(Format::Toml, &[("broken here", BASE, &broken, &base_with(&bump), &both)]);
    }

    #[test]
    fn a_key_added_twice_is_never_written_twice() {
        let ours = base_with(&[("[project]\n", "[project]\nversion = \"1\"\n")]);
        let theirs = base_with(&[("3.1\",\n]\n", "3.1\",\n]\nversion = \"2\"\n")]);
        check_hunks(&ours, &theirs, "3: \"\" | \"version = \\\"1\\\"\\n\" | \"version = \\\"2\\\"\\n\"\n");
        let same = base_with(&[("3.1\",\n]\n", "3.1\",\n]\nversion = \"1\"\n")]);
        check(Format::Toml, &[("same", BASE, &ours, &same, &ours)]);
    }

    #[test]
    fn tables_of_a_list_are_told_apart_by_their_first_key() {
        let table = |module: &str| format!("[[tool.mypy.overrides]]\nmodule = \"{module}\"\nignore = true\n");
        let base = table("a");
        let ours = [base.as_str(), "\n", &table("mine")].concat();
        let theirs = [base.as_str(), "\n", &table("b")].concat();
        let expected = [base.as_str(), "\n", &table("b"), "\n", &table("mine")].concat();
        check(Format::Toml, &[("both append", &base, &ours, &theirs, &expected)]);
    }
}
