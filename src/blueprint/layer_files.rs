//! The files of one layer, and what its `layer.kdl`, `theme.kdl` or `module.kdl` says about them.

use std::{collections::BTreeMap, ops::Range};

use semver::Version;

use super::{
    Owner,
    context::Flag,
    header::Header,
    layer::{File, Layer, Move},
    layer_file::{FrontendFiles, LayerFile, Moved, Rules, When},
    source::Source,
};
use crate::{
    diagnostics::{Code, Issue, Report, SourceFile, closest, codes, listed},
    document::{self, Pointer, Spans},
    workspace::{Mode, RelPath},
};

/// Reads the layer in the folder `id`, or says everything that is wrong with it.
pub(super) fn load(source: &Source, id: &str) -> Result<Layer, Report> {
    let path = RelPath::new(format!("{id}/layer.kdl")).map_err(|error| bad_path(&error.to_string()))?;
    let text = source.text(&path)?;
    let typed = document::read::<LayerFile>(&text)?;
    let written = &typed.value;
    let files = LayerFiles {
        id: id.to_owned(),
        folder: format!("{id}/files"),
        at: Pointer::root(),
        rules: Some(&written.files),
        moved: &written.moved,
    };
    let header = Header { node: "layer", name: &written.layer.name, version: &written.layer.version };
    let folder = id.rsplit('/').next().unwrap_or(id);
    files.load(source, header.check(folder, &text, &typed.spans), &text, &typed.spans)
}

/// Where the files of a layer are, and what is written about them.
pub(super) struct LayerFiles<'w> {
    /// What the layer is called.
    pub(super) id: String,
    /// The folder of the files.
    pub(super) folder: String,
    /// Where `files` and `moved` are written.
    pub(super) at: Pointer,
    pub(super) rules: Option<&'w Rules>,
    pub(super) moved: &'w [Moved],
}

impl<'w> LayerFiles<'w> {
    /// Those of a theme or a module in the folder `id`: what every frontend gets, and what `frontend` gets besides.
    /// Without a node of its own in `parts`, a frontend's folder has nothing special about it.
    pub(super) fn with_frontend(
        id: &str,
        (rules, moved): (&'w Rules, &'w [Moved]),
        parts: &'w [FrontendFiles],
        frontend: &str,
    ) -> [Self; 2] {
        let common = Self {
            id: id.to_owned(),
            folder: format!("{id}/files"),
            at: Pointer::root(),
            rules: Some(rules),
            moved,
        };
        let part = parts.iter().enumerate().find(|(_, part)| part.name == frontend);
        let own = Self {
            id: format!("{id}/{frontend}"),
            folder: format!("{id}/{frontend}"),
            at: part.map_or_else(Pointer::root, |(index, _)| Pointer::root().key("frontend").index(index)),
            rules: part.map(|(_, part)| &part.files),
            moved: part.map_or(&[], |(_, part)| &part.moved),
        };
        [common, own]
    }

    /// The layers, or everything that is wrong with any of them.
    pub(super) fn load_all(
        all: impl IntoIterator<Item = Self>,
        source: &Source,
        version: &Version,
        text: &SourceFile,
        spans: &Spans,
    ) -> Result<Vec<Layer>, Report> {
        let (mut layers, mut report) = (Vec::new(), Report::new());
        for files in all {
            match files.load(source, Ok(version.clone()), text, spans) {
                Ok(layer) => layers.push(layer),
                Err(issues) => report.extend(issues),
            }
        }
        if report.is_empty() { Ok(layers) } else { Err(report) }
    }

    /// The layer, or everything that is wrong with its version, its files and what is written about them.
    pub(super) fn load(
        self,
        source: &Source,
        version: Result<Version, Report>,
        text: &SourceFile,
        spans: &Spans,
    ) -> Result<Layer, Report> {
        let mut loader = Loader { text, spans, at: self.at, report: Report::new() };
        let mut files = loader.files(source, &self.folder);
        if let Some(rules) = self.rules {
            loader.rules(rules, &mut files);
        }
        let moved = loader.moved(self.moved);
        let version = version.map_err(|issues| loader.report.extend(issues)).ok();
        loader.report.sort_by_place();
        match version {
            Some(version) if loader.report.is_empty() => {
                Ok(Layer { id: self.id.into(), version, files, moved, declared_in: text.clone() })
            }
            _ => Err(loader.report),
        }
    }
}

fn bad_path(reason: &str) -> Issue {
    Issue::error(&codes::blueprint::BAD_PATH, reason).help("rename it, or take it out of the blueprints")
}

struct Loader<'l> {
    text: &'l SourceFile,
    spans: &'l Spans,
    at: Pointer,
    report: Report,
}

impl Loader<'_> {
    fn say(&mut self, code: &'static Code, place: Range<usize>, message: String, help: &str) {
        self.report.push(Issue::error(code, message).label(place, "").in_source(self.text).help(help));
    }

    fn files(&mut self, source: &Source, folder: &str) -> BTreeMap<RelPath, File> {
        let mut files = BTreeMap::new();
        for (path, relative) in source.below(folder) {
            let rendered = relative.strip_suffix(".liquid");
            let target = match RelPath::new(rendered.unwrap_or(relative)) {
                Ok(target) => target,
                Err(error) => {
                    self.report.push(bad_path(&error.to_string()));
                    continue;
                }
            };
            let file = File {
                source: path.clone(),
                is_template: rendered.is_some(),
                owner: Owner::Shared,
                mode: Mode::Regular,
                when: Vec::new(),
                replaces: None,
            };
            if let Some(twin) = files.insert(target.clone(), file) {
                let message = format!("`{}` and `{path}` both become `{target}`", twin.source);
                let issue = Issue::error(&codes::blueprint::OWNED_TWICE, message);
                self.report.push(issue.help(format!("delete `{}` or `{path}`", twin.source)));
            }
        }
        files
    }

    fn rules(&mut self, rules: &Rules, files: &mut BTreeMap<RelPath, File>) {
        let owners = [
            ("managed", Owner::Managed, &rules.managed),
            ("keyed", Owner::Keyed, &rules.keyed),
            ("once", Owner::Once, &rules.once),
        ];
        for (name, owner, patterns) in owners {
            self.each(name, patterns, files, |loader, file, place| {
                if file.owner != Owner::Shared {
                    let message = format!("`{}` is already {}", loader.text.slice(&place), file.owner);
                    let help = "keep the path in one of the two lines";
                    loader.say(&codes::blueprint::LISTED_TWICE, place, message, help);
                }
                file.owner = owner;
            });
        }
        self.each("executable", &rules.executable, files, |_, file, _| file.mode = Mode::Executable);
        self.each("replaces", &rules.replaces, files, |_, file, place| file.replaces = Some(place));
        for (index, when) in rules.when.iter().enumerate() {
            self.when(index, when, files);
        }
    }

    fn when(&mut self, index: usize, when: &When, files: &mut BTreeMap<RelPath, File>) {
        let at = self.at.key("files").key("when").index(index);
        let flag = Flag::named(&when.flag);
        if flag.is_none() {
            let place = self.spans.value(&at.key("flag"));
            let known = listed(&Flag::ALL.map(Flag::as_str));
            let message = format!("there is no flag `{}`", when.flag.escape_debug());
            self.say(&codes::blueprint::UNKNOWN_FLAG, place, message, &format!("use one of {known}"));
        }
        for (index, pattern) in when.paths.iter().enumerate() {
            let place = self.spans.value(&at.key("paths").index(index));
            self.matching(pattern, place, files, |_, file, _| file.when.extend(flag));
        }
    }

    fn each(
        &mut self,
        rule: &str,
        patterns: &[String],
        files: &mut BTreeMap<RelPath, File>,
        mut act: impl FnMut(&mut Self, &mut File, Range<usize>),
    ) {
        let at = self.at.key("files").key(rule);
        for (index, pattern) in patterns.iter().enumerate() {
            let place = self.spans.value(&at.index(index));
            self.matching(pattern, place, files, &mut act);
        }
    }

    /// Acts on every file that `pattern` stands for; there must be one.
    fn matching(
        &mut self,
        pattern: &str,
        place: Range<usize>,
        files: &mut BTreeMap<RelPath, File>,
        mut act: impl FnMut(&mut Self, &mut File, Range<usize>),
    ) {
        let directory = pattern.strip_suffix('/');
        let path = match RelPath::new(directory.unwrap_or(pattern)) {
            Ok(path) => path,
            Err(error) => {
                let help = "write the path as it is in the generated project";
                return self.say(&codes::blueprint::BAD_PATH, place, error.to_string(), help);
            }
        };
        let mut found = false;
        for (target, file) in files.iter_mut() {
            let meant = if directory.is_some() {
                target != &path && target.is_within(&path)
            } else {
                target == &path
            };
            if meant {
                found = true;
                act(self, file, place.clone());
            }
        }
        if !found {
            let message = format!("the layer has no file `{}`", pattern.escape_debug());
            let help = no_such_file_help(pattern, files);
            self.say(&codes::blueprint::NO_SUCH_FILE, place, message, &help);
        }
    }

    fn moved(&mut self, written: &[Moved]) -> Vec<Move> {
        let mut moves = Vec::new();
        for (index, moved) in written.iter().enumerate() {
            let at = self.at.key("moved").index(index);
            let mut path = |field: &str, text: &str| {
                let place = self.spans.value(&at.key(field));
                let help = "write the path as it is in the generated project";
                RelPath::new(text)
                    .map_err(|error| self.say(&codes::blueprint::BAD_PATH, place, error.to_string(), help))
                    .ok()
            };
            if let (Some(from), Some(to)) = (path("from", &moved.from), path("to", &moved.to)) {
                moves.push(Move { from, to, place: self.spans.key(&at) });
            }
        }
        moves
    }
}

fn no_such_file_help(pattern: &str, files: &BTreeMap<RelPath, File>) -> String {
    let known: Vec<&str> = files.keys().map(RelPath::as_str).collect();
    let written = pattern.strip_suffix(".liquid").unwrap_or(pattern);
    if known.iter().any(|path| path.starts_with(&format!("{written}/"))) {
        return format!("write `{written}/` for everything below the directory");
    }
    match closest(written, known) {
        Some(path) => format!("write `{path}`"),
        None => "write the path of a file below `files/`, without `.liquid`".to_owned(),
    }
}
