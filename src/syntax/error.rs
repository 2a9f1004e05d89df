//! Text that cannot be read, in words.

use super::quote::{Quotes, source_in_quotes};
use crate::text::Span;

/// What the offsets of a segment count from: its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InSegment {}

/// Text that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where it is.
    pub span: Span<InSegment>,
    /// What is wrong and what to do.
    pub message: String,
    /// The one safe edit that fixes it.
    pub fix: Option<SyntaxFix>,
    /// Whether nothing is known to be wrong: it is more than can be read.
    pub unread: bool,
}

/// An edit that fixes a syntax error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxFix {
    /// What it does: "Put the value in quotes".
    pub title: &'static str,
    /// The text it replaces.
    pub span: Span<InSegment>,
    /// What it puts there.
    pub text: FixText,
}

/// What the fix of a syntax error puts in the place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FixText {
    /// This very text.
    Exactly(String),
    /// What is there, a plain scalar, in the quotes of the document.
    InQuotes(String),
}

impl FixText {
    /// The text in a document that prefers certain quotes.
    pub fn written(&self, quotes: Quotes) -> String {
        match self {
            Self::Exactly(text) => text.clone(),
            Self::InQuotes(source) => source_in_quotes(source, quotes),
        }
    }
}

impl<T: Into<String>> From<T> for FixText {
    fn from(text: T) -> Self {
        Self::Exactly(text.into())
    }
}

impl SyntaxError {
    /// An error that nothing safe fixes.
    pub(super) fn new(span: impl Into<Span<InSegment>>, message: impl Into<String>) -> Self {
        let span = span.into();
        Self {
            // Whatever was cut off at its end, a span never runs backwards.
            span: Span::new(span.start, span.end.max(span.start)),
            message: message.into(),
            fix: None,
            unread: false,
        }
    }

    /// What is too much to be read.
    pub(super) fn unread(span: impl Into<Span<InSegment>>, message: impl Into<String>) -> Self {
        Self {
            unread: true,
            ..Self::new(span, message)
        }
    }

    /// The error with its fix.
    pub(super) fn fixed(
        self,
        title: &'static str,
        span: impl Into<Span<InSegment>>,
        text: impl Into<FixText>,
    ) -> Self {
        Self {
            fix: Some(SyntaxFix {
                title,
                span: span.into(),
                text: text.into(),
            }),
            ..self
        }
    }
}
