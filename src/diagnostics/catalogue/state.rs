//! Codes of the `state` layer.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        FORMAT = "state::format", "a lock file has a format that this version cannot read",
"The first line of every file in `.quickscale/lock/` is `format N`. This program writes format 1.

A higher number was written by a newer quickscale: install that version (the rest of the team
already uses it). A missing or unknown first line means that the file was damaged: restore it with
`git checkout -- .quickscale/lock`.";
        SYNTAX = "state::syntax", "a line of a lock file cannot be read",
"Lock files record what was applied last. They are written by quickscale, and every line is a record
such as `gone docs/old.md`. They are not meant to be edited, though a line may be deleted: the tool
then treats its path as never generated.

Restore the file with `git checkout -- .quickscale/lock`, or correct the line that is marked.";
        VALUE = "state::value", "a word in a lock file is not of the right kind",
"A file is recorded as `class mode sha256 path`. The class is one of `managed`, `shared`, `keyed`,
`once` and `ejected`, the mode is `644` or `755`, and the digest has 64 lowercase hexadecimal digits.
A `version` line holds a semantic version such as `1.2.0`.

Restore the file with `git checkout -- .quickscale/lock`.";
        PATH = "state::path", "a path in a lock file could lead out of the project",
"Lock files are committed and can come from anybody, so each path in them is checked: it must be
relative, without `..`, and must not point into `.git` or `.quickscale`. Otherwise a lock file could
make quickscale delete or overwrite something else.

quickscale never writes such a path. Look at who changed the file (`git log -p -- .quickscale/lock`)
before restoring it.";
        DUPLICATE = "state::duplicate", "a lock file records the same thing twice",
"Every path, input and header line stands once in a lock file. Two lines for one path usually come
from a merge conflict that was resolved by keeping both sides.

Run `quickscale resolve`: it decides which line is right. Or delete one of the two yourself, or restore
the file with `git checkout -- .quickscale/lock`.";
        MODULE = "state::module-name", "a lock file is not of the module it is named after",
"`.quickscale/lock/teams.lock` must say `module teams`, and the name consists of lowercase letters,
digits, `-` and `_`. A renamed or copied lock file would make two modules own the same files.

Give the file its name back, or restore it with `git checkout -- .quickscale/lock`.";
        MERGE_MARKERS = "state::merge-markers", "git left a merge conflict in a lock file",
"Two branches applied different versions or options of the same module, and git could not merge the
record of it. Nothing is lost: the manifest says what is wanted, and the files say what is there.

Resolve the conflicts in `quickscale.kdl` and in the project's files first, as in any merge. Then run
`quickscale resolve`: it derives the lock file from what both sides say, the texts of the last renders and
what the manifest asks for now, and changes no other file. `quickscale plan` shows what remains.";
        TWO_LOCKS = "state::two-locks", "two lock files record the same path",
"A file belongs to one module. When two lock files record it, it cannot be known which text was
rendered last, so nothing is guessed.

Run `quickscale resolve`, or delete the line from the lock of the module that should not own the file.";
        NOT_TEXT = "state::not-text", "a lock file is not text",
"Lock files are UTF-8. Something replaced this one with other bytes, for example a tool that changed
its encoding.

Restore it with `git checkout -- .quickscale/lock`.";
        SUBTREE = "state::subtree", "the record of a subtree cannot be read",
"A file `.quickscale/lock/<prefix>.subtree` records which commit was taken of a subtree last. The next update
merges from there, so it is never guessed.

Restore a damaged record with `git checkout -- .quickscale/lock`. After a merge conflict run `quickscale resolve`: of two
commits it takes the one that contains the other. Where neither does, keep the lines of one side: that whose content
the directory has.";
        RAILWAY = "state::railway", "the record of a deployment cannot be read",
"A file `.quickscale/lock/<environment>.railway` records the ids of what an environment is deployed to. The next deploy
goes there, so it is never guessed.

Restore a damaged record with `git checkout -- .quickscale/lock`. After a merge conflict keep the lines of the side that
deployed. Without the file a deploy looks for the project by its name and asks.";
    }
}
