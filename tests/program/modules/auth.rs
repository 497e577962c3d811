//! What the options of `auth` become in `config/modules.py`. What each of them does is tested in the module itself.

use crate::support::Project;

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
