use pretty_assertions::assert_eq;
use serde_json::{Value, json};

use super::{library, told};
use crate::{
    blueprint::{Change, Library, ModuleSpec, OptionType},
    resolve::ModuleOption,
};

const AUTH: &str = r#"
module "auth" version="0.4.0" summary="Accounts"
core ">=1.0.0, <2.0.0"
label "signup"
requires "mail" version=">=0.1.0"
uses "teams" version="*"
options {
    signup type="string" change="guarded" {
        help "Who may join"
        default "open"
        values "open" "invite" "closed"
    }
    days type="integer" minimum=1 default=14 help="Days"
    on type="boolean" help="On"
    social type="list" {
        help "Providers"
        example "google" "github"
        values "google" "github"
    }
    label type="string" help="Label" example="Team"
}
"#;

fn auth(text: &str) -> Library {
    library(&[("modules/auth/module.kdl", text)])
}

fn said(text: &str) -> Vec<String> {
    let library = auth(text);
    told(&library.module("auth").unwrap_err())
}

#[test]
fn a_module_is_read() {
    let library = auth(AUTH);
    let spec: &ModuleSpec = library.module("auth").unwrap().unwrap();
    assert_eq!(
        (spec.name.as_str(), spec.version.to_string(), spec.available),
        ("auth", "0.4.0".to_owned(), true)
    );
    assert_eq!(spec.requires["mail"].to_string(), ">=0.1.0");
    assert_eq!(spec.uses["teams"].to_string(), "*");
    assert_eq!(spec.options.keys().collect::<Vec<_>>(), ["signup", "days", "on", "social", "label"]);
    let option = |name: &str| &spec.options[name];
    assert_eq!(option("signup").change, Change::Guarded);
    assert_eq!(option("signup").default, ModuleOption::String("open".to_owned()));
    assert_eq!(option("days").default, ModuleOption::Integer(14));
    assert_eq!(option("on").default, ModuleOption::Boolean(false));
    assert_eq!(option("social").kind, OptionType::List);
    assert_eq!(option("social").default, ModuleOption::List(Vec::new()));
    assert_eq!(option("label").example, Some(ModuleOption::String("Team".to_owned())));
    assert_eq!(library.modules().collect::<Vec<_>>(), ["auth"]);
    assert!(library.module("nothing").unwrap().is_none());
}

#[test]
fn module_files_are_checked() {
    let options = |options: &str| format!("{}options {{ {options} }}", AUTH.split("options").next().unwrap());
    let table: [(String, &[&str]); 4] = [
        (
            AUTH.replacen("auth", "oauth", 1).replacen("0.4.0", "four", 1).replacen(
                ">=1.0.0, <2.0.0",
                "1.x.y.z",
                1,
            ),
            &[
                "blueprint::wrong-name: modules/auth/module.kdl:2:8: the module is called `oauth`, its folder `auth` \
                 (write `module \"auth\"`)",
                "blueprint::bad-version: modules/auth/module.kdl:2:24: `four` is not a version: unexpected character \
                 'f' while parsing major version number (write it as `1.0.0`)",
                "blueprint::bad-version: modules/auth/module.kdl:3:6: `1.x.y.z` is not a range of versions: \
                 unexpected character after wildcard in version req (write it as `>=1.0.0, <2.0.0`)",
            ],
        ),
        (
            options(
                "a type=\"string\" default=\"x\" help=\"\" { values \"y\" \"z\" }; b type=\"string\" help=\"\" { values \"y\" }",
            ),
            &[
                "blueprint::bad-option: modules/auth/module.kdl:7:35: the default of `a` does not fit: `x` is not one \
                 of its values (write one of `y`, `z`)",
                "blueprint::bad-option: modules/auth/module.kdl:7:67: the default of `b` does not fit: `` is not one of \
                 its values (write one of `y`)",
            ],
        ),
        (
            options("a type=\"integer\" default=2 minimum=3 help=\"\""),
            &[
                "blueprint::bad-option: modules/auth/module.kdl:7:36: the default of `a` does not fit: `2` is less than 3 \
               (write a whole number from 3)",
            ],
        ),
        (
            options("a type=\"boolean\" example=\"yes\" help=\"\""),
            &[
                "blueprint::bad-option: modules/auth/module.kdl:7:36: the example of `a` does not fit: `yes` is not a \
               boolean (write `#true` or `#false`)",
            ],
        ),
    ];
    for (text, expected) in table {
        assert_eq!(said(&text), expected, "{text}");
    }
}

#[test]
fn values_of_options_are_read_or_explained() {
    let library = auth(AUTH);
    let spec = library.module("auth").unwrap().unwrap();
    let read = |option: &str, value: Value| match spec.options[option].read(&value) {
        Ok(value) => value.to_string(),
        Err(misfit) => format!("{}; {}", misfit.message, misfit.help),
    };
    let table = [
        ("signup", json!("invite"), "invite"),
        (
            "signup",
            json!("invit"),
            "`invit` is not one of its values; write `\"invite\"`; its values are `open`, `invite`, `closed`",
        ),
        (
            "signup",
            json!("nobody"),
            "`nobody` is not one of its values; write one of `open`, `invite`, `closed`",
        ),
        (
            "signup",
            json!(["open", "invite"]),
            "`[\"open\",\"invite\"]` is not one text; write one of `open`, `invite`, `closed`",
        ),
        ("signup", json!(true), "a value is missing; write one of `open`, `invite`, `closed`"),
        ("days", json!(30), "30"),
        ("days", json!(0), "`0` is less than 1; write a whole number from 1"),
        ("days", json!(1.5), "`1.5` is not a whole number; write a whole number from 1"),
        ("days", json!("30"), "`30` is not a whole number; write a whole number from 1"),
        ("on", json!(true), "true"),
        ("on", json!("yes"), "`yes` is not a boolean; write `#true` or `#false`"),
        ("social", json!("google"), "google"),
        ("social", json!(["google", "github"]), "google, github"),
        (
            "social",
            json!(["google", "githup"]),
            "`githup` is not one of its values; write `\"github\"`; its values are `google`, `github`",
        ),
        ("social", json!(["google", 3]), "`3` is not a text; write one or more of `google`, `github`"),
        ("social", json!(true), "a value is missing; write one or more of `google`, `github`"),
        ("label", json!("Crew"), "Crew"),
        ("label", json!(3), "`3` is not one text; write one text in quotes"),
    ];
    for (option, value, expected) in table {
        assert_eq!(read(option, value.clone()), expected, "{option} {value}");
    }
}
