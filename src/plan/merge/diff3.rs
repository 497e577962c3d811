//! The three-way comparison itself, over anything that has identities: lines of a text, entries of
//! a list. Knows no text.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// Who changed a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Nobody.
    Neither,
    /// Only the project.
    Ours,
    /// Only the new render.
    Theirs,
    /// Both, to the same content.
    Both,
    /// Both, to different contents.
    Conflict,
}

/// A stretch of the three inputs that belongs together; the ranges of all regions, in order, cover
/// each input without gap or overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) source: Source,
    pub(super) base: Range<usize>,
    pub(super) ours: Range<usize>,
    pub(super) theirs: Range<usize>,
}

/// Compares `base` with both descendants.
///
/// As in git, changes that touch without an unchanged element between them are one region, so that
/// edits on adjacent lines conflict: a clean merge there would be a guess. As with git's `zdiff3`,
/// what both sides begin or end a conflict with is taken out of it.
pub(super) fn regions(base: &[u32], ours: &[u32], theirs: &[u32]) -> Vec<Region> {
    let mut edits_ours = edits(base, ours).into_iter().peekable();
    let mut edits_theirs = edits(base, theirs).into_iter().peekable();
    let mut found = Regions::default();
    loop {
        let start = match (edits_ours.peek(), edits_theirs.peek()) {
            (None, None) => break,
            (Some(a), Some(b)) => a.base.start.min(b.base.start),
            (Some(edit), None) | (None, Some(edit)) => edit.base.start,
        };
        found.unchanged_to(start);
        let mut cluster = Cluster { end: start, ours: None, theirs: None };
        loop {
            let end = cluster.end;
            if let Some(edit) = edits_ours.next_if(|edit| edit.base.start <= end) {
                cluster.take(edit, Side::Ours);
            } else if let Some(edit) = edits_theirs.next_if(|edit| edit.base.start <= end) {
                cluster.take(edit, Side::Theirs);
            } else {
                break;
            }
        }
        found.changed(&cluster, ours, theirs);
    }
    found.unchanged_to(base.len());
    found.list
}

/// Everything as one conflict, but for what both sides begin and end with.
pub(super) fn conflict(base: &[u32], ours: &[u32], theirs: &[u32]) -> Vec<Region> {
    let mut found = Regions::default();
    found.conflict(base.len(), ours, theirs);
    found.list
}

/// One change of one side.
struct Edit {
    base: Range<usize>,
    side: Range<usize>,
}

fn edits(base: &[u32], side: &[u32]) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for op in capture_diff_slices(Algorithm::Histogram, base, side) {
        if op.tag() == DiffTag::Equal {
            continue;
        }
        let edit = Edit { base: op.old_range(), side: op.new_range() };
        match edits.last_mut() {
            Some(last) if last.base.end == edit.base.start && last.side.end == edit.side.start => {
                last.base.end = edit.base.end;
                last.side.end = edit.side.end;
            }
            _ => edits.push(edit),
        }
    }
    settle(&mut edits, base, side);
    edits
}

/// Moves each pure addition and removal as far down as it can go, as git does.
///
/// A diff may say that any one of some equal elements is the new one. Both sides have to say the
/// same, or one change made on both sides would be merged as two.
fn settle(edits: &mut [Edit], base: &[u32], side: &[u32]) {
    let mut limit = base.len();
    for edit in edits.iter_mut().rev() {
        let (list, range) = if edit.side.is_empty() { (base, &edit.base) } else { (side, &edit.side) };
        let steps = if edit.side.is_empty() || edit.base.is_empty() {
            let room = limit.saturating_sub(edit.base.end);
            (0..room).take_while(|step| list.get(range.start + step) == list.get(range.end + step)).count()
        } else {
            0
        };
        edit.base = edit.base.start + steps..edit.base.end + steps;
        edit.side = edit.side.start + steps..edit.side.end + steps;
        limit = edit.base.start;
    }
}

enum Side {
    Ours,
    Theirs,
}

/// Changes of both sides that touch each other. Per side: how far its last edit reaches in the base
/// and in the side.
struct Cluster {
    end: usize,
    ours: Option<(usize, usize)>,
    theirs: Option<(usize, usize)>,
}

impl Cluster {
    fn take(&mut self, edit: Edit, side: Side) {
        self.end = self.end.max(edit.base.end);
        let reach = Some((edit.base.end, edit.side.end));
        match side {
            Side::Ours => self.ours = reach,
            Side::Theirs => self.theirs = reach,
        }
    }
}

/// The regions so far and where in each input they end.
#[derive(Default)]
struct Regions {
    list: Vec<Region>,
    base: usize,
    ours: usize,
    theirs: usize,
}

impl Regions {
    fn unchanged_to(&mut self, base: usize) {
        let length = base - self.base;
        self.push(Source::Neither, length, length, length);
    }

    fn changed(&mut self, cluster: &Cluster, ours: &[u32], theirs: &[u32]) {
        let length = cluster.end - self.base;
        // What follows a side's last edit up to the end of the cluster is unchanged there.
        let end = |reach: Option<(usize, usize)>, start: usize| match reach {
            Some((base, side)) => side + cluster.end - base,
            None => start + length,
        };
        let mine = &ours[self.ours..end(cluster.ours, self.ours)];
        let other = &theirs[self.theirs..end(cluster.theirs, self.theirs)];
        match (cluster.ours, cluster.theirs) {
            (_, None) => self.push(Source::Ours, length, mine.len(), other.len()),
            (None, Some(_)) => self.push(Source::Theirs, length, mine.len(), other.len()),
            (Some(_), Some(_)) if mine == other => {
                self.push(Source::Both, length, mine.len(), other.len());
            }
            (Some(_), Some(_)) => self.conflict(length, mine, other),
        }
    }

    fn conflict(&mut self, base: usize, ours: &[u32], theirs: &[u32]) {
        let head = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
        let (mine, other) = (&ours[head..], &theirs[head..]);
        let tail = mine.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
        self.push(Source::Both, 0, head, head);
        self.push(Source::Conflict, base, mine.len() - tail, other.len() - tail);
        self.push(Source::Both, 0, tail, tail);
    }

    fn push(&mut self, source: Source, base: usize, ours: usize, theirs: usize) {
        if base == 0 && ours == 0 && theirs == 0 {
            return;
        }
        self.list.push(Region {
            source,
            base: self.base..self.base + base,
            ours: self.ours..self.ours + ours,
            theirs: self.theirs..self.theirs + theirs,
        });
        self.base += base;
        self.ours += ours;
        self.theirs += theirs;
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use proptest::prelude::*;

    use super::*;

    fn numbers(text: &str) -> Vec<u32> {
        text.chars().map(u32::from).collect()
    }

    /// `n`, `o`, `t`, `b`, `x` for the sources, each with the lengths of its three ranges.
    fn drawn(base: &str, ours: &str, theirs: &str) -> String {
        regions(&numbers(base), &numbers(ours), &numbers(theirs))
            .iter()
            .map(|region| {
                let letter = match region.source {
                    Source::Neither => 'n',
                    Source::Ours => 'o',
                    Source::Theirs => 't',
                    Source::Both => 'b',
                    Source::Conflict => 'x',
                };
                format!("{letter}{}{}{}", region.base.len(), region.ours.len(), region.theirs.len())
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn regions_name_who_changed_what() {
        let cases = [
            ("abc", "abc", "abc", "n333"),
            ("abc", "Abc", "abc", "o111 n222"),
            ("abc", "abc", "abC", "n222 t111"),
            ("abc", "Abc", "abC", "o111 n111 t111"),
            ("abc", "aXc", "aXc", "n111 b111 n111"),
            ("abc", "aXc", "aYc", "n111 x111 n111"),
            ("abcd", "aXcd", "abYd", "n111 x222 n111"),
            ("ab", "abX", "abY", "n222 x011"),
            ("ab", "abXZ", "abYZ", "n222 x011 b011"),
            ("ab", "abZX", "abZY", "n222 b011 x011"),
            ("ab", "abX", "abXY", "n222 b011 x001"),
            ("abcde", "ae", "abCde", "n111 x303 n111"),
            ("", "X", "Y", "x011"),
            // One of a run of equal elements is removed or added on both sides: that is one change.
            ("wxaaay", "wxaay", "Wxaay", "t111 n333 b100 n111"),
            ("wxaay", "wxaaay", "Wxaaay", "t111 n333 b011 n111"),
        ];
        for (base, ours, theirs, expected) in cases {
            assert_eq!(drawn(base, ours, theirs), expected, "{base} {ours} {theirs}");
        }
    }

    proptest! {
        #[test]
        fn regions_cover_each_input_once(
            base in prop::collection::vec(0_u32..4, 0..12),
            ours in prop::collection::vec(0_u32..4, 0..12),
            theirs in prop::collection::vec(0_u32..4, 0..12),
        ) {
            let (mut b, mut o, mut t) = (0, 0, 0);
            for region in regions(&base, &ours, &theirs) {
                prop_assert_eq!((region.base.start, region.ours.start, region.theirs.start), (b, o, t));
                (b, o, t) = (region.base.end, region.ours.end, region.theirs.end);
                let (base, ours, theirs) = (&base[region.base], &ours[region.ours], &theirs[region.theirs]);
                match region.source {
                    Source::Neither => prop_assert!(base == ours && base == theirs),
                    Source::Ours => prop_assert!(base == theirs && base != ours),
                    Source::Theirs => prop_assert!(base == ours && base != theirs),
                    Source::Both => prop_assert!(ours == theirs),
                    Source::Conflict => prop_assert!(ours != theirs),
                }
            }
            prop_assert_eq!((b, o, t), (base.len(), ours.len(), theirs.len()));
        }
    }
}
