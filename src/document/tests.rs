use std::collections::BTreeMap;

use pretty_assertions::assert_eq;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::*;
use crate::workspace::RelPath;

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["name"]))]
struct Shop {
    name: String,
    title: Option<String>,
    floors: Option<u8>,
    rooms: Option<u32>,
    #[serde(default)]
    open: bool,
    #[serde(default)]
    tags: Vec<String>,
    size: Option<Size>,
    door: Option<RelPath>,
    #[serde(default)]
    shelf: Vec<Shelf>,
    #[serde(default)]
    extras: BTreeMap<String, BTreeMap<String, Value>>,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Size {
    /// Small.
    Small,
    /// Large.
    Large,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["label", "goods"]))]
struct Shelf {
    label: String,
    #[serde(default)]
    goods: Vec<String>,
}

#[derive(Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
struct Town {
    shop: Shop,
    mayor: Option<String>,
}

fn source(text: &str) -> SourceFile {
    SourceFile::new("town.kdl", text)
}

/// Code, marked text and help of each issue.
fn issues(text: &str) -> Vec<(&'static str, String)> {
    let source = source(text);
    let (_, report) = read_partial::<Town>(&source);
    report
        .issues()
        .iter()
        .map(|issue| (issue.code.id, source.slice(&issue.labels[0].span).to_owned()))
        .collect()
}

#[test]
fn every_shape_is_read() {
    let text = r#"
shop "corner" floors=2 {
    title "Ünïcode"; open
    tags "a" "b"; tags { - "c" }
    size "large"
    /- size "small"
    door "in/door.py"
    shelf "top" "x" "y"
    shelf "low"
    extras {
        plain
        rich depth=3 { on; names "p" "q"; one "r"; none #false; /- gone 1 }
    }
}
"#;
    let typed = read::<Town>(&source(text)).unwrap();
    let shelf = |label: &str, goods: &[&str]| Shelf {
        label: label.into(),
        goods: goods.iter().map(ToString::to_string).collect(),
    };
    let rich: BTreeMap<String, Value> = [
        ("depth", Value::from(3)),
        ("on", true.into()),
        ("names", vec!["p", "q"].into()),
        ("one", "r".into()),
        ("none", false.into()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    let expected = Shop {
        name: "corner".into(),
        title: Some("Ünïcode".into()),
        floors: Some(2),
        rooms: None,
        open: true,
        tags: vec!["a".into(), "b".into(), "c".into()],
        size: Some(Size::Large),
        door: Some(RelPath::new("in/door.py").unwrap()),
        shelf: vec![shelf("top", &["x", "y"]), shelf("low", &[])],
        extras: [("plain".to_owned(), BTreeMap::new()), ("rich".to_owned(), rich)].into(),
    };
    assert_eq!(typed.value.shop, expected);
    let at = |pointer: &Pointer| &text[typed.spans.value(pointer)];
    let shop = Pointer::root().key("shop");
    assert_eq!(at(&shop.key("name")), "\"corner\"");
    assert_eq!(at(&shop.key("floors")), "2");
    assert_eq!(&text[typed.spans.key(&shop.key("floors"))], "floors");
    assert_eq!(at(&shop.key("open")), "open");
    assert_eq!(at(&shop.key("tags").index(2)), "\"c\"");
    assert_eq!(at(&shop.key("shelf").index(1)), "shelf \"low\"");
    assert_eq!(at(&shop.key("shelf").index(1).key("goods").index(7)), "shelf");
    assert_eq!(at(&shop.key("extras").key("rich").key("names").index(1)), "\"q\"");
    assert!(!typed.spans.contains(&Pointer::root().key("mayor")));
}

#[test]
fn each_mistake_is_marked_at_its_word() {
    let cases = [
        ("shop a { titel b }", "kdl::unknown-node", "titel"),
        ("shop a colour=1", "kdl::unknown-property", "colour"),
        ("shop a extras=1", "kdl::unknown-property", "extras"),
        ("shop a { title b c=1 }", "kdl::unknown-property", "c"),
        ("shop a b", "kdl::unexpected-argument", "b"),
        ("shop a { title Acme CRM }", "kdl::unexpected-argument", "CRM"),
        ("shop a { title b { c } }", "kdl::unexpected-block", "title"),
        ("shop a { title }", "kdl::missing-value", "title"),
        ("shop a { tags }", "kdl::missing-value", "tags"),
        ("shop", "kdl::missing", "shop"),
        ("mayor \"ö\"", "kdl::missing", ""),
        ("shop a { title b; title c }", "kdl::duplicate", "title"),
        ("shop a floors=1 floors=2", "kdl::duplicate", "floors"),
        ("shop a name=b", "kdl::duplicate", "name"),
        ("shop a floors=\"2\"", "kdl::wrong-type", "\"2\""),
        ("shop a { title 3 }", "kdl::wrong-type", "3"),
        ("shop a { title #null }", "kdl::wrong-type", "#null"),
        ("shop a { tags é 3 }", "kdl::wrong-type", "3"),
        ("shop a { size big }", "kdl::wrong-value", "big"),
        ("shop a { door \"../x\" }", "kdl::wrong-form", "\"../x\""),
        ("shop a { floors -1 }", "kdl::out-of-range", "-1"),
        ("shop a { floors 300 }", "kdl::out-of-range", "300"),
        ("shop a { rooms 4294967296 }", "kdl::out-of-range", "4294967296"),
        ("shop a { rooms 1.5 }", "kdl::wrong-type", "1.5"),
        ("shop a { rooms 99999999999999999999 }", "kdl::wrong-type", "99999999999999999999"),
        ("shop a { title (t)b }", "kdl::annotation", "t"),
        ("shop a { tags b, c }", "kdl::trailing-comma", ","),
        ("\u{feff}é 1\r\nshop a\r\n", "kdl::unknown-node", "é"),
    ];
    for (text, code, marked) in cases {
        assert_eq!(issues(text), [(code, marked.to_owned())], "{text}");
    }
}

#[test]
fn what_can_be_read_survives_what_cannot() {
    let text = "shop { floors x; size big; tags 1 b; shelf; shelf z }\nmayor 3\n";
    let (typed, report) = read_partial::<Town>(&source(text));
    let typed = typed.unwrap();
    assert_eq!(report.issues().len(), 6, "{report:#?}");
    assert_eq!(typed.value.shop.tags, ["b"]);
    assert_eq!(typed.value.shop.shelf[1].label, "z");
    let shop = Pointer::root().key("shop");
    assert!(!typed.spans.contains(&shop.key("name")));
    assert!(!typed.spans.contains(&shop.key("floors")));
    assert_eq!(&text[typed.spans.value(&shop.key("tags").index(0))], "b");
}

#[test]
fn noise_is_refused_without_overflowing_the_stack() {
    for noise in
        ["\u{fffd}q{\"", "a ", "}\n", "a \"\n", "{\"", "/-", "(", "a=", "\\", "/*", "\"\"\"\n", "a{}"]
    {
        let text: String = noise.chars().cycle().take(limits::MAX_BYTES / 4 / noise.len()).collect();
        let (typed, report) = read_partial::<Town>(&source(&text));
        assert!(typed.is_none() || report.has_errors(), "{noise:?}");
    }
}
