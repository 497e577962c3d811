//! What became of each module of the Python QuickScale, and of its options.

use super::fields::{Fields, Findings};
use crate::{document::Scalar, manifest::edit::NewNode};

/// Said of the names of variables that a module could be told.
const FIXED_VARIABLE: &str =
    "the module names its variables itself: after `quickscale apply`, `.env.example` lists them";

/// The `modules` block; none without modules.
pub(super) fn block(modules: Fields, findings: &mut Findings<'_>) -> Option<NewNode> {
    let mut nodes: Vec<NewNode> = Vec::new();
    for (name, path, options) in modules.drain() {
        let mut options = findings.fields(&path, Some(options));
        let node = match name.as_str() {
            "auth" => Some(auth(&mut options, findings)),
            "orgs" | "teams" => Some(teams(&path, &name, &mut options, findings)),
            "billing" => billing(&path, &mut options, findings),
            "notifications" => notifications(&path, &mut options, findings),
            _ => {
                findings.note(
                    &path,
                    format!("there is no such module yet; its code in `modules/{name}` stays yours"),
                );
                None
            }
        };
        options.note_rest("there is no such option", findings);
        nodes.extend(node.filter(|node| nodes.iter().all(|other| other.name != node.name)));
    }
    (!nodes.is_empty()).then(|| NewNode { children: nodes, ..NewNode::named("modules") })
}

fn auth(options: &mut Fields, findings: &mut Findings<'_>) -> NewNode {
    let mut node = NewNode::named("auth");
    match options.boolean("registration_enabled", findings) {
        Some(true) => node.children.push(text("signup", "open")),
        Some(false) => node.children.push(text("signup", "closed")),
        None => {}
    }
    match options.text("email_verification", findings) {
        Some(verification) => node.children.push(text("verification", verification)),
        None => {
            findings.note(
                options.path_of("email_verification"),
                "not written, so it was `none`; the default is `mandatory` now, and `none` is written to keep what you have",
            );
            node.children.push(text("verification", "none"));
        }
    }
    match options.text("authentication_method", findings).as_deref() {
        Some("both") => findings.note(
            options.path_of("authentication_method"),
            "people sign in with their e-mail address; user names as well are no longer a choice",
        ),
        Some(method) => node.children.push(text("identifier", method)),
        None => {}
    }
    if let Some(seconds) = options.integer("session_cookie_age", findings) {
        const DAY: i64 = 24 * 60 * 60;
        let days = (seconds / DAY + i64::from(seconds % DAY != 0)).max(1);
        if days * DAY != seconds {
            findings
                .note(options.path_of("session_cookie_age"), format!("counted in whole days now: {days}"));
        }
        let days = Scalar::Integer(days.into());
        node.children.push(NewNode { arguments: vec![days], ..NewNode::named("session-days") });
    }
    node
}

fn teams(path: &str, name: &str, options: &mut Fields, findings: &mut Findings<'_>) -> NewNode {
    if name == "orgs" {
        findings.note(path, "the module is called `teams` now");
    }
    if let Some(mode) = options.text("mode", findings) {
        let why = match mode.as_str() {
            "solo" => "there is one mode only: everybody who signs up gets a team of their own",
            _ => "there is one mode only, and it is this one",
        };
        findings.note(options.path_of("mode"), why);
    }
    NewNode::named("teams")
}

fn billing(path: &str, options: &mut Fields, findings: &mut Findings<'_>) -> Option<NewNode> {
    let is_on = is_on(path, options, findings);
    let mut node = NewNode::named("billing");
    if let Some(currency) = options.text("billing_currency", findings) {
        node.children.push(text("currency", currency.to_lowercase()));
    }
    variables(
        options,
        &["publishable_key_env_var", "secret_key_env_var", "webhook_secret_env_var"],
        findings,
    );
    is_on.then_some(node)
}

fn notifications(path: &str, options: &mut Fields, findings: &mut Findings<'_>) -> Option<NewNode> {
    let is_on = is_on(path, options, findings);
    let mut node = NewNode::named("notifications");
    let domain = options.text("resend_domain", findings);
    if let Some(domain) = domain.filter(|domain| !domain.is_empty()) {
        node.children.push(text("provider", "resend"));
        findings.note(
            options.path_of("resend_domain"),
            format!("carried as the provider `resend`; the domain `{domain}` is a matter of the addresses"),
        );
    }
    match (options.text("sender_name", findings), options.text("sender_email", findings)) {
        (Some(name), Some(email)) if !name.is_empty() => {
            node.children.push(text("from", format!("{name} <{email}>")));
        }
        (_, Some(email)) => node.children.push(text("from", email)),
        (Some(_), None) => {
            findings.note(options.path_of("sender_name"), "a name without an address says nothing")
        }
        (None, None) => {}
    }
    if let Some(address) = options.text("reply_to_email", findings).filter(|address| !address.is_empty()) {
        node.children.push(text("reply-to", address));
    }
    variables(options, &["resend_api_key_env_var", "webhook_secret_env_var"], findings);
    is_on.then_some(node)
}

/// Whether a module with a switch is on; one that is off is left out with what it says.
fn is_on(path: &str, options: &mut Fields, findings: &mut Findings<'_>) -> bool {
    let is_on = options.boolean("enabled", findings) != Some(false);
    if !is_on {
        let name = path.rsplit('.').next().unwrap_or(path);
        let why = format!(
            "switched off, so the module and its options are left out; `quickscale add {name}` brings it back"
        );
        findings.note(options.path_of("enabled"), why);
    }
    is_on
}

fn variables(options: &mut Fields, names: &[&str], findings: &mut Findings<'_>) {
    for name in names {
        if options.take(name).is_some() {
            findings.note(options.path_of(name), FIXED_VARIABLE);
        }
    }
}

fn text(name: &str, value: impl Into<String>) -> NewNode {
    NewNode { arguments: vec![Scalar::Text(value.into())], ..NewNode::named(name) }
}
