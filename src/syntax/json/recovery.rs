//! Makes the value tree of the tokens. Where one is out of place, what was meant is decided by the brackets and
//! lines around it.

use super::super::error::SyntaxError;
use super::super::tree::{Data, Node, NodeId, Pair};
use super::lexer::{Gap, Lexer};
use super::read::Read;
use super::wording;
use std::ops::Range;

/// How deep collections may be nested before the rest is given up.
const MAX_DEPTH: usize = 200;

/// After so many mistakes the rest is read but not reported.
pub(in crate::syntax) const MAX_MISTAKES: usize = 64;

/// The reading in progress.
pub(super) struct Reader<'t> {
    pub(super) lexer: Lexer<'t>,
    pub(super) read: Read,
    /// The places of the brackets that are open.
    pub(super) open: Vec<usize>,
    pub(super) language: Language,
    /// Whether a line that is left of where it belongs shows that a bracket was not closed. Sound text may be indented
    /// in any way.
    by_indentation: bool,
    /// Whether the brackets do not match.
    pub(super) unbalanced: bool,
    /// The last brackets that are missing, and where.
    lacking: Option<(usize, String)>,
}

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// JSON, with mistakes.
    Json,
    /// The brackets of YAML, as far as they are like JSON: at the first thing that is not, the reading ends.
    Flow,
}

/// What an entry or item leaves to its collection.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A comma or the end.
    Comma,
    /// The comma is missing with more that was reported already.
    Told,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            lexer: Lexer::new(text),
            read: Read::default(),
            open: Vec::new(),
            language: Language::Json,
            by_indentation: false,
            unbalanced: false,
            lacking: None,
        }
    }

    /// Reads the text. Where its brackets do not match, its lines may show which of them is missing.
    pub(super) fn read(text: &'t str) -> Read {
        let mut plain = Self::new(text);
        plain.read.root = plain.document();
        if plain.unbalanced {
            let mut indented = Self::new(text);
            indented.by_indentation = true;
            indented.read.root = indented.document();
            let fewer = indented.read.errors.len() <= plain.read.errors.len();
            if fewer || !indented.unbalanced {
                return indented.read;
            }
        }
        plain.read
    }

    fn document(&mut self) -> Option<NodeId> {
        let mut root = None;
        loop {
            match self.peek() {
                None => return root,
                Some(bracket @ (b'}' | b']')) => {
                    let place = self.lexer.take(1);
                    self.unbalanced = true;
                    self.tell(wording::stray_bracket(place, bracket));
                }
                Some(mark @ (b',' | b':')) => {
                    let place = self.lexer.take(1);
                    self.tell(wording::stray_mark(place, mark));
                }
                Some(_) if root.is_some() => {
                    let start = self.lexer.at;
                    let end = start + self.lexer.rest().trim_end().len();
                    self.unbalanced = true;
                    self.tell(wording::second_value(start..end));
                    return root;
                }
                Some(_) => root = Some(self.value(0)),
            }
        }
    }

    /// A value; something comes next that is neither a closing bracket nor a comma or colon.
    pub(super) fn value(&mut self, depth: usize) -> NodeId {
        let start = self.lexer.at;
        match self.lexer.byte(start) {
            Some(bracket @ (b'{' | b'[')) if depth > MAX_DEPTH => {
                if self.language == Language::Flow {
                    self.tell(wording::stray_bracket(start..start + 1, bracket));
                }
                self.skip_nested();
                self.add(start..self.lexer.at, Data::Broken)
            }
            Some(b'{') => self.collection(depth, true),
            Some(b'[') => self.collection(depth, false),
            Some(b'"') => {
                let (range, closed) = self.string();
                if closed {
                    self.closed_string(range)
                } else {
                    self.unclosed(range)
                }
            }
            Some(b'\'') => self.single_quoted(),
            _ => self.word(),
        }
    }

    fn collection(&mut self, depth: usize, object: bool) -> NodeId {
        let start = self.lexer.at;
        let id = self.add(start..start, Data::Broken);
        self.lexer.take(1);
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
                        self.tell(wording::trailing_comma(comma));
                    }
                    self.close(bracket, object, start);
                    break;
                }
                Some(b',') => {
                    let place = self.lexer.take(1);
                    self.tell(wording::empty_slot(place, object));
                    self.read.arena.incomplete(id);
                    continue;
                }
                Some(_) => {}
            }
            if self.is_of_outer(object) {
                let closing = if object { "}" } else { "]" };
                if let Some(comma) = comma {
                    // The comma is that of the collection around.
                    self.lexer.at = comma.start;
                    self.lexer.after = comma.start;
                    self.missing_bracket(closing, "");
                } else {
                    self.missing_bracket(closing, ",");
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
                Some(b',') => comma = Some(self.lexer.take(1)),
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
        self.read.arena.set(id, data);
        self.read.arena.extend(id, self.lexer.after);
        id
    }

    /// Whether what comes next shows that the innermost collection was not closed: a key on a new line in a list
    /// within a mapping, a mapping without a key on a new line in a mapping within a list.
    fn is_of_outer(&self, object: bool) -> bool {
        if self.is_left_of_open(0) {
            return true;
        }
        let mut around = self.open.iter().rev().skip(1);
        let around = around.next().and_then(|place| self.lexer.byte(*place));
        self.lexer.starts_line()
            && match around {
                Some(b'{') => !object && self.lexer.is_key(),
                Some(b'[') => object && self.lexer.byte(self.lexer.at) == Some(b'{'),
                _ => false,
            }
    }

    /// Whether what comes next starts a line that is not right, by so many columns, of the line on which the innermost
    /// collection starts. Never of the outermost, or where lines show nothing.
    fn is_left_of_open(&self, by: usize) -> bool {
        let (Some(place), true) = (self.open.last(), self.by_indentation) else {
            return false;
        };
        let left = || Some(self.lexer.column()? + by <= self.lexer.indentation(*place)?);
        self.open.len() > 1 && self.lexer.starts_line() && left() == Some(true)
    }

    /// Takes a closing bracket for the collection that starts at a place, unless it is meant for one
    /// around it.
    fn close(&mut self, bracket: u8, object: bool, start: usize) {
        let right = if object { "}" } else { "]" };
        let bracket = char::from(bracket);
        if self.is_left_of_open(1) {
            self.missing_bracket(right, "");
            return;
        }
        if bracket.to_string() == right {
            self.lexer.take(1);
            return;
        }
        self.unbalanced = true;
        let opener = if object { b'[' } else { b'{' };
        let mut around = self.open.iter().rev().skip(1);
        let outer = around.any(|place| self.lexer.byte(*place) == Some(opener));
        let inside = self.text(start..self.lexer.at);
        if outer && inside.contains('\n') {
            self.missing_bracket(right, "");
            return;
        }
        let place = self.lexer.take(1);
        self.tell(wording::wrong_bracket(place, bracket, right));
    }

    fn entry(&mut self, of: NodeId, depth: usize, pairs: &mut Vec<Pair>) -> Next {
        let start = self.lexer.at;
        match self.lexer.byte(start) {
            Some(b':') => {
                let place = self.lexer.take(1);
                self.tell(wording::missing_key(place));
                self.read.arena.incomplete(of);
                self.value_after_colon(depth, true);
                return Next::Comma;
            }
            Some(b'{' | b'[') => {
                self.value(depth + 1);
                self.tell(wording::collection_for_key(start..start + 1));
                self.read.arena.incomplete(of);
                return Next::Comma;
            }
            _ => {}
        }
        let told = self.read.errors.len();
        let key = self.key();
        let told = self.read.errors.len() > told;
        let broken = |node: &Node| matches!(node.data, Data::Broken);
        if told && self.read.arena.get(key).is_some_and(broken) {
            self.read.arena.incomplete(of);
        }
        let end = self.lexer.after;
        let colon = self.peek();
        match colon {
            Some(b':') => {
                let apart = self.lexer.starts_line();
                let place = self.lexer.take(1);
                if self.language == Language::Flow && (apart || !self.ends_flow_key(end)) {
                    self.tell(wording::wrong_colon(place));
                }
            }
            Some(b'=') => {
                let place = self.lexer.take(1);
                self.tell(wording::wrong_colon(place));
            }
            Some(byte) if !self.lexer.starts_line() && !matches!(byte, b',' | b'}' | b']') => {
                if !told {
                    self.missing(":");
                }
            }
            _ => {
                if !told {
                    self.tell(wording::lone_key(start..end));
                }
                let value = self.add(end..end, Data::Broken);
                pairs.push(Pair { key, value });
                return Next::Told;
            }
        }
        let (value, next) = self.value_after_colon(depth, told);
        pairs.push(Pair { key, value });
        next
    }

    /// The value of an entry, after its colon. `told` is whether the entry has a error already.
    fn value_after_colon(&mut self, depth: usize, mut told: bool) -> (NodeId, Next) {
        loop {
            let colon = self.lexer.after;
            let next = self.peek();
            let gone = match next {
                None | Some(b',' | b'}' | b']' | b':') => true,
                Some(_) => {
                    self.is_left_of_open(0) || self.lexer.starts_line() && self.lexer.is_key()
                }
            };
            if !gone {
                return (self.value(depth + 1), Next::Comma);
            }
            if !told {
                self.tell(wording::missing_value(colon));
            }
            if next != Some(b':') {
                return (self.add(colon..colon, Data::Broken), Next::Told);
            }
            self.lexer.take(1);
            told = true;
        }
    }

    fn item(&mut self, of: NodeId, depth: usize, items: &mut Vec<NodeId>) -> Next {
        if self.lexer.byte(self.lexer.at) != Some(b':') {
            let item = self.value(depth + 1);
            items.push(item);
        }
        if self.peek() == Some(b':') {
            let place = self.lexer.take(1);
            self.tell(wording::key_in_list(place));
            self.read.arena.incomplete(of);
            self.value_after_colon(depth, true);
        }
        Next::Comma
    }

    /// Passes a collection that is nested too deep.
    fn skip_nested(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.lexer.byte(self.lexer.at) {
            match byte {
                b'"' => {
                    self.string();
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.lexer.take(1);
            if depth == 0 {
                return;
            }
        }
    }

    /// The byte that the next token starts with.
    pub(super) fn peek(&mut self) -> Option<u8> {
        while let Some(gap) = self.lexer.gap() {
            self.tell(match gap {
                Gap::Comment(range) => wording::comment(range),
                Gap::Space(range) => wording::foreign_space(range.clone(), self.text(range)),
            });
        }
        self.lexer.byte(self.lexer.at)
    }

    /// A comma, colon or bracket is missing after the last token.
    pub(super) fn missing(&mut self, what: &str) {
        let at = self.lexer.after;
        let last = self.read.errors.last();
        if last.is_none_or(|last| last.span != (at..at).into()) {
            self.tell(wording::missing(at, what));
        }
    }

    /// The bracket of the innermost collection is missing after the last token, and what comes after it: one error for
    /// all that are missing there.
    fn missing_bracket(&mut self, bracket: &str, then: &str) {
        let at = self.lexer.after;
        let before = self.lacking.take().filter(|(place, _)| *place == at);
        let told = self.read.errors.last();
        let told = told.is_some_and(|last| last.span == (at..at).into());
        let brackets = match before {
            Some((_, before)) => {
                self.read.errors.pop();
                before + bracket
            }
            // Something else is missing there already.
            None if told => return,
            None => bracket.to_owned(),
        };
        self.missing(&format!("{brackets}{then}"));
        self.lacking = Some((at, brackets));
    }

    /// Brackets are still open at the end: one error, unless there is one at the end already.
    fn end_missing(&mut self) {
        self.unbalanced = true;
        let last = self.read.errors.last();
        if last.is_some_and(|last| last.span.end >= self.lexer.after) {
            return;
        }
        let opened = self.open.iter().rev();
        let closing: String = opened
            .map(|place| match self.lexer.byte(*place) {
                Some(b'{') => '}',
                _ => ']',
            })
            .collect();
        self.missing(&closing);
    }

    pub(super) fn text(&self, range: Range<usize>) -> &'t str {
        self.lexer.text.get(range).unwrap_or_default()
    }

    pub(super) fn add(&mut self, range: Range<usize>, data: Data) -> NodeId {
        self.read.arena.add(range, data)
    }

    pub(super) fn tell(&mut self, error: SyntaxError) {
        if self.read.errors.len() < MAX_MISTAKES {
            self.read.errors.push(error);
        }
        if self.language == Language::Flow {
            self.lexer.at = self.lexer.text.len();
        }
    }
}
