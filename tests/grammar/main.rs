//! The grammars of the languages in the strings of policies: their corpus, expressions that are generated, and
//! text of any kind.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod any_text;
mod corpus;
mod generated;
mod subscription;
mod where_clause;

use tree_sitter::{Node, Parser, Tree};

/// One of the two languages, by the name of its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Subscription,
    Where,
}

impl Language {
    const ALL: [Self; 2] = [Self::Subscription, Self::Where];

    fn folder(self) -> &'static str {
        match self {
            Self::Subscription => "subscription",
            Self::Where => "where",
        }
    }

    fn parser(self) -> Parser {
        let language = match self {
            Self::Subscription => tree_sitter_immuta::SUBSCRIPTION,
            Self::Where => tree_sitter_immuta::WHERE,
        };
        let mut parser = Parser::new();
        parser
            .set_language(&language.into())
            .expect("a parser of a version that is understood");
        parser
    }

    fn parse(self, text: &str) -> Tree {
        self.parser().parse(text, None).expect("no time limit")
    }
}

/// What is between quotes is one leaf, whatever it consists of.
fn is_quoted(node: Node<'_>) -> bool {
    let kinds = [
        "string",
        "double_quoted",
        "backtick_quoted",
        "unclosed_string",
    ];
    kinds.contains(&node.kind())
}

/// The leaves in the order of the text.
fn leaves(tree: &Tree) -> Vec<Node<'_>> {
    fn walk<'t>(node: Node<'t>, found: &mut Vec<Node<'t>>) {
        if node.child_count() == 0 || is_quoted(node) {
            found.push(node);
            return;
        }
        for child in node.children(&mut node.walk()) {
            walk(child, found);
        }
    }
    let mut found = Vec::new();
    if tree.root_node().child_count() > 0 {
        walk(tree.root_node(), &mut found);
    }
    found
}

fn text<'s>(node: Node<'_>, source: &'s str) -> &'s str {
    &source[node.byte_range()]
}

/// The texts of the leaves.
fn tokens<'s>(tree: &Tree, source: &'s str) -> Vec<&'s str> {
    let leaves = leaves(tree);
    leaves.into_iter().map(|leaf| text(leaf, source)).collect()
}
