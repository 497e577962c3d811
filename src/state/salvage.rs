//! What can still be read of lock files that git or a hand has damaged.

use std::collections::{BTreeMap, BTreeSet};

use semver::Version;

use super::{Entry, Lock, parse, paths};
use crate::{
    diagnostics::SourceFile,
    workspace::{Digest, RelPath},
};

/// Everything that any line of any lock file says, both sides of a conflict included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Salvage {
    /// What is said of each path, in the order of the text, without repetitions.
    pub claims: BTreeMap<RelPath, Vec<Claim>>,
    /// What is said of each module.
    pub heads: BTreeMap<String, Head>,
    /// The lines that are no records, each with its file and number.
    pub dropped: Vec<(RelPath, usize, String)>,
}

/// What a line says of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The module whose lock file says it.
    pub module: String,
    /// What was rendered; none when the user has deleted the file.
    pub entry: Option<Entry>,
}

/// What the lines of one lock file say besides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Every version.
    pub versions: BTreeSet<Version>,
    /// Every value of each input, in the order of the text.
    pub inputs: BTreeMap<String, Vec<String>>,
    /// The first source, and everything that is protected, moved or followed.
    pub rest: Lock,
    /// Whether the file cannot be read as it is.
    pub damaged: bool,
}

impl Salvage {
    /// Reads whatever can be read of `files`.
    pub fn of<B: AsRef<[u8]>>(files: impl IntoIterator<Item = (RelPath, B)>) -> Self {
        let mut salvage = Self::default();
        for (path, bytes) in files {
            let Some(module) = paths::module_of(&path).filter(|module| paths::is_module_name(module)) else {
                continue;
            };
            let text = String::from_utf8_lossy(bytes.as_ref());
            let source = SourceFile::new(path.as_str(), &text);
            let damaged =
                std::str::from_utf8(bytes.as_ref()).is_err() || parse::parse(module, &source).is_err();
            salvage.heads.entry(module.to_owned()).or_default().damaged = damaged;
            salvage.read(&path, module, &source);
        }
        salvage
    }

    /// The base texts that any claim names.
    pub fn bases(&self) -> BTreeSet<Digest> {
        self.claims.values().flatten().filter_map(|claim| Some(claim.entry?.base)).collect()
    }

    fn read(&mut self, path: &RelPath, module: &str, source: &SourceFile) {
        let mut in_ancestor = false;
        for (index, line) in source.text().lines().enumerate() {
            let line = line.trim_end();
            // What both sides started from says nothing about what either of them applied.
            in_ancestor = match line {
                _ if line.starts_with("|||||||") => true,
                "=======" => false,
                _ => in_ancestor,
            };
            if in_ancestor || line.is_empty() || line.starts_with("format ") || parse::is_marker(line) {
                continue;
            }
            match parse::record(module, source, line) {
                Some(record) => self.add(module, record),
                None => self.dropped.push((path.clone(), index + 1, line.to_owned())),
            }
        }
    }

    /// Adds what one line says.
    fn add(&mut self, module: &str, record: Lock) {
        let head = self.heads.entry(module.to_owned()).or_default();
        head.versions.extend(record.version);
        for (name, value) in record.inputs {
            let values = head.inputs.entry(name).or_default();
            if !values.contains(&value) {
                values.push(value);
            }
        }
        if head.rest.source.is_empty() {
            head.rest.source = record.source;
        }
        head.rest.protect.extend(record.protect);
        for (old, new) in record.moved {
            head.rest.moved.entry(old).or_insert(new);
        }
        for (old, new) in record.followed {
            head.rest.followed.entry(old).or_insert(new);
        }
        let entries = record.entries.into_iter().map(|(path, entry)| (path, Some(entry)));
        for (path, entry) in entries.chain(record.gone.into_iter().map(|path| (path, None))) {
            let claim = Claim { module: module.to_owned(), entry };
            let claims = self.claims.entry(path).or_default();
            if !claims.contains(&claim) {
                claims.push(claim);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    const A: &str = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
    const B: &str = "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d";

    #[test]
    fn both_sides_are_read_and_what_they_started_from_is_not() {
        let text = format!(
            "format 1\nmodule core\n<<<<<<< HEAD\nversion 1.1.0\n||||||| base\nversion 1.0.0\n=======\nversion 1.2.0\n>>>>>>> x\n\
             source builtin\nshared 644 {A} same.py\n<<<<<<< HEAD\nshared 644 {A} a.py\n=======\nshared 644 {B} a.py\n\
             gone b.py\n>>>>>>> x\nshared 644 {A} ../out.py\nnonsense\n"
        );
        let path = super::super::lock_path("core");
        let salvage = Salvage::of([(path.clone(), text)]);
        let head = &salvage.heads["core"];
        let versions: Vec<String> = head.versions.iter().map(ToString::to_string).collect();
        assert_eq!(versions, ["1.1.0", "1.2.0"]);
        assert!(head.damaged);
        let counts: Vec<(&str, usize)> =
            salvage.claims.iter().map(|(path, claims)| (path.as_str(), claims.len())).collect();
        assert_eq!(counts, [("a.py", 2), ("b.py", 1), ("same.py", 1)]);
        let dropped: Vec<usize> = salvage.dropped.iter().map(|(_, line, _)| *line).collect();
        assert_eq!(dropped, [18, 19]);
    }
}
