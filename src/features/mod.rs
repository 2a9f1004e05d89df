//! Floor 6: what an editor asks for, one feature a file.
//!
//! A feature is a pure function of the text as it is: plain data in, plain data out. It knows nothing of
//! protocols, reads no files, and cannot fail.

pub mod completion;
mod cursor;
mod describe;
pub mod dry_run;
mod expression;
mod extent;
mod folding;
mod highlight;
mod hover;
mod links;
mod naming;
mod preview;
mod selection;
mod signature;
mod symbols;
#[cfg(test)]
mod tests;
mod tokens;

pub use completion::{Items, complete};
pub use folding::{Fold, FoldKind, folds};
pub use highlight::{Highlight, highlights};
pub use hover::{Hover, hover};
pub use links::{Link, links};
pub use selection::selections;
pub use signature::{Signature, signature};
pub use symbols::{Symbol, SymbolKind, symbols};
pub use tokens::{Token, TokenKind, tokens};
