//! What an environment is deployed to: `.quickscale/lock/<environment>.railway`.
//!
//! Ids and names, and nothing that changes with a deployment, so that committing it once is enough and a
//! clone deploys to the same place. The format is that of lock files:
//!
//! ```text
//! format 1
//! railway production
//! project 8df3b1d6-2317-4400-b267-56c4a42eed06 acme-crm
//! environment 4f1d2b7c-3bd5-4a1f-9d3a-3f2d3a8e4b11
//! service postgres 2b1e… Postgres              what it is here, its id, its name
//! service site 91c6… acme-crm
//! ```

use std::collections::BTreeMap;

use super::{LOCKS, parse, render::line, words};
use crate::{
    diagnostics::{Issue, SourceFile, codes::state as codes},
    workspace::RelPath,
};

/// Where one environment is deployed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RailwayRecord {
    /// The project's id and name.
    pub project: Option<(String, String)>,
    /// The id of the environment there.
    pub environment: Option<String>,
    /// Id and name of each service, by what it is here.
    pub services: BTreeMap<String, (String, String)>,
}

/// The file that records where `environment` is deployed to.
pub fn railway_path(environment: &str) -> Option<RelPath> {
    RelPath::new(format!("{LOCKS}/{environment}.railway")).ok()
}

impl RailwayRecord {
    /// The text of the file for `environment`.
    pub fn to_text(&self, environment: &str) -> String {
        let mut text = String::from("format 1\n");
        line(&mut text, &["railway", environment]);
        if let Some((id, name)) = &self.project {
            line(&mut text, &["project", id, name]);
        }
        if let Some(id) = &self.environment {
            line(&mut text, &["environment", id]);
        }
        for (role, (id, name)) in &self.services {
            line(&mut text, &["service", role, id, name]);
        }
        text
    }

    /// Reads the record of `environment`.
    pub fn parse(environment: &str, source: &SourceFile) -> Result<Self, Issue> {
        let help = format!("restore the file with `git checkout -- {}`", source.name());
        if let Some(issue) = parse::marked_by_git(source, &codes::RAILWAY) {
            return Err(issue.help("keep the lines of the side that deployed, and delete the rest"));
        }
        let (mut record, mut start, mut head) = (Self::default(), 0, Vec::new());
        for line in source.text().split_inclusive('\n') {
            let (text, span) = (line.trim_end(), start..start + line.trim_end().len());
            start += line.len();
            let split = words::split(text).unwrap_or_default();
            let words: Vec<&str> = split.iter().map(|word| word.text.as_ref()).collect();
            match words.as_slice() {
                ["format", "1"] => head.push("format"),
                ["railway", name] if *name == environment => head.push("railway"),
                ["project", id, name] => record.project = Some(((*id).to_owned(), (*name).to_owned())),
                ["environment", id] => record.environment = Some((*id).to_owned()),
                ["service", role, id, name] => {
                    let service = ((*id).to_owned(), (*name).to_owned());
                    record.services.insert((*role).to_owned(), service);
                }
                _ => {
                    let message = format!("this line is no record of where `{environment}` is deployed to");
                    return Err(Issue::error(&codes::RAILWAY, message)
                        .label(span, "")
                        .help(help)
                        .in_source(source));
                }
            }
        }
        if head != ["format", "railway"] {
            let message =
                format!("`{}` does not begin with `format 1` and `railway {environment}`", source.name());
            return Err(Issue::error(&codes::RAILWAY, message).help(help));
        }
        Ok(record)
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn sample() -> RailwayRecord {
        let named = |id: &str, name: &str| (id.to_owned(), name.to_owned());
        RailwayRecord {
            project: Some(named("p-1", "Acme CRM")),
            environment: Some("e-1".to_owned()),
            services: [
                ("postgres".to_owned(), named("s-1", "Postgres")),
                ("site".to_owned(), named("s-2", "acme")),
            ]
            .into(),
        }
    }

    fn read(text: &str) -> Result<RailwayRecord, String> {
        RailwayRecord::parse("live", &SourceFile::new("live.railway", text)).map_err(|issue| issue.message)
    }

    #[test]
    fn a_record_survives_its_text_and_so_does_half_of_one() {
        assert_eq!(read(&sample().to_text("live")), Ok(sample()));
        assert_eq!(read(&RailwayRecord::default().to_text("live")), Ok(RailwayRecord::default()));
    }

    #[test]
    fn a_damaged_record_is_refused() {
        let text = sample().to_text("live");
        for (damaged, expected) in [
            (text.replace("format 1", "format 2"), "this line is no record"),
            (text.replace("railway live", "railway other"), "this line is no record"),
            (text.replace("format 1\n", ""), "does not begin with `format 1`"),
            (format!("<<<<<<< ours\n{text}"), "git left a merge conflict"),
        ] {
            let message = read(&damaged).unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
    }
}
