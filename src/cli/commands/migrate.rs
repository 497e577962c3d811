//! `quickscale migrate`.

use clap::Args;

use crate::{
    cli::{Context, Exit, Failure, rewrite::Rewrite, session},
    diagnostics::{Issue, SourceFile, codes},
    manifest::{
        self, edit,
        migrate::{self, Migration},
    },
    plan::render::{text_diff, visible},
    workspace::{self, Mode, RelPath, Root},
};

/// The configuration of the Python QuickScale.
const PYTHON: &str = "quickscale.yml";

/// Bring a manifest of an older version, or a quickscale.yml, up to date.
///
/// A quickscale.kdl of an older schema is rewritten step by step, and options and variables of modules get the names that they
/// have now; comments and layout stay. Where there is none but a
/// quickscale.yml of the Python QuickScale, a quickscale.kdl is written from it, and every field that could
/// not be carried over is named with the reason. The quickscale.yml itself is left alone.
#[derive(Debug, Args)]
pub(in crate::cli) struct Migrate {
    /// Write nothing: show what would change, and exit with 2 if something would.
    #[arg(long, conflicts_with = "yes")]
    check: bool,

    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
}

/// The manifest's text with the names that options and variables of its modules have now.
fn with_new_names(context: &Context, source: &SourceFile, text: String) -> Result<String, Failure> {
    let library = context.library()?;
    let mut source = SourceFile::new(source.name(), &text);
    let (Some(manifest), _) = manifest::read(&source) else { return Ok(text) };
    for module in manifest.value.modules.keys() {
        // What is wrong with a `module.kdl` is said by every other command.
        let Ok(Some(spec)) = library.module(module) else { continue };
        for release in &spec.releases {
            for (from, to) in &release.options {
                if let Some(text) = edit::rename_option(&source, module, from, to)? {
                    source = SourceFile::new(source.name(), &text);
                }
            }
            for (from, to) in &release.variables {
                while let Some(text) = edit::rename_set(&source, from, to)? {
                    source = SourceFile::new(source.name(), &text);
                }
            }
        }
    }
    Ok(source.whole_text())
}

impl Migrate {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let python = context.directory.join(PYTHON);
        let has_manifest = workspace::exists(&context.directory.join(manifest::FILE_NAME));
        if !has_manifest && workspace::exists(&python) {
            let source = SourceFile::from_bytes(PYTHON, &workspace::read_file(&python)?)?;
            return self.take_over(context, &migrate::from_python(&source)?);
        }
        let rewrite = Rewrite::open(context)?;
        let text = with_new_names(context, &rewrite.source, migrate::upgrade(&rewrite.source)?)?;
        if text == rewrite.source.whole_text() {
            context.ui.say(&format!("{} is of the current schema", rewrite.source.name()));
            return Ok(Exit::Success);
        }
        context.ui.out(&rewrite.diff(context, &text));
        self.then(context, || rewrite.write(&text))
    }

    fn take_over(&self, context: &Context, migration: &Migration) -> Result<Exit, Failure> {
        context.ui.out(&text_diff(manifest::FILE_NAME, None, &migration.text, context.style()));
        if !migration.notes.is_empty() {
            context.ui.say(&format!("Of {PYTHON}, this is not carried over as it was:"));
        }
        for note in &migration.notes {
            context.ui.say(&format!("  {}: {}", visible(&note.field), visible(&note.why)));
        }
        let written = SourceFile::new(manifest::FILE_NAME, &migration.text);
        if let Err(failure) = session::project_of(&written, &context.library()?) {
            context.report(&failure.report);
            context.ui.say("What is marked above waits for you in the manifest.");
        }
        let exit = self.then(context, || {
            let path = RelPath::new(manifest::FILE_NAME).expect("internal: the manifest's name is a path");
            let root = Root::open(&context.directory)?;
            Ok(root.write_new([(&path, migration.text.as_bytes(), Mode::Regular)])?)
        })?;
        Ok(exit)
    }

    /// Writes when that is agreed to.
    fn then(&self, context: &Context, write: impl FnOnce() -> Result<(), Failure>) -> Result<Exit, Failure> {
        if self.check {
            context.ui.say("Run `quickscale migrate` to change this.");
            return Ok(Exit::Pending);
        }
        if !self.yes {
            if !context.ui.is_interactive() {
                let issue =
                    Issue::error(&codes::command::NEEDS_YES, "nobody is there to agree to the migration");
                return Err(issue.help("run `quickscale migrate --yes`").into());
            }
            if !context.ui.confirm(&format!("Write {}?", manifest::FILE_NAME)) {
                context.ui.say("nothing was changed");
                return Ok(Exit::Success);
            }
        }
        write()?;
        context.ui.say("Next: quickscale plan");
        Ok(Exit::Success)
    }
}
