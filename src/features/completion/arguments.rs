//! The texts that functions of policy expressions are called with: the few that one takes, and names that the tenant has.

use super::names::{MOST, is_plain};
use super::suggestion::Suggestion;
use super::{ItemKind, describe};
use crate::catalog::{Function, Parameter, Takes};
use crate::features::expression::ExpressionContext;
use crate::features::naming;
use crate::language::expression::{ExpressionCursor, Language, parse};
use crate::tenant::names::Names;
use crate::text::{InScalar, Span};

/// Whether the argument at a place is a text, which no function gives.
pub(super) fn wants_text(here: &ExpressionContext, place: &ExpressionCursor) -> bool {
    let takes = parameter(here, place).map(|(_, parameter)| &parameter.takes);
    matches!(takes, Some(Takes::Text | Takes::Choice(_)))
}

/// What the function around a place takes there.
fn parameter(
    here: &ExpressionContext,
    place: &ExpressionCursor,
) -> Option<(&'static Function, &'static Parameter)> {
    if !place.direct {
        return None;
    }
    let name = place.function?.slice(&here.text)?;
    let function = crate::catalog::function(name)?;
    let (_, parameter) = function.parameter(place.argument)?;
    Some((function, parameter))
}

/// Where a text goes, and which of its quotes are still missing.
struct Slot {
    range: Span<InScalar>,
    opening: &'static str,
    closing: &'static str,
}

impl Slot {
    /// The text at a place. Returns `None` where none may come.
    fn of(here: &ExpressionContext, place: &ExpressionCursor) -> Option<Self> {
        let is_letter = |c: char| c.is_alphanumeric() || c == '_';
        let before = here.text.get(..here.offset)?;
        let after = here.text.get(here.offset..)?;
        let (start, opening) = match place.quote {
            Some(quote) if quote.char == '\'' => (quote.at + 1, ""),
            Some(_) => return None,
            None => {
                let in_name = |c: char| is_letter(c) || c == '.' || c == '-';
                (before.trim_end_matches(in_name).len(), "'")
            }
        };
        // Behind a text that is whole nothing comes.
        let open = here.text.get(..start)?.trim_end();
        if place.quote.is_none() && !open.ends_with(['(', ',']) {
            return None;
        }
        let letters = after.find(|c| !is_letter(c)).unwrap_or(after.len());
        let end = after.find(['\'', ',', '(', ')', '\\', '\n']);
        let closed = end.filter(|end| after.get(*end..).is_some_and(|rest| rest.starts_with('\'')));
        // With no quote before it, one behind it opens another text.
        let closed = closed.filter(|end| place.quote.is_some() || *end == letters);
        Some(Self {
            range: Span::new(start, here.offset + closed.unwrap_or(letters)),
            opening,
            closing: if closed.is_some() { "" } else { "'" },
        })
    }

    fn written(&self, text: &str) -> String {
        format!("{}{text}{}", self.opening, self.closing)
    }
}

/// The few texts that an argument may be.
pub(super) fn choices(here: &ExpressionContext, place: &ExpressionCursor) -> Vec<Suggestion> {
    let Some((function, parameter)) = parameter(here, place) else {
        return Vec::new();
    };
    let (Takes::Choice(values), Some(slot)) = (&parameter.takes, Slot::of(here, place)) else {
        return Vec::new();
    };
    let values = values.iter().map(|(value, doc)| Suggestion {
        label: (*value).to_owned(),
        kind: ItemKind::Value,
        detail: function.name.to_owned(),
        documentation: describe::choice(value, doc, function, here.kind),
        range: slot.range,
        text: slot.written(value),
        word: false,
    });
    values.collect()
}

/// The names that an argument may be, and whether those are all.
pub(super) fn names(
    here: &ExpressionContext,
    place: &ExpressionCursor,
    names: &Names,
) -> (Vec<Suggestion>, bool) {
    let found = parameter(here, place).and_then(|(function, parameter)| {
        let reference = parameter.refers.first()?;
        let slot = Slot::of(here, place)?;
        let typed = here.text.get(slot.range.start..here.offset)?;
        let sibling = |parameter: &str| argument(here, place, function.position(parameter)?);
        let (found, complete) = naming::fitting(names, reference, sibling, typed, MOST);
        let suggestions = found.into_iter().filter_map(|candidate| {
            Some(Suggestion {
                label: candidate.name.to_owned(),
                kind: ItemKind::Value,
                detail: candidate.detail(names),
                documentation: candidate.documentation(names),
                range: slot.range,
                text: slot.written(&escaped(candidate.name, here.language()?)?),
                word: false,
            })
        });
        Some((suggestions.collect(), complete))
    });
    found.unwrap_or((Vec::new(), true))
}

/// The text of an argument that stands before a place in the same parentheses.
fn argument<'h>(
    here: &'h ExpressionContext,
    place: &ExpressionCursor,
    index: usize,
) -> Option<&'h str> {
    let before = here.text.get(..here.offset)?;
    let expression = parse(before, here.language()?);
    let mut calls = expression.names.iter();
    let name = calls.find(|name| Some(name.range) == place.function)?;
    let argument = name.call.as_ref()?.arguments.get(index)?;
    let written = argument.range.slice(before)?;
    written.strip_prefix('\'')?.strip_suffix('\'')
}

/// A name as it stands in a text of an expression. Returns `None` where no document says how.
fn escaped(name: &str, language: Language) -> Option<String> {
    match (name.contains('\''), language) {
        _ if !is_plain(name) || name.contains('\\') => None,
        (true, Language::Where) => Some(name.replace('\'', r"\'\'")),
        (true, Language::Subscription) => None,
        (false, _) => Some(name.to_owned()),
    }
}
