//! x
pub mod catalog;
pub mod syntax;
pub mod text;
