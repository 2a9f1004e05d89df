//! The policy expression that the cursor is in: its text, however it is written, and where in it.

use super::cursor::SpecCursor;
use crate::catalog::{Content, Kind, Type};
use crate::language::expression::Language;
use crate::spec::Node;
use crate::syntax::{Kind as ValueKind, Style, Syntax, Value};
use std::borrow::Cow;
use std::ops::Range;

/// An expression and a place in it.
pub(super) struct ExpressionContext {
    /// What it says.
    pub(super) text: String,
    /// The place, in bytes of the text.
    pub(super) offset: usize,
    /// What it is an expression for.
    pub(super) content: Content,
    /// The kind of spec it is in.
    pub(super) kind: &'static Kind,
}

impl ExpressionContext {
    /// What it is written in.
    pub(super) fn language(&self) -> Option<Language> {
        Language::of(self.content)
    }
}

/// The expression at the cursor, whether its scalar is whole or being typed.
pub(super) fn at(cursor: &SpecCursor<'_>) -> Option<ExpressionContext> {
    let whole = in_scalar(cursor, |here, _| here);
    whole.or_else(|| Some(while_typed(cursor)?.0))
}

/// The expression at the cursor that begins with `@` and has no quotes around it, and where it begins. It is no
/// YAML, and still everybody can see what is meant.
pub(super) fn unquoted(cursor: &SpecCursor<'_>) -> Option<(ExpressionContext, usize)> {
    let (here, start) = while_typed(cursor)?;
    Some((here, start?))
}

/// The expression that a text of this type is.
pub(super) fn content_of(node: &Node<'_, '_>) -> Option<Content> {
    node.types.iter().find_map(|r#type| match r#type {
        Type::String(text) => Language::of(text.content).map(|_| text.content),
        _ => None,
    })
}

/// What there is to do with the expression at the cursor and the whole scalar it is.
pub(super) fn in_scalar<T>(
    cursor: &SpecCursor<'_>,
    then: impl FnOnce(ExpressionContext, Value<'_>) -> T,
) -> Option<T> {
    let (syntax, offset) = (cursor.syntax, cursor.offset);
    let spec = cursor.spec.as_ref()?;
    let mut found = None;
    let mut then = Some(then);
    let end = last_code(syntax, offset);
    spec.visit_at(end.unwrap_or(offset), &mut |node| {
        let Some(content) = content_of(node) else {
            return;
        };
        let text = match end {
            Some(end) => behind_block(syntax, node, end..offset),
            None => scalar_text(node, offset),
        };
        let here = text.map(|(text, offset)| ExpressionContext {
            text,
            offset,
            content,
            kind: spec.kind,
        });
        if let (Some(here), Some(then)) = (here, then.take()) {
            found = Some(then(here, node.value));
        }
    });
    found
}

/// The text of a scalar and a place in it, if the offset is within its quotes or its lines.
fn scalar_text(node: &Node<'_, '_>, offset: usize) -> Option<(String, usize)> {
    let value = node.value;
    if value.kind() != ValueKind::Scalar {
        return None;
    }
    let range = value.range();
    let within = offset.checked_sub(range.start)?;
    match value.style()? {
        Style::Plain => {
            if value.is_null() || within > range.len() {
                return None;
            }
        }
        Style::SingleQuoted | Style::DoubleQuoted => {
            let closed = range.len() >= 2;
            if !closed || within == 0 || within >= range.len() {
                return None;
            }
        }
        // The lines as they are: indentation means nothing in an expression.
        Style::Literal | Style::Folded => {
            let source = value.source();
            let header = source.find('\n')? + 1;
            let lines = source.get(header..)?.to_owned();
            return Some((lines, within.checked_sub(header)?));
        }
    }
    let decoded = value.decoded()?;
    let offset = decoded.text_offset(offset)?;
    Some((decoded.text, offset))
}

/// Where the last line with something on it ends, for an offset on an empty line below.
fn last_code(syntax: &Syntax, offset: usize) -> Option<usize> {
    let segment = syntax.segment_at(offset);
    let start = syntax.start(segment);
    let before = syntax
        .segment_text(segment)
        .get(..offset.checked_sub(start)?)?;
    let code = before.trim_end();
    let below = before.get(code.len()..)?.contains('\n');
    (below && !code.is_empty()).then(|| start + code.len())
}

/// The lines of a block scalar up to an offset on an empty line below its last, or below its header. The column
/// tells whether that line is one of the scalar's.
fn behind_block(
    syntax: &Syntax,
    node: &Node<'_, '_>,
    below: Range<usize>,
) -> Option<(String, usize)> {
    let value = node.value;
    if !matches!(value.style()?, Style::Literal | Style::Folded) {
        return None;
    }
    let segment = syntax.segment_at(below.end);
    let start = syntax.start(segment);
    let from = value.range().start.checked_sub(start)?;
    let source = syntax.segment_text(segment).get(from..below.end - start)?;
    let (_, lines) = source.split_once('\n')?;
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let least = match lines.lines().find(|line| !line.trim().is_empty()) {
        Some(first) => indent(first),
        None => node.entry.map_or(0, |entry| entry.key.column()) + 1,
    };
    let line = lines.rsplit('\n').next().unwrap_or_default();
    (indent(line) >= least).then(|| (lines.to_owned(), lines.len()))
}

/// The expression in a scalar that cannot be read yet: a quote is open, or it begins with `@`. Without a quote it
/// comes with its place.
fn while_typed(cursor: &SpecCursor<'_>) -> Option<(ExpressionContext, Option<usize>)> {
    let (syntax, offset) = (cursor.syntax, cursor.offset);
    let repaired = cursor.repaired()?;
    let spec = repaired.spec()?;
    let kind = spec.kind;
    let cursor = repaired.cursor;
    let mut content = None;
    spec.visit_at(cursor.mark(), &mut |node| {
        let on_it = node.value.kind() == ValueKind::Scalar && cursor.is_in(node.value);
        content = content_of(node).filter(|_| on_it).or(content);
    });
    let context = &cursor.context;
    let segment = syntax.start(syntax.segment_at(offset));
    let word = context.range.start.checked_sub(segment)?..context.range.end.checked_sub(segment)?;
    let word = syntax.segment_text(syntax.segment_at(offset)).get(word)?;
    let at = offset.checked_sub(context.range.start)?;
    let (text, offset) = unfinished(word, context.quote, at)?;
    let here = ExpressionContext {
        text,
        offset,
        content: content?,
        kind,
    };
    let start = context.quote.is_none().then_some(context.range.start);
    Some((here, start))
}

/// What a scalar says that may lack its closing quote, and where in it a place of its source is.
pub(super) fn unfinished(word: &str, quote: Option<char>, at: usize) -> Option<(String, usize)> {
    let Some(quote) = quote else {
        return (at <= word.len()).then(|| (word.to_owned(), at));
    };
    let inner = word.strip_prefix(quote)?;
    let before = inner.trim_end_matches(quote);
    let quotes = inner.len() - before.len();
    // Of quotes at the end, two are one of the text.
    let closed = match quote {
        '\'' => quotes % 2 == 1,
        _ => quotes > 0 && !before.ends_with('\\'),
    };
    let inner = if closed {
        inner.strip_suffix(quote).unwrap_or(inner)
    } else {
        inner
    };
    let at = at.checked_sub(1)?.min(inner.len());
    let (before, after) = inner.split_at_checked(at)?;
    let (before, after) = (unescaped(before, quote), unescaped(after, quote));
    let offset = before.len();
    Some((before.into_owned() + &after, offset))
}

fn unescaped(text: &str, quote: char) -> Cow<'_, str> {
    match quote {
        '\'' if text.contains("''") => text.replace("''", "'").into(),
        '"' if text.contains('\\') => {
            let mut out = String::with_capacity(text.len());
            let mut chars = text.chars();
            while let Some(char) = chars.next() {
                match char {
                    '\\' => out.extend(chars.next()),
                    other => out.push(other),
                }
            }
            out.into()
        }
        _ => text.into(),
    }
}
