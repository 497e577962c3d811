//! What the options of `auth` become in `config/modules.py`. What each of them does is tested in the module itself.

use pretty_assertions::assert_eq;

use super::world::World;
use crate::support::Project;

const MODEL: &str = "acme/accounts/models.py";
const MIGRATION: &str = "acme/accounts/migrations/0002_user_username.py";

/// The settings of a project with these options.
fn settings(options: &str) -> String {
    let project = Project::with_manifest(&format!("project \"acme\"\nmodules {{ auth {{ {options} }} }}\n"));
    project.quickscale(["generate", "made"]).success();
    project.read("made/config/modules.py")
}

#[test]
fn every_option_of_auth_reaches_the_settings() {
    let cases = [
        ("signup \"invite\"", "AUTH_SIGNUP = \"invite\""),
        ("verification \"mandatory\"", "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True"),
        ("verification \"optional\"", "ACCOUNT_EMAIL_VERIFICATION = \"optional\""),
        ("code-login #true", "ACCOUNT_LOGIN_BY_CODE_ENABLED = True"),
        ("social \"gitlab\"", "\"allauth.socialaccount.providers.gitlab\""),
        ("social \"gitlab\"", "\"client_id\": env.GITLAB_CLIENT_ID, \"secret\": env.GITLAB_CLIENT_SECRET"),
        ("mfa \"all\"", "AUTH_MFA = \"all\""),
        ("mfa \"off\"", "MFA_SUPPORTED_TYPES: list[str] = [\"webauthn\"]"),
        ("passkeys #false", "MFA_SUPPORTED_TYPES: list[str] = [\"recovery_codes\", \"totp\"]"),
        ("passkeys #false", "MFA_PASSKEY_LOGIN_ENABLED = False"),
        ("session-days 3", "SESSION_COOKIE_AGE = 3 * 24 * 60 * 60"),
        ("password-min 20", "AUTH_PASSWORD_MIN = 20"),
        ("identifier \"username\"", "ACCOUNT_LOGIN_METHODS: set[str] = {\"username\"}"),
        ("identifier \"username\"", "ACCOUNT_USER_MODEL_USERNAME_FIELD = \"username\""),
    ];
    for (options, line) in cases {
        let settings = settings(options);
        assert!(settings.contains(line), "{options}: {line} is not in\n{settings}");
    }
}

#[test]
fn codes_by_mail_confirm_an_address_only_where_it_has_to_be_confirmed() {
    for verification in ["optional", "none"] {
        let settings = settings(&format!("verification \"{verification}\""));
        assert!(!settings.contains("VERIFICATION_BY_CODE"), "{settings}");
    }
}

#[test]
fn a_provider_nobody_asked_for_leaves_no_trace() {
    let project = Project::with_manifest("project \"acme\"\nmodules { auth { social \"google\" } }\n");
    project.quickscale(["generate", "made"]).success();
    for file in ["config/modules.py", "config/env.py", ".env.example"] {
        let text = project.read(&format!("made/{file}")).to_lowercase();
        assert!(text.contains("google") && !text.contains("github"), "{file}:\n{text}");
    }
}

#[test]
fn with_react_the_interface_for_passwords_is_closed_and_the_pages_are_those_of_htmx() {
    let made = |frontend: &str| {
        let project = Project::with_manifest(&format!(
            "project \"acme\" {{ frontend \"{frontend}\" }}\nmodules {{ auth }}\n"
        ));
        project.quickscale(["generate", "made"]).success();
        project
    };
    let (react, htmx) = (made("react"), made("htmx"));
    assert!(react.read("made/config/modules.py").contains("ACCOUNTS_INTERFACE = False\n"));
    assert!(react.read("made/config/settings/modules_test.py").contains("ACCOUNTS_INTERFACE = True\n"));
    assert!(!htmx.read("made/config/modules.py").contains("ACCOUNTS_INTERFACE"));
    let pages = |project: &Project| {
        let mut tree = crate::support::tree_of(&project.join("made/modules/auth"));
        tree.retain(|path, _| !path.starts_with("tests/"));
        tree
    };
    assert_eq!(pages(&react), pages(&htmx));
}

#[test]
fn usernames_come_into_the_users_own_model_and_go_with_the_module() {
    let world = World::applied();
    let edit =
        ("    date_joined = ", "    phone = models.CharField(max_length=30, blank=True)\n    date_joined = ");
    world.project.edit(MODEL, edit.0, edit.1);
    let before = world.tree();

    world.run(&["add", "auth"]).success();
    world.run(&["set", "modules.auth.identifier", "username"]).success();
    world.apply().success();
    let model = world.project.read(MODEL);
    assert!(model.contains("    username = models.CharField(") && model.contains("phone = "), "{model}");
    assert!(world.project.read(MIGRATION).contains("(\"accounts\", \"0001_initial\")"));
    assert!(world.project.exists("tests/test_usernames.py"));
    world.is_settled();

    world.run(&["remove", "auth"]).success();
    world.apply().success();
    assert_eq!(world.tree(), before);
    world.is_settled();
}

/// A migration of the team's.
fn migration(before: &[&str], replaces: &str) -> String {
    let before: Vec<String> = before.iter().map(|name| format!("(\"accounts\", \"{name}\")")).collect();
    let before = before.join(", ");
    format!("class Migration:\n    dependencies = [{before}]\n    replaces = [{replaces}]\n")
}

#[test]
fn a_migration_that_comes_beside_one_of_the_teams_has_to_be_joined_with_it() {
    let ours = "acme/accounts/migrations/0002_phone.py";
    let world = World::applied();
    world.project.write(ours, migration(&["0001_initial"], ""));
    world.run(&["add", "auth"]).success();
    world.run(&["set", "modules.auth.identifier", "username"]).success();
    let told = format!(
        "`{MIGRATION}` comes beside `{ours}`, and both are last: Django does not migrate before you join them with \
         `quickscale manage makemigrations --merge accounts`"
    );
    world.plan().exits(2).prints(&format!("i acme/accounts  {told}"));
    world.apply().success().says("acme/accounts\n").says(&format!("[ ] {told}"));
    let joined = migration(&["0002_phone", "0002_user_username"], "");
    world.project.write("acme/accounts/migrations/0003_merge.py", joined);
    world.is_settled();

    world.run(&["remove", "auth"]).success();
    world.plan().exits(2).prints(
        "acme/accounts/migrations/0003_merge.py  builds on `accounts.0002_user_username`, which goes",
    );
}

#[test]
fn a_migration_that_comes_alone_needs_nothing() {
    let squashed = [("0001_all.py", migration(&[], "(\"accounts\", \"0001_initial\")"))];
    for team in [&[][..], &squashed] {
        let world = World::applied();
        for (name, text) in team {
            world.project.write(&format!("acme/accounts/migrations/{name}"), text);
        }
        world.run(&["add", "auth"]).success();
        world.run(&["set", "modules.auth.identifier", "username"]).success();
        world.plan().exits(2).never_says("both are last");
    }
}

#[test]
fn with_react_it_comes_without_a_change_to_the_frontend_and_leaves_no_trace() {
    let world = World::new();
    world.run(&["set", "project.frontend", "react"]).success();
    world.apply().success();
    world.project.edit("frontend/src/main.tsx", "import \"./index.css\";", "import \"./index.css\"; // ours");
    let before = world.tree();

    world.run(&["add", "auth"]).success();
    world.apply().success();
    let with = world.tree();
    for (path, file) in before.iter().filter(|(path, _)| path.starts_with("frontend/")) {
        assert_eq!(with.get(path), Some(file), "{path}");
    }
    assert!(world.project.read("config/modules_urls.py").contains("path(\"accounts/\""));
    world.is_settled();

    world.run(&["remove", "auth"]).success();
    world.apply().success();
    assert_eq!(world.tree(), before);
}

#[test]
fn what_people_sign_in_with_is_decided_once() {
    let world = World::new();
    world.run(&["add", "auth"]).success();
    world.apply().success();
    world.run(&["set", "modules.auth.identifier", "username"]).success();
    world.plan().exits(1).says("plan::fixed-option").says("--recreate auth=keep");
    let anew = ["--recreate", "auth=keep"];
    world
        .run(&[&["plan", "--offline"][..], &anew].concat())
        .success()
        .prints("`email` becomes `username`: The project's user model has a field for usernames, or has none")
        .prints("0002_user_username.py");
    world.apply_with(&[&anew[..], &["--accept-consequences"]].concat()).success();
    assert!(world.project.exists(MIGRATION));
    world.is_settled();
}
