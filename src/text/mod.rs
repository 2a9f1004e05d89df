//! Floor 1: the text of a document, its edits, and positions in it.
//!
//! Inside the house a place is a byte offset from the start of the text, a byte order mark included.
//! Clients count in lines and in code units of the encoding they negotiated; [`Text`] is the only
//! place that translates, and so the only one that knows UTF-16.

mod edit;
pub mod lookalike;
mod span;

pub use edit::{Change, Edited, InvalidRange};
pub use span::{InScalar, Span};

use ropey::{Rope, RopeSlice};
use std::borrow::Cow;
use std::ops::Range;

/// How a client counts columns within a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Code units of UTF-16: what a client counts in when it says nothing.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

/// A place as a client names it. Both count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in code units of an [`Encoding`].
    pub column: usize,
}

/// The text of one document. Cloning is cheap: the clones share what they have in common.
///
/// Lines end at LF, CRLF or CR, as the Language Server Protocol has it.
#[derive(Debug, Clone, Default)]
pub struct Text {
    rope: Rope,
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self {
            rope: Rope::from_str(text),
        }
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.rope.fmt(f)
    }
}

impl Text {
    /// The number of bytes.
    pub fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of lines; a text that ends with a line break has an empty last line.
    pub fn line_count(&self) -> usize {
        self.rope.len_lines()
    }

    /// The line that holds a byte offset; the last line for an offset past the end.
    pub fn line_at(&self, offset: usize) -> usize {
        self.rope.byte_to_line(offset.min(self.len()))
    }

    /// The offset of the first byte of a line; the text's end for a line past the last.
    pub fn line_start(&self, line: usize) -> usize {
        self.rope.line_to_byte(line.min(self.line_count()))
    }

    /// The text of a line without its line break.
    pub fn line(&self, line: usize) -> Cow<'_, str> {
        let mut text = self
            .rope
            .get_line(line)
            .map_or(Cow::Borrowed(""), Cow::from);
        let end = text.trim_end_matches(['\n', '\r']).len();
        match &mut text {
            Cow::Borrowed(slice) => *slice = slice.get(..end).unwrap_or_default(),
            Cow::Owned(string) => string.truncate(end),
        }
        text
    }

    /// The lines from `line` on, each with its line break.
    pub fn lines_from(&self, line: usize) -> impl Iterator<Item = Cow<'_, str>> {
        self.rope
            .get_lines_at(line)
            .into_iter()
            .flatten()
            .map(Cow::from)
    }

    /// The start of the first line that starts with such a byte, from the one that starts at an offset on.
    pub fn line_that_starts_with(&self, start: usize, is: impl Fn(u8) -> bool) -> Option<usize> {
        let (chunks, mut at, ..) = self.rope.get_chunks_at_byte(start)?;
        let mut before = b'\n';
        for chunk in chunks {
            let skipped = start.saturating_sub(at).min(chunk.len());
            let bytes = chunk.as_bytes().get(skipped..).unwrap_or_default();
            for (index, byte) in bytes.iter().enumerate() {
                if matches!(before, b'\n' | b'\r') && is(*byte) {
                    return Some(at + skipped + index);
                }
                before = *byte;
            }
            at += chunk.len();
        }
        None
    }

    /// The text of a byte range. What lies outside of the text, or cuts a character, gives nothing.
    pub fn slice(&self, range: Range<usize>) -> Cow<'_, str> {
        self.rope
            .get_byte_slice(range)
            .map_or(Cow::Borrowed(""), Cow::from)
    }

    /// The position of a byte offset. Past the end means the end; inside a character its start.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let char = self.rope.byte_to_char(offset.min(self.len()));
        let line = self.rope.char_to_line(char);
        let start = self.rope.line_to_char(line);
        let column = match encoding {
            Encoding::Utf8 => self.rope.char_to_byte(char) - self.rope.char_to_byte(start),
            Encoding::Utf16 => self.rope.char_to_utf16_cu(char) - self.rope.char_to_utf16_cu(start),
            Encoding::Utf32 => char - start,
        };
        Position { line, column }
    }

    /// The byte offset of a position. A position past the end of its line means the line's end (before the line break), one
    /// past the end of the text the text's end, and one inside a character the character's start.
    pub fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let Some(line) = self.rope.get_line(position.line) else {
            return self.len();
        };
        let within = column_to_byte(line, position.column, encoding);
        self.rope.line_to_byte(position.line) + within
    }
}

/// The byte within a line that a column stands for.
fn column_to_byte(line: RopeSlice<'_>, column: usize, encoding: Encoding) -> usize {
    let text = Cow::from(line);
    let content = text.trim_end_matches(['\n', '\r']);
    let mut units = 0;
    for (byte, char) in content.char_indices() {
        let width = match encoding {
            Encoding::Utf8 => char.len_utf8(),
            Encoding::Utf16 => char.len_utf16(),
            Encoding::Utf32 => 1,
        };
        if units + width > column {
            return byte;
        }
        units += width;
    }
    content.len()
}

#[cfg(test)]
pub(crate) mod tests;
