//! Where specs are read from.

use crate::access::model::Origin;
use crate::text::Text;
use std::ops::Range;
use std::sync::Arc;

/// The file that something is read from.
#[derive(Clone, Copy)]
pub struct File<'a> {
    /// Its path, as the user named it.
    pub path: &'a Arc<str>,
    /// Its text.
    pub text: &'a Text,
}

impl File<'_> {
    pub(super) fn origin(&self, range: Range<usize>) -> Origin {
        Origin {
            path: Arc::clone(self.path),
            line: self.text.line_at(range.start) + 1,
            range,
        }
    }
}

/// Two specs that say different things about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What they are about: "policy `mask-pii`".
    pub what: String,
    /// Where the first is.
    pub first: Option<Origin>,
    /// Where the second is.
    pub second: Option<Origin>,
}
