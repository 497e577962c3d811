//! Codes of git subtrees.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        OLD_GIT = "subtree::old-git", "git is too old",
"Subtrees are merged by git itself, without touching the working tree: `git merge-tree --write-tree`, which git has since
version 2.38, of October 2022.

Install a newer git. Everything else that quickscale does works without it.";

        NO_REPOSITORY = "subtree::no-repository", "the project is not in a git repository",
"A subtree is a directory of a git repository that comes from another one, so the project has to be in a repository itself.

Make it one: `git init`, `git add -A`, `git commit`.";

        NO_COMMIT = "subtree::no-commit", "the repository has no commit yet",
"An embedded subtree is a commit on top of the last one. In a repository without a commit there is nothing to put it on.

Make the first commit: `git add -A`, then `git commit`.";

        DETACHED_HEAD = "subtree::detached-head", "no branch is checked out",
"While a commit is checked out instead of a branch, new commits belong to no branch and are easily lost.

Check a branch out: `git switch main`, or make one where you are: `git switch -c NAME`.";

        IN_PROGRESS = "subtree::in-progress", "git is in the middle of something",
"A merge, rebase, cherry-pick or revert has begun and not ended. A commit made now would become a part of it.

End it first: `git merge --continue` or `git merge --abort`, and so on for the others. `git status` says what it is.";

        INDEX_LOCKED = "subtree::index-locked", "git's index is locked",
"Every git command that writes makes a file `index.lock` first. While it is there another one is running, or one was killed.

Wait until the other command has ended. When none is running, remove the file that the message names and run the command
again.";

        NO_IDENTITY = "subtree::no-identity", "git does not know who makes the commit",
"Commits carry a name and an e-mail address. quickscale never invents one and never writes one into the configuration.

Say who you are: `git config --global user.name \"Your Name\"` and `git config --global user.email you@example.com`.";

        NOT_SIGNED = "subtree::not-signed", "the commit could not be signed",
"`commit.gpgSign` is on, so every commit has to be signed, and the program that signs reported a failure. Nothing was changed.

Try `git commit --allow-empty -S -m test` to see what it needs; often it is an agent that is not running or a key that has
expired.";

        HOOK = "subtree::hook", "a git hook refused",
"A hook of the repository, such as `reference-transaction` or `pre-push`, ended with a failure. What it said is part of the message.

Do what the hook asks for, then run the command again. Hooks that look at commits, such as `pre-commit`, are not run: the
content is that of another repository.";

        GIT_FAILED = "subtree::git-failed", "git reported a failure",
"quickscale asked git for something, and git refused for a reason that is not a known one. What git said is part of the message.

Run the command of the message yourself. If it succeeds there, please report it.";

        OCCUPIED = "subtree::occupied", "something is where the subtree would be",
"A subtree gets a directory of its own. At this path there are files already, and nothing is ever overwritten.

Choose another directory, or move the files away. A directory that `git subtree add` has made is taken over by `quickscale
embed` as it is.";

        SUBMODULE = "subtree::submodule", "there is a submodule where the subtree would be",
"A submodule is a pointer to a commit of another repository; a subtree is that repository's files themselves. One path cannot be both.

Remove the submodule first: `git submodule deinit PATH`, `git rm PATH`, `git commit`.";

        CASE_CLASH = "subtree::case-clash", "two paths differ only in upper and lower case",
"On most Macs and on Windows `Libs/` and `libs/` are the same directory, so a repository that has both cannot be checked out there.

Spell the directory as the one that exists already.";

        UNCOMMITTED = "subtree::uncommitted", "files of the subtree have changes that are not committed",
"What you changed and did not commit exists only once. An update rewrites files in this directory, so it waits until yours are
safe. Changes anywhere else in the project do not matter: they stay as they are, staged or not.

Commit them (`git commit`), or put them aside (`git stash push -- DIRECTORY`), then run the command again.";

        IN_THE_WAY = "subtree::in-the-way", "files that git does not know are in the way",
"The update brings files with the names of files that are in the directory and not in git, perhaps because `.gitignore` names them.
They would be overwritten, and git could not bring them back.

Move them away, then run the command again.";

        NO_REMOTE_NAMED = "subtree::no-remote-named", "it is not known where the subtree comes from",
"Neither the command line nor the manifest nor your configuration says which repository to embed.

Name it: `quickscale embed PREFIX --remote URL`, or once for all projects: `quickscale config set remote URL`.";

        AUTHENTICATION = "subtree::authentication", "the remote does not let you in",
"The server wants to know who you are, and git has no answer that it accepts. quickscale asks for no password and sees none: git's
credential helpers and your SSH agent supply them.

Try `git ls-remote URL` at a terminal. For HTTPS set up a credential helper (`git config --global credential.helper store`, or
the one of your system); for SSH add your key to the agent (`ssh-add`) and to the server.";

        UNKNOWN_HOST = "subtree::unknown-host-key", "the key of the remote host is not known",
"SSH connects only to hosts whose key was seen before, so that nobody can put another machine in between. Whether a new key is
the right one is for a person to decide.

Connect once at a terminal, compare the key with what the host publishes, and accept it: `ssh -T git@HOST`.";

        NETWORK = "subtree::network", "the connection to the remote failed",
"The host could not be reached, or the connection was lost half-way. Nothing was changed: what comes from a remote is used only once
it is here completely.

Check the network and run the command again.";

        NO_REMOTE = "subtree::no-remote", "there is no repository at this address",
"The server answers, and it has no such repository, or none that you may see: many servers do not tell the two apart.

Check the address with `git ls-remote URL`, and whether you are signed in.";

        NO_REFERENCE = "subtree::no-reference", "the remote has no such branch, tag or commit",
"The branch or tag that the subtree follows is not there: it was deleted or renamed, or its name is misspelt. A commit has to be
written with all of its digits.

`git ls-remote URL` lists what is there. Then change it in the manifest: `quickscale set subtree.PREFIX.branch NAME`.";

        REWRITTEN = "subtree::rewritten", "the history of the remote was rewritten",
"The commit that was embedded last is no longer part of the branch: somebody replaced it, for example with `git push --force`.
That may be intended, and may also be an attack or a mistake, so it is not passed over silently.

Look at the new history. When it is right, agree with `quickscale update PREFIX --accept-rewritten`: the difference between what you
have and what is there now is merged as in any update.";

        BASE_MISSING = "subtree::base-missing", "the commit that was merged last cannot be found",
"A three-way merge needs the version that both sides started from. It is neither in this repository nor does the remote hand it out,
because its history was rewritten and the old commits were removed. A merge base is never guessed.

Fetch the commit from a copy that still has it, such as a colleague's clone: `git fetch URL COMMIT`. Then run the command again.";

        NOT_EMBEDDED = "subtree::not-embedded", "the subtree is not in the project yet",
"The manifest declares the subtree, and it was never embedded, or its directory was deleted.

Embed it: `quickscale embed PREFIX`, or `quickscale apply`.";

        NOT_DECLARED = "subtree::not-declared", "the manifest declares no such subtree",
"`update` and `push` work on the `subtree` nodes of `quickscale.kdl`.

Check the spelling, or embed it: `quickscale embed PREFIX --remote URL`.";

        A_MODULE = "subtree::a-module", "a module is no subtree",
"A subtree comes from another repository, and what you change in it can be pushed there. Modules come with the program: a newer
quickscale brings newer modules, and there is no repository to push them to.

`quickscale update NAME` brings a module up to date. What you change in one stays in this project, and survives updates.";

        NEEDS_NAME = "subtree::needs-name", "it is not clear which subtree is meant",
"The project has several subtrees, or none, and the command names none of them.

Name one or several, or all: `quickscale update --all`.";

        CONFLICT = "subtree::conflict", "your changes and the remote's contradict each other",
"You and the other repository changed the same lines. The merge was computed aside; nothing in your project was touched.

Have both versions written into the files and sort them out: `quickscale update PREFIX --conflicts markers`, edit,
`quickscale update --continue`. Or change your version first so that they agree, commit, and update again. Doing nothing is fine too.";

        UNDER_WAY = "subtree::under-way", "an update waits for you to sort its conflicts out",
"An update has written conflict markers into files. Until that is ended, nothing else changes subtrees.

Edit the files until no marker is left and run `quickscale update --continue`, or take everything back: `quickscale update
--abort`.";

        NOT_UNDER_WAY = "subtree::not-under-way", "no update waits for you",
"`update --continue` and `update --abort` end an update that has written conflict markers with `--conflicts markers`. There is none,
or it was ended by a commit.

Run `quickscale update` to begin one.";

        UNRESOLVED = "subtree::unresolved", "a conflict marker is still in a file",
"Lines that start with `<<<<<<<`, `=======` or `>>>>>>>` enclose the two versions of a conflict. They have to go before the update is committed.

Keep what is right, delete the markers, and run `quickscale update --continue` again.";

        SHALLOW = "subtree::shallow", "the history here is too short to push",
"This is a shallow clone: its history begins somewhere in the middle, after changes to the subtree. Those could not be pushed as the
commits that they were.

Fetch the rest of the history: `git fetch --unshallow`.";

        DEFAULT_BRANCH = "subtree::default-branch", "this would push to the remote's default branch",
"Changes are proposed on a branch of their own, so that somebody can look at them before others get them.

Choose a branch: `quickscale push PREFIX --branch feature/NAME`. When the default branch is really meant, say so with
`--allow-default-branch`.";

        REJECTED = "subtree::push-rejected", "the remote did not take the commits",
"The branch on the remote has commits that yours does not contain, or a rule of the server forbids the push. Nothing is ever forced.

Choose another branch with `--branch`, or take in what is there first.";

        MOVED_ON = "subtree::moved-on", "there are later commits, or the commit was published",
"`quickscale undo` takes a subtree command back by setting the branch to the commit before. Commits made since would be lost, and
commits that others have would come back with the next pull.

Revert it instead, which keeps all of them: `git revert COMMIT`, with the commit that the message names. Files and record go back
together, so a later update works as usual.";
    }
}
