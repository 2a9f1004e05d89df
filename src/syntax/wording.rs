//! What is wrong with broken YAML, in words.

use super::error::{SyntaxError, SyntaxFix};
use super::lines::Mistake;
use std::ops::Range;

/// What is wrong with a value or key, and whether quotes mend it. `before` is what the line has before it.
pub(super) fn wording(mistake: Mistake, before: &str, subject: &str, key: bool) -> (String, bool) {
    let first = subject.chars().next().unwrap_or(' ');
    let what = if key { "key" } else { "value" };
    let starts = |with: &str| format!("a {what} cannot start with {with}; put it in quotes");
    let shown: String = subject.chars().take(40).collect();
    match (mistake, first) {
        (Mistake::Reserved(_), '*') => (
            "`*` needs the name of an anchor behind it, or quotes around it".to_owned(),
            true,
        ),
        (Mistake::Reserved(_), '&') => (
            "`&` needs a name for the anchor behind it, or quotes around it".to_owned(),
            true,
        ),
        (Mistake::Reserved(_), '|' | '>') => (
            format!("text cannot follow `{first}` on the same line; start it on the next line"),
            false,
        ),
        (Mistake::Reserved(_), '`') => (starts("a backquote"), true),
        (Mistake::Reserved(_), _) | (Mistake::StrayBracket(_), ',') => {
            (starts(&format!("`{first}`")), true)
        }
        (Mistake::StrayBracket(_), _) => (format!("nothing opens the `{first}`"), true),
        (Mistake::TextAfterAlias(_), _) => (
            format!(
                "nothing can follow the alias `{}`; if it is none, put the value in quotes",
                first_word(subject)
            ),
            true,
        ),
        (Mistake::ColonInValue(_), _) if subject.ends_with(':') => (
            "a value that ends with `:` needs quotes; a nested key needs a line of its own"
                .to_owned(),
            true,
        ),
        (Mistake::ColonInValue(_), _) => (
            "a value with `: ` in it needs quotes; a nested key needs a line of its own".to_owned(),
            true,
        ),
        (Mistake::TextAfterQuote(_), _) => {
            let way_out = if before.trim_end().ends_with('\'') {
                "`''`"
            } else {
                "`\\\"`"
            };
            (
                format!(
                    "`{shown}` stands behind the closing quote; for a quote inside the text write {way_out}"
                ),
                false,
            )
        }
        (Mistake::TextAfterBracket(_), ']' | '}') => (
            format!("`{first}` stands behind the closing bracket; nothing opens it"),
            false,
        ),
        (Mistake::TextAfterBracket(_), _) => (
            format!("`{shown}` stands behind the closing bracket; remove it"),
            false,
        ),
        (Mistake::ItemAfterKey(_), _) => (
            "an item cannot start on the line of its key; put it on the next line".to_owned(),
            false,
        ),
        (Mistake::Tab(_) | Mistake::WrongBracket(_) | Mistake::Escape(_), _) => {
            (String::new(), false)
        }
    }
}

pub(super) fn quoted(original: &str, range: Range<usize>, key: bool) -> SyntaxFix {
    let text = original.get(range.clone()).unwrap_or_default();
    SyntaxFix {
        title: if key {
            "Put the key in quotes"
        } else {
            "Put the value in quotes"
        },
        text: format!("'{}'", text.replace('\'', "''")),
        span: range.into(),
    }
}

/// The colon of `key: value` or `key:`.
pub(super) fn colon_of(text: &str) -> Option<usize> {
    text.find(": ")
        .or_else(|| text.strip_suffix(':').map(str::len))
}

/// The end of the escape that a backslash starts, as far as it is one.
pub(super) fn escape_end(text: &str, slash: usize) -> usize {
    let behind = text.get(slash + 1..).unwrap_or_default();
    let escape = behind.chars().next().map_or(0, char::len_utf8);
    slash + 1 + escape
}

pub(super) fn other_bracket(bracket: &str) -> &'static str {
    if bracket == "]" { "}" } else { "]" }
}

/// The problem of a word where a key is expected.
pub(super) fn no_colon(content: &str, range: Range<usize>) -> SyntaxError {
    if let Some((problem, _)) = missing_space(content, range.start) {
        return problem;
    }
    let word = content.split(" #").next().unwrap_or_default().trim();
    let quote = word
        .chars()
        .next()
        .filter(|char| matches!(char, '"' | '\''));
    let message = match quote {
        Some(quote) if word.matches(quote).count() == 1 => unclosed_quote(quote),
        _ => format!(
            "a colon is missing: a key is written `{}: …`",
            first_word(word)
        ),
    };
    SyntaxError::new(range, message)
}

fn unclosed_quote(quote: char) -> String {
    format!("the quote `{quote}` that opens here is never closed")
}

/// `key:value`: the problem, and the place of the colon.
pub(super) fn missing_space(content: &str, start: usize) -> Option<(SyntaxError, usize)> {
    let word = content
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        .count();
    let (key, rest) = content.split_at_checked(word)?;
    let value = rest.strip_prefix(':')?;
    if key.is_empty() || value.starts_with("//") || value.trim().is_empty() {
        return None;
    }
    let colon = start + word;
    let written = content.split(" #").next().unwrap_or_default().trim_end();
    let message = format!("a space is missing behind the colon of `{key}:`");
    let error = SyntaxError::new(start..start + written.len(), message);
    Some((
        error.fixed("Add the space", colon + 1..colon + 1, " "),
        colon,
    ))
}

pub(super) fn first_word(text: &str) -> String {
    text.trim_start_matches([' ', '-'])
        .split([':', ' '])
        .next()
        .unwrap_or_default()
        .chars()
        .take(40)
        .collect()
}

pub(super) fn spaces(count: usize) -> String {
    match count {
        1 => "1 space".to_owned(),
        n => format!("{n} spaces"),
    }
}
