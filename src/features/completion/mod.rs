//! What may be written at the cursor.
//!
//! [`Syntax::cursor`] says where the cursor is; the catalog says what may stand there: keys ([`keys`]), values
//! ([`values`]), functions in expressions ([`expressions`]) and what those are called with ([`arguments`]), whole specs in an
//! empty file ([`start`]). The tenant says what is there to be named ([`names`]). What an item inserts is a
//! [`skeleton`](crate::spec::skeleton), written as the place of the cursor is written.

mod arguments;
mod context;
mod expressions;
mod item;
mod keys;
mod names;
mod start;
mod suggestion;
#[cfg(test)]
mod tests;
mod values;

pub use item::{Item, ItemKind, Items};

use super::cursor::{Repaired, SpecCursor};
use super::describe;
use crate::catalog::{Kind, Type};
use crate::spec::{Form, Node};
use crate::syntax::{
    CursorContext, Expected, Following, Kind as ValueKind, Layout, Notation, Syntax,
};
use crate::tenant::names::Names;
use crate::text::Text;
use context::CompletionContext;

/// What may be written at an offset. `fixed` is the kind that settings give the file, `names` what the tenant has.
pub fn complete(
    text: &Text,
    syntax: &Syntax,
    fixed: Option<&'static Kind>,
    names: Option<&Names>,
    offset: usize,
) -> Items {
    let at = SpecCursor::new(syntax, fixed, offset);
    if let Some(mut items) = expressions::inside(&at, names) {
        // In the middle of an escape there is no place in the expression.
        let holds = |item: &Item| item.range.start <= offset && offset <= item.range.end;
        items.items.retain(holds);
        return items;
    }
    let Some(repaired) = at.repaired() else {
        return Items::none();
    };
    let Repaired {
        cursor,
        document,
        root,
        kind,
    } = repaired;
    let mut offer = CompletionContext {
        cursor,
        kind,
        names,
        layout: Layout {
            // The editor writes the line breaks of the document.
            line_break: "\n",
            ..Layout::of_root(root)
        },
        offset,
        word: text.slice(cursor.context.range.clone()).into_owned(),
        before_comment: is_before_comment(text, &cursor.context),
        base: None,
        items: Vec::new(),
        complete: true,
    };
    offer.start(&document, root);
    if let Some(spec) = repaired.spec() {
        spec.visit_at(cursor.mark(), &mut |node| offer.node(node));
    }
    let complete = offer.complete;
    let mut items = offer.items;
    items.sort_by(|a, b| a.sort_text.cmp(&b.sort_text));
    if let Some(first) = items.first_mut() {
        first.preselect |= first.kind != ItemKind::Value && first.sort_text.starts_with('0');
    }
    Items { items, complete }
}

/// Whether a comment follows on the line of what is being typed.
fn is_before_comment(text: &Text, context: &CursorContext) -> bool {
    let end = context.range.end;
    let line = text.lines_from(text.line_at(end)).next();
    let at = end - text.line_start(text.line_at(end));
    let rest = line.as_deref().and_then(|line| line.get(at..));
    context.notation != Notation::Json
        && rest.is_some_and(|rest| rest.starts_with(' ') && rest.trim_start().starts_with('#'))
}

impl CompletionContext<'_> {
    /// Adds what may come at a node if the cursor is on it, and not on one below.
    fn node(&mut self, node: &Node<'_, '_>) {
        let value = node.value;
        if let Some(base) = node.form.and_then(|form| self.path_of(form)) {
            self.base = Some(base);
        }
        match self.context().expected {
            Expected::Value if value.kind() == ValueKind::Scalar => self.value(node),
            Expected::Key(_) => {
                if let Some(form) = node.form.filter(|_| self.holds(value)) {
                    self.keys(form);
                    self.variants(node, form);
                }
            }
            // What stands at the root of a JSON file is a matter of whole specs.
            Expected::Node { item } if node.field.is_some() && self.holds(value) => {
                self.anything(node, item);
            }
            Expected::Item if self.holds(value) => {
                node.types
                    .iter()
                    .for_each(|r#type| self.bundles(r#type, true));
            }
            _ => {}
        }
    }

    /// What may come where a node may have any form. After a dash (`item`) no dash is needed.
    fn anything(&mut self, node: &Node<'_, '_>, item: bool) {
        let alone = node.value.entries().len() == 1;
        for r#type in node.types {
            match r#type {
                // Where a list is what is usual, its items are what is offered.
                Type::Object(_) if !item && matches!(node.types.first(), Some(Type::List(_))) => {}
                Type::Object(shape) if self.is_block() => {
                    let form = Form::new(node.value, shape);
                    if item && alone && shape.discriminator.is_none() {
                        self.bundles(r#type, false);
                    }
                    self.keys(&form);
                    self.variants(node, &form);
                }
                Type::Object(_) => self.bundles(r#type, false),
                Type::List(inner) if !item => self.bundles(inner, true),
                Type::List(_) => {}
                scalar => {
                    if let Some(field) = node.field {
                        self.scalars(scalar, field, node.parent);
                    }
                }
            }
        }
    }

    /// What a mapping within the spec that has nothing yet may start with, by its discriminator.
    fn variants(&mut self, node: &Node<'_, '_>, form: &Form<'_>) {
        let unwritten = !matches!(
            self.context().expected,
            Expected::Key(Following::Colon | Following::Value)
        );
        let alone = form.value.entries().len() == 1 && form.shape.discriminator.is_some();
        if unwritten && alone && node.field.is_some() && self.is_block() {
            for r#type in node.types {
                if r#type
                    .shape()
                    .is_some_and(|shape| std::ptr::eq(shape, form.shape))
                {
                    self.bundles(r#type, false);
                }
            }
        }
    }
}
