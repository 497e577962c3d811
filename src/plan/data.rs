//! The data of modules that go or are made anew: what is done about it while their code is still there.

use super::{Action, Change, ExecutorId, Fidelity, Risk, RunChange, Step};
use crate::{blueprint::ModuleSpec, resolve::Data, workspace::RelPath};

/// A module whose tables something becomes of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// The module.
    pub module: String,
    /// The version whose tables they are.
    pub version: String,
    /// The labels of its apps that have tables.
    labels: Vec<String>,
    tables: Vec<String>,
    /// Whether they are written to a file.
    pub exports: bool,
    /// Whether they are dropped.
    pub drops: bool,
    /// Whether the module stays, and makes them again.
    is_made_anew: bool,
}

impl Leaving {
    /// What becomes of the tables of `spec`; nothing when they are kept, or there are none. A module that is made
    /// anew cannot make its tables while the former ones are there.
    pub(super) fn new(spec: &ModuleSpec, data: Data, is_made_anew: bool) -> Option<Self> {
        if data == Data::Keep || spec.tables.is_empty() {
            return None;
        }
        Some(Self {
            module: spec.name.clone(),
            version: spec.version.to_string(),
            labels: spec.labels_with_tables(),
            tables: spec.tables.clone(),
            exports: data == Data::Export,
            drops: data == Data::Drop || is_made_anew,
            is_made_anew,
        })
    }

    /// The steps, with the file that is written.
    pub fn steps(&self, dump: &RelPath) -> Vec<Step> {
        let tables = self.tables.join(", ");
        let mut steps = Vec::new();
        if self.exports {
            let reason = format!("keeps what is in {tables}");
            steps.push(self.step(
                "export",
                dump.to_string(),
                reason,
                None,
                (self.export(dump.as_str()), vec![dump.clone()]),
            ));
        }
        for (label, command) in self.labels.iter().zip(self.zero()).filter(|_| self.drops) {
            let reason = format!("drops {tables}");
            steps.push(self.step(
                label,
                self.module.clone(),
                reason,
                Some(Risk::DropsData),
                (command, Vec::new()),
            ));
        }
        steps
    }

    fn step(
        &self,
        what: &str,
        target: String,
        reason: String,
        risk: Option<Risk>,
        (command, outputs): (Vec<String>, Vec<RelPath>),
    ) -> Step {
        Step {
            id: format!("{}:{}:{what}", ExecutorId::Data, self.module),
            executor: ExecutorId::Data,
            action: Action::Run,
            target,
            reason,
            depends_on: Vec::new(),
            risk,
            protected: None,
            fidelity: Fidelity::Opaque,
            change: Change::Run(RunChange { command, outputs, network: false }),
        }
    }

    fn export(&self, file: &str) -> Vec<String> {
        let words =
            ["python", "manage.py", "dumpdata"].into_iter().chain(self.labels.iter().map(String::as_str));
        words.chain(["--output", file]).map(str::to_owned).collect()
    }

    fn zero(&self) -> impl Iterator<Item = Vec<String>> {
        self.labels.iter().map(|label| {
            ["python", "manage.py", "migrate", label.as_str(), "zero"].map(str::to_owned).to_vec()
        })
    }

    /// What a person has to do wherever this program does not.
    pub(super) fn told(&self) -> String {
        let tables = self.tables.join(", ");
        let export = self.exports.then(|| self.export(&format!("{}.json", self.module)));
        let drop = self.zero().filter(|_| self.drops);
        let commands: Vec<String> =
            export.into_iter().chain(drop).map(|words| format!("`{}`", words.join(" "))).collect();
        let commands = commands.join(", then ");
        let then = match (self.drops, self.is_made_anew) {
            (true, true) => format!("it drops {tables}, and `migrate` makes them again"),
            (true, false) => {
                format!("it drops {tables}, and once the module is gone nothing here knows how")
            }
            (false, _) => format!("the tables stay: {tables}"),
        };
        let mark = if self.drops { ":" } else { ";" };
        format!("run {commands}{mark} {then}")
    }
}
