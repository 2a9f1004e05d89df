//! The expression that is looked at.

use crate::catalog::Content;
use crate::language::expression::{Expression, Language, parse};
use crate::rules::has_placeholder;
use crate::text::{InScalar, Span};

/// An expression, taken apart, and what may stand in it.
pub(super) struct Subject<'t> {
    pub(super) text: &'t str,
    pub(super) content: Content,
    pub(super) language: Language,
    pub(super) expression: Expression,
    /// Whether something fills parts of it in before the push.
    pub(super) filled: bool,
}

impl<'t> Subject<'t> {
    pub(super) fn new(text: &'t str, content: Content) -> Option<Self> {
        let language = Language::of(content)?;
        Some(Self {
            text,
            content,
            language,
            expression: parse(text, language),
            filled: has_placeholder(text),
        })
    }

    pub(super) fn part(&self, range: impl Into<Span<InScalar>>) -> &'t str {
        range.into().slice(self.text).unwrap_or_default()
    }
}
