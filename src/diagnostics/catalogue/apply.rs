//! Codes of the `apply` layer.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        LOCKED = "apply::locked", "another command is changing the project",
    "Commands that write take the project's lock, so that two of them never mix. The lock belongs to a running process and \
ends with it, even when it is killed: there is no stale lock and no command to break one.

Wait for the other command. When none seems to be running, the message names the process that holds the lock.";

        STALE = "apply::stale", "the project moved since the plan was made",
    "A plan says exactly what it found at every path it touches. Before the first write, apply checks that all of it is \
still there, and here it was not: a file was edited, made or deleted in the meantime.

Nothing was written. Make a new plan and look at it again: `quickscale plan`.";

        PROTECTED = "apply::protected", "the plan would change a protected path",
    "A path named by `protect` in the manifest is never written, moved or deleted. The lock file remembers the protection, so \
that it does not vanish together with the line.

Name the path for one time: `quickscale apply --lift-protection PATH`. To end the protection, take the line out and apply \
    that on its own, then apply the change.";

        DAMAGED = "apply::damaged", "what an interrupted command prepared is damaged",
    "The files in `.quickscale/run/transactions` are not what the journal beside them says, so the interrupted command can \
be neither finished nor taken back without guessing. Something else wrote there.

Move the directory that the message names away, then run `quickscale plan`: it shows what is missing. Files in it may be
what yours were before.";

        UNDECIDED = "apply::undecided", "a conflict has to be decided first",
    "The plan holds a conflict: you and the blueprint changed the same lines of a file, or a file is in the way. Nothing is \
written as long as a conflict is open, because half an update is worse than none.

Decide for one file with `quickscale apply --conflicts PATH=ours` or `PATH=theirs`, or have both versions written into the \
    files: `quickscale apply --conflicts markers`, then `--continue` or `--abort`.";

        STUCK = "apply::stuck", "an interrupted command cannot be finished",
    "A command was killed while it was moving files into place, and one of these files was changed before the next command \
could finish the work. Finishing would overwrite your change, so nothing is done.

`quickscale undo` takes the interrupted command back; a file that you changed stays as you left it. Afterwards \
    `quickscale plan` shows what is still to be done.";

        CHANGED_SINCE = "apply::changed-since", "an undo would overwrite a later change",
    "Undoing an apply puts back the files it replaced or deleted and removes those it made. One of these files was changed \
after the apply, and the undo would lose that change.

Save your change elsewhere and take it out of the file, or leave the apply as it is.";

        UNCOMMITTED = "apply::uncommitted", "files that would be committed have changes already",
    "`quickscale apply --commit` commits what it writes and nothing else. A file that it is going to write, or that it keeps its \
state in, has changes that are not committed: afterwards nobody could tell them from those of the apply.

Commit them, or put them aside with `git stash`. Without `--commit`, `apply` merges your changes with what is new and leaves \
    the commit to you. Changes in other files do not matter: they stay as they are, staged or not.";

        UNRESOLVED = "apply::unresolved", "conflict markers are still in a file",
    "`quickscale apply --conflicts markers` has written both versions into files, between lines such as `<<<<<<< yours`. They \
    have to be sorted out before anything else is applied to these files, or a marker would end up in your program. Of a binary \
file both versions lie beside each other, the blueprint's with the suffix `.theirs`.

Edit the files until no marker is left, then run `quickscale apply --continue`. `quickscale apply --abort` takes everything \
    back and keeps what you did so far aside.";

        NO_CONFLICT = "apply::no-conflict", "no conflict resolution is under way",
    "`apply --continue` and `apply --abort` belong to an apply that has written conflict markers into files. None has, or what \
it wrote is sorted out already.

`quickscale status` says when a resolution is under way.";

        NOT_LAST = "apply::not-last", "the apply to abort is not the last command",
    "Aborting puts every file back as it was before the apply that wrote the markers. Another command has written since, and \
would be taken back with it unseen.

`quickscale undo` takes back that command; then abort.";

        NOTHING_TO_UNDO = "apply::nothing-to-undo", "there is no apply to undo",
    "The last applies are kept in `.quickscale/run/`, which is not committed: a fresh clone has none. An apply can be \
undone once, and the latest first.

`quickscale undo --list` shows those that are kept. To go back further, use git.";

        TAKEN_BACK = "apply::taken-back", "an apply failed and was taken back",
    "A file could not be moved into place after all preparations had succeeded. Everything that had been moved was put \
back, so the project is as it was before.

The other message says what failed. Once that is repaired, run the same command again.";

        OWN_FILE = "apply::own-file", "a plan would write where only the tool writes",
    "The directory `.quickscale` holds what the tool remembers. No blueprint may put a file there, and a plan that tries is \
refused.

Rename the file in the blueprint that wants it.";

        MISSING_CONTENT = "apply::missing-content", "a plan does not hold what it would write",
    "A step names the digest of a text, and the plan does not carry that text. A plan is always made by the command that \
applies it, so this is a mistake in quickscale itself.

Please report it, with the output of `quickscale plan --json`.";
    }
}
