//! Keeps long stretches of plain text away from liquid, whose parser tries every rule at every
//! character: most of a template is plain, so this is most of its time.

use liquid::model::{Value, ValueView as _};

use super::scan::Markup;

/// Around the number of a stretch that was taken out. Neither may be in a template or a value.
const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

/// Shorter stretches are left where they are.
const WORTH_IT: usize = 32;

/// A template without its long stretches of plain text.
#[derive(Debug)]
pub(super) struct Shortened<'t> {
    /// The template with a mark for each stretch.
    pub(super) text: String,
    stretches: Vec<&'t str>,
}

/// Whether a mark could be mistaken for a part of `text`.
fn is_ambiguous(text: &str) -> bool {
    // One after the other, each search is many bytes at a time; together, one character at a time.
    text.contains(OPEN) || text.contains(CLOSE)
}

/// Takes the long stretches between `found` out of `text`, unless a mark would be ambiguous in it.
pub(super) fn shorten<'t>(text: &'t str, found: &[Markup<'t>]) -> Option<Shortened<'t>> {
    if is_ambiguous(text) {
        return None;
    }
    let mut short = Shortened { text: String::new(), stretches: Vec::new() };
    let mut plain_from = 0;
    let mut captures = 0_usize;
    for markup in found {
        // What is captured may go through a filter, which would see the marks.
        short.push(&text[plain_from..markup.span.start], captures == 0);
        short.text.push_str(&text[markup.span.start..markup.resume]);
        plain_from = markup.resume;
        match markup.tag {
            Some("capture") => captures += 1,
            Some("endcapture") => captures = captures.saturating_sub(1),
            _ => {}
        }
    }
    short.push(&text[plain_from..], true);
    Some(short)
}

impl<'t> Shortened<'t> {
    /// Adds plain text. Blanks at its ends stay: a `-` beside them eats them.
    fn push(&mut self, plain: &'t str, may_shorten: bool) {
        let core = plain.trim();
        if !may_shorten || core.len() < WORTH_IT {
            self.text.push_str(plain);
            return;
        }
        let start = plain.len() - plain.trim_start().len();
        self.text.push_str(&plain[..start]);
        self.text.extend([OPEN]);
        self.text.push_str(&self.stretches.len().to_string());
        self.text.extend([CLOSE]);
        self.text.push_str(&plain[start + core.len()..]);
        self.stretches.push(core);
    }

    /// Puts the stretches back into what was rendered; a loop may have repeated them.
    pub(super) fn restore(&self, rendered: &str) -> String {
        let mut parts = rendered.split(OPEN);
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (number, rest) = part.split_once(CLOSE).unwrap_or_default();
            let stretch = number.parse().ok().and_then(|index: usize| self.stretches.get(index));
            text.push_str(stretch.copied().unwrap_or_default());
            text.push_str(rest);
        }
        text
    }
}

/// Whether some text inside of `value` could be mistaken for a mark.
pub(super) fn has_ambiguous_text(value: &Value) -> bool {
    match value {
        Value::Scalar(scalar) => is_ambiguous(&scalar.to_kstr()),
        Value::Array(items) => items.iter().any(has_ambiguous_text),
        Value::Object(members) => members.values().any(has_ambiguous_text),
        Value::State(_) | Value::Nil => false,
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use proptest::prelude::*;

    use super::{super::scan::scan, *};

    const LONG: &str = "a stretch of plain text, {long} enough to be taken out";

    #[test]
    fn long_stretches_are_taken_out_and_put_back() {
        let text = format!(
            "{LONG}\n  {{%- if x -%}}\n {LONG} {{% endif %}}short{{% raw %}}{LONG}{{% endraw %}}\n{LONG}\n"
        );
        let short = shorten(&text, &scan(&text).unwrap()).unwrap();
        let raw = format!("{{% raw %}}{LONG}{{% endraw %}}");
        let expected =
            format!("\u{1}0\u{2}\n  {{%- if x -%}}\n \u{1}1\u{2} {{% endif %}}short{raw}\n\u{1}2\u{2}\n");
        assert_eq!(short.text, expected);
        assert_eq!(short.restore("\u{1}2\u{2}-\u{1}0\u{2}\n"), format!("{LONG}-{LONG}\n"));
        assert!(shorten(&format!("{LONG}\u{1}"), &[]).is_none());
    }

    proptest! {
        #[test]
        fn a_shortened_template_renders_to_the_same_text(
            parts in prop::collection::vec(prop_oneof![
                Just(LONG.to_owned()),
                Just(format!("\n\n  {LONG}\t\n")),
                "[a-z \n{}]{0,5} ",
                Just("{{ x }}".to_owned()),
                Just("{{- x | upcase -}}".to_owned()),
                Just("{%- if y %}".to_owned() + LONG + "{% else -%} " + LONG + " {%- endif %}"),
                Just("{% for i in (1..2) -%}\n".to_owned() + LONG + "\n{% endfor %}"),
                Just("{% capture c %}".to_owned() + LONG + "{% endcapture %}{{ c | upcase | size }}"),
                Just("{% raw %}".to_owned() + LONG + "{{ }}{% endraw %}"),
                Just("{% comment %}".to_owned() + LONG + "{% endcomment %}"),
            ], 0..8),
            y in any::<bool>(),
        ) {
            let text = parts.concat();
            let parser = liquid::ParserBuilder::with_stdlib().build().unwrap();
            let context = liquid::to_object(&serde_json::json!({ "x": "v", "y": y })).unwrap();
            let render = |text: &str| parser.parse(text).ok()?.render(&context).ok();
            let found = scan(&text);
            prop_assume!(found.is_ok());
            if let Some(expected) = render(&text) {
                let short = shorten(&text, &found.unwrap()).unwrap();
                prop_assert_eq!(render(&short.text).map(|text| short.restore(&text)), Some(expected));
            }
        }
    }
}
