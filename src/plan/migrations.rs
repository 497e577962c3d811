//! The migrations that a project has after a plan, as Django sees them: what builds on what.
//!
//! Django does not migrate while two migrations of one app are both last, nor while one builds on another that is gone.
//! Both happen when the tool and a team change the migrations of one app; their files merge without a conflict.

use std::collections::{BTreeMap, BTreeSet};

use super::{Action, Consequence, Plan, Todo};
use crate::{
    blueprint::app_label,
    workspace::{FileState, RelPath, Snapshot},
};

/// The migrations of a project, by the directory of their app and their name.
#[derive(Debug, Default)]
pub struct Migrations {
    after: BTreeMap<(String, String), Migration>,
    /// Those that the plan brings.
    new: BTreeSet<(String, String)>,
    /// Those that it takes away, as others name them.
    gone: BTreeSet<(String, String)>,
    /// The labels of apps that do not have the name of their directory.
    labels: BTreeMap<String, String>,
}

/// What a migration says about others, each as the label of an app and a name.
#[derive(Debug)]
struct Migration {
    path: RelPath,
    dependencies: Vec<(String, String)>,
    replaces: Vec<(String, String)>,
}

/// Whether `plan` brings or takes away migrations, so that it is worth a look at the code.
pub fn moves_migrations(plan: &Plan) -> bool {
    let mut paths = plan.steps.iter().filter_map(|step| step.file()).filter(|it| it.before != it.after);
    paths.any(|change| app_and_name(&change.path).is_some())
}

impl Migrations {
    /// Those of `code`, the Python files of the project, once `plan` is carried out.
    pub fn after(plan: &Plan, code: &Snapshot) -> Self {
        let mut texts: BTreeMap<&RelPath, &[u8]> = BTreeMap::new();
        texts.extend(code.iter().filter_map(|(path, seen)| Some((path, seen.bytes.as_deref()?))));
        let labels_before = labels(&texts);
        let (mut new, mut removed) = (Vec::new(), Vec::new());
        for step in plan.steps.iter().filter(|step| step.action != Action::Conflict) {
            let Some(change) = step.file() else { continue };
            let source = change.from.as_ref().unwrap_or(&change.path);
            let text = texts.remove(source);
            removed.extend(text.map(|_| source));
            if let FileState::File { digest, .. } = change.after
                && let Some(text) = plan.contents.get(digest).or(text)
            {
                texts.insert(&change.path, text);
                new.extend(change.before.digest().is_none().then_some(&change.path));
            }
        }
        let labels = labels(&texts);
        let known_as = |labels: &BTreeMap<String, String>, path: &RelPath| {
            app_and_name(path).map(|(app, name)| (label(labels, &app), name))
        };
        // A migration whose file moves is the same to those that build on it.
        let stay: BTreeSet<_> = texts.keys().filter_map(|path| known_as(&labels, path)).collect();
        let gone = removed.into_iter().filter_map(|path| known_as(&labels_before, path));
        let gone = gone.filter(|migration| !stay.contains(migration)).collect();
        let parsed = texts.iter().filter_map(|(path, text)| {
            let text = str::from_utf8(text).ok()?;
            let [dependencies, replaces] = ["dependencies", "replaces"].map(|name| pairs(text, name));
            Some((app_and_name(path)?, Migration { path: (*path).clone(), dependencies, replaces }))
        });
        let after = parsed.collect();
        Self { after, new: new.into_iter().filter_map(app_and_name).collect(), gone, labels }
    }

    /// What is left to a person where a migration that comes is not the only one that is last in its app.
    pub fn to_join(&self) -> Vec<Todo> {
        let apps: BTreeSet<&String> = self.new.iter().map(|(app, _)| app).collect();
        apps.into_iter().filter_map(|app| self.join(app)).collect()
    }

    fn join(&self, app: &str) -> Option<Todo> {
        let label = label(&self.labels, app);
        let of_app = || self.after.iter().filter(|((of, _), _)| of == app);
        // As Django does, whoever builds on a migration that was squashed builds on the one in its place.
        let own = |(of, name): &(String, String)| (*of == label).then(|| name.clone());
        let squashed: BTreeMap<String, &String> = of_app()
            .flat_map(|((_, by), it)| it.replaces.iter().filter_map(own).map(move |name| (name, by)))
            .collect();
        let built_on: BTreeSet<String> = of_app()
            .filter(|((_, name), _)| !squashed.contains_key(name))
            .flat_map(|(_, it)| it.dependencies.iter().filter_map(own))
            .map(|name| squashed.get(&name).map_or(name, |by| (*by).clone()))
            .collect();
        let last = of_app().filter(|((_, name), _)| !squashed.contains_key(name) && !built_on.contains(name));
        let (new, others): (Vec<_>, Vec<_>) = last.partition(|(key, _)| self.new.contains(*key));
        let (new, other) = (new.first()?, others.first()?);
        let message = format!(
            "`{}` comes beside `{}`, and both are last: Django does not migrate before you join them with \
             `quickscale manage makemigrations --merge {label}`",
            new.1.path, other.1.path
        );
        Some(Todo { release: app.to_owned(), message, done: false })
    }

    /// What follows where a migration that stays builds on one that goes.
    pub fn cut_off(&self) -> Vec<Consequence> {
        let cut = |(of, name): &&(String, String)| self.gone.contains(&(of.clone(), name.clone()));
        let broken = self.after.values().filter_map(|it| Some((&it.path, it.dependencies.iter().find(cut)?)));
        broken
            .map(|(path, (of, name))| Consequence {
                target: path.to_string(),
                message: format!(
                    "builds on `{of}.{name}`, which goes: Django loads no migration before you take that out of it, or \
                     squash it away"
                ),
            })
            .collect()
    }
}

/// The directory of the app and the name of the migration at `path`.
fn app_and_name(path: &RelPath) -> Option<(String, String)> {
    let (app, file) = path.as_str().split_once("/migrations/")?;
    let name = file.strip_suffix(".py").filter(|name| !name.contains('/') && *name != "__init__")?;
    Some((app.to_owned(), name.to_owned()))
}

/// The labels that the `apps.py` among `texts` give to their apps.
fn labels(texts: &BTreeMap<&RelPath, &[u8]>) -> BTreeMap<String, String> {
    let given = texts.iter().filter_map(|(path, text)| {
        let app = path.as_str().strip_suffix("/apps.py")?;
        Some((app.to_owned(), app_label(str::from_utf8(text).ok()?)?.to_owned()))
    });
    given.collect()
}

fn label(labels: &BTreeMap<String, String>, app: &str) -> String {
    let name = || app.rsplit('/').next().unwrap_or(app).to_owned();
    labels.get(app).cloned().unwrap_or_else(name)
}

/// The pairs of texts in the list that `name` is set to, as in `dependencies = [("accounts", "0001_initial")]`.
fn pairs(text: &str, name: &str) -> Vec<(String, String)> {
    let is_set = |line: &&str| {
        let rest = line.trim_start().strip_prefix(name);
        rest.is_some_and(|rest| rest.starts_with([' ', ':', '=']) && rest.contains('='))
    };
    let code = |line: &str| line.split('#').next().unwrap_or_default().to_owned();
    let lines: String = text.lines().skip_while(|line| !is_set(line)).map(code).collect();
    let list = lines.split_once('=').map_or("", |(_, list)| list.split(']').next().unwrap_or_default());
    let pair = |tuple: &str| {
        let tuple = tuple.split(')').next()?;
        match tuple.split(['"', '\'']).collect::<Vec<_>>().as_slice() {
            [_, label, _, name, _] => Some(((*label).to_owned(), (*name).to_owned())),
            _ => None,
        }
    };
    list.split('(').skip(1).filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn what_a_migration_says_about_others_is_read_however_it_is_written() {
        let one = |name: &str| vec![("crm".to_owned(), name.to_owned())];
        for (text, expected) in [
            ("    dependencies = [(\"crm\", \"0001_initial\")]\n", one("0001_initial")),
            ("    dependencies: list[tuple[str, str]] = [('crm', '0001_initial')]\n", one("0001_initial")),
            (
                "dependencies = [\n  # (\"a\", \"b\")\n  (\n    \"crm\",\n    \"0002_x\",\n  ),\n]\nx = (\"y\", \"z\")\n",
                one("0002_x"),
            ),
            (
                "dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), (\"crm\", \"1\")]\n",
                one("1"),
            ),
            ("dependencies = []\n", Vec::new()),
            ("operations = [(\"crm\", \"0001_initial\")]\n", Vec::new()),
        ] {
            assert_eq!(pairs(text, "dependencies"), expected, "{text}");
        }
    }
}
