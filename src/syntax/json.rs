//! From tree-sitter's tree of a JSON text to the value tree. Text with mistakes is read elsewhere
//! ([`super::broken_json`]).

use super::recover::{Mend, Problem};
use super::scalar::{ScalarType, Style};
use super::tree::{Arena, Data, NodeId, Pair};
use std::cell::RefCell;
use std::ops::Range;
use tree_sitter::{Node, Parser, Tree};

/// How deep collections may be nested before the rest is given up.
pub(super) const MAX_DEPTH: usize = 200;

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

/// How many values stand at the root.
pub(super) fn values(root: Node<'_>) -> usize {
    let mut cursor = root.walk();
    root.named_children(&mut cursor)
        .filter(|child| child.kind() != "comment")
        .count()
}

/// Lowers a tree without errors; tells what JSON does not allow but the grammar does.
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
        let mut cursor = node.walk();
        let mut root = None;
        for child in node.children(&mut cursor) {
            root = self.value(child, 0).or(root);
        }
        root
    }

    fn value(&mut self, node: Node<'_>, depth: usize) -> Option<NodeId> {
        let range = node.byte_range();
        if depth > MAX_DEPTH {
            return Some(self.arena.add(range, Data::Broken));
        }
        let plain = |resolved| Data::Scalar {
            style: Style::Plain,
            resolved,
            indent: 0,
        };
        let data = match node.kind() {
            "object" | "array" => return Some(self.collection(node, depth)),
            "string" => match string_problem(self.text, range.clone()) {
                Some(problem) => {
                    self.problems.push(problem);
                    Data::Broken
                }
                None => string(),
            },
            "number" => {
                let text = self.text.get(range.clone()).unwrap_or_default();
                let whole = !text.contains(['.', 'e', 'E']);
                plain(if whole {
                    ScalarType::Integer
                } else {
                    ScalarType::Float
                })
            }
            "true" | "false" => plain(ScalarType::Boolean),
            "null" => plain(ScalarType::Null),
            "comment" => {
                self.problems.push(comment(range));
                return None;
            }
            _ => return None,
        };
        Some(self.arena.add(range, data))
    }

    fn collection(&mut self, node: Node<'_>, depth: usize) -> NodeId {
        let id = self.arena.add(node.byte_range(), Data::Broken);
        let mut pairs = Vec::new();
        let mut items = Vec::new();
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            if child.kind() == "pair" {
                pairs.extend(self.pair(child, depth));
            } else {
                items.extend(self.value(child, depth + 1));
            }
        }
        let data = if node.kind() == "object" {
            Data::Mapping(pairs)
        } else {
            Data::Sequence(items)
        };
        self.arena.set(id, data);
        id
    }

    fn pair(&mut self, node: Node<'_>, depth: usize) -> Option<Pair> {
        let mut cursor = node.walk();
        let mut parts = Vec::with_capacity(2);
        for child in node.children(&mut cursor) {
            parts.extend(self.value(child, depth + 1));
        }
        let (key, value) = (*parts.first()?, *parts.get(1)?);
        Some(Pair { key, value })
    }
}

/// A string.
pub(super) fn string() -> Data {
    Data::Scalar {
        style: Style::DoubleQuoted,
        resolved: ScalarType::String,
        indent: 0,
    }
}

/// What is wrong inside of a string, if anything: an escape that is none, or a control character.
pub(super) fn string_problem(text: &str, range: Range<usize>) -> Option<Problem> {
    let source = text.get(range.clone()).unwrap_or_default();
    let mut chars = source.char_indices();
    while let Some((at, char)) = chars.next() {
        let place = range.start + at;
        if char == '\\' {
            let (next, escape) = chars.next()?;
            let behind = source.get(next + 1..).unwrap_or_default();
            let hex = || behind.len() >= 4 && behind.bytes().take(4).all(|b| b.is_ascii_hexdigit());
            if matches!(escape, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't')
                || escape == 'u' && hex()
            {
                continue;
            }
            return Some(Problem {
                range: place..place + 1 + escape.len_utf8(),
                message: format!("`\\{escape}` is no escape in JSON; write `\\\\` for a backslash"),
                mend: Some(Mend {
                    title: "Double the backslash",
                    range: place..place,
                    text: "\\".to_owned(),
                }),
            });
        }
        if char < ' ' {
            let escape = if char == '\t' {
                "\\t".to_owned()
            } else {
                format!("\\u{:04x}", u32::from(char))
            };
            return Some(Problem {
                range: place..place + 1,
                message: format!(
                    "a control character in a string is written as an escape, here `{escape}`"
                ),
                mend: Some(Mend {
                    title: "Write it as an escape",
                    range: place..place + 1,
                    text: escape,
                }),
            });
        }
    }
    None
}

/// A comment, which JSON does not have.
pub(super) fn comment(range: Range<usize>) -> Problem {
    Problem {
        range,
        message: "JSON has no comments; the tenant would refuse this file".to_owned(),
        mend: None,
    }
}
