//! What `quickscale apply` makes is a project that works: linted, typed, tested, deployed and used with the real
//! tools. `sh tests/run.sh` prepares what that takes.

#![expect(clippy::disallowed_methods, reason = "tests write their own directories and start programs")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod clone;
mod component;
mod database;
mod development;
mod gates;
mod made;
mod production;
mod proxy;
mod redis;
mod run;
mod services;
mod settled;
mod site;
#[path = "../support/mod.rs"]
mod support;
mod try_script;

/// The tests of one example's project: those of every project, and those of what only some have. `briefly` leaves out
/// what has nothing new to say about it, unless its family is named.
macro_rules! project {
    ($example:literal as $module:ident briefly with $($family:ident)+) => {
        mod $module {
            project!(@briefly $example);
            $(project!(@$family $example);)+
        }
    };
    ($example:literal as $module:ident $(with $($family:ident)+)?) => {
        mod $module {
            project!(@everywhere $example);
            $($(project!(@$family $example);)+)?
        }
    };
    (@everywhere $example:literal) => {
        #[test]
        fn a_second_apply_touches_no_file() {
            crate::settled::a_second_apply_touches_no_file($example);
        }
        project!(@briefly $example);
        project!(@tests $example, crate::gates::style, generating_takes_less_than_a_second);
        project!(@tests $example, crate::gates::boot,
            it_refuses_to_start_without_a_required_variable,
            a_secret_may_be_a_file,
        );
        project!(@tests $example, crate::gates::docs, every_link_of_its_documents_resolves);
        project!(@tests $example, crate::gates::secrets, no_file_holds_a_secret_or_a_path_of_this_machine);
        project!(@served $example);
    };
    (@served $example:literal) => {
        mod served_on_postgres {
            project!(@tests $example, crate::gates::server::on_postgres,
                a_server_answers_as_it_should,
                it_is_not_ready_before_its_migrations,
                its_headers_score_an_a_plus,
            );
            project!(@tests $example, crate::gates::errors::on_postgres, mistakes_of_visitors_get_friendly_answers);
            project!(@tests $example, crate::gates::secrets::on_postgres, no_log_holds_the_value_of_a_secret);
            project!(@tests $example, crate::gates::performance::on_postgres, more_rows_take_no_more_queries);
            project!(@tests $example, crate::gates::docs::on_postgres,
                the_commands_of_the_readme_work,
                every_text_can_be_translated,
            );
        }
    };
    (@pages $example:literal) => {
        mod in_a_browser {
            project!(@tests $example, crate::gates::browser, a_person_signs_in_and_out, every_page_is_right);
        }
    };
    (@briefly $example:literal) => {
        project!(@tests $example, crate::gates::style,
            a_formatter_would_change_nothing,
            ruff_finds_nothing,
            every_exception_is_explained,
            vulture_finds_nothing,
            deptry_finds_nothing,
        );
        project!(@tests $example, crate::gates::types, mypy_finds_nothing);
        project!(@tests $example, crate::gates::boot, the_checks_find_nothing);
        mod on_postgres {
            project!(@tests $example, crate::gates::suite::on_postgres, its_own_tests_pass_and_cover_it);
            project!(@tests $example, crate::gates::migrations::on_postgres,
                models_and_migrations_agree,
                no_migration_breaks_the_release_before,
                every_migration_can_be_taken_back,
            );
        }
    };
    (@upgrade $example:literal) => {
        mod upgrade_on_postgres {
            project!(@tests $example, crate::gates::upgrade::on_postgres, rows_and_edits_survive_an_upgrade);
        }
    };
    (@removal $example:literal) => {
        mod removal_on_postgres {
            project!(@tests $example, crate::gates::removal::on_postgres,
                kept_data_is_there_when_the_module_comes_back,
                exported_data_can_be_loaded_again,
                dropped_data_leaves_no_trace,
                what_fails_leaves_the_code_there,
            );
        }
    };
    // What is timed has the machine to itself: `.config/nextest.toml` goes by the name.
    (@timed $example:literal) => {
        mod timed_on_postgres {
            project!(@tests $example, crate::gates::performance::on_postgres,
                a_process_starts_quickly,
                home_keeps_up_with_a_page_of_django_under_load,
            );
        }
        mod timed_in_a_browser {
            project!(@tests $example, crate::gates::browser, lighthouse_is_content);
        }
    };
    (@workflow $example:literal) => {
        project!(@tests $example, crate::gates::workflow,
            hadolint_and_shellcheck_find_nothing,
            zizmor_and_actionlint_find_nothing,
            descriptions_fit_their_schemas,
        );
    };
    (@steps $example:literal) => {
        mod steps_on_postgres {
            project!(@tests $example, crate::gates::workflow::on_postgres, the_steps_of_the_ci_pass_in_a_fresh_clone);
        }
    };
    (@image $example:literal) => {
        mod in_containers {
            project!(@tests $example, crate::gates::image::in_containers,
                compose_files_are_valid,
                the_image_is_small_safe_and_healthy,
            );
        }
    };
    (@production $example:literal) => {
        mod production_in_containers {
            project!(@tests $example, crate::gates::containers::in_containers, production_starts_on_one_server);
        }
    };
    (@editor $example:literal) => {
        mod editor_in_containers {
            project!(@tests $example, crate::gates::containers::in_containers, an_editors_container_has_what_it_takes);
        }
    };
    (@gitlab $example:literal) => {
        mod gitlab_in_containers {
            project!(@tests $example, crate::gates::workflow::in_containers, the_job_of_gitlab_passes_in_its_image);
        }
    };
    (@redis $example:literal) => {
        mod redis_in_containers {
            project!(@tests $example, crate::gates::containers::in_containers, a_worker_takes_its_tasks_from_redis);
        }
    };
    (@react $example:literal) => {
        project!(@tests $example, crate::gates::types, tsc_finds_nothing);
        project!(@tests $example, crate::gates::frontend, vite_is_where_a_variable_says);
    };
    (@tests $example:literal, $family:path, $($test:ident),+ $(,)?) => {
        $(
            #[test]
            fn $test() {
                use $family as family;
                if let Some(made) = crate::made::Made::of($example) {
                    family::$test(&made);
                }
            }
        )+
    };
}

project!("starter" as starter_project with pages workflow steps image timed production gitlab);
project!("agency" as agency_project with pages workflow upgrade);
project!("sqlite" as sqlite_project with pages);
project!("todo-react" as todo_react_project with pages steps react);
project!("react" as react_project with pages workflow steps image timed react editor);
project!("todo" as todo_project with pages workflow steps image timed upgrade);
// Its pages are those of the starter.
project!("celery" as celery_project with workflow production redis);
project!("notes" as notes_project briefly with served pages removal);
project!("notes-react" as notes_react_project briefly with served pages react);
