//! Where the cursor is, decided once: what somebody is typing, and where in the value tree it will go.
//!
//! The text at a cursor is seldom whole: a line is empty, a key has no colon, a bracket is open. So the line is repaired:
//! what is being typed gives way to a mark that makes the line whole ([`block`] and [`flow`] say where the cursor is,
//! a [`context`]). Only the segment around it is cut and parsed again, next to the root entries of its document, and the
//! mark is found in the value tree like anything else ([`repair`]). Where the rest of the segment is too broken for
//! that, the lines that count by their indentation are parsed alone ([`skeleton`]).

mod block;
mod context;
mod flow;
mod repair;
mod skeleton;
#[cfg(test)]
mod tests;

pub use context::{CursorContext, Expected, Following};
pub use repair::{Cursor, Step};
