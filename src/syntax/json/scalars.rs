//! Keys and scalars: strings in double quotes, and what people write for them.

use super::super::error::SyntaxError;
use super::super::scalar::{ScalarType, Style, resolve};
use super::super::tree::{Data, NodeId};
use super::lexer::word_type;
use super::recovery::{Language, Reader};
use super::wording;
use std::ops::Range;

impl Reader<'_> {
    pub(super) fn key(&mut self) -> NodeId {
        let start = self.lexer.at;
        match self.lexer.byte(start) {
            Some(b'"') => {
                let (range, closed) = self.string();
                let colon = self.text(range.start + 1..range.end).find(':');
                if closed && (self.peek() == Some(b':') || colon.is_none()) {
                    return self.closed_string(range);
                }
                // The quote that closes is that of the value, if there is one at all.
                let end = colon.map_or(range.end, |colon| range.start + 1 + colon);
                self.lexer.at = end;
                self.lexer.after = end;
                self.unclosed(start..end)
            }
            Some(b'\'') => self.single_quoted(),
            _ if self.language == Language::Flow => self.plain_scalar(),
            _ => {
                let range = self.lexer.take_until(|byte| {
                    matches!(byte, b':' | b'=' | b',' | b'{' | b'}' | b'[' | b']' | b'"')
                });
                self.tell(wording::bare_key(range.clone(), self.text(range.clone())));
                self.add(range, plain(ScalarType::String))
            }
        }
    }

    /// A string that is closed, at an end that was passed already.
    pub(super) fn closed_string(&mut self, range: Range<usize>) -> NodeId {
        let error = string_problem(self.text(range.clone()), range.start);
        let data = if error.is_some() {
            Data::Broken
        } else {
            string()
        };
        error.into_iter().for_each(|error| self.tell(error));
        self.add(range, data)
    }

    pub(super) fn unclosed(&mut self, range: Range<usize>) -> NodeId {
        self.tell(wording::unclosed_quote(range.clone()));
        self.add(range, Data::Broken)
    }

    /// The extent of a string in double quotes and whether it is closed on its line.
    pub(super) fn string(&mut self) -> (Range<usize>, bool) {
        let start = self.lexer.at;
        match self.lexer.string_end(start) {
            Ok(end) => (self.lexer.take(end - start), true),
            Err(line_end) => {
                let end = self.unclosed_end(start, line_end);
                (self.lexer.take(end - start), false)
            }
        }
    }

    /// Where a string ends that is not closed on its line: before a last comma, and before the brackets that
    /// close what the line opened.
    fn unclosed_end(&self, start: usize, line: usize) -> usize {
        let line_start = self.text(0..start).rfind('\n').unwrap_or(0);
        let opened = self.open.iter().rev();
        let mut opened = opened.take_while(|place| **place >= line_start);
        let mut rest = self.text(start..line).trim_end();
        rest = rest.strip_suffix(',').unwrap_or(rest).trim_end();
        while let (Some(shorter), Some(_)) = (rest.strip_suffix(['}', ']']), opened.next()) {
            rest = shorter.trim_end();
        }
        start + rest.len().max(1)
    }

    pub(super) fn single_quoted(&mut self) -> NodeId {
        let start = self.lexer.at;
        let rest = self.text(start + 1..self.lexer.text.len());
        let end = rest.find(['\'', '\n', '\r']).unwrap_or(rest.len());
        let inside = rest.get(..end).unwrap_or_default();
        if !rest.get(end..).is_some_and(|rest| rest.starts_with('\'')) {
            let end = self.unclosed_end(start, start + 1 + end);
            let range = self.lexer.take(end - start);
            return self.unclosed(range);
        }
        let range = self.lexer.take(end + 2);
        self.tell(wording::single_quotes(range.clone(), inside));
        self.add(range, string())
    }

    /// A number, `true`, `false`, `null`, or a word that is none of them.
    pub(super) fn word(&mut self) -> NodeId {
        if self.language == Language::Flow {
            return self.plain_scalar();
        }
        let range = self
            .lexer
            .take_until(|byte| matches!(byte, b',' | b'}' | b']'));
        let word = self.text(range.clone());
        if let Some(resolved) = word_type(word) {
            return self.add(range, plain(resolved));
        }
        self.tell(wording::wrong_word(range.clone(), word));
        self.add(range, Data::Broken)
    }

    /// A plain scalar of YAML on one line, of characters that cannot mean anything else.
    fn plain_scalar(&mut self) -> NodeId {
        let start = self.lexer.at;
        let rest = self.lexer.rest();
        let tame = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./ ".contains(&byte);
        let end = rest.bytes().position(|byte| !tame(byte));
        let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let word = word.trim_end_matches(' ');
        let first = word.strip_prefix('-').unwrap_or(word);
        let whole = first.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            && !word.starts_with("...");
        let range = self.lexer.take(word.len().max(1));
        let next = self.lexer.rest().trim_start_matches(' ');
        if !whole || !next.starts_with([',', ']', '}', ':', '\n', '\r']) {
            self.tell(wording::wrong_word(start..start + 1, word));
        }
        self.add(range, plain(resolve(word)))
    }

    /// Whether the colon that was just read ends a key of YAML, which ends at an offset: after a plain scalar it needs
    /// white space.
    pub(super) fn ends_flow_key(&self, key: usize) -> bool {
        let quoted = self.text(0..key).ends_with('"');
        quoted || self.lexer.rest().starts_with([' ', '\n', '\r'])
    }
}

fn plain(resolved: ScalarType) -> Data {
    Data::Scalar {
        style: Style::Plain,
        resolved,
        indent: 0,
    }
}

fn string() -> Data {
    Data::Scalar {
        style: Style::DoubleQuoted,
        resolved: ScalarType::String,
        indent: 0,
    }
}

/// What is wrong inside of a string that starts at an offset, if anything: an escape that is none, or a control
/// character.
fn string_problem(source: &str, start: usize) -> Option<SyntaxError> {
    if !source.bytes().any(|byte| byte == b'\\' || byte < b' ') {
        return None;
    }
    let mut chars = source.char_indices();
    while let Some((at, char)) = chars.next() {
        let place = start + at;
        if char == '\\' {
            let (next, escape) = chars.next()?;
            let after = source.get(next + 1..).unwrap_or_default();
            let hex = || after.len() >= 4 && after.bytes().take(4).all(|b| b.is_ascii_hexdigit());
            let known = matches!(escape, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't');
            if !(known || escape == 'u' && hex()) {
                let range = place..place + 1 + escape.len_utf8();
                return Some(wording::wrong_escape(range, escape));
            }
        } else if char < ' ' {
            return Some(wording::control_character(place..place + 1, char));
        }
    }
    None
}
