use pretty_assertions::assert_eq;
use proptest::prelude::*;

use super::*;

fn source(text: &str) -> SourceFile {
    SourceFile::new("quickscale.kdl", text)
}

#[track_caller]
fn formats(text: &str, expected: &str) {
    assert_eq!(format(&source(text)).unwrap(), expected, "{text}");
    assert_eq!(format(&source(expected)).unwrap(), expected, "again: {text}");
}

#[test]
fn nodes_stand_alone_and_indented() {
    formats("a;b", "a\nb\n");
    formats("a{b;c}", "a {\n    b\n    c\n}\n");
    formats("a {\n\tb {\n\tc\n}}", "a {\n    b {\n        c\n    }\n}\n");
    formats("a   1\tb = 2  \"x\"   ", "a 1 b=2 \"x\"\n");
    formats("( t )a ( u8 ) 1 k=(s)\"x\"", "(t)a (u8)1 k=(s)\"x\"\n");
    formats("", "");
    formats(" \n\n", "");
}

#[test]
fn a_block_of_one_node_may_stay_on_its_line() {
    formats("a {  b 1;  }", "a { b 1 }\n");
    formats("a { b 1; c }", "a {\n    b 1\n    c\n}\n");
    formats("a { b { c } }", "a {\n    b { c }\n}\n");
    formats("a { b\n}", "a {\n    b\n}\n");
    formats("a {\n  \n}\nb { }", "a {}\nb {}\n");
    formats("a { /* c */ }", "a { /* c */ }\n");
    formats("a {\n \\\n\n}", "a {}\n");
    formats("a { /-b }", "a { /-b }\n");
}

#[test]
fn blank_lines_are_respected_within_reason() {
    formats("\n\na\n\n \t\n\nb\nc\n\n\n", "a\n\nb\nc\n");
    formats("a {\n\n  b\n\n\n  c\n\n}\n", "a {\n    b\n\n    c\n}\n");
    formats("a {\n\n// c\n\n b\n}", "a {\n    // c\n\n    b\n}\n");
}

#[test]
fn comments_stay_where_they_are() {
    formats("// one  \n  // two\na // end  \n", "// one\n// two\na // end\n");
    formats("a { // open\n b\n // last\n} // close", "a { // open\n    b\n    // last\n} // close\n");
    formats("a; // c\nb; /* d */\n", "a // c\nb /* d */\n");
    formats("a; /* b's */ b", "a\n/* b's */ b\n");
    formats("a { b; /* c */ }", "a {\n    b\n    /* c */\n}\n");
    formats("a/* x */1/*y*/{/*z*/}", "a /* x */ 1 /*y*/ { /*z*/ }\n");
    formats(" /* two\n   lines */ a", "/* two\n   lines */ a\n");
    formats("a k /*c*/ = /*d*/ 1", "a k /*c*/ = /*d*/ 1\n");
    formats("a {\n}\n// the end", "a {}\n// the end\n");
}

#[test]
fn what_is_taken_out_stays_taken_out() {
    formats("/-a{b;c}", "/-a {\n    b\n    c\n}\n");
    formats("/-   a\n/-\n\n  b", "/- a\n/- b\n");
    formats("/- // why\na\nb", "/- // why\n    a\nb\n");
    formats("a 1  /-2 /- k=3 /-{x} {y}", "a 1 /-2 /- k=3 /-{ x } { y }\n");
    formats("a /-{\n x\n} {y;z} /-{w}", "a /-{\n    x\n} {\n    y\n    z\n} /-{ w }\n");
}

#[test]
fn values_keep_their_spelling() {
    formats("a \"b\" c 0x1F 1_000 #true #\"r\"#", "a \"b\" c 0x1F 1_000 #true #\"r\"#\n");
    let long = "a {\n    b \"\"\"\n        one  \n\n          two\n        \"\"\" // c\n}\n";
    formats(long, long);
    formats("a { b #\"\"\"\n  {;\n  \"\"\"#; c }", "a {\n    b #\"\"\"\n  {;\n  \"\"\"#\n    c\n}\n");
    formats("a \"é\u{a0}ü\"\u{a0}\"x\"", "a \"é\u{a0}ü\" \"x\"\n");
}

#[test]
fn a_node_may_go_on_in_the_next_line() {
    formats("a \\\n1 \\ // why\n      2\nb", "a \\\n    1 \\ // why\n    2\nb\n");
    formats("x {\n a \\\n  1 { b }\n}", "x {\n    a \\\n        1 { b }\n}\n");
    formats("a \\\n\nb", "a\nb\n");
    formats("a \\ // c\n\nb", "a // c\nb\n");
    formats("a \\", "a\n");
    formats("a 1 \\\n \\\n 2", "a 1 \\\n    \\\n    2\n");
    formats("a { b \\\n }", "a {\n    b\n}\n");
    formats("\\\na", "a\n");
}

#[test]
fn line_breaks_and_byte_order_mark_are_kept() {
    formats("a{b;c}\r\nd\n", "a {\r\n    b\r\n    c\r\n}\r\nd\r\n");
    formats("a\rb", "a\nb\n");
    assert_eq!(format(&source("\u{feff}a ;")).unwrap(), "\u{feff}a\n");
}

#[test]
fn a_text_that_is_not_kdl_is_refused() {
    let report = format(&source("a {\nb true\n")).unwrap_err();
    let codes: Vec<&str> = report.issues().iter().map(|issue| issue.code.id).collect();
    assert_eq!(codes, ["kdl::unclosed", "kdl::old-spelling"]);
}

#[test]
fn a_difference_that_layout_does_not_make_is_seen() {
    let before = source("a 1 // c\n/-b\n");
    assert!(checked(&before, "  a 1 // c  \n /-b").is_ok());
    for after in
        ["a 1\n/-b\n", "a 1 // c\n", "a 1 // d\n/-b\n", "/-b\na 1 // c\n", "a \"1\" // c\n/-b\n", "a {"]
    {
        let report = checked(&before, after).unwrap_err();
        assert_eq!(report.issues()[0].code.id, "edit::fmt-unsafe", "{after}");
    }
}

#[test]
fn examples_are_in_the_canonical_layout() {
    for text in [
        include_str!("../../../examples/agency/quickscale.kdl"),
        include_str!("../../../examples/sqlite/quickscale.kdl"),
        include_str!("../../../examples/starter/quickscale.kdl"),
    ] {
        formats(text, text);
    }
}

/// Documents in every layout that anyone could think of; most of them are KDL.
fn documents() -> impl Strategy<Value = String> {
    let blank =
        || prop::sample::select(vec![" ", "  ", "\t", " /* c */ ", " /* d\n e */", " \\\n", " \\ // f\r\n "]);
    let entry = prop::sample::select(vec![
        "b",
        "\"é\"",
        "1",
        "0x1F",
        "k=2",
        "k = \"v\"",
        "k /* g */= 3",
        "/-4",
        "/- k=5",
        "#true",
        "(t)6",
        "( t ) c",
        "#\"r;{\"#",
        "\"\"\"\n x\n  y\n \"\"\"",
    ]);
    let end = || {
        prop::sample::select(vec![
            "\n",
            "\r\n",
            ";",
            " ; ",
            "\n\n\n",
            " // h \n",
            "// i\n  // j\n",
            "; // k\n",
            "; /* l */",
            " /* m */\n",
            " \\\n\n",
        ])
    };
    let name = prop::sample::select(vec!["a", "\"b c\"", "/-d", "/- \n e", "(t)f", "\n\n  g", "/- // n\n o"]);
    let head = (name, prop::collection::vec((blank(), entry), 0..4)).prop_map(|(name, entries)| {
        entries.iter().fold(name.to_owned(), |head, (blank, entry)| head + blank + entry)
    });
    let leaf = (head.clone(), end()).prop_map(|(head, end)| head + end);
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let block = (
            prop::sample::select(vec![" ", "", " /-{ x; y } ", "\\\n"]),
            prop::collection::vec(inner, 0..4),
            end(),
        );
        (head.clone(), block, blank(), end()).prop_map(|(head, (before, nodes, first), blank, end)| {
            format!("{head}{before}{{{}{}{blank}}}{end}", first.replace(';', " "), nodes.concat())
        })
    })
    .prop_flat_map(|node| prop::collection::vec(Just(node), 1..3))
    .prop_map(|nodes| nodes.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn laying_out_twice_is_laying_out_once(text in documents()) {
        let before = source(&text);
        if let Ok(outline) = document::outline(&before) {
            let once = format(&before).unwrap();
            prop_assert_eq!(document::outline(&source(&once)).unwrap().meaning(), outline.meaning());
            prop_assert_eq!(written(&text), written(&once));
            prop_assert_eq!(format(&source(&once)).unwrap(), once);
        }
    }
}
