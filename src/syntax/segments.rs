//! The segments of a text, which follow its edits.

use super::characters::WHITE;
use super::context::Context;
use super::dialect::Dialect;
use super::error::SyntaxError;
use super::reading::{Content, MAX_COMPARED, Reading};
use super::segment::{Start, byte_order_marks, segment};
use super::tree::NodeId;
use crate::text::{Edited, Text};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The understanding of one text. It follows edits at the cost of the segments they touch.
#[derive(Debug, Clone)]
pub struct Syntax {
    dialect: Dialect,
    segments: Vec<Segment>,
    index: Index,
    /// The anchors by their names, in order, once somebody asked.
    anchors: OnceLock<HashMap<Box<str>, Vec<Anchor>>>,
    /// The length of the text.
    len: usize,
    /// At least as much as any segment was read to begin it.
    reach: usize,
}

/// One segment of a text: an entry of a root mapping, an item, what is between documents.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) start: usize,
    pub(super) context: Context,
    /// How far the text was read to begin it here, in bytes from its start.
    pub(super) read: usize,
    pub(super) content: Arc<Content>,
}

/// Segments to go to at once: a document may have thousands of items, and nobody should have to go through them to
/// find its entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Index {
    /// The segments that are no items, ascending.
    heads: Vec<usize>,
    /// The segments that are prologues, ascending: each starts a document.
    prologues: Vec<usize>,
}

/// A value that has a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchor {
    pub(super) segment: usize,
    /// Where the name is in the segment.
    pub(super) offset: usize,
    pub(super) node: NodeId,
}

/// Which segments an edit replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SegmentChange {
    /// The first segment that went.
    pub at: usize,
    /// How many went.
    pub removed: usize,
    /// How many came.
    pub added: usize,
    /// Whether an anchor may have come or gone, or come to be in another document, so that aliases in other segments
    /// mean something else.
    pub anchors: bool,
}

impl Syntax {
    /// Understands a text.
    pub fn new(text: &Text, dialect: Dialect) -> Self {
        let segments = match dialect {
            Dialect::Json => vec![json(text)],
            Dialect::Yaml => {
                let starts = segment(text, Start::of(text), |_| false);
                segments(text, &starts, text.len())
            }
        };
        Self::of(dialect, segments, text.len())
    }

    /// Puts segments together.
    pub(super) fn of(dialect: Dialect, segments: Vec<Segment>, len: usize) -> Self {
        Self {
            dialect,
            index: Index::of(&segments),
            reach: reach(&segments),
            segments,
            anchors: OnceLock::new(),
            len,
        }
    }

    /// The language it is written in.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Follows an edit: `text` is the text as it is now.
    pub fn update(&mut self, text: &Text, edited: &Edited) -> SegmentChange {
        self.len = text.len();
        self.anchors = OnceLock::new();
        let change = match self.dialect {
            Dialect::Json => self.splice(0..self.segments.len(), vec![json(text)], edited),
            Dialect::Yaml => self.update_yaml(text, edited),
        };
        debug_assert!(
            text.len() > MAX_COMPARED || self.is_like(&Self::new(text, self.dialect)),
            "following an edit does not equal a fresh reading"
        );
        change
    }

    /// Whether it has the same segments as another.
    fn is_like(&self, other: &Self) -> bool {
        let mut pairs = self.segments.iter().zip(&other.segments);
        self.segments.len() == other.segments.len()
            && self.index == other.index
            && pairs.all(|(a, b)| a.start == b.start && a.says(b))
    }

    fn update_yaml(&mut self, text: &Text, edited: &Edited) -> SegmentChange {
        let resumed = self.settled_before(edited.old.start);
        let from = match resumed.and_then(|index| self.segments.get(index)) {
            Some(segment) => segment.begins(),
            None => Start::of(text),
        };
        let at = resumed.unwrap_or(0);
        let old = &self.segments;
        let mut next = at;
        let mut met = false;
        let mut starts = segment(text, from, |start| {
            // The text from there on is the same as before, if it was there before.
            let Some(after) = start.offset.checked_sub(edited.new_end) else {
                return false;
            };
            let before = edited.old.end + after;
            while old.get(next).is_some_and(|segment| segment.start < before) {
                next += 1;
            }
            met = old
                .get(next)
                .is_some_and(|segment| segment.start == before && segment.context == start.context);
            met
        });
        let last = starts.pop_if(|_| met);
        let until = if met { next } else { self.segments.len() };
        if let (Some(last), Some(segment)) = (last, self.segments.get_mut(until)) {
            segment.read = last.read;
            self.reach = self.reach.max(last.read);
        }
        let end = last.map_or(text.len(), |last| last.offset);
        self.splice(at..until, segments(text, &starts, end), edited)
    }

    /// The last segment that no edit at an offset, or after it, changes the beginning of.
    fn settled_before(&self, offset: usize) -> Option<usize> {
        let sure = |segment: &Segment| segment.start + self.reach <= offset;
        let sure = self.segments.partition_point(sure);
        let settled = |segment: &&Segment| segment.start + segment.read <= offset;
        let others = self.segments.iter().skip(sure).take_while(settled);
        (sure + others.count()).checked_sub(1)
    }

    /// Puts new segments in the place of old ones and moves the rest along. Segments whose text is the same stay.
    fn splice(
        &mut self,
        range: Range<usize>,
        mut fresh: Vec<Segment>,
        edited: &Edited,
    ) -> SegmentChange {
        let old = self.segments.get(range.clone()).unwrap_or_default();
        let head = old
            .iter()
            .zip(&fresh)
            .take_while(|(a, b)| a.says(b))
            .count();
        let room = old.len().min(fresh.len()) - head;
        let ends = old.iter().rev().zip(fresh.iter().rev()).take(room);
        let tail = ends.take_while(|(a, b)| a.says(b)).count();
        let gone = old.get(head..old.len() - tail).unwrap_or_default();
        let come = fresh.get(head..fresh.len() - tail).unwrap_or_default();
        let divided = |segments: &[Segment]| segments.iter().any(Segment::is_prologue);
        let named = |segments: &[Segment]| segments.iter().any(|segment| segment.content.anchors);
        let change = SegmentChange {
            at: range.start + head,
            removed: gone.len(),
            added: come.len(),
            anchors: named(gone) || named(come) || divided(gone) != divided(come),
        };
        let same_kinds =
            gone.len() == come.len() && gone.iter().zip(come).all(|(a, b)| a.is_like(b));
        let edited_alone = match (gone, come) {
            ([gone], [come]) if gone.context == come.context && gone.content.has_tree() => {
                Some(gone.content.edited(&come.content.text))
            }
            _ => None,
        };
        if let (Some(content), Some(segment)) = (edited_alone, fresh.get_mut(head)) {
            segment.content = Arc::new(content);
        }
        let kept = old.iter().zip(&mut fresh).take(head);
        for (old, new) in kept {
            new.content = Arc::clone(&old.content);
        }
        let kept = old.iter().rev().zip(fresh.iter_mut().rev()).take(tail);
        for (old, new) in kept {
            new.content = Arc::clone(&old.content);
        }
        for segment in self.segments.get_mut(range.end..).unwrap_or_default() {
            segment.start = (segment.start + edited.new_end).saturating_sub(edited.old.end);
        }
        self.reach = self.reach.max(reach(&fresh));
        self.segments.splice(range, fresh);
        if !same_kinds {
            self.index = Index::of(&self.segments);
        }
        change
    }

    /// The number of segments.
    pub fn segment_count(&self) -> usize {
        self.segments.len()
    }

    /// Where a segment starts in the text.
    pub fn start(&self, segment: usize) -> usize {
        self.segments
            .get(segment)
            .map_or(self.len, |segment| segment.start)
    }

    /// The segment that holds an offset.
    pub fn segment_at(&self, offset: usize) -> usize {
        self.segments
            .partition_point(|segment| segment.start <= offset)
            .saturating_sub(1)
    }

    /// The text of a segment; a lone CR in it reads as LF.
    pub fn segment_text(&self, segment: usize) -> &str {
        self.segments
            .get(segment)
            .map_or("", |segment| &segment.content.text)
    }

    /// Whether a segment is an item of the sequence that an entry before it ends in.
    pub fn is_item(&self, segment: usize) -> bool {
        self.context(segment).is_some_and(Context::is_item)
    }

    /// Whether what a segment says depends on anchors, which may be in other segments.
    pub fn has_aliases(&self, segment: usize) -> bool {
        self.segments
            .get(segment)
            .is_some_and(|segment| segment.content.aliases)
    }

    /// What could not be read in a segment.
    pub fn errors(&self, segment: usize) -> &[SyntaxError] {
        self.reading(segment).map_or(&[], |reading| &reading.errors)
    }

    /// The tags in a segment that YAML does not have, such as `!vault`; where they are in the text.
    pub fn foreign_tags(&self, segment: usize) -> impl Iterator<Item = Range<usize>> {
        let start = self.start(segment);
        let tags = self
            .reading(segment)
            .into_iter()
            .flat_map(|reading| reading.arena.tags());
        tags.map(move |tag| start + tag.start..start + tag.end)
    }

    /// Whether there are parts of a segment in which a value is read alone.
    pub fn reads_alone(&self, segment: usize) -> bool {
        self.reading(segment)
            .is_some_and(|reading| !reading.alone.is_empty())
    }

    /// Whether a value reads the same wherever the whole lines that it is on stand. These count from the start of its
    /// segment and end before their line break.
    pub fn is_read_alone(&self, segment: usize, lines: &Range<usize>) -> bool {
        let Some(reading) = self.reading(segment) else {
            return false;
        };
        let before = reading
            .alone
            .partition_point(|part| part.start <= lines.start);
        let part = before.checked_sub(1).and_then(|at| reading.alone.get(at));
        part.is_some_and(|part| lines.end < part.end)
    }

    pub(super) fn segment(&self, segment: usize) -> Option<&Segment> {
        self.segments.get(segment)
    }

    pub(super) fn context(&self, segment: usize) -> Option<Context> {
        self.segments.get(segment).map(|segment| segment.context)
    }

    pub(super) fn reading(&self, segment: usize) -> Option<&Reading> {
        let segment = self.segments.get(segment)?;
        Some(segment.content.reading(segment.context))
    }

    /// The length of the text.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The first segment of the document that a segment is in.
    pub(super) fn document_start(&self, segment: usize) -> usize {
        let before = self
            .index
            .prologues
            .partition_point(|start| *start <= segment);
        let last = before
            .checked_sub(1)
            .and_then(|last| self.index.prologues.get(last));
        last.copied().unwrap_or(0)
    }

    /// The segment after the last of the document that a segment is in.
    pub(super) fn document_end(&self, segment: usize) -> usize {
        let before = self
            .index
            .prologues
            .partition_point(|start| *start <= segment);
        let next = self.index.prologues.get(before);
        next.copied().unwrap_or(self.segments.len())
    }

    /// The segments of a document from one of them on.
    pub(super) fn document_segments(&self, segment: usize) -> Range<usize> {
        segment..self.document_end(segment)
    }

    /// The last segment before one that is no item.
    pub(super) fn head_before(&self, segment: usize) -> Option<usize> {
        let heads = &self.index.heads;
        let before = heads.partition_point(|head| *head < segment);
        heads.get(before.checked_sub(1)?).copied()
    }

    /// The segments from one on that are no items.
    fn heads_from(&self, segment: usize) -> impl Iterator<Item = usize> {
        let first = self.index.heads.partition_point(|head| *head < segment);
        self.index.heads.iter().skip(first).copied()
    }

    /// The segments of a document, from one of them on, that hold entries of its root mapping.
    pub(super) fn entry_segments(&self, segment: usize) -> impl Iterator<Item = usize> {
        let end = self.document_end(segment);
        let heads = self.heads_from(segment).take_while(move |head| *head < end);
        heads.filter(|head| self.context(*head).is_some_and(Context::is_entry))
    }

    /// The segments with the items of the sequence that a segment ends in.
    pub(super) fn item_segments(&self, segment: usize) -> Range<usize> {
        let next = || self.heads_from(segment + 1).next();
        let is_entry = self.context(segment).is_some_and(Context::is_entry);
        let end = if is_entry {
            next().unwrap_or(self.segments.len())
        } else {
            segment + 1
        };
        segment + 1..end
    }

    /// Where the text of a segment starts, after its indentation.
    pub(super) fn content_start(&self, segment: usize) -> usize {
        let text = self.segment_text(segment);
        self.start(segment) + text.len() - text.trim_start_matches(WHITE).len()
    }

    pub(super) fn content_end(&self, segment: usize) -> usize {
        self.start(segment) + self.segment_text(segment).trim_end_matches(WHITE).len()
    }

    /// The last anchor of a name before a place, within the place's document.
    pub(super) fn anchor(&self, name: &str, segment: usize, before: usize) -> Option<Anchor> {
        let anchors = self.anchors.get_or_init(|| self.all_anchors()).get(name)?;
        let place = |anchor: &Anchor| (anchor.segment, anchor.offset);
        let within = before.saturating_sub(self.start(segment));
        let count = anchors.partition_point(|anchor| place(anchor) < (segment, within));
        let last = anchors.get(count.checked_sub(1)?)?;
        (last.segment >= self.document_start(segment)).then_some(*last)
    }

    fn all_anchors(&self) -> HashMap<Box<str>, Vec<Anchor>> {
        let mut all: HashMap<Box<str>, Vec<Anchor>> = HashMap::new();
        for (index, segment) in self.segments.iter().enumerate() {
            if !segment.content.anchors {
                continue;
            }
            let text = &segment.content.text;
            let mut found: Vec<_> = segment
                .content
                .reading(segment.context)
                .arena
                .anchors()
                .collect();
            found.sort_by_key(|(name, _)| name.start);
            for (name, node) in found {
                let anchor = Anchor {
                    segment: index,
                    offset: name.start,
                    node,
                };
                let name = text.get(name).unwrap_or_default();
                match all.get_mut(name) {
                    Some(known) => known.push(anchor),
                    None => drop(all.insert(name.into(), vec![anchor])),
                }
            }
        }
        all
    }
}

/// The furthest that one of these segments was read to begin it.
fn reach(segments: &[Segment]) -> usize {
    let reads = segments.iter().map(|segment| segment.read);
    reads.max().unwrap_or_default()
}

impl Segment {
    fn new(text: &Text, start: Start, end: usize, dialect: Dialect) -> Self {
        let content = text.slice(start.offset..end);
        Self {
            start: start.offset,
            context: start.context,
            read: start.read,
            content: Arc::new(Content::new(&content, dialect)),
        }
    }

    pub(super) fn begins(&self) -> Start {
        Start {
            offset: self.start,
            context: self.context,
            read: self.read,
        }
    }

    fn is_prologue(&self) -> bool {
        self.context == Context::Prologue
    }

    /// Whether another one says the same, wherever it is.
    fn says(&self, other: &Self) -> bool {
        self.context == other.context && self.content.text == other.content.text
    }

    /// Whether another one has the same place in the index.
    fn is_like(&self, other: &Self) -> bool {
        self.context.is_item() == other.context.is_item()
            && self.is_prologue() == other.is_prologue()
    }
}

impl Index {
    fn of(segments: &[Segment]) -> Self {
        let mut index = Self::default();
        for (at, segment) in segments.iter().enumerate() {
            if !segment.context.is_item() {
                index.heads.push(at);
            }
            if segment.is_prologue() {
                index.prologues.push(at);
            }
        }
        index
    }
}

/// The one segment of a JSON text.
fn json(text: &Text) -> Segment {
    let start = Start {
        offset: byte_order_marks(text),
        context: Context::Whole,
        read: 0,
    };
    Segment::new(text, start, text.len(), Dialect::Json)
}

/// The segments that start at these places.
pub(super) fn segments(text: &Text, starts: &[Start], end: usize) -> Vec<Segment> {
    let ends = starts.iter().skip(1).map(|start| start.offset).chain([end]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| Segment::new(text, *start, end, Dialect::Yaml))
        .collect()
}
