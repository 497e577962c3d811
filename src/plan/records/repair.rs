//! `resolve`: lock files that git or a hand has damaged are derived anew.

use std::collections::BTreeSet;

use similar::TextDiff;

use super::known::{Draft, Known, Subject};
use crate::{
    blueprint::{Owner, Wanted},
    plan::{Contents, LockChange, Proposal, Recorded},
    state::{Claim, Entry, Lock, Salvage, State},
    workspace::{Digest, FileState, RelPath, Snapshot},
};

/// What all lines of the lock files agree on, with heads that are as near as possible to what is wanted.
pub fn agreed(salvage: &Salvage, wanted: &Wanted) -> State {
    let mut state = State::default();
    for (module, head) in &salvage.heads {
        let lock = state.locks.entry(module.clone()).or_insert_with(|| head.rest.clone());
        if lock.source.is_empty() {
            Lock::BUILTIN.clone_into(&mut lock.source);
        }
        let version = wanted.versions.get(module).filter(|version| head.versions.contains(version));
        lock.version = version.or(head.versions.last()).cloned();
        let inputs = wanted.inputs.get(module);
        for (name, values) in &head.inputs {
            let value = inputs.and_then(|inputs| inputs.get(name)).filter(|value| values.contains(value));
            lock.inputs.extend(value.or(values.first()).map(|value| (name.clone(), value.clone())));
        }
    }
    for (path, claims) in &salvage.claims {
        let [claim] = claims.as_slice() else { continue };
        let Some(lock) = state.locks.get_mut(&claim.module) else { continue };
        match claim.entry {
            Some(entry) => drop(lock.entries.insert(path.clone(), entry)),
            None => drop(lock.gone.insert(path.clone())),
        }
    }
    state
}

/// Decides what the lock files say differently, and what of it was lost. `found` holds the files that
/// are disputed, and `kept` every base text there is.
pub fn repair(
    known: &Known<'_>,
    salvage: &Salvage,
    (found, bases, kept): (&Snapshot, &Contents, &BTreeSet<Digest>),
) -> Proposal {
    let mut draft = Draft::default();
    for (path, claims) in salvage.claims.iter().filter(|(_, claims)| claims.len() > 1) {
        let bytes = found.get(path).and_then(|observed| observed.bytes.as_deref());
        let subject = known.at(path);
        let (claim, reason) = choose(&subject, claims, bytes, bases);
        let (owner, record) = claim.entry.map_or((Owner::Shared, Recorded::Gone), |entry| {
            (entry.owner, Recorded::Entry { mode: entry.mode, base: entry.base })
        });
        let entry = claim.entry.or(claims.iter().find_map(|claim| claim.entry));
        let locked = entry.map(|entry| (claim.module.as_str(), entry));
        draft.record(&Subject { locked, ..subject }, owner, record, reason);
    }
    lost(&mut draft, known, salvage, kept);
    for (path, line, text) in &salvage.dropped {
        draft.note(path, format!("line {line} is no record and is left out: `{text}`"));
    }
    for (module, _) in salvage.heads.iter().filter(|(_, head)| head.damaged) {
        let version = known.state.locks.get(module).and_then(|lock| lock.version.clone());
        draft.push_lock(LockChange {
            module: module.clone(),
            before: version.clone(),
            after: version,
            inputs: Vec::new(),
            protected: Vec::new(),
            unprotected: Vec::new(),
        });
    }
    known.finish(draft)
}

/// The claim that the next plan is right with, and why it is that one.
fn choose<'c>(
    subject: &Subject<'_>,
    claims: &'c [Claim],
    bytes: Option<&[u8]>,
    bases: &Contents,
) -> (&'c Claim, &'static str) {
    let module = subject.wanted.map(|wanted| &*wanted.origin.module);
    let by_its_module: Vec<&Claim> =
        claims.iter().filter(|claim| Some(claim.module.as_str()) == module).collect();
    let claims: Vec<&Claim> = if by_its_module.is_empty() { claims.iter().collect() } else { by_its_module };
    let entry =
        |wanted: &dyn Fn(Entry) -> bool| claims.iter().copied().find(|claim| claim.entry.is_some_and(wanted));
    let gone = claims.iter().copied().find(|claim| claim.entry.is_none());
    let in_store = claims.iter().filter_map(|claim| Some((*claim, bases.get(claim.entry?.base)?)));
    let ways = [
        (gone.filter(|_| subject.found == FileState::Absent), "deleted on one side, and not there"),
        (entry(&|entry| entry.owner == Owner::Ejected), "ejected on one side; yours"),
        (entry(&|entry| subject.render_is(entry.base)), "rendered as it is wanted now"),
        (entry(&|entry| subject.found.digest() == Some(entry.base)), "rendered as the file is"),
        (bytes.and_then(|bytes| closest(in_store, bytes)), "rendered most like the file"),
        (entry(&|_| true), "recorded on one side; the text of that render is not kept"),
    ];
    let chosen = ways.into_iter().find_map(|(claim, reason)| Some((claim?, reason)));
    chosen
        .or(claims.first().map(|claim| (*claim, "recorded on one side")))
        .expect("internal: a path has a claim")
}

/// The claim whose text is most like the file; of several, the first.
fn closest<'c, 'b>(claims: impl Iterator<Item = (&'c Claim, &'b [u8])>, file: &[u8]) -> Option<&'c Claim> {
    let file = std::str::from_utf8(file).ok()?;
    let mut best: Option<(f32, &Claim)> = None;
    for (claim, base) in claims {
        let likeness = std::str::from_utf8(base).map_or(0.0, |base| TextDiff::from_lines(base, file).ratio());
        if best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, claim));
        }
    }
    best.map(|(_, claim)| claim)
}

/// Wanted files of which no line speaks any more, though each is exactly a text that was rendered.
fn lost(draft: &mut Draft, known: &Known<'_>, salvage: &Salvage, kept: &BTreeSet<Digest>) {
    let unspoken = known.subjects().filter(|subject| !salvage.claims.contains_key::<RelPath>(subject.path));
    for subject in unspoken {
        if let (Some(wanted), Some(base)) =
            (subject.wanted, subject.found.digest().filter(|base| kept.contains(base)))
        {
            let record = Recorded::Entry { mode: wanted.mode, base };
            draft.record(
                &subject,
                wanted.owner,
                record,
                "its line was lost; the file is exactly what was rendered",
            );
        }
    }
}
