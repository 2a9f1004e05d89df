//! SQL with functions in it, generated.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tree_sitter::Node;

use crate::generated::{Tokens, check};
use crate::{Language, is_quoted, text};

#[derive(Debug, Clone, PartialEq)]
enum Item {
    Call(String, Vec<Vec<Item>>),
    /// Items in parentheses or other brackets, by the opening one.
    Enclosed(String, Vec<Item>),
    /// A leaf, with its kind.
    Leaf(String, String),
}

use Item::{Call, Enclosed, Leaf};

fn leaf(kind: &str, text: impl Into<String>) -> Item {
    Leaf(kind.to_owned(), text.into())
}

fn is(kind: &str, item: &Item) -> bool {
    matches!(item, Leaf(own, _) if own == kind)
}

/// Leaves as they occur in SQL, with their kinds.
const LEAVES: &[(&str, &str)] = &[
    ("word", "SELECT"),
    ("word", "and"),
    ("word", "office_id"),
    ("word", "größe"),
    ("word", "$1"),
    ("word", "@@ROWCOUNT"),
    ("number", "1"),
    ("number", "2.5e-3"),
    ("number", "0xFF"),
    ("operator", "="),
    ("operator", "::"),
    ("operator", "->>"),
    ("operator", "<=>"),
    ("operator", "@>"),
    ("operator", "%"),
    ("operator", "?"),
    (".", "."),
    (";", ";"),
    ("variable", "@username"),
    ("variable", "@column"),
    ("placeholder", "${NAME}"),
    ("template", "{{ var('x') }}"),
    ("dollar_quoted", "$$it's$$"),
    ("comment", "/* it's ( */"),
    ("comment", "-- it's ("),
    ("string", "'''a \"b\" c'''"),
    ("double_quoted", "\"\"\"it's \"b\" c\"\"\""),
];

/// What may be between quotes, whatever they are.
const QUOTED: &[&str] = &[
    " ", "b", "(", ")", ",", "--", "/*", "@f(", "\\\\", "\\n", "%", "ü", "\n", "$$", "{{",
];

fn quoted() -> impl Strategy<Value = Item> {
    let quotes = &[
        ("string", "'", "\""),
        ("double_quoted", "\"", "'"),
        ("backtick_quoted", "`", "'"),
    ][..];
    (select(quotes), vec(0..QUOTED.len() + 3, 0..5)).prop_map(|((kind, quote, other), pieces)| {
        // A letter first: quotes in a row would be another kind of quotes.
        let mut text = format!("{quote}a");
        for piece in pieces {
            match piece.checked_sub(QUOTED.len()) {
                None => text += QUOTED[piece],
                Some(0) => text += other,
                Some(1) => text = text + quote + quote,
                Some(_) => text = text + "\\" + quote,
            }
        }
        leaf(kind, text + quote)
    })
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    let single = prop_oneof![
        3 => select(LEAVES).prop_map(|(kind, text)| leaf(kind, text)),
        1 => quoted(),
    ];
    let names = select(&["@isInGroups", "@columnTagged", "@f"][..]);
    let item = single.prop_recursive(4, 32, 4, move |inner| {
        let some = vec(inner, 1..4);
        let enclosed = (select(&["(", "[", "{"][..]), some.clone(), any::<bool>());
        prop_oneof![
            (names.clone(), vec(some, 0..4))
                .prop_map(|(name, arguments)| { Call(name.to_owned(), arguments) }),
            enclosed.prop_map(|(open, mut items, comma)| {
                if comma {
                    items.push(leaf(",", ","));
                }
                Enclosed(open.to_owned(), items)
            }),
        ]
    });
    vec(item, 1..8).prop_map(readable)
}

fn is_comment(item: &Item) -> bool {
    is("comment", item)
}

/// Without what would be read as something else: a variable with a parenthesis behind it is a call.
fn readable(items: Vec<Item>) -> Vec<Item> {
    let mut readable: Vec<Item> = Vec::new();
    for item in items {
        let before = readable.iter().rfind(|item| !is_comment(item));
        if before.is_some_and(|before| is("variable", before)) && matches!(item, Enclosed(..)) {
            readable.push(leaf("operator", "="));
        }
        readable.push(match item {
            Call(name, arguments) => {
                Call(name, arguments.into_iter().map(readable_argument).collect())
            }
            Enclosed(open, items) => Enclosed(open, self::readable(items)),
            leaf @ Leaf(..) => leaf,
        });
    }
    readable
}

/// Without comments at its ends: those are beside the argument, not in it.
fn readable_argument(mut items: Vec<Item>) -> Vec<Item> {
    while items.last().is_some_and(is_comment) {
        items.pop();
    }
    while items.first().is_some_and(is_comment) {
        items.remove(0);
    }
    if items.is_empty() {
        items.push(leaf("number", "1"));
    }
    readable(items)
}

fn write(items: &Vec<Item>, tokens: &mut Tokens) {
    for item in items {
        match item {
            Call(name, arguments) => tokens.call(name, arguments, write),
            Enclosed(open, items) => {
                tokens.push(open);
                write(items, tokens);
                tokens.push(match open.as_str() {
                    "(" => ")",
                    "[" => "]",
                    _ => "}",
                });
            }
            Leaf(_, text) => tokens.push(text),
        }
    }
}

fn read(node: Node<'_>, source: &str) -> Vec<Item> {
    let of = |node| text(node, source).to_owned();
    let mut items = Vec::new();
    for child in node.children(&mut node.walk()) {
        items.push(match child.kind() {
            "call" => {
                let field = |name| child.child_by_field_name(name).expect(name);
                let arguments = field("arguments");
                let mut cursor = arguments.walk();
                let arguments = arguments.named_children(&mut cursor);
                let arguments = arguments.map(|argument| read(argument, source));
                Call(of(field("name")), arguments.collect())
            }
            "parenthesized" | "bracketed" => {
                let open = of(child.child(0).expect("what opens it"));
                Enclosed(open, read(child, source))
            }
            "(" | ")" | "[" | "]" | "{" | "}" => continue,
            kind => {
                assert!(child.child_count() == 0 || is_quoted(child), "{kind}");
                leaf(kind, of(child))
            }
        });
    }
    items
}

#[test]
fn sql_with_functions_is_read_as_it_is_written() {
    check(Language::Where, items(), write, read);
}
