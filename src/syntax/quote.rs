//! Whether a scalar needs quotes, and what it looks like in them.

use super::dialect::Notation;
use super::scalar::{ScalarType, resolve};

/// The quotes of YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Quotes {
    /// `'text'`
    #[default]
    Single,
    /// `"text"`
    Double,
}

/// A text as a scalar that reads as this very text: plain if it can be, in the preferred quotes otherwise.
pub fn quoted(text: &str, notation: Notation, quotes: Quotes) -> String {
    match notation {
        Notation::Json => double_quoted(text),
        _ if is_plain(text, notation == Notation::Flow) => text.to_owned(),
        _ => quotes.around(text),
    }
}

/// A text in quotes: in those that are preferred, unless only the others spare it escapes.
pub fn in_quotes(text: &str, quotes: Quotes) -> String {
    let single = !text.contains(|c: char| c == '\'' || c.is_control());
    let double = !text.contains(|c: char| c == '"' || c == '\\' || c.is_control());
    if single && (quotes == Quotes::Single || !double) {
        Quotes::Single.around(text)
    } else {
        Quotes::Double.around(text)
    }
}

impl Quotes {
    /// A text in these quotes. Only double ones can hold control characters.
    pub fn around(self, text: &str) -> String {
        if self == Self::Single && !text.contains(char::is_control) {
            format!("'{}'", text.replace('\'', "''"))
        } else {
            double_quoted(text)
        }
    }
}

/// The source of a plain scalar in quotes, its line breaks as they are: all styles fold lines in the same way.
pub(super) fn source_in_quotes(source: &str, quotes: Quotes) -> String {
    let single = !source.contains('\'');
    let double = !source.contains(['"', '\\']);
    if single && (quotes == Quotes::Single || !double) || !double && quotes == Quotes::Single {
        format!("'{}'", source.replace('\'', "''"))
    } else {
        let escaped = source.replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{escaped}\"")
    }
}

/// The type of a text written as a plain scalar.
pub fn scalar_type(plain: &str) -> ScalarType {
    resolve(plain)
}

/// A text in double quotes, as YAML and JSON both read it.
pub fn double_quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// A text as it is between double quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other if other.is_control() => {
                out.push_str(&format!("\\u{:04x}", u32::from(other)));
            }
            other => out.push(other),
        }
    }
    out
}

/// Whether a text, written as it is, reads as that text, also to readers of YAML 1.1.
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
        || text.trim() != text
        || text.contains(char::is_control);
    let brackets = flow && text.contains([',', '[', ']', '{', '}']);
    let marker = ["---", "..."].contains(&text);
    let flag = matches!(
        text.to_ascii_lowercase().as_str(),
        "yes" | "no" | "on" | "off" | "y" | "n"
    );
    begins_well
        && !(reads_on || brackets || marker || flag || is_date(text))
        && resolve(text) == ScalarType::String
}

/// Whether a text starts as a date does, which readers of YAML 1.1 take for one.
fn is_date(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && text.as_bytes().get(4) == Some(&b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_read_as_something_else_is_quoted() {
        let yaml = |text| quoted(text, Notation::Block, Quotes::Single);
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
            "@team",
            "a: b",
            "true",
            "443",
            "",
            " x",
            "x #y",
            "- x",
            "*",
            "a:",
            "~",
            "no",
            "2024-01-01",
        ] {
            assert_eq!(yaml(text), format!("'{text}'"));
        }
        let flow = |text| quoted(text, Notation::Flow, Quotes::Single);
        assert_eq!(flow("${PASSWORD}"), "'${PASSWORD}'");
        assert_eq!(
            quoted("a \"b\"", Notation::Json, Quotes::Single),
            r#""a \"b\"""#
        );
    }

    #[test]
    fn the_source_of_a_plain_scalar_keeps_its_lines() {
        for (source, single, double) in [
            ("@a\n  b", "'@a\n  b'", "\"@a\n  b\""),
            ("it's: a", "\"it's: a\"", "\"it's: a\""),
            ("@a \"b\"", "'@a \"b\"'", "'@a \"b\"'"),
            ("it's \"b\": c", "'it''s \"b\": c'", "\"it's \\\"b\\\": c\""),
        ] {
            assert_eq!(source_in_quotes(source, Quotes::Single), single);
            assert_eq!(source_in_quotes(source, Quotes::Double), double);
        }
    }

    #[test]
    fn the_preferred_quotes_are_taken_unless_the_others_spare_escapes() {
        for (text, single, double) in [
            ("a: b", "'a: b'", "\"a: b\""),
            ("'it'", "\"'it'\"", "\"'it'\""),
            ("\"a\"", "'\"a\"'", "'\"a\"'"),
            ("\\: ", "'\\: '", "'\\: '"),
            ("a\nb", "\"a\\nb\"", "\"a\\nb\""),
            ("\u{1b}", "\"\\u001b\"", "\"\\u001b\""),
            ("'\"", "\"'\\\"\"", "\"'\\\"\""),
        ] {
            assert_eq!(in_quotes(text, Quotes::Single), single);
            assert_eq!(in_quotes(text, Quotes::Double), double);
        }
    }
}
