//! Codes of the command line.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        MANIFEST_EXISTS = "command::manifest-exists", "there is a manifest already",
"`quickscale init` writes a first manifest and nothing else. It never overwrites one, because the manifest is yours.

Edit the manifest that is there and run `quickscale plan`; or start a project in another directory: `quickscale init NAME`.";

        NOT_EMPTY = "command::not-empty", "the directory to generate into is not empty",
    "`quickscale generate` renders the wanted files into a directory of their own, for looking at and comparing. It mixes them \
with nothing.

Name a directory that does not exist yet. To bring a project up to date, use `quickscale plan` and `quickscale apply`, \
    which merge.";

        NEEDS_YES = "command::needs-yes", "nobody is there to agree",
    "Commands that change the project show what they would do and ask. Without a terminal nobody can answer, and no answer \
is not a yes.

In scripts and CI pass `--yes`, or apply a plan that somebody looked at: `quickscale plan --out FILE`, then \
    `quickscale apply FILE`.";

        NEEDS_ALLOW_DESTROY = "command::needs-allow-destroy", "a plan replaces or deletes an edit, or drops data",
    "Some steps replace or delete something that you edited: a file that the tool owns, or a file that the blueprint has \
dropped. Others drop the tables of a module that goes. Such a step needs a yes of its own, and `--yes` is not enough.

Look at the plan. Of data that is dropped there is no copy: `quickscale remove MODULE --data keep` leaves it. Keep the edit by moving it into a file of yours, or agree with `--allow-destroy`; the edit is then kept \
    aside in `.quickscale/run/kept/`, and apply says where.";

        UNKNOWN_ENVIRONMENT = "command::unknown-environment", "the manifest declares no such environment",
"`-e NAME` plans for one of the environments that `quickscale.kdl` declares. `local` always exists.

Declare it: `environment \"staging\" extends=\"production\"`, or name one that is declared.";

        WRONG_RESOLUTION = "command::wrong-resolution", "a conflict cannot be resolved like that",
    "`--conflicts` takes `ours`, `theirs` or `markers` for every conflict, or `PATH=ours` for the conflict in one file. It may \
be given several times.

`ours` keeps the file as it is in the project, `theirs` takes the new render and keeps your file aside, `markers` writes \
    both into the file, for you to sort out.";

        WRONG_PATH = "command::wrong-path", "a path on the command line cannot be one of the project",
    "Paths of the project's files are written from the project's root, with `/` between their parts and without `..`: as every \
report prints them.

Write `config/urls.py`, wherever you are below the project.";

        NOT_A_SAVED_PLAN = "command::not-a-saved-plan", "a plan would be saved over something else",
    "`quickscale plan --out FILE` replaces an older saved plan and nothing else: a slip of the keyboard must not cost a \
manifest or a source file.

Name a file that does not exist yet, or remove the one that is there: `quickscale plan --out saved-plan.json`.";

        NO_CONFIG_DIRECTORY = "command::no-config-directory", "it is not known where your configuration belongs",
    "Your own settings stand in `config.kdl`, in `$XDG_CONFIG_HOME/quickscale`, or else in the place that your system has for such \
files below your home directory. Neither `XDG_CONFIG_HOME` nor `HOME` is set to an absolute path.

Set one of them: `HOME=/home/you quickscale config show`.";

        UNREADABLE_FILE = "command::unreadable-file", "a file named on the command line cannot be used",
    "A file that was named on the command line could not be read or written. The message names it and says what the operating \
system answered.

Check the spelling and the permissions. Relative paths start at the directory given with `-C`, or at the current one.";

        NEEDS_CONSENT = "command::needs-consent", "the plan has consequences that need a yes of their own",
"An option that is guarded changes something that people rely on, and a module that goes takes its data along or leaves it
behind. The plan says what follows and what has to be run first; agreeing to files is not agreeing to that.

Read it with `quickscale plan`, do what comes first, then:

    quickscale apply --accept-consequences

At a terminal, `apply` asks.";

        WRONG_DATA = "command::wrong-data", "the answer does not say what becomes of a module's data",
"`quickscale remove` asks what becomes of the tables of a module: `keep` leaves them in the database, `export` writes them to a
file as well, and `drop` drops them, with the next `apply` and before the module's code goes.

Answer with one of the three, or give it at once: `quickscale remove notes --data drop`.";

        TWO_OF_A_NAME = "command::two-of-a-name", "a module and a subtree have the same name",
"`quickscale update NAME` serves modules and subtrees. This name belongs to one of each.

A module is meant by `modules/NAME`, a subtree by `./NAME`.";
        COME_TOGETHER = "command::come-together", "modules that are behind are updated together",
"Settings, URLs and variables of all modules lie in the same files, which are written from the versions that the program
brings. With some modules in their new version and others in their old one, these files would name code that is not there.

Name every module that is behind, or write `quickscale update --all`. `quickscale status` lists them.";
    }
}
