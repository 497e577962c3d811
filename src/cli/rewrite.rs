//! Commands that rewrite the manifest: what they share between reading it and writing it.

use super::{Context, Failure, session::project_of};
use crate::{
    cli::Exit,
    diagnostics::{Issue, Report, SourceFile, codes},
    manifest,
    plan::render::{Style, text_diff},
    workspace::{self, Root},
};

/// The manifest of a project, about to be rewritten.
#[derive(Debug)]
pub(super) struct Rewrite {
    root: Root,
    pub(super) source: SourceFile,
}

impl Rewrite {
    /// Reads the manifest in or above the directory that the program works in, whatever it says.
    pub(super) fn open(context: &Context) -> Result<Self, Failure> {
        let root = Root::find(&context.directory)?;
        let source = root.manifest()?;
        Ok(Self { root, source })
    }

    /// Checks an edited text, shows what changes, and writes it.
    pub(super) fn edit(&self, context: &Context, text: &str) -> Result<(), Failure> {
        self.check(context, text)?;
        if text == self.source.whole_text() {
            context.ui.say(&format!("{} says that already", self.source.name()));
            return Ok(());
        }
        context.ui.out(&self.diff(context, text));
        self.write(text)
    }

    /// Refuses a text with mistakes that the manifest did not have before. What was wrong already is reported and
    /// does not stand in the way: the edit may be one of several that mend it.
    fn check(&self, context: &Context, text: &str) -> Result<(), Failure> {
        let library = context.library()?;
        let edited = SourceFile::new(self.source.name(), text);
        let after = match project_of(&edited, &library) {
            Ok((_, warnings)) => {
                context.report(&warnings);
                return Ok(());
            }
            Err(failure) => failure.report,
        };
        let before =
            project_of(&self.source, &library).map_or_else(|failure| failure.report, |_| Report::new());
        let mut known: Vec<Issue> = before.into_iter().collect();
        for issue in after.issues() {
            let same = |known: &Issue| known.code == issue.code && known.message == issue.message;
            let Some(index) = known.iter().position(same) else { return Err(after.into()) };
            known.swap_remove(index);
        }
        context.report(&after);
        Ok(())
    }

    /// The changed lines, unless they could show a secret that was written down.
    pub(super) fn diff(&self, context: &Context, text: &str) -> String {
        let may_show = |source: &SourceFile| manifest::read(source).0.is_some();
        if !may_show(&self.source) {
            return format!("{} changes\n", self.source.name());
        }
        let edited = SourceFile::new(self.source.name(), text);
        text_diff(self.source.name(), Some(self.source.text()), edited.text(), context.style())
    }

    /// Writes the manifest, unless somebody else did in the meantime.
    pub(super) fn write(&self, text: &str) -> Result<(), Failure> {
        if self.root.manifest()?.whole_text() != self.source.whole_text() {
            let name = self.source.name();
            let issue = Issue::error(&codes::edit::MOVED, format!("`{name}` was changed by somebody else"))
                .help("run the command again; nothing was written");
            return Err(Failure { exit: Exit::Stale, report: issue.into() });
        }
        Ok(workspace::replace_file(&self.root.path().join(manifest::FILE_NAME), text)?)
    }
}

impl Context {
    /// How text for stdout is painted.
    pub(super) fn style(&self) -> Style {
        if self.ui.color { Style::Ansi } else { Style::Plain }
    }
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;

    use super::*;

    #[test]
    fn what_somebody_else_wrote_in_the_meantime_stays() {
        let directory = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(directory.path()).unwrap();
        let manifest = path.join(manifest::FILE_NAME);
        workspace::replace_file(&manifest, "project \"a\"\n").unwrap();
        let root = Root::open(path).unwrap();
        let rewrite = Rewrite { source: root.manifest().unwrap(), root };
        workspace::replace_file(&manifest, "project \"theirs\"\n").unwrap();
        let failure = rewrite.write("project \"b\"\n").unwrap_err();
        assert_eq!((failure.exit, failure.report.issues()[0].code.id), (Exit::Stale, "edit::moved"));
        assert_eq!(rewrite.root.manifest().unwrap().text(), "project \"theirs\"\n");
        workspace::replace_file(&manifest, rewrite.source.text()).unwrap();
        rewrite.write("project \"b\"\n").unwrap();
        assert_eq!(rewrite.root.manifest().unwrap().text(), "project \"b\"\n");
    }
}
