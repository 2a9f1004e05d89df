//! What characters mean in a line of YAML, whatever is around them.

use super::line::Kind;

/// What YAML takes for white space. Other spaces that Unicode has are text.
pub(super) const WHITE: [char; 4] = [' ', '\t', '\n', '\r'];

/// Columns may be compared with -1, the floor of a document.
pub(super) fn to_column(byte: usize) -> isize {
    isize::try_from(byte).unwrap_or(isize::MAX)
}

/// White space or the line's end.
pub(super) fn is_space(byte: Option<u8>) -> bool {
    matches!(byte, None | Some(b' ' | b'\t'))
}

/// Whether a line, with or without its line break, starts or ends a document.
pub(super) fn is_document_marker(line: &str) -> bool {
    marker(line.trim_end_matches(['\n', '\r']).as_bytes()).is_some()
}

pub(super) fn marker(bytes: &[u8]) -> Option<Kind> {
    if !is_space(bytes.get(3).copied()) {
        return None;
    }
    match bytes.get(..3)? {
        b"---" => Some(Kind::DocumentStart),
        b"..." => Some(Kind::DocumentEnd),
        _ => None,
    }
}

/// The place behind a closing quote, from inside of the quoted text on.
pub(super) fn quote_end(bytes: &[u8], mut at: usize, quote: u8) -> Option<usize> {
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            _ if byte == quote => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Whether what stands behind a backslash makes an escape with it.
pub(super) fn is_escape(bytes: &[u8], at: usize) -> bool {
    let digits = match bytes.get(at) {
        // At the end of a line it joins the lines.
        None => return true,
        Some(b'x') => 2,
        Some(b'u') => 4,
        Some(b'U') => 8,
        Some(escape) => return b"0abtnvfre \"/\\N_LP\t".contains(escape),
    };
    let code = bytes.get(at + 1..at + 1 + digits);
    code.is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit))
}

/// Where a comment starts, from `at` on: a `#` behind white space.
pub(super) fn comment_from(bytes: &[u8], at: usize) -> Option<usize> {
    (at.max(1)..bytes.len())
        .find(|i| bytes.get(*i) == Some(&b'#') && matches!(bytes.get(i - 1), Some(b' ' | b'\t')))
}

/// Whether a `|` or `>` is followed by nothing but indicators and a comment.
pub(super) fn is_block_header(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at + 1..).unwrap_or_default();
    let indicators = rest
        .iter()
        .take_while(|b| matches!(b, b'+' | b'-' | b'0'..=b'9'))
        .count();
    let (indicators, rest) = rest.split_at(indicators);
    let digits = indicators.iter().filter(|b| b.is_ascii_digit()).count();
    let text = rest.iter().position(|b| !matches!(b, b' ' | b'\t'));
    let comment = text.is_none_or(|text| text > 0 && rest.get(text) == Some(&b'#'));
    digits <= 1 && indicators.len() - digits <= 1 && comment
}

/// Whether a line reads as `- item` or `key: value`, whatever is open.
pub(super) fn looks_like_entry(bytes: &[u8], first: usize) -> bool {
    let rest = bytes.get(first..).unwrap_or_default();
    if rest.first() == Some(&b'-') && is_space(rest.get(1).copied()) {
        return true;
    }
    let word = rest
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
        .count();
    word > 0 && rest.get(word) == Some(&b':') && is_space(rest.get(word + 1).copied())
}

/// Whether a line starts with the dash of an item.
pub(super) fn is_item(line: &str) -> bool {
    let content = line.trim_matches(WHITE);
    content == "-" || content.starts_with("- ")
}

/// The number of spaces a line starts with.
pub(super) fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether a character may be nowhere in YAML.
pub(super) fn is_control(char: char) -> bool {
    match char {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        char => char.is_control(),
    }
}

/// Whether there is a character in a text that stands nowhere in YAML.
pub(super) fn has_control_character(text: &str) -> bool {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
    let all_plain = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(true, |plain, byte| plain & is_plain(*byte))
    };
    // Most texts are plain, and this is many bytes at once.
    !text.as_bytes().chunks(64).all(all_plain) && text.chars().any(is_control)
}
