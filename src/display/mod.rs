//! Floor 1: foreign text on its way to people.
//!
//! Names of files, settings, values of a spec and words of a tenant are written by somebody else. What is inert in one
//! place acts in another: a link in an editor's message runs a command, an escape sequence retitles a terminal, a line
//! that begins with `::` is a command of a workflow. [`Foreign`] marks such text and has one rendering for each place:
//!
//! | place | rendering |
//! | --- | --- |
//! | terminal, log of a workflow | [`Display`](std::fmt::Display) |
//! | message of the Language Server Protocol | [`Foreign::message`] |
//! | diagnostic of that protocol | [`Foreign::lines`] |
//! | hover, documentation, report | [`Markdown`], by way of [`From`], [`Foreign::code`] or [`Foreign::prose`] |
//! | JSON | none: a JSON writer escapes what has to be escaped |
//!
//! A whole sentence of ours that quotes foreign text is foreign text, too.

mod foreign;
mod markdown;
#[cfg(test)]
mod tests;

pub use foreign::{Foreign, is_shown};
pub use markdown::Markdown;
