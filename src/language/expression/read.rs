//! From an expression's text to its names, calls and leaves.

use super::{
    Argument, ArgumentKind, Call, Expression, ExpressionError, Language, Leaf, LeafKind, Name,
    Unbalanced,
};
use crate::text::{InScalar, Span};
use std::cell::RefCell;
use tree_sitter::{Node, Parser, Tree};

/// A text of more bytes than this is no expression that somebody has written.
const MAX_LEN: usize = 100_000;

thread_local! {
    static PARSERS: [RefCell<Option<Parser>>; 2] = [
        RefCell::new(parser(Language::Where)),
        RefCell::new(parser(Language::Subscription)),
    ];
}

fn parser(language: Language) -> Option<Parser> {
    let grammar = match language {
        Language::Where => tree_sitter_immuta::WHERE,
        Language::Subscription => tree_sitter_immuta::SUBSCRIPTION,
    };
    let mut parser = Parser::new();
    parser.set_language(&grammar.into()).ok()?;
    Some(parser)
}

/// The syntax tree of a text.
pub(super) fn tree(text: &str, language: Language) -> Option<Tree> {
    if text.len() > MAX_LEN {
        return None;
    }
    let index = usize::from(language == Language::Subscription);
    PARSERS.with(|parsers| {
        let mut parser = parsers.get(index)?.try_borrow_mut().ok()?;
        parser.as_mut()?.parse(text, None)
    })
}

/// Takes an expression apart. There is something for every text.
pub fn parse(text: &str, language: Language) -> Expression {
    let mut expression = Expression::default();
    let Some(tree) = tree(text, language) else {
        return expression;
    };
    // Not by recursion: parentheses may be nested as deep as somebody likes.
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        let descends = read(node, text, language, &mut expression);
        if descends && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                expression.leaves.sort_by_key(|leaf| leaf.range.start);
                return expression;
            }
        }
    }
}

fn span(node: Node<'_>) -> Span<InScalar> {
    node.byte_range().into()
}

/// Takes down what a node says; tells whether what is in it says more.
fn read(node: Node<'_>, text: &str, language: Language, out: &mut Expression) -> bool {
    let range = span(node);
    let leaf = match node.kind() {
        "call" => {
            let part = |field| node.child_by_field_name(field);
            if let Some(name) = part("name") {
                out.names.push(Name {
                    range: span(name),
                    embedded: false,
                    call: part("arguments").map(|arguments| call(arguments, text)),
                });
            }
            return true;
        }
        "function" => LeafKind::Function,
        "variable" => {
            out.names.push(Name {
                range,
                embedded: false,
                call: None,
            });
            LeafKind::Variable
        }
        "string" | "unclosed_string" => {
            if node.kind() == "unclosed_string" {
                out.unbalanced.push(Unbalanced::Quote(range.start));
            }
            string(node, out);
            return false;
        }
        "double_quoted" | "backtick_quoted" => LeafKind::Quoted,
        "dollar_quoted" => LeafKind::Text,
        "keyword" => LeafKind::Keyword,
        "binary_expression" | "not_expression" => {
            errors_of_operator(node, out);
            return true;
        }
        "unexpected" => {
            out.strange = true;
            match &mut out.unexpected {
                None => out.unexpected = Some(range),
                Some(first) => {
                    let between = text.get(first.end..range.start);
                    if between.is_some_and(|between| between.trim().is_empty()) {
                        first.end = range.end;
                    }
                }
            }
            return true;
        }
        "number" => LeafKind::Number,
        "operator" => LeafKind::Operator,
        "comment" => LeafKind::Comment,
        "word" => LeafKind::Word,
        "placeholder" | "template" => LeafKind::Placeholder,
        "unclosed_arguments" | "unclosed_parenthesized" => {
            out.unbalanced.push(Unbalanced::Open(range.start));
            return true;
        }
        "unmatched_parenthesis" => {
            out.unbalanced.push(Unbalanced::Close(range.start));
            return false;
        }
        "sequence" => {
            errors_of_sequence(node, text, out);
            return true;
        }
        "parenthesized" => {
            if node.child_count() == 2 && language == Language::Subscription {
                out.errors.push(ExpressionError::Empty(range));
            }
            return true;
        }
        _ => return true,
    };
    out.leaf(range, leaf);
    false
}

impl Expression {
    fn leaf(&mut self, range: Span<InScalar>, kind: LeafKind) {
        if !range.is_empty() {
            self.leaves.push(Leaf { range, kind });
        }
    }
}

/// A text, cut where variables stand in it.
fn string(node: Node<'_>, out: &mut Expression) {
    let mut at = node.start_byte();
    for child in node.children(&mut node.walk()) {
        if child.kind() != "variable" {
            continue;
        }
        let range = span(child);
        out.leaf(Span::new(at, range.start), LeafKind::Text);
        out.leaf(range, LeafKind::Variable);
        at = range.end;
        out.names.push(Name {
            range,
            embedded: true,
            call: None,
        });
    }
    out.leaf(Span::new(at, node.end_byte()), LeafKind::Text);
}

/// The parentheses behind a function's name.
fn call(node: Node<'_>, text: &str) -> Call {
    let mut arguments: Vec<Argument> = Vec::new();
    let mut commas = 0;
    for child in node.children(&mut node.walk()) {
        match child.kind() {
            "argument" => arguments.push(Argument {
                range: span(child),
                kind: argument(child, text),
            }),
            "," => {
                if arguments.len() == commas {
                    arguments.push(nothing(child.start_byte()));
                }
                commas += 1;
            }
            _ => {}
        }
    }
    let closed = node.kind() == "arguments";
    if commas > 0 && arguments.len() == commas {
        arguments.push(nothing(node.end_byte() - usize::from(closed)));
    }
    Call {
        range: span(node),
        closed,
        arguments,
    }
}

fn nothing(at: usize) -> Argument {
    Argument {
        range: Span::empty(at),
        kind: ArgumentKind::Nothing,
    }
}

fn argument(node: Node<'_>, text: &str) -> ArgumentKind {
    let mut cursor = node.walk();
    let kinds: Vec<&str> = node
        .named_children(&mut cursor)
        .map(|child| match text.get(child.byte_range()) {
            // They join words to one name.
            Some("." | "-") => "joint",
            _ => child.kind(),
        })
        .filter(|kind| *kind != "comment")
        .collect();
    let unfinished =
        |kind: &&str| matches!(*kind, "placeholder" | "template") || kind.starts_with("unclosed");
    if kinds.iter().any(unfinished) {
        return ArgumentKind::Unknown;
    }
    match kinds.as_slice() {
        ["string"] => ArgumentKind::Text,
        ["double_quoted"] => ArgumentKind::DoubleQuoted,
        ["word" | "number", rest @ ..]
            if rest
                .iter()
                .all(|kind| matches!(*kind, "word" | "number" | "joint")) =>
        {
            ArgumentKind::Words
        }
        _ => match is_jumbled(node) {
            Some(true) => ArgumentKind::Jumble,
            Some(false) => ArgumentKind::Unknown,
            None => ArgumentKind::Other,
        },
    }
}

/// Whether a text has something right behind it that nothing joins to it. In `'it''s'` it may be the same text.
fn is_jumbled(node: Node<'_>) -> Option<bool> {
    let mut doubled = None;
    let mut last: Option<Node<'_>> = None;
    for child in node.named_children(&mut node.walk()) {
        if child.kind() == "comment" {
            continue;
        }
        if let Some(last) = last.filter(|last| last.kind() == "string") {
            match child.kind() {
                "string" if last.end_byte() == child.start_byte() => doubled = Some(false),
                "string" | "word" | "number" | "variable" | "call" => return Some(true),
                _ => {}
            }
        }
        last = Some(child);
    }
    doubled
}

/// What AND, OR or NOT lacks.
fn errors_of_operator(node: Node<'_>, out: &mut Expression) {
    let lacks = |field: &str| node.child_by_field_name(field).is_none();
    let keyword = node
        .children(&mut node.walk())
        .find(|child| child.kind() == "keyword");
    let Some(range) = keyword.map(span) else {
        return;
    };
    if node.kind() == "not_expression" {
        if lacks("operand") {
            out.errors.push(ExpressionError::NothingBehind(range));
        }
        return;
    }
    if lacks("left") {
        out.errors.push(ExpressionError::NothingBefore(range));
    }
    if lacks("right") {
        out.errors.push(ExpressionError::NothingBehind(range));
    }
}

/// What stands between operands that no AND or OR joins.
fn errors_of_sequence(node: Node<'_>, text: &str, out: &mut Expression) {
    let mut operand: Option<usize> = None;
    // From the first to the last of what is no operand.
    let mut strange: Option<Span<InScalar>> = None;
    for child in node.children(&mut node.walk()) {
        let range = span(child);
        if child.kind() == "unexpected" {
            let start = strange.map_or(range.start, |strange| strange.start);
            strange = Some(Span::new(start, range.end));
            continue;
        }
        let is_operand = matches!(
            child.kind(),
            "call" | "variable" | "parenthesized" | "not_expression" | "unclosed_parenthesized"
        );
        let written = strange.and_then(|range| range.slice(text));
        match (operand, written, strange.take()) {
            (Some(_), Some("&&" | "||" | "&" | "|" | "," | ";"), Some(between)) if is_operand => {
                out.errors.push(ExpressionError::Joined(between));
            }
            (_, Some(written), Some(between)) if is_operand && written.ends_with('!') => {
                let at = between.end - 1;
                let before = written.trim_end_matches('!').trim_end();
                let between = Span::new(between.start, between.start + before.len());
                match (operand, before) {
                    (Some(_), "&&" | "||" | "&" | "|" | ",") => {
                        out.errors.push(ExpressionError::Joined(between));
                    }
                    (Some(end), "") => out.errors.push(ExpressionError::Gap(Span::new(end, at))),
                    _ => {}
                }
                out.errors
                    .push(ExpressionError::Negated(Span::new(at, at + 1)));
            }
            // Before parentheses a word is a function without its `@`.
            (Some(_), Some(word), Some(between))
                if is_operand
                    && child.kind() != "parenthesized"
                    && word.chars().all(char::is_alphabetic) =>
            {
                out.errors.push(ExpressionError::Joined(between));
            }
            (Some(end), None, _) if is_operand => out
                .errors
                .push(ExpressionError::Gap(Span::new(end, range.start))),
            _ => {}
        }
        operand = is_operand.then_some(range.end);
    }
}
