//! Reads brackets of YAML as far as they are like JSON.

use super::read::{FlowRun, Read};
use super::recovery::{Language, Reader};

impl Reader<'_> {
    /// Reads one value of YAML that starts at an offset; returns its end, too.
    ///
    /// # Errors
    /// If anything in it is not like JSON: the offset at which that was seen.
    pub(super) fn read_flow(mut self, start: usize) -> Result<(Read, usize), usize> {
        self.language = Language::Flow;
        self.lexer.at = start;
        self.read.root = Some(self.value(0));
        match self.read.errors.first() {
            Some(error) => Err(error.span.end),
            None => Ok((self.read, self.lexer.after)),
        }
    }

    /// Reads values of YAML on lines of their own, as [`super::read_flow_run`] has it.
    pub(super) fn read_flow_run(
        mut self,
        start: usize,
        fits: impl Fn(&str) -> bool,
    ) -> (Option<FlowRun>, usize) {
        self.language = Language::Flow;
        self.lexer.at = start;
        let mut items = Vec::new();
        let mut end = start;
        let seen = loop {
            let (start, nodes) = (self.lexer.at, self.read.arena.len());
            let item = self.value(0);
            if let Some(error) = self.read.errors.first() {
                self.read.arena.truncate(nodes);
                break error.span.end;
            }
            let rest = self.text(self.lexer.after..self.lexer.text.len());
            let below = rest.trim_start_matches(' ');
            let below = below.strip_prefix(',').unwrap_or(below);
            let below = below.trim_start_matches([' ', '\r']);
            let last = below.is_empty();
            if !(last || below.starts_with('\n')) || !fits(self.text(start..self.lexer.after)) {
                self.read.arena.truncate(nodes);
                break self.lexer.after;
            }
            items.push(item);
            end = self.lexer.after;
            let next = below.trim_start_matches([' ', '\r', '\n']);
            let comma = rest.trim_start_matches(' ').starts_with(',');
            if !comma || !next.starts_with(['{', '[']) {
                break end;
            }
            self.lexer.at = self.lexer.text.len() - next.len();
            self.lexer.after = self.lexer.at;
        };
        let arena = self.read.arena;
        let run = FlowRun { arena, items, end };
        (Some(run).filter(|run| !run.items.is_empty()), seen)
    }
}
