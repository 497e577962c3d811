//! What `quickscale explain` says about a code.

use super::{Issue, Report, catalogue, closest, codes};

/// The text that explains the code called `id`, or the code that may have been meant.
pub fn explain(id: &str) -> Result<String, Report> {
    match catalogue().find(|code| code.id == id) {
        Some(code) => Ok(format!("{}: {}\n\n{}\n", code.id, code.title, code.explanation.trim())),
        None => Err(unknown(id).into()),
    }
}

fn unknown(id: &str) -> Issue {
    // The layer is easily forgotten, or taken for another one.
    let name = |id: &str| id.rsplit("::").next().unwrap_or_default().to_owned();
    let same_name = catalogue().find(|code| name(code.id) == name(id)).map(|code| code.id);
    let near = same_name.or_else(|| closest(id, catalogue().map(|code| code.id)));
    let help = match near {
        Some(near) => format!("run `quickscale explain {near}`"),
        None => "run `quickscale explain` to see every code".to_owned(),
    };
    Issue::error(&codes::explain::UNKNOWN_CODE, format!("`{}` is not an error code", id.escape_debug()))
        .help(help)
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn every_code_is_explained_and_a_misspelled_one_is_recognised() {
        for code in catalogue() {
            assert!(explain(code.id).unwrap().starts_with(code.id));
        }
        for (id, near) in [
            ("kdl::unknwon-node", "run `quickscale explain kdl::unknown-node`"),
            ("manifest::unknown-node", "run `quickscale explain kdl::unknown-node`"),
            ("unknown-node", "run `quickscale explain kdl::unknown-node`"),
            ("E0308", "run `quickscale explain` to see every code"),
        ] {
            let report = explain(id).unwrap_err();
            assert_eq!(report.issues()[0].help.as_deref(), Some(near), "{id}");
        }
    }
}
