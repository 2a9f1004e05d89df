//! How values and entries are laid out in the text: lines, columns, brackets, gaps.

use super::characters::WHITE;
use super::dialect::Dialect;
use super::value::{Entry, Kind, Place, Value};
use std::ops::Range;

impl<'a> Value<'a> {
    /// The column of its first byte.
    pub fn column(self) -> usize {
        let segment = match self.place {
            Place::Node { segment, .. } | Place::Root { segment } => segment,
            Place::Items { segment } => segment + 1,
        };
        let within = self
            .range()
            .start
            .saturating_sub(self.syntax.start(segment));
        let before = self
            .syntax
            .segment_text(segment)
            .get(..within)
            .unwrap_or_default();
        before.len() - before.rfind(['\n', '\r']).map_or(0, |i| i + 1)
    }

    /// Where the dash is that it is the item of, if that is on its line in a block sequence.
    pub fn dash(self) -> Option<usize> {
        let Place::Node { segment, .. } = self.place else {
            return None;
        };
        let start = self.syntax.start(segment);
        let within = self.range().start.checked_sub(start)?;
        let before = self.syntax.segment_text(segment).get(..within)?;
        let before = before.trim_end_matches(' ').strip_suffix('-')?;
        let alone = before.is_empty() || before.ends_with([' ', '\n']);
        alone.then_some(start + before.len())
    }

    /// Where the line that it ends on is over, before the line break.
    pub fn line_end(self) -> usize {
        let (text, start) = self.last_segment();
        let end = self.range().end.saturating_sub(start);
        // A block scalar covers the empty lines behind it.
        let end = text
            .get(..end)
            .unwrap_or(text)
            .trim_end_matches(WHITE)
            .len();
        let rest = text.get(end..).unwrap_or_default();
        start + end + rest.find(['\n', '\r']).unwrap_or(rest.len())
    }

    /// The comment after it on the line that it ends on, and where it is.
    pub fn comment(self) -> Option<(Range<usize>, &'a str)> {
        let (text, start) = self.last_segment();
        let end = self.range().end.checked_sub(start)?;
        let rest = text.get(end..)?;
        let comment = rest.trim_start_matches([' ', '\t']);
        let from = end + rest.len() - comment.len();
        if from == end || !comment.starts_with('#') {
            return None;
        }
        let comment = comment.lines().next()?.trim_end_matches(WHITE);
        Some((start + from..start + from + comment.len(), comment))
    }

    /// How the lines around it end.
    pub fn line_break(self) -> &'static str {
        if self.last_segment().0.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }

    /// The text and the start of the segment that it ends in.
    fn last_segment(self) -> (&'a str, usize) {
        let segment = match self.place {
            Place::Node { segment, .. } => segment,
            Place::Root { segment } => self
                .syntax
                .document_segments(segment)
                .last()
                .unwrap_or(segment),
            Place::Items { segment } => {
                self.syntax.item_segments(segment).last().unwrap_or(segment)
            }
        };
        (
            self.syntax.segment_text(segment),
            self.syntax.start(segment),
        )
    }

    /// Whether it is a collection in brackets or braces.
    pub fn is_flow(self) -> bool {
        match self.kind() {
            Kind::Sequence => self.source().starts_with('['),
            // The brace may be that of a block mapping's first key: `{a: b}: c`.
            Kind::Mapping if self.source().starts_with('{') => {
                let key = self.entries().first().map(|entry| entry.key.range());
                key.is_none_or(|key| key.start > self.range().start)
            }
            _ => false,
        }
    }

    /// Whether it is in a collection in brackets or braces.
    pub fn is_in_flow(self) -> bool {
        let (Place::Node { node, .. }, Some((reading, _))) = (self.place, self.reading()) else {
            return false;
        };
        let mut around = reading.arena.around(node);
        around.any(|node| self.sibling(node).is_flow())
    }
}

impl Entry<'_> {
    /// What stands between the key and its value, and where: the colon, white space, perhaps a comment or an anchor.
    pub fn gap(&self) -> Option<(Range<usize>, &str)> {
        let (text, start) = self.value.last_segment();
        let range = self.key.range().end..self.value.range().start;
        let gap = text.get(range.start.checked_sub(start)?..range.end.checked_sub(start)?)?;
        Some((range, gap))
    }

    /// The white space between colon and value, where it has a tab and is on one line. Never in JSON.
    pub fn tab(&self) -> Option<Range<usize>> {
        let (text, start) = self.value.last_segment();
        let value = self.value.range().start.checked_sub(start)?;
        let before = text.get(..value)?;
        let gap = before.trim_end_matches([' ', '\t']);
        let tab = before.get(gap.len()..)?.contains('\t') && gap.ends_with(':');
        let yaml = self.value.dialect() == Dialect::Yaml;
        (tab && yaml).then(|| start + gap.len()..start + value)
    }

    /// The whole lines that it takes, the last line break among them. Nothing where something else than a
    /// comment stands on them, or an anchor that others may need.
    pub fn lines(&self) -> Option<Range<usize>> {
        let (text, start) = self.value.last_segment();
        let key = self.key.range().start.checked_sub(start)?;
        let value = self.value.range().end.checked_sub(start)?.max(key);
        // Only as far back as there is nothing but white space: the line may be long.
        let before = text.get(..key)?;
        let before = before.trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
        let first = before.len();
        if !before.is_empty() && !before.ends_with('\n') {
            return None;
        }
        let end = self.value.line_end() - start;
        let behind = text.get(value.min(end)..end)?.trim_start();
        let alone = behind.is_empty() || behind.starts_with('#');
        let anchors = text.get(key..end)?.contains('&');
        let rest = text.get(end..)?;
        let last = rest.find('\n').map_or(text.len(), |i| end + i + 1);
        (alone && !anchors).then_some(start + first..start + last)
    }
}
