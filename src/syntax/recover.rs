//! Reading a piece whose text is broken: each mistake is named and taken out, so that what stands before
//! and behind it is understood.
//!
//! What is taken out is replaced by as many bytes of something harmless, so every offset stays true.

use super::error::{SyntaxError, SyntaxFix};
use super::lines::{Kind, Mistake, Scanner, comment_from, indent_of, is_item};
use super::mistakes::{Found, Scope, What, find};
use super::wording::{self, colon_of, escape_end, first_word, other_bracket, quoted, spaces};
use super::yaml;
use std::cmp::Ordering;
use std::ops::Range;

/// After so many mistakes in one piece the rest of it is not looked at.
const MAX_MISTAKES: usize = 64;

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
}

impl Repaired {
    /// `root` is the column of the root mapping's keys, if the text belongs to one.
    pub(super) fn new(original: &str, root: Option<usize>) -> Self {
        let mut repaired = Self {
            text: original.to_owned(),
            ..Self::default()
        };
        repaired.control_characters();
        for _ in 0..MAX_MISTAKES {
            let Some(found) = find(&repaired.text, root) else {
                break;
            };
            repaired.repair(original, found);
        }
        repaired
    }

    /// Takes out the control characters, which stand nowhere in YAML: one problem for each line.
    fn control_characters(&mut self) {
        let mut start = 0;
        for line in self.text.clone().split_inclusive('\n') {
            let mut found = line
                .char_indices()
                .filter(|(_, char)| is_control(*char))
                .peekable();
            if let Some((at, char)) = found.peek() {
                let range = start + at..start + at + char.len_utf8();
                let message = format!(
                    "the control character U+{:04X} cannot stand here; remove it",
                    u32::from(*char)
                );
                let error = SyntaxError::new(range.clone(), message);
                let error = error.fixed("Remove the control character", range, "");
                self.errors.push(error);
            }
            for (at, char) in found {
                let range = start + at..start + at + char.len_utf8();
                self.fill(range.clone(), b'_');
                self.broken.push(range);
            }
            start += line.len();
        }
    }

    /// Takes out the first entry or item with which the text still fails to parse.
    /// Tells whether there was one.
    pub(super) fn take_out_failure(&mut self) -> bool {
        let starts = starts(&self.text);
        let fails = |count: usize| {
            let end = starts.get(count).copied().unwrap_or(self.text.len());
            let tree = yaml::parse(self.text.get(..end).unwrap_or_default(), None);
            tree.is_none_or(|tree| tree.root_node().has_error())
        };
        // So many of them are fine, so many are too many.
        let (mut fine, mut many) = (0, starts.len());
        while many - fine > 1 {
            let middle = fine.midpoint(many);
            if fails(middle) {
                many = middle;
            } else {
                fine = middle;
            }
        }
        let Some(&start) = starts.get(fine) else {
            return false;
        };
        let end = starts.get(many).copied().unwrap_or(self.text.len());
        let taken = self.text.get(start..end).unwrap_or_default().trim_end();
        let indent = indent_of(taken);
        let line = taken.lines().next().unwrap_or_default().trim_end();
        let (line_end, end) = (start + line.len(), start + taken.len());
        self.give_up(
            start + indent..line_end,
            "this cannot be read as YAML".to_owned(),
        );
        self.fill(line_end..end, b' ');
        self.broken.push(line_end..end);
        self.drop_block(end, indent);
        true
    }

    fn repair(&mut self, original: &str, found: Found) {
        if let What::Mistake(mistake) = found.what {
            self.value(original, &found, mistake);
            return;
        }
        let Found {
            range,
            line,
            scope,
            what,
        } = found;
        let text = self.text.get(range.clone()).unwrap_or_default().to_owned();
        let content = range.start + line.indent..range.end;
        match what {
            What::Tab(fits) => self.untab(original, range, scope, fits),
            What::Mistake(_) => {}
            What::Unclosed(range) => self.unclosed(original, range),
            What::NoColon => self.no_colon(range.start, &text, scope),
            What::TooDeep => {
                let word = first_word(&text);
                let message = format!(
                    "`{word}` is indented deeper than the line above, which already has a value; \
                     indent it like the line above"
                );
                self.give_up(content, message);
                self.drop_scope(range.end, scope);
            }
            What::Dedent(columns) => {
                let ways: Vec<_> = columns.iter().map(usize::to_string).collect();
                let message = format!(
                    "no line above is indented by {}; use {} to line up with one",
                    spaces(line.indent),
                    ways.join(" or ")
                );
                self.give_up(content, message);
                self.drop_scope(range.end, scope);
                // A run of such lines is one mistake.
                self.drop_while(range.end, |text| {
                    indent_of(text) >= line.indent && !columns.contains(&indent_of(text))
                });
            }
            What::Uneven(until, column) => {
                let word = first_word(&text);
                let message = format!(
                    "`{word}` is indented by {}, the lines below it by {column}; give them the same indentation",
                    spaces(line.indent)
                );
                self.give_up(content, message);
                self.fill(range.end..until, b' ');
                self.broken.push(range.end..until);
            }
            What::StrayItem(list) => {
                let mut message = "`-` starts a list item, but here a key is expected".to_owned();
                if let Some(column) = list {
                    message.push_str("; the items above are indented by ");
                    message.push_str(&spaces(column));
                }
                self.give_up(content, message);
                self.drop_scope(range.end, scope);
            }
            What::NotItem => {
                let word = first_word(&text);
                let message = format!(
                    "`{word}` stands in the column of the dashes; indent it deeper to make it part of the item above"
                );
                self.give_up(content, message);
                // A run of such lines is one mistake.
                self.drop_while(range.end, |text| {
                    let indent = indent_of(text);
                    indent > scope.column || indent == scope.column && !is_item(text)
                });
            }
            What::Conflict => {
                let message = "a merge left this conflict marker behind; remove it".to_owned();
                self.give_up(range, message);
            }
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
            self.errors.push(SyntaxError::new(
                range.clone(),
                "a tab is used for indentation; YAML allows spaces only",
            ));
        }
        let spaced = |line: &str| {
            let content = line.trim_start_matches(' ');
            content.len() < line.len() && !line.trim().is_empty() && !content.starts_with('\t')
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
    fn value(&mut self, original: &str, found: &Found, mistake: Mistake) {
        let line = found.range.clone();
        let text = original.get(line.clone()).unwrap_or_default();
        let at = mistake.place();
        let end = match mistake {
            Mistake::WrongBracket(_) => at + 1,
            Mistake::Escape(_) => escape_end(text, at),
            _ => comment_from(text.as_bytes(), at).unwrap_or(text.len()),
        };
        let subject = text.get(at..end).unwrap_or_default().trim_end();
        let place = line.start + at..line.start + at + subject.len();
        // Where no key is before it, it may be a key itself.
        let key = (!found.line.key).then(|| colon_of(subject)).flatten();
        let quotable = key.map_or(place.clone(), |colon| place.start..place.start + colon);
        let (message, fix) = match mistake {
            Mistake::Escape(_) => (
                format!(
                    "`{subject}` is no escape; write `\\\\` for a backslash, or use single quotes"
                ),
                Some(SyntaxFix {
                    title: "Double the backslash",
                    span: (place.start..place.start).into(),
                    text: "\\".to_owned(),
                }),
            ),
            Mistake::WrongBracket(_) => {
                let right = other_bracket(subject);
                let fix = SyntaxFix {
                    title: "Put the right bracket",
                    span: place.clone().into(),
                    text: right.to_owned(),
                };
                (
                    format!("`{subject}` does not close the bracket that is open; `{right}` does"),
                    Some(fix),
                )
            }
            _ => {
                let (message, quotes) = wording::wording(
                    mistake,
                    text.get(..at).unwrap_or_default(),
                    subject,
                    key.is_some(),
                );
                (
                    message,
                    quotes.then(|| quoted(original, quotable, key.is_some())),
                )
            }
        };
        self.errors.push(SyntaxError {
            fix,
            ..SyntaxError::new(place.clone(), message)
        });
        match mistake {
            Mistake::WrongBracket(_) => {
                let right = other_bracket(subject).bytes().next().unwrap_or(b' ');
                self.fill(place, right);
            }
            Mistake::Escape(_) => {
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
            Mistake::TextAfterQuote(_) => {
                let before = text
                    .get(..at)
                    .unwrap_or_default()
                    .trim_end()
                    .len()
                    .saturating_sub(1);
                self.fill(place.clone(), b' ');
                self.broken.push(line.start + before..place.end);
            }
            Mistake::TextAfterBracket(_) => {
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
        let what = match first {
            '"' | '\'' => "quote",
            _ => "bracket",
        };
        let shown = original
            .get(range.start..line_end)
            .unwrap_or_default()
            .trim_end();
        self.errors.push(SyntaxError::new(
            range.start..range.start + shown.len(),
            format!("the {what} `{first}` that opens here is never closed"),
        ));
        self.broken.push(range.start..line_end);
        self.fill(range.start..line_end, b'_');
        self.fill(line_end..range.end, b' ');
    }

    fn no_colon(&mut self, start: usize, text: &str, scope: Scope) {
        let column = scope.column;
        let content = text.get(column..).unwrap_or_default();
        let end = comment_from(text.as_bytes(), column).unwrap_or(text.len());
        let range = start + column..start + text.get(..end).unwrap_or_default().trim_end().len();
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
    fn give_up(&mut self, range: Range<usize>, message: String) {
        let line_start = self
            .text
            .get(..range.start)
            .and_then(|t| t.rfind('\n'))
            .map_or(0, |i| i + 1);
        self.lost.push((range.start, range.start - line_start));
        self.fill(range.clone(), b' ');
        self.broken.push(range.clone());
        self.errors.push(SyntaxError::new(range, message));
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
            if index == 0 || line.trim().is_empty() {
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
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        for byte in bytes.get_mut(range).into_iter().flatten() {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = with;
            }
        }
        self.text = String::from_utf8(bytes).unwrap_or_default();
    }
}

fn is_control(char: char) -> bool {
    match char {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        char => char.is_control(),
    }
}

/// Whether there is a character in a text that stands nowhere in YAML.
pub(super) fn has_control_character(text: &str) -> bool {
    text.chars().any(is_control)
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
