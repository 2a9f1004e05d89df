//! Finds what is wrong with a piece of YAML: the first mistake from the top, and which line is to blame.
//!
//! What a line says on its own [`Scanner`] knows; here its indentation is held against the lines above,
//! and where those may be the odd ones out against the lines below.

use super::conflict;
use super::lines::{Kind, Level, Line, Mistake, Scanner, indent_of, is_item};
use std::ops::Range;

/// A mistake and the line it is on.
#[derive(Debug)]
pub(super) struct Found {
    /// The line, without its break.
    pub(super) range: Range<usize>,
    pub(super) line: Line,
    /// What belongs to the entry or item it is in.
    pub(super) scope: Scope,
    pub(super) what: What,
}

/// What belongs to an entry or an item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope {
    /// What is indented deeper than this column does.
    pub(super) column: usize,
    /// Whether items in the column are others; below a key they are its own.
    pub(super) item: bool,
}

/// What is wrong.
#[derive(Debug)]
pub(super) enum What {
    /// Something on the line itself.
    Mistake(Mistake),
    /// A tab in the indentation; whether the line would fit in if each tab were a space.
    Tab(bool),
    /// A quote or bracket is not closed; the range starts at it and ends where it was given up.
    Unclosed(Range<usize>),
    /// A key without a colon.
    NoColon,
    /// An entry below a line that has a value already.
    TooDeep,
    /// An indentation between those of the lines above; those next to it are given.
    Dedent(Vec<usize>),
    /// The first lines of a block, up to this offset, are indented otherwise than the rest of it, which
    /// stands in this column.
    Uneven(usize, usize),
    /// An item where a key is expected; the column is that of the list it is meant for, if there is one.
    StrayItem(Option<usize>),
    /// An entry in the column of the dashes above.
    NotItem,
    /// A line of a merge conflict that has no beginning.
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
    fn found(&self, what: What) -> Found {
        Found {
            range: self.start..self.end,
            line: self.line,
            scope: Scope {
                column: self.level.column,
                item: !self.level.mapping,
            },
            what,
        }
    }

    /// Whether the line that opened it holds nothing of an outer level.
    fn is_alone(&self) -> bool {
        self.level.column == self.line.indent
    }
}

/// The line that is looked at.
#[derive(Debug, Clone)]
struct Here {
    range: Range<usize>,
    line: Line,
    /// The column of its last key; of its content if it has none.
    column: usize,
    /// Whether the lines above left a value to it.
    awaited: bool,
    /// Where the next line starts.
    next: usize,
}

impl Here {
    fn found(&self, what: What) -> Found {
        let scope = Scope {
            column: self.column,
            item: false,
        };
        self.within(scope, what)
    }

    fn within(&self, scope: Scope, what: What) -> Found {
        Found {
            range: self.range.clone(),
            line: self.line,
            scope,
            what,
        }
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
    let mut awaited = true;
    let mut unclosed = 0;
    // The last line with code.
    let mut last: Option<Here> = None;
    let mut next = 0;
    for content in text.split_inclusive('\n') {
        let start = next;
        next += content.len();
        let was_unclosed = scanner.unclosed();
        let line = scanner.line(content);
        let key = scanner.levels.iter().rfind(|level| level.mapping);
        let here = Here {
            range: start..start + content.trim_end_matches(['\n', '\r']).len(),
            line,
            column: key.map_or_else(|| content_column(content), |level| level.column),
            awaited,
            next,
        };
        if line.gave_up {
            return Some(here.found(What::Unclosed(unclosed..start)));
        }
        if !was_unclosed && scanner.unclosed() {
            unclosed = start + scanner.opened;
        }
        if conflict::marker(content).is_some() {
            return Some(here.found(What::Conflict));
        }
        match line.kind {
            Kind::Code => {
                if let Some(Mistake::Tab(_)) = line.mistake {
                    return Some(levels.tab(&here));
                }
                let quoted = matches!(line.mistake, Some(Mistake::TextAfterQuote(_))) && !line.key;
                match (levels.place(&here), line.mistake) {
                    // A mistake where a key should be says more than that the colon is missing.
                    (Some(found), Some(mistake))
                        if matches!(found.what, What::NoColon) && !quoted =>
                    {
                        return Some(here.found(What::Mistake(mistake)));
                    }
                    (Some(found), _) => return Some(found),
                    (None, Some(_)) if quoted && levels.expects_key(&here) => {
                        return Some(here.found(What::NoColon));
                    }
                    (None, Some(mistake)) => return Some(here.found(What::Mistake(mistake))),
                    (None, None) => {}
                }
                levels.enter(&scanner.levels, &here);
                awaited = line.open;
                last = Some(here);
            }
            Kind::Continuation => {
                // Text goes on here, unless the line is meant for an entry of its own.
                let line = Scanner::new().line(content);
                if line.key {
                    let here = Here {
                        line,
                        awaited: false,
                        ..here
                    };
                    let scalar = last.filter(|last| !last.line.key);
                    return match scalar {
                        _ if content.trim_start_matches(' ').starts_with('\t') => {
                            Some(levels.tab(&here))
                        }
                        Some(scalar) => Some(scalar.found(What::NoColon)),
                        None => levels
                            .place(&here)
                            .or_else(|| Some(here.found(What::TooDeep))),
                    };
                }
            }
            _ => {
                if let Some(mistake) = line.mistake {
                    return Some(here.found(What::Mistake(mistake)));
                }
                if line.kind == Kind::DocumentStart {
                    levels.open.clear();
                    awaited = true;
                }
            }
        }
    }
    let end = Here {
        range: next..next,
        line: Scanner::new().line(""),
        column: 0,
        awaited,
        next,
    };
    scanner
        .unclosed()
        .then(|| end.found(What::Unclosed(unclosed..next)))
}

/// The column behind a line's spaces and dashes.
fn content_column(line: &str) -> usize {
    let white = [' ', '\t'];
    let mut rest = line.trim_start_matches(' ');
    while let Some(behind) = rest
        .strip_prefix('-')
        .filter(|behind| behind.starts_with(white))
    {
        rest = behind.trim_start_matches(white);
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
    fn enter(&mut self, levels: &[Level], here: &Here) {
        for level in levels {
            match self.open.iter_mut().find(|open| open.level == *level) {
                Some(open) => open.count += 1,
                None => self.open.push(Open {
                    level: *level,
                    start: here.range.start,
                    end: here.range.end,
                    line: here.line,
                    count: 1,
                }),
            }
        }
    }

    /// Finds the place of a line among the open levels. If it has none, says what is wrong with it, or with
    /// a line above.
    fn place(&mut self, here: &Here) -> Option<Found> {
        let line = here.line;
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
        match (self.open.last().copied(), left) {
            (Some(top), left) if top.level.column == line.indent => {
                let follows = left.is_none() && here.awaited;
                match (top.level.mapping, line.item) {
                    (true, true) if !follows => Some(self.stray_item(here)),
                    (true, false) if !line.key => Some(here.found(What::NoColon)),
                    (false, false) => Some(self.not_item(top, here)),
                    _ => None,
                }
            }
            (top, Some(left))
                if top.is_some() || self.root.is_some_and(|root| line.indent > root) =>
            {
                Some(self.dedent(left, here, &columns))
            }
            (Some(top), None) if !here.awaited && (line.key || line.item) => {
                Some(self.too_deep(top, here))
            }
            _ => None,
        }
    }

    /// An item where a key is expected.
    fn stray_item(&self, here: &Here) -> Found {
        let list = self.open.iter().rfind(|open| !open.level.mapping);
        // One with a key is meant for the list around.
        let list = list.filter(|_| here.line.key).map(|list| list.level.column);
        let scope = Scope {
            column: list.unwrap_or(here.line.indent),
            item: true,
        };
        here.within(scope, What::StrayItem(list))
    }

    /// A line that leaves a level for a column that none has. If more lines follow in that column than the
    /// level has, those of the level are wrong.
    fn dedent(&self, left: Open, here: &Here, columns: &[usize]) -> Found {
        let line = here.line;
        let more = self.siblings(line.indent, here.next).0 + 1;
        if more > left.count && left.is_alone() {
            // Items here are those of its last key.
            let own = line.item && left.level.mapping;
            let ends =
                |column, item| column < line.indent || column == line.indent && !(own && item);
            let until = self.until(here.range.start, ends);
            return left.found(What::Uneven(until, line.indent));
        }
        let above = columns.iter().rfind(|column| **column < line.indent);
        let columns = above
            .copied()
            .into_iter()
            .chain([left.level.column])
            .collect();
        let scope = Scope {
            column: left.level.column,
            item: line.item || !left.level.mapping,
        };
        here.within(scope, What::Dedent(columns))
    }

    /// A line that is indented deeper than one that has a value already. If that is the first of its block
    /// and all others are indented like this one, it is the wrong one.
    fn too_deep(&self, top: Open, here: &Here) -> Found {
        let line = here.line;
        let (more, behind) = self.siblings(line.indent, here.next);
        let last = behind.is_none_or(|column| column < top.level.column);
        if top.count == 1 && top.is_alone() && self.open.len() > 1 && more > 0 && last {
            return top.found(What::Uneven(here.range.start, line.indent));
        }
        let scope = Scope {
            column: top.level.column,
            item: line.item || !line.open || !top.level.mapping,
        };
        here.within(scope, What::TooDeep)
    }

    /// An entry in the column of dashes: either it is not indented deep enough, or the only dash so far
    /// is too deep.
    fn not_item(&self, top: Open, here: &Here) -> Found {
        let column = top.level.column;
        // The next item may stand further left, but not where an outer list has its own.
        let floor = match self.open.iter().rev().nth(1) {
            Some(below) => below.level.column + usize::from(!below.level.mapping),
            None => self.root.unwrap_or(0),
        };
        let behind = self
            .lines_from(here.next)
            .find(|(indent, _)| *indent < column);
        match behind {
            Some((indent, true)) if top.count == 1 && top.is_alone() && indent >= floor => {
                let until = self.until(here.next, |indent, _| indent < column);
                top.found(What::Uneven(until, indent))
            }
            _ => here.within(Scope { column, item: true }, What::NotItem),
        }
    }

    /// The mistake of a line that is indented by tabs.
    fn tab(&self, here: &Here) -> Found {
        let line = here.line;
        let text = self.text.get(here.range.clone()).unwrap_or_default();
        let width = text.len() - text.trim_start().len();
        let at = |open: &Open| open.level.column == width && open.level.mapping != line.item;
        let deeper = self.open.last().is_none_or(|top| top.level.column < width);
        let fits = self.open.iter().any(at) || here.awaited && deeper;
        let column = self.column_for(here);
        let level = self.open.iter().rfind(|open| open.level.column == column);
        let list = level.is_some_and(|open| !open.level.mapping);
        let scope = Scope {
            column,
            item: line.item || list,
        };
        here.within(scope, What::Tab(fits))
    }

    /// The column that the neighbours of a line with tabs probably stand in.
    fn column_for(&self, here: &Here) -> usize {
        let Some(top) = self.open.last() else {
            return 0;
        };
        let (line, top) = (here.line, top.level.column);
        if here.awaited {
            // It is the first of a block: its neighbours are the shallowest lines below.
            let inside = |(column, item): &(usize, bool)| *column > top || *item && *column == top;
            let block = self.lines_from(here.next).take_while(inside);
            let fits = block
                .filter(|(_, item)| *item || !line.item)
                .map(|(column, _)| column);
            return fits.min().unwrap_or(top);
        }
        // The next line belongs to it if it is an item or leaves its value to the lines below.
        let below = self
            .lines_from(here.next)
            .next()
            .filter(|_| line.item || line.open);
        let holds = |column: usize| {
            below.is_none_or(|(indent, item)| column < indent || item && column == indent)
        };
        let mut levels = self.open.iter().map(|open| open.level);
        let around = levels.rfind(|level| level.mapping != line.item && holds(level.column));
        around.map_or(top, |level| level.column)
    }

    /// Whether what stands in a line's column must be a key, going by the root or the next line.
    fn expects_key(&self, here: &Here) -> bool {
        let below = self.lines_from(here.next).next();
        self.root == Some(here.column)
            || below.is_some_and(|(indent, item)| indent == here.column && !item)
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
}

/// The column of a line and whether it is an item; nothing for an empty line and a comment.
fn column_of(line: &str) -> Option<(usize, bool)> {
    let content = line.trim();
    let code = !content.is_empty() && !content.starts_with('#');
    code.then(|| (indent_of(line), is_item(line)))
}
