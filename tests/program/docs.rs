//! What the documentation says, done: its commands exist, and the walk through an update goes as described.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use crate::modules;
use crate::subtree::world::{TEXT, World};
use crate::support::{
    Project, Run,
    acceptance::{self, Row},
    evolving::Evolving,
    gate::Gate,
};

fn pages() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let below =
        |directory: PathBuf, depth| walkdir::WalkDir::new(directory).max_depth(depth).sort_by_file_name();
    let entries =
        below(root.to_owned(), 1).into_iter().chain(below(root.join("docs"), 9)).map(Result::unwrap);
    let pages = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "md"));
    pages.map(|entry| (entry.path().to_owned(), fs::read_to_string(entry.path()).unwrap())).collect()
}

/// What is between the fences of this language.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let open = format!("```{language}\n");
    text.split(open.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// Every `quickscale …` in code, as its words; words in capitals stand for what a person fills in.
fn commands(text: &str) -> Vec<Vec<String>> {
    let fenced = text.split("```").skip(1).step_by(2).flat_map(str::lines);
    let prose: String = text.split("```").step_by(2).collect();
    let inline: Vec<String> = prose.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    fenced
        .map(str::to_owned)
        .chain(inline)
        .filter_map(|line| {
            let line = line.trim().trim_start_matches("$ ").split(['#', '|', '>']).next().unwrap().to_owned();
            let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            (words.first().is_some_and(|word| word == "quickscale") && words.len() > 1)
                .then(|| words[1..].to_vec())
        })
        // `quickscale.kdl` and sentences about the tool are no commands.
        .filter(|words| words.iter().all(|word| !word.contains('…') && !word.contains("...")))
        .collect()
}

#[test]
fn no_page_names_a_command_or_a_flag_that_does_not_exist() {
    let mut checked = 0;
    let mut wrong = Vec::new();
    for (path, text) in pages() {
        for words in commands(&text) {
            // With `--help` the line is read and nothing is done.
            let mut command = Command::new(env!("CARGO_BIN_EXE_quickscale"));
            let words: Vec<&str> = words
                .iter()
                .map(|word| word.trim_matches(['[', ']', '"', '\'']))
                // `SHELL` stands for a word that the reader puts there.
                .filter(|word| !word.chars().all(char::is_uppercase))
                .collect();
            // Whatever follows a path is a value to `set`, a flag too.
            let words = if words.first() == Some(&"set") { &words[..1] } else { &words[..] };
            // The first node of a manifest is called like the program.
            if words.first().is_none_or(|word| word.contains('=')) {
                continue;
            }
            let run = Run::of(command.args(words).arg("--help"));
            checked += 1;
            if run.code != Some(0) {
                wrong.push(format!("{}: quickscale {}\n{}", path.display(), words.join(" "), run.stderr));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(checked > 5, "only {checked} commands were found");
}

const SETTINGS: &str = "debug = no\nlanguage = en\ntimezone = UTC\ncache = none\nmail = none\n";
const URLS: &str = "home\naccounts\nbilling\n";

/// Runs the commands of a page in their order. A block names the commands, and pieces of lines that they print in
/// this order; `[exit N]` is a code other than 0. Between two blocks the world goes on.
#[test]
fn the_walk_through_an_update_goes_as_described() {
    let world =
        Evolving::applied(&[("settings.txt", SETTINGS), ("urls.txt", URLS), ("other.txt", "other\n")]);
    let new = [
        ("settings.txt", SETTINGS.replace("mail = none", "mail = smtp")),
        ("urls.txt", URLS.replace("accounts", "members")),
    ];
    let meanwhile: [&dyn Fn(); 4] = [
        &|| {},
        &|| world.project.edit("settings.txt", "language = en", "language = de"),
        &|| world.rewrite("settings.txt", &new[0].1),
        &|| {
            world.project.edit("urls.txt", "accounts", "people");
            world.rewrite("urls.txt", &new[1].1);
        },
    ];
    let (_, text) = pages().into_iter().find(|(path, _)| path.ends_with("docs/safe-updates.md")).unwrap();
    let blocks = blocks(&text, "console");
    assert_eq!(blocks.len(), 7, "the page has other blocks than this test knows");
    let mut before = None;
    for (number, block) in blocks.iter().enumerate() {
        meanwhile.get(number).unwrap_or(&meanwhile[0])();
        if number == 4 {
            before = Some(world.project.committed());
        }
        block
            .split("$ quickscale ")
            .skip(1)
            .for_each(|example| goes_as_shown(|words| world.run(words), example));
        if number == 4 {
            assert_eq!(
                world.project.read("settings.txt"),
                new[0].1.replace("language = en", "language = de")
            );
            assert_eq!(world.project.read("urls.txt"), URLS.replace("accounts", "people"));
        }
    }
    assert_eq!(Some(world.project.committed()), before, "undo did not bring everything back");
}

#[test]
fn the_loop_over_many_projects_updates_all_but_those_that_need_a_person() {
    let text = |line: &str| format!("first\n{line}\nlast\n");
    let world = Evolving::new(&[("a.txt", &text("as generated"))]);
    let directory = Project::empty().file("bin/quickscale", QUICKSCALE);
    fs::set_permissions(directory.join("bin/quickscale"), fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", directory.join("bin").display(), std::env::var("PATH").unwrap());
    let sh = |script: &str| {
        let mut sh = Command::new("sh");
        sh.args(["-c", script]).current_dir(directory.path()).env("HOME", directory.path());
        sh.env("PATH", &path).env("REAL", env!("CARGO_BIN_EXE_quickscale"));
        Run::of(sh.env("BLUEPRINTS", world.args(&[])[1]))
    };
    directory
        .write(".gitconfig", "[user]\nname = Ada\nemail = ada@example.com\n[init]\ndefaultBranch = main\n");
    for name in ["calm", "torn"] {
        directory.write(
            &format!("clients/{name}/quickscale.kdl"),
            format!("quickscale schema=1\nproject \"{name}\"\n"),
        );
        let project = directory.join("clients").join(name);
        sh(&format!(
            "git init -q {0} && quickscale -C {0} apply --yes --offline --commit",
            project.display()
        ))
        .success();
    }
    directory.write("clients/torn/a.txt", text("of the team"));
    sh("git -C clients/torn commit -qam 'by the team'").success();
    world.rewrite("a.txt", &text("of the new version"));

    let (_, page) = pages().into_iter().find(|(path, _)| path.ends_with("docs/safe-updates.md")).unwrap();
    let [script] = blocks(&page, "sh")[..] else { panic!("the page has one script") };
    let said = sh(script).success();
    assert_eq!(said.stdout.matches("decide with `quickscale plan`").count(), 1, "{said:?}");
    assert!(said.stdout.contains("clients/torn/: decide"), "{said:?}");
    assert_eq!(directory.read("clients/calm/a.txt"), text("of the new version"));
    assert_eq!(directory.read("clients/torn/a.txt"), text("of the team"));
    for name in ["calm", "torn"] {
        assert_eq!(sh(&format!("git -C clients/{name} status --porcelain")).stdout, "", "{name}");
    }
    sh("git -C clients/calm log -1 --format=%s").prints("Apply quickscale.kdl");
}

/// The program, with the blueprints of a test.
const QUICKSCALE: &str = "#!/bin/sh\nexec \"$REAL\" --blueprints \"$BLUEPRINTS\" \"$@\"\n";

#[test]
fn the_walk_through_subtrees_goes_as_described() {
    let world = World::new();
    let address = format!("url.{}.insteadOf", world.core().display());
    world.configure(&address, "https://example.com/team/core.git");
    let meanwhile: [&dyn Fn(); 5] = [
        &|| {},
        &|| {
            world.edit("libs/core/a.txt", "nine", "nine, ours");
            world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
        },
        &|| {},
        &|| {
            world.edit("libs/core/a.txt", "ONE", "ours");
            world.release("v3", &[("a.txt", &TEXT.replace("one", "theirs"))]);
        },
        &|| {},
    ];
    let (_, text) = pages().into_iter().find(|(path, _)| path.ends_with("docs/subtrees.md")).unwrap();
    let blocks = blocks(&text, "console");
    assert_eq!(blocks.len(), 9, "the page has other blocks than this test knows");
    for (number, block) in blocks.iter().enumerate() {
        meanwhile.get(number).unwrap_or(&meanwhile[0])();
        if number == 5 {
            world.app.edit(
                "libs/core/a.txt",
                "<<<<<<< yours\nours\n=======\ntheirs\n>>>>>>> theirs\n",
                "both\n",
            );
        }
        block
            .split("$ quickscale ")
            .skip(1)
            .for_each(|example| goes_as_shown(|words| world.quickscale(words), example));
        world.git(&["diff", "--quiet", "--", "templates", "static"]);
    }
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT.replace("one", "ours").replace("nine", "nine, ours"));
    assert!(world.core_git(&["branch"]).contains("feature/core-of-acme"));
}

#[test]
fn the_walk_through_modules_goes_as_described() {
    let world = modules::update::with_first_version();
    world.apply().success();
    world.project.write("acme/pricing.py", "from modules.notes import util\n");
    let (_, text) = pages().into_iter().find(|(path, _)| path.ends_with("docs/modules.md")).unwrap();
    let walk: Vec<&str> = blocks(&text, "console").into_iter().filter(|block| block.contains("$ ")).collect();
    assert_eq!(walk.len(), 5, "the page has other blocks than this test knows");
    for (number, block) in walk.iter().enumerate() {
        if number == 3 {
            modules::update::release(&world);
        }
        block
            .split("$ quickscale ")
            .skip(1)
            .for_each(|example| goes_as_shown(|words| world.run(words), example));
    }
    assert_eq!(world.project.read("acme/pricing.py"), "from modules.notes import services as util\n");
    assert!(!world.project.exists("modules/notes"));
}

#[track_caller]
fn goes_as_shown(run: impl Fn(&[&str]) -> Run, example: &str) {
    let (command, shown) = example.split_once('\n').unwrap();
    let mut words: Vec<&str> = command.split_whitespace().collect();
    if ["plan", "apply", "status", "update"].contains(&words[0]) {
        // The page leaves out what keeps this test away from the network.
        words.push("--offline");
    }
    let run = run(&words);
    let said = format!("{}{}", run.stdout, run.stderr);
    let mut code = 0;
    let mut rest = said.as_str();
    for line in shown.lines() {
        match line.strip_prefix("[exit ").and_then(|line| line.strip_suffix(']')) {
            Some(number) => code = number.parse().unwrap(),
            None => {
                let at = rest.find(line.trim()).unwrap_or_else(|| panic!("no {line:?} in\n{rest}"));
                rest = &rest[at + line.trim().len()..];
            }
        }
    }
    run.exits(code);
}

/// The theme of the page about themes, made into a project.
#[test]
fn the_theme_that_is_described_makes_a_project() {
    let (_, text) = pages().into_iter().find(|(path, _)| path.ends_with("docs/themes.md")).unwrap();
    let (theme, footer) = (blocks(&text, "kdl"), blocks(&text, "html"));
    let project = Project::with_manifest("project \"acme\" {\n    theme \"imprint\"\n}\n");
    project.write("blueprints/themes/imprint/theme.kdl", theme[0]);
    project.write("blueprints/themes/imprint/htmx/templates/_partials/footer.html", footer[0]);
    project.quickscale(["--blueprints", "blueprints", "generate", "made"]).success();
    assert_eq!(project.read("made/templates/_partials/footer.html"), footer[0]);
    assert!(project.exists("made/templates/pages/home.html"), "nothing of `starter` is there");
}

#[test]
fn every_test_that_the_page_about_accounts_names_is_there() {
    let gate = Gate::of("modules", 10, "acceptance rows of auth with a test");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let journey = fs::read_to_string(root.join("tests/e2e/accounts.py")).unwrap();
    let rows = acceptance::rows();
    assert!(rows.len() >= 12, "{}", rows.len());
    for Row { file, test, walked } in &rows {
        let places = ["files", "react"].map(|folder| {
            let path = format!("blueprints/modules/auth/{folder}/modules/auth/tests/{file}");
            fs::read_to_string(root.join(path)).unwrap_or_default()
        });
        assert!(places.iter().any(|text| text.contains(&format!("def {test}("))), "{file}::{test}");
        // It is there, and a part of the journey.
        let walks = |name: &String| {
            journey.contains(&format!("def {name}(")) && journey.contains(&format!("        {name}("))
        };
        assert!(walked.as_ref().is_none_or(walks), "{walked:?}");
    }
    gate.passes(rows.len());
}
