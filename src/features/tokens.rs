//! What the parts of the small languages inside strings are, for an editor to colour.

use super::expression::content_of;
use crate::catalog::{self, Content, Kind, Takes, Type};
use crate::language::expression::{ArgumentKind, Expression, Language, LeafKind, parse};
use crate::language::template;
use crate::spec::{Node, Spec};
use crate::syntax::{Decoded, Kind as ValueKind, Syntax, Value};
use crate::text::{InScalar, Span};
use std::ops::Range;

/// A part of a text. It does not go over the end of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it is.
    pub range: Range<usize>,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it is outdated.
    pub deprecated: bool,
}

/// What a part of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// The name of a function.
    Function,
    /// A variable, or a token of a name template.
    Variable,
    /// A text inside an expression.
    Text,
    /// One of the few texts that a function takes.
    Choice,
    /// AND, OR, NOT.
    Keyword,
    /// A number.
    Number,
    /// A comment.
    Comment,
}

/// The parts within a range, in order. Only the segments of the document that are in the range are looked at.
pub fn tokens(syntax: &Syntax, fixed: Option<&'static Kind>, within: &Range<usize>) -> Vec<Token> {
    let mut out = Vec::new();
    let overlaps = |range: &Range<usize>| range.start <= within.end && within.start <= range.end;
    for document in syntax
        .documents()
        .filter(|document| overlaps(&document.range()))
    {
        let Some(spec) = Spec::read(document, fixed) else {
            continue;
        };
        let root = spec.form();
        let segments = document.segments();
        let first = syntax.segment_at(within.start).max(segments.start);
        for segment in first..segments.end {
            if syntax.start(segment) > within.end {
                break;
            }
            spec.visit_segment(&root, segment, &mut |node| {
                if overlaps(&node.value.range()) {
                    of_node(node, &mut out);
                }
            });
        }
    }
    out.retain(|token| overlaps(&token.range));
    out.sort_by_key(|token| (token.range.start, token.range.end));
    // What merge keys lead to is come by more than once.
    let mut end = 0;
    out.retain(|token| {
        let fits = token.range.start >= end;
        end = end.max(token.range.end);
        fits
    });
    out
}

fn of_node(node: &Node<'_, '_>, out: &mut Vec<Token>) {
    if node.value.kind() != ValueKind::Scalar || node.value.is_null() {
        return;
    }
    let is_template = node.types.iter().any(
        |r#type| matches!(r#type, Type::String(text) if text.content == Content::NameTemplate),
    );
    let content = content_of(node);
    let language = content.and_then(Language::of);
    if !is_template && language.is_none() {
        return;
    }
    let Some(decoded) = node.value.decoded() else {
        return;
    };
    if let Some(language) = language {
        of_expression(node.value, &decoded, language, out);
        return;
    }
    for part in template::parse(&decoded.text) {
        if let template::Part::Token {
            range,
            token: Some(_),
        } = part
        {
            push(node.value, &decoded, range, TokenKind::Variable, false, out);
        }
    }
}

fn of_expression(value: Value<'_>, decoded: &Decoded, language: Language, out: &mut Vec<Token>) {
    let text = decoded.text.as_str();
    let expression = parse(text, language);
    let choices = choices(&expression, text);
    for leaf in &expression.leaves {
        let written = leaf.range.slice(text).unwrap_or_default();
        let known = catalog::function(written);
        let kind = match leaf.kind {
            // A name that is not ours is the warehouse's own.
            LeafKind::Function | LeafKind::Variable if known.is_none() => continue,
            LeafKind::Function => TokenKind::Function,
            LeafKind::Variable => TokenKind::Variable,
            LeafKind::Text if choices.contains(&leaf.range) => TokenKind::Choice,
            LeafKind::Text => TokenKind::Text,
            LeafKind::Keyword => TokenKind::Keyword,
            LeafKind::Number => TokenKind::Number,
            LeafKind::Comment => TokenKind::Comment,
            LeafKind::Quoted | LeafKind::Operator | LeafKind::Word | LeafKind::Placeholder => {
                continue;
            }
        };
        let deprecated = known.is_some_and(|function| function.deprecated.is_some());
        push(value, decoded, leaf.range, kind, deprecated, out);
    }
}

/// The arguments that are one of the few texts their function takes.
fn choices(expression: &Expression, text: &str) -> Vec<Span<InScalar>> {
    let mut out = Vec::new();
    for name in &expression.names {
        let written = name.range.slice(text).unwrap_or_default();
        let (Some(call), Some(function)) = (&name.call, catalog::function(written)) else {
            continue;
        };
        for (index, argument) in call.arguments.iter().enumerate() {
            let takes = function
                .parameter(index)
                .map(|(_, parameter)| &parameter.takes);
            if argument.kind == ArgumentKind::Text && matches!(takes, Some(Takes::Choice(_))) {
                out.push(argument.range);
            }
        }
    }
    out
}

/// Adds a part of a scalar's text, one token for each line of the source that it is on.
fn push(
    value: Value<'_>,
    decoded: &Decoded,
    part: Span<InScalar>,
    kind: TokenKind,
    deprecated: bool,
    out: &mut Vec<Token>,
) {
    let range = decoded.document_range(part);
    let source = value.source_of(&range).unwrap_or_default();
    let mut at = range.start;
    for line in source.split_inclusive(['\n', '\r']) {
        let shown = line.trim();
        let indent = line.len() - line.trim_start().len();
        if !shown.is_empty() {
            out.push(Token {
                range: at + indent..at + indent + shown.len(),
                kind,
                deprecated,
            });
        }
        at += line.len();
    }
}
