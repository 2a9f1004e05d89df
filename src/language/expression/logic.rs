//! An expression as a formula: AND, OR and NOT over tests, each of which is a call, a literal, or SQL that stays as it is.

use super::{Language, read};
use crate::text::{InScalar, Span};
use tree_sitter::Node;

/// Parentheses nested deeper than this are left as they are.
const MAX_DEPTH: usize = 64;

/// A formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Logic {
    /// All of these hold.
    And(Vec<Logic>),
    /// One of these holds.
    Or(Vec<Logic>),
    /// This does not hold.
    Not(Box<Logic>),
    /// `true`, `1 = 1` and the like, or their opposite.
    Literal(bool),
    /// A test by one of Immuta's functions, such as `@isInGroups('a')`.
    Call(FunctionCall),
    /// SQL that only the warehouse understands.
    Opaque(Span<InScalar>),
}

/// A call of one of Immuta's functions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionCall {
    /// The name, without the `@`.
    pub name: String,
    /// What it is called with.
    pub arguments: Vec<Operand>,
    /// The whole call.
    pub span: Span<InScalar>,
}

/// An argument of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// A string in quotes: what it says.
    String(String),
    /// Another call and nothing else.
    Call(FunctionCall),
    /// Any other SQL, as written.
    Sql(String),
}

impl Logic {
    /// Reads an expression as a formula.
    ///
    /// Returns `None` if it is broken: something in it does not close, or its operators have nothing to join.
    pub fn parse(text: &str, language: Language) -> Option<Self> {
        let parsed = super::parse(text, language);
        if !parsed.unbalanced.is_empty() || !parsed.errors.is_empty() || parsed.strange {
            return None;
        }
        let tree = read::tree(text, language)?;
        let root = tree.root_node();
        if root.has_error() || text.trim().is_empty() {
            return None;
        }
        match language {
            Language::Where => sql(&children(root), text, 0),
            Language::Subscription => subscription(root, text, 0),
        }
    }
}

/// Every call of a function in an expression, however deep in SQL or in the arguments of another.
pub fn calls(text: &str, language: Language) -> Vec<FunctionCall> {
    let Some(tree) = read::tree(text, language) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        if node.kind() == "call" {
            found.extend(call(node, text));
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return found;
            }
        }
    }
}

fn children(node: Node<'_>) -> Vec<Node<'_>> {
    node.children(&mut node.walk())
        .filter(|child| child.kind() != "comment")
        .collect()
}

fn written<'t>(node: Node<'_>, text: &'t str) -> &'t str {
    text.get(node.byte_range()).unwrap_or_default()
}

/// Whether an item is this word of SQL, in any case.
fn is_word(node: Node<'_>, text: &str, word: &str) -> bool {
    node.kind() == "word" && written(node, text).eq_ignore_ascii_case(word)
}

/// A run of items of SQL. OR binds less than AND, and AND less than NOT.
fn sql(items: &[Node<'_>], text: &str, depth: usize) -> Option<Logic> {
    if depth > MAX_DEPTH {
        return Some(opaque(items));
    }
    for (word, join) in [
        ("or", Logic::Or as fn(Vec<Logic>) -> Logic),
        ("and", Logic::And as fn(Vec<Logic>) -> Logic),
    ] {
        let parts = split(items, text, word);
        if parts.len() > 1 {
            let parts = parts.into_iter().map(|part| sql(part, text, depth + 1));
            return parts.collect::<Option<Vec<_>>>().map(join);
        }
    }
    match items {
        [] => None,
        [not, rest @ ..] if is_word(*not, text, "not") => {
            Some(Logic::Not(Box::new(sql(rest, text, depth + 1)?)))
        }
        [one] if one.kind() == "parenthesized" => {
            let inside = children(*one);
            let inner = inside.get(1..inside.len().saturating_sub(1))?;
            // A subquery or a list is no formula.
            let is_formula = !inner
                .iter()
                .any(|item| item.kind() == "," || is_word(*item, text, "select"));
            if is_formula {
                sql(inner, text, depth + 1)
            } else {
                Some(opaque(items))
            }
        }
        [one] if one.kind() == "call" => Some(Logic::Call(call(*one, text)?)),
        _ => Some(literal(items, text).map_or_else(|| opaque(items), Logic::Literal)),
    }
}

/// The stretches between a word that joins. `BETWEEN a AND b` and what is inside `CASE ... END` are no formulas.
fn split<'s, 't>(items: &'s [Node<'t>], text: &str, word: &str) -> Vec<&'s [Node<'t>]> {
    let mut parts = Vec::new();
    let (mut start, mut cases, mut between) = (0, 0_usize, 0_usize);
    for (index, item) in items.iter().enumerate() {
        if is_word(*item, text, "case") {
            cases += 1;
        } else if is_word(*item, text, "end") {
            cases = cases.saturating_sub(1);
        } else if is_word(*item, text, "between") {
            between += 1;
        } else if is_word(*item, text, "and") && between > 0 {
            between -= 1;
        } else if is_word(*item, text, word) && cases == 0 {
            parts.extend(items.get(start..index));
            start = index + 1;
        }
    }
    parts.extend(items.get(start..));
    parts
}

/// What `true`, `1 = 1` and `'a' = 'b'` say.
fn literal(items: &[Node<'_>], text: &str) -> Option<bool> {
    match items {
        [one] if is_word(*one, text, "true") => Some(true),
        [one] if is_word(*one, text, "false") => Some(false),
        [left, operator, right]
            if written(*operator, text) == "=" && left.kind() == right.kind() =>
        {
            let (left_text, right_text) = (written(*left, text), written(*right, text));
            match left.kind() {
                // `1` and `1.0` are equal though they are written in different ways.
                "number" if left_text == right_text => Some(true),
                "number" => {
                    let whole = |text: &str| text.parse::<i64>().ok();
                    Some(whole(left_text)? == whole(right_text)?)
                }
                // Whether case and trailing spaces count is the warehouse's own business.
                "string" if left_text == right_text => Some(true),
                _ => None,
            }
        }
        _ => None,
    }
}

fn opaque(items: &[Node<'_>]) -> Logic {
    let start = items.first().map_or(0, Node::start_byte);
    let end = items.last().map_or(start, Node::end_byte);
    Logic::Opaque(Span::new(start, end))
}

fn call(node: Node<'_>, text: &str) -> Option<FunctionCall> {
    let name = written(node.child_by_field_name("name")?, text);
    let arguments = node.child_by_field_name("arguments");
    let arguments = arguments.map(children).unwrap_or_default();
    let arguments = arguments
        .iter()
        .filter(|child| child.kind() == "argument")
        .map(|argument| operand(*argument, text))
        .collect();
    Some(FunctionCall {
        name: name.trim_start_matches('@').to_owned(),
        arguments,
        span: node.byte_range().into(),
    })
}

fn operand(argument: Node<'_>, text: &str) -> Operand {
    let as_written = || Operand::Sql(written(argument, text).trim().to_owned());
    match children(argument).as_slice() {
        [one] if one.kind() == "string" => {
            string(*one, text).map_or_else(as_written, Operand::String)
        }
        [one] if one.kind() == "call" => call(*one, text).map_or_else(as_written, Operand::Call),
        _ => as_written(),
    }
}

/// What a string in single quotes says.
fn string(node: Node<'_>, text: &str) -> Option<String> {
    let inner = written(node, text).strip_prefix('\'')?.strip_suffix('\'')?;
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(char) = chars.next() {
        match char {
            // Both `\'` and `''` stand for one quote.
            '\\' => out.push(chars.next()?),
            '\'' => out.extend((chars.next()? == '\'').then_some('\'')),
            _ => out.push(char),
        }
    }
    Some(out)
}

/// A node of an advanced subscription expression.
fn subscription(node: Node<'_>, text: &str, depth: usize) -> Option<Logic> {
    if depth > MAX_DEPTH {
        return None;
    }
    let part = |field: &str| subscription(node.child_by_field_name(field)?, text, depth + 1);
    match node.kind() {
        "call" => Some(Logic::Call(call(node, text)?)),
        "not_expression" => Some(Logic::Not(Box::new(part("operand")?))),
        "binary_expression" => {
            let keyword = children(node).into_iter().find(|c| c.kind() == "keyword")?;
            let parts = vec![part("left")?, part("right")?];
            match written(keyword, text).to_ascii_lowercase().as_str() {
                "and" => Some(Logic::And(parts)),
                "or" => Some(Logic::Or(parts)),
                _ => None,
            }
        }
        _ => {
            let inside = children(node);
            let mut inner = inside.iter().filter(|child| child.is_named());
            let only = inner.next()?;
            if inner.next().is_some() {
                return None;
            }
            subscription(*only, text, depth + 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A formula in brackets: `[AND a [OR b c]]`.
    fn shown(text: &str, language: Language) -> String {
        fn show(logic: &Logic, text: &str, out: &mut String) {
            let mut list = |word: &str, parts: &[Logic]| {
                out.push('[');
                out.push_str(word);
                for part in parts {
                    out.push(' ');
                    show(part, text, out);
                }
                out.push(']');
            };
            match logic {
                Logic::And(parts) => list("AND", parts),
                Logic::Or(parts) => list("OR", parts),
                Logic::Not(inner) => list("NOT", std::slice::from_ref(&**inner)),
                Logic::Literal(value) => out.push_str(&value.to_string()),
                Logic::Call(call) => out.push_str(&format!("{}{:?}", call.name, call.arguments)),
                Logic::Opaque(span) => {
                    out.push_str(&format!("`{}`", text.get(span.range()).unwrap_or_default()));
                }
            }
        }
        let Some(logic) = Logic::parse(text, language) else {
            return "broken".to_owned();
        };
        let mut out = String::new();
        show(&logic, text, &mut out);
        out
    }

    #[test]
    fn sql_becomes_a_formula() {
        let shown = |text| shown(text, Language::Where);
        assert_eq!(
            shown("a = 1 AND b = 2 or c"),
            "[OR [AND `a = 1` `b = 2`] `c`]"
        );
        assert_eq!(shown("not (a or b) and c"), "[AND [NOT [OR `a` `b`]] `c`]");
        assert_eq!(
            shown("a between 1 and 2 and b"),
            "[AND `a between 1 and 2` `b`]"
        );
        assert_eq!(
            shown("CASE WHEN a AND b THEN 1 END = 1 AND c"),
            "[AND `CASE WHEN a AND b THEN 1 END = 1` `c`]"
        );
        assert_eq!(shown("a in (1, 2)"), "`a in (1, 2)`");
        assert_eq!(shown("(select 1 or 2)"), "`(select 1 or 2)`");
        assert_eq!(shown("(a"), "broken");
        assert_eq!(shown(""), "broken");
        assert_eq!(shown("a AND"), "broken");
    }

    #[test]
    fn literals_are_known() {
        let shown = |text| shown(text, Language::Where);
        for (text, expected) in [
            ("true", "true"),
            ("1=1", "true"),
            ("1 = 0", "false"),
            ("(FALSE)", "false"),
            ("'a' = 'a'", "true"),
            ("'a' = 'A'", "`'a' = 'A'`"),
            ("1 = 1.0", "`1 = 1.0`"),
            ("a = a", "`a = a`"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn calls_have_their_arguments() {
        assert_eq!(
            shown("@isInGroups('a', 'b''c')", Language::Where),
            r#"isInGroups[String("a"), String("b'c")]"#
        );
        let nested = "@attributeValuesContains('k', @columnTagged('T.x'))";
        let names = |text| -> Vec<String> {
            let calls = calls(text, Language::Where).into_iter();
            calls.map(|call| call.name).collect()
        };
        assert_eq!(names(nested), ["attributeValuesContains", "columnTagged"]);
        assert_eq!(names("(@columnTagged('T') = 'x')"), ["columnTagged"]);
        assert_eq!(
            shown("@isInGroups('a') = true", Language::Where),
            "`@isInGroups('a') = true`"
        );
    }

    #[test]
    fn advanced_subscriptions_become_formulas() {
        let shown = |text| shown(text, Language::Subscription);
        assert_eq!(
            shown("@isInGroups('a') OR @isInGroups('b') AND NOT (@hasAttribute('k', 'v'))"),
            r#"[OR isInGroups[String("a")] [AND isInGroups[String("b")] [NOT hasAttribute[String("k"), String("v")]]]]"#
        );
        assert_eq!(shown("@isInGroups('a') @isInGroups('b')"), "broken");
        assert_eq!(shown("@isInGroups('a'"), "broken");
    }
}
