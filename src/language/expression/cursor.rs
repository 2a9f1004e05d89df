//! Where in an expression the cursor is, however unfinished the text is.
//!
//! Only what stands before the cursor decides: whatever is open at its end, the cursor is in.

use super::Language;
use super::read::tree;
use crate::text::{InScalar, Span};
use tree_sitter::Node;

/// Where the cursor is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExpressionCursor {
    /// The quote that the cursor is behind, if it is in a text.
    pub quote: Option<Quote>,
    /// Whether it is in a comment.
    pub comment: bool,
    /// The name that it is in or right behind, from the `@` on. The rest of it may stand behind the cursor.
    pub name: Option<Span<InScalar>>,
    /// The name of the function whose parentheses it is in.
    pub function: Option<Span<InScalar>>,
    /// The number of the argument it is in, from 0.
    pub argument: usize,
    /// Whether it is directly in the argument, and not in parentheses within it.
    pub direct: bool,
}

/// An open quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// Where it is.
    pub at: usize,
    /// Which one it is.
    pub char: char,
}

/// Where an offset is in a text.
pub fn cursor_at(text: &str, language: Language, offset: usize) -> ExpressionCursor {
    let mut found = ExpressionCursor::default();
    let Some(before) = text.get(..offset) else {
        return found;
    };
    let Some(tree) = tree(before, language) else {
        return found;
    };
    let mut node = Some(tree.root_node());
    while let Some(current) = node {
        let last = last_child(current);
        match current.kind() {
            "call" => {
                let parentheses = current.child_by_field_name("arguments");
                if parentheses.is_none_or(|node| node.kind() == "arguments") {
                    break;
                }
                let name = current.child_by_field_name("name");
                found.function = name.map(|name| name.byte_range().into());
                found.direct = true;
            }
            "unclosed_arguments" => found.argument = commas(current),
            "unclosed_parenthesized" | "unclosed_bracketed" => found.direct = false,
            "unclosed_string" => {
                let at = current.start_byte();
                let char = before.get(at..).and_then(|rest| rest.chars().next());
                found.quote = char.map(|char| Quote { at, char });
            }
            "comment" => {
                let comment = before.get(current.byte_range()).unwrap_or_default();
                let is_open = match comment.strip_prefix("/*") {
                    Some(inner) => !inner.ends_with("*/"),
                    None => true,
                };
                found.comment = is_open && current.end_byte() == offset;
            }
            // Whatever is closed, the cursor is behind.
            "parenthesized" | "bracketed" | "string" | "double_quoted" => break,
            _ => {}
        }
        node = last;
    }
    if !found.comment {
        found.name = name_before(before, found.quote);
    }
    found
}

fn last_child(node: Node<'_>) -> Option<Node<'_>> {
    node.child(node.child_count().checked_sub(1)?)
}

fn commas(node: Node<'_>) -> usize {
    let mut cursor = node.walk();
    let children = node.children(&mut cursor);
    children.filter(|child| child.kind() == ",").count()
}

/// The name that a text ends in. Within a word none begins, such as in `team@example`.
fn name_before(before: &str, quote: Option<Quote>) -> Option<Span<InScalar>> {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    let at = before.trim_end_matches(is_letter).len().checked_sub(1)?;
    let head = before.get(..at)?;
    let begins = before.get(at..)?.starts_with('@') && !head.ends_with('@');
    let outside = quote.is_none_or(|quote| at > quote.at);
    (begins && outside && !head.ends_with(is_letter)).then_some(Span::new(at, before.len()))
}
