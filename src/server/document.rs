//! An open document: its text as the client last said it, and what is understood of it.

use crate::diagnostics::Diagnostic;
use crate::rules::{Checker, Options};
use crate::spec::Spec;
use crate::syntax::{Dialect, Syntax};
use crate::text::{Change, Edited, Encoding, OutOfRange, Text};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The largest change, in bytes, that is followed at once.
const LIGHT_CHANGE: usize = 2_000;

/// How many notifications are kept, to put a late one in its place.
const KEPT: usize = 16;

/// The largest JSON text that is followed at once: it is read as a whole.
const LIGHT_JSON: usize = 20_000;

/// An open document.
///
/// The text changes at once, when the client says so; understanding follows when somebody asks, on a
/// thread where it may take its time. The two have locks of their own, so that typing never waits.
pub(super) struct Document {
    /// Its path, if it is a file.
    pub(super) path: Option<PathBuf>,
    dialect: Dialect,
    latest: Mutex<Latest>,
    /// The version of `latest`, to see without a lock whether work has become pointless.
    version: AtomicI32,
    understood: Mutex<Understood>,
    /// How many pushes of diagnostics were asked for and are not answered yet; one task answers them all.
    pub(super) wanted: AtomicUsize,
}

/// What the client last said.
struct Latest {
    text: Text,
    version: i32,
    /// What changed since the text was last understood.
    edited: Option<Edited>,
    /// Whether changes went missing, so that the text is not what the client shows.
    lost: bool,
    /// The last notifications, by version.
    recent: VecDeque<Notified>,
}

/// A notification of changes, and what it found.
struct Notified {
    version: i32,
    changes: Vec<Change>,
    before: Text,
    lost_before: bool,
}

/// What is understood of a text.
pub(super) struct Understood {
    pub(super) text: Text,
    pub(super) version: i32,
    pub(super) syntax: Syntax,
    pub(super) lost: bool,
    /// Whether the rules have been over all of it once.
    checked: bool,
    checker: Checker,
}

/// A change that could not be applied: from then on the text is unknown until the client sends it whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// A place that does not exist.
    OutOfRange(OutOfRange),
    /// A version that is not newer than the one before.
    Version(i32),
}

impl std::fmt::Display for Lost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OutOfRange(error) => error.fmt(f),
            Self::Version(version) => write!(f, "version {version} is not newer than the last"),
        }
    }
}

impl Document {
    pub(super) fn new(path: Option<PathBuf>, dialect: Dialect, text: &str, version: i32) -> Self {
        let text = Text::from(text);
        Self {
            path,
            dialect,
            version: AtomicI32::new(version),
            wanted: AtomicUsize::new(0),
            understood: Mutex::new(Understood {
                text: Text::default(),
                version,
                syntax: Syntax::new(&Text::default(), dialect),
                lost: false,
                checked: false,
                checker: Checker::default(),
            }),
            latest: Mutex::new(Latest {
                edited: Some(Edited {
                    old: 0..0,
                    new_end: text.len(),
                }),
                text,
                version,
                lost: false,
                recent: VecDeque::new(),
            }),
        }
    }

    /// The version of the text as the client last said it.
    pub(super) fn version(&self) -> i32 {
        self.version.load(Ordering::Acquire)
    }

    /// The text as the client last said it, and the language it is in; nothing while changes are missing.
    pub(super) fn latest(&self) -> Option<(Text, Dialect)> {
        let latest = lock(&self.latest);
        (!latest.lost).then(|| (latest.text.clone(), self.dialect))
    }

    /// Applies a notification's changes in order, and tells the regions they touched, one after the other. One that
    /// comes late is put in its place among those before it. A change that makes no sense, or one that comes after
    /// such a change, leaves the text alone; a whole text makes up for what was lost.
    pub(super) fn change(
        &self,
        changes: Vec<Change>,
        version: i32,
        encoding: Encoding,
    ) -> Result<Vec<Edited>, Lost> {
        let mut latest = lock(&self.latest);
        let outcome = match version > latest.version {
            true => latest.apply(changes, version, encoding),
            false => latest.insert(changes, version, encoding),
        };
        latest.version = version.max(latest.version);
        self.version.store(latest.version, Ordering::Release);
        outcome
    }

    /// Whether to catch up with the newest text and to answer from it is a matter of microseconds: nobody
    /// else is at it, it was looked at whole before, and what changed since is small.
    pub(super) fn is_light(&self) -> bool {
        let Ok(understood) = self.understood.try_lock() else {
            return false;
        };
        let latest = lock(&self.latest);
        let small = self.dialect == Dialect::Yaml || latest.text.len() <= LIGHT_JSON;
        let changed = latest
            .edited
            .as_ref()
            .map_or(0, |e| e.old.len().max(e.new_end - e.old.start));
        understood.checked && small && changed <= LIGHT_CHANGE
    }

    /// What is understood of the newest text. Waits for others who are at it; to be called where waiting
    /// is fine.
    pub(super) fn understood(&self) -> MutexGuard<'_, Understood> {
        let mut understood = match self.understood.lock() {
            Ok(understood) => understood,
            // Somebody panicked half-way: what was understood is void.
            Err(poisoned) => {
                self.understood.clear_poison();
                let mut understood = poisoned.into_inner();
                let latest = lock(&self.latest);
                understood.syntax = Syntax::new(&latest.text, self.dialect);
                understood.checker = Checker::default();
                understood.checked = false;
                understood
            }
        };
        let (text, edited) = {
            let mut latest = lock(&self.latest);
            understood.version = latest.version;
            understood.lost = latest.lost;
            (latest.text.clone(), latest.edited.take())
        };
        if let Some(edited) = edited {
            understood.follow(text, &edited);
        }
        understood
    }

    /// What is wrong with the newest text, and the version that was looked at. Nothing comes back if
    /// `go_on` says no before it is known.
    pub(super) fn check(
        &self,
        options: &Options,
        go_on: &dyn Fn() -> bool,
    ) -> Option<(i32, Vec<Diagnostic>)> {
        loop {
            let mut understood = self.understood();
            let version = understood.version;
            let newest = || self.version() == version;
            let findings = understood.check(options, &|| go_on() && newest());
            match findings {
                Some(findings) => return Some((version, findings)),
                None if !go_on() => return None,
                None => {}
            }
        }
    }
}

impl Latest {
    /// Applies the changes of the newest version.
    fn apply(
        &mut self,
        changes: Vec<Change>,
        version: i32,
        encoding: Encoding,
    ) -> Result<Vec<Edited>, Lost> {
        let (before, lost_before) = (self.text.clone(), self.lost);
        let mut regions = Vec::new();
        let mut outcome = Ok(());
        for change in &changes {
            if self.lost && !matches!(change, Change::Whole(_)) {
                continue;
            }
            match self.text.apply(change, encoding) {
                Ok(edited) => {
                    self.lost = false;
                    self.touched(&edited);
                    regions.push(edited);
                }
                Err(error) => {
                    self.lost = true;
                    outcome = Err(Lost::OutOfRange(error));
                }
            }
        }
        self.recent.push_back(Notified {
            version,
            changes,
            before,
            lost_before,
        });
        if self.recent.len() > KEPT {
            self.recent.pop_front();
        }
        outcome.map(|()| regions)
    }

    /// Puts changes of a version that comes late where they belong: those that came before them are taken back, and
    /// applied again behind them. Some clients do not send their notifications in order.
    fn insert(
        &mut self,
        changes: Vec<Change>,
        version: i32,
        encoding: Encoding,
    ) -> Result<Vec<Edited>, Lost> {
        let place = self.recent.partition_point(|one| one.version < version);
        let known = self.recent.get(place).map(|next| next.version == version);
        if known != Some(false) {
            self.lost = true;
            return Err(Lost::Version(version));
        }
        let later = self.recent.split_off(place);
        let shown = self.text.clone();
        let edited = self.edited.take();
        if let Some(next) = later.front() {
            self.text = next.before.clone();
            self.lost = next.lost_before;
        }
        let mut outcome = self.apply(changes, version, encoding);
        for one in later {
            outcome = outcome.and(self.apply(one.changes, one.version, encoding));
        }
        self.edited = edited;
        let region = Edited::between(&shown, &self.text);
        region.iter().for_each(|region| self.touched(region));
        outcome.map(|_| region.into_iter().collect())
    }

    /// Keeps that a region has changed since the text was last understood.
    fn touched(&mut self, edited: &Edited) {
        let all = match self.edited.take() {
            Some(before) => before.then(edited),
            None => edited.clone(),
        };
        self.edited = Some(all);
    }
}

impl Understood {
    fn follow(&mut self, text: Text, edited: &Edited) {
        self.text = text;
        let change = self.syntax.update(&self.text, edited);
        self.checker.follow(&self.syntax, change);
    }

    /// Whether a document of the text is a spec.
    pub(super) fn is_spec(&self, options: &Options) -> bool {
        let mut documents = self.syntax.documents();
        documents.any(|document| Spec::read(document, options.kind).is_some())
    }

    /// What is wrong with the text.
    pub(super) fn check(
        &mut self,
        options: &Options,
        go_on: &dyn Fn() -> bool,
    ) -> Option<Vec<Diagnostic>> {
        if self.lost {
            return Some(Vec::new());
        }
        let findings = self.checker.run(&self.text, &self.syntax, options, go_on);
        self.checked |= findings.is_some();
        findings
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Position;

    fn part(line: usize, column: usize, text: &str) -> Change {
        let at = Position { line, column };
        Change::Part {
            start: at,
            end: at,
            text: text.to_owned(),
        }
    }

    fn text(document: &Document) -> String {
        document.understood().text.to_string()
    }

    #[test]
    fn an_impossible_change_loses_the_text_until_it_comes_whole() {
        let document = Document::new(None, Dialect::Yaml, "a: 1\n", 1);
        assert!(
            document
                .change(vec![part(9, 0, "x")], 2, Encoding::Utf16)
                .is_err()
        );
        assert!(document.understood().lost);
        assert_eq!(
            document.change(vec![part(0, 0, "x")], 3, Encoding::Utf16),
            Ok(Vec::new())
        );
        assert_eq!(
            text(&document),
            "a: 1\n",
            "nothing is applied to a text that is not the client's"
        );
        let whole = [Change::Whole("b: 2\n".into()), part(0, 0, "a")];
        let regions = document.change(whole.to_vec(), 4, Encoding::Utf16);
        assert_eq!(regions.map(|regions| regions.len()), Ok(2));
        assert_eq!(text(&document), "ab: 2\n");
        assert!(!document.understood().lost);
    }

    #[test]
    fn a_version_that_is_not_newer_loses_the_text() {
        let document = Document::new(None, Dialect::Yaml, "a: 1\n", 5);
        assert_eq!(
            document.change(vec![part(0, 0, "x")], 5, Encoding::Utf16),
            Err(Lost::Version(5))
        );
        assert_eq!(text(&document), "a: 1\n");
    }

    #[test]
    fn a_version_gap_is_no_loss() {
        let document = Document::new(None, Dialect::Yaml, "a: 1\n", 1);
        let inserted = Edited {
            old: 0..0,
            new_end: 1,
        };
        assert_eq!(
            document.change(vec![part(0, 0, "x")], 7, Encoding::Utf16),
            Ok(vec![inserted])
        );
        assert_eq!(text(&document), "xa: 1\n");
    }

    /// What becomes of notifications in some order; each inserts a letter behind the one before.
    fn typed(order: &[i32]) -> (String, bool) {
        let document = Document::new(None, Dialect::Yaml, "-\n", 0);
        // So that there is something to follow.
        drop(document.understood());
        for version in order {
            let column = usize::try_from(*version).expect("a column");
            let letter = ["", "a", "b", "c", "d"][column];
            let _ = document.change(vec![part(0, column, letter)], *version, Encoding::Utf16);
        }
        (text(&document), document.understood().lost)
    }

    #[test]
    fn notifications_that_come_late_are_put_in_their_place() {
        let right = ("-abcd\n".to_owned(), false);
        for order in [
            [1, 2, 3, 4],
            [2, 3, 1, 4],
            [4, 3, 2, 1],
            [1, 3, 2, 4],
            [3, 1, 4, 2],
        ] {
            assert_eq!(typed(&order), right, "{order:?}");
        }
        assert!(typed(&[1, 2, 2]).1, "the same twice is no late one");
    }

    #[test]
    fn what_is_understood_follows_a_late_notification() {
        let document = Document::new(None, Dialect::Yaml, "policyKey: a\nname: b\n", 0);
        let options = Options::default();
        let found = |document: &Document| document.check(&options, &|| true).expect("findings").1;
        let before = found(&document);
        let _ = document.change(vec![part(2, 0, "type: data\n")], 2, Encoding::Utf16);
        found(&document);
        let _ = document.change(vec![part(0, 0, "# more\n")], 1, Encoding::Utf16);
        let now = text(&document);
        assert_eq!(now, "# more\npolicyKey: a\ntype: data\nname: b\n");
        let fresh = Document::new(None, Dialect::Yaml, &now, 0);
        assert_eq!(found(&document), found(&fresh));
        assert_ne!(found(&document), before);
    }
}
