//! Ranges of bytes that say what they count from.

use std::marker::PhantomData;
use std::ops::Range;

/// A range of bytes that counts from the start of a `Base`: a segment of a document, the decoded text of a scalar.
///
/// A plain `Range<usize>` counts from the start of the document. Whatever counts from elsewhere is a `Span`, so that it
/// cannot be taken for a place in the document: whoever owns the base converts it.
pub struct Span<Base> {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    base: PhantomData<fn() -> Base>,
}

/// The base of what counts from the start of a scalar's text: what it says, without quotes, escapes and indentation.
pub enum InScalar {}

impl<Base> Span<Base> {
    /// The bytes from `start` up to, but not including, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end,
            base: PhantomData,
        }
    }

    /// No bytes at all, at `offset`.
    pub const fn empty(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// The number of bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether there are no bytes in it.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether it holds a byte.
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// The range to slice the text of its base with.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Returns this part of the text of its base, or `None` if it is not within it.
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// The same bytes, counted from the start of something else.
    #[must_use]
    pub fn convert<Other>(self, offset: impl Fn(usize) -> usize) -> Span<Other> {
        Span::new(offset(self.start), offset(self.end))
    }
}

impl<Base> From<Range<usize>> for Span<Base> {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

// Derived, these would ask the same of `Base`, which is only a name.
impl<Base> Clone for Span<Base> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Base> Copy for Span<Base> {}

impl<Base> PartialEq for Span<Base> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}

impl<Base> Eq for Span<Base> {}

impl<Base> std::hash::Hash for Span<Base> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}

impl<Base> std::fmt::Debug for Span<Base> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
