//! Expressions through all that is offered for them and all that is found in them, in each way to write a scalar.
#![allow(clippy::string_slice, reason = "a test may stop")]

mod functions;
mod robust;
mod styles;
