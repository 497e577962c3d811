//! Liquid itself.

use std::collections::HashMap;

use liquid::{Object, Parser, ParserBuilder, Template};

use super::{
    Checked, filters,
    scan::Markup,
    shorten::{has_ambiguous_text, shorten},
};
use crate::diagnostics::{Issue, Report, SourceFile, codes};

/// Compiles templates and renders them for one context.
pub(crate) struct Engine<'c> {
    parser: Parser,
    context: &'c Object,
    /// Whether every value can be told from a mark of [`shorten`].
    shortens: bool,
    /// What each `{{ … }}` stands for in templates that have no tags.
    values: HashMap<String, String>,
}

impl<'c> Engine<'c> {
    /// Liquid with the filters of [`super::filters`].
    pub(crate) fn new(context: &'c Object) -> Self {
        let builder = filters::register(ParserBuilder::with_stdlib());
        let parser = builder.build().expect("internal: there are no partials to compile");
        let shortens = !context.values().any(has_ambiguous_text);
        Self { parser, context, shortens, values: HashMap::new() }
    }

    /// The text of `template`.
    pub(crate) fn render(&mut self, template: &Checked<'_>) -> Result<String, Report> {
        let Checked { source, markup } = template;
        if let Some(text) = self.fill_in(source.text(), markup) {
            return Ok(text);
        }
        let short = shorten(source.text(), markup).filter(|_| self.shortens);
        if let Some(short) = short
            && let Ok(compiled) = self.parser.parse(&short.text)
        {
            return self.run(&compiled, source).map(|text| short.restore(&text));
        }
        // The whole text, also for the sake of the places in liquid's complaint.
        let compiled = self.parser.parse(source.text());
        self.run(&compiled.map_err(|error| Report::from(syntax_error(source, &error)))?, source)
    }

    /// The text of a template that only inserts values, which are the same wherever they are inserted: liquid is
    /// asked for each once. None when there is more to it.
    fn fill_in(&mut self, template: &str, markup: &[Markup<'_>]) -> Option<String> {
        let mut text = String::with_capacity(template.len());
        let mut plain_from = 0;
        for Markup { tag, span, .. } in markup {
            let inserted = &template[span.clone()];
            let trims = inserted.starts_with("{{-") || inserted.ends_with("-}}");
            if tag.is_some() || trims {
                return None;
            }
            text.push_str(&template[plain_from..span.start]);
            text.push_str(self.value(inserted)?);
            plain_from = span.end;
        }
        text.push_str(&template[plain_from..]);
        Some(text)
    }

    fn value(&mut self, inserted: &str) -> Option<&str> {
        if !self.values.contains_key(inserted) {
            let value = self.parser.parse(inserted).ok()?.render(self.context).ok()?;
            self.values.insert(inserted.to_owned(), value);
        }
        self.values.get(inserted).map(String::as_str)
    }

    fn run(&self, compiled: &Template, template: &SourceFile) -> Result<String, Report> {
        compiled.render(self.context).map_err(|error| render_error(template, &error).into())
    }
}

impl std::fmt::Debug for Engine<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Engine")
    }
}

/// Liquid's parser writes its place into its text: ` --> 3:7` and, last, ` = what was expected`.
fn syntax_error(template: &SourceFile, error: &liquid::Error) -> Issue {
    let shown = error.to_string();
    let place = shown.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let reason = shown.lines().find_map(|line| line.trim_start().strip_prefix("= "));
    let reason = reason.or_else(|| first_line(&shown)).unwrap_or("not a liquid template");
    let offset = place.and_then(|place| offset_of(template.text(), place)).unwrap_or_default();
    Issue::error(&codes::blueprint::TEMPLATE_SYNTAX, format!("liquid cannot read the template: {reason}"))
        .label(offset..offset, "")
        .in_source(template)
        .help("correct the tag; every block needs its `{% end… %}`")
}

fn render_error(template: &SourceFile, error: &liquid::Error) -> Issue {
    let shown = error.to_string();
    let reason = first_line(&shown).unwrap_or("unknown reason");
    let mut trail = shown.lines().filter_map(|line| line.trim_start().strip_prefix("from: "));
    let place = trail.next_back().map(|tag| format!(", in `{}`", tag.escape_debug())).unwrap_or_default();
    let message = format!("the template cannot be rendered: {reason}{place}");
    Issue::error(&codes::blueprint::RENDER_FAILED, message)
        .label(0..0, "")
        .in_source(template)
        .help("give every name a value on every path: `{% assign %}` before the condition")
}

fn first_line(shown: &str) -> Option<&str> {
    shown.lines().map(|line| line.trim().trim_start_matches("liquid:").trim()).find(|line| !line.is_empty())
}

/// The byte that `line:column`, both from one, stands for.
fn offset_of(text: &str, place: &str) -> Option<usize> {
    let (line, column) = place.trim().split_once(':')?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let start = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum::<usize>();
    let rest = text.get(start..)?;
    Some(start + rest.char_indices().nth(column.checked_sub(1)?).map_or(rest.len(), |(at, _)| at))
}
