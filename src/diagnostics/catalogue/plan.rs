//! Codes of the `plan` layer.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        CASE_COLLISION = "plan::case-collision", "two generated paths differ in case only",
"`README.md` and `readme.md` are two files on Linux and one file on macOS and Windows. A project that
has both cannot be checked out there, and one of them would overwrite the other.

Two layers of the blueprint cause this. Rename the file in one of them; a layer that means to replace
another's file uses the same spelling and says so in its `layer.kdl`.";
        PATH_CLASH = "plan::path-clash", "a generated file stands where another needs a directory",
"One layer wants a file `config`, another one a file `config/urls.py`. Both cannot exist.

Rename one of them in its blueprint, and add a `moved` line so that projects which have the old file
keep their edits.";
        RESERVED_PATH = "plan::reserved-path", "a blueprint wants to write into quickscale's own directory",
"`.quickscale/` holds lock files, the texts of the last render and the journal. A blueprint that wrote
there could make the next apply believe anything, so no file of it may lie there.

Move the file to another directory in its blueprint.";
        NOT_A_PLAN = "plan::not-a-plan", "a file is no saved plan",
"`apply FILE` takes what `plan --out FILE` wrote: JSON that starts with its format. The file that was
given is something else.

Make the plan anew with `quickscale plan --out FILE`.";
        OTHER_FORMAT = "plan::other-format", "a saved plan was written by another version of quickscale",
"The format of saved plans changes when plans can say something new. A plan is short-lived, so older
and newer formats are not converted.

Make the plan anew with `quickscale plan --out FILE`, with the version that will apply it.";
        DAMAGED = "plan::damaged", "a saved plan was changed or cut off",
"The file looks like a saved plan, but a part of it is missing or is not what it should be. Saved plans
are not edited: what is to be applied is decided by the manifest, the options of `plan` and the files.

Make the plan anew with `quickscale plan --out FILE`.";

        UNKNOWN_PATH = "plan::unknown-path", "a path is neither generated nor recorded",
"The command is about files that quickscale has made or would make, and this path is not among them.

`quickscale status --all` lists every path, spelled from the project's root.";
        NOT_WANTED = "plan::not-wanted", "the blueprint does not make this file",
"Only a file that the blueprint makes can be adopted or given back: without a render there is nothing to
merge with. The module that made it may have been removed, or the blueprint has dropped it.

The file is yours as it is. `quickscale why PATH` says what is known of it.";
        NO_FILE = "plan::no-file", "there is no file to adopt",
"Adopting records that a file which is already there counts as generated. At this path there is no
regular file, so there is nothing to record.

`quickscale apply` makes the file.";
        NO_BASE = "plan::no-base", "the text that a merge would start from is not kept",
"A merge compares your file and the new render with the text that was rendered last. That text is kept in
`.quickscale/base/` for files that are merged. Of this file it is not there: it belonged to quickscale alone
before it was ejected, or somebody has deleted the text.

`quickscale adopt PATH` takes the render of now for that text. Look at the difference first: what the
blueprint has changed in the meantime then counts as taken out by you.";
        NOT_MOVED = "plan::not-moved", "a file cannot be followed to that path",
"`quickscale state mv OLD NEW` records that you have moved a file: OLD is gone, NEW is there, and NEW is no
file of the blueprint itself. One of these does not hold.

Move the file first, for example with `git mv OLD NEW`, then run the command.";

        OLDER_BLUEPRINT = "plan::older-blueprint", "a newer version was applied than this quickscale brings",
"Somebody applied this project with a newer quickscale, and the lock files say so. Its migrations may have run on databases
already; going back would take them out of the code and leave the databases as they are.

Update quickscale. When the newer version was a mistake that reached no database, `quickscale undo` takes the apply back, or
git the commit.";
        FIXED_OPTION = "plan::fixed-option", "an option cannot change after its module was applied",
"The tables of a module were made for the value that it was applied with. Another value would leave the data behind, or
break it, so the value stays: write the former one again.

Where the data is moved by hand, or there is none worth keeping, the module is made anew in one plan. `keep` leaves its
tables as they are, `drop` drops them, `export` writes them to a file first:

    quickscale plan --recreate notes=keep
    quickscale apply --recreate notes=keep";
    }
}
