//! A path such as `environment.production.deploy.healthcheck`, and what it leads to in the schema.

use crate::{
    diagnostics::{Issue, closest, codes, listed},
    document::{Schema, Shape},
};

/// A step of a path that leads through a node.
#[derive(Debug)]
pub(super) struct Step<'s> {
    /// The node's name.
    pub(super) name: String,
    /// The argument that tells the node from others of the name.
    pub(super) key: Option<String>,
    /// What may be written on the node and in its block.
    pub(super) schema: Schema<'s>,
}

/// A path that the schema knows: through nodes to a value.
#[derive(Debug)]
pub(super) struct FieldPath<'s> {
    /// The nodes, the outermost first.
    pub(super) nodes: Vec<Step<'s>>,
    /// The name of the field.
    pub(super) field: String,
    /// What the field takes.
    pub(super) schema: Schema<'s>,
}

impl<'s> FieldPath<'s> {
    /// Follows `path` through the schema of a manifest.
    pub(super) fn parse(path: &str, root: Schema<'s>) -> Result<Self, Issue> {
        let steps = split(path).ok_or_else(|| malformed(path))?;
        let mut walk = Walk { path, steps: steps.into_iter().peekable(), taken: Vec::new() };
        let mut nodes: Vec<Step<'s>> = Vec::new();
        let mut schema = root;
        loop {
            let Some(name) = walk.next() else {
                return own_argument(path, nodes, schema);
            };
            let Some(field) = schema.field(&name) else { return Err(walk.unknown(&name, schema)) };
            let (key, inner) = match field.shape() {
                Shape::Object(inner) => (None, inner),
                Shape::List(item) if matches!(item.shape(), Shape::Object(_)) => {
                    (Some(walk.key(&name)?), item)
                }
                Shape::List(_) | Shape::Boolean | Shape::Scalar | Shape::Any => {
                    return match walk.steps.next() {
                        None => Ok(Self { nodes, field: name, schema: field }),
                        Some(more) => Err(walk.beyond(&more)),
                    };
                }
            };
            nodes.push(Step { name, key, schema: inner });
            schema = inner;
        }
    }
}

/// A path that ends at a node means the node's argument: `environment.local.database` its engine.
fn own_argument<'s>(path: &str, nodes: Vec<Step<'s>>, schema: Schema<'s>) -> Result<FieldPath<'s>, Issue> {
    let taken = nodes.last().is_some_and(|step| step.key.is_some());
    let argument = schema.arguments().nth(usize::from(taken));
    match argument.and_then(|name| Some((name, schema.field(name)?))) {
        Some((name, field)) => Ok(FieldPath { nodes, field: name.to_owned(), schema: field }),
        None => {
            let names: Vec<&str> = schema.field_names().collect();
            let shown = path.escape_debug();
            let issue =
                Issue::error(&codes::edit::UNKNOWN_PATH, format!("`{shown}` is a block, not a value"));
            Err(issue.help(match names.as_slice() {
                [] => format!("name a field in it: `{shown}.NAME`"),
                names => format!("name a field in it: `{shown}.` and one of {}", listed(names)),
            }))
        }
    }
}

struct Walk<'p, I: Iterator<Item = String>> {
    path: &'p str,
    steps: std::iter::Peekable<I>,
    taken: Vec<String>,
}

impl<I: Iterator<Item = String>> Walk<'_, I> {
    fn next(&mut self) -> Option<String> {
        let step = self.steps.next()?;
        self.taken.push(step.clone());
        Some(step)
    }

    /// The step that tells one node of several from the others.
    fn key(&mut self, name: &str) -> Result<String, Issue> {
        self.next().ok_or_else(|| {
            Issue::error(&codes::edit::UNKNOWN_PATH, format!("there may be several nodes called `{name}`"))
                .help(format!("say which one you mean: `{}.NAME`", self.path.escape_debug()))
        })
    }

    fn unknown(&self, name: &str, schema: Schema<'_>) -> Issue {
        let around = self.taken[..self.taken.len() - 1].join(".");
        let place =
            if around.is_empty() { "a manifest".to_owned() } else { format!("`{}`", around.escape_debug()) };
        let names: Vec<&str> = schema.field_names().collect();
        let full = |near: &str| if around.is_empty() { near.to_owned() } else { format!("{around}.{near}") };
        let known = listed(&names);
        Issue::error(
            &codes::edit::UNKNOWN_PATH,
            format!("{place} has nothing called `{}`", name.escape_debug()),
        )
        .help(match closest(name, names.iter().copied()) {
            Some(near) => format!("write `{}`; known here: {known}", full(near).escape_debug()),
            None => format!("use one of what is known here: {known}"),
        })
    }

    fn beyond(&self, more: &str) -> Issue {
        let value = self.taken.join(".").escape_debug().to_string();
        let message = format!("`{value}` is a value and has nothing called `{}`", more.escape_debug());
        Issue::error(&codes::edit::UNKNOWN_PATH, message).help(format!("write `quickscale set {value} …`"))
    }
}

/// The steps between the dots; a step in double quotes may hold dots itself.
fn split(path: &str) -> Option<Vec<String>> {
    let mut steps = Vec::new();
    let mut rest = path;
    loop {
        let (step, after) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let end = quoted.find('"')?;
                (&quoted[..end], &quoted[end + 1..])
            }
            None => rest.split_at(rest.find('.').unwrap_or(rest.len())),
        };
        if step.is_empty() {
            return None;
        }
        steps.push(step.to_owned());
        match after.strip_prefix('.') {
            Some(after) => rest = after,
            None => return after.is_empty().then_some(steps),
        }
    }
}

fn malformed(path: &str) -> Issue {
    Issue::error(&codes::edit::UNKNOWN_PATH, format!("`{}` is not a path", path.escape_debug()))
        .help("put dots between the names, such as `project.title` or `environment.production.deploy.domain`")
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn quotes_keep_dots_together() {
        let steps = |path: &str| split(path).map(|steps| steps.join("|"));
        for (path, expected) in [
            ("a", Some("a")),
            ("a.b.c", Some("a|b|c")),
            ("subtree.\"libs/x.y\".branch", Some("subtree|libs/x.y|branch")),
            ("", None),
            ("a.", None),
            (".a", None),
            ("a..b", None),
            ("\"a\"b", None),
            ("\"a", None),
        ] {
            assert_eq!(steps(path).as_deref(), expected, "{path}");
        }
    }
}
