//! Where the cursor is, decided once: what somebody is typing, and where in the value tree it will go.
//!
//! The text at a cursor is seldom whole: a line is empty, a key has no colon, a bracket is open. So the line
//! is repaired: what is being typed gives way to a mark that makes the line whole ([`block`] and [`flow`]).
//! Only the piece around it is cut and parsed again, next to the root entries of its document, and the mark
//! is found in the value tree like anything else. Where the rest of the piece is too broken for that, the
//! lines that count by their indentation are parsed alone ([`skeleton`]).

mod block;
mod flow;
mod skeleton;
#[cfg(test)]
mod tests;

use super::context::Context;
use super::dialect::Dialect;
use super::document::Document;
use super::segment::{Start, segment};
use super::segments::{Segment, Syntax, segments};
use super::value::{Kind, Value};
use crate::text::Text;
use std::ops::Range;
use std::sync::Arc;

/// What stands in the repaired text where somebody is typing.
const MARK: &str = "__cursor__";

/// What may come where the cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A key of a mapping.
    Key(Behind),
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
pub enum Behind {
    /// Nothing: the colon and the value are wanted, too.
    Nothing,
    /// A value on the lines below; only the colon is missing.
    Value,
    /// The colon.
    Colon,
}

/// How the place of the cursor is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// YAML that goes by indentation.
    Block,
    /// YAML in brackets.
    Flow,
    /// JSON.
    Json,
}

/// The place of a cursor in the text as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CursorContext {
    /// What may come.
    pub place: Place,
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

/// One step on the way from the root of a document to the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Into the value of a key.
    Key(String),
    /// Into an item.
    Item,
}

/// A cursor and the document around it, repaired so that the cursor stands on a node of it.
#[derive(Debug, Clone)]
pub struct Cursor {
    /// Its place in the text as it is.
    pub spot: CursorContext,
    /// The repaired document. Of long sequences it has the first items and those around the cursor.
    syntax: Syntax,
    mark: usize,
}

/// An edit that makes the text around the cursor whole.
#[derive(Debug)]
struct Patch {
    range: Range<usize>,
    text: String,
    /// Where brackets are closed, and by what.
    closing: Option<(usize, String)>,
}

impl Cursor {
    /// The repaired document.
    pub fn document(&self) -> Option<Document<'_>> {
        self.syntax.document_at(self.mark)
    }

    /// The offset of the mark in the repaired document: on the key or the value that the cursor stands for.
    pub fn mark(&self) -> usize {
        self.mark
    }

    /// Whether a value of the repaired document is the mark, or holds it.
    pub fn is_in(&self, value: Value<'_>) -> bool {
        value.range().contains(&self.mark)
    }

    /// The way from the root to the collection that the cursor is in. Nothing if it could not be found.
    pub fn path(&self) -> Option<Vec<Step>> {
        let mut path = Vec::new();
        self.descend(self.document()?.root()?, &mut path)
            .then_some(path)
    }

    fn descend(&self, value: Value<'_>, path: &mut Vec<Step>) -> bool {
        match value.kind() {
            Kind::Mapping => value.entries().into_iter().any(|entry| {
                if self.is_in(entry.key)
                    || entry.value.kind() == Kind::Scalar && self.is_in(entry.value)
                {
                    return true;
                }
                if !self.is_in(entry.value) {
                    return false;
                }
                path.push(Step::Key(entry.name().into_owned()));
                self.descend(entry.value, path)
            }),
            Kind::Sequence => value
                .items()
                .into_iter()
                .filter(|item| self.is_in(*item))
                .any(|item| {
                    path.push(Step::Item);
                    self.descend(item, path)
                }),
            Kind::Scalar => self.is_in(value),
            _ => false,
        }
    }
}

impl Syntax {
    /// The cursor at an offset. Returns `None` where neither a key nor a value may come: in comments, in block
    /// scalars, after a finished value.
    pub fn cursor(&self, offset: usize) -> Option<Cursor> {
        let at_segment = self.segment_at(offset);
        let (start, text) = (self.start(at_segment), self.segment_text(at_segment));
        let context = self.context(at_segment)?;
        let at = offset.checked_sub(start)?;
        let (mut spot, patch) = match self.dialect() {
            Dialect::Json => flow::spot(text, 0..text.len(), at, Notation::Json)?,
            Dialect::Yaml => block::spot(text, at, context, self.next_line(at_segment))?,
        };
        spot.range = start + spot.range.start..start + spot.range.end;
        spot.comma = spot.comma.map(|comma| start + comma);
        let (text, mark) = patch.apply(text);
        let cursor = self.repaired(at_segment, &text, mark, spot);
        if self.dialect() == Dialect::Json || cursor.path().is_some() {
            return Some(cursor);
        }
        let (text, mark) = skeleton::skeleton(&text, mark, context)?;
        let cursor = self.repaired(at_segment, &text, mark, cursor.spot);
        cursor.path().is_some().then_some(cursor)
    }

    /// The cursor in a segment whose text is made whole.
    fn repaired(&self, at: usize, text: &str, mark: usize, spot: CursorContext) -> Cursor {
        let (old, new) = (self.segment_text(at).len(), text.len());
        let mut around = Vec::new();
        for index in self.document_segments(self.document_start(at)) {
            let Some(known) = self.segment(index) else {
                continue;
            };
            if index == at {
                around.extend(self.cut_again(known, text));
                continue;
            }
            let first_item = around
                .last()
                .is_some_and(|before: &Segment| before.context.is_entry());
            if known.context.is_item() && !known.content.anchors && !first_item {
                continue;
            }
            let mut kept = known.clone();
            if index > at {
                kept.start = (kept.start + new).saturating_sub(old);
            }
            around.push(kept);
        }
        let len = (self.len() + new).saturating_sub(old);
        Cursor {
            spot,
            mark: self.start(at) + mark,
            syntax: Self::of(self.dialect(), around, len),
        }
    }

    /// The segments of one whose text is made whole.
    fn cut_again(&self, old: &Segment, text: &str) -> Vec<Segment> {
        if self.dialect() == Dialect::Json {
            return vec![Segment {
                content: Arc::new(old.content.edited(text)),
                ..old.clone()
            }];
        }
        // What could not be read as a mapping before may be one now.
        let is_whole = old.context == Context::Whole;
        let start = Start {
            offset: 0,
            context: if is_whole {
                Context::Prologue
            } else {
                old.context
            },
            read: 0,
        };
        let text = Text::from(text);
        let mut starts = segment(&text, start, |_| false);
        if is_whole {
            starts.remove(0);
        }
        let mut fresh = segments(&text, &starts, text.len());
        for segment in &mut fresh {
            segment.start += old.start;
        }
        if let [only] = fresh.as_mut_slice()
            && only.context == old.context
        {
            only.content = Arc::new(old.content.edited(&only.content.text));
        }
        fresh
    }

    /// The column of the line that the segment after one begins with, and whether it is an item.
    fn next_line(&self, segment: usize) -> Option<block::Next> {
        let (indent, item) = match self.context(segment + 1)? {
            Context::Entry { root, .. } => (root, false),
            Context::Item { column, .. } => (column, true),
            Context::Whole => (0, false),
            Context::Prologue => return None,
        };
        Some(block::Next { indent, item })
    }
}

impl Patch {
    fn new(range: Range<usize>, text: String) -> Self {
        Self {
            range,
            text,
            closing: None,
        }
    }

    /// The text made whole, and where the mark is in it.
    fn apply(&self, piece: &str) -> (String, usize) {
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
fn part(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}

/// The number of bytes of white space that a text starts with.
fn leading(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}
