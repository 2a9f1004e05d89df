//! Reads JSON that is broken: each mistake is named, and what stands before and behind it is understood.
//!
//! Text without mistakes never comes here; its tree follows edits at little cost ([`super::json`]).

use super::json::{self, MAX_DEPTH};
use super::recover::{Mend, Problem};
use super::scalar::{ScalarType, Style};
use super::tree::{Arena, Data, NodeId, Pair};
use std::ops::Range;

/// After so many mistakes the rest is read but not told.
const MAX_MISTAKES: usize = 64;

/// Reads a text.
pub(super) fn read(text: &str) -> (Arena, Option<NodeId>, Vec<Problem>) {
    let mut reader = Reader {
        text,
        at: 0,
        behind: 0,
        arena: Arena::default(),
        problems: Vec::new(),
        open: Vec::new(),
    };
    let root = reader.document();
    (reader.arena, root, reader.problems)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// The end of the last token: where something missing belongs.
    behind: usize,
    arena: Arena,
    problems: Vec<Problem>,
    /// The places of the brackets that are open.
    open: Vec<usize>,
}

/// What an entry or item leaves to its list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A comma or the end.
    Comma,
    /// The comma is missing with more that was told already.
    Told,
}

impl Reader<'_> {
    fn document(&mut self) -> Option<NodeId> {
        let mut root = None;
        loop {
            match self.peek() {
                None => return root,
                Some(bracket @ (b'}' | b']')) => {
                    let place = self.take(1);
                    self.tell(
                        place,
                        format!("nothing opens this `{}`", char::from(bracket)),
                    );
                }
                Some(mark @ (b',' | b':')) => {
                    let place = self.take(1);
                    self.tell(place, format!("`{}` has no place here", char::from(mark)));
                }
                Some(_) if root.is_some() => {
                    let end = self.at
                        + self
                            .text
                            .get(self.at..)
                            .unwrap_or_default()
                            .trim_end()
                            .len();
                    self.tell(
                        self.at..end,
                        "a JSON file holds one value; this is a second one".to_owned(),
                    );
                    return root;
                }
                Some(_) => root = Some(self.value(0)),
            }
        }
    }

    /// A value; something is there that is neither a closing bracket nor a comma or colon.
    fn value(&mut self, depth: usize) -> NodeId {
        match self.byte(self.at) {
            Some(b'{' | b'[') if depth > MAX_DEPTH => {
                let start = self.at;
                self.skip_nested();
                self.arena.add(start..self.at, Data::Broken)
            }
            Some(b'{') => self.collection(depth, true),
            Some(b'[') => self.collection(depth, false),
            Some(b'"') => {
                let (range, closed) = self.string();
                if !closed {
                    self.tell(
                        range.clone(),
                        "the quote that opens here is never closed".to_owned(),
                    );
                    return self.arena.add(range, Data::Broken);
                }
                self.closed_string(range)
            }
            Some(b'\'') => self.single_quoted(),
            _ => self.word(),
        }
    }

    fn collection(&mut self, depth: usize, object: bool) -> NodeId {
        let start = self.at;
        let id = self.arena.add(start..start, Data::Broken);
        self.take(1);
        self.open.push(start);
        let mut pairs = Vec::new();
        let mut items = Vec::new();
        // The last comma, as long as nothing has followed it.
        let mut comma: Option<Range<usize>> = None;
        loop {
            match self.peek() {
                None => {
                    self.end_missing();
                    break;
                }
                Some(bracket @ (b'}' | b']')) => {
                    if let Some(comma) = comma {
                        self.trailing_comma(comma);
                    }
                    self.close(bracket, object, start);
                    break;
                }
                Some(b',') => {
                    let place = self.take(1);
                    let what = if object { "an entry" } else { "a value" };
                    self.tell(place, format!("{what} is missing before this comma"));
                    self.arena.incomplete(id);
                    continue;
                }
                Some(_) => {}
            }
            if self.is_of_outer(object) {
                let closing = if object { "}" } else { "]" };
                if let Some(comma) = comma {
                    // The comma is that of the collection around.
                    self.at = comma.start;
                    self.behind = comma.start;
                    self.missing(closing);
                } else {
                    self.missing(&format!("{closing},"));
                }
                break;
            }
            let next = if object {
                self.entry(id, depth, &mut pairs)
            } else {
                self.item(id, depth, &mut items)
            };
            comma = None;
            match self.peek() {
                Some(b',') => comma = Some(self.take(1)),
                None | Some(b'}' | b']') => {}
                Some(_) if next == Next::Told || self.is_of_outer(object) => {}
                Some(_) => self.missing(","),
            }
        }
        self.open.pop();
        let data = if object {
            Data::Mapping(pairs)
        } else {
            Data::Sequence(items)
        };
        self.arena.set(id, data);
        self.arena.extend(id, self.behind);
        id
    }

    /// Whether what stands here shows that the innermost collection was not closed: a key on a new line in a
    /// list within a mapping, a mapping without a key on a new line in a mapping within a list.
    fn is_of_outer(&self, object: bool) -> bool {
        let around = self
            .open
            .iter()
            .rev()
            .nth(1)
            .and_then(|place| self.byte(*place));
        self.starts_line()
            && match around {
                Some(b'{') => !object && self.is_key(),
                Some(b'[') => object && self.byte(self.at) == Some(b'{'),
                _ => false,
            }
    }

    /// Takes a closing bracket for the collection that starts at a place, unless it is meant for one
    /// around it.
    fn close(&mut self, bracket: u8, object: bool, start: usize) {
        let right = if object { '}' } else { ']' };
        let bracket = char::from(bracket);
        if bracket == right {
            self.take(1);
            return;
        }
        let opener = if object { b'[' } else { b'{' };
        let mut around = self.open.iter().rev().skip(1);
        let outer = around.any(|place| self.byte(*place) == Some(opener));
        let inside = self.text.get(start..self.at).unwrap_or_default();
        if outer && inside.contains('\n') {
            self.missing(&right.to_string());
            return;
        }
        let place = self.take(1);
        let mend = Mend {
            title: "Put the right bracket",
            range: place.clone(),
            text: right.to_string(),
        };
        let message =
            format!("`{bracket}` does not close the bracket that is open; `{right}` does");
        self.tell_mend(place, message, mend);
    }

    fn entry(&mut self, of: NodeId, depth: usize, pairs: &mut Vec<Pair>) -> Next {
        if self.byte(self.at) == Some(b':') {
            let place = self.take(1);
            self.tell(place, "a key is missing before this colon".to_owned());
            self.arena.incomplete(of);
            self.value_behind_colon(depth, true);
            return Next::Comma;
        }
        if matches!(self.byte(self.at), Some(b'{' | b'[')) {
            let start = self.at;
            self.value(depth + 1);
            self.tell(start..start + 1, "a key is expected here".to_owned());
            self.arena.incomplete(of);
            return Next::Comma;
        }
        let told = self.problems.len();
        let start = self.at;
        let key = self.key();
        let told = self.problems.len() > told;
        if told
            && self
                .arena
                .get(key)
                .is_some_and(|node| matches!(node.data, Data::Broken))
        {
            self.arena.incomplete(of);
        }
        let end = self.behind;
        let colon = self.peek();
        let same_line = !self
            .text
            .get(end..self.at)
            .unwrap_or_default()
            .contains('\n');
        match colon {
            Some(b':') => {
                self.take(1);
            }
            Some(b'=') => {
                let place = self.take(1);
                self.tell_mend(
                    place.clone(),
                    "a colon belongs between key and value".to_owned(),
                    Mend {
                        title: "Put a colon",
                        range: place,
                        text: ":".to_owned(),
                    },
                );
            }
            Some(byte) if same_line && !matches!(byte, b',' | b'}' | b']') => {
                if !told {
                    self.missing(":");
                }
            }
            _ => {
                if !told {
                    self.tell(
                        start..end,
                        "a colon and a value are missing behind this key".to_owned(),
                    );
                }
                let value = self.arena.add(end..end, Data::Broken);
                pairs.push(Pair { key, value });
                return Next::Told;
            }
        }
        let (value, next) = self.value_behind_colon(depth, told);
        pairs.push(Pair { key, value });
        next
    }

    /// The value of an entry, behind its colon. `told` is whether the entry has a problem already.
    fn value_behind_colon(&mut self, depth: usize, told: bool) -> (NodeId, Next) {
        let colon = self.behind;
        let next = self.peek();
        let gone = match next {
            None | Some(b',' | b'}' | b']' | b':') => true,
            Some(_) => self.is_key() && self.starts_line(),
        };
        if !gone {
            return (self.value(depth + 1), Next::Comma);
        }
        if !told {
            self.tell(colon..colon, "a value is missing here".to_owned());
        }
        if next == Some(b':') {
            self.take(1);
            return self.value_behind_colon(depth, true);
        }
        (self.arena.add(colon..colon, Data::Broken), Next::Told)
    }

    fn item(&mut self, of: NodeId, depth: usize, items: &mut Vec<NodeId>) -> Next {
        if self.byte(self.at) != Some(b':') {
            let item = self.value(depth + 1);
            items.push(item);
        }
        if self.peek() == Some(b':') {
            let place = self.take(1);
            self.tell(
                place,
                "a list takes no keys; put braces around the entry".to_owned(),
            );
            self.arena.incomplete(of);
            self.value_behind_colon(depth, true);
        }
        Next::Comma
    }

    fn key(&mut self) -> NodeId {
        let start = self.at;
        match self.byte(start) {
            Some(b'"') => {
                let (range, closed) = self.string();
                let inside = self
                    .text
                    .get(range.start + 1..range.end)
                    .unwrap_or_default();
                let colon = inside.find(':').map(|i| range.start + 1 + i);
                if closed && (self.peek() == Some(b':') || colon.is_none()) {
                    return self.closed_string(range);
                }
                // The quote that closes is that of the value, if there is one at all.
                let end = colon.unwrap_or(range.end);
                self.at = end;
                self.behind = end;
                self.tell(
                    start..end,
                    "the quote that opens here is never closed".to_owned(),
                );
                self.arena.add(start..end, Data::Broken)
            }
            Some(b'\'') => self.single_quoted(),
            _ => {
                let range = self.take_until(|byte| {
                    matches!(byte, b':' | b'=' | b',' | b'{' | b'}' | b'[' | b']' | b'"')
                });
                let word = self.text.get(range.clone()).unwrap_or_default();
                let shown = shorten(word);
                let message = format!("a key needs double quotes: `\"{shown}\"`");
                let mend = Mend {
                    title: "Put the key in quotes",
                    range: range.clone(),
                    text: quote(word),
                };
                self.tell_mend(range.clone(), message, mend);
                let data = Data::Scalar {
                    style: Style::Plain,
                    resolved: ScalarType::String,
                    indent: 0,
                };
                self.arena.add(range, data)
            }
        }
    }

    /// A string that is closed, at an end that was passed already.
    fn closed_string(&mut self, range: Range<usize>) -> NodeId {
        let data = match json::string_problem(self.text, range.clone()) {
            Some(problem) => {
                self.push(problem);
                Data::Broken
            }
            None => json::string(),
        };
        self.arena.add(range, data)
    }

    /// The extent of a string in double quotes and whether it is closed on its line.
    fn string(&mut self) -> (Range<usize>, bool) {
        let start = self.at;
        match self.string_end(start) {
            Ok(end) => (self.take(end - start), true),
            Err(line_end) => {
                let end = self.unclosed_end(start, line_end);
                (self.take(end - start), false)
            }
        }
    }

    /// The end of the string that starts at a quote; the line's end if it is not closed there.
    fn string_end(&self, quote: usize) -> Result<usize, usize> {
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

    /// Where a string ends that is not closed on its line: before a last comma, and before the brackets that
    /// close what the line opened.
    fn unclosed_end(&self, start: usize, line: usize) -> usize {
        let line_start = self
            .text
            .get(..start)
            .and_then(|before| before.rfind('\n'))
            .unwrap_or(0);
        let mut opened = self
            .open
            .iter()
            .rev()
            .take_while(|place| **place >= line_start);
        let mut rest = self.text.get(start..line).unwrap_or_default().trim_end();
        rest = rest.strip_suffix(',').unwrap_or(rest).trim_end();
        while let (Some(shorter), Some(_)) = (rest.strip_suffix(['}', ']']), opened.next()) {
            rest = shorter.trim_end();
        }
        start + rest.len().max(1)
    }

    fn single_quoted(&mut self) -> NodeId {
        let start = self.at;
        let line = self
            .text
            .get(start + 1..self.line_end(start))
            .unwrap_or_default();
        let Some(length) = line.find('\'') else {
            let end = self.unclosed_end(start, self.line_end(start));
            self.take(end - start);
            self.tell(
                start..end,
                "the quote that opens here is never closed".to_owned(),
            );
            return self.arena.add(start..end, Data::Broken);
        };
        let range = self.take(length + 2);
        let inside = line.get(..length).unwrap_or_default();
        let mend = Mend {
            title: "Use double quotes",
            range: range.clone(),
            text: quote(inside),
        };
        self.tell_mend(
            range.clone(),
            "JSON strings take double quotes".to_owned(),
            mend,
        );
        self.arena.add(range, json::string())
    }

    /// A number, `true`, `false`, `null`, or a word that is none of them.
    fn word(&mut self) -> NodeId {
        let range = self.take_until(|byte| matches!(byte, b',' | b'}' | b']'));
        let word = self.text.get(range.clone()).unwrap_or_default();
        if let Some(resolved) = resolve(word) {
            let data = Data::Scalar {
                style: Style::Plain,
                resolved,
                indent: 0,
            };
            return self.arena.add(range, data);
        }
        let shown = shorten(word);
        let (message, text) = match word.to_ascii_lowercase().as_str() {
            known @ ("true" | "false") => (format!("JSON writes `{known}`"), known.to_owned()),
            "null" | "none" | "nil" | "undefined" | "~" => (
                "JSON writes `null` for nothing".to_owned(),
                "null".to_owned(),
            ),
            _ if word.ends_with('"') => (
                format!("a quote is missing before `{shown}`"),
                format!("\"{word}"),
            ),
            _ if word.parse::<f64>().is_ok() => (
                format!("`{shown}` is no number in JSON; put it in quotes to keep it as text"),
                quote(word),
            ),
            _ => (
                format!("`{shown}` needs double quotes around it"),
                quote(word),
            ),
        };
        let mend = Mend {
            title: "Write it as JSON does",
            range: range.clone(),
            text,
        };
        self.tell_mend(range.clone(), message, mend);
        self.arena.add(range, Data::Broken)
    }

    /// Passes a collection that is nested too deep.
    fn skip_nested(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.byte(self.at) {
            match byte {
                b'"' => {
                    self.string();
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.take(1);
            if depth == 0 {
                return;
            }
        }
    }

    /// The byte that the next token starts with, once white space and comments are passed.
    fn peek(&mut self) -> Option<u8> {
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            self.at += rest.len() - rest.trim_start().len();
            let rest = rest.trim_start();
            let length = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else {
                return self.byte(self.at);
            };
            let end = self.at + rest.get(..length).unwrap_or(rest).trim_end().len();
            self.push(json::comment(self.at..end));
            self.at += length;
        }
    }

    /// Whether a string with a colon behind it stands here.
    fn is_key(&self) -> bool {
        let end = match self.byte(self.at) {
            Some(b'"') => self.string_end(self.at),
            _ => return false,
        };
        let behind = end.ok().and_then(|end| self.text.get(end..));
        behind.is_some_and(|behind| behind.trim_start_matches([' ', '\t']).starts_with(':'))
    }

    /// Whether what stands here is on another line than what came before.
    fn starts_line(&self) -> bool {
        self.text
            .get(self.behind..self.at)
            .unwrap_or_default()
            .contains('\n')
    }

    /// Passes some bytes; gives their range.
    fn take(&mut self, length: usize) -> Range<usize> {
        let start = self.at;
        self.at += length;
        self.behind = self.at;
        start..self.at
    }

    /// Passes what stands before such a byte, a comment or the line's end.
    fn take_until(&mut self, stop: impl Fn(u8) -> bool) -> Range<usize> {
        let rest = self.text.get(self.at..).unwrap_or_default();
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

    fn line_end(&self, from: usize) -> usize {
        let rest = self.text.get(from..).unwrap_or_default();
        from + rest.find(['\n', '\r']).unwrap_or(rest.len())
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// A comma, colon or bracket is missing behind the last token.
    fn missing(&mut self, what: &str) {
        let at = self.behind;
        if self
            .problems
            .last()
            .is_some_and(|last| last.range == (at..at))
        {
            return;
        }
        let title = match what {
            "," => "Add the comma",
            ":" => "Add the colon",
            _ => "Add the bracket",
        };
        let mend = Mend {
            title,
            range: at..at,
            text: what.to_owned(),
        };
        self.tell_mend(at..at, format!("`{what}` is missing here"), mend);
    }

    /// Brackets are still open at the end: one problem, unless there is one at the end already.
    fn end_missing(&mut self) {
        let told = self
            .problems
            .last()
            .is_some_and(|last| last.range.end >= self.behind);
        if !told {
            let closing: String = self
                .open
                .iter()
                .rev()
                .map(|place| {
                    if self.byte(*place) == Some(b'{') {
                        '}'
                    } else {
                        ']'
                    }
                })
                .collect();
            self.missing(&closing);
        }
    }

    fn trailing_comma(&mut self, comma: Range<usize>) {
        let mend = Mend {
            title: "Remove the comma",
            range: comma.clone(),
            text: String::new(),
        };
        self.tell_mend(
            comma,
            "JSON allows no comma before the closing bracket".to_owned(),
            mend,
        );
    }

    fn tell(&mut self, range: Range<usize>, message: String) {
        self.push(Problem {
            range,
            message,
            mend: None,
        });
    }

    fn push(&mut self, problem: Problem) {
        if self.problems.len() < MAX_MISTAKES {
            self.problems.push(problem);
        }
    }

    fn tell_mend(&mut self, range: Range<usize>, message: String, mend: Mend) {
        self.push(Problem {
            range,
            message,
            mend: Some(mend),
        });
    }
}

/// What a word is in JSON.
fn resolve(word: &str) -> Option<ScalarType> {
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

fn quote(word: &str) -> String {
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
}

fn shorten(word: &str) -> String {
    word.chars().take(40).collect()
}
