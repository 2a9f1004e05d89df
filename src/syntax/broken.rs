//! The stretches of a text that are not understood.

use std::ops::Range;

/// Stretches of a text, in order.
#[derive(Debug, Default)]
pub(super) struct Broken {
    /// By their starts.
    ranges: Vec<Range<usize>>,
    /// The same bytes without overlaps.
    joined: Vec<Range<usize>>,
}

impl Broken {
    pub(super) fn new(mut ranges: Vec<Range<usize>>) -> Self {
        ranges.sort_by_key(|range| range.start);
        let mut joined: Vec<Range<usize>> = Vec::new();
        for range in &ranges {
            match joined.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => joined.push(range.clone()),
            }
        }
        Self { ranges, joined }
    }

    /// Whether a stretch overlaps with a range.
    pub(super) fn touches(&self, range: &Range<usize>) -> bool {
        let before = self
            .joined
            .partition_point(|broken| broken.end <= range.start);
        let next = self.joined.get(before);
        next.is_some_and(|next| next.start < range.end && !range.is_empty())
    }

    /// The first stretch that starts in a range.
    pub(super) fn first_in(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let before = self
            .ranges
            .partition_point(|broken| broken.start < range.start);
        let next = self.ranges.get(before)?;
        (next.start < range.end).then(|| next.clone())
    }
}
