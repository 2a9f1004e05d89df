//! Where what is known is written.

use std::ops::Range;
use std::sync::Arc;

/// Where something is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The file, as the user named it.
    pub path: Arc<str>,
    /// The line, from 1.
    pub line: usize,
    /// The bytes of the file.
    pub range: Range<usize>,
}
