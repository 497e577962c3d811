//! Which of a person's workspaces and projects is meant.

use serde_json::json;

use super::{
    answers::{Account, Named, Projects, TokenWorkspaces, Workspace},
    api::Api,
    documents,
    failure::Failure,
    transport::Credentials,
    trouble,
    wanted::Wanted,
};
use crate::diagnostics::{Issue, codes::railway as codes, listed};

/// The workspaces of whoever asks, with their projects. A workspace's own token has no account behind it.
pub(super) fn workspaces(api: &Api) -> Result<Vec<Workspace>, Failure> {
    match api.ask::<Account>(documents::ACCOUNT, json!({})) {
        Ok(account) => Ok(account.me.workspaces),
        Err(Failure::Denied(Credentials::Account)) => {
            let context: TokenWorkspaces = api.ask(documents::TOKEN_WORKSPACES, json!({}))?;
            let with_projects = |mut workspace: Workspace| {
                let asked = json!({ "workspaceId": workspace.id });
                let answer: Projects = api.ask(documents::PROJECTS, asked)?;
                workspace.projects = answer.projects;
                Ok(workspace)
            };
            context.api_token.workspaces.into_iter().map(with_projects).collect()
        }
        Err(failure) => Err(failure),
    }
}

/// The workspaces that may be meant.
fn fitting<'w>(workspaces: &'w [Workspace], wanted: &Wanted) -> impl Iterator<Item = &'w Workspace> {
    let asked = wanted.workspace.as_deref();
    workspaces.iter().filter(move |it| asked.is_none_or(|asked| it.name == asked || it.id == asked))
}

/// The projects that may be meant.
pub(super) fn candidates<'w>(workspaces: &'w [Workspace], wanted: &Wanted) -> Vec<&'w Named> {
    let projects: Vec<&Named> =
        fitting(workspaces, wanted).flat_map(|workspace| workspace.projects.living()).collect();
    let by_id: Vec<&Named> = projects.iter().copied().filter(|it| it.id == wanted.project).collect();
    if !by_id.is_empty() {
        return by_id;
    }
    projects.into_iter().filter(|it| it.name == wanted.project).collect()
}

/// The workspace that a project is made in.
pub(super) fn choose(workspaces: &[Workspace], wanted: &Wanted) -> Result<Named, Issue> {
    let named = |it: &Workspace| Named { id: it.id.clone(), name: it.name.clone(), deleted_at: None };
    let asked = wanted.workspace.as_deref();
    let mut fitting = fitting(workspaces, wanted);
    let names: Vec<&str> = workspaces.iter().map(|workspace| workspace.name.as_str()).collect();
    let help =
        |name: &str| format!("write the one that is meant: `deploy \"railway\" {{ workspace \"{name}\" }}`");
    match (fitting.next(), fitting.next(), asked) {
        (Some(one), None, _) => Ok(named(one)),
        (None, _, Some(asked)) => {
            let message = format!("no workspace of yours is called `{asked}`: there is {}", listed(&names));
            Err(trouble::issue(&codes::SEVERAL_WORKSPACES, message, &help(names.first().unwrap_or(&"NAME"))))
        }
        (None, _, None) => Err(trouble::issue(
            &codes::NO_ACCESS,
            "whoever is signed in belongs to no workspace",
            "make one at https://railway.com, or use another token",
        )),
        (Some(_), Some(_), _) => {
            let message = format!("a project can be made in several workspaces: {}", listed(&names));
            Err(trouble::issue(&codes::SEVERAL_WORKSPACES, message, &help(names[0])))
        }
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use serde_json::Value;

    use super::*;
    use crate::executor::railway::fixtures::wanted;

    fn workspace(name: &str, projects: &[(&str, &str)]) -> Workspace {
        let edge = |(id, name): &(&str, &str)| json!({ "node": { "id": id, "name": name } });
        let edges: Vec<Value> = projects.iter().map(edge).collect();
        let value = json!({ "id": format!("id-{name}"), "name": name, "projects": { "edges": edges } });
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_project_is_meant_by_its_id_before_its_name() {
        let workspaces =
            [workspace("mine", &[("p-1", "acme"), ("acme", "other")]), workspace("ours", &[("p-2", "acme")])];
        let ids = |wanted: &Wanted| -> Vec<String> {
            candidates(&workspaces, wanted).iter().map(|it| it.id.clone()).collect()
        };
        assert_eq!(ids(&wanted()), ["acme"]);
        assert_eq!(ids(&Wanted { project: "p-2".to_owned(), ..wanted() }), ["p-2"]);
        let in_ours = Wanted { workspace: Some("ours".to_owned()), ..wanted() };
        assert_eq!(ids(&in_ours), ["p-2"]);
    }

    #[test]
    fn one_of_several_workspaces_has_to_be_named() {
        let workspaces = [workspace("mine", &[]), workspace("ours", &[])];
        let error = choose(&workspaces, &wanted()).unwrap_err();
        assert_eq!(error.code.id, "railway::several-workspaces");
        let named = Wanted { workspace: Some("ours".to_owned()), ..wanted() };
        assert_eq!(choose(&workspaces, &named).unwrap().id, "id-ours");
        let wrong = Wanted { workspace: Some("other".to_owned()), ..wanted() };
        assert!(choose(&workspaces, &wrong).unwrap_err().message.contains("no workspace of yours"));
        assert_eq!(choose(&workspaces[..1], &wanted()).unwrap().name, "mine");
        assert_eq!(choose(&[], &wanted()).unwrap_err().code.id, "railway::no-access");
    }
}
