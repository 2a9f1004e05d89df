//! Finds what is wrong with a piece of YAML: the first mistake from the top, and which line is to blame.
//!
//! What a line says on its own [`Scanner`] knows; here its indentation is held against the lines above,
//! and where those may be the odd ones out against the lines below.

use super::lines::{Kind, Level, Line, Mistake, Scanner, is_conflict};
use std::ops::Range;

/// A mistake and the line it is on.
#[derive(Debug)]
pub(super) struct Found {
    /// The line, without its break.
    pub(super) range: Range<usize>,
    pub(super) line: Line,
    /// The column of the entry or item it is in: what is indented deeper belongs to that.
    pub(super) column: usize,
    pub(super) what: What,
}

/// What is wrong.
#[derive(Debug)]
pub(super) enum What {
    /// Something on the line itself.
    Mistake(Mistake),
    /// A tab in the indentation of a line whose neighbours probably stand in this column; whether the
    /// line would fit in if each tab were a space.
    Tab(bool),
    /// A quote or bracket is not closed; the range starts at it and ends where it was given up.
    Unclosed(Range<usize>),
    /// A key without a colon.
    NoColon,
    /// An entry below a line in this column that has a value already.
    TooDeep(usize),
    /// An indentation between those of the lines above, which are given.
    Dedent(Vec<usize>),
    /// The first lines of a block, up to this offset, are indented otherwise than the rest of it, which
    /// stands in this column.
    Uneven(usize, usize),
    /// An item where a key is expected; the column is that of the list around, if there is one.
    StrayItem(Option<usize>),
    /// An entry in the column of the dashes above.
    NotItem,
    /// A line that a merge left behind.
    Conflict,
}

/// A level of block structure that is open.
#[derive(Debug, Clone, Copy)]
struct Open {
    level: Level,
    /// The line that opened it.
    start: usize,
    end: usize,
    line: Line,
    /// How many entries or items it has so far.
    count: usize,
}

impl Open {
    /// A mistake on the line that opened it.
    fn found(self, what: What) -> Found {
        Found {
            range: self.start..self.end,
            line: self.line,
            column: self.level.column,
            what,
        }
    }

    /// Whether the line that opened it holds nothing of an outer level.
    fn is_alone(&self) -> bool {
        self.level.column == self.line.indent
    }
}

/// The first mistake in a text. `root` is the column of the root mapping's keys, if there is one.
pub(super) fn find(text: &str, root: Option<usize>) -> Option<Found> {
    let mut scanner = Scanner::new();
    scanner.within(root);
    let mut levels = Levels {
        text,
        root,
        open: Vec::new(),
    };
    // Whether the last line with code left a value to the lines below.
    let mut awaited = true;
    let mut unclosed = 0;
    let mut plain: Option<(Range<usize>, Line, usize)> = None;
    let mut next = 0;
    for content in text.split_inclusive('\n') {
        let start = next;
        next += content.len();
        let range = start..start + content.trim_end_matches(['\n', '\r']).len();
        let was_unclosed = scanner.unclosed();
        let line = scanner.line(content);
        let key = scanner.levels.iter().rev().find(|level| level.mapping);
        let column = key.map_or_else(|| content_column(content), |level| level.column);
        let found = |what| {
            Some(Found {
                range: range.clone(),
                line,
                column,
                what,
            })
        };
        if line.gave_up {
            return found(What::Unclosed(unclosed..start));
        }
        if !was_unclosed && scanner.unclosed() {
            unclosed = start + scanner.opened;
        }
        if is_conflict(content) {
            return found(What::Conflict);
        }
        match line.kind {
            Kind::Code => {
                if let Some(Mistake::Tab(_)) = line.mistake {
                    return Some(levels.tab(range, line, awaited, next));
                }
                let misplaced = levels.place(line, awaited, next).or_else(|| {
                    // A quoted word where the lines below have keys.
                    let quoted =
                        matches!(line.mistake, Some(Mistake::TextAfterQuote(_))) && !line.key;
                    (quoted && levels.expects_key(column, next)).then_some((None, What::NoColon))
                });
                match (misplaced, line.mistake) {
                    // A mistake where a key should be says more than that the colon is missing.
                    (Some((_, What::NoColon)), Some(mistake))
                        if !matches!(mistake, Mistake::TextAfterQuote(_)) =>
                    {
                        return found(What::Mistake(mistake));
                    }
                    (Some((Some(first), what)), _) => {
                        return Some(first.found(what));
                    }
                    (Some((None, what)), _) => return found(what),
                    (None, Some(mistake)) => return found(What::Mistake(mistake)),
                    (None, None) => {}
                }
                levels.enter(&scanner.levels, &range, line);
                awaited = line.open;
                plain = Some((range, line, column));
            }
            Kind::Continuation if Scanner::new().line(content).key => {
                let indentation = content.len() - content.trim_start().len();
                if indentation > line.indent {
                    return Some(levels.tab(range, line, awaited, next));
                }
                if let Some((range, line, column)) = plain.clone().filter(|(_, line, _)| !line.key)
                {
                    return Some(Found {
                        range,
                        line,
                        column,
                        what: What::NoColon,
                    });
                }
                let line = Scanner::new().line(content);
                return match levels.place(line, false, next) {
                    Some((Some(first), what)) => Some(first.found(what)),
                    Some((None, what)) => Some(Found {
                        range,
                        line,
                        column,
                        what,
                    }),
                    None => found(What::TooDeep(0)),
                };
            }
            _ => {
                if let Some(mistake) = line.mistake {
                    return found(What::Mistake(mistake));
                }
                if line.kind == Kind::DocumentStart {
                    levels.open.clear();
                    awaited = true;
                }
            }
        }
    }
    scanner.unclosed().then(|| Found {
        range: next..next,
        line: Scanner::new().line(""),
        column: 0,
        what: What::Unclosed(unclosed..next),
    })
}

/// The column behind a line's spaces and dashes.
fn content_column(line: &str) -> usize {
    let dashes = line.trim_start_matches(' ');
    let mut rest = dashes;
    while let Some(behind) = rest.strip_prefix("- ") {
        rest = behind.trim_start_matches(' ');
    }
    line.len() - rest.len()
}

/// The levels that are open at a line, outermost first.
struct Levels<'t> {
    text: &'t str,
    root: Option<usize>,
    open: Vec<Open>,
}

impl Levels<'_> {
    /// Takes in the levels of a line.
    fn enter(&mut self, levels: &[Level], range: &Range<usize>, line: Line) {
        for level in levels {
            match self.open.iter_mut().find(|open| open.level == *level) {
                Some(open) => open.count += 1,
                None => self.open.push(Open {
                    level: *level,
                    start: range.start,
                    end: range.end,
                    line,
                    count: 1,
                }),
            }
        }
    }

    /// Finds the place of a line among the open levels. If it has none, says what is wrong, and with
    /// which line above if not with this one. `next` is where the next line starts.
    fn place(&mut self, line: Line, awaited: bool, next: usize) -> Option<(Option<Open>, What)> {
        let columns: Vec<_> = self.open.iter().map(|open| open.level.column).collect();
        let mut left = None;
        while self
            .open
            .last()
            .is_some_and(|top| top.level.column > line.indent)
        {
            left = self.open.pop();
        }
        // A key ends a sequence that stands in the column of its own key.
        if !line.item
            && let [.., below, top] = self.open.as_slice()
            && below.level.column == line.indent
            && !top.level.mapping
        {
            self.open.pop();
        }
        let top = self.open.last().copied();
        match (top, left) {
            (Some(top), left) if top.level.column == line.indent => {
                match (top.level.mapping, line.item) {
                    (true, true) if left.is_some() || !awaited => {
                        let list = self.open.iter().rfind(|open| !open.level.mapping);
                        Some((None, What::StrayItem(list.map(|list| list.level.column))))
                    }
                    (true, false) if !line.key => Some((None, What::NoColon)),
                    (false, false) => Some(self.not_item(top, line, next)),
                    _ => None,
                }
            }
            (top, Some(left))
                if top.is_some() || self.root.is_some_and(|root| line.indent > root) =>
            {
                let more = self.siblings(line.indent, next).0 + 1;
                if more > left.count && left.is_alone() {
                    // Items here are those of its last key.
                    let own = line.item && left.level.mapping;
                    let ends = |column, item| {
                        column < line.indent || column == line.indent && !(own && item)
                    };
                    let until = self.until(self.line_start(next), ends);
                    return Some((Some(left), What::Uneven(until, line.indent)));
                }
                let fits =
                    |column: &&usize| **column < line.indent || **column == left.level.column;
                let mut columns: Vec<_> = columns.iter().filter(fits).copied().collect();
                columns.dedup();
                Some((None, What::Dedent(columns)))
            }
            (Some(top), None) if !awaited && (line.key || line.item) => {
                let (more, behind) = self.siblings(line.indent, next);
                let last = behind.is_none_or(|column| column < top.level.column);
                if top.count == 1 && top.is_alone() && self.open.len() > 1 && more > 0 && last {
                    let until = self.line_start(next);
                    return Some((Some(top), What::Uneven(until, line.indent)));
                }
                Some((None, What::TooDeep(top.level.column)))
            }
            _ => None,
        }
    }

    /// An entry in the column of dashes: either it is not indented deep enough, or the only dash so far
    /// is too deep.
    fn not_item(&self, top: Open, line: Line, next: usize) -> (Option<Open>, What) {
        let behind = self
            .lines_from(next)
            .find(|(column, _)| *column < line.indent);
        let floor = self
            .open
            .iter()
            .rev()
            .nth(1)
            .map(|below| below.level.column)
            .or(self.root);
        match behind {
            Some((column, true)) if top.count == 1 && floor.is_none_or(|floor| column >= floor) => {
                let until = self.until(next, |column, _| column < top.level.column);
                (Some(top), What::Uneven(until, column))
            }
            _ => (None, What::NotItem),
        }
    }

    /// The mistake of a line that is indented by tabs.
    fn tab(&self, range: Range<usize>, line: Line, awaited: bool, next: usize) -> Found {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let width = text.len() - text.trim_start().len();
        let at = |open: &Open| open.level.column == width && open.level.mapping != line.item;
        let deeper = self.open.last().is_none_or(|top| top.level.column < width);
        let fits = self.open.iter().any(at) || awaited && deeper;
        Found {
            range,
            line,
            column: self.column_for(line, awaited, next),
            what: What::Tab(fits),
        }
    }

    /// The column that the neighbours of a line with tabs probably stand in.
    fn column_for(&self, line: Line, awaited: bool, next: usize) -> usize {
        let Some(top) = self.open.last() else {
            return 0;
        };
        let top = top.level.column;
        if awaited {
            // It is the first of a block: its neighbours are the shallowest lines below.
            let inside = |(column, item): &(usize, bool)| *column > top || *item && *column == top;
            let block = self.lines_from(next).take_while(inside);
            let fits = block
                .filter(|(_, item)| *item || !line.item)
                .map(|(column, _)| column);
            return fits.min().unwrap_or(top);
        }
        // The next line belongs to it if it is an item or leaves its value to the lines below.
        let below = self
            .lines_from(next)
            .next()
            .filter(|_| line.item || line.open);
        let holds = |column: usize| {
            below.is_none_or(|(indent, item)| column < indent || item && column == indent)
        };
        let mut levels = self.open.iter().map(|open| open.level);
        let around = levels.rfind(|level| level.mapping != line.item && holds(level.column));
        around.map_or(top, |level| level.column)
    }

    /// Whether what stands in a column must be a key, going by the root or the next line.
    fn expects_key(&self, column: usize, next: usize) -> bool {
        let below = self.lines_from(next).next();
        self.root == Some(column) || below.is_some_and(|(indent, item)| indent == column && !item)
    }

    /// How many lines stand in a column from an offset on, and the column of the first line behind them.
    fn siblings(&self, column: usize, from: usize) -> (usize, Option<usize>) {
        let mut count = 0;
        for (indent, _) in self.lines_from(from) {
            if indent < column {
                return (count, Some(indent));
            }
            count += usize::from(indent == column);
        }
        (count, None)
    }

    /// The columns of the lines from an offset on and whether each is an item.
    fn lines_from(&self, from: usize) -> impl Iterator<Item = (usize, bool)> {
        let lines = self.text.get(from..).unwrap_or_default().lines();
        lines.filter_map(column_of)
    }

    /// Where the first line from an offset on starts that is in such a column and such an item or none.
    fn until(&self, from: usize, ends: impl Fn(usize, bool) -> bool) -> usize {
        let mut at = from;
        for line in self
            .text
            .get(from..)
            .unwrap_or_default()
            .split_inclusive('\n')
        {
            if column_of(line).is_some_and(|(column, item)| ends(column, item)) {
                break;
            }
            at += line.len();
        }
        at
    }

    /// Where the line before an offset starts.
    fn line_start(&self, next: usize) -> usize {
        let before = self.text.get(..next).unwrap_or_default();
        let before = before.strip_suffix('\n').unwrap_or(before);
        before.rfind('\n').map_or(0, |i| i + 1)
    }
}

/// The column of a line and whether it is an item; nothing for an empty line and a comment.
fn column_of(line: &str) -> Option<(usize, bool)> {
    let content = line.trim();
    let item = content == "-" || content.starts_with("- ");
    let code = !content.is_empty() && !content.starts_with('#');
    code.then(|| (indent_of(line), item))
}

/// The number of spaces a line starts with.
pub(super) fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}
