//! Changes of a text, as a client sends them, and the region they touched.

use super::{Encoding, Position, Text};
use std::ops::Range;

/// One change of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The whole text anew.
    Whole(String),
    /// New text in the place of a range.
    Part {
        /// The first position that goes.
        start: Position,
        /// The first position that stays.
        end: Position,
        /// What comes instead.
        text: String,
    },
}

/// A range that ends before it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidRange {
    /// Where it starts.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

impl std::fmt::Display for InvalidRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { start, end } = self;
        write!(
            f,
            "the range of a change ends ({}:{}) before it starts ({}:{})",
            end.line, end.column, start.line, start.column
        )
    }
}

impl std::error::Error for InvalidRange {}

/// The region that changes have touched: the bytes `old` of the text as it was are now `new`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// Where the region was; it starts where `new` starts.
    pub old: Range<usize>,
    /// The end of the region now.
    pub new_end: usize,
}

impl Edited {
    /// Returns what changed from one text to another, as one region, or `None` if they are the same.
    pub fn between(old: &Text, new: &Text) -> Option<Self> {
        if old.rope == new.rope {
            return None;
        }
        let same = |(a, b): &(u8, u8)| a == b;
        let before = old
            .rope
            .bytes()
            .zip(new.rope.bytes())
            .take_while(same)
            .count();
        // What both begin with is not counted again from the end.
        let most = old.len().min(new.len()) - before;
        let old_end = old.rope.bytes_at(old.len()).reversed();
        let new_end = new.rope.bytes_at(new.len()).reversed();
        let behind = old_end.zip(new_end).take(most).take_while(same).count();
        Some(Self {
            old: before..old.len() - behind,
            new_end: new.len() - behind,
        })
    }

    /// One region that covers this change and a later one, which speaks of the text after this one.
    #[must_use]
    pub fn then(&self, later: &Self) -> Self {
        let new_start = self.old.start.min(later.old.start);
        // What lies behind the regions moved by their differences in length.
        let old_end = self.old.end + later.old.end.saturating_sub(self.new_end);
        let new_end = later.new_end + self.new_end.saturating_sub(later.old.end);
        Self {
            old: new_start..old_end,
            new_end,
        }
    }
}

impl Text {
    /// Applies one change and tells the region it touched.
    ///
    /// # Errors
    /// If the range of the change ends before it starts. The text then stays as it was.
    pub fn apply(&mut self, change: &Change, encoding: Encoding) -> Result<Edited, InvalidRange> {
        let (range, text) = match change {
            Change::Whole(text) => {
                let old = 0..self.len();
                *self = Self::from(text.as_str());
                return Ok(Edited {
                    old,
                    new_end: self.len(),
                });
            }
            Change::Part { start, end, text } => {
                let (start, end) = (*start, *end);
                if end < start {
                    return Err(InvalidRange { start, end });
                }
                let from = self.offset(start, encoding);
                let to = self.offset(end, encoding).max(from);
                (from..to, text)
            }
        };
        Ok(self.replace(range, text))
    }

    /// Puts text in the place of a byte range. The range is cut to the text and to whole characters.
    pub fn replace(&mut self, range: Range<usize>, text: &str) -> Edited {
        let start = self.rope.byte_to_char(range.start.min(self.len()));
        let end = self.rope.byte_to_char(range.end.min(self.len())).max(start);
        let old = self.rope.char_to_byte(start)..self.rope.char_to_byte(end);
        self.rope.remove(start..end);
        self.rope.insert(start, text);
        Edited {
            new_end: old.start + text.len(),
            old,
        }
    }
}
