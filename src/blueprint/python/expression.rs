//! What an expression is made of.

#![expect(clippy::wildcard_enum_match_arm, reason = "what has no items is what it is")]

/// A literal, or names and sums of some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expression {
    Text(String),
    /// As it is written.
    Number(String),
    /// Names with dots between them; `True`, `False` and `None` among them.
    Name(String),
    List(Vec<Self>),
    Tuple(Vec<Self>),
    Set(Vec<Self>),
    Dict(Vec<(Self, Self)>),
    /// `*items` inside of a list, a tuple or a set.
    Spread(Box<Self>),
    Negative(Box<Self>),
    Binary(Box<Self>, Operator, Box<Self>),
    /// A call by name, with arguments and keyword arguments. Never parsed: only wiring makes calls.
    Call(&'static str, Vec<Self>, Vec<(&'static str, Self)>),
}

/// What stands between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Operator {
    /// The operator as it is written.
    pub(super) fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Subtract => '-',
            Self::Multiply => '*',
            Self::Divide => '/',
        }
    }

    /// Whether it comes before sums.
    pub(super) fn binds_tightly(self) -> bool {
        matches!(self, Self::Multiply | Self::Divide)
    }
}

impl Expression {
    /// A text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A list of texts.
    pub(crate) fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// Every name in it, in the order in which they are written.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.visit(&mut |name| names.push(name));
        names
    }

    fn visit<'e>(&'e self, act: &mut dyn FnMut(&'e str)) {
        match self {
            Self::Text(_) | Self::Number(_) => {}
            Self::Name(name) => act(name),
            Self::List(items) | Self::Tuple(items) | Self::Set(items) => {
                items.iter().for_each(|item| item.visit(act));
            }
            Self::Dict(items) => items.iter().for_each(|(key, value)| {
                key.visit(act);
                value.visit(act);
            }),
            Self::Spread(inner) | Self::Negative(inner) => inner.visit(act),
            Self::Binary(left, _, right) => {
                left.visit(act);
                right.visit(act);
            }
            Self::Call(_, arguments, named) => {
                arguments.iter().for_each(|argument| argument.visit(act));
                named.iter().for_each(|(_, argument)| argument.visit(act));
            }
        }
    }

    /// The same with each name that `value` knows replaced by what it stands for. What is spread out
    /// becomes items.
    pub(crate) fn fill(&self, value: &dyn Fn(&str) -> Option<Self>) -> Self {
        let one = |inner: &Self| inner.fill(value);
        let boxed = |inner: &Self| Box::new(one(inner));
        let all = |items: &[Self]| items.iter().flat_map(|item| one(item).spread()).collect();
        match self {
            Self::Text(_) | Self::Number(_) => self.clone(),
            Self::Name(name) => value(name).unwrap_or_else(|| self.clone()),
            Self::List(items) => Self::List(all(items)),
            Self::Tuple(items) => Self::Tuple(all(items)),
            Self::Set(items) => Self::Set(all(items)),
            Self::Dict(items) => Self::Dict(items.iter().map(|(key, item)| (one(key), one(item))).collect()),
            Self::Spread(inner) => Self::Spread(boxed(inner)),
            Self::Negative(inner) => Self::Negative(boxed(inner)),
            Self::Binary(left, operator, right) => Self::Binary(boxed(left), *operator, boxed(right)),
            Self::Call(name, arguments, named) => Self::Call(
                name,
                all(arguments),
                named.iter().map(|(name, item)| (*name, one(item))).collect(),
            ),
        }
    }

    /// The items that a spread list stands for, or the expression itself.
    fn spread(self) -> Vec<Self> {
        match self {
            Self::Spread(inner) => match *inner {
                Self::List(items) | Self::Tuple(items) | Self::Set(items) => items,
                other => vec![Self::Spread(Box::new(other))],
            },
            other => vec![other],
        }
    }
}
