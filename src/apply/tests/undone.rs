//! Taking back what was done.

use pretty_assertions::assert_eq;

use super::*;

#[test]
fn an_undo_restores_every_byte_and_mode() {
    let project = sample();
    let before = project.tree();
    project.apply(CHANGES).unwrap();
    let root = project.root();
    assert_eq!(history(&root).unwrap().len(), 1);

    let undone = undo(&root).unwrap();
    assert_eq!((undone.interrupted, undone.left), (false, Vec::new()));
    assert_eq!(project.tree(), before);
    assert!(matches!(undo(&root), Err(Error::NothingToUndo)));
}

#[test]
fn undos_go_back_one_apply_at_a_time() {
    let project = Project::with(&[]);
    let mut trees = vec![project.tree()];
    for (before, after) in [(None, Some("1\n")), (Some("1\n"), Some("2\n")), (Some("2\n"), None)] {
        project.apply(&[("a/b.py", before, after)]).unwrap();
        trees.push(project.tree());
    }
    trees.pop();
    while let Some(tree) = trees.pop() {
        undo(&project.root()).unwrap();
        assert_eq!(project.tree(), tree);
    }
}

#[test]
fn an_undo_never_overwrites_a_later_edit() {
    let project = sample();
    project.apply(CHANGES).unwrap();
    project.write("edit.py", "after\nand mine\n");
    let before = project.tree();
    assert_eq!(codes(undo(&project.root()).unwrap_err()), ["apply::changed-since"]);
    assert_eq!(project.tree(), before);
}

#[test]
fn only_the_last_applies_are_kept() {
    let project = Project::with(&[]);
    let texts: [&'static str; 13] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];
    for pair in texts.windows(2) {
        let before = (pair[0] != "0").then_some(pair[0]);
        project.apply(&[("a", before, Some(pair[1]))]).unwrap();
    }
    let numbers: Vec<u64> = history(&project.root()).unwrap().iter().map(|applied| applied.number).collect();
    assert_eq!(numbers, [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
}

#[test]
fn a_file_does_not_come_back_over_what_somebody_put_into_the_directory_in_its_place() {
    let project = sample();
    project.apply(CHANGES).unwrap();
    project.write("module/deep/own.py", "mine\n");
    let before = project.tree();
    let Err(Error::ChangedSince(changed)) = undo(&project.root()) else { panic!("it was taken back") };
    assert_eq!(changed, [path("module/deep/own.py")]);
    assert_eq!(project.tree(), before);
    project.delete("module/deep/own.py");
    undo(&project.root()).unwrap();
    assert_eq!(project.tree(), sample().tree());
}
