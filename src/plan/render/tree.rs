//! Files by directory, folded until they fit.

use std::collections::BTreeMap;

use super::{
    Diffs, View,
    escape::visible,
    heads,
    paint::{Look, Style},
    stat, symbols,
};
use crate::plan::{Action, Plan, Step};

/// A plan of so many files shows each of them.
const SMALL: usize = 15;

/// Whether files are counted instead of listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Folding {
    Nothing,
    /// In a directory where the same happens to all of them, and the name says all there is.
    Alike,
}

/// Whether a person may want to see which files it is.
fn tells(action: Action) -> bool {
    !matches!(action, Action::Create | Action::Delete)
}

/// One file.
#[derive(Debug)]
pub(super) struct Leaf {
    action: Action,
    path: String,
    /// What stands behind the name, painted.
    words: String,
}

impl Leaf {
    pub(super) fn new(step: &Step, plan: &Plan, view: View) -> Self {
        let change = step.file();
        let from = change.and_then(|change| change.from.as_ref());
        let stat = change
            .filter(|_| view.diffs == Diffs::Stat && tells(step.action))
            .map(|change| stat::stat(change, &plan.contents, view.style));
        let mut words: Vec<String> = from.map(|from| format!("from {from}")).into_iter().collect();
        words.extend(stat.filter(|stat| !stat.is_empty()));
        Self { action: step.action, path: step.target.clone(), words: words.join("  ") }
    }
}

/// A directory.
#[derive(Debug, Default)]
pub(super) struct Tree {
    directories: BTreeMap<String, Self>,
    files: Vec<(String, Leaf)>,
    counts: BTreeMap<Action, usize>,
    open: bool,
}

impl Tree {
    pub(super) fn new(leaves: impl IntoIterator<Item = Leaf>) -> Self {
        let mut tree = Self { open: true, ..Self::default() };
        for leaf in leaves {
            let path = leaf.path.clone();
            tree.insert(&path, leaf);
        }
        tree.join();
        tree
    }

    fn insert(&mut self, rest: &str, leaf: Leaf) {
        *self.counts.entry(leaf.action).or_default() += 1;
        match rest.split_once('/') {
            Some((directory, rest)) => {
                self.directories.entry(format!("{directory}/")).or_default().insert(rest, leaf)
            }
            None => self.files.push((rest.to_owned(), leaf)),
        }
    }

    /// A directory that holds nothing but one directory is shown as one name.
    fn join(&mut self) {
        let directories = std::mem::take(&mut self.directories);
        for (mut name, mut tree) in directories {
            tree.join();
            if tree.files.is_empty()
                && tree.directories.len() == 1
                && let Some((inner, directory)) = tree.directories.pop_first()
            {
                name.push_str(&inner);
                tree = directory;
            }
            self.directories.insert(name, tree);
        }
    }

    /// The tree as text, with as many directories open as `room` allows: those near the root first.
    pub(super) fn lines(mut self, room: usize, style: Style) -> Vec<String> {
        let count: usize = self.counts.values().sum();
        if count == 0 {
            return Vec::new();
        }
        let folding = if count <= SMALL { Folding::Nothing } else { Folding::Alike };
        let mut used = self.directories.len() + self.files.len();
        while let Some(next) =
            self.cheapest(0, folding).filter(|(_, cost)| used.saturating_add(*cost) <= room)
        {
            used += next.1;
            self.open_first(next, 0, folding);
        }
        let mut lines = Vec::new();
        let files = room.saturating_sub(used - self.files.len()).max(1);
        self.write(&mut lines, 1, files, style, folding);
        let width = lines.iter().map(Line::width).max().unwrap_or_default().min(56);
        lines.into_iter().map(|line| line.text(width, style)).collect()
    }

    /// The files that an open directory shows; alike ones are only counted.
    fn own_files(&self, folding: Folding) -> &[(String, Leaf)] {
        let alike = folding == Folding::Alike && self.only_action().is_some_and(|action| !tells(action));
        if alike { &[] } else { &self.files }
    }

    fn cost(&self, folding: Folding) -> usize {
        self.directories.len() + self.own_files(folding).len()
    }

    /// The closed directory to open next, as its depth and the lines that it takes.
    fn cheapest(&self, depth: usize, folding: Folding) -> Option<(usize, usize)> {
        let next = |tree: &Self| match (tree.open, tree.cost(folding)) {
            (true, _) => tree.cheapest(depth + 1, folding),
            (false, 0) => None,
            (false, cost) => Some((depth, cost)),
        };
        self.directories.values().filter_map(next).min()
    }

    fn open_first(&mut self, next: (usize, usize), depth: usize, folding: Folding) -> bool {
        self.directories.values_mut().any(|tree| {
            if tree.open {
                return tree.open_first(next, depth + 1, folding);
            }
            tree.open = next == (depth, tree.cost(folding));
            tree.open
        })
    }

    /// Adds the lines of what is inside, with at most `most` files.
    fn write(&self, lines: &mut Vec<Line>, depth: usize, most: usize, style: Style, folding: Folding) {
        for (name, tree) in &self.directories {
            let listed = tree.open && !tree.own_files(folding).is_empty();
            let (action, words) =
                if listed { (None, String::new()) } else { (tree.only_action(), tree.words(style)) };
            lines.push(Line { depth, action, name: name.clone(), words });
            if tree.open {
                tree.write(lines, depth + 1, usize::MAX, style, folding);
            }
        }
        let files = if depth == 1 { &self.files } else { self.own_files(folding) };
        let shown = if files.len() <= most { files.len() } else { most - 1 };
        for (name, leaf) in files.iter().take(shown) {
            lines.push(Line {
                depth,
                action: Some(leaf.action),
                name: name.clone(),
                words: leaf.words.clone(),
            });
        }
        if shown < files.len() {
            let name = format!("and {} more", heads::files(files.len() - shown));
            lines.push(Line { depth, action: None, name, words: String::new() });
        }
    }

    fn only_action(&self) -> Option<Action> {
        let mut actions = self.counts.keys();
        actions.next().copied().filter(|_| actions.next().is_none())
    }

    /// `24 files`, or `3 new, 2 changed`.
    fn words(&self, style: Style) -> String {
        match self.only_action() {
            Some(_) => style.paint(Look::Faint, heads::files(self.counts.values().sum())),
            None => heads::tally(&self.counts, style),
        }
    }
}

/// One line of the tree.
struct Line {
    depth: usize,
    /// What happens to the file, or to everything in the directory.
    action: Option<Action>,
    name: String,
    words: String,
}

impl Line {
    fn width(&self) -> usize {
        2 * self.depth + visible(&self.name).chars().count()
    }

    fn text(&self, width: usize, style: Style) -> String {
        let sign = self.action.map_or_else(
            || " ".to_owned(),
            |action| style.paint(symbols::look(action), symbols::symbol(action)),
        );
        let indent = "  ".repeat(self.depth - 1);
        let padding = " ".repeat(width.saturating_sub(self.width()));
        format!("  {sign} {indent}{}{padding}  {}", visible(&self.name), self.words)
    }
}
