//! Policy expressions: the warehouse's SQL with functions such as `@columnTagged('PII')`, and the expressions of
//! functions alone that advanced subscription policies have.
//!
//! [`parse`] takes a whole text apart ([`read`]), [`place`] says where in one the cursor is, and [`balance`]
//! whether quotes and parentheses close. Places are byte offsets in the expression's text.

mod balance;
mod language;
mod logic;
mod parsed;
mod place;
mod read;
#[cfg(test)]
mod tests;

pub use balance::{Balance, balance};
pub use language::Language;
pub use logic::{FunctionCall, Logic, Operand, calls};
pub use parsed::{Argument, ArgumentKind, Call, Expression, Leaf, LeafKind, Loose, Name, Slip};
pub use place::{Place, Quote, place};
pub use read::parse;
