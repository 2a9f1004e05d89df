//! Grammars for [tree-sitter](https://tree-sitter.github.io) of the two languages that strings in Immuta policies
//! are written in.
//!
//! * [`SUBSCRIPTION`]: the boolean expressions of advanced subscription policies (`actions.advanced`).
//! * [`WHERE`]: the SQL of `predicate`, `conditionalPredicate` and `sqlFunction`, with `@functions` in it.
//!
//! Both take every text: what is wrong has a node of its own, and no tree has an ERROR or a MISSING node.
//!
//! ```
//! let mut parser = tree_sitter::Parser::new();
//! parser.set_language(&tree_sitter_immuta::WHERE.into())?;
//! let tree = parser.parse("country = 'DE' OR @isInGroups('stewards')", None).expect("no time limit");
//! let call = tree.root_node().named_child(4).expect("the fifth item");
//! assert_eq!(call.kind(), "call");
//! # Ok::<(), tree_sitter::LanguageError>(())
//! ```

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_immuta_subscription() -> *const ();
    fn tree_sitter_immuta_where() -> *const ();
}

/// The language of advanced subscription policies.
// SAFETY: the function is of the parser that the build script has compiled.
pub const SUBSCRIPTION: LanguageFn =
    unsafe { LanguageFn::from_raw(tree_sitter_immuta_subscription) };

/// SQL with the functions of Immuta.
// SAFETY: the function is of the parser that the build script has compiled.
pub const WHERE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_immuta_where) };
