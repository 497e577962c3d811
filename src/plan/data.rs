//! The data of modules that go or are made anew: what is done about it while their code is still there.

use super::{Action, Change, ExecutorId, Fidelity, Risk, RunChange, Step};
use crate::{blueprint::ModuleSpec, resolve::Data, workspace::RelPath};

/// What takes back every migration of an app.
const ZERO: &str = "zero";

/// Deletes what Django derives from models, where only a foreign key keeps it.
const FORGET: &str = "\
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction

types = ContentType.objects.filter(app_label__in=[LABELS])
Permission.objects.filter(content_type__in=types).delete()
for kind in types:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute('DELETE FROM django_content_type WHERE id = %s', [kind.pk])
    except IntegrityError:
        pass
";

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
        let zero = self.labels.iter().zip(self.zero());
        let mut drops: Vec<_> =
            zero.map(|(label, command)| (label.as_str(), format!("drops {tables}"), command)).collect();
        // One that is made anew needs them again.
        if !self.is_made_anew {
            let reason = "deletes its permissions, and its content types unless other rows refer to them";
            drops.push(("forget", reason.to_owned(), self.forget()));
        }
        for (what, reason, command) in drops.into_iter().filter(|_| self.drops) {
            let risk = Some(Risk::DropsData);
            steps.push(self.step(what, self.module.clone(), reason, risk, (command, Vec::new())));
        }
        steps
    }

    /// What asks Django which migrations `command` would take back, if any.
    pub fn question(command: &[String]) -> Option<Vec<String>> {
        let takes_back = command.last().is_some_and(|word| word == ZERO);
        takes_back.then(|| command.iter().cloned().chain(["--plan".to_owned()]).collect())
    }

    /// The migrations in Django's answer to that, such as `crm.0002_comment`, which are of none of `all` that drop
    /// their tables. Django takes back whatever builds on a migration before it takes that back itself.
    pub fn others(all: &[&Self], answer: &str) -> Vec<String> {
        let dropped = |label: &str| all.iter().any(|it| it.drops && it.labels.iter().any(|own| own == label));
        // Below each are its operations, indented.
        let migrations = answer.lines().filter(|line| !line.starts_with(' '));
        let migrations = migrations.filter_map(|line| Some((line, line.split_once('.')?.0)));
        migrations.filter(|(_, label)| !dropped(label)).map(|(line, _)| line.trim_end().to_owned()).collect()
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
        self.labels
            .iter()
            .map(|label| ["python", "manage.py", "migrate", label.as_str(), ZERO].map(str::to_owned).to_vec())
    }

    /// What `migrate` leaves behind, so that rows that refer to a content type are not deleted along with it.
    fn forget(&self) -> Vec<String> {
        let labels: Vec<String> = self.labels.iter().map(|label| format!("'{label}'")).collect();
        let code = FORGET.replace("LABELS", &labels.join(", "));
        ["python", "manage.py", "shell", "--no-imports", "--command", &code].map(str::to_owned).to_vec()
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

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn what_else_django_would_take_back_is_found_in_its_answer() {
        let leaving = |module: &str, drops| Leaving {
            module: module.to_owned(),
            version: "1.0.0".to_owned(),
            labels: vec![module.to_owned()],
            tables: Vec::new(),
            exports: false,
            drops,
            is_made_anew: false,
        };
        let (notes, teams) = (leaving("notes", true), leaving("teams", false));
        let answer = "Planned operations:\n\
                      crm.0002_comment\n    Undo Add field v1.5 to comment\n\
                      teams.0001_initial\n    Undo Create model Team\n\
                      notes.0001_initial\n    Undo Create model Note\n";
        assert_eq!(Leaving::others(&[&notes, &teams], answer), ["crm.0002_comment", "teams.0001_initial"]);
        let nothing = "Planned operations:\n  No planned migration operations.\n";
        assert_eq!(Leaving::others(&[&notes], nothing), [""; 0]);
    }
}
