//! What `quickscale apply` makes is a project that works: linted, typed, tested, deployed and used with the real
//! tools. `sh tests/run.sh` prepares what that takes.

#![expect(clippy::disallowed_methods, reason = "tests write their own directories and start programs")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod checks;
mod component;
mod database;
mod made;
mod production;
mod run;
mod settled;
#[path = "../support/mod.rs"]
mod support;
mod try_script;

/// The checks of one example, each as a test.
macro_rules! checked {
    ($example:literal, $module:ident) => {
        mod $module {
            checked!(@ $example, crate::checks,
                ruff_finds_nothing,
                ruff_would_reformat_nothing,
                djade_would_reformat_no_template,
                mypy_finds_nothing,
            );
            mod on_postgres {
                checked!(@ $example, crate::checks::on_postgres,
                    its_own_tests_pass,
                    models_and_migrations_agree,
                    the_deploy_check_finds_nothing,
                    production_refuses_to_start_without_a_key,
                    a_server_answers_as_it_should,
                    it_is_not_ready_before_its_migrations,
                );
            }
            mod in_a_browser {
                checked!(@ $example, crate::checks::in_a_browser, a_person_signs_in_and_out);
            }
        }
    };
    (@ $example:literal, $checks:path, $($check:ident),+ $(,)?) => {
        use $checks as checks;
        $(
            #[test]
            fn $check() {
                if let Some(made) = crate::made::Made::of($example) {
                    checks::$check(&made);
                }
            }
        )+
    };
}

checked!("starter", starter_project);
checked!("sqlite", sqlite_project);
checked!("agency", agency_project);
checked!("todo", todo_project);
