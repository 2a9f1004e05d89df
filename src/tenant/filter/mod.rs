//! What a tenant says passes through here before anybody sees it. It may send back what it was sent, so secrets
//! are taken out; and it may send characters that steer a terminal or turn a text around.

#[cfg(test)]
mod tests;
mod view;

use super::ApiKey;
use crate::display::is_shown;
use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use serde_json::Value;
use std::collections::HashSet;
use std::ops::Range;
use view::{View, unescaped};

/// The shortest value of a placeholder that is taken out. A shorter one would not be a secret, and stands in words
/// that have nothing to do with it.
const SHORTEST: usize = 4;

/// The shortest line of a value that is taken out by itself, as of a private key: a tenant may quote just the line
/// it does not like.
const SHORTEST_LINE: usize = 8;

/// The shortest part of a secret that is taken out. Of a value that is no key it has to be a half, since a value may
/// be made of words.
const SHORTEST_PART: usize = 8;

/// The longest part that is looked for: what is longer holds one of these.
const LONGEST_PART: usize = 32;

/// The shortest beginning of a secret that is taken out where a text was cut off behind it.
const SHORTEST_BEGINNING: usize = 6;

/// From this length on not every part of a secret is looked for, but each of which no other is a part.
const LONG: usize = 4_096;

/// What a text is followed by that was cut off.
const CUT: &[&str] = &["…", "...", "***"];

/// What has to be taken out of a tenant's words.
pub(super) struct Filter {
    /// Parts of secrets, in lower case as far as ASCII goes.
    parts: Option<AhoCorasick>,
    /// For each of them, what stands in its place, as an index into the marks.
    hidden: Vec<Part>,
    marks: Vec<String>,
}

/// A part of a secret.
struct Part {
    mark: usize,
    /// Whether it is only taken out where a text was cut off, with the rest of the secret up to there.
    rest: Option<SecretSlice<u8>>,
}

impl Filter {
    /// For words of somebody who knows a key, and what placeholders were filled with.
    pub(super) fn new(key: &ApiKey, filled: &[(String, SecretString)]) -> Self {
        let mut secrets = Secrets::default();
        secrets.add(key.expose(), "[API key]".to_owned(), SHORTEST_PART);
        for (name, value) in filled {
            let (value, mark) = (value.expose_secret(), format!("${{{name}}}"));
            let whole = [value, value.trim()].into_iter();
            let whole =
                whole.filter(|text| text.len() >= SHORTEST && !matches!(*text, "true" | "false"));
            let lines = value.lines().map(str::trim);
            let lines = lines.filter(|line| line.len() >= SHORTEST_LINE);
            for text in whole.chain(lines) {
                let half = text.len().div_ceil(2).max(SHORTEST_PART);
                secrets.add(text, mark.clone(), half);
            }
        }
        let Secrets {
            patterns,
            hidden,
            marks,
        } = secrets;
        let built = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(patterns.iter().map(ExposeSecret::expose_secret));
        Self {
            parts: built.ok(),
            hidden,
            marks,
        }
    }

    /// A body, still as much JSON as it was: however its strings are escaped, their meaning is what is filtered. Keys
    /// are filtered, too, so that only what is shown to people, and not what decides something, may go through here.
    pub(super) fn body(&self, body: String) -> String {
        // An answer may be large, and most hold nothing that is to be taken out.
        if !body.contains("\\u") && !body.contains(steers) && !self.is_in(&body) {
            return body;
        }
        let Ok(mut value) = serde_json::from_str::<Value>(&body) else {
            return self.text(&body);
        };
        let changed = self.strings(&mut value);
        if changed || self.text(&body) != body {
            value.to_string()
        } else {
            body
        }
    }

    /// A text.
    pub(super) fn text(&self, text: &str) -> String {
        let Some(parts) = &self.parts else {
            // It cannot be told what has to be taken out.
            return "(left out)".to_owned();
        };
        if !self.is_in(text) {
            return without_steering(text);
        }
        let mut found: Vec<(Range<usize>, usize)> = Vec::new();
        // Which part was found where. With more escapes undone, what is behind it may be taken for a part of it.
        let mut seen = HashSet::new();
        let mut view = Some(View::of(text));
        while let Some(current) = view {
            for part in parts.find_overlapping_iter(current.bytes()) {
                let Some(Part { mark, rest }) = self.hidden.get(part.pattern().as_usize()) else {
                    continue;
                };
                let end = match rest {
                    None => Some(part.end()),
                    Some(rest) => cut_off(current.bytes(), part.end(), rest.expose_secret()),
                };
                let Some(end) = end else { continue };
                let range = current.source(part.start()..end);
                if seen.insert((part.pattern(), range.start)) {
                    found.push((range, *mark));
                }
            }
            view = current.decoded();
        }
        let mut filtered = String::new();
        let mut from = 0;
        for (range, mark) in merged(found) {
            filtered.push_str(text.get(from..range.start).unwrap_or_default());
            filtered.push_str(self.marks.get(mark).map_or("", String::as_str));
            from = range.end;
        }
        filtered.push_str(text.get(from..).unwrap_or_default());
        without_steering(&filtered)
    }

    /// Whether a part of a secret is in a text, however it is escaped.
    fn is_in(&self, text: &str) -> bool {
        let parts = self.parts.as_ref();
        view::layers(text).any(|layer| parts.is_none_or(|parts| parts.is_match(&*layer)))
    }

    /// Filters the strings in a value, and says whether that changes any.
    fn strings(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) => {
                let filtered = self.text(text);
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
                    let filtered = self.text(&key);
                    changed |= self.strings(&mut value) | (filtered != key);
                    (filtered, value)
                });
                *object = filtered.collect();
                changed
            }
            Value::Number(number) => {
                let written = number.to_string();
                let filtered = self.text(&written);
                let changed = filtered != written;
                if changed {
                    *value = Value::String(filtered);
                }
                changed
            }
            Value::Null | Value::Bool(_) => false,
        }
    }
}

/// How much of a text belongs to a secret whose beginning ends at `at`, if the text was cut off after it.
fn cut_off(text: &[u8], at: usize, rest: &[u8]) -> Option<usize> {
    let after = text.get(at..)?.iter();
    let more = after
        .zip(rest)
        .take_while(|(a, b)| a.eq_ignore_ascii_case(b));
    let end = at + more.count();
    let after = text.get(end..)?;
    let cut = CUT.iter().any(|mark| after.starts_with(mark.as_bytes()));
    cut.then_some(end)
}

/// Ranges without those that overlap, each with the mark of the longest of them.
fn merged(mut found: Vec<(Range<usize>, usize)>) -> Vec<(Range<usize>, usize)> {
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut merged: Vec<(Range<usize>, usize)> = Vec::new();
    let mut longest = 0;
    for (range, mark) in found {
        match merged.last_mut() {
            Some((last, of))
                if range.start < last.end || range.start == last.end && mark == *of =>
            {
                last.end = last.end.max(range.end);
                if range.len() > longest {
                    (longest, *of) = (range.len(), mark);
                }
            }
            _ => {
                longest = range.len();
                merged.push((range, mark));
            }
        }
    }
    merged
}

/// The parts of secrets.
#[derive(Default)]
struct Secrets {
    patterns: Vec<SecretSlice<u8>>,
    hidden: Vec<Part>,
    marks: Vec<String>,
}

impl Secrets {
    /// Adds a secret in each of its spellings. A part of it is as long as `part` at least.
    fn add(&mut self, secret: &str, mark: String, part: usize) {
        self.marks.push(mark);
        let bytes = secret.as_bytes();
        let mut spellings = vec![
            bytes.to_vec(),
            secret.to_lowercase().into_bytes(),
            secret.to_uppercase().into_bytes(),
            secret.replace(' ', "+").into_bytes(),
            unescaped(bytes),
            unescaped(&unescaped(bytes)),
        ];
        let latin = secret.chars().map(|c| u8::try_from(u32::from(c)).ok());
        spellings.extend(latin.collect::<Option<Vec<_>>>());
        spellings.sort();
        spellings.dedup();
        for spelling in spellings {
            self.parts(&spelling, part);
        }
        // What is this short is not told from other text once it is encoded.
        if secret.len() >= SHORTEST_BEGINNING {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            self.parts(hex.as_bytes(), part * 2);
            for before in 0..3 {
                self.parts(&base64(bytes, before), part * 4 / 3);
            }
            let url = |text: Vec<u8>| -> Vec<u8> {
                let url = text.into_iter().map(|b| match b {
                    b'+' => b'-',
                    b'/' => b'_',
                    other => other,
                });
                url.collect()
            };
            for before in 0..3 {
                self.parts(&url(base64(bytes, before)), part * 4 / 3);
            }
        }
    }

    /// Adds one spelling: the whole, each part of some length, and its beginning.
    fn parts(&mut self, spelling: &[u8], part: usize) {
        let mark = self.marks.len() - 1;
        let mut add = |pattern: &[u8], rest: Option<&[u8]>| {
            self.patterns.push(SecretSlice::from(pattern.to_vec()));
            self.hidden.push(Part {
                mark,
                rest: rest.map(|rest| SecretSlice::from(rest.to_vec())),
            });
        };
        if spelling.len() <= LONG {
            add(spelling, None);
        }
        let part = part.min(LONGEST_PART);
        if spelling.len() <= part {
            return;
        }
        let step = if spelling.len() <= LONG { 1 } else { part };
        let ends = (part..spelling.len()).step_by(step).chain([spelling.len()]);
        for end in ends {
            add(spelling.get(end - part..end).unwrap_or_default(), None);
        }
        if let Some((beginning, rest)) = spelling.split_at_checked(SHORTEST_BEGINNING) {
            add(beginning, Some(rest));
        }
    }
}

/// A text in Base64 where so many bytes of something else are before it, without what depends on its neighbours.
fn base64(text: &[u8], before: usize) -> Vec<u8> {
    let mut bytes = vec![0; before];
    bytes.extend_from_slice(text);
    let encoded = BASE64_STANDARD_NO_PAD.encode(&bytes).into_bytes();
    let first = (before * 8).div_ceil(6);
    let last = encoded.len() - usize::from(!bytes.len().is_multiple_of(3));
    encoded.get(first..last).unwrap_or_default().to_vec()
}

/// A text in which nothing steers a terminal.
fn without_steering(text: &str) -> String {
    text.chars()
        .map(|c| if steers(c) { ' ' } else { c })
        .collect()
}

/// Whether a character moves a cursor, changes colours or turns the direction of the text around. Lines stay lines: a
/// tenant's words may be a list.
fn steers(c: char) -> bool {
    !is_shown(c) && !matches!(c, '\n' | '\t')
}
