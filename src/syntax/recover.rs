//! Reading a piece whose text is broken: each mistake is named and taken out, so that what stands before
//! and behind it is understood.
//!
//! What is taken out is replaced by as many bytes of something harmless, so every offset stays true.

use super::lines::{Kind, Level, Line, Mistake, Scanner, comment_from, is_conflict};
use std::ops::Range;
use tree_sitter::{Node, Tree};

/// After so many mistakes in one piece the rest of it is not looked at.
const MAX_MISTAKES: usize = 64;

/// Text that cannot be read, told in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub range: Range<usize>,
    /// What is wrong and what to do.
    pub message: String,
    /// The one safe edit that mends it.
    pub mend: Option<Mend>,
}

/// An edit that mends a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// What it does: "Put the value in quotes".
    pub title: &'static str,
    /// The text it replaces.
    pub range: Range<usize>,
    /// What it puts there.
    pub text: String,
}

/// A text made readable.
#[derive(Debug, Default)]
pub(super) struct Repaired {
    /// The text, as long as the original.
    pub(super) text: String,
    pub(super) problems: Vec<Problem>,
    /// What was replaced.
    pub(super) broken: Vec<Range<usize>>,
    /// Places, with their indentation, at which something was lost from the collection around them.
    pub(super) lost: Vec<(usize, usize)>,
}

/// A mistake and where the line it is on starts.
struct Found {
    start: usize,
    end: usize,
    line: Line,
    what: What,
}

enum What {
    Mistake(Mistake),
    /// A quote or bracket at this offset is not closed; the range ends where it was given up.
    Unclosed(Range<usize>),
    /// A key without a colon.
    NoColon,
    /// An entry below a line that has a value already.
    TooDeep,
    /// An indentation that no line above has.
    Dedent(Vec<usize>),
    /// A line that a merge left behind.
    Conflict,
}

impl Repaired {
    pub(super) fn new(original: &str) -> Self {
        let mut repaired = Self {
            text: original.to_owned(),
            ..Self::default()
        };
        for _ in 0..MAX_MISTAKES {
            let Some(found) = repaired.find() else { break };
            repaired.mend(original, found);
        }
        repaired
    }

    /// Takes out the line at which a parse of the text still fails.
    /// Tells whether there was anything to take out.
    pub(super) fn take_out_failure(&mut self, tree: &Tree) -> bool {
        let failure = failure(tree.root_node()).unwrap_or(0);
        let solid = |c: &char| !c.is_whitespace() && *c != '_';
        let ahead = self.text.get(failure..).unwrap_or_default();
        let Some(at) = ahead
            .char_indices()
            .find(|(_, c)| solid(c))
            .map(|(i, _)| failure + i)
            .or_else(|| {
                self.text
                    .char_indices()
                    .find(|(_, c)| solid(c))
                    .map(|(i, _)| i)
            })
        else {
            return false;
        };
        let start = self
            .text
            .get(..at)
            .and_then(|t| t.rfind('\n'))
            .map_or(0, |i| i + 1);
        let line = self.text.get(start..).unwrap_or_default();
        let line = line.split(['\n', '\r']).next().unwrap_or_default();
        let (length, indent) = (line.len(), line.len() - line.trim_start().len());
        let range = start + indent..start + line.trim_end().len();
        self.problems.push(Problem {
            range: range.clone(),
            message: "this cannot be read as YAML".to_owned(),
            mend: None,
        });
        self.broken.push(range);
        self.lost.push((start, indent));
        self.fill(start..start + length, b' ');
        self.drop_block(start + length, indent);
        true
    }

    /// The first mistake from the top.
    fn find(&self) -> Option<Found> {
        let mut scanner = Scanner::new();
        let mut stack: Vec<Level> = Vec::new();
        let mut last_open = true;
        let mut opened = 0;
        let mut plain: Option<(usize, usize, Line)> = None;
        let mut start = 0;
        for content in self.text.split_inclusive('\n') {
            let end = start + content.trim_end_matches(['\n', '\r']).len();
            let was_unclosed = scanner.unclosed();
            let line = scanner.line(content);
            let found = |what| {
                Some(Found {
                    start,
                    end,
                    line,
                    what,
                })
            };
            if line.gave_up {
                return found(What::Unclosed(opened..start));
            }
            if !was_unclosed && scanner.unclosed() {
                opened = start + scanner.opened;
            }
            if is_conflict(content) {
                return found(What::Conflict);
            }
            if let Some(mistake) = line.mistake {
                return found(What::Mistake(mistake));
            }
            match line.kind {
                Kind::Code => {
                    if let Some(what) = place(&mut stack, line, last_open) {
                        return found(what);
                    }
                    stack.extend(
                        scanner
                            .levels
                            .iter()
                            .filter(|l| !stack.contains(l))
                            .copied()
                            .collect::<Vec<_>>(),
                    );
                    last_open = line.open;
                    plain = Some((start, end, line));
                }
                Kind::Continuation if Scanner::new().line(content).key => {
                    let (first, first_end, first_line) = plain?;
                    return if first_line.key {
                        found(What::TooDeep)
                    } else {
                        Some(Found {
                            start: first,
                            end: first_end,
                            line: first_line,
                            what: What::NoColon,
                        })
                    };
                }
                Kind::DocumentStart => {
                    stack.clear();
                    last_open = true;
                }
                _ => {}
            }
            start += content.len();
        }
        scanner.unclosed().then(|| Found {
            start,
            end: start,
            line: Scanner::new().line(""),
            what: What::Unclosed(opened..start),
        })
    }

    fn mend(&mut self, original: &str, found: Found) {
        let Found {
            start,
            end,
            line,
            what,
        } = found;
        let text = self.text.get(start..end).unwrap_or_default().to_owned();
        match what {
            What::Mistake(Mistake::Tab(_)) => self.untab(original, start, &text),
            What::Mistake(mistake) => self.value(original, start, &text, line, mistake),
            What::Unclosed(range) => self.unclosed(original, range),
            What::NoColon => self.no_colon(start, &text, line),
            What::TooDeep => {
                let word = first_word(&text);
                let message = format!(
                    "`{word}` is indented deeper than the line above, which already has a value; \
                     indent it like the line above"
                );
                self.give_up(start + line.indent..end, message);
                self.drop_block(end, line.indent.saturating_sub(1));
            }
            What::Dedent(levels) => {
                let levels: Vec<_> = levels.iter().map(usize::to_string).collect();
                let message = format!(
                    "the indentation of {} matches no line above; those have {}",
                    spaces(line.indent),
                    levels.join(", ")
                );
                self.give_up(start + line.indent..end, message);
                self.drop_block(end, line.indent);
            }
            What::Conflict => {
                let message = "a merge left this conflict marker behind; remove it".to_owned();
                self.give_up(start..end, message);
            }
        }
    }

    /// One tab becomes one space: a block that is indented by tabs throughout keeps its structure. Among
    /// lines indented by spaces nobody knows where the line belongs, so it goes.
    fn untab(&mut self, original: &str, start: usize, text: &str) {
        let width = text.len() - text.trim_start_matches([' ', '\t']).len();
        let range = start..start + width;
        // A run of such lines is one mistake.
        if !self.tab_run(start) {
            self.problems.push(Problem {
                range: range.clone(),
                message: "a tab is used for indentation; YAML allows spaces only".to_owned(),
                mend: None,
            });
        }
        let spaced = |line: &str| {
            let indent = line.len() - line.trim_start_matches(' ').len();
            indent > 0 && !line.trim().is_empty() && !line.trim_start_matches(' ').starts_with('\t')
        };
        self.broken.push(range.clone());
        if original.lines().any(spaced) {
            self.lost.push((range.end, usize::MAX));
            self.fill(start..start + text.len(), b' ');
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

    /// A value that cannot be read as it stands.
    fn value(&mut self, original: &str, start: usize, text: &str, line: Line, mistake: Mistake) {
        let at = mistake.place();
        let end = comment_from(text.as_bytes(), at).unwrap_or(text.len());
        let value = text.get(at..end).unwrap_or_default().trim_end();
        let mut range = start + at..start + at + value.len();
        let first = value.chars().next().unwrap_or(' ');
        let (message, quote) = match mistake {
            Mistake::Reserved(_) if first == '*' => (
                "`*` needs the name of an anchor behind it, or quotes around it".to_owned(),
                true,
            ),
            Mistake::Reserved(_) if first == '&' => (
                "`&` needs a name for the anchor behind it, or quotes around it".to_owned(),
                true,
            ),
            Mistake::Reserved(_) if matches!(first, '|' | '>') => (
                format!("text cannot follow `{first}` on the same line; start it on the next line"),
                false,
            ),
            Mistake::Reserved(_) if first == '`' => (
                "a value cannot start with a backquote; put it in quotes".to_owned(),
                true,
            ),
            Mistake::Reserved(_) => (
                format!("a value cannot start with `{first}`; put it in quotes"),
                true,
            ),
            Mistake::ColonInValue(_) => (
                "a value with `: ` in it needs quotes around it".to_owned(),
                true,
            ),
            Mistake::TextAfterQuote(_) => {
                let quoted = text.get(..at).unwrap_or_default().trim_end();
                let quote = quoted.chars().last().unwrap_or('"');
                range.start = start + quoted.len().saturating_sub(1);
                let way_out = if quote == '\'' {
                    "write `''`"
                } else {
                    "write `\\\"`"
                };
                (
                    format!(
                        "`{value}` stands behind the closing quote; for a quote inside the text {way_out}"
                    ),
                    false,
                )
            }
            Mistake::TextAfterBracket(_) => (
                format!("`{value}` stands behind the closing bracket"),
                false,
            ),
            Mistake::ItemAfterKey(_) => (
                "an item cannot start on the line of its key; put it on the next line".to_owned(),
                false,
            ),
            Mistake::StrayBracket(_) => (format!("nothing opens the `{first}`"), true),
            Mistake::Tab(_) => return,
        };
        let mend = quote.then(|| Mend {
            title: "Put the value in quotes",
            range: range.clone(),
            text: format!(
                "'{}'",
                original
                    .get(range.clone())
                    .unwrap_or_default()
                    .replace('\'', "''")
            ),
        });
        self.problems.push(Problem {
            range: start + at..range.end,
            message,
            mend,
        });
        self.broken.push(range.clone());
        let filler = match mistake {
            Mistake::TextAfterQuote(_) | Mistake::TextAfterBracket(_) => b' ',
            _ => b'_',
        };
        self.fill(start + at..range.end, filler);
        if line.key {
            self.drop_block(start + text.len(), line.indent);
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
        self.problems.push(Problem {
            range: range.start..range.start + shown.len(),
            message: format!("the {what} `{first}` that opens here is never closed"),
            mend: None,
        });
        self.broken.push(range.start..line_end);
        self.fill(range.start..line_end, b'_');
        self.fill(line_end..range.end, b' ');
    }

    fn no_colon(&mut self, start: usize, text: &str, line: Line) {
        let dashes = text.len() - text.trim_start_matches([' ', '-']).len();
        let column = if line.item { dashes } else { line.indent };
        let content = text.get(column..).unwrap_or_default();
        let end = comment_from(text.as_bytes(), column).unwrap_or(text.len());
        let range = start + column..start + text.get(..end).unwrap_or_default().trim_end().len();
        if let Some((problem, colon)) = missing_space(content, start + column) {
            self.problems.push(problem);
            // The key stays; its value is not understood.
            self.fill(colon + 1..colon + 2, b' ');
            self.broken.push(colon + 1..range.end);
            return;
        }
        let (problem, indent) = (no_colon(content, range.clone()), line.indent);
        self.problems.push(problem);
        self.lost.push((range.start, column));
        self.fill(range.start..start + text.len(), b' ');
        self.broken.push(range);
        self.drop_block(start + text.len(), indent);
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
        self.problems.push(Problem {
            range,
            message,
            mend: None,
        });
    }

    /// Takes out the lines from an offset on that are indented deeper than `indent`.
    fn drop_block(&mut self, from: usize, indent: usize) {
        let rest = self.text.get(from..).unwrap_or_default();
        let mut end = from;
        let mut at = from;
        for (index, line) in rest.split_inclusive('\n').enumerate() {
            let depth = line.len() - line.trim_start_matches(' ').len();
            // The first is what remains of the mistake's own line.
            if index > 0 && !line.trim().is_empty() {
                if depth <= indent {
                    break;
                }
                end = at + line.len();
            }
            at += line.len();
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

/// Finds the place of a line among the open levels; says what is wrong if it has none.
fn place(stack: &mut Vec<Level>, line: Line, last_open: bool) -> Option<What> {
    let levels: Vec<usize> = {
        let mut columns: Vec<_> = stack.iter().map(|l| l.column).collect();
        columns.dedup();
        columns
    };
    let before = stack.len();
    while stack.last().is_some_and(|top| top.column > line.indent) {
        stack.pop();
    }
    let popped = stack.len() < before;
    // A key ends a sequence that stands in the column of its own key.
    if line.key && !line.item {
        while stack
            .last()
            .is_some_and(|top| top.column == line.indent && !top.mapping)
            && stack.len() > 1
        {
            stack.pop();
        }
    }
    let top = stack.last()?;
    match (top.column == line.indent, popped) {
        (true, _) if top.mapping && !line.key && !line.item => Some(What::NoColon),
        (true, _) => None,
        (false, true) => Some(What::Dedent(levels)),
        (false, false) if last_open => None,
        (false, false) if line.key || line.item => Some(What::TooDeep),
        (false, false) => None,
    }
}

/// The problem of a word where a key is expected.
pub(super) fn no_colon(content: &str, range: Range<usize>) -> Problem {
    let word = content.split(" #").next().unwrap_or_default().trim();
    if let Some((problem, _)) = missing_space(content, range.start) {
        return problem;
    }
    let shown: String = word.chars().take(40).collect();
    Problem {
        message: format!(
            "a colon is missing: a key is written `{}: …`",
            first_word(&shown)
        ),
        range,
        mend: None,
    }
}

/// `key:value`: the problem, and the place of the colon.
fn missing_space(content: &str, start: usize) -> Option<(Problem, usize)> {
    let word = content
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'_')
        .count();
    let (key, rest) = content.split_at_checked(word)?;
    let value = rest.strip_prefix(':')?;
    if key.is_empty() || value.starts_with("//") || value.trim().is_empty() {
        return None;
    }
    let colon = start + word;
    let problem = Problem {
        range: start
            ..start
                + content
                    .split(" #")
                    .next()
                    .unwrap_or_default()
                    .trim_end()
                    .len(),
        message: format!("a space is missing behind the colon of `{key}:`"),
        mend: Some(Mend {
            title: "Add the space",
            range: colon + 1..colon + 1,
            text: " ".to_owned(),
        }),
    };
    Some((problem, colon))
}

/// Where a parse failed: the first error's start, or its end where it covers all from the top.
fn failure(root: Node<'_>) -> Option<usize> {
    if root.is_error() {
        return Some(root.end_byte());
    }
    let mut stack = vec![root];
    while let Some(node) = stack.pop() {
        if node.is_error() || node.is_missing() {
            return Some(node.start_byte());
        }
        if node.has_error() {
            let mut cursor = node.walk();
            let mut children: Vec<_> = node.children(&mut cursor).collect();
            children.reverse();
            stack.extend(children);
        }
    }
    None
}

fn first_word(text: &str) -> String {
    text.trim_start_matches([' ', '-'])
        .split([':', ' '])
        .next()
        .unwrap_or_default()
        .chars()
        .take(40)
        .collect()
}

fn spaces(count: usize) -> String {
    match count {
        1 => "1 space".to_owned(),
        n => format!("{n} spaces"),
    }
}
