//! From the words of a command line to the values of a manifest.

use crate::{
    diagnostics::{Issue, codes},
    document::{Scalar, Schema, Shape},
};

/// The values that `given` means for a field; a field with one value takes one word.
pub(super) fn parse(field: &str, schema: Schema<'_>, given: &[String]) -> Result<Vec<Scalar>, Issue> {
    let one = |word: &String| scalar(schema, word);
    match (schema.shape(), given) {
        (_, []) => Err(wrong_count(field, "needs a value", None)),
        (Shape::List(item), words) => Ok(words.iter().map(|word| scalar(item, word)).collect()),
        (Shape::Any, words) if !schema.has_types() => Ok(words.iter().map(|word| any(word)).collect()),
        (Shape::Any | Shape::Boolean | Shape::Scalar | Shape::Object(_), [word]) => Ok(vec![one(word)]),
        (Shape::Any | Shape::Boolean | Shape::Scalar | Shape::Object(_), words) => {
            Err(wrong_count(field, "takes one value", Some(&words.join(" "))))
        }
    }
}

/// A value of a field that may be anything: what looks like a number or a boolean is one, unless
/// it stands in double quotes.
pub(super) fn any(word: &str) -> Scalar {
    let quoted = word.strip_prefix('"').and_then(|word| word.strip_suffix('"'));
    match quoted {
        Some(text) => Scalar::Text(text.to_owned()),
        None => boolean(word).or_else(|| integer(word)).unwrap_or_else(|| Scalar::Text(word.to_owned())),
    }
}

/// A word that does not fit stays a text: the check of the manifest says what would fit.
fn scalar(schema: Schema<'_>, word: &str) -> Scalar {
    let typed = match (schema.shape(), schema.type_name()) {
        (Shape::Any, _) => return any(word),
        (Shape::Boolean, _) => boolean(word),
        (_, Some("integer" | "number")) => integer(word),
        _ => None,
    };
    typed.unwrap_or_else(|| Scalar::Text(word.to_owned()))
}

fn boolean(word: &str) -> Option<Scalar> {
    match word {
        "true" | "#true" => Some(Scalar::Boolean(true)),
        "false" | "#false" => Some(Scalar::Boolean(false)),
        _ => None,
    }
}

/// Only a number that is spelled the way it will be written: `007` is a text.
fn integer(word: &str) -> Option<Scalar> {
    let number = word.parse::<i64>().ok().filter(|number| number.to_string() == word)?;
    Some(Scalar::Integer(number.into()))
}

fn wrong_count(field: &str, what: &str, text: Option<&str>) -> Issue {
    let field = field.escape_debug();
    let issue = Issue::error(&codes::edit::WRONG_COUNT, format!("`{field}` {what}"));
    issue.help(match text {
        Some(text) => format!("write \"{}\" in quotes if this is one text", text.escape_debug()),
        None => format!("write it behind the path: `quickscale set {field} VALUE`"),
    })
}
