//! What goes on while a plan is carried out, on stderr.

use super::ui::Ui;
use crate::{
    executor::Events,
    plan::{Fidelity, Step},
};

/// Says which program runs: files are too quick to speak of. What the programs say passes by, and stays
/// only when `-v` asks for it.
#[derive(Debug)]
pub(super) struct Progress<'a> {
    ui: &'a Ui,
    passing: bool,
}

impl<'a> Progress<'a> {
    pub(super) fn new(ui: &'a Ui) -> Self {
        Self { ui, passing: false }
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.passing) {
            self.ui.clear();
        }
    }
}

impl Events for Progress<'_> {
    fn started(&mut self, step: &Step) {
        self.clear();
        match step.fidelity {
            Fidelity::Exact => self.ui.detail(&format!("{} {}", step.executor, step.target)),
            Fidelity::Predicted | Fidelity::Opaque => self.ui.say(&format!("{} …", step.target)),
        }
    }

    fn finished(&mut self, step: &Step) {
        self.clear();
        self.ui.detail(&format!("{} done", step.id));
    }

    fn said(&mut self, line: &str) {
        self.ui.detail(line);
        self.ui.pass_by(line);
        self.passing = true;
    }

    fn reached(&mut self, what: &str) {
        self.clear();
        self.ui.say(&format!("  {what}"));
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.clear();
    }
}
