//! Where the files of blueprints come from.

use std::{borrow::Cow, collections::BTreeSet, ops::Bound};

use camino::{Utf8Path, Utf8PathBuf};
use rust_embed::RustEmbed;
use walkdir::WalkDir;

use crate::{
    diagnostics::{Issue, Report, SourceFile, codes},
    workspace::{RelPath, Root, too_large},
};

#[derive(RustEmbed)]
#[folder = "blueprints/"]
struct Embedded;

/// The files of all blueprints: those inside of the program, or those of a directory.
#[derive(Debug)]
pub(super) struct Source {
    origin: Origin,
    paths: BTreeSet<RelPath>,
}

#[derive(Debug)]
enum Origin {
    Embedded,
    Directory(Utf8PathBuf),
    #[cfg(test)]
    Given(std::collections::BTreeMap<RelPath, Vec<u8>>),
}

impl Source {
    /// The blueprints inside of the program.
    pub(super) fn embedded() -> Self {
        let paths = Embedded::iter().filter_map(|path| RelPath::new(path).ok()).collect();
        Self { origin: Origin::Embedded, paths }
    }

    /// The blueprints of a directory.
    pub(super) fn directory(root: &Utf8Path) -> Result<Self, Report> {
        let mut report = Report::new();
        let mut paths = BTreeSet::new();
        for entry in WalkDir::new(root).follow_links(false).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => match checked(root, &entry) {
                    Ok(path) => {
                        paths.insert(path);
                    }
                    Err(issues) => report.extend(issues),
                },
                Err(error) => report.push(unreadable(root.as_str(), &error)),
            }
        }
        if report.is_empty() {
            Ok(Self { origin: Origin::Directory(root.to_owned()), paths })
        } else {
            Err(report)
        }
    }

    /// Blueprints made up by a test.
    #[cfg(test)]
    pub(super) fn given(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| (RelPath::new(*path).unwrap(), text.as_bytes().to_vec());
        let files: std::collections::BTreeMap<_, _> = files.iter().map(file).collect();
        Self { paths: files.keys().cloned().collect(), origin: Origin::Given(files) }
    }

    /// Every path below `directory`, sorted, with what follows `directory/`.
    pub(super) fn below<'s>(&'s self, directory: &str) -> impl Iterator<Item = (&'s RelPath, &'s str)> {
        let prefix = format!("{directory}/");
        let from = (Bound::Included(prefix.as_str()), Bound::Unbounded);
        self.paths
            .range::<str, _>(from)
            .map_while(move |path| path.as_str().strip_prefix(&prefix).map(|rest| (path, rest)))
    }

    /// Whether there is such a file.
    pub(super) fn contains(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// The bytes of a file; borrowed from the program where that is possible.
    pub(super) fn bytes(&self, path: &RelPath) -> Result<Cow<'static, [u8]>, Report> {
        match &self.origin {
            Origin::Embedded => match Embedded::get(path.as_str()) {
                Some(file) => Ok(file.data),
                None => Err(unreadable(&self.name(path), &"there is no such file").into()),
            },
            Origin::Directory(root) => {
                #[expect(clippy::disallowed_methods, reason = "blueprints are not part of the workspace")]
                let read = std::fs::read(path.under(root));
                read.map(Cow::Owned).map_err(|error| unreadable(&self.name(path), &error).into())
            }
            #[cfg(test)]
            Origin::Given(files) => match files.get(path) {
                Some(bytes) => Ok(Cow::Owned(bytes.clone())),
                None => Err(unreadable(&self.name(path), &"there is no such file").into()),
            },
        }
    }

    /// The text of a file.
    pub(super) fn text(&self, path: &RelPath) -> Result<SourceFile, Report> {
        let bytes = self.bytes(path)?;
        let name = self.name(path);
        let text = SourceFile::from_bytes(&name, &bytes)?;
        if text.text().contains('\r') {
            let message = format!("`{}` has carriage returns", name.escape_debug());
            let issue = Issue::error(&codes::blueprint::NOT_TEXT, message);
            return Err(issue.help("save it with Unix line ends").into());
        }
        Ok(text)
    }

    /// The file's name as diagnostics show it.
    pub(super) fn name(&self, path: &RelPath) -> String {
        match &self.origin {
            Origin::Embedded => format!("blueprints/{path}"),
            Origin::Directory(root) => path.under(root).into_string(),
            #[cfg(test)]
            Origin::Given(_) => path.to_string(),
        }
    }
}

fn checked(root: &Utf8Path, entry: &walkdir::DirEntry) -> Result<RelPath, Report> {
    let shown = entry.path().display().to_string();
    let refused = |reason: String| {
        let issue = Issue::error(&codes::blueprint::BAD_PATH, reason);
        Report::from(issue.help("rename it, or take it out of the blueprints"))
    };
    if !entry.file_type().is_file() {
        let kind = if entry.path_is_symlink() { "a link" } else { "neither a file nor a directory" };
        return Err(refused(format!("`{}` is {kind}", shown.escape_debug())));
    }
    if entry.metadata().is_ok_and(|metadata| metadata.len() > Root::TEXT_LIMIT) {
        return Err(too_large(&shown).into());
    }
    let relative = entry.path().strip_prefix(root).ok().and_then(Utf8Path::from_path);
    let Some(relative) = relative else {
        return Err(refused(format!("`{}` is not UTF-8", shown.escape_debug())));
    };
    let spelled = relative.components().map(|part| part.as_str()).collect::<Vec<_>>().join("/");
    RelPath::new(spelled).map_err(|error| refused(error.to_string()))
}

fn unreadable(name: &str, reason: &dyn std::fmt::Display) -> Issue {
    let message = format!("cannot read `{}`: {reason}", name.escape_debug());
    Issue::error(&codes::workspace::UNREADABLE, message).help("check that the path exists and can be read")
}
