//! Another dotted name for the same thing, in code that is read by people: everything else stays, byte for byte.

/// Code with names replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The code.
    pub text: String,
    /// Lines that import the name in a way that is not rewritten, from 1.
    pub left: Vec<usize>,
}

/// `text` with `to` wherever it says `from`: as a whole dotted name or the beginning of one, in texts and
/// comments too, and as what a `from … import …` takes in. That keeps the name it has in the file.
pub fn rename(text: &str, from: &str, to: &str) -> Renamed {
    let Some((package, name)) = from.rsplit_once('.') else {
        return Renamed { text: whole_names(text, from, to), left: Vec::new() };
    };
    let new = to.rsplit_once('.').unwrap_or(("", to));
    let mut renamed = Renamed { text: String::with_capacity(text.len()), left: Vec::new() };
    let (mut at, mut line) = (0, 1);
    while at < text.len() {
        let rest = &text[at..];
        let length = match Import::parse(rest, package) {
            Some(import) => {
                match import.with(name, package, new) {
                    Rewritten::Done(code) => renamed.text.push_str(&code),
                    Rewritten::Same => renamed.text.push_str(import.code),
                    Rewritten::Left => {
                        renamed.text.push_str(import.code);
                        renamed.left.push(line);
                    }
                }
                import.code.len()
            }
            None => {
                let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
                renamed.text.push_str(&whole_names(&rest[..length], from, to));
                length
            }
        };
        line += rest[..length].matches('\n').count();
        at += length;
    }
    renamed
}

/// `from PACKAGE import NAMES`, without what comes after the names.
struct Import<'t> {
    code: &'t str,
    /// Where the package and the names are in the code.
    package: usize,
    names: usize,
}

enum Rewritten {
    Done(String),
    Same,
    Left,
}

impl<'t> Import<'t> {
    /// The import from `package` at the beginning of a line.
    fn parse(text: &'t str, package: &str) -> Option<Self> {
        let after = |text: &'t str, word: &str| -> Option<&'t str> {
            let rest = text.strip_prefix(word)?;
            let next = rest.trim_start_matches([' ', '\t']);
            (next.len() < rest.len() || next.starts_with('(')).then_some(next)
        };
        let named = after(text.trim_start_matches([' ', '\t']), "from")?;
        let names = after(after(named, package)?, "import")?;
        let (package, names) = (text.len() - named.len(), text.len() - names.len());
        let listed = &text[names..];
        let end =
            if listed.starts_with('(') { close(listed)? } else { listed.find('\n').unwrap_or(listed.len()) };
        Some(Self { code: &text[..names + end], package, names })
    }

    /// The import with `new` in the place of `name`, which stays known under its own name.
    fn with(&self, name: &str, package: &str, (new_package, new_name): (&str, &str)) -> Rewritten {
        let names = &self.code[self.names..];
        if names.trim_end().ends_with('\\') {
            return Rewritten::Left;
        }
        let words = words(names);
        let is_taken_in = |index: usize| words[index].1 == name && (index == 0 || words[index - 1].1 != "as");
        let Some(index) = (0..words.len()).find(|index| is_taken_in(*index)) else { return Rewritten::Same };
        let has_alias = words.get(index + 1).is_some_and(|next| next.1 == "as");
        let others = words.len() > if has_alias { 3 } else { 1 };
        if new_package != package && others {
            return Rewritten::Left;
        }
        let alias = if has_alias || new_name == name { String::new() } else { format!(" as {name}") };
        let start = self.names + words[index].0;
        let between = &self.code[self.package + package.len()..start];
        let before = &self.code[..self.package];
        let rest = &self.code[start + name.len()..];
        Rewritten::Done(format!("{before}{new_package}{between}{new_name}{alias}{rest}"))
    }
}

/// Where the parenthesis that opens `text` is closed again.
fn close(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let code = line.split('#').next().unwrap_or_default();
        if let Some(end) = code.find(')') {
            return Some(at + end + 1);
        }
        at += line.len();
    }
    None
}

/// The names in a list of them, with where they are; comments left out.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let code = line.split('#').next().unwrap_or_default();
        let mut offset = 0;
        for word in code.split(|c: char| !is_part(c)) {
            if !word.is_empty() {
                words.push((at + offset, word));
            }
            offset += word.len() + code[offset + word.len()..].chars().next().map_or(0, char::len_utf8);
        }
        at += line.len();
    }
    words
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The text with every whole dotted name `from`, and every name below it, below `to` instead.
pub(crate) fn whole_names(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, found) = rest.split_at(at);
        let after = &found[from.len()..];
        out.push_str(before);
        let whole = !before.ends_with(|c: char| is_part(c) || c == '.') && !after.starts_with(is_part);
        out.push_str(if whole { to } else { from });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn renamed(text: &str) -> (String, Vec<usize>) {
        let Renamed { text, left } = rename(text, "modules.notes.util", "modules.notes.services");
        (text, left)
    }

    #[test]
    fn only_whole_names_are_renamed() {
        for (text, expected) in [
            ("from acme.notes.models import Note", "from modules.notes.models import Note"),
            ("import acme.notes", "import modules.notes"),
            ("import acme.notes_extra", "import acme.notes_extra"),
            ("from my.acme.notes import x", "from my.acme.notes import x"),
            ("name = \"acme.notes\"", "name = \"modules.notes\""),
        ] {
            assert_eq!(whole_names(text, "acme.notes", "modules.notes"), expected);
        }
    }

    #[test]
    fn every_way_to_name_it_is_found_and_what_is_imported_keeps_its_name_here() {
        for (text, expected) in [
            ("import modules.notes.util\n", "import modules.notes.services\n"),
            ("import modules.notes.util as u\n", "import modules.notes.services as u\n"),
            ("from modules.notes.util import clean\n", "from modules.notes.services import clean\n"),
            ("from modules.notes import util\n", "from modules.notes import services as util\n"),
            (
                "    from modules.notes import util # x\n",
                "    from modules.notes import services as util # x\n",
            ),
            ("from modules.notes import util as u\n", "from modules.notes import services as u\n"),
            (
                "from modules.notes import models, util\n",
                "from modules.notes import models, services as util\n",
            ),
            (
                "from modules.notes import (\n    models,  # util)\n    util,\n)\nx = util\n",
                "from modules.notes import (\n    models,  # util)\n    services as util,\n)\nx = util\n",
            ),
            ("patch(\"modules.notes.util.clean\")", "patch(\"modules.notes.services.clean\")"),
            // Not it.
            ("from modules.notes import utility\n", "from modules.notes import utility\n"),
            ("from modules.notes import x as util\n", "from modules.notes import x as util\n"),
            ("from modules.notes_extra import util\n", "from modules.notes_extra import util\n"),
            ("from .util import clean\n", "from .util import clean\n"),
            ("util = 1\r\n", "util = 1\r\n"),
        ] {
            assert_eq!(renamed(text), (expected.to_owned(), Vec::new()));
        }
    }

    #[test]
    fn a_name_that_moves_elsewhere_takes_its_import_along_when_it_is_alone_there() {
        let moved = |text| rename(text, "modules.notes.util.clean", "modules.notes.text.tidy");
        assert_eq!(
            moved("from modules.notes.util import clean\nclean()\n").text,
            "from modules.notes.text import tidy as clean\nclean()\n"
        );
        let both = "import os\nfrom modules.notes.util import clean, other\n";
        assert_eq!(moved(both), Renamed { text: both.to_owned(), left: vec![2] });
        let broken = "from modules.notes import \\\n    util\n";
        assert_eq!(renamed(broken), (broken.to_owned(), vec![1]));
    }

    #[test]
    fn renaming_twice_is_renaming_once() {
        let once = renamed("from modules.notes import util\nimport modules.notes.util.x\n").0;
        assert_eq!(renamed(&once).0, once);
    }
}
