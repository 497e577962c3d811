//! From text to an expression.

use super::{Expression, Operator, is_name};

/// Why a text is not a literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// Where, in bytes of the text.
    pub(crate) at: usize,
    /// What is wrong there.
    pub(crate) message: String,
}

/// How deep brackets may be nested.
const DEPTH: usize = 32;

/// The expression that `text` is.
pub(crate) fn parse(text: &str) -> Result<Expression, Mistake> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    let expression = parser.sum()?;
    match parser.peek() {
        None => Ok(expression),
        Some('(') => Err(parser.mistake("a call is not a literal")),
        Some(_) => Err(parser.mistake("nothing can follow here")),
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn mistake(&self, message: impl Into<String>) -> Mistake {
        Mistake { at: self.at, message: message.into() }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// The next letter that is no blank.
    fn peek(&mut self) -> Option<char> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.rest().chars().next()
    }

    /// Takes `letter` when it comes next.
    fn take(&mut self, letter: char) -> bool {
        let found = self.peek() == Some(letter);
        if found {
            self.at += letter.len_utf8();
        }
        found
    }

    fn sum(&mut self) -> Result<Expression, Mistake> {
        self.chain(&[('+', Operator::Add), ('-', Operator::Subtract)], Self::product)
    }

    fn product(&mut self) -> Result<Expression, Mistake> {
        self.chain(&[('*', Operator::Multiply), ('/', Operator::Divide)], Self::single)
    }

    fn chain(
        &mut self,
        operators: &[(char, Operator)],
        part: fn(&mut Self) -> Result<Expression, Mistake>,
    ) -> Result<Expression, Mistake> {
        let mut left = part(self)?;
        while let Some((_, operator)) = operators.iter().find(|(sign, _)| self.take(*sign)) {
            left = Expression::Binary(Box::new(left), *operator, Box::new(part(self)?));
        }
        Ok(left)
    }

    fn single(&mut self) -> Result<Expression, Mistake> {
        match self.peek() {
            Some('-') => {
                self.at += 1;
                Ok(Expression::Negative(Box::new(self.single()?)))
            }
            Some('[') => Ok(Expression::List(self.items(']', Self::item)?.0)),
            Some('(') => self.parentheses(),
            Some('{') => self.braces(),
            Some(quote @ ('"' | '\'')) => self.texts(quote),
            Some(digit) if digit.is_ascii_digit() => self.number(),
            Some(letter) if letter.is_ascii_alphabetic() || letter == '_' => self.name(),
            Some(_) => Err(self.mistake("no value starts like this")),
            None => Err(self.mistake("a value is missing")),
        }
    }

    /// What stands between the bracket that comes next and `end`, and whether a comma follows the last.
    fn items<T>(
        &mut self,
        end: char,
        item: fn(&mut Self) -> Result<T, Mistake>,
    ) -> Result<(Vec<T>, bool), Mistake> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.mistake("too deep"));
        }
        self.at += 1;
        let (mut items, mut comma) = (Vec::new(), false);
        while !self.take(end) {
            if !items.is_empty() && !comma {
                return Err(self.mistake(format!("`,` or `{end}` is missing")));
            }
            items.push(item(self)?);
            comma = self.take(',');
        }
        self.depth -= 1;
        Ok((items, comma))
    }

    fn item(&mut self) -> Result<Expression, Mistake> {
        if self.take('*') {
            return Ok(Expression::Spread(Box::new(self.sum()?)));
        }
        self.sum()
    }

    fn parentheses(&mut self) -> Result<Expression, Mistake> {
        let (mut items, comma) = self.items(')', Self::item)?;
        match (items.len(), comma) {
            (1, false) if !matches!(items[0], Expression::Spread(_)) => Ok(items.remove(0)),
            _ => Ok(Expression::Tuple(items)),
        }
    }

    fn braces(&mut self) -> Result<Expression, Mistake> {
        let (items, _) = self.items('}', |parser| {
            let key = parser.item()?;
            let value = if parser.take(':') { Some(parser.sum()?) } else { None };
            Ok((key, value))
        })?;
        if items.is_empty() || items.iter().all(|(_, value)| value.is_some()) {
            let pairs = items.into_iter().filter_map(|(key, value)| Some((key, value?)));
            return Ok(Expression::Dict(pairs.collect()));
        }
        if items.iter().any(|(_, value)| value.is_some()) {
            return Err(self.mistake("a set or a dict, not both"));
        }
        Ok(Expression::Set(items.into_iter().map(|(key, _)| key).collect()))
    }

    /// A text, and those that follow without anything between: Python takes them for one.
    fn texts(&mut self, quote: char) -> Result<Expression, Mistake> {
        let mut text = self.quoted(quote)?;
        while let Some(quote @ ('"' | '\'')) = self.peek() {
            text.push_str(&self.quoted(quote)?);
        }
        Ok(Expression::Text(text))
    }

    fn quoted(&mut self, quote: char) -> Result<String, Mistake> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        let mut letters = self.rest().char_indices();
        while let Some((index, letter)) = letters.next() {
            match letter {
                '\\' => match letters.next() {
                    Some((_, escaped @ ('\\' | '"' | '\''))) => text.push(escaped),
                    Some((_, 'n')) => text.push('\n'),
                    Some((_, 't')) => text.push('\t'),
                    _ => {
                        self.at += index;
                        return Err(self.mistake("only `\\\\`, `\\\"`, `\\'`, `\\n` and `\\t` are read"));
                    }
                },
                '\n' => break,
                letter if letter == quote => {
                    self.at += index + 1;
                    return Ok(text);
                }
                letter => text.push(letter),
            }
        }
        self.at = start;
        Err(self.mistake("the text does not end"))
    }

    fn number(&mut self) -> Result<Expression, Mistake> {
        let rest = self.rest();
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'));
        let number = &rest[..length.unwrap_or(rest.len())];
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |text: &str| {
            let ends = text.starts_with('_') || text.ends_with('_') || text.contains("__");
            !text.is_empty() && !ends && text.bytes().all(|b| b.is_ascii_digit() || b == b'_')
        };
        let padded = whole.len() > 1 && whole.starts_with('0');
        if !digits(whole) || !digits(fraction) || padded {
            return Err(self.mistake(format!("`{number}` is not a number")));
        }
        self.at += number.len();
        Ok(Expression::Number(number.to_owned()))
    }

    fn name(&mut self) -> Result<Expression, Mistake> {
        let rest = self.rest();
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'));
        let name = &rest[..length.unwrap_or(rest.len())];
        let constant = matches!(name, "True" | "False" | "None");
        if !constant && !name.split('.').all(is_name) {
            return Err(self.mistake(format!("`{name}` is not a name")));
        }
        if rest[name.len()..].starts_with(['"', '\'']) {
            return Err(self.mistake(format!("texts have no prefix `{name}` here")));
        }
        self.at += name.len();
        Ok(Expression::Name(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::{super::print::flat, *};

    #[test]
    fn literals_are_read() {
        for (text, expected) in [
            ("'it'", r#""it""#),
            (r#"'the "best"'"#, r#"'the "best"'"#),
            (r"'a\n' 'b'", r#""a\nb""#),
            ("options.days*24 * 60*60", "options.days * 24 * 60 * 60"),
            ("2 * (3 + 4)", "2 * (3 + 4)"),
            ("2 - (3 - 4)", "2 - (3 - 4)"),
            ("1_000 + -2.5", "1_000 + -2.5"),
            ("[ 'a' , *options.more, ]", r#"["a", *options.more]"#),
            ("('a',)", r#"("a",)"#),
            ("()", "()"),
            ("{}", "{}"),
            ("{'a'}", r#"{"a"}"#),
            ("{'a': {'b': env.KEY}, 'c': None}", r#"{"a": {"b": env.KEY}, "c": None}"#),
        ] {
            assert_eq!(flat(&parse(text).unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_literal_is_refused_at_its_place() {
        for (text, at, message) in [
            ("", 0, "a value is missing"),
            ("open('x')", 4, "a call is not a literal"),
            ("lambda", 0, "`lambda` is not a name"),
            ("f'{x}'", 0, "texts have no prefix `f` here"),
            ("'a", 0, "the text does not end"),
            (r"'\x41'", 1, r#"only `\\`, `\"`, `\'`, `\n` and `\t` are read"#),
            ("['a' 1]", 5, "`,` or `]` is missing"),
            ("{'a': 1, 'b'}", 13, "a set or a dict, not both"),
            ("007", 0, "`007` is not a number"),
            ("1 if x else 2", 2, "nothing can follow here"),
            ("@", 0, "no value starts like this"),
        ] {
            let mistake = Mistake { at, message: message.to_owned() };
            assert_eq!(parse(text), Err(mistake), "{text}");
        }
        assert_eq!(parse(&"[".repeat(40)).unwrap_err().message, "too deep");
    }
}
