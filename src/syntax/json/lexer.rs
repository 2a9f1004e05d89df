//! The tokens of JSON, and of what people write for them.

use super::super::scalar::ScalarType;
use std::ops::Range;

/// The indentation of a longer line shows nothing.
const LONG_LINE: usize = 1_000;

/// A place in a text, and the steps from it to the next token.
#[derive(Debug)]
pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    /// The offset of what comes next.
    pub(super) at: usize,
    /// The end of the last token: where something missing belongs.
    pub(super) after: usize,
}

/// What may be between two tokens.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// A comment, without the white space at its end.
    Comment(Range<usize>),
    /// White space of Unicode that is none in JSON.
    Space(Range<usize>),
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            after: 0,
        }
    }

    /// The byte at an offset.
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The text from the current place on.
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Passes white space and one gap that JSON does not allow, if there is one.
    pub(super) fn gap(&mut self) -> Option<Gap> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte(self.at) {
            self.at += 1;
        }
        let start = self.at;
        if !matches!(self.byte(start)?, b'/' | 0x0b | 0x0c | 0x80..) {
            return None;
        }
        let rest = self.rest();
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else {
            let space = |char: char| char.is_whitespace() || char == '\u{feff}';
            let first = rest.chars().next().filter(|char| space(*char))?;
            self.at += first.len_utf8();
            return Some(Gap::Space(start..self.at));
        };
        self.at += length;
        let comment = rest.get(..length).unwrap_or(rest).trim_end();
        Some(Gap::Comment(start..start + comment.len()))
    }

    /// Passes some bytes; returns their range.
    pub(super) fn take(&mut self, length: usize) -> Range<usize> {
        let start = self.at;
        self.at += length;
        self.after = self.at;
        start..self.at
    }

    /// Passes what is written before such a byte, a comment or the line's end.
    pub(super) fn take_until(&mut self, stop: impl Fn(u8) -> bool) -> Range<usize> {
        let rest = self.rest();
        let ends = |at: &usize| match rest.as_bytes().get(*at..) {
            None | Some([] | [b'\n' | b'\r', ..] | [b' ', b'/', b'/', ..]) => true,
            Some([byte, ..]) => stop(*byte),
        };
        let end = (0..=rest.len()).find(ends).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default().trim_end();
        // Something must be passed, whatever it is.
        let first = rest.chars().next().map_or(1, char::len_utf8);
        self.take(word.len().max(first))
    }

    /// The end of the string that starts at a quote; `Err` with the line's end if it is not closed there.
    pub(super) fn string_end(&self, quote: usize) -> Result<usize, usize> {
        let mut at = quote + 1;
        loop {
            match self.byte(at) {
                None | Some(b'\n' | b'\r') => return Err(at),
                Some(b'"') => return Ok(at + 1),
                Some(b'\\') if !matches!(self.byte(at + 1), None | Some(b'\n' | b'\r')) => at += 2,
                Some(_) => at += 1,
            }
        }
    }

    /// Whether a string with a colon after it comes next.
    pub(super) fn is_key(&self) -> bool {
        if self.byte(self.at) != Some(b'"') {
            return false;
        }
        let end = self.string_end(self.at);
        let after = end.ok().and_then(|end| self.text.get(end..));
        after.is_some_and(|after| after.trim_start_matches([' ', '\t']).starts_with(':'))
    }

    /// The column of what comes next, which starts a line.
    pub(super) fn column(&self) -> Option<usize> {
        let gap = self.text.get(self.after..self.at)?;
        Some(gap.len() - gap.rfind('\n')? - 1)
    }

    /// The number of spaces that the line of a place starts with. Returns `None` if the line is very long.
    pub(super) fn indentation(&self, place: usize) -> Option<usize> {
        let near = place.saturating_sub(LONG_LINE)..place;
        let line = self.text.as_bytes().get(near.clone())?;
        let start = match line.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => at + 1,
            None if near.start == 0 => 0,
            None => return None,
        };
        let line = line.get(start..)?;
        Some(line.iter().take_while(|byte| **byte == b' ').count())
    }

    /// Whether what comes next is on another line than the last token.
    pub(super) fn starts_line(&self) -> bool {
        let gap = self.text.get(self.after..self.at);
        gap.is_some_and(|gap| gap.contains('\n'))
    }
}

/// The type of a word. Returns `None` if it is none that JSON has.
pub(super) fn word_type(word: &str) -> Option<ScalarType> {
    match word {
        "true" | "false" => return Some(ScalarType::Boolean),
        "null" => return Some(ScalarType::Null),
        _ => {}
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => (
            number,
            Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)),
        ),
        None => (unsigned, None),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let fits = digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits);
    let simple = fraction.is_none() && exponent.is_none();
    fits.then_some(if simple {
        ScalarType::Integer
    } else {
        ScalarType::Float
    })
}
