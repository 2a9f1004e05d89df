//! A text in which what is missing or wrong between its words is set right, with the way back to the original.

use super::error::SyntaxError;

/// A text that differs from its original by what was put in or replaced.
#[derive(Debug, Default)]
pub(super) struct Spaced {
    pub(super) text: String,
    /// What is wrong with the original, in its offsets.
    pub(super) errors: Vec<SyntaxError>,
    /// Where the two run apart: `(offset in the original, offset in the text)`. From each place on both advance
    /// together, up to the next.
    marks: Vec<(usize, usize)>,
}

impl Spaced {
    /// Goes on with a space, which is before a place of the original.
    pub(super) fn space_before(&mut self, place: usize) {
        self.text.push(' ');
        self.marks.push((place, self.text.len()));
    }

    /// Goes on with other text than the original has, up to a place of the original.
    pub(super) fn replace_up_to(&mut self, place: usize, with: &str) {
        self.text.push_str(with);
        self.marks.push((place, self.text.len()));
    }

    pub(super) fn is_changed(&self) -> bool {
        !self.marks.is_empty()
    }

    /// Where an offset of the original has come to.
    pub(super) fn moved(&self, offset: usize) -> usize {
        let after = self.marks.partition_point(|(from, _)| *from <= offset);
        let known = after.checked_sub(1).and_then(|at| self.marks.get(at));
        let moved = known.map_or(offset, |(from, to)| to + (offset - from));
        // What was replaced may be longer than what is there now.
        let next = self.marks.get(after);
        next.map_or(moved, |(_, to)| moved.min(*to))
    }

    /// Where an offset was in the original.
    pub(super) fn original(&self, offset: usize) -> usize {
        let after = self.marks.partition_point(|(_, to)| *to <= offset);
        let known = after.checked_sub(1).and_then(|at| self.marks.get(at));
        let original = known.map_or(offset, |(from, to)| from + (offset - to));
        let next = self.marks.get(after);
        next.map_or(original, |(from, _)| original.min(*from))
    }
}
