//! The `quickscale.yml` of the Python QuickScale as a manifest.

mod fields;
mod modules;
mod yaml;

use std::ops::Range;

use self::fields::{Fields, Findings, is_secret};
use crate::{
    diagnostics::{Issue, Report, SourceFile, codes},
    document::Scalar,
    manifest::{
        SCHEMA,
        edit::{NewNode, Style},
    },
};

/// A manifest made from another configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// The manifest's text.
    pub text: String,
    /// What was not carried over, or not as it was.
    pub notes: Vec<Note>,
}

/// A field that was not carried over, or not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The field, with dots.
    pub field: String,
    /// Why, in a person's words; never a value that may be a secret.
    pub why: String,
}

/// The manifest that says what a `quickscale.yml` says.
///
/// Every field is carried over or noted. The manifest is laid out canonically, and still to be checked.
pub fn from_python(source: &SourceFile) -> Result<Migration, Report> {
    let mut findings = Findings { source, notes: Vec::new(), issues: Vec::new() };
    let nodes = match yaml::parse(source) {
        Ok(yaml) => nodes(yaml, &mut findings),
        Err(issues) => {
            findings.issues = issues;
            Vec::new()
        }
    };
    if !findings.issues.is_empty() {
        let mut report = Report::from_iter(findings.issues);
        report.sort_by_place();
        report.mask(&secrets(source.text()));
        return Err(report);
    }
    let style = Style { unit: "    ", newline: "\n" };
    let header = format!("quickscale schema={SCHEMA}\n");
    let written = nodes.iter().map(|node| format!("\n{}\n", node.on_lines("", style)));
    Ok(Migration { text: header + &written.collect::<String>(), notes: findings.notes })
}

fn nodes(yaml: yaml::Yaml, findings: &mut Findings<'_>) -> Vec<NewNode> {
    let mut fields = findings.fields("", Some(yaml));
    if !findings.issues.is_empty() {
        return Vec::new();
    }
    version(&mut fields, findings);
    let project = fields.take("project");
    let project = project_node(findings.fields("project", project), findings);
    let modules = fields.take("modules");
    let modules = modules::block(findings.fields("modules", modules), findings);
    let docker = fields.take("docker");
    let local = local(findings.fields("docker", docker), findings);
    fields.note_rest("there is no such field", findings);
    [project, modules, local].into_iter().flatten().collect()
}

/// The one version that there ever was.
fn version(fields: &mut Fields, findings: &mut Findings<'_>) {
    let Some(yaml) = fields.take("version") else { return };
    let is_known = match &yaml.value {
        yaml::Value::Text(text) => text == "1",
        yaml::Value::Integer(number) => *number == 1,
        yaml::Value::Null | yaml::Value::Boolean(_) | yaml::Value::List(_) | yaml::Value::Map(_) => false,
    };
    if !is_known {
        let issue =
            Issue::error(&codes::migrate::UNKNOWN_VERSION, "only version `1` of `quickscale.yml` is known")
                .help("write `version: \"1\"` if the file is an ordinary one")
                .label(yaml.span, "this version")
                .in_source(findings.source);
        findings.issues.push(issue);
    }
}

fn project_node(mut fields: Fields, findings: &mut Findings<'_>) -> Option<NewNode> {
    let mut node = NewNode::named("project");
    let issues = findings.issues.len();
    let slug = fields.text("slug", findings);
    if slug.is_none() && findings.issues.len() == issues {
        findings.issues.push(no_slug(findings.source));
    }
    let slug = slug?;
    let name = slug.replace('_', "-");
    if name != slug {
        findings.note("project.slug", format!("names have hyphens now: `{name}`"));
    }
    node.arguments.push(Scalar::Text(name));
    if let Some(package) = fields.text("package", findings) {
        node.properties.push(("package".to_owned(), Scalar::Text(package)));
    }
    let theme = fields.text("theme", findings).unwrap_or_else(|| "showcase_react".to_owned());
    let frontend = match theme.as_str() {
        "showcase_react" => "react",
        "showcase_html" | "showcase_htmx" => "htmx",
        _ => {
            findings.note(
                "project.theme",
                "there is no such theme; the manifest starts with `starter` and `htmx`",
            );
            "htmx"
        }
    };
    if matches!(frontend, "react") || theme == "showcase_html" || theme == "showcase_htmx" {
        findings.note(
            "project.theme",
            format!(
                "carried as the theme `starter` with the frontend `{frontend}`; the pages you have stay yours"
            ),
        );
    }
    for (field, value) in [("theme", "starter"), ("frontend", frontend)] {
        let arguments = vec![Scalar::Text(value.to_owned())];
        node.children.push(NewNode { arguments, ..NewNode::named(field) });
    }
    fields.note_rest("there is no such field", findings);
    Some(node)
}

fn no_slug(source: &SourceFile) -> Issue {
    Issue::error(&codes::migrate::MISSING, "the file names no project")
        .help("write `project:` and below it `  slug: your-project`")
        .label(0..0, "`project.slug` is missing")
        .in_source(source)
}

/// The environment `local`, which is where Docker was started.
fn local(mut fields: Fields, findings: &mut Findings<'_>) -> Option<NewNode> {
    let starts = fields.boolean("start", findings).unwrap_or(true);
    if fields.boolean("build", findings).is_some() {
        findings.note("docker.build", "there is no such field; `docker compose build` builds the images");
    }
    if fields.boolean("create_superuser", findings) == Some(true) {
        findings.note(
            "docker.create_superuser",
            "run `uv run python manage.py createsuperuser` once the database is up",
        );
    }
    fields.note_rest("there is no such field", findings);
    starts.then(|| NewNode {
        key: Some("local".to_owned()),
        children: vec![NewNode::named("docker")],
        ..NewNode::named("environment")
    })
}

/// The values of lines whose key names a secret. Goes by lines, since it is needed most when the
/// text is not YAML.
fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(colon) = line.find(':').filter(|colon| is_secret(&line[..*colon])) {
            let value = line[colon + 1..].trim();
            let lead = line[colon + 1..].find(value).unwrap_or_default();
            let from = start + colon + 1 + lead;
            spans.extend((!value.is_empty()).then_some(from..from + value.len()));
        }
        start += line.len();
    }
    spans
}

#[cfg(test)]
mod tests;
