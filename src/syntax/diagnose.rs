//! Finds what is wrong with a piece of YAML: the first mistake from the top, and which line is to blame.
//!
//! What a line says on its own [`Scanner`] knows; here its indentation is held against the lines above,
//! and where those may be the odd ones out against the lines below.

use super::characters::{WHITE, indent_of, is_item};
use super::levels::Levels;
use super::line::{Level, Line, LineError};
use std::ops::Range;

/// A mistake and the line it is on.
#[derive(Debug)]
pub(super) struct Diagnosis {
    /// The line, without its break.
    pub(super) range: Range<usize>,
    pub(super) line: Line,
    /// What belongs to the entry or item it is in.
    pub(super) scope: Scope,
    pub(super) kind: SyntaxErrorKind,
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
pub(super) enum SyntaxErrorKind {
    /// Something on the line itself.
    OfLine(LineError),
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
pub(super) struct Open {
    level: Level,
    /// The line that opened it.
    start: usize,
    end: usize,
    line: Line,
    /// How many entries or items it has so far.
    count: usize,
}

impl AsRef<Level> for Open {
    fn as_ref(&self) -> &Level {
        &self.level
    }
}

impl Open {
    /// A mistake on the line that opened it.
    fn found(&self, kind: SyntaxErrorKind) -> Diagnosis {
        Diagnosis {
            range: self.start..self.end,
            line: self.line,
            scope: Scope {
                column: self.level.column,
                item: !self.level.mapping,
            },
            kind,
        }
    }

    /// Whether the line that opened it holds nothing of an outer level.
    fn is_alone(&self) -> bool {
        self.level.column == self.line.indent
    }
}

/// The line that is looked at.
#[derive(Debug, Clone)]
pub(super) struct Here {
    pub(super) range: Range<usize>,
    pub(super) line: Line,
    /// The column of its last key; of its content if it has none.
    pub(super) column: usize,
    /// Whether the lines above left a value to it.
    pub(super) awaited: bool,
    /// Where the next line starts.
    pub(super) next: usize,
}

impl Here {
    pub(super) fn found(&self, kind: SyntaxErrorKind) -> Diagnosis {
        let scope = Scope {
            column: self.column,
            item: false,
        };
        self.within(scope, kind)
    }

    fn within(&self, scope: Scope, kind: SyntaxErrorKind) -> Diagnosis {
        Diagnosis {
            range: self.range.clone(),
            line: self.line,
            scope,
            kind,
        }
    }
}

/// The column behind a line's spaces and dashes.
pub(super) fn content_column(line: &str) -> usize {
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

/// Returns the mistake as one of the whole value, if the value is text that starts with a word in brackets, such as
/// `[OLD] x`, and not a list with something after it.
pub(super) fn bracketed_text(text: &str, line: Line, mistake: LineError) -> LineError {
    let LineError::TextAfterBracket(at) = mistake else {
        return mistake;
    };
    let from = line
        .colon
        .map_or_else(|| content_column(text), |colon| colon + 1);
    let value = text.get(from..at).unwrap_or_default();
    let brackets = value.trim_matches(WHITE);
    let inside = brackets
        .strip_prefix(['[', '{'])
        .and_then(|rest| rest.strip_suffix([']', '}']));
    let is_word = inside.is_some_and(|word| !word.contains([',', ':', '\'', '"', '[', '{']));
    let goes_on = text
        .get(at..)
        .unwrap_or_default()
        .starts_with(char::is_alphanumeric);
    if is_word && goes_on {
        LineError::BracketedText(from + value.len() - value.trim_start_matches(WHITE).len())
    } else {
        mistake
    }
}

/// How the lines above are indented.
#[derive(Debug, Clone)]
pub(super) struct Indentation {
    pub(super) root: Option<usize>,
    pub(super) levels: Levels<Open>,
}

impl Indentation {
    /// What is wrong with a line that has code on it.
    pub(super) fn code(&mut self, here: &Here, text: &str) -> Option<Diagnosis> {
        let line = here.line;
        if let Some(LineError::Tab(_)) = line.error {
            return Some(self.tab(here, text));
        }
        let quoted = matches!(line.error, Some(LineError::TextAfterQuote(_))) && !line.key;
        match (self.place(here, text), line.error) {
            // A mistake where a key should be says more than that the colon is missing.
            (Some(found), Some(error))
                if matches!(found.kind, SyntaxErrorKind::NoColon) && !quoted =>
            {
                Some(here.found(SyntaxErrorKind::OfLine(error)))
            }
            (Some(found), _) => Some(found),
            (None, Some(_)) if quoted && self.expects_key(here, text) => {
                Some(here.found(SyntaxErrorKind::NoColon))
            }
            (None, Some(error)) => Some(here.found(SyntaxErrorKind::OfLine(error))),
            (None, None) => None,
        }
    }

    /// Takes in the levels of a line.
    pub(super) fn enter(&mut self, levels: &[Level], here: &Here) {
        let new = |level| Open {
            level,
            start: here.range.start,
            end: here.range.end,
            line: here.line,
            count: 1,
        };
        self.levels.enter(levels, new, |open| open.count += 1);
    }

    /// Finds the place of a line among the open levels. If it has none, says what is wrong with it, or with
    /// a line above.
    pub(super) fn place(&mut self, here: &Here, text: &str) -> Option<Diagnosis> {
        let line = here.line;
        let columns: Vec<_> = self
            .levels
            .open
            .iter()
            .map(|open| open.level.column)
            .collect();
        let left = self.levels.leave(line.indent);
        // A key ends a sequence that stands in the column of its own key.
        if !line.item
            && let [.., below, _] = self.levels.open.as_slice()
            && below.level.column == line.indent
        {
            self.levels.end_list(line.indent);
        }
        match (self.levels.open.last().copied(), left) {
            (Some(top), left) if top.level.column == line.indent => {
                let follows = left.is_none() && here.awaited;
                match (top.level.mapping, line.item) {
                    (true, true) if !follows => Some(self.stray_item(here)),
                    (true, false) if !line.key => Some(here.found(SyntaxErrorKind::NoColon)),
                    (false, false) => Some(self.not_item(top, here, text)),
                    _ => None,
                }
            }
            (top, Some(left))
                if top.is_some() || self.root.is_some_and(|root| line.indent > root) =>
            {
                Some(self.dedent(left, here, &columns, text))
            }
            (Some(top), None) if !here.awaited && (line.key || line.item) => {
                Some(self.too_deep(top, here, text))
            }
            _ => None,
        }
    }

    /// An item where a key is expected.
    fn stray_item(&self, here: &Here) -> Diagnosis {
        let list = self.levels.open.iter().rfind(|open| !open.level.mapping);
        // One with a key is meant for the list around.
        let list = list.filter(|_| here.line.key).map(|list| list.level.column);
        let scope = Scope {
            column: list.unwrap_or(here.line.indent),
            item: true,
        };
        here.within(scope, SyntaxErrorKind::StrayItem(list))
    }

    /// A line that leaves a level for a column that none has. If more lines follow in that column than the
    /// level has, those of the level are wrong.
    fn dedent(&self, left: Open, here: &Here, columns: &[usize], text: &str) -> Diagnosis {
        let line = here.line;
        let more = siblings(text, line.indent, here.next).0 + 1;
        if more > left.count && left.is_alone() {
            // Items here are those of its last key.
            let own = line.item && left.level.mapping;
            let ends =
                |column, item| column < line.indent || column == line.indent && !(own && item);
            let until = until(text, here.range.start, ends);
            return left.found(SyntaxErrorKind::Uneven(until, line.indent));
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
        here.within(scope, SyntaxErrorKind::Dedent(columns))
    }

    /// A line that is indented deeper than one that has a value already. If that is the first of its block
    /// and all others are indented like this one, it is the wrong one.
    fn too_deep(&self, top: Open, here: &Here, text: &str) -> Diagnosis {
        let line = here.line;
        let (more, behind) = siblings(text, line.indent, here.next);
        let last = behind.is_none_or(|column| column < top.level.column);
        if top.count == 1 && top.is_alone() && self.levels.open.len() > 1 && more > 0 && last {
            return top.found(SyntaxErrorKind::Uneven(here.range.start, line.indent));
        }
        let scope = Scope {
            column: top.level.column,
            item: line.item || !line.open || !top.level.mapping,
        };
        here.within(scope, SyntaxErrorKind::TooDeep)
    }

    /// An entry in the column of dashes: either it is not indented deep enough, or the only dash so far
    /// is too deep.
    fn not_item(&self, top: Open, here: &Here, text: &str) -> Diagnosis {
        let column = top.level.column;
        // The next item may stand further left, but not where an outer list has its own.
        let floor = match self.levels.open.iter().rev().nth(1) {
            Some(below) => below.level.column + usize::from(!below.level.mapping),
            None => self.root.unwrap_or(0),
        };
        let behind = lines_from(text, here.next).find(|(indent, _)| *indent < column);
        match behind {
            Some((indent, true)) if top.count == 1 && top.is_alone() && indent >= floor => {
                let until = until(text, here.next, |indent, _| indent < column);
                top.found(SyntaxErrorKind::Uneven(until, indent))
            }
            _ => here.within(Scope { column, item: true }, SyntaxErrorKind::NotItem),
        }
    }

    /// The mistake of a line that is indented by tabs.
    pub(super) fn tab(&self, here: &Here, text: &str) -> Diagnosis {
        let line = here.line;
        let own = text.get(here.range.clone()).unwrap_or_default();
        let width = own.len() - own.trim_start_matches(WHITE).len();
        let at = |open: &Open| open.level.column == width && open.level.mapping != line.item;
        let deeper = self
            .levels
            .open
            .last()
            .is_none_or(|top| top.level.column < width);
        let fits = self.levels.open.iter().any(at) || here.awaited && deeper;
        let column = self.column_for(here, text);
        let level = self
            .levels
            .open
            .iter()
            .rfind(|open| open.level.column == column);
        let list = level.is_some_and(|open| !open.level.mapping);
        let scope = Scope {
            column,
            item: line.item || list,
        };
        here.within(scope, SyntaxErrorKind::Tab(fits))
    }

    /// The column that the neighbours of a line with tabs probably stand in.
    fn column_for(&self, here: &Here, text: &str) -> usize {
        let Some(top) = self.levels.open.last() else {
            return 0;
        };
        let (line, top) = (here.line, top.level.column);
        if here.awaited {
            // It is the first of a block: its neighbours are the shallowest lines below.
            let inside = |(column, item): &(usize, bool)| *column > top || *item && *column == top;
            let block = lines_from(text, here.next).take_while(inside);
            let fits = block
                .filter(|(_, item)| *item || !line.item)
                .map(|(column, _)| column);
            return fits.min().unwrap_or(top);
        }
        // The next line belongs to it if it is an item or leaves its value to the lines below.
        let below = lines_from(text, here.next)
            .next()
            .filter(|_| line.item || line.open);
        let holds = |column: usize| {
            below.is_none_or(|(indent, item)| column < indent || item && column == indent)
        };
        let mut levels = self.levels.open.iter().map(|open| open.level);
        let around = levels.rfind(|level| level.mapping != line.item && holds(level.column));
        around.map_or(top, |level| level.column)
    }

    /// Whether what stands in a line's column must be a key, going by the root or the next line.
    fn expects_key(&self, here: &Here, text: &str) -> bool {
        let below = lines_from(text, here.next).next();
        self.root == Some(here.column)
            || below.is_some_and(|(indent, item)| indent == here.column && !item)
    }
}

/// How many lines are in a column from an offset on, and the column of the first line after them.
fn siblings(text: &str, column: usize, from: usize) -> (usize, Option<usize>) {
    let mut count = 0;
    for (indent, _) in lines_from(text, from) {
        if indent < column {
            return (count, Some(indent));
        }
        count += usize::from(indent == column);
    }
    (count, None)
}

/// The columns of the lines from an offset on and whether each is an item.
fn lines_from(text: &str, from: usize) -> impl Iterator<Item = (usize, bool)> {
    let lines = text.get(from..).unwrap_or_default().lines();
    lines.filter_map(column_of)
}

/// Where the first line from an offset on starts that is in such a column and such an item or none.
fn until(text: &str, from: usize, ends: impl Fn(usize, bool) -> bool) -> usize {
    let mut at = from;
    for line in text.get(from..).unwrap_or_default().split_inclusive('\n') {
        if column_of(line).is_some_and(|(column, item)| ends(column, item)) {
            break;
        }
        at += line.len();
    }
    at
}

/// The column of a line and whether it is an item; nothing for an empty line and a comment.
fn column_of(line: &str) -> Option<(usize, bool)> {
    let content = line.trim_matches(WHITE);
    let code = !content.is_empty() && !content.starts_with('#');
    code.then(|| (indent_of(line), is_item(line)))
}
