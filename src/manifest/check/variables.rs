//! Declared variables and what they are set to.

use super::Findings;
use crate::{
    diagnostics::{Issue, closest, codes},
    document::Pointer,
    manifest::{Environment, Literal, Manifest, Setting, Variable, VariableType},
};

/// The longest name of a variable.
const MAX_NAME: usize = 64;

/// What every project reads from its environment already.
const OF_THE_PROJECT: [&str; 12] = [
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "DEBUG",
    "DEFAULT_FROM_EMAIL",
    "DJANGO_SETTINGS_MODULE",
    "EMAIL_URL",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "REDIS_URL",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
];

/// Those of them whose value must never be written down.
const SECRETS_OF_THE_PROJECT: [&str; 5] =
    ["DATABASE_URL", "EMAIL_URL", "REDIS_URL", "SECRET_KEY", "SECRET_KEY_FALLBACKS"];

/// Whether every project reads this variable without a declaration.
pub fn is_of_every_project(name: &str) -> bool {
    OF_THE_PROJECT.contains(&name)
}

/// What the system, Python or a platform means by a name.
const OF_THE_SYSTEM: [&str; 18] = [
    "EDITOR",
    "HOME",
    "HOSTNAME",
    "LANG",
    "LANGUAGE",
    "LOGNAME",
    "MAIL",
    "PATH",
    "PORT",
    "PS1",
    "PWD",
    "SHELL",
    "TEMP",
    "TERM",
    "TMPDIR",
    "TZ",
    "USER",
    "VIRTUAL_ENV",
];

/// Families of such names.
const FAMILIES: [&str; 9] =
    ["COMPOSE_", "DOCKER_", "DYLD_", "LC_", "LD_", "POSTGRES_", "PYTHON", "QUICKSCALE_", "RAILWAY_"];

pub(super) fn check(manifest: &Manifest, findings: &mut Findings<'_>) {
    for (name, variable) in &manifest.variables {
        let at = Pointer::root().key("variables").key(name);
        check_name(name, &at, findings);
        if let Some(default) = &variable.default {
            check_default(name, variable, default, &at.key("default"), findings);
        }
    }
}

fn check_name(name: &str, at: &Pointer, findings: &mut Findings<'_>) {
    if let Some((issue, label)) = variable_name_problem(name) {
        findings.push_at_name(at, issue, label);
    }
}

/// Why nothing can declare a variable of this name, if so, with a word for the place; without a place.
pub fn variable_name_problem(name: &str) -> Option<(Issue, &'static str)> {
    let shown = name.escape_debug();
    let well_formed = name.len() <= MAX_NAME
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    if !well_formed {
        let upper: String =
            name.to_uppercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let help = if upper.starts_with(|c: char| c.is_ascii_uppercase()) && upper.len() <= MAX_NAME {
            format!("write `{upper}`")
        } else {
            "write capitals, digits and `_`, a letter first, at most 64".to_owned()
        };
        let message = format!("`{shown}` cannot be the name of a variable");
        let issue = Issue::error(&codes::manifest::BAD_VARIABLE_NAME, message).help(help);
        return Some((issue, "not a variable name"));
    }
    let owner = reserved_by(name)?;
    let message = format!("the variable `{shown}` belongs to {owner}");
    let help = if OF_THE_PROJECT.contains(&name) {
        "remove the line: the project reads this variable without a declaration".to_owned()
    } else {
        format!("write another name, for example `APP_{name}`")
    };
    Some((Issue::error(&codes::manifest::RESERVED_VARIABLE, message).help(help), "taken"))
}

fn reserved_by(name: &str) -> Option<&'static str> {
    if OF_THE_PROJECT.contains(&name) {
        Some("every project")
    } else if OF_THE_SYSTEM.contains(&name) || FAMILIES.iter().any(|family| name.starts_with(family)) {
        Some("the system the project runs on")
    } else {
        None
    }
}

fn check_default(
    name: &str,
    variable: &Variable,
    default: &Literal,
    at: &Pointer,
    findings: &mut Findings<'_>,
) {
    if variable.is_secret() {
        findings.hide(at);
        let message = format!("the secret `{}` has its value written in the manifest", name.escape_debug());
        let issue = Issue::error(&codes::manifest::LITERAL_SECRET, message).help(format!(
            "remove it and write `set {name} from=\"env\"` in the environments; if it was ever committed, replace the secret"
        ));
        findings.push(at, issue, "a secret");
    } else {
        check_fit(name, variable.kind.unwrap_or_default(), default, at, findings);
    }
}

/// Checks what an environment sets.
pub(super) fn check_settings(
    manifest: &Manifest,
    environment: &Environment,
    at: &Pointer,
    findings: &mut Findings<'_>,
) {
    for (index, setting) in environment.set.iter().enumerate() {
        let at = at.key("set").index(index);
        let declared = manifest.variables.get(&setting.name);
        let secret = declared.is_some_and(Variable::is_secret)
            || SECRETS_OF_THE_PROJECT.contains(&setting.name.as_str());
        check_source(setting, secret, &at, findings);
        match (declared, &setting.value) {
            (Some(variable), Some(value)) if !secret => {
                let kind = variable.kind.unwrap_or_default();
                check_fit(&setting.name, kind, value, &at.key("value"), findings);
            }
            // Modules declare variables of their own: whoever knows the modules checks those.
            (None, _) if manifest.modules.is_empty() && !OF_THE_PROJECT.contains(&setting.name.as_str()) => {
                let issue = undeclared_variable(&setting.name, manifest.variables.keys().map(String::as_str));
                findings.push(&at.key("name"), issue, "not declared");
            }
            _ => {}
        }
        if let Some(first) = environment.set.iter().take(index).position(|other| other.name == setting.name) {
            let first = at.parent().unwrap_or_default().index(first);
            let message = format!("`{}` is set twice", setting.name.escape_debug());
            let issue = Issue::error(&codes::manifest::DUPLICATE_ENTRY, message).help("keep one of the two");
            findings.push_pair(
                &at.key("name"),
                &first.key("name"),
                issue,
                ["set again here", "first set here"],
            );
        }
    }
}

/// The issue of setting a secret to a value that is written down; without a place.
pub fn literal_secret(name: &str) -> Issue {
    let name = name.escape_debug();
    let message = format!("the secret `{name}` has its value written in the manifest");
    Issue::error(&codes::manifest::LITERAL_SECRET, message)
        .help(format!("write `set {name} from=\"env\"`; if the value was ever committed, replace the secret"))
}

/// Exactly one of value and origin, and no value for a secret.
fn check_source(setting: &Setting, secret: bool, at: &Pointer, findings: &mut Findings<'_>) {
    let name = setting.name.escape_debug();
    if setting.value.is_some() && secret {
        findings.hide(&at.key("value"));
        findings.push(&at.key("value"), literal_secret(&setting.name), "a secret");
    } else if setting.value.is_some() == setting.from.is_some() {
        let (message, label) = match setting.value {
            Some(_) => (format!("`{name}` is set to a value and from elsewhere"), "and a value before"),
            None => (format!("`{name}` is set to nothing"), "without a value"),
        };
        let issue = Issue::error(&codes::manifest::AMBIGUOUS_SETTING, message)
            .help(format!("write `set {name} \"value\"` or `set {name} from=\"env\"`"));
        let place = if setting.from.is_some() { "from" } else { "name" };
        findings.push(&at.key(place), issue, label);
    }
}

/// The issue of setting a variable that nothing declares; without a place.
pub fn undeclared_variable<'n>(name: &str, declared: impl IntoIterator<Item = &'n str>) -> Issue {
    let shown = name.escape_debug();
    let help = match closest(name, declared) {
        Some(near) => format!("write `{near}`"),
        None => format!("declare it: `variables {{ {shown} type=\"string\" }}`"),
    };
    Issue::error(&codes::manifest::UNDECLARED_VARIABLE, format!("no variable is called `{shown}`")).help(help)
}

fn check_fit(name: &str, kind: VariableType, value: &Literal, at: &Pointer, findings: &mut Findings<'_>) {
    if let Some((issue, label)) = variable_value_problem(name, kind, value.as_str()) {
        findings.push(at, issue, label);
    }
}

/// Why a variable of this type cannot be `value`, if so, with a word for the place; without a place.
pub fn variable_value_problem(name: &str, kind: VariableType, value: &str) -> Option<(Issue, String)> {
    let wanted = misfit(kind, value)?;
    let message =
        format!("`{}` cannot be `{}`: it is not {wanted}", name.escape_debug(), value.escape_debug());
    let issue = Issue::error(&codes::manifest::VALUE_DOES_NOT_FIT, message)
        .help(format!("write {wanted}, or declare the variable with another `type`"));
    Some((issue, format!("not {wanted}")))
}

/// What `text` would have to be, if it is not.
pub fn misfit(kind: VariableType, text: &str) -> Option<&'static str> {
    let (fits, wanted) = match kind {
        VariableType::Integer => (text.parse::<i64>().is_ok(), "a whole number"),
        VariableType::Boolean => (matches!(text, "true" | "false"), "`true` or `false`"),
        VariableType::Url => (is_url(text), "an absolute URL"),
        VariableType::Email => (is_email(text), "an e-mail address"),
        VariableType::String | VariableType::List => (!text.contains(char::is_control), "a text on one line"),
    };
    (!fits).then_some(wanted)
}

fn is_url(text: &str) -> bool {
    let scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    };
    let plain = !text.contains(|c: char| c.is_control() || c.is_whitespace());
    plain
        && text
            .split_once("://")
            .is_some_and(|(before, after)| scheme(before) && !after.is_empty() && !after.starts_with('/'))
}

fn is_email(text: &str) -> bool {
    let plain = !text.contains(|c: char| c.is_control() || c.is_whitespace());
    plain
        && text.rsplit_once('@').is_some_and(|(user, host)| {
            !user.is_empty()
                && !user.contains('@')
                && !host.is_empty()
                && !host.starts_with('.')
                && !host.ends_with('.')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_their_type() {
        for (kind, good, bad) in [
            (VariableType::Integer, "-14", "14 days"),
            (VariableType::Boolean, "true", "yes"),
            (VariableType::Url, "https://example.com/x", "example.com"),
            (VariableType::Url, "redis://:pw@h:6379/0", "https://"),
            (VariableType::Email, "a@example.com", "a.example.com"),
            (VariableType::Email, "a@localhost", "a b@example.com"),
            (VariableType::String, "Grüße", "two\nlines"),
            (VariableType::List, "a,b", "a\u{1b}[2J"),
        ] {
            assert!(misfit(kind, good).is_none(), "{good:?}");
            assert!(misfit(kind, bad).is_some(), "{bad:?}");
        }
    }
}
