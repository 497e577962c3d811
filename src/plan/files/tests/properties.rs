//! What must hold for every tree.

use std::collections::BTreeSet;

use pretty_assertions::assert_eq;
use proptest::{collection::vec, option, prelude::*};

use crate::plan::world::{Blueprint, Thing, World, path};
use crate::{
    blueprint::Owner,
    plan::{Action, Plan, Step},
    state::State,
    workspace::Mode,
};

const PATHS: [&str; 6] = ["a.py", "A.py", "b.py", "dir/a.py", "dir/c.py", "d.py"];

/// One wanted file: class, mode, and which lines of a fixed text are replaced.
type File = (Owner, bool, BTreeSet<usize>, bool);

#[derive(Debug, Clone)]
struct Version {
    files: Vec<Option<File>>,
    moved: Vec<(usize, usize)>,
}

#[derive(Debug, Clone)]
enum Edit {
    Insert(usize, usize),
    Replace(usize, usize),
    DeleteLine(usize, usize),
    Delete(usize),
    Chmod(usize),
    Rename(usize, usize),
    Replaced(usize, bool),
    Copy(usize, usize),
}

fn file() -> impl Strategy<Value = File> {
    (
        prop::sample::select(Owner::ALL.as_slice()),
        any::<bool>(),
        prop::collection::btree_set(0..10_usize, 0..3),
        any::<bool>(),
    )
}

fn version() -> impl Strategy<Value = Version> {
    let index = 0..PATHS.len();
    (vec(option::weighted(0.6, file()), PATHS.len()), vec((index.clone(), index), 0..3)).prop_map(
        |(mut files, moved)| {
            // What is renamed is not wanted under its old name, and two names that differ in case
            // only are never wanted at once.
            for (old, new) in &moved {
                if old != new && files[*new].is_some() {
                    files[*old] = None;
                }
            }
            if files[0].is_some() {
                files[1] = None;
            }
            Version { files, moved }
        },
    )
}

fn edit() -> impl Strategy<Value = Edit> {
    let index = 0..PATHS.len();
    prop_oneof![
        4 => (index.clone(), 0..11_usize).prop_map(|(file, line)| Edit::Insert(file, line)),
        4 => (index.clone(), 0..11_usize).prop_map(|(file, line)| Edit::Replace(file, line)),
        2 => (index.clone(), 0..11_usize).prop_map(|(file, line)| Edit::DeleteLine(file, line)),
        1 => index.clone().prop_map(Edit::Delete),
        1 => index.clone().prop_map(Edit::Chmod),
        2 => (index.clone(), index.clone()).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => (index.clone(), index.clone()).prop_map(|(from, to)| Edit::Copy(from, to)),
        1 => (index, any::<bool>()).prop_map(|(file, link)| Edit::Replaced(file, link)),
    ]
}

fn blueprint(number: usize, version: &Version) -> Blueprint {
    let mut blueprint = Blueprint::version(&format!("{number}.0.0"));
    for (index, file) in version.files.iter().enumerate() {
        let Some((owner, executable, replaced, teams)) = file else { continue };
        let line = |line: usize| match replaced.contains(&line) {
            true => format!("line {line} of {index} in version {number}\n"),
            false => format!("line {line} of {index}\n"),
        };
        let text: String = (0..10).map(line).collect();
        let mode = if *executable { Mode::Executable } else { Mode::Regular };
        blueprint =
            blueprint.file_of(if *teams { "teams" } else { "core" }, PATHS[index], *owner, mode, &text);
    }
    for (old, new) in &version.moved {
        blueprint = blueprint.moved(PATHS[*old], PATHS[*new]);
    }
    blueprint
}

/// Does what a person might do; every line written is one of a kind.
fn perform(world: &mut World, edit: &Edit, serial: &mut usize) {
    let mut line = || {
        *serial += 1;
        format!("user {serial}\n")
    };
    let at = |index: &usize| path(PATHS[*index]);
    let lines = |world: &World, index: &usize| match world.tree.get(&at(index)) {
        Some(Thing::File(mode, bytes)) => {
            let text = String::from_utf8(bytes.clone()).unwrap();
            Some((*mode, text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>()))
        }
        _ => None,
    };
    let put = |world: &mut World, index: &usize, (mode, lines): (Mode, Vec<String>)| {
        world.tree.insert(at(index), Thing::File(mode, lines.concat().into_bytes()));
    };
    match edit {
        Edit::Insert(index, position) => {
            let (mode, mut lines) = lines(world, index).unwrap_or_default();
            lines.insert((*position).min(lines.len()), line());
            if !matches!(world.tree.get(&at(index)), Some(Thing::Directory | Thing::Symlink)) {
                put(world, index, (mode, lines));
            }
        }
        Edit::Replace(index, position) | Edit::DeleteLine(index, position) => {
            let Some((mode, mut lines)) = lines(world, index) else { return };
            // Only lines of the render are taken away: a person knows what he deletes of his own.
            let Some(old) = lines.get_mut(*position).filter(|old| old.starts_with("line")) else { return };
            *old = if matches!(edit, Edit::Replace(..)) { line() } else { String::new() };
            put(world, index, (mode, lines));
        }
        Edit::Delete(index) => drop(world.tree.remove(&at(index))),
        Edit::Chmod(index) => {
            if let Some((_, lines)) = lines(world, index) {
                put(world, index, (Mode::Executable, lines));
            }
        }
        Edit::Rename(from, to) | Edit::Copy(from, to) => {
            if let Some(thing) = world.tree.get(&at(from)).cloned() {
                if matches!(edit, Edit::Rename(..)) {
                    world.tree.remove(&at(from));
                }
                world.tree.insert(at(to), thing);
            }
        }
        Edit::Replaced(index, link) => {
            world.tree.insert(at(index), if *link { Thing::Symlink } else { Thing::Directory });
        }
    }
}

/// The lines that a person wrote, wherever they are now.
fn user_lines(world: &World) -> BTreeSet<String> {
    let files = world.tree.values().filter_map(|thing| match thing {
        Thing::File(_, bytes) => Some(bytes),
        Thing::Directory | Thing::Symlink => None,
    });
    files
        .chain(&world.kept_aside)
        .flat_map(|bytes| {
            String::from_utf8(bytes.clone()).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .filter(|line| line.starts_with("user"))
        .collect()
}

fn ids(plan: &Plan) -> Vec<&str> {
    plan.steps.iter().map(|step| step.id.as_str()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Whatever the blueprint and a person do to a project, in turns: an apply leaves nothing to do
    /// but conflicts, no line of the person's is lost, and an empty plan changes no lock file.
    #[test]
    fn apply_converges_and_loses_nothing(
        versions in vec((version(), vec(edit(), 0..5)), 1..4),
        resolution in option::of(prop::sample::select(vec!["ours", "theirs", "markers"])),
    ) {
        let mut world = World::default();
        let mut serial = 0;
        for (number, (version, edits)) in versions.iter().enumerate() {
            let blueprint = blueprint(number + 1, version);
            if let Some(resolution) = resolution {
                world = world.resolve(resolution);
            }
            let written = user_lines(&world);
            let first = world.apply(&blueprint);
            prop_assert!(written.is_subset(&user_lines(&world)), "lost by {first:#?}");
            let mut ids = ids(&first);
            ids.sort_unstable();
            ids.dedup();
            prop_assert_eq!(ids.len(), first.steps.len(), "two steps for one path");

            let (state, tree) = (world.state.clone(), world.tree.clone());
            let second = world.apply(&blueprint);
            let open: Vec<&Step> = second.steps.iter().filter(|step| step.action != Action::Conflict).collect();
            prop_assert!(open.is_empty(), "left to do: {open:#?}\nafter {first:#?}");
            prop_assert_eq!(&world.state, &state);
            prop_assert_eq!(&world.tree, &tree);

            for edit in edits {
                perform(&mut world, edit, &mut serial);
            }
        }
    }

    /// What is written to lock files is what is read from them.
    #[test]
    fn a_state_survives_its_files(version in version()) {
        let world = World::after(&blueprint(1, &version));
        let read = State::from_files(world.state.to_files()).unwrap();
        assert_eq!(read, world.state);
        assert_eq!(read.to_files(), world.state.to_files());
    }
}
