//! What a tenant says passes through here before anybody sees it. It may send back what it was sent, so secrets
//! are taken out; and it may send characters that steer a terminal or turn a text around.

use super::ApiKey;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::cmp::Reverse;

/// The shortest value of a placeholder that is taken out. A shorter one would not be a secret, and stands in words
/// that have nothing to do with it.
const SHORTEST: usize = 4;

/// The shortest line of a value that is taken out by itself, as of a private key: a tenant may quote just the line
/// it does not like.
const SHORTEST_LINE: usize = 8;

/// How often a value may be escaped in the manner of JSON: once as it was sent, once more where that is quoted.
const ESCAPES: usize = 2;

/// What has to be taken out of a tenant's words.
pub(super) struct Filter(Vec<Hidden>);

/// One spelling of a secret, and what stands in its place.
struct Hidden {
    spelling: SecretString,
    mark: String,
}

impl Filter {
    /// For words of somebody who knows a key, and what placeholders were filled with.
    pub(super) fn new(key: &ApiKey, filled: &[(String, SecretString)]) -> Self {
        let mut filter = Self(Vec::new());
        filter.hide(key.expose(), "[API key]");
        for (name, value) in filled {
            let (value, mark) = (value.expose_secret(), format!("${{{name}}}"));
            let whole = [value, value.trim()].into_iter();
            let whole =
                whole.filter(|text| text.len() >= SHORTEST && !matches!(*text, "true" | "false"));
            let lines = value.lines().map(str::trim);
            let lines = lines.filter(|line| line.len() >= SHORTEST_LINE);
            whole.chain(lines).for_each(|text| filter.hide(text, &mark));
        }
        // A secret may be the beginning of another: the longer goes first, lest its end stays.
        filter
            .0
            .sort_by_key(|hidden| Reverse(hidden.spelling.expose_secret().len()));
        filter
    }

    fn hide(&mut self, secret: &str, mark: &str) {
        let mut spelling = secret.to_owned();
        for _ in 0..=ESCAPES {
            let known = |hidden: &Hidden| hidden.spelling.expose_secret() == spelling;
            if self.0.iter().any(known) {
                return;
            }
            let quoted = Value::from(spelling.as_str()).to_string();
            self.0.push(Hidden {
                spelling: SecretString::from(spelling),
                mark: mark.to_owned(),
            });
            let inner = quoted.get(1..quoted.len() - 1);
            spelling = inner.unwrap_or_default().to_owned();
        }
    }

    /// A body, still as much JSON as it was: however its strings are escaped, their meaning is what is filtered. Keys
    /// are filtered, too, so that only what is shown to people, and not what decides something, may go through here.
    pub(super) fn body(&self, body: String) -> String {
        let Ok(mut value) = serde_json::from_str::<Value>(&body) else {
            return self.text(body);
        };
        let changed = self.strings(&mut value);
        match changed || self.text(body.clone()) != body {
            true => value.to_string(),
            false => body,
        }
    }

    /// A text.
    pub(super) fn text(&self, mut text: String) -> String {
        for Hidden { spelling, mark } in &self.0 {
            let spelling = spelling.expose_secret();
            if text.contains(spelling) {
                text = text.replace(spelling, mark);
            }
        }
        match text.contains(steers) {
            true => text.replace(steers, " "),
            false => text,
        }
    }

    /// Filters the strings in a value, and says whether that changes any.
    fn strings(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) => {
                let filtered = self.text(text.clone());
                let changed = filtered != *text;
                *text = filtered;
                changed
            }
            Value::Array(items) => {
                let all = items.iter_mut();
                all.fold(false, |changed, item| self.strings(item) | changed)
            }
            Value::Object(object) => {
                let mut changed = false;
                let entries = std::mem::take(object).into_iter();
                let filtered = entries.map(|(key, mut value)| {
                    let filtered = self.text(key.clone());
                    changed |= self.strings(&mut value) | (filtered != key);
                    (filtered, value)
                });
                *object = filtered.collect();
                changed
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
}

/// Whether a character moves a cursor, changes colours or turns the direction of the text around.
fn steers(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && !matches!(c, '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEM: &str = "-----BEGIN KEY-----\nMIIEvQ/IBADAN==\n-----END KEY-----\n";

    fn filter() -> Filter {
        let filled = [
            ("PASSWORD", "it's \"pass/wörd\""),
            ("LONGER", "it's \"pass/wörd\" and more"),
            ("PEM", PEM),
            ("SHORT", "abc"),
            ("SPACED", "spaced\n"),
        ];
        let filled = filled.map(|(name, value)| (name.to_owned(), SecretString::from(value)));
        Filter::new(&ApiKey::new("key\"/0123").expect("a key"), &filled)
    }

    #[test]
    fn secrets_are_taken_out_however_they_are_spelled() {
        for (said, heard) in [
            ("the key key\"/0123 is bad", "the key [API key] is bad"),
            (
                r#"password: "it's \"pass/wörd\"""#,
                r#"password: "${PASSWORD}""#,
            ),
            (
                r#"{\"a\": \"it's \\\"pass/wörd\\\"\"}"#,
                r#"{\"a\": \"${PASSWORD}\"}"#,
            ),
            ("it's \"pass/wörd\" and more", "${LONGER}"),
            (PEM, "${PEM}"),
            (
                r"-----BEGIN KEY-----\nMIIEvQ/IBADAN==\n-----END KEY-----\n",
                "${PEM}",
            ),
            ("line 2: MIIEvQ/IBADAN== is odd", "line 2: ${PEM} is odd"),
            ("abc spaced", "abc ${SPACED}"),
        ] {
            assert_eq!(filter().text(said.to_owned()), heard);
        }
    }

    #[test]
    fn a_body_stays_json_and_no_way_of_escaping_hides_a_secret() {
        for (said, heard) in [
            (r#"{"a": "key\"\/0123"}"#, r#"{"a":"[API key]"}"#),
            (
                r#"{"a": ["\u0069t's \"pass\u002fw\u00f6rd\""]}"#,
                r#"{"a":["${PASSWORD}"]}"#,
            ),
            (r#"{"key\"/0123": {"b": 1}}"#, r#"{"[API key]":{"b":1}}"#),
            (r#"{"a": "key\"/0123", "a": 1}"#, r#"{"a":1}"#),
            (r#"{"as":   "it was" }"#, r#"{"as":   "it was" }"#),
            (r#"{"cut": "key\"/0123"#, r#"{"cut": "[API key]"#),
        ] {
            assert_eq!(filter().body(said.to_owned()), heard);
        }
    }

    #[test]
    fn nothing_steers_a_terminal() {
        let said = "\u{1b}[31mred\u{7} \u{9b}2J\r\n\tturned \u{202e}dnuora";
        let heard = " [31mred   2J \n\tturned  dnuora";
        assert_eq!(filter().text(said.to_owned()), heard);
        let said = r#"{"a": "\u001b]0;title\u0007"}"#;
        assert_eq!(filter().body(said.to_owned()), r#"{"a":" ]0;title "}"#);
    }
}
