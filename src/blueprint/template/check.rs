//! Finds every mistake of a template before it is rendered.

use std::ops::Range;

use super::{
    Shape,
    blocks::{Blocks, Misplaced},
    filters::FILTERS,
    foreign,
    scan::{Markup, Token, TokenKind, scan},
    scope::Scope,
};
use crate::diagnostics::{Code, Issue, Report, SourceFile, codes, listed};

/// A template without mistakes.
#[derive(Debug)]
pub(crate) struct Checked<'t> {
    pub(super) source: &'t SourceFile,
    pub(super) markup: Vec<Markup<'t>>,
}

impl Checked<'_> {
    pub(crate) fn source(&self) -> &SourceFile {
        self.source
    }

    /// The dotted names in it.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let tokens = self.markup.iter().flat_map(|markup| &markup.tokens);
        tokens.filter(|token| token.kind == TokenKind::Path).map(|token| token.text)
    }
}

/// The template, or everything in it that is not liquid as we use it or that `context` does not declare.
pub(crate) fn check(template: &SourceFile, context: Shape) -> Result<Checked<'_>, Report> {
    let mut checker = Checker { template, scope: Scope::new(context), report: Report::new() };
    let markup = scan(template.text()).unwrap_or_else(|unclosed| {
        let opened = template.slice(&unclosed.span).to_owned();
        checker.say(
            &codes::blueprint::TEMPLATE_SYNTAX,
            unclosed.span,
            format!("`{opened}` is never closed"),
            format!("write `{}` after it", unclosed.expected),
        );
        Vec::new()
    });
    checker.all(&markup);
    checker.report.sort_by_place();
    if checker.report.is_empty() { Ok(Checked { source: template, markup }) } else { Err(checker.report) }
}

/// One operand: what it is, or `None` after a mistake that was already said.
type Operand = Option<Shape>;

struct Checker<'t> {
    template: &'t SourceFile,
    scope: Scope<'t>,
    report: Report,
}

impl<'t> Checker<'t> {
    fn say(&mut self, code: &'static Code, span: Range<usize>, message: String, help: String) {
        self.report.push(Issue::error(code, message).label(span, "").in_source(self.template).help(help));
    }

    fn all(&mut self, found: &[Markup<'t>]) {
        let mut blocks = Blocks::default();
        for markup in found {
            self.markup(markup);
            let misplaced = blocks.follow(markup);
            misplaced.into_iter().for_each(|misplaced| self.misplaced(misplaced));
        }
        blocks.never_closed().for_each(|misplaced| self.misplaced(misplaced));
    }

    fn misplaced(&mut self, misplaced: Misplaced) {
        let Misplaced { span, message, help } = misplaced;
        self.say(&codes::blueprint::TEMPLATE_SYNTAX, span, message, help);
    }

    fn markup(&mut self, markup: &Markup<'t>) {
        let tokens = &markup.tokens[..];
        match markup.tag {
            None if foreign::is_after_dollar(self.template.text(), markup.span.start) => {
                self.foreign(markup, "a GitHub expression");
            }
            None => self.output(markup),
            Some("if" | "elsif" | "unless") => self.condition(tokens),
            Some("case" | "when") => self.operands(tokens),
            Some("for") => self.open_loop(markup),
            Some("endfor") => self.scope.close_loop(),
            Some("assign") => self.assign(markup),
            Some("capture") => self.capture(markup),
            Some("else" | "endif" | "endunless" | "endcase" | "endcapture" | "raw" | "comment") => {}
            Some("break" | "continue") => {}
            Some(tag) if foreign::is_django_tag(tag) => self.foreign(markup, "a tag of Django's"),
            Some(tag) => self.say(
                &codes::blueprint::UNKNOWN_TAG,
                markup.span.clone(),
                format!("there is no tag `{}`", tag.escape_debug()),
                "use `if`, `unless`, `case`, `for`, `assign`, `capture`, `comment` or `raw`".to_owned(),
            ),
        }
    }

    fn foreign(&mut self, markup: &Markup<'t>, what: &str) {
        let shown = self.template.slice(&markup.span).escape_debug().to_string();
        self.say(
            &codes::blueprint::FOREIGN_SYNTAX,
            markup.span.clone(),
            format!("`{shown}` is {what}, and liquid would read it"),
            "put it between `{% raw %}` and `{% endraw %}`, or drop `.liquid` from the file's name so that it \
             is copied as it is"
                .to_owned(),
        );
    }

    fn malformed(&mut self, markup: &Markup<'t>, expected: &str) {
        let shown = self.template.slice(&markup.span).escape_debug().to_string();
        self.say(
            &codes::blueprint::TEMPLATE_SYNTAX,
            markup.span.clone(),
            format!("`{shown}` cannot be read"),
            format!("write it as `{expected}`"),
        );
    }

    fn output(&mut self, markup: &Markup<'t>) {
        let Some(first) = markup.tokens.first() else {
            return self.malformed(markup, "{{ name }}");
        };
        if let Some(shape) = self.chain(&markup.tokens)
            && !shape.is_scalar()
        {
            self.say(
                &codes::blueprint::WRONG_KIND,
                first.span.clone(),
                format!("`{}` is {}, which has no text of its own", first.text, shape.describe()),
                self.way_into(first.text, shape),
            );
        }
    }

    /// How to get at the scalars inside of a value.
    fn way_into(&self, name: &str, shape: Shape) -> String {
        match shape {
            Shape::List(_) => format!("go through it with `{{% for item in {name} %}}`"),
            Shape::Record(_) | Shape::Text | Shape::Integer | Shape::Boolean => {
                format!("name one of its values: {}", listed(&shape.names()))
            }
        }
    }

    /// `value | filter: argument, argument | …`
    fn chain(&mut self, tokens: &[Token<'t>]) -> Operand {
        let (first, rest) = tokens.split_first()?;
        let mut shape = self.operand(first);
        let mut parts = rest.split(|token| token.text == "|" && token.kind == TokenKind::Symbol);
        if let Some([stray, ..]) = parts.next() {
            self.unexpected(stray);
        }
        for part in parts {
            if let Some((name, arguments)) = part.split_first() {
                shape = self.filter(name);
                self.operands(arguments);
            }
        }
        shape
    }

    fn filter(&mut self, name: &Token<'t>) -> Operand {
        let known = FILTERS.iter().find(|filter| filter.name == name.text);
        if known.is_none() {
            let names: Vec<&str> = FILTERS.iter().map(|filter| filter.name).collect();
            self.say(
                &codes::blueprint::UNKNOWN_FILTER,
                name.span.clone(),
                format!("there is no filter `{}`", name.text.escape_debug()),
                format!("use one of {}", listed(&names)),
            );
        }
        known.map(|filter| filter.gives)
    }

    fn unexpected(&mut self, token: &Token<'t>) {
        self.say(
            &codes::blueprint::TEMPLATE_SYNTAX,
            token.span.clone(),
            format!("`{}` is not expected here", token.text.escape_debug()),
            "put `|` before a filter, and `:` between a filter and its arguments".to_owned(),
        );
    }

    fn operands(&mut self, tokens: &[Token<'t>]) {
        for token in tokens {
            if token.text != "or" {
                self.operand(token);
            }
        }
    }

    fn operand(&mut self, token: &Token<'t>) -> Operand {
        match token.kind {
            TokenKind::Path => self.path(token),
            TokenKind::Literal if token.text.starts_with(['"', '\'']) => Some(Shape::Text),
            TokenKind::Literal if token.text.starts_with(|c: char| c.is_ascii_digit()) => {
                Some(Shape::Integer)
            }
            TokenKind::Literal => Some(Shape::Boolean),
            TokenKind::Symbol if matches!(token.text, "," | ":" | "(" | ")" | "..") => None,
            TokenKind::Symbol => {
                self.unexpected(token);
                None
            }
        }
    }

    fn path(&mut self, token: &Token<'t>) -> Operand {
        match self.scope.find(token.text) {
            Ok(shape) => shape,
            Err(unknown) => {
                let start = token.span.start + unknown.at;
                let help = match unknown.nearest {
                    Some(name) => format!("write `{name}`"),
                    None if unknown.known.is_empty() => format!("drop `.{}`", unknown.name),
                    None => format!("use one of {}", listed(&unknown.known)),
                };
                self.say(
                    &codes::blueprint::UNKNOWN_VARIABLE,
                    start..start + unknown.name.len(),
                    format!("there is no `{}` in {}", unknown.name, unknown.inside),
                    help,
                );
                None
            }
        }
    }

    /// Terms between `and` and `or`: a boolean, or a comparison. Anything else is true whatever its
    /// value: liquid takes `""` and `0` for true.
    fn condition(&mut self, tokens: &[Token<'t>]) {
        for term in tokens.split(|token| matches!(token.text, "and" | "or")) {
            if let [single] = term {
                if let Some(shape) = self.operand(single)
                    && shape != Shape::Boolean
                {
                    self.always_true(single, shape);
                }
                continue;
            }
            for token in term {
                let compares =
                    matches!(token.text, "==" | "!=" | "<>" | "<" | ">" | "<=" | ">=" | "contains");
                if !compares {
                    self.operand(token);
                }
            }
        }
    }

    fn always_true(&mut self, operand: &Token<'t>, shape: Shape) {
        let name = operand.text;
        let instead = match shape {
            Shape::List(_) => format!("{name}.size > 0"),
            Shape::Integer => format!("{name} > 0"),
            Shape::Text | Shape::Boolean | Shape::Record(_) => format!("{name} != \"\""),
        };
        self.say(
            &codes::blueprint::WRONG_KIND,
            operand.span.clone(),
            format!("`{name}` is {}, which liquid always takes for true", shape.describe()),
            format!("write `{instead}`"),
        );
    }

    fn open_loop(&mut self, markup: &Markup<'t>) {
        let [item, keyword, rest @ ..] = &markup.tokens[..] else {
            self.scope.open_loop("", None);
            return self.malformed(markup, "{% for item in list %}");
        };
        if keyword.text != "in" || rest.is_empty() {
            self.scope.open_loop("", None);
            return self.malformed(markup, "{% for item in list %}");
        }
        let element = if rest[0].text == "(" {
            self.operands(rest);
            Some(Shape::Integer)
        } else {
            let parameters =
                rest[1..].iter().filter(|token| !matches!(token.text, "limit" | "offset" | "reversed"));
            let parameters: Vec<Token<'t>> = parameters.cloned().collect();
            self.operands(&parameters);
            match self.operand(&rest[0]) {
                Some(Shape::List(element)) => Some(*element),
                Some(shape) => {
                    self.say(
                        &codes::blueprint::WRONG_KIND,
                        rest[0].span.clone(),
                        format!("`{}` is {}, not a list", rest[0].text, shape.describe()),
                        "loop over a list, for example `variables`".to_owned(),
                    );
                    None
                }
                None => None,
            }
        };
        self.scope.open_loop(item.text, element);
    }

    fn assign(&mut self, markup: &Markup<'t>) {
        let [name, equals, chain @ ..] = &markup.tokens[..] else {
            return self.malformed(markup, "{% assign name = value %}");
        };
        if equals.text != "=" || chain.is_empty() {
            return self.malformed(markup, "{% assign name = value %}");
        }
        let shape = self.chain(chain);
        self.scope.assign(name.text, shape);
    }

    fn capture(&mut self, markup: &Markup<'t>) {
        match &markup.tokens[..] {
            [name] => self.scope.assign(name.text, Some(Shape::Text)),
            _ => self.malformed(markup, "{% capture name %}"),
        }
    }
}
