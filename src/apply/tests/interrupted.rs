//! A transaction that was cut short, wherever that was: how the next command ends it.

use pretty_assertions::assert_eq;

use super::*;

#[test]
fn a_failure_after_the_commit_is_taken_back() {
    let project = sample();
    let before = project.tree();
    let root = project.root();
    let _session = Session::begin(&root, "apply").unwrap();
    let (number, journal) = project.commit_only(CHANGES);
    // The slot of a file is gone, so that it cannot be put into place after others were.
    let missing = journal.files().find(|file| file.path == path("run.sh")).unwrap().slot;
    project.delete(run_dir::slot_path(number, missing).as_str());
    let staged = stage::Staged { seen: Vec::new(), journal };
    assert_eq!(
        codes(transaction::finish(&root, number, &staged).unwrap_err()),
        ["workspace::unwritable", "apply::taken-back"]
    );
    assert_eq!(project.tree(), before);
}

#[test]
fn a_committed_apply_is_finished_from_wherever_it_was_killed() {
    let whole = sample();
    whole.apply(CHANGES).unwrap();
    let steps = sample().commit_only(CHANGES).1.operations.len();
    for done in 0..=steps {
        let project = sample();
        let (number, journal) = project.commit_only(CHANGES);
        let part = Journal { operations: journal.operations[..done].to_vec(), ..journal };
        Mover::new(&project.root(), number, &part).forward(None).unwrap();

        assert_eq!(pending(&project.root()).unwrap().unwrap().command, "apply");
        let root = project.root();
        let session = Session::begin(&root, "plan").unwrap();
        assert!(matches!(session.recovered(), [Recovered::Finished { .. }]), "{:?}", session.recovered());
        assert_eq!(project.tree(), whole.tree(), "{done} operations were done");
        assert_eq!(pending(&root).unwrap(), None);
    }
}

#[test]
fn a_committed_apply_can_be_taken_back_from_wherever_it_was_killed() {
    let steps = sample().commit_only(CHANGES).1.operations.len();
    for done in 0..=steps {
        let project = sample();
        let before = project.tree();
        let (number, journal) = project.commit_only(CHANGES);
        let part = Journal { operations: journal.operations[..done].to_vec(), ..journal };
        Mover::new(&project.root(), number, &part).forward(None).unwrap();
        assert!(undo(&project.root()).unwrap().interrupted);
        assert_eq!(project.tree(), before, "{done} operations were done");
    }
}

#[test]
fn an_undo_that_was_killed_goes_on_backwards() {
    let project = sample();
    let before = project.tree();
    project.apply(CHANGES).unwrap();
    run_dir::mark(&project.root(), 1, Status::TakingBack).unwrap();
    let root = project.root();
    let session = Session::begin(&root, "apply").unwrap();
    assert!(matches!(session.recovered(), [Recovered::TakenBack { .. }]), "{:?}", session.recovered());
    assert_eq!(project.tree(), before);
}

#[test]
fn a_preparation_without_a_whole_journal_is_dropped() {
    for cut in [None, Some(0), Some(40)] {
        let project = sample();
        let before = project.tree();
        let (number, _) = project.commit_only(CHANGES);
        let place = run_dir::journal_path(number);
        let text = project.read(place.as_str());
        match cut {
            Some(end) => project.write(place.as_str(), &text[..end]),
            None => project.delete(place.as_str()),
        }
        let root = project.root();
        assert_eq!(Session::begin(&root, "apply").unwrap().recovered(), [Recovered::Dropped]);
        assert_eq!(project.tree(), before);
        assert!(run_dir::transactions(&root).unwrap().is_empty());
    }
}

#[test]
fn an_edit_after_a_kill_is_never_overwritten() {
    let project = sample();
    let before = project.tree();
    project.commit_only(CHANGES);
    project.write("edit.py", "mine\n");
    let root = project.root();
    assert_eq!(codes(Session::begin(&root, "apply").unwrap_err()), ["apply::stuck"]);

    let undone = undo(&root).unwrap();
    assert_eq!(undone.left, [LeftAlone { path: path("edit.py"), kept: None }]);
    let mut expected = before;
    expected.insert("edit.py".to_owned(), "644 mine\n".to_owned());
    assert_eq!(project.tree(), expected);
    assert!(Session::begin(&root, "apply").unwrap().recovered().is_empty());
}

#[test]
fn a_swap_in_three_steps_is_settled_after_each() {
    let whole = sample();
    whole.apply(CHANGES).unwrap();
    for steps in 1..=2 {
        let project = sample();
        let (number, journal) = project.commit_only(CHANGES);
        let slot = journal.files().find(|file| file.path == path("edit.py")).unwrap().slot;
        let root = project.root();
        let (mut tree, mut slots) = (root.tree(), root.tree());
        let (edit, slot, waiting) =
            (path("edit.py"), run_dir::slot_path(number, slot), run_dir::waiting_path(number, slot));
        tree.move_to_absent(&edit, (&mut slots, &waiting)).unwrap();
        if steps == 2 {
            slots.move_to_absent(&slot, (&mut tree, &edit)).unwrap();
        }
        Session::begin(&root, "apply").unwrap();
        assert_eq!(project.tree(), whole.tree(), "after {steps} steps");
        undo(&root).unwrap();
        assert_eq!(project.tree(), sample().tree());
    }
}

#[test]
fn an_edit_while_files_are_moved_stops_and_takes_back() {
    for edited in ["edit.py", "run.sh", "new/deep/a.py"] {
        let project = sample();
        let root = project.root();
        let (plan, next) = project.plan(CHANGES);
        run_dir::prepare(&root).unwrap();
        let (staged, _) = transaction::prepare(&root, 1, "apply", &plan, &next, &mut || Ok(())).unwrap();
        project.write(edited, "saved just now\n");
        let before = project.tree();
        assert_eq!(codes(transaction::finish(&root, 1, &staged).unwrap_err()), ["apply::stale"], "{edited}");
        assert_eq!(project.tree(), before, "{edited}");
        assert!(Session::begin(&root, "apply").unwrap().recovered().is_empty());
    }
}

/// What somebody has done since stays, and so does what only the transaction still has.
#[test]
fn an_edit_of_a_written_file_after_a_kill_costs_nothing_of_what_was_there_before() {
    let project = sample();
    let before = project.tree();
    let (number, journal) = project.commit_only(CHANGES);
    let root = project.root();
    Mover::new(&root, number, &journal).forward(None).unwrap();
    project.write("edit.py", "mine\n");
    assert_eq!(codes(Session::begin(&root, "apply").unwrap_err()), ["apply::stuck"]);

    let kept = ".quickscale/run/kept/2/edit.py";
    assert_eq!(undo(&root).unwrap().left, [LeftAlone { path: path("edit.py"), kept: Some(path(kept)) }]);
    assert_eq!(project.read(kept), "before\n");
    let mut expected = before;
    expected.insert("edit.py".to_owned(), "644 mine\n".to_owned());
    assert_eq!(project.tree(), expected);
}

#[test]
fn a_file_that_is_edited_right_after_it_was_written_is_named_with_what_it_was() {
    let project = sample();
    let root = project.root();
    let (plan, next) = project.plan(CHANGES);
    run_dir::prepare(&root).unwrap();
    let (staged, _) = transaction::prepare(&root, 1, "apply", &plan, &next, &mut || Ok(())).unwrap();
    Mover::new(&root, 1, &staged.journal).forward(None).unwrap();
    project.write("edit.py", "saved just now\n");
    let report = transaction::finish(&root, 1, &staged).unwrap_err().into_report();
    let last = report.issues().last().unwrap();
    assert_eq!(last.code.id, "apply::taken-back");
    assert_eq!(last.message, "the apply was taken back, but for `edit.py`, which was changed while it ran");
    let help = "`edit.py` stays as it is now; what it was before is kept in `.quickscale/run/kept/2/edit.py`";
    assert_eq!(last.help.as_deref(), Some(help));
    assert_eq!(project.read("edit.py"), "saved just now\n");
    assert_eq!(project.read(".quickscale/run/kept/2/edit.py"), "before\n");
}
