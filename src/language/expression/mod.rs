//! Policy expressions: the warehouse's SQL with functions such as `@columnTagged('PII')`, and the expressions of
//! functions alone that advanced subscription policies have.
//!
//! [`parse`] takes a whole text apart ([`read`]), [`cursor_at`] says where in one the cursor is, and [`balance`]
//! whether quotes and parentheses close. Places are byte offsets in the expression's text.

mod balance;
mod cursor;
mod language;
mod logic;
mod parsed;
mod read;
#[cfg(test)]
mod tests;

pub use balance::{Balance, balance};
pub use cursor::{ExpressionCursor, Quote, cursor_at};
pub use language::Language;
pub use logic::{FunctionCall, Logic, Operand, calls};
pub use parsed::{
    Argument, ArgumentKind, Call, Expression, ExpressionError, Leaf, LeafKind, Name, Unbalanced,
};
pub use read::parse;
