//! One document of a text, joined from its segments.

use super::characters::WHITE;
use super::context::Context;
use super::dialect::Dialect;
use super::error::SyntaxError;
use super::segments::Syntax;
use super::value::{self, Entry, Value};
use super::wording;
use std::ops::Range;

/// One document of a text.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    syntax: &'a Syntax,
    /// Its place among the documents of the text, from 0.
    pub index: usize,
    /// Its segments.
    first: usize,
    last: usize,
}

/// What one segment contributes to its document.
#[derive(Clone)]
pub enum Part<'a> {
    /// Entries of the root mapping.
    Entries(Vec<Entry<'a>>),
    /// Items of the sequence that is the value of a root entry.
    Items {
        /// The root entry.
        of: Option<Entry<'a>>,
        /// The items: one, or none where it could not be read.
        items: Vec<Value<'a>>,
    },
    /// The root value as a whole.
    Whole(Value<'a>),
    /// Nothing but comments and markers.
    Nothing,
}

impl Syntax {
    /// The documents of the text.
    pub fn documents(&self) -> impl Iterator<Item = Document<'_>> {
        let mut first = 0;
        std::iter::from_fn(move || {
            self.segment(first)?;
            let document = Document {
                syntax: self,
                index: 0,
                first,
                last: self.document_end(first),
            };
            first = document.last;
            Some(document)
        })
        .filter(Document::exists)
        .enumerate()
        .map(|(index, document)| Document { index, ..document })
    }

    /// The document that an offset is in: the last that starts before it.
    pub fn document_at(&self, offset: usize) -> Option<Document<'_>> {
        let segment = self.segment_at(offset);
        self.documents().take_while(|d| d.first <= segment).last()
    }
}

impl<'a> Document<'a> {
    /// Whether there is anything in it: content, or a marker that says so.
    fn exists(&self) -> bool {
        self.last - self.first > 1
            || self.syntax.dialect() == Dialect::Json
            || self.prologue().lines().any(|line| line.starts_with("---"))
    }

    /// What stands before its content: comments, directives, the marker.
    pub fn prologue(&self) -> &'a str {
        match self.syntax.context(self.first) {
            Some(Context::Prologue) => self.syntax.segment_text(self.first),
            _ => "",
        }
    }

    /// What stands above the first `---` of the file, where that is nothing but comments.
    pub fn file_prologue(&self) -> &'a str {
        if self.syntax.context(0) != Some(Context::Prologue) {
            return "";
        }
        let text = self.syntax.segment_text(0);
        let marker = if text.starts_with("---") {
            Some(0)
        } else {
            text.find("\n---").map(|at| at + 1)
        };
        match marker {
            Some(at) => text.get(..at).unwrap_or_default(),
            None if self.syntax.context(1) == Some(Context::Prologue) => text,
            None => "",
        }
    }

    /// The bytes it covers, its prologue included.
    pub fn range(&self) -> Range<usize> {
        self.syntax.start(self.first)..self.syntax.start(self.last)
    }

    /// Its segments, by their number in the text.
    pub fn segments(&self) -> Range<usize> {
        self.first..self.last
    }

    /// The segment of it that holds an offset, by its number in the text.
    pub fn segment_at(&self, offset: usize) -> usize {
        self.syntax.segment_at(offset)
    }

    /// Whether one of its segments is an item of the sequence that is the value of a root entry.
    pub fn is_item(&self, segment: usize) -> bool {
        self.syntax.is_item(segment)
    }

    /// The segment of its first content.
    fn content(&self) -> usize {
        match self.syntax.context(self.first) {
            Some(Context::Prologue) => self.first + 1,
            _ => self.first,
        }
    }

    /// Its root value. Returns `None` for an empty document.
    pub fn root(&self) -> Option<Value<'a>> {
        let segment = self.content();
        if segment >= self.last {
            return None;
        }
        match self.syntax.context(segment)? {
            Context::Entry { .. } => Some(Value::root(self.syntax, segment)),
            _ => {
                let root = self.syntax.reading(segment)?.root?;
                Some(Value::node(self.syntax, segment, root))
            }
        }
    }

    /// What one of its segments holds.
    pub fn part(&self, segment: usize) -> Part<'a> {
        match self.syntax.context(segment) {
            Some(Context::Entry { .. }) => {
                Part::Entries(value::entries_of(self.syntax, segment).collect())
            }
            Some(Context::Item { .. }) => {
                let head = self.syntax.head_before(segment);
                Part::Items {
                    of: head.and_then(|head| value::entries_of(self.syntax, head).last()),
                    items: value::items_of(self.syntax, segment),
                }
            }
            Some(Context::Whole) => self.root().map_or(Part::Nothing, Part::Whole),
            Some(Context::Prologue) | None => Part::Nothing,
        }
    }

    /// The error of a segment that is an entry of the root mapping and is further left than its first key. If one
    /// is, all after it may be.
    pub fn outdented(&self, segment: usize) -> Option<SyntaxError> {
        let Some(Context::Entry { root, .. }) = self.syntax.context(segment) else {
            return None;
        };
        let line = self.syntax.segment_text(segment).lines().next()?;
        // One that is not what it looks like has an error of its own.
        if !self.syntax.errors(segment).is_empty() && !line.is_ascii() {
            return None;
        }
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let code = !content.trim_matches(WHITE).is_empty() && !content.starts_with(['#', '\t']);
        let key = content.split(':').next().unwrap_or_default();
        let end = indent + key.trim_end_matches(WHITE).len();
        (code && indent < root && self.syntax.dialect() == Dialect::Yaml)
            .then(|| SyntaxError::new(indent..end, wording::left_of_first_key(key)))
    }

    /// The error of a segment that should be an entry of the root mapping and is none.
    pub fn stray(&self, segment: usize) -> Option<SyntaxError> {
        let stray =
            value::loses_entries(self.syntax, segment) && self.syntax.errors(segment).is_empty();
        let text = self.syntax.segment_text(segment);
        let line = text.lines().next().unwrap_or_default();
        let indent = line.len() - line.trim_start_matches(WHITE).len();
        let content = line.trim_matches(WHITE);
        (stray && !content.is_empty())
            .then(|| wording::no_colon(content, indent..indent + content.len()))
    }
}
