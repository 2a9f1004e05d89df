//! How a scalar is written.

use super::Notation;
use super::scalar::{ScalarType, resolve};

/// A text as a scalar that reads as this very text: plain if it can be, in quotes otherwise.
pub fn quoted(text: &str, notation: Notation) -> String {
    match notation {
        Notation::Json => double_quoted(text),
        _ if text.contains(['\n', '\r', '\t']) => double_quoted(text),
        _ if is_plain(text, notation == Notation::Flow) => text.to_owned(),
        _ => format!("'{}'", text.replace('\'', "''")),
    }
}

/// The type of a text written as a plain scalar.
pub fn scalar_type(plain: &str) -> ScalarType {
    resolve(plain)
}

/// A text in double quotes.
pub(super) fn double_quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// A text as it stands between double quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other => out.push(other),
        }
    }
    out
}

/// Whether a text, written as it is, reads as that text.
pub(super) fn is_plain(text: &str, flow: bool) -> bool {
    let mut chars = text.chars();
    let first = chars.next();
    let second = chars.next();
    let begins_well = match first {
        None => false,
        Some('-' | '?' | ':') => second.is_some_and(|c| c != ' '),
        Some(c) => !"@`%*&!|>'\"[]{},#".contains(c),
    };
    let reads_on = [": ", " #"].iter().any(|stop| text.contains(stop))
        || text.ends_with(':')
        || text.trim() != text;
    let brackets = flow && text.contains([',', '[', ']', '{', '}']);
    let marker = ["---", "..."].contains(&text);
    begins_well && !(reads_on || brackets || marker) && resolve(text) == ScalarType::String
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_read_as_something_else_is_quoted() {
        let yaml = |text| quoted(text, Notation::Block);
        for plain in [
            "Google BigQuery",
            "${PASSWORD}",
            "<schema>",
            "a:b",
            "it's",
            "-x",
            "https://example.com",
        ] {
            assert_eq!(yaml(plain), plain);
        }
        for text in [
            "@team", "a: b", "true", "443", "", " x", "x #y", "- x", "*", "a:", "~",
        ] {
            assert_eq!(yaml(text), format!("'{text}'"));
        }
        assert_eq!(yaml("'it'"), "'''it'''");
        assert_eq!(quoted("${PASSWORD}", Notation::Flow), "'${PASSWORD}'");
        assert_eq!(quoted("a \"b\"", Notation::Json), r#""a \"b\"""#);
    }
}
