//! Floor 2: from text to one value tree.
//!
//! This is the door to the parsers. Everything above reads [`Document`]s and [`Value`]s and never sees
//! tree-sitter, nor how a document is cut:
//!
//! * [`lines`] scans YAML line by line, [`cut`] makes pieces of it, each of which is parsed on its own
//!   ([`piece`]) when somebody first asks;
//! * [`yaml`] turns tree-sitter's trees into the arena of [`tree`]; [`json`] is a reader of its own;
//! * [`mistakes`] finds what is wrong with broken YAML, and [`recover`] names it and takes it out; merge conflicts ([`conflict`]) and dashes without a space ([`dash`])
//!   are settled before;
//! * [`scalar`] knows what a scalar says, [`write`](mod@write) how it is written and [`rewrite`] how a part of it is
//!   changed; [`value`] is what the floors
//!   above hold in their hands;
//! * [`cursor`] decides where in that tree somebody is typing.

mod conflict;
mod cursor;
mod cut;
mod dash;
mod json;
mod lines;
mod mistakes;
mod piece;
mod recover;
mod rewrite;
mod scalar;
mod tree;
mod value;
mod write;
mod yaml;

pub use cursor::{Behind, Cursor, Notation, Place, Spot, Step};
pub use recover::{Mend, Problem};
pub use rewrite::in_quotes;
pub use scalar::{Decoded, ScalarType, Style};
pub use value::{Entry, Kind, Value};
pub use write::{quoted, scalar_type};

use crate::text::{Edited, Text};
use cut::{Context, Cutter};
use piece::{Parsed, Piece};
use std::ops::Range;
use std::sync::Arc;

/// The language a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// YAML 1.2.
    #[default]
    Yaml,
    /// JSON.
    Json,
}

/// The understanding of one text. It follows edits at the cost of the pieces they touch.
#[derive(Debug, Clone)]
pub struct Syntax {
    dialect: Dialect,
    slots: Vec<Slot>,
    /// The slots that are no items, ascending: a document may have thousands of pieces of items, and nobody
    /// should have to go through them to find its entries.
    heads: Vec<usize>,
    /// The length of the text.
    len: usize,
}

/// A piece and where it stands.
#[derive(Debug, Clone)]
struct Slot {
    start: usize,
    context: Context,
    /// Whether it may hold anchors.
    anchors: bool,
    /// Whether it may hold aliases.
    aliases: bool,
    piece: Arc<Piece>,
}

/// Which pieces an edit replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Splice {
    /// The first piece that went.
    pub at: usize,
    /// How many went.
    pub removed: usize,
    /// How many came.
    pub added: usize,
    /// Whether an anchor may have come, gone or changed, so that aliases elsewhere mean something else.
    pub anchors: bool,
}

/// One document of a text.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    syntax: &'a Syntax,
    /// Its place among the documents of the text, from 0.
    pub index: usize,
    /// Its slots.
    first: usize,
    last: usize,
}

/// What one piece contributes to its document.
#[derive(Clone)]
pub enum Part<'a> {
    /// Entries of the root mapping.
    Entries(Vec<Entry<'a>>),
    /// Items of the sequence that is the value of a root entry.
    Items {
        /// The root entry.
        of: Option<Entry<'a>>,
        /// The items.
        items: Vec<Value<'a>>,
    },
    /// The root value as a whole.
    Whole(Value<'a>),
    /// Nothing but comments and markers.
    Nothing,
}

impl Syntax {
    /// Understands a text.
    pub fn new(text: &Text, dialect: Dialect) -> Self {
        let slots = match dialect {
            Dialect::Json => {
                let range = byte_order_mark(text)..text.len();
                vec![Slot::new(text, range, Context::Whole, dialect)]
            }
            Dialect::Yaml => {
                let start = byte_order_mark(text);
                let mut cuts = vec![(start, Context::Prologue)];
                let cutter = Cutter::at(text, 0, start, Context::Prologue);
                cutter.run(|at, context| cuts.push((at, context)), |_, _| false);
                slots(text, &cuts, text.len())
            }
        };
        Self::of(dialect, slots, text.len())
    }

    /// Puts slots together.
    fn of(dialect: Dialect, slots: Vec<Slot>, len: usize) -> Self {
        Self {
            dialect,
            heads: heads(&slots),
            slots,
            len,
        }
    }

    /// The language it is written in.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Follows an edit: `text` is the text as it is now.
    pub fn update(&mut self, text: &Text, edited: &Edited) -> Splice {
        self.len = text.len();
        match self.dialect {
            Dialect::Json => self.update_json(text),
            Dialect::Yaml => self.update_yaml(text, edited),
        }
    }

    fn update_json(&mut self, text: &Text) -> Splice {
        let range = byte_order_mark(text)..text.len();
        self.slots = vec![Slot::new(text, range, Context::Whole, Dialect::Json)];
        Splice {
            at: 0,
            removed: 1,
            added: 1,
            anchors: false,
        }
    }

    fn update_yaml(&mut self, text: &Text, edited: &Edited) -> Splice {
        let touched = self.slot_at(edited.old.start);
        // The edit may join its piece to the one before, and how a document starts shows in its first
        // two pieces: two pieces back nothing can change.
        let mut at = touched.saturating_sub(2);
        if self
            .slots
            .get(at)
            .is_none_or(|slot| slot.start > edited.old.start)
            || edited.old.start < 4
        {
            at = 0;
        }
        // Whether a conflict has an end shows behind it.
        let within = |slot: &Slot| slot.context.side().is_within();
        while at > 0 && self.slots.get(at).is_some_and(within) {
            at -= 1;
        }
        let (start, context) = match self.slots.get(at) {
            Some(slot) if at > 0 => (slot.start, slot.context),
            _ => (byte_order_mark(text), Context::Prologue),
        };
        let mut cuts = vec![(start, context)];
        let behind = edited.new_end;
        let before_of = |now: usize| (now + edited.old.end).checked_sub(edited.new_end);
        let mut resume = touched + 1;
        let old = &self.slots;
        let line = if at == 0 { 0 } else { text.line_at(start) };
        let met = Cutter::at(text, line, start, context).run(
            |at, context| cuts.push((at, context)),
            |now, context| {
                let Some(before) = (now >= behind).then(|| before_of(now)).flatten() else {
                    return false;
                };
                while old.get(resume).is_some_and(|slot| slot.start < before) {
                    resume += 1;
                }
                old.get(resume)
                    .is_some_and(|slot| slot.start == before && slot.context == context)
            },
        );
        let until = match met {
            Some(_) => resume,
            None => self.slots.len(),
        };
        let end = met.unwrap_or(text.len());
        let mut fresh = slots(text, &cuts, end);
        self.splice(at, until, &mut fresh, edited)
    }

    /// Puts new slots in the place of old ones and moves the rest along. Pieces whose text is the same
    /// stay.
    fn splice(
        &mut self,
        at: usize,
        until: usize,
        fresh: &mut Vec<Slot>,
        edited: &Edited,
    ) -> Splice {
        let same =
            |old: &Slot, new: &Slot| old.context == new.context && old.piece.text == new.piece.text;
        let old = self.slots.get(at..until).unwrap_or_default();
        let head = old
            .iter()
            .zip(fresh.iter())
            .take_while(|(a, b)| same(a, b))
            .count();
        let room = old.len().min(fresh.len()) - head;
        let tail = old
            .iter()
            .rev()
            .zip(fresh.iter().rev())
            .take(room)
            .take_while(|(a, b)| same(a, b))
            .count();
        let old_changed = old.get(head..old.len() - tail).unwrap_or_default();
        let new_changed = fresh.get(head..fresh.len() - tail).unwrap_or_default();
        let anchors = old_changed
            .iter()
            .chain(new_changed)
            .any(|slot| slot.anchors);
        let splice = Splice {
            at: at + head,
            removed: old_changed.len(),
            added: new_changed.len(),
            anchors,
        };
        for (kept, new) in old.iter().zip(fresh.iter_mut()).take(head) {
            new.piece = Arc::clone(&kept.piece);
        }
        for (kept, new) in old.iter().rev().zip(fresh.iter_mut().rev()).take(tail) {
            new.piece = Arc::clone(&kept.piece);
        }
        for slot in self.slots.get_mut(until..).unwrap_or_default() {
            slot.start = (slot.start + edited.new_end).saturating_sub(edited.old.end);
        }
        self.slots.splice(at..until, fresh.drain(..));
        self.heads = heads(&self.slots);
        splice
    }

    /// The number of pieces.
    pub fn piece_count(&self) -> usize {
        self.slots.len()
    }

    /// Where a piece starts in the text.
    pub fn start(&self, piece: usize) -> usize {
        self.slots.get(piece).map_or(self.len, |slot| slot.start)
    }

    /// The piece that holds an offset.
    pub fn piece_at(&self, offset: usize) -> usize {
        self.slot_at(offset)
    }

    /// The text of a piece; a lone CR in it reads as LF.
    pub fn piece_text(&self, piece: usize) -> &str {
        self.slots.get(piece).map_or("", |slot| &slot.piece.text)
    }

    /// Whether a piece holds items of the sequence that an entry before it ends in.
    pub fn holds_items(&self, piece: usize) -> bool {
        matches!(self.context(piece), Some(Context::Items { .. }))
    }

    /// Whether what a piece says depends on anchors, which may stand in other pieces.
    pub fn has_aliases(&self, piece: usize) -> bool {
        self.slots.get(piece).is_some_and(|slot| slot.aliases)
    }

    /// What could not be read in a piece, in offsets from the piece's start.
    pub fn problems(&self, piece: usize) -> &[Problem] {
        self.parsed(piece).map_or(&[], |parsed| &parsed.problems)
    }

    /// The documents of the text.
    pub fn documents(&self) -> impl Iterator<Item = Document<'_>> {
        let mut at = 0;
        let mut index = 0;
        std::iter::from_fn(move || {
            let document = self.document_from(at, index)?;
            at = document.last;
            index += 1;
            Some(document)
        })
        .filter(Document::exists)
        .enumerate()
        .map(|(index, document)| Document { index, ..document })
    }

    /// The document that an offset is in: the last that starts before it.
    pub fn document_at(&self, offset: usize) -> Option<Document<'_>> {
        let slot = self.slot_at(offset);
        self.documents().take_while(|d| d.first <= slot).last()
    }

    fn document_from(&self, first: usize, index: usize) -> Option<Document<'_>> {
        self.slots.get(first)?;
        Some(Document {
            syntax: self,
            index,
            first,
            last: self.document_end(first),
        })
    }

    /// Behind the last slot of the document that a slot is in.
    fn document_end(&self, slot: usize) -> usize {
        let mut heads = self.heads_from(slot + 1);
        let next = heads.find(|slot| self.context(*slot) == Some(Context::Prologue));
        next.unwrap_or(self.slots.len())
    }

    /// The slots from one on that are no items.
    fn heads_from(&self, slot: usize) -> impl Iterator<Item = usize> {
        let first = self.heads.partition_point(|head| *head < slot);
        self.heads.iter().skip(first).copied()
    }

    fn slot_at(&self, offset: usize) -> usize {
        self.slots
            .partition_point(|slot| slot.start <= offset)
            .saturating_sub(1)
    }

    fn context(&self, slot: usize) -> Option<Context> {
        self.slots.get(slot).map(|slot| slot.context)
    }

    fn parsed(&self, slot: usize) -> Option<&Parsed> {
        let slot = self.slots.get(slot)?;
        Some(slot.piece.parsed(slot.context))
    }

    /// The slots of a document from one of them on.
    fn document_slots(&self, slot: usize) -> Range<usize> {
        slot..self.document_end(slot)
    }

    /// The slots of a document, from one of them on, that hold entries of its root mapping.
    fn entry_slots(&self, slot: usize) -> impl Iterator<Item = usize> {
        let heads = self.heads_from(slot).take_while(move |head| {
            *head == slot || self.context(*head) != Some(Context::Prologue)
        });
        heads.filter(|head| matches!(self.context(*head), Some(Context::Entry { .. })))
    }

    /// The slots with the items of the sequence that a slot ends in.
    fn item_slots(&self, slot: usize) -> Range<usize> {
        let is_entry = matches!(self.context(slot), Some(Context::Entry { .. }));
        let next = self.heads_from(slot + 1).next().unwrap_or(self.slots.len());
        slot + 1..if is_entry { next } else { slot + 1 }
    }

    /// Where the text of a slot starts, behind its indentation.
    fn content_start(&self, slot: usize) -> usize {
        let text = self.piece_text(slot);
        self.start(slot) + text.len() - text.trim_start().len()
    }

    fn content_end(&self, slot: usize) -> usize {
        self.start(slot) + self.piece_text(slot).trim_end().len()
    }

    /// Whether a slot that should hold an entry of a root mapping holds something that is none.
    fn loses_entries(&self, slot: usize) -> bool {
        matches!(self.context(slot), Some(Context::Entry { .. }))
            && value::entries_of(self, slot).is_empty()
    }

    /// Whether a merge conflict in a slot hides entries of the root mapping.
    fn hides_entries(&self, slot: usize) -> bool {
        self.parsed(slot).is_some_and(|parsed| parsed.hides_entries)
    }

    /// The last anchor of a name before a place, within the place's document.
    fn anchor(&self, name: &str, slot: usize, before: usize) -> Option<Value<'_>> {
        for slot in (0..=slot).rev() {
            let at = self.slots.get(slot)?;
            if at.anchors {
                let within = before.saturating_sub(at.start);
                let arena = &self.parsed(slot)?.arena;
                if let Some(node) = value::anchor_in(arena, &at.piece.text, name, within) {
                    return Some(Value::node(self, slot, node));
                }
            }
            if at.context == Context::Prologue {
                return None;
            }
        }
        None
    }
}

impl<'a> Document<'a> {
    /// Whether there is anything in it: content, or a marker that says so.
    fn exists(&self) -> bool {
        self.last - self.first > 1
            || self.syntax.dialect == Dialect::Json
            || self.prologue().lines().any(|line| line.starts_with("---"))
    }

    /// What stands before its content: comments, directives, the marker.
    pub fn prologue(&self) -> &'a str {
        match self.syntax.context(self.first) {
            Some(Context::Prologue) => self.syntax.piece_text(self.first),
            _ => "",
        }
    }

    /// The bytes it covers, its prologue included.
    pub fn range(&self) -> Range<usize> {
        self.syntax.start(self.first)..self.syntax.start(self.last)
    }

    /// Its pieces, by their number in the text.
    pub fn pieces(&self) -> Range<usize> {
        self.first..self.last
    }

    /// The piece of it that holds an offset, by its number in the text.
    pub fn piece_at(&self, offset: usize) -> usize {
        self.syntax.slot_at(offset)
    }

    /// Whether one of its pieces holds items of the sequence that is the value of a root entry.
    pub fn is_items(&self, piece: usize) -> bool {
        matches!(self.syntax.context(piece), Some(Context::Items { .. }))
    }

    /// The slot of its first content.
    fn content(&self) -> usize {
        match self.syntax.context(self.first) {
            Some(Context::Prologue) => self.first + 1,
            _ => self.first,
        }
    }

    /// Its root value. Nothing comes back for an empty document.
    pub fn root(&self) -> Option<Value<'a>> {
        let slot = self.content();
        if slot >= self.last {
            return None;
        }
        match self.syntax.context(slot)? {
            Context::Entry { .. } => Some(Value::root(self.syntax, slot)),
            _ => {
                let root = self.syntax.parsed(slot)?.root?;
                Some(Value::node(self.syntax, slot, root))
            }
        }
    }

    /// What one of its pieces holds.
    pub fn part(&self, piece: usize) -> Part<'a> {
        match self.syntax.context(piece) {
            Some(Context::Entry { .. }) => Part::Entries(value::entries_of(self.syntax, piece)),
            Some(Context::Items { .. }) => {
                let heads = &self.syntax.heads;
                let before = heads.partition_point(|head| *head < piece);
                let head = before
                    .checked_sub(1)
                    .and_then(|index| heads.get(index))
                    .copied();
                Part::Items {
                    of: head.and_then(|slot| value::entries_of(self.syntax, slot).pop()),
                    items: value::items_of(self.syntax, piece),
                }
            }
            Some(Context::Whole) => self.root().map_or(Part::Nothing, Part::Whole),
            Some(Context::Prologue) | None => Part::Nothing,
        }
    }

    /// The problem of a piece that is an entry of the root mapping and stands further left than its first key. If one
    /// does, all behind it may.
    pub fn outdented(&self, piece: usize) -> Option<Problem> {
        let Some(Context::Entry { root, .. }) = self.syntax.context(piece) else {
            return None;
        };
        let line = self.syntax.piece_text(piece).lines().next()?;
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let code = !content.trim().is_empty() && !content.starts_with(['#', '\t']);
        let end = indent
            + content
                .split(':')
                .next()
                .unwrap_or_default()
                .trim_end()
                .len();
        (code && indent < root && self.syntax.dialect == Dialect::Yaml).then(|| Problem {
            range: indent..end,
            message: "this stands further left than the first key; all keys of a mapping start in one column"
                .to_owned(),
            mend: None,
        })
    }

    /// The problem of a piece that should be an entry of the root mapping and is none.
    pub fn stray(&self, piece: usize) -> Option<Problem> {
        let stray = self.syntax.loses_entries(piece) && self.syntax.problems(piece).is_empty();
        let text = self.syntax.piece_text(piece);
        let line = text.lines().next().unwrap_or_default();
        let indent = line.len() - line.trim_start().len();
        let content = line.trim();
        (stray && !content.is_empty())
            .then(|| recover::no_colon(content, indent..indent + content.len()))
    }
}

impl Slot {
    fn new(text: &Text, range: Range<usize>, context: Context, dialect: Dialect) -> Self {
        let content = text.slice(range.clone());
        Self {
            start: range.start,
            context,
            anchors: dialect == Dialect::Yaml && content.contains('&'),
            aliases: dialect == Dialect::Yaml && content.contains('*'),
            piece: Arc::new(Piece::new(&content, dialect)),
        }
    }
}

/// Slots from the places where they start.
fn slots(text: &Text, cuts: &[(usize, Context)], end: usize) -> Vec<Slot> {
    let ends = cuts.iter().skip(1).map(|(start, _)| *start).chain([end]);
    cuts.iter()
        .zip(ends)
        .map(|((start, context), end)| Slot::new(text, *start..end, *context, Dialect::Yaml))
        .collect()
}

/// The slots that are no items.
fn heads(slots: &[Slot]) -> Vec<usize> {
    let head = |slot: &Slot| !matches!(slot.context, Context::Items { .. });
    slots
        .iter()
        .enumerate()
        .filter(|(_, slot)| head(slot))
        .map(|(index, _)| index)
        .collect()
}

/// The length of the byte order mark at the start of a text.
fn byte_order_mark(text: &Text) -> usize {
    const MARK: &str = "\u{feff}";
    if text.slice(0..MARK.len().min(text.len())) == MARK {
        MARK.len()
    } else {
        0
    }
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "a test may panic")]
mod tests;
