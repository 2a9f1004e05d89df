//! What may be written at the cursor.
//!
//! [`Syntax::cursor`] says where the cursor is; the catalog says what may stand there: keys ([`keys`]), values
//! ([`values`]), functions in expressions ([`expressions`]) and what those are called with ([`arguments`]), whole specs in an
//! empty file ([`start`]). The tenant says what is there to be named ([`names`]). What an item inserts is a
//! [`skeleton`](crate::spec::skeleton), written as the place of the cursor is written.

mod arguments;
mod expressions;
mod keys;
mod names;
mod start;
#[cfg(test)]
mod tests;
mod values;

use super::describe;
use crate::catalog::{self, Field, Kind, Type};
use crate::display::Markdown;
use crate::spec::{Form, Node, Spec, kind_of, skeleton};
use crate::syntax::{
    Behind, Cursor, CursorContext, Emitter, Fragment, Kind as ValueKind, Layout, Notation, Place,
    Quotes, Syntax, Value, Written, quoted,
};
use crate::tenant::names::Names;
use crate::text::Text;
use std::ops::Range;

/// One thing that may be written at the cursor.
///
/// Lines of `new_text` behind its first are indented relative to the line of the cursor: the editor adds
/// that line's leading white space to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What the list shows.
    pub label: String,
    /// What it is.
    pub kind: ItemKind,
    /// What it is in a few words.
    pub detail: String,
    /// What it means.
    pub documentation: Markdown,
    /// What it replaces.
    pub range: Range<usize>,
    /// What it puts there.
    pub new_text: String,
    /// Whether `new_text` is a snippet, with stops such as `${1:name}`.
    pub snippet: bool,
    /// What the text in `range` is compared with, where that is not the label.
    pub filter_text: Option<String>,
    /// What the list is ordered by.
    pub sort_text: String,
    /// Whether it is the one to choose at first.
    pub preselect: bool,
    /// Edits elsewhere that go with it: a comma that was missing.
    pub also: Vec<(Range<usize>, String)>,
}

impl Item {
    /// The new text for an editor that knows no snippets: every stop holds its default.
    pub fn plain(&self) -> String {
        if self.snippet {
            catalog::expand_snippet(&self.new_text)
        } else {
            self.new_text.clone()
        }
    }
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// A key, with what belongs behind it.
    Key,
    /// A value.
    Value,
    /// A token of a name template, or a variable of an expression.
    Token,
    /// A function of an expression.
    Function,
    /// A word that joins or negates parts of an expression.
    Keyword,
    /// Several keys at once, or a whole spec.
    Snippet,
}

/// What may be written at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Items {
    /// The items, the likeliest first.
    pub items: Vec<Item>,
    /// Whether those are all. Otherwise others may fit once more is typed.
    pub complete: bool,
}

impl Items {
    fn none() -> Self {
        Self {
            items: Vec::new(),
            complete: true,
        }
    }
}

/// What may be written at an offset. `fixed` is the kind that settings give the file, `names` what the tenant has.
pub fn complete(
    text: &Text,
    syntax: &Syntax,
    fixed: Option<&'static Kind>,
    names: Option<&Names>,
    offset: usize,
) -> Items {
    if let Some(mut items) = expressions::inside(syntax, fixed, names, offset) {
        // In the middle of an escape there is no place in the expression.
        let holds = |item: &Item| item.range.start <= offset && offset <= item.range.end;
        items.items.retain(holds);
        return items;
    }
    let Some(cursor) = syntax.cursor(offset) else {
        return Items::none();
    };
    let Some((document, root)) = cursor.document().and_then(|d| Some((d, d.root()?))) else {
        return Items::none();
    };
    // The mark may hide from the repaired document what the document as it is still shows.
    let as_it_is = || {
        syntax
            .document_at(offset)
            .and_then(|document| kind_of(&document, fixed))
    };
    let kind = kind_of(&document, fixed).or_else(as_it_is);
    let mut offer = CompletionContext {
        cursor: &cursor,
        kind,
        names,
        layout: Layout {
            // The editor writes the line breaks of the document.
            line_break: "\n",
            ..Layout::of_root(root)
        },
        offset,
        word: text.slice(cursor.spot.range.clone()).into_owned(),
        before_comment: is_before_comment(text, &cursor.spot),
        base: None,
        items: Vec::new(),
        complete: true,
    };
    offer.start(&document, root);
    if let Some(kind) = kind {
        let spec = Spec {
            document,
            kind,
            root,
        };
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
fn is_before_comment(text: &Text, spot: &CursorContext) -> bool {
    let end = spot.range.end;
    let line = text.lines_from(text.line_at(end)).next();
    let at = end - text.line_start(text.line_at(end));
    let rest = line.as_deref().and_then(|line| line.get(at..));
    spot.notation != Notation::Json
        && rest.is_some_and(|rest| rest.starts_with(' ') && rest.trim_start().starts_with('#'))
}

/// The offer in the making.
struct CompletionContext<'c> {
    cursor: &'c Cursor,
    kind: Option<&'static Kind>,
    names: Option<&'c Names>,
    layout: Layout,
    offset: usize,
    /// What is typed so far.
    word: String,
    /// Whether a comment follows on the line.
    before_comment: bool,
    /// The path that paths here start with: that of the innermost mapping around that has one.
    base: Option<String>,
    items: Vec<Item>,
    /// Whether nothing was left out of `items` because there is too much of it.
    complete: bool,
}

impl CompletionContext<'_> {
    fn spot(&self) -> &CursorContext {
        &self.cursor.spot
    }

    /// Adds what may come at a node if the cursor is on it, and not on one below.
    fn node(&mut self, node: &Node<'_, '_>) {
        let value = node.value;
        if let Some(base) = node.form.and_then(|form| self.path_of(form)) {
            self.base = Some(base);
        }
        match self.spot().place {
            Place::Value if value.kind() == ValueKind::Scalar => self.value(node),
            Place::Key(_) => {
                if let Some(form) = node.form.filter(|_| self.holds(value)) {
                    self.keys(form);
                    self.variants(node, form);
                }
            }
            // What stands at the root of a JSON file is a matter of whole specs.
            Place::Node { item } if node.field.is_some() && self.holds(value) => {
                self.anything(node, item);
            }
            Place::Item if self.holds(value) => {
                node.types
                    .iter()
                    .for_each(|r#type| self.bundles(r#type, true));
            }
            _ => {}
        }
    }

    /// The path that a mapping has, if it is not what is being typed.
    fn path_of(&self, form: &Form<'_>) -> Option<String> {
        let is_path = |field: &&Field| field.text().is_some_and(|text| text.path);
        let field = form.certain().find(is_path)?;
        let entry = form.entries.iter().find(|entry| {
            entry.name() == field.name
                && !self.cursor.is_in(entry.key)
                && !self.cursor.is_in(entry.value)
        })?;
        let path = entry.value.text()?;
        (!path.trim().is_empty()).then(|| path.into_owned())
    }

    /// Whether the mark is a key of this very mapping.
    fn holds(&self, value: Value<'_>) -> bool {
        value.kind() == ValueKind::Mapping
            && value
                .entries()
                .iter()
                .any(|entry| self.cursor.is_in(entry.key))
    }

    /// What may come where a node may have any form. Behind a dash (`item`) no dash is needed.
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
        let unwritten = !matches!(self.spot().place, Place::Key(Behind::Colon | Behind::Value));
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

    fn is_block(&self) -> bool {
        self.spot().notation == crate::syntax::Notation::Block
    }

    /// A value as it may be where the cursor is: before a comment no block scalar starts, whose text that would be.
    fn fitting(&self, value: Fragment) -> Fragment {
        let value = skeleton::below(value, self.base.as_deref());
        if self.before_comment {
            value.without_blocks()
        } else {
            value
        }
    }

    fn emitter(&self) -> Emitter {
        let spot = self.spot();
        let multiline = spot.notation == Notation::Json && !spot.inline;
        Emitter::new(spot.notation, self.layout, multiline, Written::Snippet)
    }

    /// The column, from the indentation of the cursor's line, that what is written starts in.
    fn hang(&self) -> usize {
        match self.spot().notation {
            Notation::Block => self.spot().hang,
            Notation::Flow | Notation::Json => 0,
        }
    }

    /// A string in the quotes that are typed already, else in those that it needs.
    fn quoted(&self, text: &str) -> String {
        let spot = self.spot();
        match (spot.quote, spot.notation) {
            (Some('"'), _) => Quotes::Double.around(text),
            (Some(_), Notation::Block | Notation::Flow) => Quotes::Single.around(text),
            (_, notation) => quoted(text, notation, self.layout.quotes),
        }
    }

    /// An item at the cursor.
    fn item(&self, kind: ItemKind, label: &str, new_text: String) -> Item {
        let spot = self.spot();
        let comma = if spot.followed { "," } else { "" };
        Item {
            label: label.to_owned(),
            kind,
            detail: String::new(),
            documentation: Markdown::default(),
            range: spot.range.clone(),
            new_text: new_text + comma,
            snippet: false,
            filter_text: None,
            sort_text: String::new(),
            preselect: false,
            also: spot
                .comma
                .map(|at| (at..at, ",".to_owned()))
                .into_iter()
                .collect(),
        }
    }

    /// Adds an item. Those of a lower rank come first; within a rank the first added is the first shown.
    fn add(&mut self, rank: u8, item: Item) {
        let sort_text = format!("{rank}{:03}", self.items.len());
        self.items.push(Item { sort_text, ..item });
    }

    /// The text that a quoted `insert` is filtered by: the quote counts once it is typed, or before anything is.
    fn filter(&self, insert: &str) -> Option<String> {
        let quoted = insert.starts_with(['"', '\'']);
        let counts = self.spot().quote.is_some() || self.word.is_empty();
        (quoted && counts).then(|| insert.to_owned())
    }
}
