//! Cuts a YAML text into pieces: the entries of each document's root mapping, and runs of the items of
//! the block sequences in them.
//!
//! At the start of a piece nothing is open, so a [`Context`] is all that the cutting needs to go on from
//! there. That is what makes an edit cheap: the cutting resumes at the piece before the edit and stops
//! as soon as it cuts where the text was cut already.

use super::conflict::{Side, marker};
use super::dash::is_glued;
use super::lines::{Kind, Line, Mistake, Scanner};
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
        /// Whether it starts within a merge conflict, on the side that counts.
        conflict: bool,
    },
    /// Items of the block sequence that is the value of the entry before.
    Items {
        /// The column of the root mapping's keys.
        root: usize,
        /// The column of the dashes.
        indent: usize,
        /// Whether they start within a merge conflict, on the side that counts.
        conflict: bool,
    },
    /// A whole document whose root is not a block mapping.
    Whole,
}

impl Context {
    /// The column of the root mapping's keys.
    pub(super) fn root(self) -> Option<usize> {
        match self {
            Self::Entry { root, .. } | Self::Items { root, .. } => Some(root),
            Self::Prologue | Self::Whole => None,
        }
    }

    /// The column of the dashes.
    pub(super) fn items(self) -> Option<usize> {
        match self {
            Self::Items { indent, .. } => Some(indent),
            _ => None,
        }
    }

    /// Where it starts as to merge conflicts.
    pub(super) fn side(self) -> Side {
        match self {
            Self::Entry { conflict: true, .. } | Self::Items { conflict: true, .. } => Side::Kept,
            _ => Side::Neither,
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
    side: Side,
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
            side: context.side(),
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
            let below = || text.lines_from(self.line + 1);
            let hidden = self.side.enter(content, below);
            let line = self.scanner.line(if hidden { "" } else { content });
            if matches!(line.kind, Kind::DocumentStart | Kind::DocumentEnd) {
                self.side = Side::Neither;
            }
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
            // Nobody reads a prologue, so a conflict makes a piece of its own there.
            Kind::Blank if self.context == Context::Prologue && marker(content).is_some() => {
                Some((self.root_behind_conflict(), true))
            }
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
        let conflict = self.side.is_within();
        let item = line.item || is_glued(content);
        match self.context {
            Context::Whole => None,
            Context::Entry { .. } | Context::Items { .. } if tabbed || explicit_value => None,
            Context::Prologue if content.starts_with('%') => None,
            Context::Prologue => Some((self.root(line), true)),
            Context::Entry { root, .. } if item && self.bare && line.indent >= root => {
                let indent = line.indent;
                Some((
                    Context::Items {
                        root,
                        indent,
                        conflict,
                    },
                    true,
                ))
            }
            Context::Items { root, indent, .. } if item && line.indent == indent => Some((
                Context::Items {
                    root,
                    indent,
                    conflict,
                },
                false,
            )),
            Context::Entry { root, .. } | Context::Items { root, .. } => {
                let entry = Context::Entry { root, conflict };
                (line.indent <= root && !line.item).then_some((entry, true))
            }
        }
    }

    /// What the first line of a document makes of it.
    fn root(&self, line: Line) -> Context {
        let entry = Context::Entry {
            root: line.indent,
            conflict: self.side.is_within(),
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
        // ends where the next piece would begin.
        let mut scanner = self.scanner.clone();
        scanner.within(Some(line.indent));
        for content in self.text.lines_from(self.line + 1).take(LOOK_AHEAD) {
            let hidden = marker(&content).is_some();
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

    /// What the first line behind the marker of a conflict makes of a document.
    fn root_behind_conflict(&self) -> Context {
        let mut scanner = Scanner::new();
        let mut side = self.side;
        for (index, content) in self
            .text
            .lines_from(self.line + 1)
            .take(LOOK_AHEAD)
            .enumerate()
        {
            let below = || self.text.lines_from(self.line + index + 2);
            let hidden = side.enter(&content, below);
            let line = scanner.line(if hidden { "" } else { &content });
            match line.kind {
                Kind::Code if line.key && !line.item => {
                    return Context::Entry {
                        root: line.indent,
                        conflict: false,
                    };
                }
                Kind::Blank | Kind::Comment => {}
                _ => break,
            }
        }
        Context::Whole
    }
}
