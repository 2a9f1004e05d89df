//! What a segment is.

use super::conflict::Side;

/// What a segment is, and with that, all that cutting and reading have to know at its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// What comes before a document: comments, directives, `---`.
    Prologue,
    /// An entry of the root mapping.
    Entry {
        /// The column of the mapping's keys.
        root: usize,
        /// Where it starts as to merge conflicts.
        side: Side,
    },
    /// An item of the block sequence that is the value of the entry before.
    Item {
        /// The column of the root mapping's keys.
        root: usize,
        /// The column of the sequence's first dash.
        list: usize,
        /// The column of its own dash, which may be left of the first.
        column: usize,
        /// Whether the segment before is an item in the same column.
        follows: bool,
        /// Where it starts as to merge conflicts.
        side: Side,
    },
    /// A whole document whose root is not a block mapping; a JSON text.
    Whole,
}

impl Context {
    /// The column of the root mapping's keys.
    pub(super) fn root(self) -> Option<usize> {
        match self {
            Self::Entry { root, .. } | Self::Item { root, .. } => Some(root),
            Self::Prologue | Self::Whole => None,
        }
    }

    /// The column of the item's dash.
    pub(super) fn dash(self) -> Option<usize> {
        match self {
            Self::Item { column, .. } => Some(column),
            _ => None,
        }
    }

    /// Where it starts as to merge conflicts.
    pub(super) fn side(self) -> Side {
        match self {
            Self::Entry { side, .. } | Self::Item { side, .. } => side,
            Self::Prologue | Self::Whole => Side::Neither,
        }
    }

    pub(super) fn is_entry(self) -> bool {
        matches!(self, Self::Entry { .. })
    }

    pub(super) fn is_item(self) -> bool {
        matches!(self, Self::Item { .. })
    }
}
