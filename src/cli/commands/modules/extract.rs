//! `quickscale modules extract`.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use clap::Args;
use walkdir::WalkDir;

use crate::{
    blueprint::extract_module,
    cli::{Context, Exit, Failure},
    diagnostics::{Issue, codes},
    workspace::{self, Mode, RelPath, Root},
};

/// Make the skeleton of a module out of an app of this project.
///
/// The app's files are copied, with imports of the app turned into imports of the module, and a module.kdl says what they
/// tell: URLs and tables. The app stays as it is. `quickscale modules check` says what is still missing.
#[derive(Debug, Args)]
pub(super) struct Extract {
    /// The app's folder, from the root of the project: `acme/notes`.
    app: String,

    /// Where the module's folder is made.
    #[arg(long, value_name = "DIR", default_value = ".")]
    into: Utf8PathBuf,
}

impl Extract {
    pub(super) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let root = Root::find(&context.directory)?;
        let app = RelPath::new(self.app.trim_end_matches('/')).map_err(|error| {
            Issue::error(&codes::command::WRONG_PATH, error.to_string()).help("write it like `acme/notes`")
        })?;
        let files = read(&root, &app)?;
        if !files.contains_key("__init__.py") {
            let message = format!("`{app}` is not an app: it has no `__init__.py`");
            let help = "name the folder of a Django app, from the root of the project";
            return Err(Issue::error(&codes::command::WRONG_PATH, message).help(help).into());
        }
        let extracted = extract_module(&app.as_str().replace('/', "."), &files);
        let target = context.resolve(&self.into).join(&extracted.name);
        let shown = self.into.join(&extracted.name);
        if workspace::exists(&target) {
            let message = format!("`{shown}` exists already");
            let help = "name another place with `--into DIR`; nothing is written over";
            return Err(Issue::error(&codes::command::WRONG_PATH, message).help(help).into());
        }
        let mut written = Vec::new();
        for (path, bytes) in &extracted.files {
            let path = RelPath::new(path.as_str()).map_err(|error| {
                Issue::error(&codes::command::WRONG_PATH, error.to_string()).help("rename the file")
            })?;
            written.push((path, bytes));
        }
        let new = written.iter().map(|(path, bytes)| (path, bytes.as_slice(), Mode::Regular));
        Root::create(&target)?.write_new(new)?;
        context.ui.say(&format!("wrote {} files to {shown}", extracted.files.len()));
        for (path, line) in &extracted.left {
            context.ui.say(&format!(
                "{app}/{path}:{line} imports the app together with others: take it apart by hand"
            ));
        }
        for (path, line) in &extracted.bound {
            context.ui.say(&format!(
                "{app}/{path}:{line} imports what only this project has: do without, or name the file `….liquid` and write \
                 `{{{{ project.package }}}}`"
            ));
        }
        let templates = format!("templates/{}", app.file_name());
        if workspace::exists(&root.path().join(&templates)) {
            context.ui.say(&format!(
                "{templates}/ stayed here: copy it to `files/modules/{}/{templates}/` of the module",
                app.file_name()
            ));
        }
        context.ui.say(&format!("Next: quickscale modules check {shown}"));
        Ok(Exit::Success)
    }
}

/// The files of the app by their path below it, without what Python makes itself.
fn read(root: &Root, app: &RelPath) -> Result<BTreeMap<String, Vec<u8>>, Issue> {
    let directory = app.under(root.path());
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(&directory).follow_links(false).into_iter().filter_map(Result::ok) {
        let path = camino::Utf8Path::from_path(entry.path());
        let below = path.and_then(|path| path.strip_prefix(&directory).ok());
        let (Some(path), Some(below)) = (path, below) else { continue };
        if entry.file_type().is_file() && !below.as_str().contains("__pycache__") {
            files.insert(below.to_string(), workspace::read_file(path)?);
        }
    }
    Ok(files)
}
