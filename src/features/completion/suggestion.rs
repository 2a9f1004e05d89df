//! What may be inserted into an expression, before it is written as its scalar is.

use super::item::ItemKind;
use crate::display::Markdown;
use crate::text::{InScalar, Span};

/// Something that may be inserted.
pub(super) struct Suggestion {
    pub(super) label: String,
    pub(super) kind: ItemKind,
    pub(super) detail: String,
    pub(super) documentation: Markdown,
    /// What it replaces.
    pub(super) range: Span<InScalar>,
    /// What comes there, with marks.
    pub(super) text: String,
    /// Whether it replaces a word that lacks the `@`.
    pub(super) word: bool,
}

impl Suggestion {
    /// What is compared with what is typed.
    pub(super) fn filter(&self) -> &str {
        if self.word {
            self.label.trim_start_matches('@')
        } else {
            &self.label
        }
    }
}
