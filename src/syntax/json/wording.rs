//! What is said about mistakes in JSON, and how they are fixed.

use super::super::recover::{Mend, Problem};
use std::ops::Range;

fn problem(range: Range<usize>, message: impl Into<String>) -> Problem {
    Problem {
        range,
        message: message.into(),
        mend: None,
    }
}

/// A problem that is fixed by other text in its place.
fn replaced(
    range: Range<usize>,
    message: impl Into<String>,
    title: &'static str,
    text: impl Into<String>,
) -> Problem {
    Problem {
        mend: Some(Mend {
            title,
            range: range.clone(),
            text: text.into(),
        }),
        ..problem(range, message)
    }
}

/// A bracket that closes nothing.
pub(super) fn stray_bracket(range: Range<usize>, bracket: u8) -> Problem {
    let bracket = char::from(bracket);
    problem(range, format!("nothing opens this `{bracket}`"))
}

/// A comma or colon outside of a collection.
pub(super) fn stray_mark(range: Range<usize>, mark: u8) -> Problem {
    let mark = char::from(mark);
    problem(range, format!("`{mark}` has no place here"))
}

/// A second value at the root.
pub(super) fn second_value(range: Range<usize>) -> Problem {
    problem(range, "a JSON file holds one value; this is a second one")
}

/// A quote without another one on its line.
pub(super) fn unclosed_quote(range: Range<usize>) -> Problem {
    problem(range, "the quote that opens here is never closed")
}

/// A comma with nothing before it.
pub(super) fn empty_slot(comma: Range<usize>, object: bool) -> Problem {
    let what = if object { "an entry" } else { "a value" };
    problem(comma, format!("{what} is missing before this comma"))
}

/// A comma with nothing after it.
pub(super) fn trailing_comma(comma: Range<usize>) -> Problem {
    replaced(
        comma,
        "JSON allows no comma before the closing bracket",
        "Remove the comma",
        "",
    )
}

/// A comma, a colon or closing brackets that are missing at a place.
pub(super) fn missing(at: usize, what: &str) -> Problem {
    let title = match what {
        "," => "Add the comma",
        ":" => "Add the colon",
        _ => "Add the bracket",
    };
    replaced(at..at, format!("`{what}` is missing here"), title, what)
}

/// A bracket that closes another kind of collection.
pub(super) fn wrong_bracket(range: Range<usize>, bracket: char, right: char) -> Problem {
    replaced(
        range,
        format!("`{bracket}` does not close the bracket that is open; `{right}` does"),
        "Put the right bracket",
        right,
    )
}

/// A colon without a key.
pub(super) fn missing_key(colon: Range<usize>) -> Problem {
    problem(colon, "a key is missing before this colon")
}

/// A collection where a key should be.
pub(super) fn collection_for_key(bracket: Range<usize>) -> Problem {
    problem(bracket, "a key is expected here")
}

/// `=` in place of a colon.
pub(super) fn wrong_colon(range: Range<usize>) -> Problem {
    replaced(
        range,
        "a colon belongs between key and value",
        "Put a colon",
        ":",
    )
}

/// A key and nothing after it.
pub(super) fn lone_key(range: Range<usize>) -> Problem {
    problem(range, "a colon and a value are missing behind this key")
}

/// A colon and nothing after it.
pub(super) fn missing_value(at: usize) -> Problem {
    problem(at..at, "a value is missing here")
}

/// A colon in a list.
pub(super) fn key_in_list(colon: Range<usize>) -> Problem {
    problem(colon, "a list takes no keys; put braces around the entry")
}

/// A key without quotes.
pub(super) fn bare_key(range: Range<usize>, word: &str) -> Problem {
    replaced(
        range,
        format!("a key needs double quotes: `\"{}\"`", shorten(word)),
        "Put the key in quotes",
        quote(word),
    )
}

/// A string in single quotes.
pub(super) fn single_quotes(range: Range<usize>, inside: &str) -> Problem {
    replaced(
        range,
        "JSON strings take double quotes",
        "Use double quotes",
        quote(inside),
    )
}

/// A word that is no value.
pub(super) fn wrong_word(range: Range<usize>, word: &str) -> Problem {
    let shown = shorten(word);
    let (message, text) = match word.to_ascii_lowercase().as_str() {
        known @ ("true" | "false") => (format!("JSON writes `{known}`"), known.to_owned()),
        "null" | "none" | "nil" | "undefined" | "~" => (
            "JSON writes `null` for nothing".to_owned(),
            "null".to_owned(),
        ),
        _ if word.ends_with('"') => (
            format!("a quote is missing before `{shown}`"),
            format!("\"{word}"),
        ),
        _ if word.parse::<f64>().is_ok() => (
            format!("`{shown}` is no number in JSON; put it in quotes to keep it as text"),
            quote(word),
        ),
        _ => (
            format!("`{shown}` needs double quotes around it"),
            quote(word),
        ),
    };
    replaced(range, message, "Write it as JSON does", text)
}

/// An escape that JSON does not have.
pub(super) fn wrong_escape(range: Range<usize>, escape: char) -> Problem {
    Problem {
        mend: Some(Mend {
            title: "Double the backslash",
            range: range.start..range.start,
            text: "\\".to_owned(),
        }),
        ..problem(
            range,
            format!("`\\{escape}` is no escape in JSON; write `\\\\` for a backslash"),
        )
    }
}

/// A control character in a string.
pub(super) fn control_character(range: Range<usize>, char: char) -> Problem {
    let escape = if char == '\t' {
        "\\t".to_owned()
    } else {
        format!("\\u{:04x}", u32::from(char))
    };
    replaced(
        range,
        format!("a control character in a string is written as an escape, here `{escape}`"),
        "Write it as an escape",
        escape,
    )
}

/// White space that JSON does not take for such.
pub(super) fn foreign_space(range: Range<usize>, space: &str) -> Problem {
    let code = space.chars().next().map_or(0, u32::from);
    replaced(
        range,
        format!("U+{code:04X} is not a space in JSON"),
        "Use a space",
        " ",
    )
}

/// A comment.
pub(super) fn comment(range: Range<usize>) -> Problem {
    problem(
        range,
        "JSON has no comments; the tenant would refuse this file",
    )
}

fn quote(word: &str) -> String {
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
}

fn shorten(word: &str) -> String {
    word.chars().take(40).collect()
}
