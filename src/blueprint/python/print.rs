//! From an expression to text, as ruff's formatter would leave it.

#![expect(clippy::wildcard_enum_match_arm, reason = "few kinds of expressions are broken into lines")]

use super::{Expression, Operator};
use crate::blueprint::template::quote;

/// The longest line that is not broken.
const WIDTH: usize = 88;

/// One level of indentation.
const STEP: usize = 4;

/// `NAME = value`, or `NAME: annotation = value`.
pub(crate) fn assignment(name: &str, annotation: Option<&str>, value: &Expression) -> String {
    let start = annotation.map_or_else(|| name.to_owned(), |kind| format!("{name}: {kind}"));
    let start = format!("{start} = ");
    if fits(&start, value, "") || is_bracketed(value) {
        return written(&start, value, 0, "");
    }
    let inner = " ".repeat(STEP);
    let body = match value {
        Expression::Binary(..) => terms(value).join(&format!("\n{inner}")),
        // Parentheses around what stays too long help nobody.
        _ if width(&flat(value)) + STEP > WIDTH => return written(&start, value, 0, ""),
        _ => flat(value),
    };
    format!("{start}(\n{inner}{body}\n)")
}

/// An item on a line of its own, `level` steps in, with its comma.
pub(crate) fn item(value: &Expression, level: usize) -> String {
    let indent = level * STEP;
    written(&" ".repeat(indent), value, indent, ",")
}

/// `start`, the value and `end`; broken into lines where it would be too long.
fn written(start: &str, value: &Expression, indent: usize, end: &str) -> String {
    if fits(start, value, end) || !is_bracketed(value) {
        return format!("{start}{}{end}", flat(value));
    }
    let (open, close) = brackets(value);
    let inside = indent + STEP;
    let margin = " ".repeat(inside);
    if let Expression::Call(_, arguments, named) = value {
        let line = call_items(arguments, named);
        if width(&line) + inside <= WIDTH {
            return format!("{start}{open}\n{margin}{line}\n{}{close}{end}", " ".repeat(indent));
        }
    }
    let lines: Vec<String> = match value {
        Expression::Dict(pairs) => pairs
            .iter()
            .map(|(key, item)| written(&format!("{margin}{}: ", flat(key)), item, inside, ","))
            .collect(),
        Expression::Call(_, arguments, named) => {
            let arguments = arguments.iter().map(|argument| written(&margin, argument, inside, ","));
            let named = named
                .iter()
                .map(|(name, argument)| written(&format!("{margin}{name}="), argument, inside, ","));
            arguments.chain(named).collect()
        }
        Expression::List(items) | Expression::Tuple(items) | Expression::Set(items) => {
            items.iter().map(|item| written(&margin, item, inside, ",")).collect()
        }
        _ => Vec::new(),
    };
    format!("{start}{open}\n{}\n{}{close}{end}", lines.join("\n"), " ".repeat(indent))
}

fn fits(start: &str, value: &Expression, end: &str) -> bool {
    width(start) + width(&flat(value)) + width(end) <= WIDTH
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// Whether it has brackets that lines can be broken in.
fn is_bracketed(value: &Expression) -> bool {
    match value {
        Expression::List(items) | Expression::Tuple(items) | Expression::Set(items) => !items.is_empty(),
        Expression::Dict(pairs) => !pairs.is_empty(),
        Expression::Call(_, arguments, named) => !arguments.is_empty() || !named.is_empty(),
        _ => false,
    }
}

fn brackets(value: &Expression) -> (String, char) {
    match value {
        Expression::List(_) => ("[".to_owned(), ']'),
        Expression::Set(_) | Expression::Dict(_) => ("{".to_owned(), '}'),
        Expression::Call(name, ..) => (format!("{name}("), ')'),
        _ => ("(".to_owned(), ')'),
    }
}

/// The value on one line.
pub(super) fn flat(value: &Expression) -> String {
    let list = |items: &[Expression]| items.iter().map(flat).collect::<Vec<_>>().join(", ");
    match value {
        Expression::Text(text) => quote::python(text),
        Expression::Number(number) => number.clone(),
        Expression::Name(name) => name.clone(),
        Expression::List(items) => format!("[{}]", list(items)),
        Expression::Tuple(items) if items.len() == 1 => format!("({},)", list(items)),
        Expression::Tuple(items) => format!("({})", list(items)),
        // `{}` would be a dict.
        Expression::Set(items) if items.is_empty() => "set()".to_owned(),
        Expression::Set(items) => format!("{{{}}}", list(items)),
        Expression::Dict(pairs) => {
            let pairs = pairs.iter().map(|(key, item)| format!("{}: {}", flat(key), flat(item)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        Expression::Spread(inner) => format!("*{}", flat(inner)),
        Expression::Negative(inner) => format!("-{}", grouped(inner, true)),
        Expression::Binary(left, operator, right) => {
            let left = grouped(left, operator.binds_tightly());
            let right = operand(*operator, right);
            format!("{left} {} {right}", operator.sign())
        }
        Expression::Call(name, arguments, named) => format!("{name}({})", call_items(arguments, named)),
    }
}

fn call_items(arguments: &[Expression], named: &[(&'static str, Expression)]) -> String {
    let named = named.iter().map(|(name, argument)| format!("{name}={}", flat(argument)));
    arguments.iter().map(flat).chain(named).collect::<Vec<_>>().join(", ")
}

/// The value, in parentheses when it is a sum where a product is wanted.
fn grouped(value: &Expression, tightly: bool) -> String {
    match value {
        Expression::Binary(_, operator, _) if tightly && !operator.binds_tightly() => {
            format!("({})", flat(value))
        }
        _ => flat(value),
    }
}

/// What stands to the right of `operator`: anything that is not a single value needs parentheses
/// there, unless it is a product in a sum.
fn operand(operator: Operator, value: &Expression) -> String {
    match value {
        Expression::Binary(_, inner, _) if inner.binds_tightly() && !operator.binds_tightly() => flat(value),
        Expression::Binary(..) => format!("({})", flat(value)),
        _ => flat(value),
    }
}

/// The parts of a sum or of a product, each but the first with its operator.
fn terms(value: &Expression) -> Vec<String> {
    let tightly = |value: &Expression| match value {
        Expression::Binary(_, operator, _) => Some(operator.binds_tightly()),
        _ => None,
    };
    match value {
        Expression::Binary(left, operator, right) => {
            let mut parts = if tightly(left) == tightly(value) {
                terms(left)
            } else {
                vec![grouped(left, operator.binds_tightly())]
            };
            parts.push(format!("{} {}", operator.sign(), operand(*operator, right)));
            parts
        }
        _ => vec![flat(value)],
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::{super::parse, *};

    fn set(name: &str, annotation: Option<&str>, value: &str) -> String {
        assignment(name, annotation, &parse(value).unwrap())
    }

    #[test]
    fn what_fits_stays_on_one_line() {
        assert_eq!(set("X", None, "{'a'}"), "X = {\"a\"}");
        assert_eq!(set("X", Some("list[str]"), "[]"), "X: list[str] = []");
        assert_eq!(assignment("X", Some("set[str]"), &Expression::Set(Vec::new())), "X: set[str] = set()");
        let text = "x".repeat(82);
        assert_eq!(set("X", None, &format!("'{text}'")), format!("X = \"{text}\""));
    }

    #[test]
    fn what_is_too_long_is_broken_as_ruff_does_it() {
        let (long, longer) = ("x".repeat(40), "y".repeat(45));
        assert_eq!(
            set("X", Some("list[str]"), &format!("['{long}', '{longer}']")),
            format!("X: list[str] = [\n    \"{long}\",\n    \"{longer}\",\n]")
        );
        assert_eq!(
            set("X", None, &format!("{{'a': {{'b': '{long}', 'c': '{longer}'}}, 'd': 1}}")),
            format!(
                "X = {{\n    \"a\": {{\n        \"b\": \"{long}\",\n        \"c\": \"{longer}\",\n    }},\n    \"d\": 1,\n}}"
            )
        );
        let text = "x".repeat(80);
        assert_eq!(set("NAME", None, &format!("'{text}'")), format!("NAME = (\n    \"{text}\"\n)"));
        let text = "x".repeat(83);
        assert_eq!(set("NAME", None, &format!("'{text}'")), format!("NAME = \"{text}\""));
        assert_eq!(
            set("NAME", None, &format!("env.{} + env.{} * 2 + 3", long, longer)),
            format!("NAME = (\n    env.{long}\n    + env.{longer} * 2\n    + 3\n)")
        );
    }

    #[test]
    fn calls_try_one_line_for_all_arguments_first() {
        let call = |length: usize| {
            let include = vec![Expression::text("y".repeat(length))];
            let namespace = vec![("namespace", Expression::text("notes"))];
            let include = Expression::Call("include", include, namespace);
            item(&Expression::Call("path", vec![Expression::text("notes/"), include], Vec::new()), 1)
        };
        let y = |length: usize| "y".repeat(length);
        assert_eq!(call(30), format!("    path(\"notes/\", include(\"{}\", namespace=\"notes\")),", y(30)));
        assert_eq!(
            call(38),
            format!("    path(\n        \"notes/\", include(\"{}\", namespace=\"notes\")\n    ),", y(38))
        );
        assert_eq!(
            call(45),
            format!(
                "    path(\n        \"notes/\",\n        include(\"{}\", namespace=\"notes\"),\n    ),",
                y(45)
            )
        );
    }
}
