//! Whatever people, blueprints and commands do, in whatever order: no line that somebody wrote is lost, planning writes
//! nothing, an apply does what its plan said, and afterwards nothing is left to do.
//!
//! Each line that is written here is one of its kind. It has to be somewhere in the project or in what is kept aside for
//! as long as nobody has taken it out by hand.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use crate::support::{File, Run, evolving::Evolving};

const PATHS: [&str; 7] = ["a.txt", "b.txt", "c/d.txt", "c/e.txt", "c", "__package__/f.txt", "g"];
const WAYS: [&[&str]; 4] =
    [&[], &["--conflicts", "ours"], &["--conflicts", "theirs"], &["--conflicts", "markers"]];

/// Something that happens; numbers choose among what there is.
#[derive(Debug, Clone)]
enum Act {
    Edit(usize, usize),
    Carry(Away, usize),
    Publish(News, usize, usize),
    Apply {
        way: usize,
        destroy: bool,
    },
    /// An apply that is killed right before it says that it is done.
    Killed,
    Run(&'static [&'static str]),
    Eject(usize),
    GiveBack(usize),
}

/// What a person does with a whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Away {
    Delete,
    Rename,
    Follow,
    MakeDirectory,
}

/// What a new version of the blueprint brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    Change,
    Add,
    Drop,
    Move,
}

fn act() -> impl Strategy<Value = Act> {
    let number = || 0_usize..64;
    let commands = proptest::sample::select(vec![
        &["undo", "--yes"][..],
        &["apply", "--abort"],
        &["adopt", "--all", "--yes"],
        &["gc", "--yes"],
        &["resolve", "--yes"],
    ]);
    let away = proptest::sample::select(vec![Away::Delete, Away::Rename, Away::Follow, Away::MakeDirectory]);
    let news = vec![News::Change, News::Change, News::Change, News::Add, News::Drop, News::Move];
    let news = proptest::sample::select(news);
    prop_oneof![
        6 => (number(), number()).prop_map(|(file, line)| Act::Edit(file, line)),
        3 => (away, number()).prop_map(|(away, file)| Act::Carry(away, file)),
        8 => (news, number(), number()).prop_map(|(news, one, other)| Act::Publish(news, one, other)),
        8 => (0..WAYS.len(), any::<bool>()).prop_map(|(way, destroy)| Act::Apply { way, destroy }),
        1 => Just(Act::Killed),
        4 => commands.prop_map(Act::Run),
        1 => number().prop_map(Act::Eject),
        1 => number().prop_map(Act::GiveBack),
    ]
}

/// A project with its blueprint, and the lines that have to be somewhere.
struct Story {
    world: Evolving,
    blueprint: BTreeMap<String, String>,
    moved: Vec<(String, String)>,
    version: usize,
    written: usize,
    lines: BTreeSet<String>,
}

fn is_users(path: &str) -> bool {
    !path.starts_with(".quickscale/") && path != "quickscale.kdl"
}

impl Story {
    fn begin() -> Self {
        let world = Evolving::new(&[]);
        let mut story = Self {
            world,
            blueprint: BTreeMap::new(),
            moved: Vec::new(),
            version: 0,
            written: 0,
            lines: BTreeSet::new(),
        };
        for path in &PATHS[..4] {
            story
                .blueprint
                .insert((*path).to_owned(), (1..12).map(|line| format!("line {line}\n")).collect());
        }
        story.release();
        story.world.apply().success();
        story
    }

    fn release(&mut self) {
        self.version += 1;
        let is_rule = |(old, new): &&(String, String)| {
            self.blueprint.contains_key(new) && !self.blueprint.contains_key(old)
        };
        let rules: String = self
            .moved
            .iter()
            .filter(is_rule)
            .map(|(old, new)| format!("moved \"{old}\" \"{new}\"\n"))
            .collect();
        let files: Vec<(&str, &str)> =
            self.blueprint.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        self.world.release(&format!("{}.0.0", self.version), &rules, &files);
    }

    /// Whether the blueprint has room for a file of this path.
    fn is_free(&self, path: &str) -> bool {
        let within = |one: &str, other: &str| one == other || one.starts_with(&format!("{other}/"));
        !self.blueprint.keys().any(|other| within(path, other) || within(other, path))
            && !self.moved.iter().any(|(old, _)| old == path)
    }

    /// The user's file that `number` chooses.
    fn file(&self, number: usize) -> Option<(String, File)> {
        let mut tree = self.world.project.tree();
        tree.retain(|path, _| is_users(path));
        let chosen = number.checked_rem(tree.len())?;
        tree.into_iter().nth(chosen)
    }

    /// What a person takes out is no loss.
    fn take_out(&mut self, file: &File) {
        let text = String::from_utf8_lossy(&file.bytes);
        self.lines.retain(|line| !text.contains(line));
    }

    fn happen(&mut self, act: &Act) -> Result<(), TestCaseError> {
        match *act {
            Act::Edit(number, line) => self.edit(number, line),
            Act::Carry(away, number) => self.carry(away, number),
            Act::Publish(news, one, other) => self.publish(news, one, other),
            Act::Apply { way, destroy } => self.apply(WAYS[way], destroy)?,
            Act::Killed => {
                if self.world.apply().code == Some(0) {
                    self.forget_the_end();
                }
            }
            Act::Run(command) => is_sound(&self.world.run(command))?,
            Act::Eject(number) | Act::GiveBack(number) => {
                let Some((path, _)) = self.file(number) else { return Ok(()) };
                let back: &[&str] = if matches!(act, Act::GiveBack(_)) { &["--back"] } else { &[] };
                is_sound(&self.world.run(&[&["eject", &path, "--yes"][..], back].concat()))?;
            }
        }
        self.nothing_is_lost()
    }

    fn edit(&mut self, number: usize, line: usize) {
        let Some((path, file)) = self.file(number) else { return };
        let text = String::from_utf8(file.bytes).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        self.written += 1;
        let new = format!("written by a person, number {};", self.written);
        lines.insert(line % (lines.len() + 1), &new);
        self.world.project.write(&path, lines.join("\n") + "\n");
        self.lines.insert(new);
    }

    fn carry(&mut self, away: Away, number: usize) {
        let Some((path, file)) = self.file(number) else { return };
        let project = &self.world.project;
        let place = format!("own/{}.txt", self.written);
        let is_kept = matches!(away, Away::Rename | Away::Follow) && !project.exists(&place);
        if is_kept {
            fs::create_dir_all(project.join("own")).unwrap();
            fs::rename(project.join(&path), project.join(&place)).unwrap();
        } else {
            project.remove(&path);
        }
        match away {
            Away::Follow if is_kept => drop(self.world.run(&["state", "mv", &path, &place, "--yes"])),
            Away::MakeDirectory => fs::create_dir(project.join(&path)).unwrap(),
            Away::Delete | Away::Rename | Away::Follow => {}
        }
        if !is_kept {
            self.take_out(&file);
        }
    }

    fn publish(&mut self, news: News, one: usize, other: usize) {
        let paths: Vec<String> = self.blueprint.keys().cloned().collect();
        let path = &paths[one % paths.len()];
        let free = PATHS[other % PATHS.len()];
        match news {
            News::Change => {
                let text = &self.blueprint[path];
                let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                let line = other % lines.len();
                lines[line] = format!("version {}", self.version);
                self.blueprint.insert(path.clone(), lines.join("\n") + "\n");
            }
            News::Add if self.is_free(free) => {
                self.blueprint.insert(free.to_owned(), "one\ntwo\nthree\n".to_owned());
            }
            News::Drop if paths.len() > 1 => drop(self.blueprint.remove(path)),
            News::Move => {
                let text = self.blueprint.remove(path).unwrap();
                let is_free = self.is_free(free);
                let new = if is_free { free } else { path.as_str() };
                self.blueprint.insert(new.to_owned(), text);
                if is_free {
                    self.moved.push((path.clone(), free.to_owned()));
                }
            }
            News::Add | News::Drop => {}
        }
        self.release();
    }

    fn apply(&mut self, way: &[&str], destroy: bool) -> Result<(), TestCaseError> {
        let before = self.world.project.tree();
        let plan = self.world.run(&[&["plan", "--offline", "--detailed-exitcode"][..], way].concat());
        prop_assert_eq!(&self.world.project.tree(), &before, "planning wrote something");
        let destroy: &[&str] = if destroy { &["--allow-destroy"] } else { &[] };
        let run = self.world.apply_with(&[way, destroy].concat());
        is_sound(&run)?;
        if run.stderr.contains("interrupted") {
            return Ok(());
        }
        let expected: &[i32] = match plan.code {
            Some(0) => &[0],
            // Markers that are written end with 3 as well.
            Some(2) => &[0, 3, 4],
            _ => &[3],
        };
        prop_assert!(run.code.is_some_and(|code| expected.contains(&code)), "{plan:#?}\n{run:#?}");
        if run.code == Some(0) {
            let again = self.world.plan();
            prop_assert_eq!(again.code, Some(0), "{:#?}\n{:#?}", run, again);
        }
        Ok(())
    }

    /// Takes the last line of the last journal out, as a kill right before it does.
    fn forget_the_end(&self) {
        let transactions = self.world.project.join(".quickscale/run/transactions");
        let numbers = fs::read_dir(transactions).unwrap().flatten();
        let last = numbers.filter_map(|entry| entry.file_name().to_str()?.parse::<u64>().ok()).max();
        let Some(last) = last else { return };
        let journal = format!(".quickscale/run/transactions/{last}/journal");
        let text = self.world.project.read(&journal);
        self.world.project.write(&journal, text.replace("\ndone\n", "\n"));
    }

    fn nothing_is_lost(&self) -> Result<(), TestCaseError> {
        let mut tree = self.world.project.tree();
        tree.retain(|path, _| !path.starts_with(".quickscale/run/transactions/"));
        let texts: String = tree.values().map(|file| String::from_utf8_lossy(&file.bytes)).collect();
        let lost: Vec<&String> = self.lines.iter().filter(|line| !texts.contains(line.as_str())).collect();
        prop_assert!(lost.is_empty(), "lost: {lost:?}");
        Ok(())
    }
}

/// Whatever is refused is refused for a reason, with a documented exit code.
fn is_sound(run: &Run) -> Result<(), TestCaseError> {
    let documented = matches!(run.code, Some(0 | 1 | 3 | 4 | 5));
    prop_assert!(documented && !run.stderr.contains("panicked"), "{run:#?}");
    Ok(())
}

#[test]
fn no_line_of_a_person_is_lost() {
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let config = Config { cases: 16, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    TestRunner::new_with_rng(config, seed)
        .run(&proptest::collection::vec(act(), 1..24), |acts| {
            let mut story = Story::begin();
            acts.iter().try_for_each(|act| story.happen(act))
        })
        .unwrap();
}
