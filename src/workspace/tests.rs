//! Looking at real directories with everything in them that can be there.

use std::{fs, os::unix::fs::symlink};

use camino::Utf8Path;
use pretty_assertions::assert_eq;
use tempfile::TempDir;

use super::*;

struct Project(TempDir);

impl Project {
    #[expect(clippy::disallowed_methods, reason = "a test plays the user")]
    fn with(files: &[(&str, &[u8])]) -> Self {
        let project = Self(TempDir::new().unwrap());
        for (name, bytes) in files {
            let path = project.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        project
    }

    fn path(&self) -> &Utf8Path {
        Utf8Path::from_path(self.0.path()).unwrap()
    }

    fn root(&self) -> Root {
        Root::open(self.path()).unwrap()
    }
}

fn path(text: &str) -> RelPath {
    RelPath::new(text).unwrap()
}

fn observe(root: &Root, names: &[&str], known: Expectation) -> Snapshot {
    root.observe(&names.iter().map(|name| (path(name), known)).collect()).unwrap()
}

const NOTHING_KNOWN: Expectation = Expectation { base: None, wanted: None };

fn file(bytes: &[u8]) -> FileState {
    FileState::File { mode: Mode::Regular, digest: Digest::of(bytes) }
}

#[test]
fn every_kind_of_thing_is_told_apart() {
    let project = Project::with(&[("a.py", b"a\n"), ("dir/b.py", b"b\n"), ("empty", b"")]);
    let outside = Project::with(&[("secret", b"s"), ("a.py", b"theirs")]);
    symlink(outside.path(), project.path().join("link")).unwrap();
    symlink("a.py", project.path().join("dir/inner")).unwrap();
    symlink("nowhere", project.path().join("broken")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(project.path().join("socket")).unwrap();
    let expected = [
        ("a.py", file(b"a\n")),
        ("a.py/below", FileState::Other),
        ("absent", FileState::Absent),
        ("absent/below/it", FileState::Absent),
        ("broken", FileState::Symlink),
        ("broken/below", FileState::Other),
        ("dir", FileState::Directory),
        ("dir/b.py", file(b"b\n")),
        ("dir/inner", FileState::Symlink),
        ("empty", file(b"")),
        ("link", FileState::Symlink),
        ("link/a.py", FileState::Other),
        ("link/secret", FileState::Other),
        ("socket", FileState::Other),
    ];
    let names = expected.map(|(name, _)| name);
    let found = observe(&project.root(), &names, NOTHING_KNOWN);
    let states: Vec<_> = found.iter().map(|(path, seen)| (path.as_str(), seen.state)).collect();
    assert_eq!(states, expected);
}

#[test]
fn only_content_that_a_plan_may_need_is_kept() {
    let project = Project::with(&[("a.py", b"found")]);
    let digest = |text: &str| Some(Digest::of(text.as_bytes()));
    let cases = [
        (digest("base"), digest("new"), true),
        (digest("found"), digest("new"), true),
        (digest("base"), digest("found"), false),
        (digest("base"), digest("base"), true),
        (None, None, false),
        (digest("base"), None, true),
    ];
    for (base, wanted, kept) in cases {
        let seen = observe(&project.root(), &["a.py"], Expectation { base, wanted })[&path("a.py")].clone();
        assert_eq!(seen.bytes.as_deref(), kept.then_some(b"found".as_slice()), "{base:?} {wanted:?}");
    }
}

#[test]
fn large_files_are_hashed_like_small_ones() {
    let sizes = [0, 1, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 1_000_000];
    for size in sizes {
        let bytes: Vec<u8> = (0..size).map(|at: usize| u8::try_from(at % 251).unwrap()).collect();
        let project = Project::with(&[("big", &bytes)]);
        let known = Expectation { base: Some(Digest::of(b"base")), wanted: None };
        let seen = observe(&project.root(), &["big"], known)[&path("big")].clone();
        assert_eq!(seen.state, file(&bytes), "{size}");
        assert_eq!(seen.bytes.as_deref(), Some(bytes.as_slice()), "{size}");
    }
}

#[test]
fn many_paths_are_found_like_few() {
    let names: Vec<String> = (0..2500).map(|at| format!("d{}/f{at}", at % 7)).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().step_by(2).map(|name| (name.as_str(), name.as_bytes())).collect();
    let project = Project::with(&files);
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    let found = observe(&project.root(), &all, NOTHING_KNOWN);
    assert_eq!(found.len(), names.len());
    for (at, name) in names.iter().enumerate() {
        let expected = if at % 2 == 0 { file(name.as_bytes()) } else { FileState::Absent };
        assert_eq!(found[&path(name)].state, expected, "{name}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test plays the user")]
fn the_stat_cache_never_hides_a_change() {
    let project =
        Project::with(&[("a.py", b"one"), ("b.py", b"two"), (".quickscale/run/.gitignore", b"*\n")]);
    let (root, paths) = (project.root(), [path("a.py"), path("b.py")]);
    let state = |name: &str| observe(&root, &[name], NOTHING_KNOWN)[&path(name)].state;
    root.refresh_stat_cache(&paths).unwrap();
    assert_eq!((state("a.py"), state("b.py")), (file(b"one"), file(b"two")));
    // The same size at once, which only the times can tell.
    fs::write(project.path().join("a.py"), b"ONE").unwrap();
    assert_eq!((state("a.py"), state("b.py")), (file(b"ONE"), file(b"two")));
    root.refresh_stat_cache(&paths).unwrap();
    fs::rename(project.path().join("b.py"), project.path().join("a.py")).unwrap();
    assert_eq!((state("a.py"), state("b.py")), (file(b"two"), FileState::Absent));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test plays the user")]
fn a_damaged_stat_cache_counts_as_none() {
    let project = Project::with(&[("a.py", b"one"), (".quickscale/run/.gitignore", b"*\n")]);
    let root = project.root();
    root.refresh_stat_cache(&[path("a.py")]).unwrap();
    let cache = project.path().join(".quickscale/run/stat-cache");
    let whole = fs::read(&cache).unwrap();
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x40;
        for bytes in [&damaged[..], &whole[..at]] {
            fs::write(&cache, bytes).unwrap();
            assert_eq!(observe(&root, &["a.py"], NOTHING_KNOWN)[&path("a.py")].state, file(b"one"), "{at}");
        }
    }
}

#[test]
fn a_project_is_found_from_below() {
    let project = Project::with(&[("quickscale.kdl", b"quickscale schema=1\n"), ("deep/er/x", b"")]);
    let root = Root::find(&project.path().join("deep/er")).unwrap();
    assert_eq!(root.path(), project.path().canonicalize_utf8().unwrap());
    assert_eq!(root.manifest().unwrap().text(), "quickscale schema=1\n");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test plays the user")]
fn what_keeps_a_manifest_from_being_read_has_its_code() {
    let project = Project::with(&[]);
    let manifest = project.path().join("quickscale.kdl");
    let code = || project.root().manifest().unwrap_err().code.id;
    assert_eq!(code(), "workspace::unreadable");
    symlink("/etc/hostname", &manifest).unwrap();
    assert_eq!(code(), "workspace::not-a-file");
    fs::remove_file(&manifest).unwrap();
    fs::write(&manifest, b"project \"a\xff\"").unwrap();
    assert_eq!(code(), "workspace::not-text");
    fs::File::create(&manifest).unwrap().set_len(4 << 30).unwrap();
    assert_eq!(code(), "workspace::too-large");
    fs::remove_file(&manifest).unwrap();
    fs::create_dir(&manifest).unwrap();
    assert_eq!(code(), "workspace::not-a-file");
    assert_eq!(Root::open(&project.path().join("absent")).unwrap_err().code.id, "workspace::unreadable");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test plays the user")]
fn a_base_is_only_used_when_it_is_the_right_one() {
    let digest = Digest::of(b"base");
    let project = Project::with(&[("base", b"base")]);
    let root = project.root();
    assert_eq!(root.verified(&path("base"), digest).unwrap(), Some(b"base".to_vec()));
    fs::write(project.path().join("base"), b"other").unwrap();
    assert_eq!(root.verified(&path("base"), digest).unwrap(), None);
    assert_eq!(root.verified(&path("absent"), digest).unwrap(), None);
}
