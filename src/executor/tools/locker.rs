//! Programs that pin in one file what another file lists.

use std::fmt;

use crate::workspace::Digest;

/// A program that makes a lock file, and what there is to know about it.
#[derive(Debug)]
pub(super) struct Locker {
    /// The file that lists what is needed.
    pub(super) listing: &'static str,
    /// The file that pins it.
    pub(super) lock: &'static str,
    /// Where it is noted which lock file was made of which inputs.
    pub(super) accepted: &'static str,
    /// The program and its arguments, run in the project's directory.
    pub(super) command: &'static [&'static str],
    /// How one gets the program.
    pub(super) install: &'static str,
    /// Reads the listing.
    pub(super) read: fn(&[u8]) -> Listing,
}

impl Locker {
    /// The command as one types it.
    pub(super) fn spelled(&self) -> String {
        self.command.join(" ")
    }
}

/// A file that lists what is needed.
#[derive(Debug)]
pub(super) enum Listing {
    Damaged,
    /// It asks for no lock file.
    Foreign,
    Read(Box<dyn Inputs>),
}

/// Everything in a listing that decides what is pinned.
pub(super) trait Inputs: fmt::Debug {
    /// The identity of the inputs.
    fn digest(&self) -> Digest;

    /// How well they go with a lock file.
    fn compare(&self, lock: &[u8]) -> Fit;

    /// What a lock file does not repeat, so that only a change of the listing shows it.
    fn unrecorded(&self) -> &str;

    /// What another [`unrecorded`](Self::unrecorded) means, behind the name of the listing.
    fn unrecorded_differs(&self) -> &'static str;
}

/// How well a lock file goes with what it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    Fits,
    Unreadable,
    /// What differs, in a person's words.
    Differs(&'static str),
}
