//! A cursor and the document around it, made whole.

use super::super::context::Context;
use super::super::dialect::{Dialect, Notation};
use super::super::document::Document;
use super::super::segment::{Start, segment};
use super::super::segments::{Segment, Syntax, segments};
use super::super::value::{Kind, Value};
use super::context::CursorContext;
use super::{block, flow, skeleton};
use crate::text::Text;
use std::sync::Arc;

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
    pub context: CursorContext,
    /// The repaired document. Of long sequences it has the first items and those around the cursor.
    pub(super) syntax: Syntax,
    mark: usize,
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

    /// The way from the root to the collection that the cursor is in. Returns `None` if it could not be found.
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
        let (mut found, patch) = match self.dialect() {
            Dialect::Json => flow::context_at(text, 0..text.len(), at, Notation::Json)?,
            Dialect::Yaml => block::context_at(text, at, context, self.next_line(at_segment))?,
        };
        found.range = start + found.range.start..start + found.range.end;
        found.comma = found.comma.map(|comma| start + comma);
        let (text, mark) = patch.apply(text);
        let cursor = self.repaired(at_segment, &text, mark, found);
        if self.dialect() == Dialect::Json || cursor.path().is_some() {
            return Some(cursor);
        }
        let (text, mark) = skeleton::skeleton(&text, mark, context)?;
        let cursor = self.repaired(at_segment, &text, mark, cursor.context);
        cursor.path().is_some().then_some(cursor)
    }

    /// The cursor in a segment whose text is made whole.
    fn repaired(&self, at: usize, text: &str, mark: usize, context: CursorContext) -> Cursor {
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
            context,
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
