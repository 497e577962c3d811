//! Adding and removing modules.

use super::{change::Change, new_node::NewNode, set::place_at_top, values};
use crate::{
    diagnostics::{Issue, Report, SourceFile, closest, codes, listed},
    document::{self, Entry, Node, Outline, Scalar},
    manifest::Manifest,
};

/// The name of the block that modules stand in.
const BLOCK: &str = "modules";

/// The manifest's text with one module more, and these options in its block.
///
/// Whether there is such a module, and whether it has such options, is still to be checked.
pub fn add_module(
    source: &SourceFile,
    name: &str,
    options: &[(String, Vec<String>)],
) -> Result<String, Report> {
    let outline = document::outline(source)?;
    let option = |(name, given): &(String, Vec<String>)| NewNode {
        arguments: given.iter().map(|word| values::any(word)).collect(),
        ..NewNode::named(name)
    };
    let module = NewNode { children: options.iter().map(option).collect(), ..NewNode::named(name) };
    let change = match modules(&outline) {
        None => {
            let at = place_at_top(&outline, document::compiled::<Manifest>().schema(), BLOCK);
            Change::Insert {
                block: Vec::new(),
                at,
                node: NewNode { children: vec![module], ..NewNode::named(BLOCK) },
            }
        }
        Some((index, block)) => match block.children().iter().find(|node| node.name == name) {
            Some(node) => return Err(present(source, node).into()),
            None => Change::Insert { block: vec![index], at: block.children().len(), node: module },
        },
    };
    change.carry_out(source, &outline)
}

/// The manifest's text with one module less.
///
/// The comment behind the module goes with it. Comment lines directly above it go too, unless another module follows
/// without a blank line between: then they may be about both, and stay. A block that would then be empty goes as well.
pub fn remove_module(source: &SourceFile, name: &str) -> Result<String, Report> {
    let outline = document::outline(source)?;
    let block = modules(&outline);
    let place = block.and_then(|(index, block)| {
        let module = block.children().iter().position(|node| node.name == name)?;
        let is_alone = block.children().len() == 1 && !has_comments(&outline, block);
        Some(if is_alone { vec![index] } else { vec![index, module] })
    });
    match place {
        Some(node) => Change::Remove { node }.carry_out(source, &outline),
        None => Err(absent(name, block.map_or(&[], |(_, block)| block.children())).into()),
    }
}

/// The manifest's text without the line that says what becomes of the data of a module that was removed; none when
/// there is no such line.
pub fn forget_removed(source: &SourceFile, name: &str) -> Result<Option<String>, Report> {
    let outline = document::outline(source)?;
    let is_it = |node: &Node| {
        let named = |argument: &Entry| argument.value == Scalar::Text(name.to_owned());
        node.name == "removed" && node.arguments().next().is_some_and(named)
    };
    let place = outline.nodes.iter().position(is_it);
    place.map(|index| Change::Remove { node: vec![index] }.carry_out(source, &outline)).transpose()
}

/// The manifest's text with another name for an option of a module; none when the option is not written.
pub fn rename_option(
    source: &SourceFile,
    module: &str,
    from: &str,
    to: &str,
) -> Result<Option<String>, Report> {
    let outline = document::outline(source)?;
    let place = modules(&outline).and_then(|(block, modules)| {
        let (index, module) = modules.children().iter().enumerate().find(|(_, node)| node.name == module)?;
        Some(vec![block, index, module.children().iter().position(|node| node.name == from)?])
    });
    let rename = |node| Change::Rename { node, name: to.to_owned() }.carry_out(source, &outline);
    place.map(rename).transpose()
}

/// The manifest's text with another name for a variable in the first environment that sets it; none when none does.
pub fn rename_set(source: &SourceFile, from: &str, to: &str) -> Result<Option<String>, Report> {
    let outline = document::outline(source)?;
    let names_it = |node: &Node| {
        let first = node.arguments().next().map(|argument| &argument.value);
        node.name == "set" && first == Some(&Scalar::Text(from.to_owned()))
    };
    let environments = outline.nodes.iter().enumerate().filter(|(_, node)| node.name == "environment");
    let mut places = environments
        .filter_map(|(index, node)| Some(vec![index, node.children().iter().position(names_it)?]));
    let values = vec![Scalar::Text(to.to_owned())];
    let rename = |node| Change::Arguments { node, range: 0..1, values }.carry_out(source, &outline);
    places.next().map(rename).transpose()
}

fn has_comments(outline: &Outline, block: &Node) -> bool {
    outline.tokens.iter().any(|token| token.kind.is_comment() && block.span.contains(&token.span.start))
}

fn modules(outline: &Outline) -> Option<(usize, &Node)> {
    outline.nodes.iter().enumerate().find(|(_, node)| node.name == BLOCK)
}

fn present(source: &SourceFile, node: &Node) -> Issue {
    let name = node.name.escape_debug().to_string();
    Issue::error(&codes::edit::MODULE_PRESENT, format!("the module `{name}` is there already"))
        .help(format!("change an option with `quickscale set modules.{name}.OPTION VALUE`"))
        .label(node.name_span.clone(), "here")
        .in_source(source)
}

fn absent(name: &str, nodes: &[Node]) -> Issue {
    let names: Vec<&str> = nodes.iter().map(|node| node.name.as_str()).collect();
    let issue = Issue::error(
        &codes::edit::MODULE_ABSENT,
        format!("the manifest has no module `{}`", name.escape_debug()),
    );
    issue.help(match (closest(name, names.iter().copied()), names.is_empty()) {
        (Some(near), _) => format!("run `quickscale remove {near}`"),
        (None, false) => format!("name one of {}", listed(&names)),
        (None, true) => "add one with `quickscale add MODULE`".to_owned(),
    })
}
