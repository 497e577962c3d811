//! Plans as files: written, read, and compared with the plan of now.
//!
//! A saved plan is never trusted for what it says: it is made anew, and applied only when the new one
//! is the same.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;

use super::{Change, Plan, Step};
use crate::diagnostics::{Issue, Report, SourceFile, codes::plan as codes};

const ANEW: &str = "make the plan anew with `quickscale plan --out FILE`";

impl Plan {
    /// The plan as `plan --json` prints it and `plan --out` saves it.
    pub fn to_json(&self) -> String {
        let mut text =
            serde_json::to_string_pretty(self).expect("internal: a plan consists of what JSON has");
        text.push('\n');
        text
    }

    /// Whether a text is a saved plan of any version, so that a newer one may take its place.
    pub fn is_saved(source: &SourceFile) -> bool {
        Self::from_json(source).map_or_else(
            |report| report.issues().iter().all(|issue| issue.code.id != codes::NOT_A_PLAN.id),
            |_| true,
        )
    }

    /// Reads a saved plan.
    pub fn from_json(source: &SourceFile) -> Result<Self, Report> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let issue = |code, message: String, error: &serde_json::Error| {
            let place = offset(source.text(), error);
            Issue::error(code, message).label(place..place, "").help(ANEW).in_source(source)
        };
        let format = serde_json::from_str::<Format>(source.text()).map_err(|error| {
            issue(&codes::NOT_A_PLAN, format!("this is not a saved plan: {}", plain(&error)), &error)
        })?;
        if format.format != Self::FORMAT {
            let message = format!(
                "the plan has format {}, and quickscale {} reads format {}",
                format.format,
                env!("CARGO_PKG_VERSION"),
                Self::FORMAT
            );
            return Err(Issue::error(&codes::OTHER_FORMAT, message).help(ANEW).into());
        }
        serde_json::from_str(source.text()).map_err(|error| {
            issue(&codes::DAMAGED, format!("the plan is damaged: {}", plain(&error)), &error).into()
        })
    }
}

/// The message without the place, which the label shows, and without control characters.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    message.chars().flat_map(|c| if c.is_control() { c.escape_debug().collect() } else { vec![c] }).collect()
}

fn offset(text: &str, error: &serde_json::Error) -> usize {
    let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    text.floor_char_boundary((before + error.column().saturating_sub(1)).min(text.len()))
}

/// One thing that is not as it was when a plan was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// Another version of quickscale saved the plan.
    Tool {
        /// The version that saved it.
        saved: String,
    },
    /// The plan is for another environment.
    Environment {
        /// The one it is for.
        saved: String,
    },
    /// The manifest was edited.
    Manifest,
    /// Something was applied since, or a lock file was edited.
    State,
    /// The blueprints render something else.
    Blueprint,
    /// A path or a service is not as it was.
    Target {
        /// The path or service.
        target: String,
        /// What is different, in a person's words.
        how: &'static str,
    },
    /// The steps come in another order.
    Order,
}

impl fmt::Display for Moved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tool { saved } => {
                let saved = saved.escape_debug();
                write!(
                    f,
                    "the plan was made by quickscale {saved}, and this is {}",
                    env!("CARGO_PKG_VERSION")
                )
            }
            Self::Environment { saved } => {
                write!(f, "the plan is for environment `{}`", saved.escape_debug())
            }
            Self::Manifest => f.write_str("the manifest was edited"),
            Self::State => f.write_str("the lock files changed: something was applied or merged"),
            Self::Blueprint => f.write_str("the blueprints render something else"),
            Self::Target { target, how } => write!(f, "`{}` {how}", target.escape_debug()),
            Self::Order => f.write_str("the steps come in another order"),
        }
    }
}

/// What moved since `saved` was made; nothing when applying `fresh` does exactly what `saved` said.
///
/// What was observed besides the targets of the steps does not matter: a person may go on working
/// on other files.
pub fn compare(saved: &Plan, fresh: &Plan) -> Vec<Moved> {
    let (old, new) = (&saved.header, &fresh.header);
    let origins = [
        (old.tool != new.tool, Moved::Tool { saved: old.tool.clone() }),
        (old.environment != new.environment, Moved::Environment { saved: old.environment.clone() }),
        (old.manifest != new.manifest, Moved::Manifest),
        (old.state != new.state, Moved::State),
        // Another manifest makes the same blueprints render something else: they are not to blame then.
        (old.blueprint != new.blueprint && old.manifest == new.manifest, Moved::Blueprint),
    ];
    let mut moved: Vec<Moved> = origins.into_iter().filter_map(|(is, what)| is.then_some(what)).collect();
    moved.extend(targets(saved, fresh));
    if moved.is_empty() && saved.steps != fresh.steps {
        moved.push(Moved::Order);
    }
    moved
}

fn targets(saved: &Plan, fresh: &Plan) -> Vec<Moved> {
    let by_id = |plan: &Plan| -> BTreeMap<String, Step> {
        plan.steps.iter().map(|step| (step.id.clone(), step.clone())).collect()
    };
    let (old, new) = (by_id(saved), by_id(fresh));
    let only_new = new.iter().filter(|(id, _)| !old.contains_key(*id));
    let only_new = only_new.map(|(_, step)| (step, "needs something done that the plan does not say"));
    let others = old.iter().filter_map(|(id, step)| match new.get(id) {
        None => Some((step, "needs nothing done any more")),
        Some(fresh) => Some((step, difference(step, fresh)?)),
    });
    let mut moved: Vec<Moved> = others
        .chain(only_new)
        .map(|(step, how)| Moved::Target { target: step.target.clone(), how })
        .collect();
    moved.sort_by_key(ToString::to_string);
    moved
}

fn difference(saved: &Step, fresh: &Step) -> Option<&'static str> {
    if saved == fresh {
        return None;
    }
    let how = match (&saved.change, &fresh.change) {
        (Change::File(old), Change::File(new)) if old.before != new.before => "was changed since",
        (Change::File(old), Change::File(new)) if old.after != new.after => "would become something else",
        (Change::Service(old), Change::Service(new)) if old.before != new.before => {
            "was started or stopped since"
        }
        (Change::Remote(old), Change::Remote(new)) if old != new => "differs in something else now",
        _ => "would be handled differently",
    };
    Some(how)
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::{
        blueprint::Owner::Shared,
        plan::{
            Contents, Note,
            world::{Blueprint, World},
        },
    };

    fn plan() -> Plan {
        let blueprint =
            Blueprint::version("1.0.0").file("a.py", Shared, "print(1)\n").file("b.py", Shared, "b\n");
        World::default().write("b.py", "mine\n").whole_plan(&blueprint)
    }

    fn read(text: &str) -> Result<Plan, String> {
        let issue = |report: Report| {
            let issue = &report.issues()[0];
            let place =
                issue.labels.first().map(|label| issue.source.as_ref().unwrap().position(label.span.start));
            let place = place.map(|place| format!(" {}:{}", place.line, place.column)).unwrap_or_default();
            format!("{}{place} {}", issue.code, issue.message)
        };
        Plan::from_json(&SourceFile::new("plan.json", text)).map_err(issue)
    }

    #[test]
    fn a_saved_plan_reads_as_it_was_but_for_the_texts() {
        let plan = plan();
        let saved = read(&plan.to_json()).unwrap();
        assert_eq!(saved, Plan { contents: Contents::default(), ..plan.clone() });
        assert_eq!(compare(&saved, &plan), []);
        assert!(!plan.to_json().contains("print(1)"), "no text is saved");
    }

    #[test]
    fn anything_else_is_refused_with_its_place() {
        let text = plan().to_json();
        let cases = [
            ("", "plan::not-a-plan 1:1 this is not a saved plan: EOF while parsing a value"),
            ("{}", "plan::not-a-plan 1:2 this is not a saved plan: missing field `format`"),
            (
                "{\"format\": 9, \"more\": 1}",
                "plan::other-format the plan has format 9, and quickscale 0.1.0 reads format 1",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).unwrap_err(), expected);
        }
        for (good, bad) in [
            ("\"target\"", "\"tarGet\""),
            ("\"path\": \"a.py\"", "\"path\": \"../a.py\""),
            ("\"action\": \"create\"", "\"action\": \"explode\""),
            ("\"unchanged\"", "\"extra\": 1, \"unchanged\""),
            ("\"owner\": \"shared\"", "\"owner\": \"shared\", \"bytes\": \"\""),
        ] {
            assert!(text.contains(good), "{good}");
            let error = read(&text.replacen(good, bad, 1)).unwrap_err();
            assert!(error.starts_with("plan::damaged "), "{error}");
        }
    }

    #[test]
    fn everything_that_moved_is_named() {
        let fresh = plan();
        let mut saved = plan();
        saved.header.tool = "0.0.1".to_owned();
        saved.header.environment = "production".to_owned();
        saved.header.manifest = fresh.header.blueprint;
        saved.header.observed = fresh.header.manifest;
        let gone = saved.steps.remove(0);
        saved.steps[0].reason = "another".to_owned();
        saved.steps.push(Step { id: "files:z".to_owned(), target: "z".to_owned(), ..gone });
        let moved: Vec<String> = compare(&saved, &fresh).iter().map(ToString::to_string).collect();
        let first = &fresh.steps[0].target;
        let second = &fresh.steps[1].target;
        let mut targets = vec![
            format!("`{first}` needs something done that the plan does not say"),
            format!("`{second}` would be handled differently"),
            "`z` needs nothing done any more".to_owned(),
        ];
        targets.sort();
        let mut expected = vec![
            "the plan was made by quickscale 0.0.1, and this is 0.1.0".to_owned(),
            "the plan is for environment `production`".to_owned(),
            "the manifest was edited".to_owned(),
        ];
        expected.extend(targets);
        assert_eq!(moved, expected);
    }

    #[test]
    fn blueprints_are_not_blamed_for_an_edit_of_the_manifest() {
        let fresh = plan();
        let mut saved = plan();
        saved.header.blueprint = fresh.header.manifest;
        assert_eq!(compare(&saved, &fresh), [Moved::Blueprint]);
        saved.header.manifest = fresh.header.blueprint;
        assert_eq!(compare(&saved, &fresh), [Moved::Manifest]);
    }

    #[test]
    fn other_files_may_change_and_notes_do_not_matter() {
        let fresh = plan();
        let mut saved = plan();
        saved.header.observed = fresh.header.manifest;
        saved.notes.push(Note { target: "x".to_owned(), message: "y".to_owned(), quiet: false });
        assert_eq!(compare(&saved, &fresh), []);
    }

    #[test]
    fn order_matters_and_a_doubled_step_is_noticed() {
        let fresh = plan();
        let mut saved = plan();
        saved.steps.reverse();
        assert_eq!(compare(&saved, &fresh), [Moved::Order]);
        let mut saved = plan();
        saved.steps.push(saved.steps[0].clone());
        assert_eq!(compare(&saved, &fresh), [Moved::Order]);
    }

    #[test]
    fn what_is_written_is_what_the_schemas_say() {
        let valid = |schema: serde_json::Value, value: &serde_json::Value| {
            let validator = jsonschema::validator_for(&schema).unwrap();
            let errors: Vec<String> = validator.iter_errors(value).map(|error| error.to_string()).collect();
            assert_eq!(errors, [""; 0]);
        };
        let blueprint = Blueprint::version("1.0.0").file("a.py", Shared, "print(1)\n");
        let plan = serde_json::from_str(&plan().to_json()).unwrap();
        valid(crate::plan::json_schema(), &plan);
        valid(crate::state::json_schema(), &serde_json::to_value(World::after(&blueprint).state).unwrap());
    }
}
