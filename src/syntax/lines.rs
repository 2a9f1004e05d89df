//! A line scan of YAML: what each line is, without building a tree.
//!
//! It follows indentation, quotes, flow brackets, block scalars, comments and document markers, and so
//! knows where an entry or an item may begin. It works on any text: a quote or bracket that is never
//! closed ends at the next line that can only be an entry of an enclosing mapping or sequence.

/// What YAML takes for white space. Other spaces that Unicode has are text.
pub(super) const WHITE: [char; 4] = [' ', '\t', '\n', '\r'];

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// White space only.
    Blank,
    /// A comment.
    Comment,
    /// `---`, with or without content behind it.
    DocumentStart,
    /// `...`
    DocumentEnd,
    /// The start of an entry, an item or a scalar.
    Code,
    /// A further line of a plain scalar.
    Continuation,
    /// Inside a quoted scalar, a flow collection or a block scalar.
    Inside,
}

/// One level of block structure that a line opens or continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Level {
    /// The column of its dash or of its key.
    pub(super) column: usize,
    /// Whether it is a mapping; a sequence otherwise.
    pub(super) mapping: bool,
}

/// Something on a line that no YAML reader accepts, in bytes from the line's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mistake {
    /// A tab in the indentation.
    Tab(usize),
    /// A plain scalar that begins with a character it must not begin with.
    Reserved(usize),
    /// Text behind an alias; the place is the alias's.
    TextAfterAlias(usize),
    /// A plain value with a `: ` in it; the place is the value's.
    ColonInValue(usize),
    /// Text behind a closed quote.
    TextAfterQuote(usize),
    /// Text behind a closed bracket.
    TextAfterBracket(usize),
    /// A `- ` behind a key.
    ItemAfterKey(usize),
    /// A closing bracket that nothing opened.
    StrayBracket(usize),
    /// A closing bracket of the other kind than the one that is open.
    WrongBracket(usize),
    /// A backslash in double quotes that starts no escape.
    Escape(usize),
}

impl Mistake {
    /// The place on the line.
    pub(super) fn place(self) -> usize {
        match self {
            Self::Tab(at)
            | Self::Reserved(at)
            | Self::TextAfterAlias(at)
            | Self::ColonInValue(at)
            | Self::TextAfterQuote(at)
            | Self::TextAfterBracket(at)
            | Self::ItemAfterKey(at)
            | Self::StrayBracket(at)
            | Self::WrongBracket(at)
            | Self::Escape(at) => at,
        }
    }
}

/// What the scan says of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) kind: Kind,
    /// The number of leading spaces.
    pub(super) indent: usize,
    /// Whether the line starts with `- `.
    pub(super) item: bool,
    /// Whether the line's first token, behind any dashes, is a key.
    pub(super) key: bool,
    /// Whether a value may still come on the lines below: `key:` or `-` with nothing behind it but
    /// properties.
    pub(super) open: bool,
    /// The place of the colon behind the line's last key.
    pub(super) colon: Option<usize>,
    /// Whether the line ends in a `key:` or `-` with nothing behind it at all.
    pub(super) bare: bool,
    /// The first mistake on the line.
    pub(super) mistake: Option<Mistake>,
    /// Whether a quote or bracket from a line above was given up because this line cannot belong to it.
    pub(super) gave_up: bool,
}

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
            mistake: None,
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
                    line.mistake = Some(Mistake::Tab(indent));
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
                    behind(bytes, end, Mistake::TextAfterQuote, line);
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
                        note(line, Mistake::ItemAfterKey(at));
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
                        note(line, Mistake::ColonInValue(at));
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
                behind(bytes, end, Mistake::TextAfterQuote, line)
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
                note(line, Mistake::StrayBracket(at));
                None
            }
            b'@' | b'`' | b'%' | b'|' | b'>' => {
                note(line, Mistake::Reserved(at));
                None
            }
            b'&' => {
                note(line, Mistake::Reserved(at));
                None
            }
            b'?' if is_space(bytes.get(at + 1).copied()) => {
                note(line, Mistake::Reserved(at));
                None
            }
            b'*' => {
                if is_space(bytes.get(at + 1).copied()) {
                    note(line, Mistake::Reserved(at));
                    return None;
                }
                let end = (at..).find(|i| is_space(bytes.get(*i).copied()))?;
                behind(bytes, end, |_| Mistake::TextAfterAlias(at), line)
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
                        note(line, Mistake::WrongBracket(at));
                    }
                    fresh = false;
                    if brackets.depth == 0 {
                        self.reset();
                        behind(bytes, at + 1, Mistake::TextAfterBracket, line);
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
    mistake: impl FnOnce(usize) -> Mistake,
    line: &mut Line,
) -> Option<usize> {
    let rest = (end..bytes.len()).find(|i| !matches!(bytes.get(*i), Some(b' ' | b'\t')))?;
    match bytes.get(rest)? {
        b':' if is_space(bytes.get(rest + 1).copied()) => Some(rest),
        b'#' if rest > end => None,
        _ => {
            note(line, mistake(rest));
            None
        }
    }
}

/// Columns may be compared with -1, the floor of a document.
fn to_column(byte: usize) -> isize {
    isize::try_from(byte).unwrap_or(isize::MAX)
}

fn note(line: &mut Line, mistake: Mistake) {
    line.mistake.get_or_insert(mistake);
}

/// White space or the line's end.
fn is_space(byte: Option<u8>) -> bool {
    matches!(byte, None | Some(b' ' | b'\t'))
}

/// Whether a line starts or ends a document.
pub(super) fn is_document_marker(line: &str) -> bool {
    marker(line.as_bytes()).is_some()
}

fn marker(bytes: &[u8]) -> Option<Kind> {
    if !is_space(bytes.get(3).copied()) {
        return None;
    }
    match bytes.get(..3)? {
        b"---" => Some(Kind::DocumentStart),
        b"..." => Some(Kind::DocumentEnd),
        _ => None,
    }
}

/// The place behind a closing quote, from inside of the quoted text on.
pub(super) fn quote_end(bytes: &[u8], mut at: usize, quote: u8) -> Option<usize> {
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            _ if byte == quote => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The same while a line is scanned: notes an escape that YAML does not have.
fn quoted(bytes: &[u8], at: usize, quote: u8, line: &mut Line) -> Option<usize> {
    let end = quote_end(bytes, at, quote);
    if quote == b'"' {
        let mut at = at;
        while at < end.unwrap_or(bytes.len()) {
            if bytes.get(at) == Some(&b'\\') {
                if !is_escape(bytes, at + 1) {
                    note(line, Mistake::Escape(at));
                }
                at += 1;
            }
            at += 1;
        }
    }
    end
}

/// Whether what stands behind a backslash makes an escape with it.
fn is_escape(bytes: &[u8], at: usize) -> bool {
    let digits = match bytes.get(at) {
        // At the end of a line it joins the lines.
        None => return true,
        Some(b'x') => 2,
        Some(b'u') => 4,
        Some(b'U') => 8,
        Some(escape) => return b"0abtnvfre \"/\\N_LP\t".contains(escape),
    };
    let code = bytes.get(at + 1..at + 1 + digits);
    code.is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit))
}

/// Where a comment starts, from `at` on: a `#` behind white space.
pub(super) fn comment_from(bytes: &[u8], at: usize) -> Option<usize> {
    (at.max(1)..bytes.len())
        .find(|i| bytes.get(*i) == Some(&b'#') && matches!(bytes.get(i - 1), Some(b' ' | b'\t')))
}

/// Whether a `|` or `>` is followed by nothing but indicators and a comment.
fn is_block_header(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at + 1..).unwrap_or_default();
    let indicators = rest
        .iter()
        .take_while(|b| matches!(b, b'+' | b'-' | b'0'..=b'9'))
        .count();
    let (indicators, rest) = rest.split_at(indicators);
    let digits = indicators.iter().filter(|b| b.is_ascii_digit()).count();
    let text = rest.iter().position(|b| !matches!(b, b' ' | b'\t'));
    let comment = text.is_none_or(|text| text > 0 && rest.get(text) == Some(&b'#'));
    digits <= 1 && indicators.len() - digits <= 1 && comment
}

/// Whether a line reads as `- item` or `key: value`, whatever is open.
fn looks_like_entry(bytes: &[u8], first: usize) -> bool {
    let rest = bytes.get(first..).unwrap_or_default();
    if rest.first() == Some(&b'-') && is_space(rest.get(1).copied()) {
        return true;
    }
    let word = rest
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
        .count();
    word > 0 && rest.get(word) == Some(&b':') && is_space(rest.get(word + 1).copied())
}

/// Whether a line starts with the dash of an item.
pub(super) fn is_item(line: &str) -> bool {
    let content = line.trim_matches(WHITE);
    content == "-" || content.starts_with("- ")
}

/// The number of spaces a line starts with.
pub(super) fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        let mut scanner = Scanner::new();
        text.lines().map(|line| scanner.line(line).kind).collect()
    }

    #[test]
    fn scalars_of_every_style_span_lines() {
        use Kind::{Blank, Code, Comment, Continuation, DocumentStart, Inside};
        assert_eq!(
            kinds(
                "--- # x\na: one\n  two\n\n  # c\nb: \"x\n  y\"\nc: |\n  # not a comment\n\n  z\nd: [1,\n  2]\n# c"
            ),
            [
                DocumentStart,
                Code,
                Continuation,
                Blank,
                Comment,
                Code,
                Inside,
                Code,
                Inside,
                Blank,
                Inside,
                Code,
                Inside,
                Comment
            ]
        );
    }

    #[test]
    fn an_unclosed_quote_or_bracket_ends_at_the_next_entry() {
        for broken in ["a: \"x", "a: 'x", "a: [x", "a: {x: 1,"] {
            let mut scanner = Scanner::new();
            scanner.line(broken);
            assert!(scanner.unclosed());
            let next = scanner.line("b: 1");
            assert_eq!(
                (next.kind, next.gave_up, next.key),
                (Kind::Code, true, true),
                "{broken}"
            );
        }
    }

    #[test]
    fn mistakes_are_found_on_their_line() {
        let mistake = |text: &str| Scanner::new().line(text).mistake;
        assert_eq!(mistake("a: @x"), Some(Mistake::Reserved(3)));
        assert_eq!(mistake("a: *"), Some(Mistake::Reserved(3)));
        assert_eq!(mistake("a: x: y"), Some(Mistake::ColonInValue(3)));
        assert_eq!(mistake("a: 'it's'"), Some(Mistake::TextAfterQuote(7)));
        assert_eq!(mistake("a: - x"), Some(Mistake::ItemAfterKey(3)));
        assert_eq!(mistake("\ta: 1"), Some(Mistake::Tab(0)));
        assert_eq!(mistake("- a: 1 # x: y"), None);
        assert_eq!(mistake("a: http://example.com"), None);
        assert_eq!(mistake("a: <<: x"), Some(Mistake::ColonInValue(3)));
        assert_eq!(mistake("a: \"x\" # c"), None);
        assert_eq!(mistake("a: [x, {y: 1]"), Some(Mistake::WrongBracket(12)));
        assert_eq!(mistake("a: *x y"), Some(Mistake::TextAfterAlias(3)));
        assert_eq!(mistake("*x : y # z"), None);
        assert!(Scanner::new().line("&x !y a: b").key);
        assert_eq!(mistake("a: ? x"), Some(Mistake::Reserved(3)));
        assert_eq!(mistake("a: |86400"), Some(Mistake::Reserved(3)));
        assert_eq!(mistake("a: \"x\\d\""), Some(Mistake::Escape(5)));
        assert_eq!(mistake("a: \"x\\u00e9\\\"\""), None);
    }

    #[test]
    fn only_a_key_without_a_value_is_open_for_the_lines_below() {
        let (open, bare) = (true, true);
        let left = |text: &str| {
            let line = Scanner::new().line(text);
            (line.open, line.bare)
        };
        assert_eq!(left("a:"), (open, bare));
        assert_eq!(left("a: # c"), (open, bare));
        assert_eq!(left("-"), (open, bare));
        assert_eq!(left("a: &x"), (open, !bare));
        assert_eq!(left("a: x"), (!open, !bare));
        assert_eq!(left("a: |"), (!open, !bare));
        assert_eq!(left("a"), (!open, !bare));
    }
}
