//! A project, opened: from the manifest's text to what is wanted, in one place for every command.

use std::time::Instant;

use camino::Utf8Path;

use super::{Context, Failure, planning::Planning};
use crate::{
    blueprint::{Library, Wanted, WantedFile},
    diagnostics::{Issue, Report, SourceFile, codes},
    document::Pointer,
    executor::{self, Data, Executor, Files},
    manifest,
    plan::{self, Fixed, Header, Newer, Note, OfModules, Plan, Todo},
    resolve::{self, Project},
    state::State,
    workspace::{Root, Snapshot},
};

/// A project whose manifest is valid.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) root: Root,
    pub(super) source: SourceFile,
    pub(super) library: Library,
    pub(super) project: Project,
    warnings: Report,
}

/// A plan with what it takes to carry it out.
#[derive(Debug)]
pub(super) struct Planned<'s> {
    pub(super) plan: Plan,
    /// What was applied last.
    pub(super) state: State,
    /// What is there now.
    pub(super) found: Snapshot,
    /// What will have been applied.
    pub(super) next: State,
    /// The drivers that act after the files, in their order.
    pub(super) executors: Vec<Box<dyn Executor + 's>>,
    /// What new versions of modules ask for.
    pub(super) todo: Vec<Todo>,
}

impl Session {
    /// Opens the project in or above the directory that the program works in, and says what is odd about its
    /// manifest.
    pub(super) fn open(context: &Context) -> Result<Self, Failure> {
        let session = Self::read(context)?;
        context.report(&session.warnings);
        Ok(session)
    }

    /// The same, without a word.
    pub(super) fn read(context: &Context) -> Result<Self, Failure> {
        let root = Root::find(&context.directory)?;
        let source = root.manifest()?;
        context.ui.detail(&format!("reads {}/{}", root.path(), source.name()));
        let library = context.library()?;
        let (project, warnings) = project_of(&source, &library)?;
        Ok(Self { root, source, library, project, warnings })
    }

    /// What is odd about the manifest though it is valid.
    pub(super) fn warnings(&self) -> &Report {
        &self.warnings
    }

    /// The files that the project should consist of.
    pub(super) fn render(&self) -> Result<Wanted, Report> {
        self.library.render(&self.project)
    }

    /// Looks at the project once and plans.
    pub(super) fn plan(&self, context: &Context, planning: &Planning) -> Result<Planned<'_>, Failure> {
        let start = Instant::now();
        planning.check_environment(&self.project)?;
        let state = executor::read_state(&self.root)?;
        let wanted = plan::follow(self.library.render_but(&self.project, &state.bases())?, &state);
        let options = planning.options(&self.project)?;
        let mut modules = plan::of_modules(&self.library, &self.project, &state, &planning.made_anew())?;
        self.refuse(&modules)?;
        let again = |files: &[&WantedFile]| self.library.texts(&self.project, files);
        let files = Files::observe(&self.root, &wanted, &state, again)?;
        let mut executors = planning.observe(&context.ui, &self.root, &self.project)?;
        if planning.acts_on_data() && !modules.leaving.is_empty() {
            executors.insert(0, Box::new(Data::observe(&self.root, &self.project, &modules.leaving)?));
        }
        let mut proposal = files.plan(&options);
        if modules.rename_in_code() {
            modules.carry_out(&mut proposal, &executor::read_code(&self.root)?, &state, &options.protect);
        }
        for executor in &executors {
            let mut more = executor.plan(&planning.carried_out(&proposal));
            if executor.comes_first() {
                std::mem::swap(&mut more, &mut proposal);
            }
            proposal.extend(more);
        }
        let observed = plan::fingerprint(files.found(), executors.iter().map(|executor| executor.seen()));
        let header = Header::new(planning.environment(), self.source.text(), &state, &wanted, observed);
        proposal.notes.extend(executor::left_in_package(&self.root, &wanted, &state)?);
        let unserved = resolve::unserved(&self.project).into_iter();
        proposal.notes.extend(unserved.map(|part| Note {
            target: part.target,
            message: part.message,
            quiet: false,
        }));
        let mut plan = planning.narrow(Plan::assemble(header, proposal), &options);
        if plan::moves_migrations(&plan) {
            let migrations = plan::Migrations::after(&plan, &executor::read_code(&self.root)?);
            modules.todo.extend(migrations.to_join());
            modules.consequences.extend(migrations.cut_off());
        }
        modules.tell(&mut plan);
        let found = files.into_found();
        let (wanted_files, paths, steps) = (wanted.files.len(), found.len(), plan.steps.len());
        context.ui.detail(&format!(
            "{wanted_files} files wanted, {paths} paths looked at, {steps} steps planned in {:.1?}",
            start.elapsed()
        ));
        executors.iter().filter_map(|it| it.detail()).for_each(|detail| context.ui.detail(&detail));
        let next = plan::next_state(&state, &plan, &wanted, &options.protect);
        Ok(Planned { plan, state, found, next, executors, todo: modules.todo })
    }

    /// Refuses to carry out a plan that leaves out what it is there for.
    pub(super) fn refuse_unable(planned: &Planned<'_>) -> Result<(), Report> {
        let report: Report = planned.executors.iter().filter_map(|it| it.unable()).flatten().collect();
        if report.is_empty() { Ok(()) } else { Err(report) }
    }

    /// Refuses older versions than were applied, and options that cannot change any more, each at its place in the
    /// manifest.
    fn refuse(&self, modules: &OfModules) -> Result<(), Report> {
        if modules.newer.is_empty() && modules.fixed.is_empty() {
            return Ok(());
        }
        let (manifest, _) = manifest::read(&self.source);
        let issue = |fixed: &Fixed| {
            let Fixed { module, option, before, after } = fixed;
            let message =
                format!("`{option}` of `{module}` cannot become `{after}`: its data was made for `{before}`");
            let help = format!(
                "write `{before}` again, or make the module anew and say what becomes of its data: \
                 `quickscale plan --recreate {module}=keep` (or `export`, `drop`)"
            );
            let issue = Issue::error(&codes::plan::FIXED_OPTION, message).help(help);
            let at = Pointer::root().key("modules").key(module).key(option);
            match &manifest {
                Some(manifest) => {
                    issue.label(manifest.spans.value(&at), "applied with another").in_source(&self.source)
                }
                None => issue,
            }
        };
        Err(modules.newer.iter().map(older).chain(modules.fixed.iter().map(issue)).collect())
    }
}

/// Going back would take migrations away that databases have been through.
fn older(newer: &Newer) -> Issue {
    let Newer { module, applied, there } = newer;
    let what = if module == State::CORE { "the project".to_owned() } else { format!("`{module}`") };
    let message = format!("{what} was applied at {applied}, and this quickscale brings {there}");
    Issue::error(&codes::plan::OLDER_BLUEPRINT, message).help(
        "update quickscale to the version that the others use; `quickscale --version` says which this is",
    )
}

/// The project that `source` declares, with warnings, or everything that is wrong with it.
pub(super) fn project_of(source: &SourceFile, library: &Library) -> Result<(Project, Report), Failure> {
    let (manifest, mut report) = manifest::read(source);
    let project = manifest.and_then(|manifest| {
        let (project, issues) = resolve::resolve(&manifest, source, library);
        report.extend(issues);
        project
    });
    report.sort_by_place();
    match project {
        Some(project) if !report.has_errors() => Ok((project, report)),
        _ => Err(report.into()),
    }
}

impl Context {
    /// The blueprints: those inside of the program, or those of `--blueprints`.
    pub(super) fn library(&self) -> Result<Library, Report> {
        self.blueprints.as_deref().map_or_else(|| Ok(Library::embedded()), Library::directory)
    }

    /// A path given on the command line, which is relative to the directory the program works in.
    pub(super) fn resolve(&self, path: &Utf8Path) -> camino::Utf8PathBuf {
        self.directory.join(path)
    }
}
