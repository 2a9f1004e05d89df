//! The levels of block structure that are open at a line: the one tracker of indentation.

use super::line::Level;

/// The levels that are open, outermost first, each as a [`Level`] or with more that is kept of it.
#[derive(Debug, Clone)]
pub(super) struct Levels<L> {
    pub(super) open: Vec<L>,
}

impl AsRef<Self> for Level {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl<L: AsRef<Level>> Levels<L> {
    /// Closes the levels to the right of a column. Returns the outermost of them.
    pub(super) fn leave(&mut self, column: usize) -> Option<L> {
        let right = |level: &L| level.as_ref().column > column;
        let mut left = None;
        while self.open.last().is_some_and(right) {
            left = self.open.pop();
        }
        left
    }

    /// Closes the innermost level if it is a list in a column, as a key in that column does.
    pub(super) fn end_list(&mut self, column: usize) {
        let ends = |top: &Level| !top.mapping && top.column == column;
        if self.open.last().is_some_and(|top| ends(top.as_ref())) {
            self.open.pop();
        }
    }

    /// Takes in the levels of a line: `new` opens one, `again` hears of one that is open already.
    pub(super) fn enter(
        &mut self,
        levels: &[Level],
        new: impl Fn(Level) -> L,
        again: impl Fn(&mut L),
    ) {
        for level in levels {
            let known = self.open.iter_mut().find(|open| (*open).as_ref() == level);
            match known {
                Some(open) => again(open),
                None => self.open.push(new(*level)),
            }
        }
    }

    /// The column of the innermost list.
    pub(super) fn list(&self) -> Option<usize> {
        let mut levels = self.open.iter().map(AsRef::as_ref);
        let list = levels.rfind(|level| !level.mapping);
        list.map(|level| level.column)
    }
}
