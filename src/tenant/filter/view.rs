//! A text as it may have been meant: with escapes undone, layer by layer, and with the place of each byte in the text.

use std::borrow::Cow;
use std::ops::Range;

/// How many layers of escapes are undone: JSON within JSON within a page, and one more.
const LAYERS: usize = 4;

/// The bytes of a text after some layers of escapes were undone.
pub(super) struct View {
    bytes: Vec<u8>,
    /// For each byte, where the character or the escape begins that it comes from.
    starts: Vec<usize>,
    /// The length of the text.
    length: usize,
    /// How many layers were undone.
    layer: usize,
}

impl View {
    /// The text itself.
    pub(super) fn of(text: &str) -> Self {
        let starts = text
            .char_indices()
            .flat_map(|(at, c)| std::iter::repeat_n(at, c.len_utf8()));
        Self {
            bytes: text.as_bytes().to_vec(),
            starts: starts.collect(),
            length: text.len(),
            layer: 0,
        }
    }

    /// The bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where in the text some bytes come from.
    pub(super) fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.starts.get(range.start).copied();
        let start = start.unwrap_or(self.length);
        let last = self.starts.get(range.end.saturating_sub(1)).copied();
        let mut after = self.starts.iter().skip(range.end).copied();
        let end = after.find(|at| Some(*at) > last).unwrap_or(self.length);
        start..end
    }

    /// With one more layer undone. Returns `None` where there is none, or enough is undone.
    pub(super) fn decoded(&self) -> Option<Self> {
        if self.layer == LAYERS || !self.bytes.iter().any(|byte| begins_escape(*byte)) {
            return None;
        }
        let mut decoded = Self {
            bytes: Vec::with_capacity(self.bytes.len()),
            starts: Vec::with_capacity(self.bytes.len()),
            length: self.length,
            layer: self.layer + 1,
        };
        let mut at = 0;
        while let Some(rest) = self.bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let start = self.starts.get(at).copied().unwrap_or(self.length);
            let taken = unescape(rest, &mut decoded.bytes);
            decoded.starts.resize(decoded.bytes.len(), start);
            at += taken;
        }
        (decoded.bytes.len() < self.bytes.len()).then_some(decoded)
    }
}

/// A text, and what it is with one layer of escapes undone after the other.
pub(super) fn layers(text: &str) -> impl Iterator<Item = Cow<'_, [u8]>> {
    let next = |layer: &Cow<'_, [u8]>| {
        let decoded = unescaped(layer);
        (decoded.len() < layer.len()).then_some(Cow::Owned(decoded))
    };
    std::iter::successors(Some(Cow::Borrowed(text.as_bytes())), next).take(LAYERS + 1)
}

/// A text with one layer of escapes undone.
pub(super) fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let plain = rest.iter().position(|byte| begins_escape(*byte));
        let (plain, escape) = rest.split_at(plain.unwrap_or(rest.len()));
        out.extend_from_slice(plain);
        if escape.is_empty() {
            break;
        }
        let taken = unescape(escape, &mut out);
        rest = escape.get(taken..).unwrap_or_default();
    }
    out
}

fn begins_escape(byte: u8) -> bool {
    matches!(byte, b'%' | b'&' | b'\\' | b'\'' | b'"')
}

/// Adds what a text begins with, a byte or what an escape stands for, and returns how many bytes that are.
fn unescape(text: &[u8], out: &mut Vec<u8>) -> usize {
    let (escape, taken) = match text {
        [b'%', rest @ ..] => (hex(rest, 2).and_then(byte), 3),
        [b'\'', b'\'', ..] => (Some(vec![b'\'']), 2),
        [b'"', b'"', ..] => (Some(vec![b'"']), 2),
        [b'&', ..] => match entity(text) {
            Some((char, taken)) => (Some(char), taken),
            None => (None, 1),
        },
        [b'\\', b'x', rest @ ..] => (hex(rest, 2).and_then(byte), 4),
        [b'\\', b'u', rest @ ..] => match utf16(rest) {
            Some((char, taken)) => (Some(char), 2 + taken),
            None => (None, 1),
        },
        [b'\\', b'U', rest @ ..] => (hex(rest, 8).and_then(encoded), 10),
        [b'\\', b'n', ..] => (Some(vec![b'\n']), 2),
        [b'\\', b'r', ..] => (Some(vec![b'\r']), 2),
        [b'\\', b't', ..] => (Some(vec![b'\t']), 2),
        [b'\\', other, ..] if other.is_ascii_punctuation() => (Some(vec![*other]), 2),
        _ => (None, 1),
    };
    match escape {
        Some(bytes) => {
            out.extend(bytes);
            taken
        }
        None => {
            out.extend(text.first());
            1
        }
    }
}

/// The number that so many hexadecimal digits are.
fn hex(text: &[u8], digits: usize) -> Option<u32> {
    let digits = std::str::from_utf8(text.get(..digits)?).ok()?;
    let all = digits.bytes().all(|b| b.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| all)
}

fn byte(number: u32) -> Option<Vec<u8>> {
    u8::try_from(number).ok().map(|byte| vec![byte])
}

fn encoded(number: u32) -> Option<Vec<u8>> {
    char::from_u32(number).map(|c| c.to_string().into_bytes())
}

/// The character that `00e4`, `{e4}` or two halves of one stand for, after `\u`, and how many bytes that are.
fn utf16(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    if let Some(inner) = text.strip_prefix(b"{") {
        let end = inner.iter().take(7).position(|b| *b == b'}')?;
        return Some((encoded(hex(inner, end)?)?, end + 2));
    }
    let first = hex(text, 4)?;
    if let Some(char) = encoded(first) {
        return Some((char, 4));
    }
    let second = hex(text.get(4..)?.strip_prefix(br"\u")?, 4)?;
    let units = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
    Some((String::from_utf16(&units).ok()?.into_bytes(), 10))
}

/// The character that `&amp;` or `&#38;` stands for, and how many bytes that are.
fn entity(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let end = text.iter().take(12).position(|b| *b == b';')?;
    let char = match text.get(1..end)? {
        b"amp" => b"&".to_vec(),
        b"lt" => b"<".to_vec(),
        b"gt" => b">".to_vec(),
        b"quot" => b"\"".to_vec(),
        b"apos" => b"'".to_vec(),
        [b'#', b'x' | b'X', digits @ ..] => encoded(hex(digits, digits.len())?)?,
        [b'#', digits @ ..] => {
            let digits = std::str::from_utf8(digits).ok()?;
            encoded(digits.parse().ok()?)?
        }
        _ => return None,
    };
    Some((char, end + 1))
}
