//! What is said about mistakes in JSON, and how they are fixed.

use super::super::error::SyntaxError;
use super::super::quote::double_quoted;
use std::ops::Range;

/// An error that is fixed by other text in its place.
fn replaced(
    range: Range<usize>,
    message: impl Into<String>,
    title: &'static str,
    text: impl Into<String>,
) -> SyntaxError {
    SyntaxError::new(range.clone(), message).fixed(title, range, text)
}

/// A bracket that closes nothing.
pub(super) fn stray_bracket(range: Range<usize>, bracket: u8) -> SyntaxError {
    let bracket = char::from(bracket);
    SyntaxError::new(range, format!("Nothing opens this `{bracket}`."))
}

/// A comma or colon outside of a collection.
pub(super) fn stray_mark(range: Range<usize>, mark: u8) -> SyntaxError {
    let mark = char::from(mark);
    SyntaxError::new(range, format!("Unexpected `{mark}`."))
}

/// A second value at the root.
pub(super) fn second_value(range: Range<usize>) -> SyntaxError {
    SyntaxError::new(
        range,
        "A JSON file must hold one value, but this is a second one.",
    )
}

/// A quote without another one on its line.
pub(super) fn unclosed_quote(range: Range<usize>) -> SyntaxError {
    SyntaxError::new(range, "The quote that opens here is never closed.")
}

/// A comma with nothing before it.
pub(super) fn empty_slot(comma: Range<usize>, object: bool) -> SyntaxError {
    let what = if object { "entry" } else { "value" };
    SyntaxError::new(comma, format!("Missing {what} before this comma."))
}

/// A comma with nothing after it.
pub(super) fn trailing_comma(comma: Range<usize>) -> SyntaxError {
    replaced(
        comma,
        "A trailing comma is not allowed in JSON.",
        "Remove the comma",
        "",
    )
}

/// A comma, a colon or closing brackets that are missing at a place.
pub(super) fn missing(at: usize, what: &str) -> SyntaxError {
    let title = match what {
        "," => "Add the comma",
        ":" => "Add the colon",
        _ => "Add the bracket",
    };
    replaced(at..at, format!("Missing `{what}` here."), title, what)
}

/// A bracket that closes another kind of collection.
pub(super) fn wrong_bracket(range: Range<usize>, bracket: char, right: &str) -> SyntaxError {
    replaced(
        range,
        format!("`{bracket}` does not close the bracket that is open. Use `{right}`."),
        "Put the right bracket",
        right,
    )
}

/// A colon without a key.
pub(super) fn missing_key(colon: Range<usize>) -> SyntaxError {
    SyntaxError::new(colon, "Missing key before this colon.")
}

/// A collection where a key should be.
pub(super) fn collection_for_key(bracket: Range<usize>) -> SyntaxError {
    SyntaxError::new(bracket, "Expected a key here.")
}

/// `=` in place of a colon.
pub(super) fn wrong_colon(range: Range<usize>) -> SyntaxError {
    replaced(
        range,
        "Use `:` between a key and its value.",
        "Put a colon",
        ":",
    )
}

/// A key and nothing after it.
pub(super) fn lone_key(range: Range<usize>) -> SyntaxError {
    SyntaxError::new(range, "Missing colon and value after this key.")
}

/// A colon and nothing after it.
pub(super) fn missing_value(at: usize) -> SyntaxError {
    SyntaxError::new(at..at, "Missing value here.")
}

/// A colon in a list.
pub(super) fn key_in_list(colon: Range<usize>) -> SyntaxError {
    SyntaxError::new(
        colon,
        "A list cannot have keys. Put braces around the entry.",
    )
}

/// A key without quotes.
pub(super) fn bare_key(range: Range<usize>, word: &str) -> SyntaxError {
    replaced(
        range,
        format!("A key must be in double quotes: `\"{}\"`.", shorten(word)),
        "Put the key in quotes",
        double_quoted(word),
    )
}

/// A string in single quotes.
pub(super) fn single_quotes(range: Range<usize>, inside: &str) -> SyntaxError {
    replaced(
        range,
        "Strings must be in double quotes in JSON.",
        "Use double quotes",
        double_quoted(inside),
    )
}

/// A word that is no value.
pub(super) fn wrong_word(range: Range<usize>, word: &str) -> SyntaxError {
    let shown = shorten(word);
    let (message, text) = match word.to_ascii_lowercase().as_str() {
        known @ ("true" | "false") => (
            format!("`{known}` must be lowercase in JSON."),
            known.to_owned(),
        ),
        "null" | "none" | "nil" | "undefined" | "~" => (
            "Use `null` for no value in JSON.".to_owned(),
            "null".to_owned(),
        ),
        _ if word.ends_with('"') => (
            format!("Missing quote before `{shown}`."),
            format!("\"{word}"),
        ),
        _ if word.parse::<f64>().is_ok() => (
            format!(
                "`{shown}` is not a valid number in JSON. Put it in quotes to make it a string."
            ),
            double_quoted(word),
        ),
        _ => (
            format!("`{shown}` must be in double quotes."),
            double_quoted(word),
        ),
    };
    replaced(range, message, "Write it as JSON does", text)
}

/// An escape that JSON does not have.
pub(super) fn wrong_escape(range: Range<usize>, escape: char) -> SyntaxError {
    let message =
        format!("`\\{escape}` is not a valid escape in JSON. Write `\\\\` for a backslash.");
    let start = range.start;
    SyntaxError::new(range, message).fixed("Double the backslash", start..start, "\\")
}

/// A control character in a string.
pub(super) fn control_character(range: Range<usize>, char: char) -> SyntaxError {
    let escape = if char == '\t' {
        "\\t".to_owned()
    } else {
        format!("\\u{:04x}", u32::from(char))
    };
    replaced(
        range,
        format!("A control character in a string must be escaped: `{escape}`."),
        "Write it as an escape",
        escape,
    )
}

/// White space that JSON does not take for such.
pub(super) fn foreign_space(range: Range<usize>, space: &str) -> SyntaxError {
    let code = space.chars().next().map_or(0, u32::from);
    replaced(
        range,
        format!("U+{code:04X} is not white space in JSON. Use a space."),
        "Use a space",
        " ",
    )
}

/// A comment.
pub(super) fn comment(range: Range<usize>) -> SyntaxError {
    SyntaxError::new(
        range,
        "Comments are not allowed in JSON. A tenant refuses this file.",
    )
}

fn shorten(word: &str) -> String {
    word.chars().take(40).collect()
}
