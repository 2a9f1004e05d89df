//! What the thing under the pointer is.

use super::{describe, preview};
use crate::catalog::{Content, Kind};
use crate::language::template;
use crate::spec::{Node, Spec};
use crate::syntax::{Kind as ValueKind, Syntax, Value};
use std::ops::Range;

/// How many sources a name template is shown for.
const SHOWN: usize = 3;

/// A text for a stretch of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub range: Range<usize>,
    /// The text.
    pub markdown: String,
}

/// What there is to say about the key or the value at an offset. `fixed` is the kind that settings give
/// the file.
pub fn hover(syntax: &Syntax, fixed: Option<&'static Kind>, offset: usize) -> Option<Hover> {
    let spec = Spec::read(syntax.document_at(offset)?, fixed)?;
    let mut found = None;
    spec.visit_at(offset, &mut |node| found = at_node(&spec, node, offset).or(found.take()));
    found
}

fn at_node(spec: &Spec<'_>, node: &Node<'_, '_>, offset: usize) -> Option<Hover> {
    let field = node.field?;
    let is_on = |value: Value<'_>| value.range().contains(&offset) || value.range().end == offset;
    if let Some(entry) = node.entry.filter(|entry| is_on(entry.key)) {
        return Some(Hover {
            range: entry.key.range(),
            markdown: describe::field(field, spec.kind),
        });
    }
    if node.value.kind() != ValueKind::Scalar || !is_on(node.value) {
        return None;
    }
    let written = node.value.text()?;
    let text = field.text()?;
    let markdown = match text.allowed(&written) {
        Some(allowed) => describe::allowed(allowed, field, spec.kind),
        None if text.content == Content::NameTemplate => names(spec, node, &written)?,
        None => return None,
    };
    Some(Hover {
        range: node.value.range(),
        markdown,
    })
}

/// What a name template makes of the first sources.
fn names(spec: &Spec<'_>, node: &Node<'_, '_>, written: &str) -> Option<String> {
    let field = node.field?;
    let mut rows = vec![format!("**`{}`** gives", field.name), String::new()];
    rows.extend(["| Source | Name |".to_owned(), "|---|---|".to_owned()]);
    let previews = preview::names(spec, field, written, SHOWN);
    let tokens = template::parse(written).into_iter().filter_map(|part| match part {
        template::Part::Token { token, .. } => token,
        _ => None,
    });
    if previews.is_empty() {
        let tokens: Vec<_> = tokens.map(|token| describe::token(token, spec.kind)).collect();
        return (!tokens.is_empty()).then(|| tokens.join("\n\n---\n\n"));
    }
    for name in previews {
        let own = if name.overridden { " (its own name)" } else { "" };
        rows.push(format!("| {} | {}{own} |", cell(&name.source), cell(&name.name)));
    }
    Some(rows.join("\n"))
}

/// A text as code in a cell of a table.
fn cell(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|").replace('`', "'").replace(['\n', '\r'], " "))
}
