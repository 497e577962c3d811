//! Code that is sent to be built: a gzipped tar.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use serde_json::json;

use super::{
    deployment::{Files, Source},
    http::{Request, Response},
    world::{Caller, World},
};
use crate::support;

/// `POST /project/P/environment/E/up?serviceId=S&message=M`
pub fn take(world: &mut World, caller: &Caller, request: &Request) -> Response {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let parts: Vec<&str> = path.split('/').collect();
    let ["", "project", project, "environment", environment, "up"] = parts[..] else {
        return Response::text(404, "Not Found");
    };
    let parameter = |name: &str| {
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(decoded)
    };
    if !world.allows(caller, project, Some(environment)) || world.environment(environment).is_none() {
        return Response::text(401, r#"{"message":"Unauthorized"}"#);
    }
    let service = match parameter("serviceId").filter(|id| !id.is_empty()) {
        Some(id) => id,
        // Where none is named, Railway makes one.
        None => world.add_service(environment, "ample-kindness", json!({})),
    };
    if world.instance(environment, &service).is_none() {
        return Response::text(400, r#"{"message":"Service not found"}"#);
    }
    let Some(files) = unpacked(&request.body) else {
        return Response::text(400, r#"{"message":"The archive could not be read"}"#);
    };
    let id = world.deploy(environment, &service, Source::Upload(files), parameter("message"));
    let url = format!("https://railway.com/project/{project}/service/{service}?id={id}");
    Response::json(&json!({ "deploymentId": id, "url": url, "logsUrl": url, "deploymentDomain": "" }))
}

fn unpacked(archive: &[u8]) -> Option<Files> {
    let directory = tempfile::tempdir().unwrap();
    let mut tar = Command::new("tar")
        .args(["-xzf", "-", "-C"])
        .arg(directory.path())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let written = tar.stdin.take().unwrap().write_all(archive);
    let status = tar.wait().unwrap();
    written.ok().filter(|()| status.success())?;
    Some(support::tree_of(directory.path()).into_iter().map(|(path, file)| (path, file.bytes)).collect())
}

/// Text as it was before it was put into an address.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')];
                u8::from_str_radix(&String::from_utf8_lossy(&digits), 16).unwrap_or(b'?')
            }
            byte => byte,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
