//! The text of an open document, as the client last said it.

use crate::text::{Change, Edited, Encoding, InvalidRange, Text};
use std::collections::VecDeque;

/// How many notifications are kept, to put a late one in its place.
const KEPT_NOTIFICATIONS: usize = 16;

/// How many edits are kept, to have what is understood of an older text follow them.
const KEPT_EDITS: usize = 32;

/// The text of an open document. It changes at once, when the client says so.
#[derive(Debug)]
pub(super) struct Buffer {
    text: Text,
    version: i32,
    /// How many edits have led to the text. Versions are the client's, and may come in any order.
    revision: u64,
    /// The last edits; the newest has led to `revision`.
    edits: VecDeque<Edited>,
    /// Whether a change went missing, so that the text is not what the client shows.
    out_of_step: bool,
    /// The last notifications, by version.
    recent: VecDeque<Notified>,
}

/// A text at a moment. Cloning is cheap.
#[derive(Debug, Clone)]
pub(super) struct Snapshot {
    /// The text.
    pub(super) text: Text,
    /// The client's version of it.
    pub(super) version: i32,
    /// How many edits have led to it.
    pub(super) revision: u64,
}

/// A notification of changes, and what it found.
#[derive(Debug)]
struct Notified {
    version: i32,
    changes: Vec<Change>,
    before: Text,
    out_of_step_before: bool,
}

/// A change that cannot be applied: from then on the text is unknown until the client sends it whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum OutOfStep {
    /// A range that is none.
    InvalidRange(InvalidRange),
    /// A version that is not newer than the one before.
    Version(i32),
    /// A change that is not understood.
    Malformed,
}

impl std::fmt::Display for OutOfStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::InvalidRange(error) => error.fmt(f),
            Self::Version(version) => write!(f, "version {version} is not newer than the last"),
            Self::Malformed => f.write_str("the change is malformed"),
        }
    }
}

impl Buffer {
    /// A text that a client opened.
    pub(super) fn new(text: &str, version: i32) -> Self {
        Self {
            text: Text::from(text),
            version,
            revision: 0,
            edits: VecDeque::new(),
            out_of_step: false,
            recent: VecDeque::new(),
        }
    }

    /// How many edits have led to the text.
    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// The text as it is now. Returns `None` while it is out of step with the client's.
    pub(super) fn snapshot(&self) -> Option<Snapshot> {
        (!self.out_of_step).then(|| Snapshot {
            text: self.text.clone(),
            version: self.version,
            revision: self.revision,
        })
    }

    /// The version that the client last said.
    pub(super) fn version(&self) -> i32 {
        self.version
    }

    /// What has changed from one revision to a later one. Returns `None` if that is no longer known.
    pub(super) fn edited(&self, from: u64, to: u64) -> Option<Edited> {
        let back = |revision: u64| usize::try_from(self.revision.checked_sub(revision)?).ok();
        let first = self.edits.len().checked_sub(back(from)?)?;
        let end = self.edits.len().checked_sub(back(to)?)?;
        let mut edits = self.edits.range(first..end.max(first));
        let earliest = edits.next()?.clone();
        Some(edits.fold(earliest, |all, edited| all.then(edited)))
    }

    /// Applies the changes of a notification in order, and returns the regions they touched, one after the other. A
    /// notification that comes late is put in its place among those before it. A whole text makes up for what was lost.
    ///
    /// # Errors
    /// If a change cannot be applied. The text then stays as it was, and is out of step; that is said once.
    pub(super) fn change(
        &mut self,
        changes: Vec<Change>,
        version: i32,
        encoding: Encoding,
    ) -> Result<Vec<Edited>, OutOfStep> {
        let before = self.out_of_step;
        let outcome = if version > self.version {
            self.apply(changes, version, encoding)
        } else {
            self.insert(changes, version, encoding)
        };
        self.version = version.max(self.version);
        match outcome {
            Err(_) if before => Ok(Vec::new()),
            outcome => outcome,
        }
    }

    /// Takes the text to be out of step. Returns whether it was not before.
    pub(super) fn lose(&mut self) -> bool {
        !std::mem::replace(&mut self.out_of_step, true)
    }

    /// Applies the changes of the newest version.
    fn apply(
        &mut self,
        changes: Vec<Change>,
        version: i32,
        encoding: Encoding,
    ) -> Result<Vec<Edited>, OutOfStep> {
        let (before, out_of_step_before) = (self.text.clone(), self.out_of_step);
        let mut regions = Vec::new();
        let mut outcome = Ok(());
        for change in &changes {
            if self.out_of_step && !matches!(change, Change::Whole(_)) {
                continue;
            }
            match self.text.apply(change, encoding) {
                Ok(edited) => {
                    self.out_of_step = false;
                    outcome = Ok(());
                    self.keep(edited.clone());
                    regions.push(edited);
                }
                Err(error) => {
                    self.out_of_step = true;
                    outcome = Err(OutOfStep::InvalidRange(error));
                }
            }
        }
        self.recent.push_back(Notified {
            version,
            changes,
            before,
            out_of_step_before,
        });
        if self.recent.len() > KEPT_NOTIFICATIONS {
            self.recent.pop_front();
        }
        outcome.map(|()| regions)
    }

    /// Puts changes of a version that comes late where they belong: those that came before them are taken back, and
    /// applied again after them. Some clients do not send their notifications in order.
    fn insert(
        &mut self,
        changes: Vec<Change>,
        version: i32,
        encoding: Encoding,
    ) -> Result<Vec<Edited>, OutOfStep> {
        let at = self.recent.partition_point(|one| one.version < version);
        let known = self.recent.get(at).map(|next| next.version == version);
        if known != Some(false) {
            self.out_of_step = true;
            return Err(OutOfStep::Version(version));
        }
        let later = self.recent.split_off(at);
        let shown = self.text.clone();
        let (revision, edits) = (self.revision, self.edits.clone());
        if let Some(next) = later.front() {
            self.text = next.before.clone();
            self.out_of_step = next.out_of_step_before;
        }
        let mut outcome = self.apply(changes, version, encoding);
        for one in later {
            outcome = outcome.and(self.apply(one.changes, one.version, encoding));
        }
        (self.revision, self.edits) = (revision, edits);
        let region = Edited::between(&shown, &self.text);
        region.iter().for_each(|region| self.keep(region.clone()));
        outcome.map(|_| region.into_iter().collect())
    }

    fn keep(&mut self, edited: Edited) {
        self.revision += 1;
        self.edits.push_back(edited);
        if self.edits.len() > KEPT_EDITS {
            self.edits.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Position;

    fn range(start: (usize, usize), end: (usize, usize), text: &str) -> Change {
        let position = |(line, column)| Position { line, column };
        Change::Part {
            start: position(start),
            end: position(end),
            text: text.to_owned(),
        }
    }

    fn part(line: usize, column: usize, text: &str) -> Change {
        range((line, column), (line, column), text)
    }

    fn text(buffer: &Buffer) -> Option<String> {
        buffer.snapshot().map(|snapshot| snapshot.text.to_string())
    }

    #[test]
    fn an_impossible_change_is_said_once_and_loses_the_text_until_it_comes_whole() {
        let mut buffer = Buffer::new("a: 1\n", 1);
        let impossible = || vec![range((0, 2), (0, 1), "x")];
        assert!(buffer.change(impossible(), 2, Encoding::Utf16).is_err());
        assert_eq!(text(&buffer), None);
        for (version, change) in [(3, vec![part(0, 0, "x")]), (4, impossible())] {
            assert_eq!(
                buffer.change(change, version, Encoding::Utf16),
                Ok(Vec::new())
            );
            assert_eq!(text(&buffer), None, "nothing is known of the text");
        }
        let whole = vec![Change::Whole("b: 2\n".into()), part(0, 0, "a")];
        let regions = buffer.change(whole, 5, Encoding::Utf16);
        assert_eq!(regions.map(|regions| regions.len()), Ok(2));
        assert_eq!(text(&buffer).as_deref(), Some("ab: 2\n"));
        assert!(buffer.change(impossible(), 6, Encoding::Utf16).is_err());
    }

    #[test]
    fn a_version_that_is_not_newer_loses_the_text() {
        let mut buffer = Buffer::new("a: 1\n", 5);
        assert_eq!(
            buffer.change(vec![part(0, 0, "x")], 5, Encoding::Utf16),
            Err(OutOfStep::Version(5))
        );
        assert_eq!(text(&buffer), None);
    }

    #[test]
    fn a_version_gap_is_no_loss() {
        let mut buffer = Buffer::new("a: 1\n", 1);
        let inserted = Edited {
            old: 0..0,
            new_end: 1,
        };
        assert_eq!(
            buffer.change(vec![part(0, 0, "x")], 7, Encoding::Utf16),
            Ok(vec![inserted])
        );
        assert_eq!(text(&buffer).as_deref(), Some("xa: 1\n"));
    }

    /// What becomes of notifications in some order; each inserts a letter after the one before.
    fn typed(order: &[i32]) -> Option<String> {
        let mut buffer = Buffer::new("-\n", 0);
        for version in order {
            let column = usize::try_from(*version).expect("a column");
            let letter = ["", "a", "b", "c", "d"][column];
            let _ = buffer.change(vec![part(0, column, letter)], *version, Encoding::Utf16);
        }
        text(&buffer)
    }

    #[test]
    fn notifications_that_come_late_are_put_in_their_place() {
        for order in [
            [1, 2, 3, 4],
            [2, 3, 1, 4],
            [4, 3, 2, 1],
            [1, 3, 2, 4],
            [3, 1, 4, 2],
        ] {
            assert_eq!(typed(&order).as_deref(), Some("-abcd\n"), "{order:?}");
        }
        assert_eq!(typed(&[1, 2, 2]), None, "the same twice is no late one");
    }

    #[test]
    fn edits_between_revisions_are_known_for_a_while() {
        let mut buffer = Buffer::new("abc\n", 0);
        let mut texts = vec![buffer.snapshot().expect("in step").text];
        for version in 1..=300 {
            let column = usize::try_from(version).expect("a column") % 4;
            let _ = buffer.change(vec![part(0, column, "x")], version, Encoding::Utf16);
            texts.push(buffer.snapshot().expect("in step").text);
        }
        assert_eq!(buffer.edited(10, 20), None, "that was long ago");
        assert_eq!(buffer.edited(300, 300), None, "nothing has changed");
        for (from, to) in [(299, 300), (270, 300), (270, 271), (275, 290)] {
            let edited = buffer.edited(from, to).expect("it is kept");
            let index = |revision| usize::try_from(revision).expect("an index");
            let (old, new) = (&texts[index(from)], &texts[index(to)]);
            let mut replaced = old.clone();
            replaced.replace(
                edited.old.clone(),
                &new.slice(edited.old.start..edited.new_end),
            );
            assert_eq!(replaced.to_string(), new.to_string());
        }
    }
}
