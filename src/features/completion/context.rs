//! Where an offer is made, and the items that it has so far.

use super::item::{Item, ItemKind};
use crate::catalog::{Field, Kind};
use crate::display::Markdown;
use crate::spec::{Form, skeleton};
use crate::syntax::{
    Cursor, CursorContext, Emitter, Fragment, Kind as ValueKind, Layout, Notation, Quotes, Value,
    Written, quoted,
};
use crate::tenant::names::Names;

/// The offer in the making.
pub(super) struct CompletionContext<'c> {
    pub(super) cursor: &'c Cursor,
    pub(super) kind: Option<&'static Kind>,
    pub(super) names: Option<&'c Names>,
    pub(super) layout: Layout,
    pub(super) offset: usize,
    /// What is typed so far.
    pub(super) word: String,
    /// Whether a comment follows on the line.
    pub(super) before_comment: bool,
    /// The path that paths here start with: that of the innermost mapping around that has one.
    pub(super) base: Option<String>,
    pub(super) items: Vec<Item>,
    /// Whether nothing was left out of `items` because there is too much of it.
    pub(super) complete: bool,
}

impl CompletionContext<'_> {
    pub(super) fn context(&self) -> &CursorContext {
        &self.cursor.context
    }

    /// The path that a mapping has, if it is not what is being typed.
    pub(super) fn path_of(&self, form: &Form<'_>) -> Option<String> {
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
    pub(super) fn holds(&self, value: Value<'_>) -> bool {
        value.kind() == ValueKind::Mapping
            && value
                .entries()
                .iter()
                .any(|entry| self.cursor.is_in(entry.key))
    }

    pub(super) fn is_block(&self) -> bool {
        self.context().notation == crate::syntax::Notation::Block
    }

    /// A value as it may be where the cursor is: before a comment no block scalar starts, whose text that would be.
    pub(super) fn fitting(&self, value: Fragment) -> Fragment {
        let value = skeleton::below(value, self.base.as_deref());
        if self.before_comment {
            value.without_blocks()
        } else {
            value
        }
    }

    pub(super) fn emitter(&self) -> Emitter {
        let context = self.context();
        let multiline = context.notation == Notation::Json && !context.inline;
        Emitter::new(context.notation, self.layout, multiline, Written::Snippet)
    }

    /// The column, from the indentation of the cursor's line, that what is written starts in.
    pub(super) fn hang(&self) -> usize {
        match self.context().notation {
            Notation::Block => self.context().hang,
            Notation::Flow | Notation::Json => 0,
        }
    }

    /// A string in the quotes that are typed already, else in those that it needs.
    pub(super) fn quoted(&self, text: &str) -> String {
        let context = self.context();
        match (context.quote, context.notation) {
            (Some('"'), _) => Quotes::Double.around(text),
            (Some(_), Notation::Block | Notation::Flow) => Quotes::Single.around(text),
            (_, notation) => quoted(text, notation, self.layout.quotes),
        }
    }

    /// An item at the cursor.
    pub(super) fn item(&self, kind: ItemKind, label: &str, new_text: String) -> Item {
        let context = self.context();
        let comma = if context.followed { "," } else { "" };
        Item {
            label: label.to_owned(),
            kind,
            detail: String::new(),
            documentation: Markdown::default(),
            range: context.range.clone(),
            new_text: new_text + comma,
            snippet: false,
            filter_text: None,
            sort_text: String::new(),
            preselect: false,
            also: context
                .comma
                .map(|at| (at..at, ",".to_owned()))
                .into_iter()
                .collect(),
        }
    }

    /// Adds an item. Those of a lower rank come first; within a rank the first added is the first shown.
    pub(super) fn add(&mut self, rank: u8, item: Item) {
        let sort_text = format!("{rank}{:03}", self.items.len());
        self.items.push(Item { sort_text, ..item });
    }

    /// The text that a quoted `insert` is filtered by: the quote counts once it is typed, or before anything is.
    pub(super) fn filter(&self, insert: &str) -> Option<String> {
        let quoted = insert.starts_with(['"', '\'']);
        let counts = self.context().quote.is_some() || self.word.is_empty();
        (quoted && counts).then(|| insert.to_owned())
    }
}
