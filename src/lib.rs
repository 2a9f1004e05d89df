//! x
pub mod catalog;
pub mod features;
pub mod language;
pub mod spec;
pub mod syntax;
pub mod text;
