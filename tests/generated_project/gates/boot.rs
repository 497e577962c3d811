//! Gates 2 and 3: it starts with what is documented and refuses, by name, without.

use std::{collections::BTreeMap, fs};

use serde::Deserialize;

use crate::{
    made::Made,
    production::Production,
    run::{fail, succeed},
};

/// A database URL of the right form. Nothing listens there: settings are checked before anything connects.
const NO_DATABASE: &str = "postgres://user:a-password-nobody-may-see@localhost:1/nothing";

pub(crate) fn the_checks_find_nothing(made: &Made) {
    let gate = made.gate(2, "warnings of check --deploy");
    let production = Production::at(made, NO_DATABASE);
    for check in
        [["check", "--fail-level", "WARNING"].as_slice(), &["check", "--deploy", "--fail-level", "WARNING"]]
    {
        let said = succeed(production.manage(check.iter().copied()).env("PYTHONWARNINGS", DEPRECATIONS));
        assert!(said.contains("no issues"), "{said}");
    }
    gate.finds_nothing(&[]);
}

/// Python takes only its own categories here; those of Django derive from them.
const DEPRECATIONS: &str = "error::DeprecationWarning,error::PendingDeprecationWarning";

/// A required variable as `config/env.py` declares it.
#[derive(Deserialize)]
struct Variable {
    name: String,
    secret: bool,
    /// What a developer's machine takes instead; everybody can read it.
    published: Option<String>,
}

pub(crate) fn it_refuses_to_start_without_a_required_variable(made: &Made) {
    let gate = made.gate(3, "broken environments refused");
    let complete = Production::at(made, NO_DATABASE);
    succeed(&mut complete.manage(["check"]));
    let declared = succeed(made.script("required.py").env("DJANGO_SETTINGS_MODULE", "config.settings.test"));
    let declared: Vec<Variable> = serde_json::from_str(&declared).unwrap();
    assert!(declared.len() >= 4, "{declared}", declared = declared.len());
    let mut refused = 0;
    for variable in &declared {
        let published = variable.published.as_deref().filter(|_| variable.secret);
        for value in [None, Some(""), Some("  ")].into_iter().chain(published.map(Some)) {
            let mut broken = complete.variables.clone();
            broken.remove(&variable.name).unwrap_or_else(|| panic!("{} is not documented", variable.name));
            broken.extend(value.map(|value| (variable.name.clone(), value.to_owned())));
            refuses(made, broken, &variable.name);
            refused += 1;
        }
    }
    gate.passes(refused);
}

pub(crate) fn a_secret_may_be_a_file(made: &Made) {
    let gate = made.gate(3, "secrets read from files");
    let complete = Production::at(made, NO_DATABASE);
    let file = made.beside("secret");
    fs::write(&file, format!("{}\n", complete.variables["SECRET_KEY"])).unwrap();
    let mut from_file = complete.variables.clone();
    from_file.remove("SECRET_KEY");
    from_file.insert("SECRET_KEY_FILE".to_owned(), file.to_str().unwrap().to_owned());
    let production = Production::with(made, from_file.clone());
    succeed(&mut production.manage(["check"]));

    from_file.insert("SECRET_KEY_FILE".to_owned(), "/no/such/file".to_owned());
    refuses(made, from_file, "SECRET_KEY_FILE");
    gate.passes(1);
}

/// It does not start, says which variable is at fault and no other, and prints no value.
#[track_caller]
fn refuses(made: &Made, variables: BTreeMap<String, String>, at_fault: &str) {
    let production = Production::with(made, variables);
    let said = fail(&mut production.manage(["check"]));
    assert!(said.contains(&format!("- {at_fault} ")), "{at_fault} is not named in\n{said}");
    for (name, value) in &production.variables {
        let blamed = said.contains(&format!("- {name} "));
        assert!(name == at_fault || !blamed, "{name} is complained about in\n{said}");
        assert!(value.trim().len() < 12 || !said.contains(value), "the value of {name} is in\n{said}");
    }
}
