//! What reading comes to.

use crate::syntax::error::SyntaxError;
use crate::syntax::tree::{Arena, NodeId};

/// A JSON text understood.
#[derive(Debug, Default)]
pub(in crate::syntax) struct Read {
    /// The nodes.
    pub(in crate::syntax) arena: Arena,
    /// The root value. `None` if there is nothing but white space and comments.
    pub(in crate::syntax) root: Option<NodeId>,
    /// What is wrong, in the order of the text.
    pub(in crate::syntax) errors: Vec<SyntaxError>,
}

/// Brackets of YAML on lines of their own, understood.
#[derive(Debug, Default)]
pub(in crate::syntax) struct FlowRun {
    /// The nodes.
    pub(in crate::syntax) arena: Arena,
    /// What is in each pair of brackets.
    pub(in crate::syntax) items: Vec<NodeId>,
    /// The end of the last.
    pub(in crate::syntax) end: usize,
}
