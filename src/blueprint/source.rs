//! Where the files of blueprints come from.

use std::{borrow::Cow, collections::BTreeSet, ops::Bound};

use camino::{Utf8Path, Utf8PathBuf};
use rust_embed::RustEmbed;
use walkdir::WalkDir;

use crate::{
    diagnostics::{Issue, Report, SourceFile, codes},
    workspace::{Reader, RelPath, Root, too_large},
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
    Directory {
        /// The directory as it was named.
        shown: Utf8PathBuf,
        root: Root,
        /// The part of every path that the directory itself stands for, with its slash.
        above: String,
        /// What the directory lacks, and is taken from inside of the program.
        lacking: BTreeSet<RelPath>,
    },
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
        Self::mounted(root, String::new())
    }

    /// These, with all that is inside of the program besides, but for the folders of which there is one here.
    pub(super) fn completed(mut self) -> Self {
        let own: BTreeSet<String> = self.paths.iter().map(folder).collect();
        if let Origin::Directory { lacking, .. } = &mut self.origin {
            lacking.extend(Self::embedded().paths.into_iter().filter(|path| !own.contains(&folder(path))));
            self.paths.extend(lacking.iter().cloned());
        }
        self
    }

    /// The blueprint of the module `name` alone, which is the directory `root`.
    pub(super) fn module(root: &Utf8Path, name: &str) -> Result<Self, Report> {
        Self::mounted(root, format!("modules/{name}/"))
    }

    fn mounted(root: &Utf8Path, above: String) -> Result<Self, Report> {
        let mut report = Report::new();
        let mut paths = Vec::new();
        for entry in WalkDir::new(root).follow_links(false).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => match checked(root, &entry).and_then(|path| below(&above, path)) {
                    Ok(path) => paths.push(path),
                    Err(issues) => report.extend(issues),
                },
                Err(error) => report.push(unreadable(root.as_str(), &error)),
            }
        }
        if !report.is_empty() {
            return Err(report);
        }
        let (shown, lacking) = (root.to_owned(), BTreeSet::new());
        let origin = Origin::Directory { shown, root: Root::open(root)?, above, lacking };
        Ok(Self { origin, paths: paths.into_iter().collect() })
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

    /// The path of a file inside of the directory that is read.
    fn inside<'p>(&self, path: &'p RelPath) -> Cow<'p, RelPath> {
        let Origin::Directory { above, .. } = &self.origin else { return Cow::Borrowed(path) };
        match path.as_str().strip_prefix(above.as_str()).map(RelPath::new) {
            Some(Ok(inner)) if !above.is_empty() => Cow::Owned(inner),
            _ => Cow::Borrowed(path),
        }
    }

    /// Reads files, one after the other.
    pub(super) fn files(&self) -> Files<'_> {
        let reader = match &self.origin {
            Origin::Directory { root, .. } => Some(Reader::new(root)),
            Origin::Embedded => None,
            #[cfg(test)]
            Origin::Given(_) => None,
        };
        Files { source: self, reader }
    }

    /// The text of a file.
    pub(super) fn text(&self, path: &RelPath) -> Result<SourceFile, Report> {
        self.files().text(path)
    }

    /// A file that is held in memory.
    fn held(&self, path: &RelPath) -> Option<Cow<'_, [u8]>> {
        match &self.origin {
            Origin::Directory { lacking, .. } if !lacking.contains(path) => None,
            Origin::Embedded | Origin::Directory { .. } => Embedded::get(path.as_str()).map(|file| file.data),
            #[cfg(test)]
            Origin::Given(files) => files.get(path).map(|bytes| Cow::Borrowed(bytes.as_slice())),
        }
    }

    /// The file's name as diagnostics show it.
    pub(super) fn name(&self, path: &RelPath) -> String {
        match &self.origin {
            Origin::Directory { shown, lacking, .. } if !lacking.contains(path) => {
                self.inside(path).under(shown).into_string()
            }
            Origin::Embedded | Origin::Directory { .. } => format!("blueprints/{path}"),
            #[cfg(test)]
            Origin::Given(_) => path.to_string(),
        }
    }
}

/// The folder of the layer, the theme or the module that a file belongs to.
fn folder(path: &RelPath) -> String {
    let depth = if path.as_str().starts_with("project/") { 1 } else { 2 };
    path.as_str().split('/').take(depth).collect::<Vec<_>>().join("/")
}

/// `path` below the directory that `above` is, which ends in a slash or is empty.
fn below(above: &str, path: RelPath) -> Result<RelPath, Report> {
    if above.is_empty() {
        return Ok(path);
    }
    RelPath::new(format!("{above}{path}"))
        .map_err(|error| Issue::error(&codes::blueprint::BAD_PATH, error.to_string()).into())
}

/// The content of files.
#[derive(Debug)]
pub(super) struct Files<'s> {
    source: &'s Source,
    /// For those that are not held in memory.
    reader: Option<Reader<'s>>,
}

impl Files<'_> {
    /// The bytes of a file, borrowed where that is possible.
    pub(super) fn bytes(&mut self, path: &RelPath) -> Result<Cow<'_, [u8]>, Report> {
        let name = || self.source.name(path);
        if let Some(held) = self.source.held(path) {
            return Ok(held);
        }
        let Some(reader) = &mut self.reader else {
            return Err(unreadable(&name(), &"there is no such file").into());
        };
        let bytes = reader
            .content(&self.source.inside(path))
            .map_err(|error| Issue::from(error.known_as(&name())))?;
        if bytes.len() as u64 > Root::TEXT_LIMIT { Err(too_large(&name()).into()) } else { Ok(bytes) }
    }

    /// The text of a file.
    pub(super) fn text(&mut self, path: &RelPath) -> Result<SourceFile, Report> {
        let name = self.source.name(path);
        let text = SourceFile::from_bytes(&name, &self.bytes(path)?)?;
        if text.text().contains('\r') {
            let message = format!("`{}` has carriage returns", name.escape_debug());
            let issue = Issue::error(&codes::blueprint::NOT_TEXT, message);
            return Err(issue.help("save it with Unix line ends").into());
        }
        Ok(text)
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
    let relative = entry.path().strip_prefix(root).ok().and_then(Utf8Path::from_path);
    let Some(relative) = relative else {
        return Err(refused(format!("`{}` is not UTF-8", shown.escape_debug())));
    };
    RelPath::new(relative.as_str()).map_err(|error| refused(error.to_string()))
}

fn unreadable(name: &str, reason: &dyn std::fmt::Display) -> Issue {
    let message = format!("cannot read `{}`: {reason}", name.escape_debug());
    Issue::error(&codes::workspace::UNREADABLE, message).help("check that the path exists and can be read")
}
