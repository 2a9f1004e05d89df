//! The cursor in YAML that goes by indentation.

use super::super::characters::{comment_from, quote_end};
use super::super::conflict::marker;
use super::super::context::Context;
use super::super::dialect::Notation;
use super::super::levels::Levels;
use super::super::line::{Kind, Level, Line, LineError};
use super::super::scanner::{Open, Scanner};
use super::context::{CursorContext, Expected, Following, MARK, Patch, leading, part};
use super::flow;
use std::ops::Range;

/// The next line with code on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Next {
    /// Its column.
    pub(super) indent: usize,
    /// Whether it starts with a dash.
    pub(super) item: bool,
}

/// The place of a cursor in a piece, in offsets from the piece's start. `behind` is the line that follows
/// the piece.
pub(super) fn context_at(
    piece: &str,
    at: usize,
    context: Context,
    behind: Option<Next>,
) -> Option<(CursorContext, Patch)> {
    let mut above = Above::new(context);
    let mut start = 0;
    for content in piece.split_inclusive('\n') {
        let end = start + content.len();
        if at < end || (at == end && !content.ends_with('\n')) {
            break;
        }
        above.take(content, start);
        start = end;
    }
    let content = part(piece, start..piece.len())
        .split('\n')
        .next()
        .unwrap_or_default();
    let content = content.trim_end_matches('\r');
    let here = CursorLine {
        piece,
        start,
        content,
        column: at
            .checked_sub(start)
            .filter(|column| content.is_char_boundary(*column))?,
        next: next_code(part(piece, start + content.len()..piece.len())).unwrap_or(behind),
    };
    here.context(above)
}

/// The lines above the cursor.
pub(super) struct Above {
    pub(super) scanner: Scanner,
    /// The levels that are open, outermost first.
    pub(super) levels: Levels<Level>,
    /// Whether the last line waits for a value.
    open: bool,
    /// The column of the last line if it is a word without a key or a dash.
    bare: Option<usize>,
    /// Where the bracket or quote opens that is not closed yet.
    opened: usize,
}

impl Above {
    pub(super) fn new(context: Context) -> Self {
        let level = |column, mapping| Level { column, mapping };
        let mut scanner = Scanner::new();
        scanner.within(context.root());
        Self {
            scanner,
            levels: Levels {
                open: match context {
                    Context::Entry { root, .. } => vec![level(root, true)],
                    Context::Item { root, column, .. } => {
                        vec![level(root, true), level(column, false)]
                    }
                    Context::Prologue | Context::Whole => Vec::new(),
                },
            },
            open: false,
            bare: None,
            opened: 0,
        }
    }

    pub(super) fn take(&mut self, content: &str, start: usize) -> Line {
        let was_unclosed = self.scanner.unclosed();
        let line = self.scan(content);
        if self.scanner.unclosed() && (!was_unclosed || line.gave_up) {
            self.opened = start + self.scanner.opened;
        }
        if line.kind == Kind::Code {
            // Where the indentation says nothing, or matches no level, the line is the error, not the levels.
            if matches!(line.error, Some(LineError::Tab(_))) {
                self.scanner.reset();
                return line;
            }
            let right = |level: &&Level| level.column > line.indent;
            let left = self.levels.open.iter().rev().take_while(right).count();
            let around = self.levels.open.iter().rev().nth(left);
            if left > 0 && around.is_some_and(|around| around.column < line.indent) {
                return line;
            }
            self.levels.leave(line.indent);
            if line.key && !line.item {
                self.levels.end_list(line.indent);
            }
            self.levels
                .enter(&self.scanner.levels, |level| level, |_| ());
            self.bare = (!line.key && !line.item).then_some(line.indent);
            // Where somebody left a word behind, what the line above waits for may still come.
            self.open = if self.bare.is_some() {
                self.open
            } else {
                line.open
            };
        }
        line
    }

    /// Scans a line. A line below a word in the same column does not go on with that word: the word was to
    /// be a key.
    fn scan(&mut self, content: &str) -> Line {
        if marker(content).is_some() {
            return self.scanner.line("");
        }
        let line = self.scanner.line(content);
        if line.kind != Kind::Continuation || self.bare != Some(line.indent) {
            return line;
        }
        self.scanner.reset();
        self.scanner.line(content)
    }

    /// What may come in a column of a line that has neither a key nor a dash. A line that is `empty` must
    /// not take what stands below it for itself.
    fn expected(&self, column: usize, next: Option<Next>, empty: bool) -> Option<Expected> {
        let value_below = next.is_some_and(|next| next.indent > column);
        let key = Expected::Key(if value_below {
            Following::Value
        } else {
            Following::Nothing
        });
        let Some(index) = self
            .levels
            .open
            .iter()
            .rposition(|level| level.column <= column)
        else {
            let fits = self.levels.open.is_empty()
                && next.is_none_or(|next| next.indent == column && !next.item);
            return (fits || !empty).then_some(key);
        };
        let level = *self.levels.open.get(index)?;
        let takes = |next: Next| next.indent > column || next.indent == column && next.item;
        if level.column == column {
            if level.mapping {
                return (!empty || !next.is_some_and(takes)).then_some(key);
            }
            let below_its_key = self
                .levels
                .open
                .iter()
                .any(|level| level.mapping && level.column == column);
            let goes_on = next.is_some_and(|next| next.item && next.indent == column);
            return match next {
                Some(next) if empty && next.indent > column => None,
                _ if below_its_key && !goes_on => Some(key),
                _ => Some(Expected::Item),
            };
        }
        if index + 1 < self.levels.open.len() || !self.open {
            return None;
        }
        let has = |next: Next| {
            next.indent > level.column || next.indent == level.column && next.item && level.mapping
        };
        match next.filter(|next| has(*next)) {
            None => Some(Expected::Node { item: false }),
            Some(next) if next.indent == column && next.item => Some(Expected::Item),
            Some(next) if next.indent == column => Some(Expected::Key(Following::Nothing)),
            Some(_) => None,
        }
    }
}

/// The line of the cursor. Offsets named `column` are from the line's start.
struct CursorLine<'p> {
    piece: &'p str,
    start: usize,
    content: &'p str,
    column: usize,
    next: Option<Next>,
}

impl CursorLine<'_> {
    fn context(&self, mut above: Above) -> Option<(CursorContext, Patch)> {
        let before = above.scanner.open;
        let line = above.scan(self.content);
        if matches!(before, Open::Flow { .. }) && matches!(line.kind, Kind::Inside | Kind::Blank) {
            return self.flow(above.opened, above.scanner);
        }
        let broken =
            matches!(before, Open::Quoted { .. }) && !self.is_closed_below(&mut above.scanner);
        match line.kind {
            Kind::Blank if self.content.contains('\t') || self.is_inside(before, broken) => None,
            Kind::Blank => self.word(&above, self.column..self.column, true),
            Kind::Inside if broken => self.word(&above, self.content_at(line.indent), false),
            Kind::Code => self.code(above, line),
            _ => None,
        }
    }

    /// Whether an empty line belongs to a scalar from a line above.
    fn is_inside(&self, open: Open, broken: bool) -> bool {
        let deeper = |column: usize, floor: isize| {
            isize::try_from(column).is_ok_and(|column| column > floor)
        };
        match open {
            Open::Quoted { .. } => !broken,
            Open::Block { floor } => {
                let next = self.below().lines().find(|line| !line.trim().is_empty());
                deeper(self.column, floor) || next.is_some_and(|line| deeper(leading(line), floor))
            }
            _ => false,
        }
    }

    /// Whether a quote from a line above is closed on this line or below, and not just forgotten.
    fn is_closed_below(&self, scanner: &mut Scanner) -> bool {
        let mut lines = self.below().split_inclusive('\n').skip(1);
        while scanner.unclosed() {
            if lines.next().is_none_or(|line| scanner.line(line).gave_up) {
                return false;
            }
        }
        true
    }

    /// The piece behind the line.
    fn below(&self) -> &str {
        part(
            self.piece,
            self.start + self.content.len()..self.piece.len(),
        )
    }

    fn code(&self, mut above: Above, line: Line) -> Option<(CursorContext, Patch)> {
        if matches!(line.error, Some(LineError::Tab(_))) {
            return None;
        }
        let levels = std::mem::take(&mut above.scanner.levels);
        let dash = levels
            .iter()
            .rfind(|level| !level.mapping)
            .map(|level| level.column);
        let key = levels
            .last()
            .filter(|level| level.mapping)
            .map(|level| level.column);
        match (key, line.colon) {
            (Some(key), Some(colon)) if self.column > colon => self.value(above, key, colon + 1),
            (Some(key), Some(colon)) => {
                let end = key + part(self.content, key..colon).trim_end().len();
                let patch = MARK.to_owned();
                let expected = Expected::Key(Following::Colon);
                (key..=end)
                    .contains(&self.column)
                    .then(|| self.found(expected, key..end, patch, key))
            }
            (Some(_), None) => None,
            (None, _) => {
                let from = dash.map_or(line.indent, |dash| dash + 1);
                let begins = from + leading(part(self.content, from..self.content.len()));
                match self.first_char(begins) {
                    Some('{' | '[') if self.column > begins => {
                        self.flow(self.start + begins, above.scanner)
                    }
                    Some('{' | '[' | '|' | '>' | '&' | '*' | '!') => None,
                    Some('#') | None if dash.is_some() => self.behind_dash(from, begins),
                    _ if dash.is_some() => self.node(self.content_at(begins)),
                    _ => self.word(&above, self.content_at(begins), false),
                }
            }
        }
    }

    /// After a dash that has nothing else on its line.
    fn behind_dash(&self, from: usize, comment: usize) -> Option<(CursorContext, Patch)> {
        if self.column < from
            || (self.column == comment && comment < self.content.len())
            || self.column > comment
        {
            return None;
        }
        let column = self.column.max(from + 1);
        // What stands below is the item already, unless this would be its first key.
        let below = self.next.filter(|next| next.indent >= from);
        if below.is_some_and(|next| next.item || next.indent != column) {
            return None;
        }
        self.node(self.column..self.column)
    }

    /// A node behind a dash.
    fn node(&self, word: Range<usize>) -> Option<(CursorContext, Patch)> {
        let space = self.needs_space(word.start);
        let text = format!("{}{MARK}:", if space { " " } else { "" });
        let hang = word.start + usize::from(space);
        self.holds(&word)
            .then(|| self.found(Expected::Node { item: true }, word, text, hang))
    }

    /// A word, or nothing yet, on a line of its own.
    fn word(
        &self,
        above: &Above,
        word: Range<usize>,
        empty: bool,
    ) -> Option<(CursorContext, Patch)> {
        if !self.holds(&word) {
            return None;
        }
        let expected = above.expected(word.start, self.next, empty)?;
        let dash = if expected == Expected::Item { "- " } else { "" };
        let hang = word.start;
        Some(self.found(expected, word, format!("{dash}{MARK}:"), hang))
    }

    /// After the colon of a key.
    fn value(&self, above: Above, key: usize, from: usize) -> Option<(CursorContext, Patch)> {
        let begins = from + leading(part(self.content, from..self.content.len()));
        let word = match self.first_char(begins) {
            None | Some('#') => {
                let below = |next: Next| next.indent > key || next.indent == key && next.item;
                let comment = begins < self.content.len();
                if self.next.is_some_and(below) || comment && self.column >= begins {
                    return None;
                }
                self.column..self.column
            }
            Some('{' | '[') if self.column > begins => {
                return self.flow(self.start + begins, above.scanner);
            }
            Some('{' | '[' | '|' | '>' | '&' | '*' | '!') => return None,
            Some(_) => self.content_at(begins),
        };
        let space = if self.needs_space(word.start) {
            " "
        } else {
            ""
        };
        self.holds(&word)
            .then(|| self.found(Expected::Value, word, format!("{space}{MARK}"), key))
    }

    fn flow(&self, from: usize, mut scanner: Scanner) -> Option<(CursorContext, Patch)> {
        // The collection goes on until a line that cannot belong to it.
        let mut end = self.start + self.content.len();
        for content in part(self.piece, end..self.piece.len())
            .split_inclusive('\n')
            .skip(1)
        {
            if !scanner.unclosed() || scanner.line(content).gave_up {
                break;
            }
            end += content.len();
        }
        let trimmed = part(self.piece, from..end).trim_end().len();
        let until = (from + trimmed).max(self.start + self.column);
        flow::context_at(
            self.piece,
            from..until,
            self.start + self.column,
            Notation::Flow,
        )
    }

    fn first_char(&self, column: usize) -> Option<char> {
        part(self.content, column..self.content.len())
            .chars()
            .next()
    }

    /// What stands from a column on, without a comment. A quote that is open ends with the line.
    fn content_at(&self, from: usize) -> Range<usize> {
        let bytes = self.content.as_bytes();
        let quoted = match bytes.get(from) {
            Some(quote @ (b'"' | b'\'')) => quote_end(bytes, from + 1, *quote),
            _ => None,
        };
        let end = quoted.unwrap_or_else(|| {
            let end = comment_from(bytes, from).unwrap_or(bytes.len());
            let end = from + part(self.content, from..end).trim_end().len();
            // After the word somebody may go on with the next one.
            let gap = part(self.content, end..self.column);
            if gap.trim().is_empty() {
                end.max(self.column)
            } else {
                end
            }
        });
        from.min(end)..end
    }

    /// Whether the cursor is on a word: not behind a quote that is closed.
    fn holds(&self, word: &Range<usize>) -> bool {
        let text = part(self.content, word.clone());
        let closed = match text.as_bytes() {
            all @ [quote @ (b'"' | b'\''), ..] => quote_end(all, 1, *quote).is_some(),
            _ => false,
        };
        word.contains(&self.column) || self.column == word.end && !closed
    }

    /// Whether a colon or a dash stands right before a column.
    fn needs_space(&self, column: usize) -> bool {
        !part(self.content, 0..column).ends_with([' ', '\t'])
    }

    fn found(
        &self,
        expected: Expected,
        word: Range<usize>,
        text: String,
        hang: usize,
    ) -> (CursorContext, Patch) {
        let range = self.start + word.start..self.start + word.end;
        let indent = leading(self.content).min(word.start);
        let context = CursorContext {
            expected,
            notation: Notation::Block,
            range: range.clone(),
            hang: hang.saturating_sub(indent),
            quote: part(self.content, word.clone())
                .chars()
                .next()
                .filter(|c| matches!(c, '"' | '\'')),
            space: text.starts_with(' '),
            comma: None,
            followed: false,
            inline: false,
        };
        (context, Patch::new(range, text))
    }
}

/// The next line with code on it. Returns `None` if the piece ends first, `Some(None)` if the document does.
fn next_code(rest: &str) -> Option<Option<Next>> {
    let line = rest
        .lines()
        .skip(1)
        .find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))?;
    let line = Scanner::new().line(line);
    let code = matches!(line.kind, Kind::Code);
    Some(code.then_some(Next {
        indent: line.indent,
        item: line.item,
    }))
}
