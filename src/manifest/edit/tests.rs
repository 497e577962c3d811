use pretty_assertions::assert_eq;
use proptest::prelude::*;

use super::*;
use crate::{diagnostics::SourceFile, document, manifest};

fn source(text: &str) -> SourceFile {
    SourceFile::new("quickscale.kdl", text)
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn sets(text: &str, path: &str, values: &[&str], expected: &str) {
    let edited = set(&source(text), path, &words(values));
    assert_eq!(edited.map_err(|report| format!("{report:#?}")), Ok(expected.to_owned()), "{path}");
}

#[track_caller]
fn adds(text: &str, name: &str, options: &[(&str, &[&str])], expected: &str) {
    let options: Vec<(String, Vec<String>)> =
        options.iter().map(|(name, values)| ((*name).to_owned(), words(values))).collect();
    let edited = add_module(&source(text), name, &options);
    assert_eq!(edited.map_err(|report| format!("{report:#?}")), Ok(expected.to_owned()), "{text}");
}

#[track_caller]
fn removes(text: &str, name: &str, expected: &str) {
    let edited = remove_module(&source(text), name);
    assert_eq!(edited.map_err(|report| format!("{report:#?}")), Ok(expected.to_owned()), "{text}");
}

/// Code and help of the only issue.
fn complaint(result: Result<String, crate::diagnostics::Report>) -> (&'static str, String) {
    let report = result.unwrap_err();
    assert_eq!(report.issues().len(), 1, "{report:#?}");
    (report.issues()[0].code.id, report.issues()[0].help.clone().unwrap())
}

#[test]
fn a_value_is_replaced_where_it_is() {
    let text = "project \"a\" package=\"b\" { // é\n  title   \"T\" // why\n}\n";
    sets(text, "project.title", &["Ü \"x\"\\"], &text.replace("\"T\"", "\"Ü \\\"x\\\"\\\\\""));
    sets(text, "project.package", &["c"], &text.replace("\"b\"", "\"c\""));
    sets(text, "project.name", &["z"], &text.replace("\"a\"", "\"z\""));
    sets(text, "project", &["z"], &text.replace("\"a\"", "\"z\""));
    sets(text, "project.title", &["T"], text);
    sets("project theme=bare", "project.theme", &["bare"], "project theme=bare");
}

#[test]
fn a_value_that_is_missing_is_written_like_its_neighbours() {
    sets("project \"a\"", "project.title", &["T"], "project \"a\" {\n    title \"T\"\n}");
    sets(
        "project \"a\" {\n\ttheme \"t\" // c\n\t// end\n}\n",
        "project.title",
        &["T"],
        "project \"a\" {\n\ttheme \"t\" // c\n\ttitle \"T\"\n\t// end\n}\n",
    );
    sets("project \"a\" theme=\"t\"\n", "project.title", &["T"], "project \"a\" theme=\"t\" title=\"T\"\n");
    sets("project \"a\" {}\n", "project.title", &["T"], "project \"a\" {\n    title \"T\"\n}\n");
    sets(
        "project \"a\" {\n  // c\n}\n",
        "project.title",
        &["T"],
        "project \"a\" {\n  // c\n    title \"T\"\n}\n",
    );
    sets("project", "project.name", &["a"], "project \"a\"");
}

#[test]
fn blocks_that_are_missing_are_made_in_their_place() {
    sets(
        "quickscale schema=1\nproject \"a\"\nenvironment \"local\" {\n  docker\n}\n",
        "modules.auth.signup",
        &["closed"],
        "quickscale schema=1\nproject \"a\"\n\nmodules {\n  auth {\n    signup \"closed\"\n  }\n}\nenvironment \"local\" {\n  docker\n}\n",
    );
    sets(
        "project \"a\"\n",
        "environment.production.deploy.healthcheck",
        &["/up/"],
        "project \"a\"\n\nenvironment \"production\" {\n    deploy {\n        healthcheck \"/up/\"\n    }\n}\n",
    );
    sets(
        "project \"a\"\nvariables {\n    X\n}\n",
        "variables.SUPPORT_EMAIL.default",
        &["a@b.c"],
        "project \"a\"\nvariables {\n    X\n    SUPPORT_EMAIL default=\"a@b.c\"\n}\n",
    );
    sets("// c\n\nmodules {\n}\n", "project.name", &["a"], "// c\n\nproject \"a\"\n\nmodules {\n}\n");
    sets("// c", "project.name", &["a"], "// c\n\nproject \"a\"\n");
    sets("", "protect", &["a.py", "b.py"], "protect \"a.py\" \"b.py\"\n");
}

#[test]
fn one_of_several_nodes_is_found_by_its_argument() {
    let text = "environment \"local\"\nenvironment \"production\" {\n    database \"postgres\"\n    set A \"1\"\n}\n";
    let path = |path: &str| format!("environment.production.{path}");
    sets(text, &path("database.version"), &["17"], &text.replace("\"postgres\"", "\"postgres\" version=17"));
    sets(text, &path("database"), &["sqlite"], &text.replace("postgres", "sqlite"));
    sets(text, &path("set.A"), &["2"], &text.replace("\"1\"", "2"));
    sets(text, &path("set.B"), &["x"], &text.replace("\"1\"\n", "\"1\"\n    set B \"x\"\n"));
    sets(text, &path("set.B.from"), &["env"], &text.replace("\"1\"\n", "\"1\"\n    set B from=\"env\"\n"));
    sets(text, &path("docker"), &["true"], &text.replace("\"1\"\n", "\"1\"\n    docker\n"));
    sets(
        text,
        "environment.local.docker",
        &["true"],
        &text.replace("\"local\"", "\"local\" {\n    docker\n}"),
    );
    sets(
        "subtree \"a.b\" {\n branch \"c\"\n}",
        "subtree.\"a.b\".branch",
        &["d"],
        "subtree \"a.b\" {\n branch \"d\"\n}",
    );
}

#[test]
fn booleans_numbers_and_lists_are_spelled_as_the_field_wants_them() {
    let text = "environment \"local\" { docker }";
    sets(text, "environment.local.docker", &["true"], text);
    sets(text, "environment.local.docker", &["false"], "environment \"local\" { docker #false }");
    sets("project \"a\" {\n title \"T\"\n}", "project.title", &["18"], "project \"a\" {\n title \"18\"\n}");
    let modules = "modules {\n auth {\n  social \"x\" /* c */ \"y\" // d\n }\n}\n";
    let social = |values: &str| modules.replace("\"x\" /* c */ \"y\"", values);
    sets(modules, "modules.auth.social", &["g", "y", "z"], &social("\"g\" /* c */ \"y\" \"z\""));
    sets(
        "modules {\n auth {\n  social a b c\n }\n}",
        "modules.auth.social",
        &["a"],
        "modules {\n auth {\n  social a\n }\n}",
    );
    for (given, written) in
        [("14", "14"), ("true", "#true"), ("#false", "#false"), ("007", "\"007\""), ("\"14\"", "\"14\"")]
    {
        sets(
            "modules { auth { days 1 } }",
            "modules.auth.days",
            &[given],
            &format!("modules {{ auth {{ days {written} }} }}"),
        );
    }
}

#[test]
fn nodes_on_one_line_stay_on_it() {
    sets("modules { auth; teams }", "modules.auth.a", &["b"], "modules { auth { a \"b\" }; teams }");
    sets(
        "modules { auth { x 1 }; teams }",
        "modules.auth.a",
        &["b"],
        "modules { auth { x 1; a \"b\" }; teams }",
    );
    adds(
        "modules { auth; teams; }",
        "crm",
        &[("api", &["false"])],
        "modules { auth; teams; crm { api #false }; }",
    );
    adds("modules {}\n", "crm", &[], "modules {\n    crm\n}\n");
    adds("modules { /-auth }", "crm", &[], "modules { crm; /-auth }");
    removes("modules { auth; teams }", "teams", "modules { auth }");
    removes("modules { auth; teams }", "auth", "modules { teams }");
    removes("modules { auth; teams; crm }", "teams", "modules { auth; crm }");
    removes("project \"a\"\nmodules { auth }\n", "auth", "project \"a\"\n");
}

#[test]
fn a_module_is_added_behind_the_others() {
    adds("project \"a\"", "auth", &[], "project \"a\"\n\nmodules {\n    auth\n}");
    adds(
        "modules {\r\n  auth // c\r\n\r\n  // end\r\n}\r\n",
        "billing",
        &[("trial-days", &["30"]), ("plans", &["a", "b c"])],
        "modules {\r\n  auth // c\r\n  billing {\r\n    trial-days 30\r\n    plans \"a\" \"b c\"\r\n  }\r\n\r\n  // end\r\n}\r\n",
    );
    adds("modules {\n    auth }", "crm", &[], "modules {\n    auth\n    crm }");
    adds("modules {\n    auth; /-teams\n}", "crm", &[], "modules {\n    auth\n    crm; /-teams\n}");
    adds("\u{feff}modules\n", "crm", &[], "\u{feff}modules {\n    crm\n}\n");
}

#[test]
fn a_module_goes_with_what_is_about_it_alone() {
    let text = "modules {\n    // sign in\n    auth { // a\n        signup \"open\"\n    } // b\n\n    // money\n    billing\n    crm // c\n}\n";
    removes(text, "auth", "modules {\n    // money\n    billing\n    crm // c\n}\n");
    removes(text, "billing", &text.replace("    billing\n", ""));
    removes(text, "crm", &text.replace("    crm // c\n", ""));
    removes("modules {\n    auth\n\n    // money\n    billing\n}\n", "billing", "modules {\n    auth\n}\n");
    removes("modules {\n    a\n\n    b\n\n    c\n}\n", "b", "modules {\n    a\n\n    c\n}\n");
    removes("modules {\r\n    a\r\n    b\r\n}", "a", "modules {\r\n    b\r\n}");
    removes("modules {\n    a; b\n}\n", "b", "modules {\n    a\n}\n");
    removes("project \"a\"\n\nmodules {\n    a\n}\n", "a", "project \"a\"\n");
    removes("modules {\n    a\n    // later: b\n}\n", "a", "modules {\n    // later: b\n}\n");
}

#[test]
fn paths_that_lead_nowhere_are_explained() {
    for (path, help) in [
        (
            "projct.title",
            "write `project`; known here: `quickscale`, `project`, `modules`, `removed`, `variables`, `subtree`, `environment`, `protect`",
        ),
        (
            "project.titel",
            "write `project.title`; known here: `name`, `package`, `title`, `theme`, `frontend`, `tasks`, `cache`",
        ),
        ("project.title.x", "write `quickscale set project.title …`"),
        ("environment", "say which one you mean: `environment.NAME`"),
        ("environment.local.set", "say which one you mean: `environment.local.set.NAME`"),
        ("modules", "name a field in it: `modules.NAME`"),
        (
            "variables.X",
            "name a field in it: `variables.X.` and one of `type`, `secret`, `optional`, `default`, `help`",
        ),
        (
            "project..title",
            "put dots between the names, such as `project.title` or `environment.production.deploy.domain`",
        ),
    ] {
        assert_eq!(
            complaint(set(&source("project \"a\""), path, &words(&["v"]))),
            ("edit::unknown-path", help.to_owned())
        );
    }
}

#[test]
fn what_cannot_be_edited_safely_is_refused() {
    let refuse =
        |text: &str, path: &str, values: &[&str]| complaint(set(&source(text), path, &words(values))).0;
    assert_eq!(refuse("project \"a\"", "project.title", &["A", "B"]), "edit::wrong-count");
    assert_eq!(refuse("project \"a\"", "project.title", &[]), "edit::wrong-count");
    assert_eq!(
        refuse("modules { auth { social { - a } } }", "modules.auth.social", &["b"]),
        "edit::scattered"
    );
    assert_eq!(
        refuse("modules { auth { social a; social b } }", "modules.auth.social", &["c"]),
        "edit::scattered"
    );
    assert_eq!(refuse("modules { auth social=a }", "modules.auth.social", &["b", "c"]), "edit::scattered");
    assert_eq!(
        refuse("modules { auth { social a /* why */ b } }", "modules.auth.social", &["c"]),
        "edit::unsafe"
    );
    assert_eq!(refuse("project {", "project.title", &["b"]), "kdl::unclosed");
    let text = "modules { auth }";
    assert_eq!(complaint(add_module(&source(text), "auth", &[])).0, "edit::module-present");
    assert_eq!(
        complaint(remove_module(&source(text), "auht")),
        ("edit::module-absent", "run `quickscale remove auth`".to_owned())
    );
    assert_eq!(complaint(remove_module(&source("project \"a\""), "auth")).0, "edit::module-absent");
}

/// Manifests in which every kind of thing is written in some way.
fn manifests() -> impl Strategy<Value = String> {
    let newline = prop::sample::select(vec![
        "\n",
        "\r\n",
        "\n\n",
        " // é\n",
        " /* c */\n",
        "\n// own line\n",
        "; // d\n",
    ]);
    let option = prop::sample::select(vec![
        "signup \"open\"",
        "days 3; mfa #true",
        "social a \"b\"",
        "/-off 1",
        "x \\\n 1",
    ]);
    let block =
        prop::sample::select(vec!["", " {}", " { OPTION }", " {\nOPTION\n}", " { // open\n\tOPTION\n\t}"]);
    let module =
        ("[a-d]", block, option).prop_map(|(name, block, option)| name + &block.replace("OPTION", option));
    let modules = prop::collection::btree_map("[a-d]", module, 0..4).prop_map(|modules| {
        modules.into_iter().map(|(name, module)| name + &module[1..]).collect::<Vec<_>>()
    });
    let project = prop::sample::select(vec![
        "project \"p\"",
        "project \"p\" title=\"T\"",
        "project \"p\" {\n  title \"T\"\n}",
        "project \"p\" { theme \"x\" }",
    ]);
    let rest = prop::sample::select(vec![
        "",
        "environment \"local\" {\n  docker\n}\n",
        "variables {\n\tMAIL type=\"email\"\n}\n",
        "/- environment \"x\" { y }\n",
        "environment \"local\" { set \"MAIL\" \"a@b.c\" }",
        "protect a \"b\"",
    ]);
    let style = (prop::sample::select(vec!["{", "{\n", "{ // m\n"]), newline.clone(), any::<bool>());
    (project, newline, modules, style, rest).prop_map(
        |(project, newline, modules, (open, between, written), rest)| {
            let modules = modules.iter().map(|module| format!("{module}{between}")).collect::<String>();
            let modules = if written { format!("modules {open}{modules}}}\n") } else { String::new() };
            format!("{project}{newline}{modules}{rest}")
        },
    )
}

/// What two texts do not share, when what they share at both ends is taken away.
fn difference<'t>(before: &'t str, after: &'t str) -> (&'t str, &'t str) {
    let start = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let (before, after) = (&before.as_bytes()[start..], &after.as_bytes()[start..]);
    let end = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    let cut = |text: &'t [u8]| std::str::from_utf8(&text[..text.len() - end]).unwrap_or("not on a boundary");
    (cut(before), cut(after))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 500, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn an_edit_only_adds_bytes_and_can_be_read_back(
        text in manifests(),
        (path, value) in prop::sample::select(vec![
            ("project.frontend", "react"),
            ("modules.a.new", "v"),
            ("modules.e.new", "v"),
            ("environment.local.database.version", "17"),
            ("environment.local.set.NEW", "v"),
            ("variables.NEW.default", "v"),
        ]),
    ) {
        let before = source(&text);
        prop_assume!(document::outline(&before).is_ok());
        let after = set(&before, path, &words(&[value])).unwrap();
        let (gone, new) = difference(&text, &after);
        prop_assert!(gone.trim().is_empty(), "{:?} went", gone);
        prop_assert!(new.contains(value), "{:?} came", new);
        prop_assert_eq!(set(&source(&after), path, &words(&[value])).unwrap(), after);
    }

    #[test]
    fn a_module_that_is_added_can_be_removed(text in manifests()) {
        let before = source(&text);
        prop_assume!(document::outline(&before).is_ok());
        let added = add_module(&before, "new", &[("x".to_owned(), words(&["1"]))]).unwrap();
        let removed = remove_module(&source(&added), "new").unwrap();
        // A block without modules says nothing.
        let is_empty = |node: &document::Meaning| {
            node.name == "modules" && node.entries.is_empty() && node.block.as_ref().is_none_or(Vec::is_empty)
        };
        let meaning = |text: &str| {
            let all = document::outline(&source(text)).unwrap().meaning();
            all.into_iter().filter(|node| !is_empty(node)).collect::<Vec<_>>()
        };
        prop_assert_eq!(meaning(&removed), meaning(&text));
        let (typed, _) = manifest::read(&source(&added));
        prop_assert!(typed.unwrap().value.modules.contains_key("new"));
    }

    #[test]
    fn removing_takes_whole_nodes_only(text in manifests()) {
        let before = source(&text);
        prop_assume!(document::outline(&before).is_ok());
        if let Ok(after) = remove_module(&before, "b") {
            let (gone, new) = difference(&text, &after);
            prop_assert!(new.is_empty() && gone.contains('b'), "{:?} for {:?}", new, gone);
        }
    }
}
