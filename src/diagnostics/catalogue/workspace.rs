//! Codes of the `workspace` layer.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        UNREADABLE = "workspace::unreadable", "a file or directory cannot be read",
"The operating system refused to read a path that is needed. The message says which path and why.

Check its permissions (`ls -l`), and that no parent directory is a broken link.";

        NO_PROJECT = "workspace::no-project", "no manifest was found",
    "Commands work on the nearest directory that holds a `quickscale.kdl`: the current one or one above it. None of them \
does.

Change into the project, name it with `-C DIR`, or start a new one with `quickscale init`.";

        NOT_A_DIRECTORY = "workspace::not-a-directory", "something else is where a directory has to be",
    "Either the path given with `-C` exists and is not a directory, or something on the way to a file of the project is not: \
    `.quickscale` or a directory in it may be a file or a symbolic link. Links are not followed, because they can lead out of \
the project.

Name the directory that holds `quickscale.kdl`, for example `quickscale -C ~/acme plan`; or put a directory in the place of \
    what the message names: `rm .quickscale`, then move what it pointed to there.";

        NOT_A_FILE = "workspace::not-a-file", "something else is where a file has to be",
    "A file that is read by its fixed name, such as `quickscale.kdl` or a lock file, turned out to be a directory, a \
symbolic link, a pipe or a device. Links are not followed, because they can lead out of the project.

Move it away, or replace the link with the file it points to: `cp --remove-destination \"$(readlink -f X)\" X`.";

        NOT_TEXT = "workspace::not-text", "a text file is not UTF-8",
    "The manifest is read as UTF-8. The message names the first byte that does not begin a character; most often the file \
was saved in UTF-16 or in an older Windows encoding.

Save it again as UTF-8 in your editor, or convert it: `iconv -f windows-1252 -t utf-8 quickscale.kdl`.";

        TOO_LARGE = "workspace::too-large", "a text file is implausibly large",
    "Manifests, lock files, recorded texts, saved plans and blueprints are read whole, and only up to 16 MiB. Nothing that quickscale writes comes \
near that, so the file is probably something else.

Look at it (`ls -l`, `head -c 200`), and restore it from git when it is damaged: `git checkout -- PATH`.";

        UNWRITABLE = "workspace::unwritable", "a file or directory cannot be written",
    "The operating system refused to write, replace or remove a path. Before anything in the project is changed, all of it \
is written aside; so a failure of this kind leaves the project as it was, and the message says so when it does not.

Check the permissions of the path and of its directory, and that the file system is not mounted read-only.";

        DISK_FULL = "workspace::disk-full", "there is no space left",
    "Everything that is to be written is written aside first, in `.quickscale/run/`, on the project's own file system. \
There was no room for it, or your quota is used up. The project is as it was.

Free some space and run the same command again.";

        OTHER_FILE_SYSTEM = "workspace::other-file-system", "a directory of the project is on another file system",
    "Files are moved into place in one step, so that a crash never leaves half a file. That is only possible within one \
file system, and something else is mounted on a directory of the project: a volume of a container, for example.

Apply where it is not mounted, such as outside of the container, or unmount it for the time being.";
    }
}
