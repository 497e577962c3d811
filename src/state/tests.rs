//! Lock files, read and written.

use std::collections::{BTreeMap, BTreeSet};

use pretty_assertions::assert_eq;
use proptest::{collection, prelude::*};

use super::*;
use crate::{
    blueprint::Owner,
    diagnostics::Report,
    workspace::{Digest, Mode, RelPath},
};

const BASE: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn path(text: &str) -> RelPath {
    RelPath::new(text).unwrap()
}

fn read(text: &str) -> Result<State, Report> {
    State::from_files([(lock_path("core"), text)])
}

/// The issues as `code line:column text-at-the-mark`.
fn mistakes(text: &str) -> Vec<String> {
    let report = read(text).unwrap_err();
    let shown = report.issues().iter().map(|issue| {
        assert!(issue.help.is_some(), "{issue:?}");
        let (label, source) = (&issue.labels[0], issue.source.as_ref().unwrap());
        let place = source.position(label.span.start);
        format!("{} {}:{} {}", issue.code, place.line, place.column, source.slice(&label.span))
    });
    shown.collect()
}

fn with(lines: &str) -> String {
    format!("format 1\nmodule core\nsource builtin\n{lines}")
}

#[test]
fn a_lock_file_reads_as_it_is_written() {
    let text = format!(
        "format 1\nmodule core\nversion 1.2.0\nsource builtin\ninput package acme\ninput title \"Acme \\\"CRM\\\"\"\n\
         protect config/settings\nmanaged 644 {BASE} config/modules.py\nshared 755 {BASE} \"docs/a b.md\"\n\
         gone docs/old.md\nmoved a.py b.py\n"
    );
    let state = read(&text).unwrap();
    let lock = &state.locks["core"];
    let entry = |owner, mode| Entry { owner, mode, base: Digest::of(b"") };
    let expected = Lock {
        version: Some(semver::Version::new(1, 2, 0)),
        source: "builtin".to_owned(),
        inputs: BTreeMap::from([
            ("package".to_owned(), "acme".to_owned()),
            ("title".to_owned(), "Acme \"CRM\"".to_owned()),
        ]),
        protect: BTreeSet::from([path("config/settings")]),
        entries: BTreeMap::from([
            (path("config/modules.py"), entry(Owner::Managed, Mode::Regular)),
            (path("docs/a b.md"), entry(Owner::Shared, Mode::Executable)),
        ]),
        gone: BTreeSet::from([path("docs/old.md")]),
        moved: BTreeMap::from([(path("a.py"), path("b.py"))]),
    };
    assert_eq!(*lock, expected);
    assert_eq!(state.to_files()[&lock_path("core")], text.as_bytes());
}

#[test]
fn every_mistake_is_found_at_once_and_marked() {
    let text = with(&format!(
        "color red\nversion 1\nsource other\ninput a b\ninput a c\nshared 777 {BASE} a.py\nmine 644 abc b.py\n\
         shared 644 {BASE} ../c.py\ngone .git/config\ngone .quickscale/lock/core.lock\nmoved a /b\n\
         shared 644 {BASE} d.py\ngone d.py\ngone \"e\n"
    ));
    let expected = [
        "state::syntax 4:1 color red",
        "state::value 5:9 1",
        "state::duplicate 6:1 source",
        "state::duplicate 8:7 a",
        "state::value 9:8 777",
        "state::value 10:1 mine",
        "state::value 10:10 abc",
        "state::path 11:77 ../c.py",
        "state::path 12:6 .git/config",
        "state::path 13:6 .quickscale/lock/core.lock",
        "state::path 14:9 /b",
        "state::duplicate 16:6 d.py",
        "state::syntax 17:6 \"e",
    ];
    assert_eq!(mistakes(&text), expected);
}

#[test]
fn a_file_that_is_not_of_this_format_is_refused_as_a_whole() {
    let cases = [
        ("", "state::format 1:1 "),
        ("module core\n", "state::format 1:1 module core"),
        ("format x\n", "state::format 1:1 format x"),
        ("format 2\nsomething new\n", "state::format 1:1 format 2"),
        ("format 1\r\nmodule core\r\n", "state::syntax 1:9 \r"),
        ("format 1\n<<<<<<< HEAD\nversion 1\n=======\n>>>>>>> b\n", "state::merge-markers 2:1 <<<<<<< HEAD"),
    ];
    for (text, expected) in cases {
        assert_eq!(mistakes(text), [expected], "{text:?}");
    }
    let newer = read("format 2\n").unwrap_err();
    assert!(newer.issues()[0].message.contains("is newer than this quickscale"), "{newer:?}");
}

#[test]
fn header_lines_are_required() {
    assert_eq!(mistakes("format 1\n"), ["state::syntax 1:1 ", "state::syntax 1:1 "]);
    assert_eq!(mistakes("format 1\nmodule teams\nsource builtin\n"), ["state::module-name 2:8 teams"]);
}

#[test]
fn a_lock_file_is_named_after_its_module() {
    let file = |name: &str| {
        (path(&format!(".quickscale/lock/{name}.lock")), format!("format 1\nmodule {name}\nsource x\n"))
    };
    assert!(State::from_files([file("a-b")]).is_ok());
    let report = State::from_files([file("A"), file("2")]).unwrap_err();
    assert!(report.issues().iter().all(|issue| issue.code.id == "state::module-name"), "{report:?}");
    assert_eq!(report.issues().len(), 2);
}

#[test]
fn other_files_are_left_alone_and_bytes_are_no_text() {
    let other = (path(".quickscale/lock/core.lock.orig"), b"<<<<<<<".to_vec());
    assert_eq!(State::from_files([other]).unwrap(), State::default());
    let report = State::from_files([(lock_path("core"), b"format 1\n\xff".to_vec())]).unwrap_err();
    assert_eq!(report.issues()[0].code.id, "state::not-text");
}

#[test]
fn a_path_belongs_to_one_lock() {
    let lock = |module: &str, line: &str| {
        (lock_path(module), format!("format 1\nmodule {module}\nsource x\n{line}\n"))
    };
    let entry = format!("shared 644 {BASE} a.py");
    let report = State::from_files([lock("core", &entry), lock("teams", "gone a.py")]).unwrap_err();
    let messages: Vec<&str> = report.issues().iter().map(|issue| issue.message.as_str()).collect();
    assert_eq!(messages, ["`a.py` is recorded by `core` and by `teams`"]);
}

#[test]
fn an_error_never_holds_a_raw_escape() {
    let text = with(
        "gone \"a\\u{1b}[31m\"\nmodule \"\\u{1b}\"\nsource x\ninput \"\\u{1b}\" a\ninput \"\\u{1b}\" a\n",
    );
    for issue in read(&text).unwrap_err() {
        assert!(!issue.message.contains('\u{1b}'), "{issue:?}");
    }
}

fn rel_path() -> impl Strategy<Value = RelPath> {
    "[a-z \"é#]{1,6}(/[a-z.\"' ]{1,6}){0,2}".prop_filter_map("no path", |text| RelPath::new(text).ok())
}

fn lock() -> impl Strategy<Value = Lock> {
    let entry = (prop::sample::select(Owner::ALL.as_slice()), any::<bool>(), any::<u8>()).prop_map(
        |(owner, executable, seed)| Entry {
            owner,
            mode: if executable { Mode::Executable } else { Mode::Regular },
            base: Digest::of(&[seed]),
        },
    );
    (
        any::<Option<(u8, u8)>>(),
        collection::btree_map(any::<String>(), any::<String>(), 0..4),
        collection::btree_set(rel_path(), 0..3),
        collection::btree_map(rel_path(), entry, 0..5),
        collection::btree_set(rel_path(), 0..3),
        collection::btree_map(rel_path(), rel_path(), 0..3),
    )
        .prop_map(|(version, inputs, protect, entries, gone, moved)| Lock {
            version: version.map(|(major, minor)| semver::Version::new(major.into(), minor.into(), 0)),
            source: "builtin".to_owned(),
            inputs,
            protect,
            gone: gone.into_iter().filter(|path| !entries.contains_key(path)).collect(),
            entries,
            moved,
        })
}

proptest! {
    #[test]
    fn every_state_survives(lock in lock()) {
        let state = State { locks: BTreeMap::from([("core".to_owned(), lock)]) };
        let files = state.to_files();
        let read = State::from_files(files.clone());
        prop_assert!(read.is_ok(), "{read:?}");
        let read = read.unwrap();
        prop_assert_eq!(&read, &state);
        prop_assert_eq!(read.to_files(), files);
    }

    #[test]
    fn no_text_is_too_strange(text in "(format 1\n)?([a-z0-9 \"\\\\\n\u{1b}é/.]{0,20}\n){0,6}") {
        // Whatever is read is written so that it reads the same.
        if let Ok(state) = read(&text) {
            prop_assert_eq!(State::from_files(state.to_files()).unwrap(), state);
        }
    }
}
