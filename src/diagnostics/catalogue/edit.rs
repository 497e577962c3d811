//! Codes of the `edit` layer: what the tool itself writes into a manifest.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        FMT_UNSAFE = "edit::fmt-unsafe", "the manifest cannot be laid out safely",
"`quickscale fmt` reads its own result before it hands it out: the nodes and every comment must be the same as
before. Here they were not, so nothing was written. The file itself is fine and every other command reads it.

The reason is a comment, a `\\` at the end of a line or a `/-` in a place where hardly anyone writes one, such as
between a property's name and its `=`. Move it to a line of its own and run `quickscale fmt` again.";

        UNSAFE = "edit::unsafe", "the layout does not allow a safe edit",
"`quickscale set`, `add` and `remove` change a few bytes of the manifest and then read the result: it must say what
it said before with exactly the one change, and every comment must still be there. Here that did not hold, so
nothing was written.

The reason is an unusual layout: several nodes on one line with comments between them, or a `/-` in the middle of a
node. Make the change by hand as the help says, or lay the file out first:

    quickscale fmt";

        UNKNOWN_PATH = "edit::unknown-path", "a path leads to nothing in a manifest",
"A path names a value of the manifest by the nodes around it, with dots between their names. Nodes that may be there
several times are told apart by what is written behind their name.

    project.title
    modules.auth.signup
    variables.SUPPORT_EMAIL.default
    environment.production.deploy.healthcheck
    environment.production.set.SUPPORT_EMAIL
    subtree.\"libs/core.x\".branch          quotes keep a dot inside a name

The path may lead to something that is not there yet: the nodes around it are made. It may not lead to
something that no manifest has. The help lists what is known at the place where the path went wrong.";

        WRONG_COUNT = "edit::wrong-count", "a field takes one value, and several were given",
"Most fields hold one value. A text with blanks in it is one value only if the shell hands it over as one:

    quickscale set project.title Acme CRM          two values: refused
    quickscale set project.title \"Acme CRM\"        one value

Fields that hold a list, such as `modules.auth.social`, take as many values as you like. All of them are replaced.";

        SCATTERED = "edit::scattered", "a value is written in a way that only a person should change",
"A list may be written in several lines, or as `-` nodes in a block:

    social \"google\"
    social \"github\"

To replace it the tool would have to choose which lines, and which comments beside them, go. It leaves that to
you. Write the list on one line, and `quickscale set` can change it:

    social \"google\" \"github\"";

        MOVED = "edit::moved", "the manifest changed while it was being edited",
"Between reading the manifest and writing the new text somebody else changed the file: an editor, a merge, another
command. Writing now would undo that change, so nothing was written.

Run the command again. It starts from what the file says now.";

        MODULE_PRESENT = "edit::module-present", "the module is in the manifest already",
"`quickscale add` writes a module into the manifest that was not there. It never changes the options of one
that is: they may have been chosen with care.

    quickscale set modules.billing.trial-days 30";

        WHOSE_OPTION = "edit::whose-option", "an option was given for several modules",
"`quickscale add` takes options for a module as long as it adds only that one. With several, an option of the same
name could belong to any of them.

    quickscale add auth teams
    quickscale add billing --option trial-days=30";

        MODULE_ABSENT = "edit::module-absent", "the module is not in the manifest",
"`quickscale remove` takes a module's node out of the `modules` block, and there is no node of that name.

The help lists those that there are. Nothing was written, not even for other modules that
were named on the same command line.";

        NEEDS_REQUIRED = "edit::needs-required", "a module needs others that are not there yet",
"Some modules build on others. What a project consists of is written in its manifest, so the others are proposed and not
added behind your back; nobody was there to agree.

Name them, or agree in advance:

    quickscale add auth teams
    quickscale add teams --with-required";
    }
}
