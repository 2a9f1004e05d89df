//! Floor 2: from text to one value tree.
//!
//! This is the door to the parsers. Everything above reads [`Document`]s and [`Value`]s and never sees
//! tree-sitter, nor how a document is cut. From bottom to top:
//!
//! * [`scanner`] says what each [`line`] of YAML is, by its [`characters`], and [`levels`] which
//!   blocks are open at it; [`segment`] cuts it into segments, each of which has a [`context`] and is read
//!   on its own ([`reading`]) when somebody first asks; [`segments`] has them follow the edits of the text;
//! * [`yaml`] turns tree-sitter's trees into the arena of [`tree`]; [`json`] is a reader of its own, which
//!   [`flow`] lends to YAML for large brackets;
//! * [`diagnose`] says what is wrong with a line of broken YAML, [`finder`] goes from error to error, and [`recover`]
//!   takes each out; [`wording`] says it in words;
//!   lines that are meant for something else ([`meant`]), merge conflicts ([`conflict`]) and dashes without a space
//!   ([`glued_dash`]) or out of line ([`outdented`]) are settled before, the latter two by a text with more spaces
//!   ([`spaced`]);
//! * [`comment`] tells comments from the text of scalars; [`document`] joins segments; [`value`] is what the floors above hold in their hands, and
//!   [`layout`] says how it is laid out;
//! * [`scalar`] knows the styles and types of scalars, [`decode`] what one says, [`quote`] how to write one; [`emit`] writes YAML and JSON, and [`rewrite`]
//!   changes a part of a scalar;
//! * [`cursor`] decides where in that tree somebody is typing.

mod broken;
mod characters;
mod comment;
mod conflict;
mod context;
mod cursor;
mod decode;
mod diagnose;
mod dialect;
mod document;
mod emit;
mod error;
mod finder;
mod flow;
mod glued_dash;
mod json;
mod layout;
mod levels;
mod line;
mod meant;
mod outdented;
mod quote;
mod reading;
mod recover;
mod rewrite;
mod scalar;
mod scanner;
mod segment;
mod segments;
mod spaced;
mod tree;
mod value;
mod wording;
mod yaml;

pub use comment::Scalars;
pub use cursor::{Cursor, CursorContext, Expected, Following, Step};
pub use decode::Decoded;
pub use dialect::{Dialect, Notation};
pub use document::{Document, Part};
pub use emit::{Blank, Emitter, Fragment, Hole, Layout, Written, as_snippet};
pub use error::{FixText, InSegment, SyntaxError, SyntaxFix};
pub use quote::{Quotes, double_quoted, in_quotes, quoted, scalar_type};
pub use scalar::{ScalarType, Style};
pub use segments::{SegmentChange, Syntax};
pub use value::{Entry, Kind, Value};

#[cfg(test)]
#[allow(clippy::string_slice, reason = "a test may panic")]
mod tests;
