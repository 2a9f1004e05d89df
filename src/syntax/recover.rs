//! Reading a segment whose text is broken: each mistake is named and taken out, so that what stands before
//! and behind it is understood.
//!
//! What is taken out is replaced by as many bytes of something harmless, so every offset stays true.

use super::characters::{
    WHITE, comment_from, has_control_character, indent_of, is_control, is_item,
};
use super::diagnose::{Diagnosis, Scope, SyntaxErrorKind, bracketed_text};
use super::error::{SyntaxError, SyntaxFix};
use super::finder::Finder;
use super::line::{Kind, LineError};
use super::scanner::Scanner;
use super::wording::{self, colon_of, escape_end, other_bracket, quoted};
use super::yaml;
use std::cmp::Ordering;
use std::ops::Range;
use tree_sitter::Tree;

/// After so many mistakes in one segment the rest of it is not looked at.
const MAX_MISTAKES: usize = 64;

/// How many failures that have no name are taken out.
const ROUNDS: usize = 16;

/// How many bytes may be parsed to find them.
const BUDGET: usize = 1 << 20;

/// A text made readable.
#[derive(Debug, Default)]
pub(super) struct Repaired {
    /// The text, as long as the original.
    pub(super) text: String,
    pub(super) errors: Vec<SyntaxError>,
    /// What was replaced.
    pub(super) broken: Vec<Range<usize>>,
    /// Places, with their indentation, at which something was lost from the collection around them.
    pub(super) lost: Vec<(usize, usize)>,
    /// The first byte that was replaced since somebody last asked.
    changed: usize,
}

impl Repaired {
    /// `root` is the column of the root mapping's keys, if the text belongs to one.
    pub(super) fn new(original: &str, root: Option<usize>) -> Self {
        let mut repaired = Self {
            text: original.to_owned(),
            ..Self::default()
        };
        if has_control_character(original) {
            repaired.control_characters(original);
        }
        let mut finder = Finder::new(root);
        for _ in 0..MAX_MISTAKES {
            let changed = std::mem::replace(&mut repaired.changed, usize::MAX);
            let Some(found) = finder.find(&repaired.text, changed) else {
                return repaired;
            };
            repaired.repair(original, found);
        }
        let changed = repaired.changed;
        if let Some(found) = finder.find(&repaired.text, changed) {
            repaired.leave_rest(&found);
        }
        repaired
    }

    /// The syntax tree of the text, when all that it still fails on is taken out. Returns `None` if it is nested too
    /// deep.
    pub(super) fn parse(&mut self) -> Option<Tree> {
        let mut budget = BUDGET;
        let mut tree = yaml::parse(&self.text, None)?;
        for _ in 0..ROUNDS {
            if !tree.root_node().has_error() || !self.take_out_failure(&mut budget) {
                break;
            }
            tree = yaml::parse(&self.text, None)?;
            budget = budget.saturating_sub(self.text.len());
        }
        Some(tree)
    }

    /// Takes out the control characters, which stand nowhere in YAML: one error for each line.
    fn control_characters(&mut self, original: &str) {
        self.text.clear();
        let mut told = false;
        for (at, char) in original.char_indices() {
            if !is_control(char) {
                told &= char != '\n';
                self.text.push(char);
                continue;
            }
            let range = at..at + char.len_utf8();
            self.text.extend(range.clone().map(|_| '_'));
            match self.broken.last_mut() {
                Some(last) if last.end == at => last.end = range.end,
                _ => self.broken.push(range.clone()),
            }
            if !std::mem::replace(&mut told, true) {
                let error = SyntaxError::new(range.clone(), wording::control_character(char));
                self.errors
                    .push(error.fixed("Remove the control character", range, ""));
            }
        }
    }

    /// Takes out everything from a mistake on: there are too many.
    fn leave_rest(&mut self, found: &Diagnosis) {
        let start = match &found.kind {
            SyntaxErrorKind::Unclosed(range) => range.start,
            _ => found.range.start,
        };
        let start = self.line_start(start);
        let rest = self.text.get(start..).unwrap_or_default();
        let first = rest.lines().next().unwrap_or_default();
        let indent = indent_of(first);
        let range = start + indent..start + first.trim_end_matches(WHITE).len();
        self.errors.push(SyntaxError::new(range, wording::TOO_MANY));
        self.lost.push((start + indent, indent));
        let rest = start..self.text.len();
        self.fill(rest.clone(), b' ');
        self.broken.push(rest);
    }

    /// Takes out the first entry or item with which the text still fails to parse, or more once the `budget` of
    /// bytes to parse is used up. Tells whether there was one.
    fn take_out_failure(&mut self, budget: &mut usize) -> bool {
        let starts = starts(&self.text);
        // So many of them are fine, so many are too many.
        let (mut fine, mut many) = (0, starts.len());
        while many - fine > 1 && *budget > 0 {
            let middle = fine.midpoint(many);
            let end = starts.get(middle).copied().unwrap_or(self.text.len());
            *budget = budget.saturating_sub(end);
            let tree = yaml::parse(self.text.get(..end).unwrap_or_default(), None);
            if tree.is_none_or(|tree| tree.root_node().has_error()) {
                many = middle;
            } else {
                fine = middle;
            }
        }
        let Some(&start) = starts.get(fine) else {
            return false;
        };
        let end = starts.get(many).copied().unwrap_or(self.text.len());
        let taken = self.text.get(start..end).unwrap_or_default();
        let taken = taken.trim_end_matches(WHITE);
        let indent = indent_of(taken);
        let line = taken.lines().next().unwrap_or_default();
        let line = line.trim_end_matches(WHITE);
        let (line_end, end) = (start + line.len(), start + taken.len());
        self.give_up(start + indent..line_end, wording::UNREADABLE);
        self.fill(line_end..end, b' ');
        self.broken.push(line_end..end);
        self.drop_block(end, indent);
        true
    }

    fn repair(&mut self, original: &str, found: Diagnosis) {
        if let SyntaxErrorKind::OfLine(mistake) = found.kind {
            self.value(original, &found, mistake);
            return;
        }
        let Diagnosis {
            range,
            line,
            scope,
            kind,
        } = found;
        let text = self.text.get(range.clone()).unwrap_or_default().to_owned();
        let content = range.start + line.indent..range.end;
        match kind {
            SyntaxErrorKind::Tab(fits) => self.untab(original, range, scope, fits),
            SyntaxErrorKind::OfLine(_) => {}
            SyntaxErrorKind::Unclosed(range) => self.unclosed(original, range),
            SyntaxErrorKind::NoColon => self.no_colon(range.start, &text, scope),
            SyntaxErrorKind::TooDeep => {
                self.give_up(content, wording::too_deep(&text));
                self.drop_scope(range.end, scope);
            }
            SyntaxErrorKind::Dedent(columns) => {
                self.give_up(content, wording::dedent(line.indent, &columns));
                self.drop_scope(range.end, scope);
                // A run of such lines is one mistake.
                self.drop_while(range.end, |text| {
                    indent_of(text) >= line.indent && !columns.contains(&indent_of(text))
                });
            }
            SyntaxErrorKind::Uneven(until, column) => {
                self.give_up(content, wording::uneven(&text, line.indent, column));
                self.fill(range.end..until, b' ');
                self.broken.push(range.end..until);
            }
            SyntaxErrorKind::StrayItem(list) => {
                self.give_up(content, wording::stray_item(list));
                self.drop_scope(range.end, scope);
            }
            SyntaxErrorKind::NotItem => {
                self.give_up(content, wording::not_item(&text));
                // A run of such lines is one mistake.
                self.drop_while(range.end, |text| {
                    let indent = indent_of(text);
                    indent > scope.column || indent == scope.column && !is_item(text)
                });
            }
            SyntaxErrorKind::Conflict => self.give_up(range, wording::CONFLICT_MARKER),
        }
    }

    /// One tab becomes one space: a block that is indented by tabs throughout keeps its structure. Among
    /// lines indented by spaces nobody knows where the line belongs, so it goes, with what is indented
    /// deeper than the column its neighbours probably stand in.
    fn untab(&mut self, original: &str, line: Range<usize>, scope: Scope, fits: bool) {
        let text = self.text.get(line.clone()).unwrap_or_default();
        let width = text.len() - text.trim_start_matches([' ', '\t']).len();
        let range = line.start..line.start + width;
        // A run of such lines is one mistake.
        if !self.tab_run(line.start) {
            self.errors
                .push(SyntaxError::new(range.clone(), wording::TAB));
        }
        let spaced = |line: &str| {
            let content = line.trim_start_matches(' ');
            content.len() < line.len()
                && !line.trim_matches(WHITE).is_empty()
                && !content.starts_with('\t')
        };
        self.broken.push(range.clone());
        if !fits || original.lines().any(spaced) {
            self.lost.push((range.end, usize::MAX));
            self.fill(line.clone(), b' ');
            self.drop_scope(line.end, scope);
        } else {
            self.fill(range, b' ');
        }
    }

    /// Whether the line before was one with tabs, too.
    fn tab_run(&self, start: usize) -> bool {
        let before = self.text.get(..start.saturating_sub(1)).unwrap_or_default();
        let previous = before.rfind('\n').map_or(0, |i| i + 1);
        start > 0 && self.broken.iter().any(|b| b.start == previous)
    }

    /// A value, or something where a key should be, that cannot be read as it stands.
    fn value(&mut self, original: &str, found: &Diagnosis, mistake: LineError) {
        let line = found.range.clone();
        let text = original.get(line.clone()).unwrap_or_default();
        let mistake = bracketed_text(text, found.line, mistake);
        let at = mistake.place();
        let end = match mistake {
            LineError::WrongBracket(_) => at + 1,
            LineError::Escape(_) => escape_end(text, at),
            _ => comment_from(text.as_bytes(), at).unwrap_or(text.len()),
        };
        let subject = text.get(at..end).unwrap_or_default();
        let subject = subject.trim_end_matches(WHITE);
        let place = line.start + at..line.start + at + subject.len();
        // Where no key is before it, it may be a key itself.
        let key = (!found.line.key).then(|| colon_of(subject)).flatten();
        let quotable = key.map_or(place.clone(), |colon| place.start..place.start + colon);
        let (message, fix) = match mistake {
            LineError::Escape(_) => (
                wording::not_an_escape(subject),
                Some(SyntaxFix {
                    title: "Double the backslash",
                    span: (place.start..place.start).into(),
                    text: "\\".into(),
                }),
            ),
            LineError::WrongBracket(_) => {
                let right = other_bracket(subject);
                let fix = SyntaxFix {
                    title: "Put the right bracket",
                    span: place.clone().into(),
                    text: right.into(),
                };
                (wording::wrong_bracket(subject, right), Some(fix))
            }
            LineError::TextAfterBracket(_) | LineError::TextAfterQuote(_)
                if subject.starts_with("//") =>
            {
                wording::comment_after(place.start)
            }
            _ => {
                let (message, quotes) = wording::wording(
                    mistake,
                    text.get(..at).unwrap_or_default(),
                    subject,
                    key.is_some(),
                );
                // The quotes go around all lines of the value.
                let end = if key.is_some() || end < text.len() {
                    Some(quotable.end)
                } else {
                    continued(original, line.end, found.scope)
                        .map(|end| end.unwrap_or(quotable.end))
                };
                let whole = end.filter(|_| quotes).map(|end| quotable.start..end);
                (
                    message,
                    whole.map(|whole| quoted(original, whole, key.is_some())),
                )
            }
        };
        self.errors.push(SyntaxError {
            fix,
            ..SyntaxError::new(place.clone(), message)
        });
        match mistake {
            LineError::WrongBracket(_) => {
                let right = other_bracket(subject).bytes().next().unwrap_or(b' ');
                self.fill(place, right);
            }
            LineError::Escape(_) => {
                // The escapes behind it are hardly meant as such either.
                let mut from = at;
                while let Some(slash) = text.get(from..).and_then(|rest| rest.find('\\')) {
                    let slash = from + slash;
                    from = escape_end(text, slash).max(slash + 1);
                    if !text
                        .get(slash..from)
                        .is_some_and(|pair| pair.ends_with('"'))
                    {
                        self.fill(line.start + slash..line.start + from, b'_');
                    }
                }
                self.broken.push(place);
            }
            LineError::TextAfterQuote(_) => {
                let before = text
                    .get(..at)
                    .unwrap_or_default()
                    .trim_end_matches(WHITE)
                    .len()
                    .saturating_sub(1);
                self.fill(place.clone(), b' ');
                self.broken.push(line.start + before..place.end);
            }
            LineError::TextAfterBracket(_) => {
                self.fill(place.clone(), b' ');
                self.broken.push(place);
            }
            _ if found.line.key => {
                self.fill(place.clone(), b'_');
                self.broken.push(place);
                self.drop_scope(line.end, found.scope);
            }
            _ => {
                self.lost.push((place.start, at));
                self.fill(place.clone(), b' ');
                self.broken.push(place);
                self.drop_block(line.end, found.scope.column);
            }
        }
    }

    fn unclosed(&mut self, original: &str, range: Range<usize>) {
        let text = original.get(range.clone()).unwrap_or_default();
        let first = text.chars().next().unwrap_or('"');
        let line_end = range.start + text.find(['\n', '\r']).unwrap_or(text.len());
        let shown = original.get(range.start..line_end).unwrap_or_default();
        let shown = shown.trim_end_matches(WHITE);
        let message = wording::unclosed(first);
        let error = SyntaxError::new(range.start..range.start + shown.len(), message);
        self.errors.push(error);
        self.broken.push(range.start..line_end);
        self.fill(range.start..line_end, b'_');
        self.fill(line_end..range.end, b' ');
    }

    fn no_colon(&mut self, start: usize, text: &str, scope: Scope) {
        let column = scope.column;
        let content = text.get(column..).unwrap_or_default();
        let end = comment_from(text.as_bytes(), column).unwrap_or(text.len());
        let written = text.get(..end).unwrap_or_default();
        let written = written.trim_end_matches(WHITE).len().max(column);
        let range = start + column..start + written;
        if let Some((problem, colon)) = wording::missing_space(content, start + column) {
            self.errors.push(problem);
            // The key stays; its value is not understood.
            self.fill(colon + 1..range.end, b' ');
            self.broken.push(colon + 1..range.end);
        } else {
            self.errors.push(wording::no_colon(content, range.clone()));
            self.lost.push((range.start, column));
            self.fill(range.start..start + text.len(), b' ');
            self.broken.push(range);
        }
        self.drop_scope(start + text.len(), scope);
    }

    /// Reports a stretch and takes it out.
    fn give_up(&mut self, range: Range<usize>, message: impl Into<String>) {
        let column = range.start - self.line_start(range.start);
        self.lost.push((range.start, column));
        self.fill(range.clone(), b' ');
        self.broken.push(range.clone());
        self.errors.push(SyntaxError::new(range, message));
    }

    /// Where the line that holds an offset starts.
    fn line_start(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or_default();
        before.rfind('\n').map_or(0, |i| i + 1)
    }

    /// Takes out the lines from an offset on that are indented deeper than a column.
    fn drop_block(&mut self, from: usize, column: usize) {
        self.drop_while(from, |line| indent_of(line) > column);
    }

    /// Takes out the lines from an offset on that belong to an entry or item.
    fn drop_scope(&mut self, from: usize, scope: Scope) {
        self.drop_while(from, |line| match indent_of(line).cmp(&scope.column) {
            Ordering::Greater => true,
            Ordering::Equal => !scope.item && is_item(line),
            Ordering::Less => false,
        });
    }

    /// Takes out the lines behind the one that ends at an offset, as long as they belong to it; empty lines
    /// do if more follows.
    fn drop_while(&mut self, from: usize, belongs: impl Fn(&str) -> bool) {
        let rest = self.text.get(from..).unwrap_or_default();
        let mut end = from;
        let mut at = from;
        // The first is what remains of the mistake's own line.
        for (index, line) in rest.split_inclusive('\n').enumerate() {
            at += line.len();
            if index == 0 || line.trim_matches(WHITE).is_empty() {
                continue;
            }
            if !belongs(line) {
                break;
            }
            end = at;
        }
        if end > from {
            self.fill(from..end, b' ');
            self.broken.push(from..end);
        }
    }

    /// Overwrites a range; line breaks stay.
    fn fill(&mut self, range: Range<usize>, with: u8) {
        let Some(old) = self.text.get(range.clone()) else {
            return;
        };
        let filled = |byte| match byte {
            b'\n' | b'\r' => char::from(byte),
            _ => char::from(with),
        };
        let new: String = old.bytes().map(filled).collect();
        self.changed = self.changed.min(range.start);
        self.text.replace_range(range, &new);
    }
}

/// The end of the last line that goes on with the plain scalar that ends, so far, with a line at `from`. The inner value
/// is `None` if no line does; returns `None` if there are lines that cannot be part of it.
fn continued(original: &str, from: usize, scope: Scope) -> Option<Option<usize>> {
    let mut at = from;
    let mut end = None;
    let rest = original.get(from..).unwrap_or_default();
    for (index, line) in rest.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let content = line.trim();
        if index == 0 || content.is_empty() {
            continue;
        }
        if indent_of(line) <= scope.column {
            break;
        }
        if is_item(line)
            || content.starts_with('#')
            || colon_of(content).is_some()
            || content.contains(" #")
        {
            return None;
        }
        end = Some(start + line.trim_end().len());
    }
    Some(end)
}

/// Where the lines start that begin an entry, an item or a text.
fn starts(text: &str) -> Vec<usize> {
    let mut scanner = Scanner::new();
    let mut at = 0;
    let mut starts = Vec::new();
    for line in text.split_inclusive('\n') {
        if matches!(scanner.line(line).kind, Kind::Code | Kind::DocumentStart) {
            starts.push(at);
        }
        at += line.len();
    }
    starts
}
