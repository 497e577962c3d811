//! `quickscale embed`.

use clap::Args;

use crate::{
    apply,
    cli::{
        Context, Exit, Failure, session,
        subtrees::{self, Subtrees},
    },
    config::Config,
    diagnostics::{Issue, SourceFile, codes},
    executor::subtree::{Advance, Along, Incoming, Manifest, Rewritten, Wish},
    manifest::{
        self,
        edit::{self, NewSubtree},
    },
    resolve::Project,
    workspace::RelPath,
};

/// Embed another git repository in a directory of this one, as a subtree.
///
/// Shows what would come, asks, and makes one commit of it together with the `subtree` node of the manifest. What
/// you have not committed stays as it is. `quickscale update` takes in later changes, `quickscale push` proposes yours,
/// `quickscale undo` takes it back. A directory that `git subtree` has made is taken over.
#[derive(Debug, Args)]
pub(in crate::cli) struct Embed {
    /// The directory to embed into, from the project's root [default: of the configuration].
    prefix: Option<String>,

    /// The repository: a URL, an address such as `git@example.com:team/core.git`, or a path.
    #[arg(long, value_name = "URL")]
    remote: Option<String>,

    /// The branch to follow [default: of the configuration, or main].
    #[arg(long, value_name = "NAME", conflicts_with = "reference")]
    branch: Option<String>,

    /// A tag or commit to stay at, instead of a branch.
    #[arg(long = "ref", value_name = "NAME")]
    reference: Option<String>,

    /// Keep every commit of the other repository in the history of this one.
    #[arg(long)]
    no_squash: bool,

    /// Show every line that comes.
    #[arg(long)]
    full: bool,

    /// Print what comes as JSON.
    #[arg(long, requires = "unattended")]
    json: bool,

    /// Do not ask.
    #[arg(short, long, conflicts_with = "dry_run", group = "unattended")]
    yes: bool,

    /// Show what would be done, and change nothing.
    #[arg(short = 'n', long, group = "unattended")]
    dry_run: bool,
}

/// What was settled by flags, the manifest, the configuration and answers.
#[derive(Debug)]
struct Answers {
    prefix: String,
    remote: String,
    branch: Option<String>,
    reference: Option<String>,
    squash: bool,
}

impl Embed {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let subtrees = if self.dry_run { Subtrees::look(context)? } else { Subtrees::open(context)? };
        let (session, repository) = (&subtrees.session, &subtrees.repository);
        repository.check_ready(&session.root, [])?;
        let answers = self.answers(&subtrees)?;
        let text = edit::add_subtree(&session.source, answers.node())?;
        let edited = SourceFile::new(session.source.name(), &text);
        let (project, _) = session::project_of(&edited, &session.library)?;
        let wish = answers.wish(&project)?;
        repository.check_ready(&session.root, [&wish])?;
        if let Some(record) = subtrees.record(&wish)? {
            return Err(already(&wish, record.commit.short()).into());
        }
        context.ui.say(&format!("Looking at `{}` of {} …", wish.reference, wish.remote));
        let tip = repository.look(&wish.remote, &wish.reference)?;
        let incoming = repository.embed(&wish, &tip)?;
        if !incoming.conflicts.is_empty() {
            context.ui.out(&subtrees::conflicts(&incoming));
            let help = "declare it with `quickscale set`, then run `quickscale update --conflicts markers`";
            let issue = Issue::error(&codes::subtree::CONFLICT, "changed here and there").help(help);
            return Err(Failure { exit: Exit::Conflict, report: issue.into() });
        }
        if !self.json {
            context.ui.out(&subtrees.picture(&incoming, self.full)?);
        }
        if self.dry_run {
            self.print_json(&subtrees, &incoming, None)?;
            return Ok(Exit::Success);
        }
        let look = format!("quickscale embed {} --dry-run", wish.prefix);
        if !context.agreed(self.yes, "Embed it?", &look)? {
            return Ok(Exit::Success);
        }
        let manifest = answers.manifest(&subtrees, &text)?;
        let advance = carry_out(&subtrees, &incoming, &manifest)?;
        self.print_json(&subtrees, &incoming, Some(&advance))?;
        Ok(Exit::Success)
    }

    /// Prints what comes, or has come with the commits of `advance`, where a program reads it.
    fn print_json(
        &self,
        subtrees: &Subtrees<'_>,
        incoming: &Incoming,
        advance: Option<&Advance>,
    ) -> Result<(), Failure> {
        if self.json {
            subtrees.print_json([incoming], advance)?;
        }
        Ok(())
    }

    fn answers(&self, subtrees: &Subtrees<'_>) -> Result<Answers, Failure> {
        let (ui, config) = (subtrees.ui(), subtrees.context.config()?);
        let asks = ui.is_interactive() && !self.yes;
        let settle = |flag: &Option<String>, question: &str, default: Option<String>| match (flag, default) {
            (Some(value), _) => Some(value.clone()),
            (None, default) if asks => {
                let answer = ui.ask(question, default.as_deref().unwrap_or_default());
                (!answer.is_empty()).then_some(answer)
            }
            (None, default) => default,
        };
        let waiting = self.undone(subtrees)?;
        let prefix = match (&self.prefix, waiting) {
            (Some(prefix), _) => prefix.trim_start_matches("./").trim_end_matches('/').to_owned(),
            (None, Some(prefix)) => prefix.to_string(),
            (None, None) => {
                let default = config.prefix.as_ref().map(ToString::to_string);
                settle(&None, "Directory?", default).ok_or_else(needs_prefix)?
            }
        };
        if let Some(answers) = self.declared(&prefix, &subtrees.session.project) {
            return Ok(answers);
        }
        let Config { remote, branch, squash, .. } = config;
        let remote = settle(&self.remote, "Repository?", remote).ok_or_else(|| needs_remote(&prefix))?;
        let branch = match &self.reference {
            Some(_) => None,
            None => settle(&self.branch, "Branch?", branch.or_else(|| Some("main".to_owned()))),
        };
        let squash = !self.no_squash && squash.unwrap_or(true);
        Ok(Answers { prefix, remote, branch, reference: self.reference.clone(), squash })
    }

    /// The one subtree that the manifest declares and that was never embedded.
    fn undone(&self, subtrees: &Subtrees<'_>) -> Result<Option<RelPath>, Failure> {
        let mut undone = Vec::new();
        for (prefix, declared) in &subtrees.session.project.subtrees {
            let wish = Wish::new(prefix, declared);
            if subtrees.record(&wish)?.is_none() {
                undone.push(prefix.clone());
            }
        }
        Ok(if undone.len() == 1 { undone.pop() } else { None })
    }

    /// What the manifest says about it already, unless a flag says otherwise.
    fn declared(&self, prefix: &str, project: &Project) -> Option<Answers> {
        let declared = project.subtrees.get(prefix)?;
        Some(Answers {
            prefix: prefix.to_owned(),
            remote: declared.remote.clone(),
            branch: Some(declared.reference.clone()),
            reference: None,
            squash: declared.squash,
        })
    }
}

impl Answers {
    fn node(&self) -> NewSubtree<'_> {
        NewSubtree {
            prefix: &self.prefix,
            remote: &self.remote,
            branch: self.branch.as_deref(),
            reference: self.reference.as_deref(),
            squash: self.squash,
        }
    }

    fn wish(&self, project: &Project) -> Result<Wish, Failure> {
        let found = project.subtrees.get_key_value(self.prefix.as_str());
        let (prefix, declared) = found.ok_or_else(needs_prefix)?;
        Ok(Wish::new(prefix, declared))
    }

    /// How the manifest gets its node: in the same commit, unless it has changes of its own.
    fn manifest(&self, subtrees: &Subtrees<'_>, text: &str) -> Result<Manifest, Failure> {
        let path = RelPath::new(manifest::FILE_NAME).expect("internal: the manifest's name is a path");
        let before = subtrees.session.source.whole_text();
        if before == text {
            return Ok(Manifest::default());
        }
        if let Some(committed) = subtrees.repository.committed_text(&path)? {
            let text = edit::add_subtree(&SourceFile::new(manifest::FILE_NAME, &committed), self.node())?;
            return Ok(Manifest { along: Some(Along { path, text }), beside: None });
        }
        Ok(Manifest { along: None, beside: Some(Rewritten { before, after: text.to_owned() }) })
    }
}

fn carry_out(subtrees: &Subtrees<'_>, incoming: &Incoming, manifest: &Manifest) -> Result<Advance, Failure> {
    let (root, prefix) = (&subtrees.session.root, &incoming.wish.prefix);
    let command = format!("embed {prefix}");
    let _held = apply::Session::begin(root, "embed")?;
    let number = root.next_number().map_err(Issue::from)?;
    let advance =
        subtrees.repository.take(root, number, &command, std::slice::from_ref(incoming), manifest)?;
    let ui = subtrees.ui();
    ui.say(&format!("Embedded {prefix} at {}. `quickscale undo` takes it back.", incoming.to.short()));
    if manifest.beside.is_some() {
        let name = manifest::FILE_NAME;
        ui.say(&format!("{name} declares it now; it has changes of yours, so it is left for you to commit."));
    }
    ui.say(&format!("Next: `quickscale update {prefix}` takes in what is new, `quickscale push {prefix}` proposes changes."));
    Ok(advance)
}

fn already(wish: &Wish, commit: &str) -> Issue {
    let message = format!("`{}` is embedded already, at {commit}", wish.prefix);
    Issue::error(&codes::subtree::OCCUPIED, message)
        .help(format!("take in what is new with `quickscale update {}`", wish.prefix))
}

fn needs_prefix() -> Issue {
    Issue::error(&codes::subtree::NEEDS_NAME, "no directory was named to embed into").help(
        "name it: `quickscale embed PREFIX --remote URL`, or once: `quickscale config set prefix PREFIX`",
    )
}

fn needs_remote(prefix: &str) -> Issue {
    Issue::error(&codes::subtree::NO_REMOTE_NAMED, "no repository was named").help(format!(
        "name it: `quickscale embed {prefix} --remote URL`, or once: `quickscale config set remote URL`"
    ))
}
