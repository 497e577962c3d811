//! The data of a module that goes, in a database that only containers reach.

use crate::checkout::Checkout;

const ADDRESS: &str = "\
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model

ada = get_user_model().objects.create_user('ada@example.com')
EmailAddress.objects.create(user=ada, email=ada.email, verified=True)
";

/// What the module and its packages have left in the database.
const TRACES: &str = "\
select relname from pg_class where relname ~ '^(account|mfa|modules_auth|socialaccount|usersessions)_' union all \
select name from django_migrations where app ~ '^(account|mfa|modules_auth|socialaccount|usersessions)$' union all \
select model from django_content_type where app_label ~ '^(account|mfa|modules_auth|socialaccount|usersessions)$'";

#[test]
fn the_data_of_a_module_is_exported_and_dropped_where_the_site_runs() {
    let Some(shop) = Checkout::starter("data") else { return };
    let run = |args: &[&str]| shop.quickscale(args.iter().copied());
    let address = || {
        run(&[
            "manage",
            "shell",
            "--no-imports",
            "-c",
            "from allauth.account.models import EmailAddress as all; print(all.objects.get())",
        ])
    };
    run(&["add", "auth"]).success();
    run(&["apply", "--yes"]).success();
    run(&["manage", "shell", "--no-imports", "-c", ADDRESS]).success();

    // Nothing can be asked of a site that does not run.
    run(&["remove", "auth", "--data", "export"]).success();
    run(&["down"]).success();
    run(&["apply", "--yes"]).exits(1).says("docker::not-up").says("quickscale up");
    assert!(shop.project.exists("modules/auth/models.py"));
    run(&["up"]).success();
    run(&["apply", "--yes"]).success().prints(".quickscale/run/exports/auth-0.1.0.json");
    assert!(!shop.project.exists("modules/auth/models.py"));
    let exported = shop.project.read(".quickscale/run/exports/auth-0.1.0.json");
    assert!(
        exported.contains("\"account.emailaddress\"") && exported.contains("ada@example.com"),
        "{exported}"
    );
    run(&["manage", "migrate", "--check"]).success();
    run(&["plan"]).success().prints("Nothing to do.");

    // The tables were left; now they go as well.
    run(&["add", "auth"]).success();
    run(&["apply", "--yes"]).success();
    address().success().prints("ada@example.com");
    run(&["remove", "auth", "--data", "drop"]).success();
    run(&["apply", "--yes"]).exits(4).says("command::needs-allow-destroy");
    run(&["apply", "--yes", "--allow-destroy"]).success();
    let left = run(&["shell", "db", "-c", &format!("psql -U shop -tAc \"{TRACES}\"")]).success();
    assert_eq!(left.stdout.trim(), "");
    for check in [&["check"][..], &["makemigrations", "--check", "--dry-run"], &["migrate", "--check"]] {
        run(&[&["manage"], check].concat()).success();
    }
    run(&["plan"]).success().prints("Nothing to do.");
}
