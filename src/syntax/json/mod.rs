//! The reader of JSON: one pass from the text to the value tree. Each mistake is named, and what is written before
//! and after it is understood.
//!
//! * [`lexer`] finds tokens: white space, comments, strings, words;
//! * [`recovery`] makes the tree of them and decides what a token out of place was meant to be; [`scalars`] does so
//!   for what is no collection;
//! * [`brackets`] reads what is like JSON in YAML;
//! * [`wording`] says what is wrong, and how to fix it.
//!
//! A parser generator's tree would have to be lowered and, where it has an error, thrown away; this reader is needed
//! for text with mistakes anyway and is an order of magnitude faster on text without.

mod brackets;
mod lexer;
mod read;
mod recovery;
mod scalars;
#[cfg(test)]
#[allow(clippy::string_slice, reason = "a test may panic")]
mod tests;
mod wording;

pub(super) use read::{FlowRun, Read};
pub(super) use recovery::MAX_MISTAKES;

/// Reads a text.
pub(super) fn read(text: &str) -> Read {
    let mut read = recovery::Reader::read(text);
    read.errors.sort_by_key(|error| error.span.start);
    read
}

/// Reads the brackets of YAML that start at an offset; returns their end, too.
///
/// # Errors
/// If anything in them is not like JSON: the offset at which that was seen.
pub(super) fn read_flow(text: &str, start: usize) -> Result<(Read, usize), usize> {
    recovery::Reader::new(text).read_flow(start)
}

/// Reads brackets of YAML that start at an offset and those on the lines below, as long as they are like JSON, `fits`
/// their text, and stand on lines of their own with commas between them. Returns nothing if not even the first do; the
/// offset up to which the text was read, too.
pub(super) fn read_flow_run(
    text: &str,
    start: usize,
    fits: impl Fn(&str) -> bool,
) -> (Option<FlowRun>, usize) {
    recovery::Reader::new(text).read_flow_run(start, fits)
}
