//! A text in which spaces are put where they are missing.

use super::error::SyntaxError;

/// A text with more spaces than its original.
#[derive(Debug, Default)]
pub(super) struct Spaced {
    pub(super) text: String,
    /// What is wrong with the original, in its offsets.
    pub(super) errors: Vec<SyntaxError>,
    /// Where the spaces came: before which place of the original, and where they are now.
    places: Vec<(usize, usize)>,
}

impl Spaced {
    /// Goes on with a space, which is before a place of the original.
    pub(super) fn space_before(&mut self, place: usize) {
        self.places.push((place, self.text.len()));
        self.text.push(' ');
    }

    pub(super) fn is_changed(&self) -> bool {
        !self.places.is_empty()
    }

    /// Where an offset of the original has come to.
    pub(super) fn moved(&self, offset: usize) -> usize {
        offset + self.places.partition_point(|(before, _)| *before <= offset)
    }

    /// Where an offset was in the original.
    pub(super) fn original(&self, offset: usize) -> usize {
        offset - self.places.partition_point(|(_, space)| *space < offset)
    }
}
