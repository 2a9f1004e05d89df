//! Expressions through all that is offered for them and all that is found in them, in each way to write a scalar; and what
//! is offered and said where something on a tenant is named. What editors show of whole texts.
#![allow(clippy::string_slice, reason = "a test may stop")]

mod folding;
mod functions;
mod highlight;
mod links;
mod names;
mod ranges;
mod robust;
mod selection;
mod styles;
mod symbols;
