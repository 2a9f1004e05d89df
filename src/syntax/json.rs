//! From tree-sitter's tree of a JSON text to the value tree.

use super::recover::{Mend, Problem};
use super::scalar::{ScalarType, Style};
use super::tree::{Arena, Data, NodeId, Pair};
use std::cell::RefCell;
use std::ops::Range;
use tree_sitter::{Node, Parser, Tree};

const MAX_DEPTH: usize = 200;

thread_local! {
    static PARSER: RefCell<Option<Parser>> = const { RefCell::new(None) };
}

/// Parses a text, from the edited tree of what it was if there is one.
pub(super) fn parse(text: &str, old: Option<&Tree>) -> Option<Tree> {
    PARSER.with_borrow_mut(|slot| {
        let parser = match slot {
            Some(parser) => parser,
            None => {
                let mut parser = Parser::new();
                parser
                    .set_language(&tree_sitter_json::LANGUAGE.into())
                    .ok()?;
                slot.insert(parser)
            }
        };
        parser.parse(text, old)
    })
}

/// Lowers a tree; tells what JSON does not allow on the way.
pub(super) fn lower(tree: &Tree, text: &str) -> (Arena, Option<NodeId>, Vec<Problem>) {
    let mut lowering = Lowering {
        text,
        arena: Arena::default(),
        problems: Vec::new(),
    };
    let root = lowering.document(tree.root_node());
    lowering.problems.sort_by_key(|problem| problem.range.start);
    (lowering.arena, root, lowering.problems)
}

struct Lowering<'t> {
    text: &'t str,
    arena: Arena,
    problems: Vec<Problem>,
}

impl Lowering<'_> {
    fn document(&mut self, node: Node<'_>) -> Option<NodeId> {
        // A root that could not be read whole still has its parts, flat: the pairs among them are taken
        // for the root's.
        if node.is_error() {
            return Some(self.collection(node, true, 0));
        }
        let mut cursor = node.walk();
        let children: Vec<_> = node.children(&mut cursor).collect();
        let mut root = None;
        for child in children {
            if root.is_some() && child.is_named() && child.kind() != "comment" {
                self.problem(
                    child.byte_range(),
                    "a JSON file holds one value; this is a second one",
                );
                continue;
            }
            root = self.value(child, 0).or(root);
        }
        root
    }

    fn value(&mut self, node: Node<'_>, depth: usize) -> Option<NodeId> {
        let range = node.byte_range();
        if depth > MAX_DEPTH {
            return Some(self.arena.add(range, Data::Broken));
        }
        let scalar = |resolved| Data::Scalar {
            style: if resolved == ScalarType::String {
                Style::DoubleQuoted
            } else {
                Style::Plain
            },
            resolved,
            indent: 0,
        };
        let data = match node.kind() {
            "object" => return Some(self.collection(node, true, depth)),
            "array" => return Some(self.collection(node, false, depth)),
            "string" => scalar(ScalarType::String),
            "number" => {
                let text = self.text.get(range.clone()).unwrap_or_default();
                let whole = !text.contains(['.', 'e', 'E']);
                scalar(if whole {
                    ScalarType::Integer
                } else {
                    ScalarType::Float
                })
            }
            "true" | "false" => scalar(ScalarType::Boolean),
            "null" => scalar(ScalarType::Null),
            "comment" => {
                self.problem(
                    range,
                    "JSON has no comments; the tenant would refuse this file",
                );
                return None;
            }
            _ if node.is_error() => {
                self.error(node);
                return None;
            }
            _ => return None,
        };
        Some(self.arena.add(range, data))
    }

    fn collection(&mut self, node: Node<'_>, object: bool, depth: usize) -> NodeId {
        let id = self.arena.add(node.byte_range(), Data::Broken);
        let mut pairs = Vec::new();
        let mut items = Vec::new();
        let mut lost = node.is_error();
        let mut cursor = node.walk();
        let children: Vec<_> = node.children(&mut cursor).collect();
        for (index, child) in children.iter().enumerate() {
            if child.is_missing() {
                let at = child.start_byte();
                let message = format!("`{}` is missing here", child.kind());
                self.problem(at..at, &message);
            } else if child.is_error() {
                lost |= !self.trailing_comma(*child, children.get(index + 1).copied());
            } else if child.kind() == "pair" {
                pairs.extend(self.pair(*child, depth));
            } else if object {
                if child.is_named() {
                    let _ = self.value(*child, depth + 1);
                }
            } else {
                items.extend(self.value(*child, depth + 1));
            }
        }
        if node.is_error() {
            self.error(node);
        }
        let data = if object {
            Data::Mapping(pairs)
        } else {
            Data::Sequence(items)
        };
        self.arena.set(id, data);
        if lost {
            self.arena.incomplete(id);
        }
        id
    }

    fn pair(&mut self, node: Node<'_>, depth: usize) -> Option<Pair> {
        let key = node.child_by_field_name("key")?;
        let key_id = self.value(key, depth + 1)?;
        let mut cursor = node.walk();
        let children: Vec<_> = node.children(&mut cursor).collect();
        for child in children {
            if child.is_error() {
                self.error(child);
            } else if child.is_missing() {
                let at = child.start_byte();
                self.problem(at..at, "a value is missing here");
            }
        }
        let value = node
            .child_by_field_name("value")
            .filter(|value| !value.is_missing())
            .and_then(|value| self.value(value, depth + 1));
        let end = node.end_byte();
        let value = value.unwrap_or_else(|| self.arena.add(end..end, Data::Broken));
        Some(Pair { key: key_id, value })
    }

    /// Reports an error that is nothing but a comma before a closing bracket.
    fn trailing_comma(&mut self, node: Node<'_>, next: Option<Node<'_>>) -> bool {
        let range = node.byte_range();
        let comma = self.text.get(range.clone()).unwrap_or_default().trim() == ",";
        let closes = next.is_some_and(|next| matches!(next.kind(), "}" | "]"));
        if comma && closes {
            self.problems.push(Problem {
                message: "JSON allows no comma before the closing bracket".to_owned(),
                mend: Some(Mend {
                    title: "Remove the comma",
                    range: range.clone(),
                    text: String::new(),
                }),
                range,
            });
            return true;
        }
        self.error(node);
        false
    }

    fn error(&mut self, node: Node<'_>) {
        let range = node.byte_range();
        let text = self.text.get(range.clone()).unwrap_or_default();
        // What covers several lines is told on the line where the reading stopped.
        let (start, shown) = match text.trim_end().rsplit_once('\n') {
            Some((_, last)) => {
                let last_start = range.start + text.trim_end().len() - last.len();
                (
                    last_start + last.len() - last.trim_start().len(),
                    last.trim(),
                )
            }
            None => (range.start, text.trim_end()),
        };
        let word: String = shown.chars().take(40).collect();
        let message = match shown.chars().next() {
            None => "this cannot be read as JSON".to_owned(),
            Some('"') if shown.matches('"').count() % 2 == 1 => {
                "the quote that opens here is never closed".to_owned()
            }
            Some('\'') => "JSON strings take double quotes".to_owned(),
            Some(',') => "a value is missing before this comma".to_owned(),
            Some(_) => format!(
                "`{word}` cannot be read as JSON here; is a comma, a colon or a quote missing before it?"
            ),
        };
        self.problem(start..start + shown.len(), &message);
    }

    fn problem(&mut self, range: Range<usize>, message: &str) {
        self.problems.push(Problem {
            range,
            message: message.to_owned(),
            mend: None,
        });
    }
}
