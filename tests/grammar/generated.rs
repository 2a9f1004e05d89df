//! Expressions are generated as trees, written, and read again: the tokens and the trees are the same.

use std::fmt::Debug;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use tree_sitter::Node;

use crate::{Language, tokens};

const CASES: u32 = 10_000;

/// The tokens of an expression. What is written next to which is all that a token has to know of the others.
#[derive(Default)]
pub(crate) struct Tokens(pub(crate) Vec<String>);

impl Tokens {
    pub(crate) fn push(&mut self, token: impl Into<String>) {
        self.0.push(token.into());
    }

    /// A call: its name, and its arguments with what is needed around them.
    pub(crate) fn call<A>(&mut self, name: &str, arguments: &[A], write: impl Fn(&A, &mut Self)) {
        self.push(name);
        self.push("(");
        for (index, argument) in arguments.iter().enumerate() {
            if index > 0 {
                self.push(",");
            }
            write(argument, self);
        }
        self.push(")");
    }
}

/// The tokens with white space between them; none at some places where none is needed.
fn joined(tokens: &[String], spaces: &[u8]) -> String {
    let tight = |token: &str| matches!(token, "(" | ")" | "," | "[" | "]");
    let mut source = String::new();
    let mut before = "(";
    for (token, space) in tokens.iter().zip(spaces.iter().cycle()) {
        let needed = !tight(before) && !tight(token);
        source.push_str(match space % 6 {
            _ if before.starts_with("--") => "\n",
            0 => "\n  ",
            1 => "\t",
            2 => "  ",
            _ if needed => " ",
            3 => " ",
            _ => "",
        });
        source.push_str(token);
        before = token;
    }
    source
}

/// Reads and compares as many expressions as [`CASES`] says, and each of them up to a token in its middle as well.
pub(crate) fn check<E: Debug + PartialEq>(
    language: Language,
    expressions: impl Strategy<Value = E>,
    write: impl Fn(&E, &mut Tokens),
    read: impl Fn(Node<'_>, &str) -> E,
) {
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    // The same ones in every run.
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let cases = (
        expressions,
        proptest::collection::vec(any::<u8>(), 7..13),
        any::<proptest::sample::Index>(),
    );
    let result = runner.run(&cases, |(expression, spaces, middle)| {
        let mut expected = Tokens::default();
        write(&expression, &mut expected);
        let source = joined(&expected.0, &spaces);
        let tree = language.parse(&source);
        prop_assert!(
            !tree.root_node().has_error(),
            "{}\n{}",
            source,
            tree.root_node()
        );
        prop_assert_eq!(&tokens(&tree, &source), &expected.0);
        prop_assert_eq!(&read(tree.root_node(), &source), &expression, "{}", source);

        let some = &expected.0[..middle.index(expected.0.len())];
        let source = joined(some, &spaces);
        let tree = language.parse(&source);
        prop_assert!(
            !tree.root_node().has_error(),
            "{}\n{}",
            source,
            tree.root_node()
        );
        prop_assert_eq!(tokens(&tree, &source), some);
        Ok(())
    });
    if let Err(problem) = result {
        panic!("{problem}");
    }
}
