//! One KDL value as JSON.

use std::ops::Range;

use kdl::{KdlEntry, KdlValue};
use serde_json::{Number, Value};

use super::{
    Place,
    located::{Content, Located},
};
use crate::diagnostics::{Issue, SourceFile, codes};

/// The value of an argument or property; what cannot be used is reported and comes back broken.
pub(super) fn lower(entry: &KdlEntry, source: &SourceFile, issues: &mut Vec<Issue>) -> Located {
    let value = span(entry, source.text());
    let key = entry.name().map_or_else(|| value.clone(), |name| range(name.span()));
    if let Some(annotation) = entry.ty() {
        issues.push(self::annotation(range(annotation.span()), source));
    }
    let content = match json(entry.value()) {
        Ok(Value::String(text)) if has_trailing_comma(source.slice(&value)) => {
            issues.push(trailing_comma(&value, source));
            Content::Scalar(text.trim_end_matches(',').into())
        }
        Ok(json) => Content::Scalar(json),
        Err(reason) => {
            let issue = Issue::error(&codes::kdl::WRONG_TYPE, reason)
                .help("leave it out to get the default, or write a value")
                .label(value.clone(), "not a value")
                .in_source(source);
            issues.push(issue);
            Content::Broken
        }
    };
    Located::new(Place { key, value }, content)
}

fn json(value: &KdlValue) -> Result<Value, String> {
    match value {
        KdlValue::String(text) => Ok(text.clone().into()),
        KdlValue::Bool(flag) => Ok((*flag).into()),
        KdlValue::Integer(number) => match i64::try_from(*number) {
            Ok(number) => Ok(number.into()),
            Err(_) => Err(format!("`{number}` is too large a number")),
        },
        KdlValue::Float(number) => {
            Number::from_f64(*number).map(Value::Number).ok_or_else(|| format!("`#{number}` is not a number"))
        }
        KdlValue::Null => Err("`#null` says nothing here".to_owned()),
    }
}

/// The bytes of the value itself, without the property's name and a type annotation.
pub(super) fn span(entry: &KdlEntry, text: &str) -> Range<usize> {
    let whole = range(entry.span());
    let end = whole.start + text.get(whole.clone()).map_or(0, |text| text.trim_end().len());
    let written = entry.format().map_or(end - whole.start, |format| format.value_repr.len());
    let start = end.saturating_sub(written).max(whole.start);
    start..end
}

/// The bytes of one of the parser's spans.
pub(super) fn range(span: miette::SourceSpan) -> Range<usize> {
    span.offset()..span.offset() + span.len()
}

/// Says that a type annotation means nothing.
pub(super) fn annotation(span: Range<usize>, source: &SourceFile) -> Issue {
    Issue::error(&codes::kdl::ANNOTATION, "a type annotation has no meaning here")
        .help("remove it with its parentheses")
        .label(span, "annotation")
        .in_source(source)
}

fn has_trailing_comma(written: &str) -> bool {
    written.ends_with(',') && !written.starts_with(['"', '#'])
}

fn trailing_comma(span: &Range<usize>, source: &SourceFile) -> Issue {
    let word = source.slice(span);
    let plain = word.trim_end_matches(',');
    Issue::error(
        &codes::kdl::TRAILING_COMMA,
        format!("the comma is part of the text `{}`", word.escape_debug()),
    )
    .help(format!("write `{plain}` without the comma: blanks separate values"))
    .label(span.end - 1..span.end, "taken as text")
    .in_source(source)
}
