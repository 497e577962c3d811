//! Codes of what becomes of the data of modules.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        FAILED = "data::failed", "the data of a module could not be exported or dropped",
"Before the code of a module goes, Django exports or drops what it has in the database, and reported a failure; its last
lines are part of the message. No file has changed, so the module still works: its data is where it was.

Most often the database is not running, or has never been migrated. Repair what Django names and run the same command again.
With `--offline` the plan leaves the data to you and names the commands, and `--accept-consequences` goes on.";

        MORE_WOULD_GO = "data::more-would-go", "dropping the tables of a module would drop those of an app of yours",
"Django takes migrations back in the order in which they build on one another: before those of a module, those of every app that
depends on one of them, typically for a foreign key. Their tables and rows would go too, so nothing was dropped.

1. Take the reference out of your models, then `makemigrations` and `migrate`: your rows stay, without it.
2. A migration that made the reference still depends on the module. Squash it away with `squashmigrations`, or take the
   operation and the dependency out of it, once every database is past it.
3. Run `quickscale apply` again.";
    }
}
