//! The place of a cursor, and the edit that makes the text around it whole.

use super::super::dialect::Notation;
use std::ops::Range;

/// What stands in the repaired text where somebody is typing.
pub(super) const MARK: &str = "__cursor__";

/// What may come where the cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A key of a mapping.
    Key(Following),
    /// The value behind a key.
    Value,
    /// A node of any form: a scalar, or the first key of a mapping, or an item with its dash.
    /// It is so behind `- `, between brackets, and on a line below a `key:` that has no value.
    Node {
        /// Whether the dash is there, or none is needed.
        item: bool,
    },
    /// An item of a block sequence, on a line of its own, dash and all.
    Item,
}

/// What stands behind a key already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Following {
    /// Nothing: the colon and the value are wanted, too.
    Nothing,
    /// A value on the lines below; only the colon is missing.
    Value,
    /// The colon.
    Colon,
}

/// The place of a cursor in the text as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CursorContext {
    /// What may come.
    pub expected: Expected,
    /// How it is written.
    pub notation: Notation,
    /// What is being typed and is to be replaced; empty where nothing was typed yet.
    pub range: Range<usize>,
    /// How far the key, the node or the dash stands to the right of where its line's text begins: 2 for what
    /// follows a `- `.
    pub hang: usize,
    /// The quote that what is being typed begins with.
    pub quote: Option<char>,
    /// Whether a space must come first.
    pub space: bool,
    /// Where a comma is missing before it.
    pub comma: Option<usize>,
    /// Whether a comma must follow it.
    pub followed: bool,
    /// Whether brackets open before it on the same line.
    pub inline: bool,
}

/// An edit that makes the text around the cursor whole.
#[derive(Debug)]
pub(super) struct Patch {
    pub(super) range: Range<usize>,
    pub(super) text: String,
    /// Where brackets are closed, and by what.
    pub(super) closing: Option<(usize, String)>,
}

impl Patch {
    pub(super) fn new(range: Range<usize>, text: String) -> Self {
        Self {
            range,
            text,
            closing: None,
        }
    }

    /// The text made whole, and where the mark is in it.
    pub(super) fn apply(&self, piece: &str) -> (String, usize) {
        let (closed, closing) = match &self.closing {
            Some((at, closing)) => ((*at).max(self.range.end), closing.as_str()),
            None => (piece.len(), ""),
        };
        let parts = [
            part(piece, 0..self.range.start),
            &self.text,
            part(piece, self.range.end..closed),
            closing,
            part(piece, closed..piece.len()),
        ];
        let mark = self.range.start + self.text.find(MARK).unwrap_or(0);
        (parts.concat(), mark)
    }
}

/// A part of a text; empty where there is none.
pub(super) fn part(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}

/// The number of bytes of white space that a text starts with.
pub(super) fn leading(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}
