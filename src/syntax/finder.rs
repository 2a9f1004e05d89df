//! Goes through the errors of a text from the top, while each is taken out.

use super::conflict;
use super::diagnose::{Diagnosis, Here, Indentation, SyntaxErrorKind, content_column};
use super::levels::Levels;
use super::line::Kind;
use super::scanner::Scanner;

/// Goes through a text from mistake to mistake, while each is taken out: it goes on where the text was changed, and
/// not from the top.
#[derive(Debug)]
pub(super) struct Finder {
    state: State,
    /// The state at some of the lines before, in order.
    saved: Vec<State>,
}

/// What is known at the start of a line. It follows from the text before.
#[derive(Debug, Clone)]
struct State {
    /// The offset of the line.
    next: usize,
    scanner: Scanner,
    indentation: Indentation,
    /// Whether the lines above leave a value to this one.
    awaited: bool,
    /// Where the quote or bracket is that was left open.
    unclosed: usize,
    /// The last line with code.
    last: Option<Here>,
}

impl Finder {
    /// `root` is the column of the root mapping's keys, if the text belongs to one.
    pub(super) fn new(root: Option<usize>) -> Self {
        let mut scanner = Scanner::new();
        scanner.within(root);
        let state = State {
            next: 0,
            scanner,
            indentation: Indentation {
                root,
                levels: Levels { open: Vec::new() },
            },
            awaited: true,
            unclosed: 0,
            last: None,
        };
        Self {
            saved: vec![state.clone()],
            state,
        }
    }

    /// The next mistake in a text, which since the last one was changed from an offset on.
    pub(super) fn find(&mut self, text: &str, changed: usize) -> Option<Diagnosis> {
        /// After so many lines a state is kept.
        const LINES: usize = 32;
        while self.saved.len() > 1 && self.saved.last().is_some_and(|saved| saved.next > changed) {
            self.saved.pop();
        }
        if let Some(saved) = self.saved.last() {
            self.state = saved.clone();
        }
        let rest = text.get(self.state.next..).unwrap_or_default();
        for (index, content) in rest.split_inclusive('\n').enumerate() {
            if index > 0 && index % LINES == 0 {
                self.saved.push(self.state.clone());
            }
            let found = self.state.line(text, content);
            if found.is_some() {
                return found;
            }
        }
        self.state.end()
    }
}

impl State {
    /// Goes on to a line, unless there is a mistake on it.
    fn line(&mut self, text: &str, content: &str) -> Option<Diagnosis> {
        let start = self.next;
        self.next += content.len();
        let was_unclosed = self.scanner.unclosed();
        let line = self.scanner.line(content);
        let key = self.scanner.levels.iter().rfind(|level| level.mapping);
        let here = Here {
            range: start..start + content.trim_end_matches(['\n', '\r']).len(),
            line,
            column: key.map_or_else(|| content_column(content), |level| level.column),
            awaited: self.awaited,
            next: self.next,
        };
        if line.gave_up {
            return Some(here.found(SyntaxErrorKind::Unclosed(self.unclosed..start)));
        }
        if !was_unclosed && self.scanner.unclosed() {
            self.unclosed = start + self.scanner.opened;
        }
        if conflict::marker(content).is_some() {
            return Some(here.found(SyntaxErrorKind::Conflict));
        }
        match line.kind {
            Kind::Code => {
                let found = self.indentation.code(&here, text);
                if found.is_none() {
                    self.indentation.enter(&self.scanner.levels, &here);
                    self.awaited = line.open;
                    self.last = Some(here);
                }
                found
            }
            Kind::Continuation => self.continuation(text, content, here),
            _ => {
                if line.kind == Kind::DocumentStart {
                    self.indentation.levels.open.clear();
                    self.awaited = true;
                }
                line.error
                    .map(|error| here.found(SyntaxErrorKind::OfLine(error)))
            }
        }
    }

    /// A further line of a text, unless it is meant for an entry of its own.
    fn continuation(&mut self, text: &str, content: &str, here: Here) -> Option<Diagnosis> {
        let line = Scanner::new().line(content);
        if !line.key {
            return None;
        }
        let here = Here {
            line,
            awaited: false,
            ..here
        };
        let scalar = self.last.as_ref().filter(|last| !last.line.key);
        if content.trim_start_matches(' ').starts_with('\t') {
            Some(self.indentation.tab(&here, text))
        } else if let Some(scalar) = scalar {
            Some(scalar.found(SyntaxErrorKind::NoColon))
        } else {
            let found = self.indentation.place(&here, text);
            Some(found.unwrap_or_else(|| here.found(SyntaxErrorKind::TooDeep)))
        }
    }

    /// What is wrong at the end of the text.
    fn end(&self) -> Option<Diagnosis> {
        let end = Here {
            range: self.next..self.next,
            line: Scanner::new().line(""),
            column: 0,
            awaited: self.awaited,
            next: self.next,
        };
        self.scanner
            .unclosed()
            .then(|| end.found(SyntaxErrorKind::Unclosed(self.unclosed..self.next)))
    }
}
