//! A line scan of YAML: what each line is, without building a tree.
//!
//! It follows indentation, quotes, flow brackets, block scalars, comments and document markers, and so
//! knows where an entry or an item may begin. It works on any text: a quote or bracket that is never
//! closed ends at the next line that can only be an entry of an enclosing mapping or sequence.

use super::characters::{
    comment_from, is_block_header, is_escape, is_space, looks_like_entry, marker, quote_end,
    to_column,
};
use super::line::{Kind, Level, Line, LineError};

/// What a line leaves open for the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    Nothing,
    /// A plain scalar; `floor` is the column its lines must be right of.
    Plain {
        floor: isize,
    },
    Block {
        floor: isize,
    },
    Quoted {
        quote: u8,
        floor: isize,
    },
    Flow {
        brackets: Brackets,
        quote: Option<u8>,
        floor: isize,
    },
}

/// The brackets that are open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Brackets {
    depth: usize,
    /// The innermost of them, one bit each: 1 for a brace.
    kinds: u64,
}

impl Brackets {
    fn open(&mut self, bracket: u8) {
        self.depth += 1;
        self.kinds = self.kinds << 1 | u64::from(bracket == b'{');
    }

    /// Closes the innermost. Tells whether the bracket is of its kind, as far as that is known.
    fn close(&mut self, bracket: u8) -> bool {
        let known = self.depth <= 64;
        let fits = (self.kinds & 1 == 1) == (bracket == b'}');
        self.depth = self.depth.saturating_sub(1);
        self.kinds >>= 1;
        fits || !known
    }
}

/// The scan. Feed it line by line.
#[derive(Debug, Clone)]
pub(super) struct Scanner {
    /// What the last line left open.
    pub(super) open: Open,
    /// The column of the last quote or bracket that a line left open.
    pub(super) opened: usize,
    /// The block levels of the last line, outermost first.
    pub(super) levels: Vec<Level>,
    /// The column of the root mapping's keys, or -1: no text, quote or bracket reaches beyond a line that
    /// starts an entry there.
    root: isize,
}

impl Scanner {
    /// A scan that starts where nothing is open.
    pub(super) fn new() -> Self {
        Self {
            open: Open::Nothing,
            opened: 0,
            levels: Vec::new(),
            root: -1,
        }
    }

    /// Tells the scan the column of the root mapping's keys, once it is known.
    pub(super) fn within(&mut self, root: Option<usize>) {
        self.root = root.map_or(-1, to_column);
    }

    /// Whether a quote or a bracket is still open.
    pub(super) fn unclosed(&self) -> bool {
        matches!(self.open, Open::Quoted { .. } | Open::Flow { .. })
    }

    /// Forgets what is open.
    pub(super) fn reset(&mut self) {
        self.open = Open::Nothing;
    }

    /// Takes in one line, with or without its line break.
    pub(super) fn line(&mut self, text: &str) -> Line {
        let bytes = text.trim_end_matches(['\n', '\r']).as_bytes();
        let indent = bytes.iter().take_while(|b| **b == b' ').count();
        let first = bytes.iter().position(|b| !matches!(b, b' ' | b'\t'));
        let mut line = Line {
            kind: Kind::Blank,
            indent,
            item: false,
            key: false,
            open: false,
            colon: None,
            bare: false,
            error: None,
            gave_up: false,
        };
        self.levels.clear();
        let Some(first) = first else {
            return line;
        };
        if let Some(kind) = marker(bytes) {
            line.gave_up = self.unclosed();
            line.kind = kind;
            self.reset();
            if kind == Kind::DocumentStart {
                self.nodes(bytes, 3, -1, &mut line);
            }
            return line;
        }
        line.kind = match self.open {
            Open::Nothing if bytes.get(first) == Some(&b'#') => Kind::Comment,
            Open::Nothing => Kind::Code,
            Open::Block { floor } if to_column(indent) > floor => Kind::Inside,
            Open::Plain { floor } if to_column(first) > floor.max(self.root) => {
                self.continuation(bytes, first)
            }
            Open::Block { .. } | Open::Plain { .. } => {
                self.reset();
                if bytes.get(first) == Some(&b'#') {
                    Kind::Comment
                } else {
                    Kind::Code
                }
            }
            Open::Quoted { floor, .. } | Open::Flow { floor, .. } => {
                if to_column(indent) <= floor.max(self.root) && looks_like_entry(bytes, first) {
                    line.gave_up = true;
                    self.reset();
                    Kind::Code
                } else {
                    Kind::Inside
                }
            }
        };
        match line.kind {
            Kind::Code => {
                if first > indent {
                    line.error = Some(LineError::Tab(indent));
                }
                self.nodes(bytes, first, to_column(first) - 1, &mut line);
            }
            Kind::Inside if self.unclosed() => self.inside(bytes, &mut line),
            _ => {}
        }
        line
    }

    /// A further line of a plain scalar: only a comment ends it.
    fn continuation(&mut self, bytes: &[u8], first: usize) -> Kind {
        if bytes.get(first) == Some(&b'#') {
            self.reset();
            return Kind::Comment;
        }
        if comment_from(bytes, first).is_some() {
            self.reset();
        }
        Kind::Continuation
    }

    /// A further line of a quoted scalar or a flow collection.
    fn inside(&mut self, bytes: &[u8], line: &mut Line) {
        match self.open {
            Open::Quoted { quote, .. } => {
                if let Some(end) = quoted(bytes, 0, quote, line) {
                    self.reset();
                    behind(bytes, end, LineError::TextAfterQuote, line);
                }
            }
            Open::Flow {
                brackets,
                quote,
                floor,
            } => self.flow(bytes, 0, brackets, quote, floor, line),
            _ => {}
        }
    }

    /// The dashes, keys, properties and the value of a line, from `at` on.
    fn nodes(&mut self, bytes: &[u8], mut at: usize, mut floor: isize, line: &mut Line) {
        let mut after_key = false;
        let mut leading = true;
        // Where an anchor or a tag stands that belongs to what follows it.
        let mut properties = None;
        line.open = true;
        line.bare = true;
        loop {
            while matches!(bytes.get(at), Some(b' ' | b'\t')) {
                at += 1;
            }
            let Some(&byte) = bytes.get(at) else { return };
            let indicator = is_space(bytes.get(at + 1).copied());
            match byte {
                b'#' if at == 0 || is_space(bytes.get(at.wrapping_sub(1)).copied()) => return,
                b'-' if indicator => {
                    if after_key {
                        note(line, LineError::ItemAfterKey(at));
                        line.open = false;
                        line.bare = false;
                        return;
                    }
                    line.item |= leading;
                    self.levels.push(Level {
                        column: at,
                        mapping: false,
                    });
                    floor = to_column(at);
                    at += 1;
                }
                b'?' | b':' if indicator && !after_key => {
                    line.key |= leading || line.item;
                    self.levels.push(Level {
                        column: at,
                        mapping: true,
                    });
                    floor = to_column(at);
                    at += 1;
                }
                b'&' | b'!' if byte == b'!' || !is_space(bytes.get(at + 1).copied()) => {
                    properties.get_or_insert(at);
                    while !is_space(bytes.get(at).copied()) {
                        at += 1;
                    }
                    line.bare = false;
                    continue;
                }
                _ => {
                    line.open = false;
                    line.bare = false;
                    let Some(colon) = self.scalar(bytes, at, floor, after_key, line) else {
                        return;
                    };
                    if after_key {
                        note(line, LineError::ColonInValue(at));
                        self.reset();
                        return;
                    }
                    line.key |= leading || (line.item && self.levels.iter().all(|l| !l.mapping));
                    let column = properties.unwrap_or(at);
                    self.levels.push(Level {
                        column,
                        mapping: true,
                    });
                    floor = to_column(column);
                    at = colon + 1;
                    line.colon = Some(colon);
                    after_key = true;
                    line.open = true;
                    line.bare = true;
                }
            }
            leading = false;
            properties = None;
        }
    }

    /// A scalar, alias or flow collection from `at` on. Gives the place of the colon if it is a key.
    fn scalar(
        &mut self,
        bytes: &[u8],
        at: usize,
        floor: isize,
        after_key: bool,
        line: &mut Line,
    ) -> Option<usize> {
        match bytes.get(at).copied()? {
            quote @ (b'"' | b'\'') => {
                let Some(end) = quoted(bytes, at + 1, quote, line) else {
                    self.open = Open::Quoted { quote, floor };
                    self.opened = at;
                    return None;
                };
                behind(bytes, end, LineError::TextAfterQuote, line)
            }
            b'[' | b'{' => {
                self.opened = at;
                self.flow(bytes, at, Brackets::default(), None, floor, line);
                None
            }
            b'|' | b'>' if is_block_header(bytes, at) => {
                self.open = Open::Block { floor };
                None
            }
            b']' | b'}' | b',' => {
                note(line, LineError::StrayBracket(at));
                None
            }
            b'@' | b'`' | b'%' | b'|' | b'>' => {
                note(line, LineError::Reserved(at));
                None
            }
            b'&' => {
                note(line, LineError::Reserved(at));
                None
            }
            b'?' if is_space(bytes.get(at + 1).copied()) => {
                note(line, LineError::Reserved(at));
                None
            }
            b'*' => {
                if is_space(bytes.get(at + 1).copied()) {
                    note(line, LineError::Reserved(at));
                    return None;
                }
                let end = (at..).find(|i| is_space(bytes.get(*i).copied()))?;
                behind(bytes, end, |_| LineError::TextAfterAlias(at), line)
            }
            _ => {
                let end = comment_from(bytes, at).unwrap_or(bytes.len());
                let colon = (at..end)
                    .find(|i| bytes.get(*i) == Some(&b':') && is_space(bytes.get(i + 1).copied()));
                if colon.is_none() && end == bytes.len() {
                    let floor = if after_key || !self.levels.is_empty() {
                        floor
                    } else {
                        to_column(at) - 1
                    };
                    self.open = Open::Plain { floor };
                }
                colon
            }
        }
    }

    /// The inside of a flow collection from `at` on, until it is closed or the line ends.
    fn flow(
        &mut self,
        bytes: &[u8],
        mut at: usize,
        mut brackets: Brackets,
        mut quote: Option<u8>,
        floor: isize,
        line: &mut Line,
    ) {
        // A quote opens a scalar only where a value may begin.
        let mut fresh = true;
        while let Some(&byte) = bytes.get(at) {
            if let Some(open) = quote {
                match quoted(bytes, at, open, line) {
                    Some(end) => {
                        at = end;
                        quote = None;
                        fresh = false;
                        continue;
                    }
                    None => break,
                }
            }
            match byte {
                b'[' | b'{' => {
                    brackets.open(byte);
                    fresh = true;
                }
                b']' | b'}' => {
                    if !brackets.close(byte) {
                        note(line, LineError::WrongBracket(at));
                    }
                    fresh = false;
                    if brackets.depth == 0 {
                        self.reset();
                        behind(bytes, at + 1, LineError::TextAfterBracket, line);
                        return;
                    }
                }
                b',' | b':' => fresh = true,
                b'"' | b'\'' if fresh => quote = Some(byte),
                b'#' if at == 0 || is_space(bytes.get(at.wrapping_sub(1)).copied()) => break,
                b' ' | b'\t' => {}
                _ => fresh = false,
            }
            at += 1;
        }
        self.open = Open::Flow {
            brackets,
            quote,
            floor,
        };
    }
}

/// What stands behind a closed quote or bracket: a colon makes it a key, a comment is fine.
fn behind(
    bytes: &[u8],
    end: usize,
    error: impl FnOnce(usize) -> LineError,
    line: &mut Line,
) -> Option<usize> {
    let rest = (end..bytes.len()).find(|i| !matches!(bytes.get(*i), Some(b' ' | b'\t')))?;
    match bytes.get(rest)? {
        b':' if is_space(bytes.get(rest + 1).copied()) => Some(rest),
        b'#' if rest > end => None,
        _ => {
            note(line, error(rest));
            None
        }
    }
}

fn note(line: &mut Line, error: LineError) {
    line.error.get_or_insert(error);
}

/// The same while a line is scanned: notes an escape that YAML does not have.
fn quoted(bytes: &[u8], at: usize, quote: u8, line: &mut Line) -> Option<usize> {
    let end = quote_end(bytes, at, quote);
    if quote == b'"' {
        let mut at = at;
        while at < end.unwrap_or(bytes.len()) {
            if bytes.get(at) == Some(&b'\\') {
                if !is_escape(bytes, at + 1) {
                    note(line, LineError::Escape(at));
                }
                at += 1;
            }
            at += 1;
        }
    }
    end
}

#[cfg(test)]
mod tests;
