//! x
pub mod catalog;
pub mod language;
pub mod rules;
pub mod spec;
pub mod syntax;
pub mod text;
