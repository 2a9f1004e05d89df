//! Cuts a YAML text into segments: the entries of each document's root mapping, and the items of the block
//! sequences that are their values.
//!
//! The cutting is a left fold over the lines. At the start of a segment nothing is open, so that its [`Context`] is
//! the whole state of the fold: from equal text and an equal context follow equal segments. That is what makes an
//! edit cheap. The fold resumes at a segment that was settled by text before the edit, and stops as soon as it
//! begins a segment, after the edit, that began there before.

use super::characters::is_document_marker;
use super::conflict::{Side, marker};
use super::context::Context;
use super::glued_dash::is_glued;
use super::line::{Kind, Line, LineError};
use super::meant;
use super::scanner::Scanner;
use crate::text::Text;
use std::borrow::Cow;
use std::cell::Cell;

/// How many lines the fold looks ahead for a key where a document starts with a line that has none.
const LOOK_AHEAD: usize = 50;

/// Where a segment starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    /// The offset of its first line in the text.
    pub(super) offset: usize,
    /// What it is.
    pub(super) context: Context,
    /// How far the fold had read when it began the segment after the one before, in bytes from `offset`: an edit
    /// that far away changes neither.
    pub(super) read: usize,
}

impl Start {
    /// The first segment of a text.
    pub(super) fn of(text: &Text) -> Self {
        let offset = byte_order_marks(text);
        Self {
            offset,
            context: Context::Prologue,
            // One more mark might join them.
            read: BYTE_ORDER_MARK.len_utf8(),
        }
    }
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The length of the byte order marks at the start of a text, which belong to no segment.
pub(super) fn byte_order_marks(text: &Text) -> usize {
    let line = text.lines_from(0).next().unwrap_or_default();
    line.len() - line.trim_start_matches(BYTE_ORDER_MARK).len()
}

/// Cuts a text, from a segment on. `met` is asked about each segment that begins; once it says yes, that one is the
/// last.
pub(super) fn segment(text: &Text, from: Start, met: impl FnMut(&Start) -> bool) -> Vec<Start> {
    let read = Cell::new(0);
    let mut scanner = Scanner::new();
    scanner.within(from.context.root());
    let mut fold = Fold {
        source: Source { text, read: &read },
        starts: vec![from],
        met,
        scanner,
        side: from.context.side(),
        context: from.context,
        bare: false,
        passed: None,
    };
    fold.run(from.offset);
    fold.starts
}

/// A text of which it is noted how far it is read.
#[derive(Clone, Copy)]
struct Source<'t> {
    text: &'t Text,
    /// The end of what was read since the last segment began.
    read: &'t Cell<usize>,
}

impl<'t> Source<'t> {
    /// The lines from one on, which starts at an offset.
    fn lines(self, line: usize, offset: usize) -> impl Iterator<Item = Cow<'t, str>> {
        let mut end = offset;
        self.text.lines_from(line).inspect(move |content| {
            end += content.len();
            // Any other line may go on, or get the second half of its break, by what is put at its end.
            let read = end + usize::from(!content.ends_with('\n'));
            self.read.set(self.read.get().max(read));
        })
    }
}

/// Whether a line that starts with a byte may end a whole document, or belong to a merge conflict. No other line means
/// anything there.
fn may_end_document(first: u8) -> bool {
    !first.is_ascii() || matches!(first, b'-' | b'.' | b'<' | b'=' | b'>' | b'|')
}

/// Whether a line that may end a whole document does so, as it is or as it is meant.
fn ends_document(line: &str) -> bool {
    let content = line.trim_end();
    is_document_marker(content)
        || content.starts_with(|first: char| !first.is_ascii())
        || content.starts_with('-') && content.bytes().all(|byte| byte == b'-')
}

/// A line of the text.
#[derive(Clone, Copy)]
struct At {
    line: usize,
    /// The offset of its first byte.
    offset: usize,
    /// The offset of the next line.
    next: usize,
}

/// The fold over the lines. What it knows at the start of a segment follows from the segment's context.
struct Fold<'t, M> {
    source: Source<'t>,
    starts: Vec<Start>,
    met: M,
    scanner: Scanner,
    context: Context,
    side: Side,
    /// Whether the current entry is nothing but a `key:` so far, whose value may be cut into items.
    bare: bool,
    /// The first line of a whole document that the scanner has not read, and where it starts as to merge conflicts.
    passed: Option<(At, Side)>,
}

impl<M: FnMut(&Start) -> bool> Fold<'_, M> {
    fn run(&mut self, from: usize) {
        let text = self.source.text;
        let line = text.line_at(from);
        // Byte order marks are before the first segment, on its line.
        let skipped = from - text.line_start(line);
        let mut next = Some((line, from - skipped));
        while let Some((line, offset)) = next {
            next = self.lines(line, offset, from);
        }
    }

    /// Goes on to the lines from one on, which starts at an offset. Returns where to go on after lines that mean
    /// nothing, or `None` at the end. The fold started at `from`.
    fn lines(&mut self, mut line: usize, mut next: usize, from: usize) -> Option<(usize, usize)> {
        let text = self.source.text;
        for whole in self.source.lines(line, next) {
            let first = next <= from;
            let skipped = from.saturating_sub(next);
            let at = At {
                line,
                offset: next + skipped,
                next: next + whole.len(),
            };
            let content = whole.get(skipped..).unwrap_or_default();
            if self.line(content, at, first) {
                return None;
            }
            line += 1;
            next = at.next;
            if self.context == Context::Whole {
                let offset = text.line_that_starts_with(next, may_end_document)?;
                if offset > next {
                    let at = At {
                        line,
                        offset: next,
                        next,
                    };
                    self.passed.get_or_insert((at, self.side));
                    return Some((text.line_at(offset), offset));
                }
            }
        }
        None
    }

    /// Goes on to a line, the `first` of the fold or another. Tells whether the fold is over.
    fn line(&mut self, content: &str, at: At, first: bool) -> bool {
        let source = self.source;
        let below = || source.lines(at.line + 1, at.next);
        let side = self.side;
        let hidden = self.side.enter(content, below);
        if self.context == Context::Whole && !first && !ends_document(content) {
            self.passed.get_or_insert((at, side));
            return false;
        }
        self.catch_up(at.line);
        let meant = meant::line(content, &self.scanner);
        let content = &*meant;
        let line = self.scanner.line(if hidden { "" } else { content });
        if matches!(line.kind, Kind::DocumentStart | Kind::DocumentEnd) {
            self.side = Side::Neither;
        }
        // A prologue may be empty, so that another segment begins on its first line.
        let empty = first && self.context == Context::Prologue;
        let begins = if !first || empty {
            self.begins(content, line, at)
        } else {
            None
        };
        let begins = begins.filter(|context| !(empty && *context == Context::Prologue));
        if let Some(context) = begins {
            let marked = line.kind == Kind::DocumentStart && context == Context::Whole;
            if marked && !empty && self.begin(Context::Prologue, at) || self.begin(context, at) {
                return true;
            }
        }
        if begins.is_some() || first && !empty {
            let explicit = content.trim_start().starts_with('?');
            self.bare = self.context.is_entry() && line.bare && !line.item && !explicit;
        } else if line.kind == Kind::Code {
            self.bare = false;
        }
        false
    }

    /// Has the scanner read the lines that were passed, up to one.
    fn catch_up(&mut self, line: usize) {
        let Some((from, mut side)) = self.passed.take() else {
            return;
        };
        let mut next = from.offset;
        let lines = self.source.lines(from.line, next);
        for (index, content) in lines.take(line - from.line).enumerate() {
            next += content.len();
            let below = || self.source.lines(from.line + index + 1, next);
            let hidden = side.enter(&content, below);
            let meant = meant::line(&content, &self.scanner);
            self.scanner.line(if hidden { "" } else { &meant });
        }
    }

    /// Begins a segment. Tells whether it is the last.
    fn begin(&mut self, context: Context, at: At) -> bool {
        let start = Start {
            offset: at.offset,
            context,
            read: self.source.read.replace(0).saturating_sub(at.offset),
        };
        self.starts.push(start);
        self.context = context;
        self.scanner.within(context.root());
        (self.met)(&start)
    }

    /// The segment that begins on a line.
    fn begins(&self, content: &str, line: Line, at: At) -> Option<Context> {
        match line.kind {
            // Nobody reads a prologue, so a conflict makes a segment of its own there.
            Kind::Blank if self.context == Context::Prologue && marker(content).is_some() => {
                Some(self.root_after_conflict(at))
            }
            Kind::DocumentStart => {
                let bare = content.trim_end().len() == 3 || line.bare;
                Some(if bare {
                    Context::Prologue
                } else {
                    Context::Whole
                })
            }
            Kind::DocumentEnd => Some(Context::Prologue),
            Kind::Code => self.code(content, line, at),
            _ => None,
        }
    }

    fn code(&self, content: &str, line: Line, at: At) -> Option<Context> {
        let side = self.side;
        // The column of a line that is indented by tabs says nothing.
        let tabbed = matches!(line.error, Some(LineError::Tab(_)));
        let explicit_value = content.trim_start().starts_with(':');
        let item = line.item || is_glued(content);
        let column = line.indent;
        match self.context {
            Context::Whole => None,
            Context::Entry { .. } | Context::Item { .. } if tabbed || explicit_value => None,
            Context::Prologue if content.starts_with('%') => None,
            Context::Prologue => Some(self.root(line, at)),
            Context::Entry { root, .. } if item && self.bare && column >= root => {
                Some(Context::Item {
                    root,
                    list: column,
                    column,
                    follows: false,
                    side,
                })
            }
            // A dash left of the first one is an item, too: otherwise all that follow would be one segment.
            Context::Item {
                root,
                list,
                column: before,
                ..
            } if item && column == list || line.item && column < list => Some(Context::Item {
                root,
                list,
                column,
                follows: column == before,
                side,
            }),
            Context::Entry { root, .. } | Context::Item { root, .. } => {
                (column <= root && !line.item).then_some(Context::Entry { root, side })
            }
        }
    }

    /// What the first line of a document makes of it.
    fn root(&self, line: Line, at: At) -> Context {
        let entry = Context::Entry {
            root: line.indent,
            side: self.side,
        };
        if line.key && !line.item {
            return entry;
        }
        // Nothing but properties are those of the root.
        let properties = line.open && !line.bare;
        if line.item || properties || self.scanner.unclosed() {
            return Context::Whole;
        }
        // Somebody may be typing the first key: it has no colon yet, the next one has. What is looked at
        // ends where the next segment would begin.
        let mut scanner = self.scanner.clone();
        scanner.within(Some(line.indent));
        for content in self.source.lines(at.line + 1, at.next).take(LOOK_AHEAD) {
            let hidden = marker(&content).is_some();
            let content = meant::line(&content, &scanner);
            let next = scanner.line(if hidden { "" } else { &content });
            if matches!(next.kind, Kind::DocumentStart | Kind::DocumentEnd) {
                break;
            }
            if next.kind == Kind::Code && next.indent <= line.indent {
                let key = next.key && !next.item && next.indent == line.indent;
                return if key { entry } else { Context::Whole };
            }
        }
        Context::Whole
    }

    /// What the first line after the marker of a conflict makes of a document.
    fn root_after_conflict(&self, at: At) -> Context {
        let mut scanner = Scanner::new();
        let mut side = self.side;
        let mut next = at.next;
        let lines = self.source.lines(at.line + 1, at.next).take(LOOK_AHEAD);
        for (index, content) in lines.enumerate() {
            next += content.len();
            let below = || self.source.lines(at.line + index + 2, next);
            let hidden = side.enter(&content, below);
            let content = meant::line(&content, &scanner);
            let line = scanner.line(if hidden { "" } else { &content });
            match line.kind {
                Kind::Code if line.key && !line.item => {
                    return Context::Entry {
                        root: line.indent,
                        side: Side::Neither,
                    };
                }
                Kind::Blank | Kind::Comment => {}
                _ => break,
            }
        }
        Context::Whole
    }
}
