//! Whatever the text is, there is a tree without errors, and its leaves are the text.

use proptest::prelude::*;

use crate::{Language, leaves};

/// What makes trouble, and what stands beside it.
const PIECES: &[&str] = &[
    "'", "'", "''", "'''", "\"", "\"\"\"", "`", "\\", "\\'", "(", ")", "(", ")", "[", "]", "{",
    "}", ",", " ", "\n", "@", "@f", "@f(", "@g (", "@@x", "a", "AND", "OR", "NOT", "not", "1",
    ".5e", "1e-", "--", "-- ", "/*", "*/", "${", "${A}", "{{", "}}", "$$", "$", "#", ";", ".",
    "::", "->>", "<@", "é", "🙂", "\u{a0}", "\u{feff}", "\u{301}", "\r\n", "\t", "'a'", "'@x'",
];

fn no_error_and_nothing_lost(language: Language, source: &str) {
    let tree = language.parse(source);
    assert!(
        !tree.root_node().has_error(),
        "{language:?} {source:?}: {}",
        tree.root_node()
    );
    // tree-sitter skips a byte order mark.
    let mut end = if source.starts_with('\u{feff}') { 3 } else { 0 };
    for leaf in leaves(&tree) {
        let between = &source[end..leaf.start_byte()];
        assert!(
            between.chars().all(char::is_whitespace),
            "{language:?} {source:?}: {between:?} is lost in {}",
            tree.root_node()
        );
        end = leaf.end_byte();
    }
    let rest = &source[end..];
    assert!(
        rest.chars().all(char::is_whitespace),
        "{language:?} {source:?}: {rest:?} is lost"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_pieces(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..16)) {
        let source = pieces.concat();
        for language in Language::ALL {
            no_error_and_nothing_lost(language, &source);
        }
    }

    #[test]
    fn of_characters(source in "[^\0]{0,30}") {
        for language in Language::ALL {
            no_error_and_nothing_lost(language, &source);
        }
    }
}

/// An edit is followed: the tree is the one of the new text.
#[test]
fn text_that_is_typed() {
    let source =
        "@hasAttribute('a', '@hostname.b') AND NOT (@isInGroups('c\\'d', \"e\") OR @x) -- f 'g";
    for language in Language::ALL {
        let mut parser = language.parser();
        let mut tree = parser.parse("", None).expect("no time limit");
        for end in 0..source.len() {
            let point = |column| tree_sitter::Point { row: 0, column };
            tree.edit(&tree_sitter::InputEdit {
                start_byte: end,
                old_end_byte: end,
                new_end_byte: end + 1,
                start_position: point(end),
                old_end_position: point(end),
                new_end_position: point(end + 1),
            });
            let typed = &source[..=end];
            no_error_and_nothing_lost(language, typed);
            tree = parser.parse(typed, Some(&tree)).expect("no time limit");
            let whole = language.parse(typed);
            assert_eq!(
                tree.root_node().to_sexp(),
                whole.root_node().to_sexp(),
                "{language:?} {typed}"
            );
        }
    }
}
