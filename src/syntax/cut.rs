//! Cuts a YAML text into pieces: the entries of each document's root mapping, and runs of the items of
//! the block sequences in them.
//!
//! At the start of a piece nothing is open, so a [`Context`] is all that the cutting needs to go on from
//! there. That is what makes an edit cheap: the cutting resumes at the piece before the edit and stops
//! as soon as it cuts where the text was cut already.

use super::lines::{Kind, Line, Mistake, Scanner, is_conflict};
use crate::text::Text;

/// A run of items is closed once it has this many lines: small enough to parse in no time, large enough
/// that thousands of one-line items do not become thousands of pieces.
const RUN_LINES: usize = 16;

/// How far the cutting looks ahead for a key when a document starts with a line that has none.
const LOOK_AHEAD: usize = 50;

/// What a piece is and, with that, where the cutting stands at its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// What stands before a document: comments, directives, `---`.
    Prologue,
    /// An entry of the root mapping, whose keys stand in column `root`.
    Entry {
        /// The column.
        root: usize,
    },
    /// Items of the block sequence that is the value of the entry before.
    Items {
        /// The column of the root mapping's keys.
        root: usize,
        /// The column of the dashes.
        indent: usize,
    },
    /// A whole document whose root is not a block mapping.
    Whole,
}

impl Context {
    /// The column of the root mapping's keys.
    pub(super) fn root(self) -> Option<usize> {
        match self {
            Self::Entry { root } | Self::Items { root, .. } => Some(root),
            Self::Prologue | Self::Whole => None,
        }
    }
}

/// The cutting in progress.
pub(super) struct Cutter<'t> {
    text: &'t Text,
    line: usize,
    /// The offset of `line`.
    offset: usize,
    scanner: Scanner,
    context: Context,
    /// Lines of the current piece so far.
    lines: usize,
    /// Whether the current entry is a bare `key:` whose value may be cut into items.
    bare: bool,
}

impl<'t> Cutter<'t> {
    /// Starts, or resumes, at a piece that begins at a line.
    pub(super) fn at(text: &'t Text, line: usize, offset: usize, context: Context) -> Self {
        let mut scanner = Scanner::new();
        scanner.within(context.root());
        Self {
            text,
            line,
            offset,
            scanner,
            context,
            lines: 0,
            bare: false,
        }
    }

    /// Reports the pieces that follow, each by its start, until `stop` says so or the text ends.
    /// `stop` is asked about every place where a piece may begin and tells whether one began there before.
    pub(super) fn run(
        mut self,
        mut piece: impl FnMut(usize, Context),
        mut known: impl FnMut(usize, Context) -> bool,
    ) -> Option<usize> {
        let text = self.text;
        // A prologue may be empty, so that its first line may begin the next piece.
        let mut resumed = self.context != Context::Prologue;
        for content in text.lines_from(self.line) {
            // A byte order mark would look like the first line's indentation; it belongs to no piece.
            let content = match self.line {
                0 => content.trim_start_matches('\u{feff}'),
                _ => &content,
            };
            let line = self.scanner.line(content);
            let first = self.lines == 0 && self.context == Context::Prologue;
            let begins = if resumed {
                None
            } else {
                self.begins(content, line)
            }
            .filter(|(context, _)| !(first && *context == Context::Prologue));
            if let Some((context, must)) = begins {
                if known(self.offset, context) {
                    return Some(self.offset);
                }
                if must || self.lines >= RUN_LINES {
                    if line.kind == Kind::DocumentStart && context == Context::Whole && !first {
                        piece(self.offset, Context::Prologue);
                    }
                    piece(self.offset, context);
                    self.context = context;
                    self.scanner.within(context.root());
                    self.lines = 0;
                    resumed = true;
                }
            }
            if resumed {
                let explicit = content.trim_start().starts_with('?');
                self.bare = matches!(self.context, Context::Entry { .. })
                    && line.bare
                    && !line.item
                    && !explicit;
            } else if line.kind == Kind::Code {
                self.bare = false;
            }
            resumed = false;
            self.lines += 1;
            self.line += 1;
            self.offset += content.len();
        }
        None
    }

    /// The piece that may begin at a line, and whether it must.
    fn begins(&self, content: &str, line: Line) -> Option<(Context, bool)> {
        match line.kind {
            Kind::DocumentStart => {
                let bare = content.trim_end().len() == 3 || line.bare;
                Some((
                    if bare {
                        Context::Prologue
                    } else {
                        Context::Whole
                    },
                    true,
                ))
            }
            Kind::DocumentEnd => Some((Context::Prologue, true)),
            Kind::Code => self.code(content, line),
            _ => None,
        }
    }

    fn code(&self, content: &str, line: Line) -> Option<(Context, bool)> {
        // The column of a line that is indented by tabs says nothing.
        let tabbed = matches!(line.mistake, Some(Mistake::Tab(_)));
        let explicit_value = content.trim_start().starts_with(':');
        match self.context {
            Context::Whole => None,
            Context::Entry { .. } | Context::Items { .. }
                if tabbed || explicit_value || is_conflict(content) =>
            {
                None
            }
            Context::Prologue if content.starts_with('%') => None,
            Context::Prologue => Some((self.root(line), true)),
            Context::Entry { root } if line.item && self.bare && line.indent >= root => Some((
                Context::Items {
                    root,
                    indent: line.indent,
                },
                true,
            )),
            Context::Entry { root } => {
                (line.indent <= root && !line.item).then_some((Context::Entry { root }, true))
            }
            Context::Items { root, indent } if line.item && line.indent == indent => {
                Some((Context::Items { root, indent }, false))
            }
            Context::Items { root, .. } => {
                (line.indent <= root && !line.item).then_some((Context::Entry { root }, true))
            }
        }
    }

    /// What the first line of a document makes of it.
    fn root(&self, line: Line) -> Context {
        let entry = Context::Entry { root: line.indent };
        if line.key && !line.item {
            return entry;
        }
        // Nothing but properties are those of the root.
        let properties = line.open && !line.bare;
        if line.item || properties || self.scanner.unclosed() {
            return Context::Whole;
        }
        // Somebody may be typing the first key: it has no colon yet, the next one has. What is looked at
        // ends where the next piece would begin.
        let mut scanner = self.scanner.clone();
        scanner.within(Some(line.indent));
        for content in self.text.lines_from(self.line + 1).take(LOOK_AHEAD) {
            let next = scanner.line(&content);
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
}
