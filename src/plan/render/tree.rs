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
            .filter(|_| view.diffs == Diffs::Stat)
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
            if tree.files.is_empty() && tree.directories.len() == 1 {
                if let Some((inner, only)) = tree.directories.pop_first() {
                    name.push_str(&inner);
                    tree = only;
                }
            }
            self.directories.insert(name, tree);
        }
    }

    /// The tree as text, with as many directories open as `room` allows: those near the root first.
    pub(super) fn lines(mut self, room: usize, style: Style) -> Vec<String> {
        if self.counts.is_empty() {
            return Vec::new();
        }
        let mut used = self.directories.len() + self.files.len();
        while let Some(cost) =
            self.cheapest(0).map(|(.., cost)| cost).filter(|cost| used.saturating_add(*cost) <= room)
        {
            used += cost;
            self.open_cheapest();
        }
        let mut lines = Vec::new();
        self.write(&mut lines, 1, room, style);
        let width = lines.iter().map(|line: &Line| line.width()).max().unwrap_or_default().min(56);
        lines.into_iter().map(|line| line.text(width, style)).collect()
    }

    /// The closed directory to open next, as its depth and the lines that it takes.
    fn cheapest(&self, depth: usize) -> Option<(usize, usize)> {
        self.directories
            .values()
            .filter_map(|tree| match tree.open {
                true => tree.cheapest(depth + 1),
                false => Some((depth, tree.directories.len() + tree.files.len())),
            })
            .min()
    }

    fn open_cheapest(&mut self) {
        let Some(next) = self.cheapest(0) else { return };
        self.open_first(next, 0);
    }

    fn open_first(&mut self, next: (usize, usize), depth: usize) -> bool {
        self.directories.values_mut().any(|tree| {
            if tree.open {
                return tree.open_first(next, depth + 1);
            }
            tree.open = next == (depth, tree.directories.len() + tree.files.len());
            tree.open
        })
    }

    fn write(&self, lines: &mut Vec<Line>, depth: usize, room: usize, style: Style) {
        for (name, tree) in &self.directories {
            let words = if tree.open { String::new() } else { tree.words(style) };
            lines.push(Line { depth, action: tree.only_action(), name: name.clone(), words });
            if tree.open {
                tree.write(lines, depth + 1, room, style);
            }
        }
        let shown = room.saturating_sub(lines.len()).max(1);
        let fits = self.files.len() <= shown || depth > 1;
        let shown = if fits { self.files.len() } else { shown - 1 };
        for (name, leaf) in self.files.iter().take(shown) {
            lines.push(Line {
                depth,
                action: Some(leaf.action),
                name: name.clone(),
                words: leaf.words.clone(),
            });
        }
        if shown < self.files.len() {
            let name = format!("and {} more", heads::files(self.files.len() - shown));
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
