//! The way from one schema to the next.

use crate::{
    diagnostics::{Report, SourceFile, codes},
    document::{self, Outline, Scalar},
    manifest::{self, SCHEMA, edit},
};

/// Rewrites a manifest of one schema as one of the next, by edits.
type Step = fn(&SourceFile) -> Result<String, Report>;

/// The step from schema 1 comes first. There is exactly one for each schema before the current one.
const STEPS: [Step; SCHEMA as usize - 1] = [];

/// The text of `source` in the current schema; a manifest of a later one is refused.
pub fn upgrade(source: &SourceFile) -> Result<String, Report> {
    let outline = document::outline(source)?;
    let (_, report) = manifest::read(source);
    let newer = report.into_iter().filter(|issue| issue.code == &codes::manifest::NEWER_SCHEMA);
    let newer: Report = newer.collect();
    if newer.has_errors() {
        return Err(newer);
    }
    run(&STEPS, source, schema(&outline))
}

/// Takes the steps that lie before a manifest of schema `from`.
fn run(steps: &[Step], source: &SourceFile, from: usize) -> Result<String, Report> {
    let mut text = source.whole_text();
    for (index, step) in steps.iter().enumerate().skip(from.saturating_sub(1)) {
        let before = SourceFile::new(source.name(), &text);
        let stepped = SourceFile::new(source.name(), &step(&before)?);
        text = edit::set(&stepped, "quickscale.schema", &[(index + 2).to_string()])?;
    }
    Ok(text)
}

/// The schema that the manifest says it is written in; the first one if it says nothing.
fn schema(outline: &Outline) -> usize {
    let header = outline.nodes.iter().find(|node| node.name == "quickscale");
    let mut written = header.into_iter().flat_map(|node| {
        let properties = node.entries.iter().filter(|entry| entry.name.as_deref() == Some("schema"));
        let children = node.children().iter().filter(|node| node.name == "schema");
        properties.chain(children.filter_map(|node| node.arguments().next()))
    });
    match written.next().map(|entry| &entry.value) {
        Some(Scalar::Integer(schema)) => usize::try_from(*schema).unwrap_or(1).max(1),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn rename_theme(source: &SourceFile) -> Result<String, Report> {
        edit::set(source, "project.theme", &["second".to_owned()])
    }

    fn add_frontend(source: &SourceFile) -> Result<String, Report> {
        edit::set(source, "project.frontend", &["third".to_owned()])
    }

    #[test]
    fn only_the_steps_that_are_missing_are_taken() {
        let steps: [Step; 2] = [rename_theme, add_frontend];
        let text = "quickscale schema=1 // é\nproject \"a\" {\n  theme \"first\" // keep\n}\n";
        let take = |from: usize| {
            let text = text.replace("=1", &format!("={from}"));
            let source = SourceFile::new("quickscale.kdl", &text);
            run(&steps, &source, schema(&document::outline(&source).unwrap())).unwrap()
        };
        let third =
            "quickscale schema=3 // é\nproject \"a\" {\n  theme \"THEME\" // keep\n  frontend \"third\"\n}\n";
        assert_eq!(take(1), third.replace("THEME", "second"));
        assert_eq!(take(2), third.replace("THEME", "first"));
        assert_eq!(take(3), text.replace("=1", "=3"));
    }

    #[test]
    fn a_manifest_without_a_header_is_of_the_first_schema() {
        let source = SourceFile::new("quickscale.kdl", "project \"a\"");
        let header = run(&[rename_theme], &source, 1).unwrap();
        assert_eq!(header, "quickscale schema=2\n\nproject \"a\" {\n    theme \"second\"\n}");
    }

    #[test]
    fn a_current_manifest_stays_and_a_later_one_is_refused() {
        let upgraded = |text: &str| upgrade(&SourceFile::new("quickscale.kdl", text));
        let current = "\u{feff}quickscale schema=1\r\nproject \"a\" nonsense=1";
        assert_eq!(upgraded(current).unwrap(), current);
        let report = upgraded("quickscale schema=2\nfuture").unwrap_err();
        let codes: Vec<&str> = report.issues().iter().map(|issue| issue.code.id).collect();
        assert_eq!(codes, ["manifest::newer-schema"]);
        assert!(upgraded("project {").is_err());
    }
}
