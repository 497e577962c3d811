//! `railway up --project P --environment E --service S --detach --json [--message M]`: what is in the directory goes up.

use std::{collections::BTreeMap, path::Path, process::Command};

use serde_json::{Value, json};

use super::{Call, Program, Said, refused};

const PROJECT: &str =
    "query Project($id: String!) { project(id: $id) { id services { edges { node { id name } } } } }";

/// The words of the command line.
#[derive(Default)]
struct Options<'w> {
    named: BTreeMap<&'static str, &'w str>,
    is_json: bool,
}

pub fn run(program: &Program, call: &Call, words: &[&str]) -> Said {
    let options = match Options::parse(words) {
        Ok(options) => options,
        Err(said) => return said,
    };
    upload(program, call, &options).unwrap_or_else(|(code, error)| {
        // Only this command says its errors as JSON, and on stdout.
        let json = json!({ "error": error.trim_end(), "code": code, "hint": null });
        match options.is_json {
            true => Said { code: 1, stdout: format!("{json}\n"), stderr: String::new() },
            false => Said::failed(1, format!("{error}\n")),
        }
    })
}

fn upload(program: &Program, call: &Call, options: &Options<'_>) -> Result<Said, (&'static str, String)> {
    let headers = program.headers(call).map_err(|_| ("NOT_AUTHENTICATED", "Not signed in.".to_owned()))?;
    let get = |name: &str| options.named.get(name).copied();
    let no_project = "No linked project found. Run railway link to connect to a project";
    let project = get("project").ok_or(("NO_LINKED_PROJECT", no_project.to_owned()))?;
    let environment =
        get("environment").ok_or(("ERROR", "--environment is required when using --project".to_owned()))?;
    let answer = program.ask(&headers, PROJECT, &json!({ "id": project })).map_err(fetch)?;
    if answer.status == 429 {
        return Err(("RATELIMITED", "You are being ratelimited. Please try again later".to_owned()));
    }
    let answer: Value = serde_json::from_slice(&answer.body)
        .map_err(|_| ("FETCH_ERROR", "Failed to fetch: error decoding response body".to_owned()))?;
    if let Some(message) = answer["errors"][0]["message"].as_str() {
        return Err(match message {
            "Not Authorized" => ("UNAUTHORIZED", refused(call)),
            "Project not found" => (
                "PROJECT_NOT_FOUND",
                "Project not found. Run `railway link` to connect to a project.".to_owned(),
            ),
            message => ("GRAPHQL_ERROR", message.to_owned()),
        });
    }
    let mut services = answer["data"]["project"]["services"]["edges"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|edge| &edge["node"]);
    let wanted = get("service").unwrap_or_default();
    // By its id or its name, as it is written.
    let service = services.find(|node| node["id"] == wanted || node["name"] == wanted);
    let service =
        service.and_then(|node| node["id"].as_str()).ok_or(("ERROR", "Service not found".to_owned()))?;
    let message =
        get("message").map(|text| format!("&message={}", text.replace(' ', "+"))).unwrap_or_default();
    let path = format!("/project/{project}/environment/{environment}/up?serviceId={service}{message}");
    let response = program.send(&headers, &path, archive(&call.directory)).map_err(fetch)?;
    let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    match response.status {
        200 => Ok(Said::fine(format!(
            "{}\n",
            json!({ "deploymentId": body["deploymentId"], "logsUrl": body["logsUrl"] })
        ))),
        400 => Err(("UPLOAD_FAILED", body["message"].as_str().unwrap_or_default().to_owned())),
        413 => {
            Err(("UPLOAD_FAILED", format!("Failed to upload code. File too large: {}", response.reason())))
        }
        status => Err((
            "UPLOAD_FAILED",
            format!("Failed to upload code with status code {status} {}", response.reason()),
        )),
    }
}

fn fetch(said: Said) -> (&'static str, String) {
    ("FETCH_ERROR", format!("Failed to fetch: {}", said.stderr.lines().next().unwrap_or_default()))
}

impl<'w> Options<'w> {
    fn parse(words: &[&'w str]) -> Result<Self, Said> {
        let mut options = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let name = match *word {
                "--json" => {
                    options.is_json = true;
                    continue;
                }
                "--detach" | "-d" | "--yes" | "-y" => continue,
                "--project" | "-p" => "project",
                "--environment" | "-e" => "environment",
                "--service" | "-s" => "service",
                "--message" | "-m" => "message",
                other => {
                    return Err(Said::failed(2, format!("error: unexpected argument '{other}' found\n")));
                }
            };
            let value = words
                .next()
                .ok_or_else(|| Said::failed(2, format!("error: a value is required for '{word}'\n")))?;
            options.named.insert(name, value);
        }
        Ok(options)
    }
}

/// The files of a directory as the program packs them: `.railwayignore` always counts, `.gitignore` only in a git
/// repository, and `.git` and `node_modules` never go up.
fn archive(directory: &Path) -> Vec<u8> {
    let empty = tempfile::tempdir().unwrap();
    let git = |words: &[&str]| {
        let mut command = Command::new("git");
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").current_dir(directory).args(words);
        command.output().unwrap()
    };
    let repository = empty.path().to_str().unwrap();
    git(&["init", "--quiet", "--bare", repository]);
    let (git_dir, tree) = (format!("--git-dir={repository}"), format!("--work-tree={}", directory.display()));
    let mut words = vec![git_dir.as_str(), tree.as_str(), "ls-files", "-z", "--others"];
    if directory.join(".railwayignore").exists() {
        words.push("--exclude-from=.railwayignore");
    }
    if directory.join(".git").exists() {
        words.push("--exclude-per-directory=.gitignore");
    }
    let listed = git(&words);
    let listed = String::from_utf8(listed.stdout).unwrap();
    let goes_up = |path: &&str| !path.split('/').any(|part| [".git", "node_modules"].contains(&part));
    let paths: String =
        listed.split_terminator('\0').filter(goes_up).map(|path| format!("./{path}\n")).collect();
    let list = empty.path().join("list");
    std::fs::write(&list, paths).unwrap();
    let mut tar = Command::new("tar");
    tar.args(["-czf", "-", "--no-recursion", "-T"]).arg(&list).current_dir(directory);
    tar.output().unwrap().stdout
}
