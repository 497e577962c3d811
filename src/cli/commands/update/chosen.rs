//! What is to be updated: which names are modules, and which are subtrees.

use crate::{
    cli::{Failure, session::Session, subtrees},
    diagnostics::{Issue, codes, listed},
    executor::subtree::Wish,
    plan::{self, Behind},
    resolve::Project,
    state::State,
};

/// What is to be updated.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    /// Whether the modules are.
    pub(super) modules: bool,
    /// The subtrees.
    pub(super) wishes: Vec<Wish>,
    /// A line for each module that was named and has nothing new.
    pub(super) up_to_date: Vec<String>,
}

impl Chosen {
    pub(super) fn new(
        names: &[String],
        all: bool,
        session: &Session,
        state: &State,
    ) -> Result<Self, Failure> {
        let project = &session.project;
        let behind = plan::behind(&session.library, state)?;
        let wishes = || project.subtrees.iter().map(|(prefix, subtree)| Wish::new(prefix, subtree)).collect();
        if all {
            let up_to_date = if behind.is_empty() { vec![NOTHING_NEW.to_owned()] } else { Vec::new() };
            return Ok(Self { modules: !behind.is_empty(), wishes: wishes(), up_to_date });
        }
        if names.is_empty() {
            return match (behind.is_empty(), project.subtrees.len()) {
                (true, 1) => Ok(Self { wishes: wishes(), ..Self::default() }),
                (false, 0) => Ok(Self { modules: true, ..Self::default() }),
                _ => Err(needs_name(project, &behind).into()),
            };
        }
        let mut chosen = Self::default();
        let mut modules = Vec::new();
        for name in names {
            match module_named(name, project, state)? {
                Some(module) => modules.push(module),
                None => chosen.wishes.push(subtrees::declared(project, name)?),
            }
        }
        chosen.take_modules(&modules, &behind, state)?;
        Ok(chosen)
    }

    fn take_modules(&mut self, named: &[&str], behind: &[Behind], state: &State) -> Result<(), Failure> {
        let is_behind = |name: &str| behind.iter().any(|behind| behind.module == name);
        for name in named.iter().filter(|name| !is_behind(name)) {
            let version = state.locks.get(*name).and_then(|lock| lock.version.as_ref());
            self.up_to_date.push(match version {
                Some(version) => format!("{name} is up to date, at {version}."),
                None => format!("{name} is not here yet: `quickscale apply` brings it."),
            });
        }
        self.modules = named.iter().any(|name| is_behind(name));
        let others =
            || behind.iter().map(|behind| behind.module.as_str()).filter(|name| !named.contains(name));
        if self.modules && others().next().is_some() {
            return Err(come_together(&others().collect::<Vec<_>>(), behind).into());
        }
        Ok(())
    }
}

const NOTHING_NEW: &str = "Every module is up to date.";

/// The module that `name` means; none when it is no module.
fn module_named<'n>(name: &'n str, project: &Project, state: &State) -> Result<Option<&'n str>, Issue> {
    let plain = name.trim_end_matches('/');
    let is_module = |name: &str| project.modules.contains_key(name) || state.locks.contains_key(name);
    if let Some(module) = plain.strip_prefix("modules/").filter(|module| is_module(module)) {
        return Ok(Some(module));
    }
    if !is_module(plain) {
        return Ok(None);
    }
    if !project.subtrees.contains_key(plain) {
        return Ok(Some(plain));
    }
    let message = format!("`{plain}` is a module and a subtree as well");
    Err(Issue::error(&codes::command::TWO_OF_A_NAME, message)
        .help(format!("write `modules/{plain}` for the module, or `./{plain}` for the subtree")))
}

/// The wiring of all modules lies in the same files, and the program has one version of each.
fn come_together(others: &[&str], behind: &[Behind]) -> Issue {
    let verb = if others.len() == 1 { "is" } else { "are" };
    let message = format!("{} {verb} behind as well, and wired in the same files", listed(others));
    let all: Vec<&str> = behind.iter().map(|behind| behind.module.as_str()).collect();
    Issue::error(&codes::command::COME_TOGETHER, message)
        .help(format!("update them together: `quickscale update {}`", all.join(" ")))
}

fn needs_name(project: &Project, behind: &[Behind]) -> Issue {
    let modules = behind.iter().map(|behind| behind.module.as_str());
    let names: Vec<&str> = modules.chain(project.subtrees.keys().map(|prefix| prefix.as_str())).collect();
    if names.is_empty() {
        let message = "every module is up to date, and the manifest declares no subtree";
        return Issue::error(&codes::subtree::NEEDS_NAME, message)
            .help("embed one: `quickscale embed PREFIX --remote URL`");
    }
    Issue::error(&codes::subtree::NEEDS_NAME, "there are several things to update")
        .help(format!("name one or more of {}, or all: `quickscale update --all`", listed(&names)))
}
