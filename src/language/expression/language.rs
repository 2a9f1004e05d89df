//! The languages that expressions are written in.

use crate::catalog::Content;

/// What an expression is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// SQL with functions.
    Where,
    /// Functions with AND, OR and NOT.
    Subscription,
}

impl Language {
    /// The language of what is written inside a text, if that is an expression.
    pub fn of(content: Content) -> Option<Self> {
        match content {
            Content::Where | Content::Masking => Some(Self::Where),
            Content::Subscription => Some(Self::Subscription),
            _ => None,
        }
    }
}
