//! What is wrong with broken YAML, in words.

use super::characters::WHITE;
use super::error::{FixText, SyntaxError, SyntaxFix};
use super::line::LineError;
use crate::text::lookalike::Lookalike;
use std::ops::Range;

pub(super) const CONFLICT: &str =
    "A merge conflict starts here. Keep one of its sides and remove the markers.";
pub(super) const CONFLICT_MARKER: &str = "A merge left this conflict marker behind. Remove it.";
pub(super) const FENCE: &str = "A Markdown fence is not YAML. Remove this line.";
pub(super) const GLUED_DASH: &str = "Missing space after the `-` of this list item.";
pub(super) const TAB: &str = "Tabs cannot be used for indentation in YAML. Use spaces.";
pub(super) const TOO_DEEP: &str = "This is nested too deep to be checked.";
pub(super) const TOO_MANY: &str =
    "Too many syntax errors in this block: the rest of it is not checked.";
pub(super) const UNREADABLE: &str = "This cannot be read as YAML.";

pub(super) fn too_long(lines: usize) -> String {
    format!("This block has more than {lines} lines and is not checked.")
}

pub(super) fn control_character(char: char) -> String {
    format!(
        "The control character U+{:04X} is not allowed in YAML. Remove it.",
        u32::from(char)
    )
}

/// A character that looks like one that means something in YAML.
pub(super) fn lookalike(other: Lookalike) -> String {
    let shown = other.shown();
    match other.like {
        "" => format!("Invisible character {shown}. Remove it."),
        " " => format!("{shown} looks like a space, but YAML reads it as text. Use a space."),
        like => format!("{shown} looks like `{like}`, but YAML reads it as text. Use `{like}`."),
    }
}

/// A line that people take for an empty one.
pub(super) fn not_empty(first: char) -> String {
    format!(
        "This line is not empty: U+{:04X} is text in YAML, not white space. Remove it.",
        u32::from(first)
    )
}

/// A comment that starts as in another language.
pub(super) fn foreign_comment(with: &str) -> String {
    format!("Comments start with `#` in YAML, not with `{with}`.")
}

/// A `//` after a value, at a place, and the fix.
pub(super) fn comment_after(place: usize) -> (String, Option<SyntaxFix>) {
    let fix = SyntaxFix {
        title: "Start the comment with `#`",
        span: (place..place + 2).into(),
        text: "#".into(),
    };
    (foreign_comment("//"), Some(fix))
}

/// A marker with too many dashes.
pub(super) fn dashes(count: usize) -> String {
    format!("A document starts with `---`, but this line has {count} dashes.")
}

pub(super) fn unclosed(first: char) -> String {
    let what = match first {
        '"' | '\'' => "quote",
        _ => "bracket",
    };
    format!("The {what} `{first}` that opens here is never closed.")
}

/// An entry below a line that has a value already.
pub(super) fn too_deep(line: &str) -> String {
    format!(
        "`{}` is indented deeper than the line above, which already has a value. Indent it like the line above.",
        first_word(line)
    )
}

/// An indentation between those of the lines above.
pub(super) fn dedent(indent: usize, columns: &[usize]) -> String {
    let ways: Vec<_> = columns.iter().map(usize::to_string).collect();
    format!(
        "No line above is indented by {}. Use {} to line up with one.",
        spaces(indent),
        ways.join(" or ")
    )
}

/// The first line of a block whose other lines are in another column.
pub(super) fn uneven(line: &str, indent: usize, column: usize) -> String {
    format!(
        "`{}` is indented by {}, the lines below it by {column}. Give them the same indentation.",
        first_word(line),
        spaces(indent)
    )
}

/// An item whose dash is left of the list's.
pub(super) fn left_of_first_item(column: usize, list: usize) -> String {
    format!(
        "This item is indented by {}, the first one of its list by {list}. Give them the same indentation.",
        spaces(column)
    )
}

/// An entry that is left of the first of the root mapping.
pub(super) fn left_of_first_key(key: &str) -> String {
    format!(
        "`{}` is further left than the first key. All keys of a mapping must start in the same column.",
        first_word(key)
    )
}

/// An item where a key is expected; the column is that of the list it is meant for, if there is one.
pub(super) fn stray_item(list: Option<usize>) -> String {
    let mut message = "Expected a key, but `-` starts a list item.".to_owned();
    if let Some(column) = list {
        message.push_str(" The items above are indented by ");
        message.push_str(&spaces(column));
        message.push('.');
    }
    message
}

/// An entry in the column of the dashes.
pub(super) fn not_item(line: &str) -> String {
    format!(
        "`{}` is in the column of the dashes. Indent it deeper to make it part of the item above.",
        first_word(line)
    )
}

pub(super) fn not_an_escape(escape: &str) -> String {
    format!("`{escape}` is not a valid escape. Write `\\\\` for a backslash, or use single quotes.")
}

pub(super) fn wrong_bracket(bracket: &str, right: &str) -> String {
    format!("`{bracket}` does not close the bracket that is open. Use `{right}`.")
}

/// What is wrong with a value or key, and whether quotes fix it. `before` is what the line has before it.
pub(super) fn wording(error: LineError, before: &str, subject: &str, key: bool) -> (String, bool) {
    let first = subject.chars().next().unwrap_or(' ');
    let what = if key { "key" } else { "value" };
    let starts = |with: &str| format!("A {what} cannot start with {with}. Put it in quotes.");
    let shown: String = subject.chars().take(40).collect();
    match (error, first) {
        (LineError::Reserved(_), '*') => (
            "`*` must be followed by the name of an anchor. If it is text, put it in quotes."
                .to_owned(),
            true,
        ),
        (LineError::Reserved(_), '&') => (
            "`&` must be followed by a name for the anchor. If it is text, put it in quotes."
                .to_owned(),
            true,
        ),
        (LineError::Reserved(_), '|' | '>') => (
            format!("Text cannot follow `{first}` on the same line. Start it on the next line."),
            false,
        ),
        (LineError::Reserved(_), '`') => (starts("a backquote"), true),
        (LineError::Reserved(_), _) | (LineError::StrayBracket(_), ',') => {
            (starts(&format!("`{first}`")), true)
        }
        (LineError::StrayBracket(_), _) => (format!("Nothing opens this `{first}`."), true),
        (LineError::TextAfterAlias(_), _) => (
            format!(
                "Nothing can follow the alias `{}`. If it is text, put the value in quotes.",
                first_word(subject)
            ),
            true,
        ),
        (LineError::ColonInValue(_), _) if subject.ends_with(':') => (
            "A value that ends with `:` needs quotes. A nested key needs a line of its own."
                .to_owned(),
            true,
        ),
        (LineError::ColonInValue(_), _) => (
            "A value with `: ` in it needs quotes. A nested key needs a line of its own."
                .to_owned(),
            true,
        ),
        (LineError::TextAfterQuote(_), _) => {
            let way_out = if before.trim_end_matches(WHITE).ends_with('\'') {
                "`''`"
            } else {
                "`\\\"`"
            };
            (
                format!(
                    "Unexpected `{shown}` after the closing quote. For a quote inside the text, write {way_out}."
                ),
                false,
            )
        }
        (LineError::TextAfterBracket(_), ']' | '}') => (
            format!("Unexpected `{first}` after the closing bracket: nothing opens it."),
            false,
        ),
        (LineError::TextAfterBracket(_), _) => (
            format!("Unexpected `{shown}` after the closing bracket. Remove it."),
            false,
        ),
        (LineError::BracketedText(_), _) => (
            format!("Text that starts with `{first}` must be in quotes."),
            true,
        ),
        (LineError::ItemAfterKey(_), _) => (
            "A list item cannot start on the line of its key. Put it on the next line.".to_owned(),
            false,
        ),
        (LineError::Tab(_) | LineError::WrongBracket(_) | LineError::Escape(_), _) => {
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
        text: FixText::InQuotes(text.to_owned()),
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

/// The error of a word where a key is expected.
pub(super) fn no_colon(content: &str, range: Range<usize>) -> SyntaxError {
    if let Some((error, _)) = missing_space(content, range.start) {
        return error;
    }
    let word = content.split(" #").next().unwrap_or_default();
    let word = word.trim_matches(WHITE);
    // To people this line is empty.
    if let Some(space) = word.chars().next().filter(|_| word.trim().is_empty()) {
        let error = SyntaxError::new(range.clone(), not_empty(space));
        return error.fixed("Remove the invisible characters", range, "");
    }
    let quote = word
        .chars()
        .next()
        .filter(|char| matches!(char, '"' | '\''));
    let message = match quote {
        Some(quote) if word.matches(quote).count() == 1 => unclosed(quote),
        _ => format!("Missing colon. A key is written `{}: …`.", first_word(word)),
    };
    SyntaxError::new(range, message)
}

/// The error of `key:value`, and the place of the colon.
pub(super) fn missing_space(content: &str, start: usize) -> Option<(SyntaxError, usize)> {
    let word = content
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        .count();
    let (key, rest) = content.split_at_checked(word)?;
    let value = rest.strip_prefix(':')?;
    if key.is_empty() || value.starts_with("//") || value.trim_matches(WHITE).is_empty() {
        return None;
    }
    let colon = start + word;
    let written = content
        .split(" #")
        .next()
        .unwrap_or_default()
        .trim_end_matches(WHITE);
    let message = format!("Missing space after the colon of `{key}:`.");
    let error = SyntaxError::new(start..start + written.len(), message);
    Some((
        error.fixed("Add the space", colon + 1..colon + 1, " "),
        colon,
    ))
}

fn first_word(text: &str) -> String {
    text.trim_start_matches([' ', '-'])
        .split([':', ' '])
        .next()
        .unwrap_or_default()
        .chars()
        .take(40)
        .collect()
}

fn spaces(count: usize) -> String {
    match count {
        1 => "1 space".to_owned(),
        n => format!("{n} spaces"),
    }
}
