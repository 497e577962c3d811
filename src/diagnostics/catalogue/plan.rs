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
    }
}
