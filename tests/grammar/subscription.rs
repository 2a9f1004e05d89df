//! Expressions of subscription policies, generated.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tree_sitter::Node;

use crate::generated::{Tokens, check};
use crate::{Language, text};

#[derive(Debug, Clone, PartialEq)]
enum Expression {
    Call(String, Vec<Argument>),
    Variable(String),
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    Parenthesized(Box<Self>),
}

use Expression::{And, Call, Not, Or, Parenthesized, Variable};

#[derive(Debug, Clone, PartialEq)]
enum Argument {
    /// A string and the variables in it.
    String(String, Vec<String>),
    Variable(String),
}

impl Expression {
    fn parenthesized(self) -> Self {
        Parenthesized(Box::new(self))
    }

    /// With what it takes to be read as it is meant.
    fn not(operand: Self) -> Self {
        Not(Box::new(match operand {
            And(..) | Or(..) => operand.parenthesized(),
            _ => operand,
        }))
    }

    fn and(left: Self, right: Self) -> Self {
        let left = if let Or(..) = left {
            left.parenthesized()
        } else {
            left
        };
        let right = match right {
            And(..) | Or(..) => right.parenthesized(),
            _ => right,
        };
        And(Box::new(left), Box::new(right))
    }

    fn or(left: Self, right: Self) -> Self {
        let right = if let Or(..) = right {
            right.parenthesized()
        } else {
            right
        };
        Or(Box::new(left), Box::new(right))
    }
}

fn name() -> impl Strategy<Value = String> {
    let known = select(&["isInGroups", "hasAttribute", "hostname", "android", "x"][..]);
    prop_oneof![
        3 => known.prop_map(|name| format!("@{name}")),
        1 => "@[a-zäλ_][a-z0-9é_]{0,5}",
    ]
}

fn argument() -> impl Strategy<Value = Argument> {
    let pieces = &[
        "a",
        " ",
        "AND",
        "(",
        ")",
        ",",
        "\\'",
        "\\\\",
        "team@example.com",
        "@",
        "\"",
        "--",
        "ü",
        "@hostname",
        "@database",
        "\n",
    ][..];
    let string = vec(select(pieces), 0..5).prop_map(|pieces| {
        let variables = pieces
            .iter()
            .filter(|piece| matches!(**piece, "@hostname" | "@database"));
        let variables = variables.map(|name| (*name).to_owned()).collect();
        Argument::String(format!("'{}'", pieces.join(".")), variables)
    });
    prop_oneof![4 => string, 1 => name().prop_map(Argument::Variable)]
}

fn expression() -> impl Strategy<Value = Expression> {
    let leaf = prop_oneof![
        3 => (name(), vec(argument(), 0..4)).prop_map(|(name, arguments)| Call(name, arguments)),
        1 => name().prop_map(Variable),
    ];
    leaf.prop_recursive(5, 24, 2, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            3 => pair.clone().prop_map(|(left, right)| Expression::and(left, right)),
            3 => pair.prop_map(|(left, right)| Expression::or(left, right)),
            2 => inner.clone().prop_map(Expression::not),
            1 => inner.prop_map(Expression::parenthesized),
        ]
    })
}

fn write(expression: &Expression, tokens: &mut Tokens) {
    let mut binary = |left, operator: &str, right| {
        write(left, tokens);
        tokens.push(operator);
        write(right, tokens);
    };
    match expression {
        And(left, right) => binary(left, "AND", right),
        Or(left, right) => binary(left, "or", right),
        Call(name, arguments) => tokens.call(name, arguments, |argument, tokens| match argument {
            Argument::String(text, _) | Argument::Variable(text) => tokens.push(text),
        }),
        Variable(name) => tokens.push(name),
        Not(operand) => {
            tokens.push("Not");
            write(operand, tokens);
        }
        Parenthesized(inner) => {
            tokens.push("(");
            write(inner, tokens);
            tokens.push(")");
        }
    }
}

fn read(node: Node<'_>, source: &str) -> Expression {
    let field = |name| node.child_by_field_name(name).expect(name);
    let operand = |name| Box::new(read(field(name), source));
    match node.kind() {
        "source_file" => read(node.named_child(0).expect("an expression"), source),
        "parenthesized" => {
            read(node.named_child(0).expect("an expression"), source).parenthesized()
        }
        "variable" => Variable(text(node, source).to_owned()),
        "not_expression" => Not(operand("operand")),
        "binary_expression" => {
            let operator = text(field("operator"), source);
            if operator.eq_ignore_ascii_case("and") {
                And(operand("left"), operand("right"))
            } else {
                Or(operand("left"), operand("right"))
            }
        }
        "call" => {
            let arguments = field("arguments");
            let mut cursor = arguments.walk();
            let arguments = arguments.named_children(&mut cursor).map(|argument| {
                assert_eq!(argument.named_child_count(), 1);
                let item = argument.named_child(0).expect("an item");
                let of = |node| text(node, source).to_owned();
                if item.kind() == "variable" {
                    return Argument::Variable(of(item));
                }
                let variables = item
                    .named_children(&mut item.walk())
                    .filter(|part| part.kind() == "variable")
                    .map(of)
                    .collect();
                Argument::String(of(item), variables)
            });
            Call(text(field("name"), source).to_owned(), arguments.collect())
        }
        other => panic!("{other} in {source}"),
    }
}

#[test]
fn expressions_of_subscription_policies_are_read_as_they_are_written() {
    check(Language::Subscription, expression(), write, read);
}
