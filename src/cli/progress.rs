//! What goes on while a plan is carried out, on stderr.

use super::ui::Ui;
use crate::{
    executor::Events,
    plan::{Fidelity, Step},
};

/// Says which program runs: files are too quick to speak of.
#[derive(Debug)]
pub(super) struct Progress<'a> {
    ui: &'a Ui,
}

impl<'a> Progress<'a> {
    pub(super) fn new(ui: &'a Ui) -> Self {
        Self { ui }
    }
}

impl Events for Progress<'_> {
    fn started(&mut self, step: &Step) {
        match step.fidelity {
            Fidelity::Exact => self.ui.detail(&format!("{} {}", step.executor, step.target)),
            Fidelity::Predicted | Fidelity::Opaque => self.ui.say(&format!("{} …", step.target)),
        }
    }

    fn finished(&mut self, step: &Step) {
        self.ui.detail(&format!("{} done", step.id));
    }
}
