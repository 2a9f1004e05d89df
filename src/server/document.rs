//! An open document: its text as the client last said it, and what is understood of it.
//!
//! The text changes at once; understanding follows when somebody asks. Each answer is made from one [`Analysis`], which never
//! changes, so that its positions are those of its text and its version is known.

use super::buffer::{Buffer, OutOfStep, Snapshot};
use crate::diagnostics::Diagnostic;
use crate::rules::{Checker, Options};
use crate::spec::Spec;
use crate::syntax::{Dialect, SegmentChange, Syntax};
use crate::text::{Change, Edited, Encoding, Text};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// The most bytes that an edit and the segments it touches may have for it to be followed at once.
const LIGHT_SEGMENTS: usize = 4 * 1024;

/// The most bytes of a text that are gone through at once.
const LIGHT_TEXT: usize = 16 * 1024;

/// The most bytes of a text whose edits are followed at once: an edit may change how all that comes after it is read.
const MAX_LIGHT_TEXT: usize = 512 * 1024;

/// The longest that following an edit has taken for the next one to be followed at once.
const LIGHT_TIME: Duration = Duration::from_millis(1);

/// How long what settings say is trusted. Not every client tells of changed files, so they are looked at again; a person
/// does not notice this delay.
const TRUST: Duration = Duration::from_secs(1);

/// How many threads may work on one document. Others must stay free for other documents.
const MAX_THREADS: usize = 2;

/// An open document.
pub(super) struct Document {
    /// Its path, if it is a file.
    pub(super) path: Option<PathBuf>,
    dialect: Dialect,
    buffer: Mutex<Buffer>,
    /// The revision of the buffer, to see without a lock whether work has become pointless.
    revision: AtomicU64,
    /// The newest analysis; `None` while it is brought up to date.
    latest: Mutex<Option<Arc<Analysis>>>,
    analyzer: Mutex<Analyzer>,
    settings: Mutex<Option<Resolved>>,
    /// How many pushes of diagnostics were asked for and are not answered yet; one task answers them all.
    pub(super) wanted: AtomicUsize,
    /// Whether somebody looks whether names are of use to it.
    pub(super) considered: AtomicBool,
    /// The right to work on it, on a thread.
    pub(super) threads: Arc<Semaphore>,
}

/// A text understood. It never changes.
#[derive(Debug, Clone)]
pub(super) struct Analysis {
    /// The text.
    pub(super) text: Text,
    /// The client's version of it.
    pub(super) version: i32,
    /// The text's syntax.
    pub(super) syntax: Syntax,
    revision: u64,
}

/// What is wrong with a text.
#[derive(Clone)]
pub(super) struct Checked {
    /// The text, understood.
    pub(super) analysis: Arc<Analysis>,
    /// What is wrong with it.
    pub(super) findings: Arc<Vec<Diagnostic>>,
}

/// What follows the edits.
#[derive(Default)]
struct Analyzer {
    checker: Checker,
    /// What was found last, and with which options.
    checked: Option<(Arc<Options>, Checked)>,
    /// Whether the rules have been over all of the text once.
    checked_once: bool,
    /// How long it took to follow the last edit.
    took: Duration,
}

/// What settings say about a document.
struct Resolved {
    at: Instant,
    options: Option<Arc<Options>>,
    /// The profile that its repository asks for.
    profile: Option<String>,
}

impl Document {
    pub(super) fn new(path: Option<PathBuf>, dialect: Dialect, text: &str, version: i32) -> Self {
        Self {
            path,
            dialect,
            buffer: Mutex::new(Buffer::new(text, version)),
            revision: AtomicU64::new(0),
            latest: Mutex::new(None),
            analyzer: Mutex::default(),
            settings: Mutex::new(None),
            wanted: AtomicUsize::new(0),
            considered: AtomicBool::new(false),
            threads: Arc::new(Semaphore::new(MAX_THREADS)),
        }
    }

    /// The text as the client last said it. Returns `None` while changes are missing.
    pub(super) fn snapshot(&self) -> Option<Snapshot> {
        lock(&self.buffer).snapshot()
    }

    /// The version that the client last said.
    pub(super) fn version(&self) -> i32 {
        lock(&self.buffer).version()
    }

    /// Whether an analysis is one of the newest text.
    pub(super) fn is_newest(&self, analysis: &Analysis) -> bool {
        self.revision.load(Ordering::Acquire) == analysis.revision
    }

    /// Applies the changes of a notification, and returns the regions they touched, one after the other.
    ///
    /// # Errors
    /// If one of them cannot be applied, as [`Buffer::change`] has it.
    pub(super) fn change(
        &self,
        changes: Vec<Change>,
        version: i32,
        encoding: Encoding,
    ) -> Result<Vec<Edited>, OutOfStep> {
        let mut buffer = lock(&self.buffer);
        let outcome = buffer.change(changes, version, encoding);
        self.revision.store(buffer.revision(), Ordering::Release);
        outcome
    }

    /// Takes the text to be out of step with the client's. Returns whether it was not before.
    pub(super) fn lose(&self) -> bool {
        lock(&self.buffer).lose()
    }

    /// What settings say, if that was looked up a moment ago. `Some(None)` if they leave the document out.
    pub(super) fn options(&self) -> Option<Option<Arc<Options>>> {
        let settings = lock(&self.settings);
        let fresh = settings.as_ref().filter(|it| it.at.elapsed() < TRUST)?;
        Some(fresh.options.clone())
    }

    /// The profile that its repository asks for, as settings said last.
    pub(super) fn profile(&self) -> Option<String> {
        lock(&self.settings).as_ref()?.profile.clone()
    }

    /// Keeps what settings say.
    pub(super) fn set_options(&self, options: Option<Arc<Options>>, profile: Option<String>) {
        *lock(&self.settings) = Some(Resolved {
            at: Instant::now(),
            options,
            profile,
        });
    }

    /// Forgets what settings say: they changed.
    pub(super) fn forget_options(&self) {
        *lock(&self.settings) = None;
    }

    /// Whether it costs next to nothing to check the newest text.
    pub(super) fn is_light(&self) -> bool {
        let Ok(analyzer) = self.analyzer.try_lock() else {
            return false;
        };
        if !analyzer.checked_once || analyzer.took > LIGHT_TIME || self.options().is_none() {
            return false;
        }
        let latest = lock(&self.latest);
        let Some(latest) = latest.as_ref() else {
            return false;
        };
        let buffer = lock(&self.buffer);
        let now = buffer.revision();
        if latest.revision == now {
            return true;
        }
        let Some(edited) = buffer.edited(latest.revision, now) else {
            return false;
        };
        latest.text.len() <= MAX_LIGHT_TEXT
            && latest.touched(&edited) + (edited.new_end - edited.old.start) <= LIGHT_SEGMENTS
    }

    /// Whether it costs next to nothing to say something about an offset.
    pub(super) fn is_light_at(&self, snapshot: &Snapshot, offset: usize) -> bool {
        if self.is_light() {
            self.analysis(snapshot);
        }
        let latest = lock(&self.latest);
        let latest = latest.as_ref().filter(|latest| latest.is_of(snapshot));
        let light = latest.is_some_and(|latest| latest.segment_at(offset) <= LIGHT_SEGMENTS);
        light && self.options().is_some()
    }

    /// Whether it costs next to nothing to say something about the whole text.
    pub(super) fn is_light_throughout(&self, snapshot: &Snapshot) -> bool {
        snapshot.text.len() <= LIGHT_TEXT && self.is_light()
    }

    /// What is understood of a text. May take its time; to be called where waiting is fine.
    pub(super) fn analysis(&self, snapshot: &Snapshot) -> Arc<Analysis> {
        if let Some(latest) = lock(&self.latest).as_ref()
            && latest.is_of(snapshot)
        {
            return Arc::clone(latest);
        }
        self.follow(&mut self.analyzer(), snapshot)
    }

    /// What is wrong with the newest text; nothing is known to be while it is out of step. Returns `None` if `go_on` says no
    /// before it is known.
    pub(super) fn check(
        &self,
        options: &Arc<Options>,
        go_on: &dyn Fn() -> bool,
    ) -> Option<Option<Checked>> {
        loop {
            let mut analyzer = self.analyzer();
            let Some(snapshot) = self.snapshot() else {
                return Some(None);
            };
            let analysis = self.follow(&mut analyzer, &snapshot);
            if let Some((with, checked)) = &analyzer.checked
                && checked.analysis.revision == snapshot.revision
                && Arc::ptr_eq(with, options)
            {
                return Some(Some(checked.clone()));
            }
            let before = Instant::now();
            let Analysis { text, syntax, .. } = &*analysis;
            let wanted = || go_on() && self.is_newest(&analysis);
            let found = analyzer.checker.run(text, syntax, options, &wanted);
            analyzer.took += before.elapsed();
            match found {
                Some(findings) => {
                    let findings = Arc::new(findings);
                    let checked = Checked { analysis, findings };
                    analyzer.checked = Some((Arc::clone(options), checked.clone()));
                    analyzer.checked_once = true;
                    return Some(Some(checked));
                }
                None if !go_on() => return None,
                None => {}
            }
        }
    }

    fn analyzer(&self) -> MutexGuard<'_, Analyzer> {
        self.analyzer.lock().unwrap_or_else(|poisoned| {
            // Somebody panicked half-way: what was understood is void.
            self.analyzer.clear_poison();
            *lock(&self.latest) = None;
            let mut analyzer = poisoned.into_inner();
            *analyzer = Analyzer::default();
            analyzer
        })
    }

    /// Brings the newest analysis to a text; to an older text, only a copy of it.
    fn follow(&self, analyzer: &mut Analyzer, snapshot: &Snapshot) -> Arc<Analysis> {
        let latest = lock(&self.latest).clone();
        let older = |latest: &Arc<Analysis>| latest.revision > snapshot.revision;
        match latest {
            Some(latest) if latest.is_of(snapshot) => return latest,
            Some(latest) if older(&latest) => {
                let edited = Edited::between(&latest.text, &snapshot.text);
                let mut copy = Analysis::clone(&latest);
                copy.follow(snapshot, edited);
                return Arc::new(copy);
            }
            _ => {}
        }
        let before = Instant::now();
        // What was found holds on to the text that it was found in.
        analyzer.checked = None;
        drop(latest);
        let latest = lock(&self.latest).take();
        let analysis = match latest {
            Some(latest) => {
                let edited = lock(&self.buffer).edited(latest.revision, snapshot.revision);
                let mut latest = Arc::unwrap_or_clone(latest);
                let edited = edited.or_else(|| Edited::between(&latest.text, &snapshot.text));
                if let Some(change) = latest.follow(snapshot, edited) {
                    analyzer.checker.follow(&latest.syntax, change);
                }
                latest
            }
            None => Analysis::new(snapshot, self.dialect),
        };
        let analysis = Arc::new(analysis);
        *lock(&self.latest) = Some(Arc::clone(&analysis));
        analyzer.took = before.elapsed();
        analysis
    }
}

impl Analysis {
    fn new(snapshot: &Snapshot, dialect: Dialect) -> Self {
        Self {
            text: snapshot.text.clone(),
            version: snapshot.version,
            syntax: Syntax::new(&snapshot.text, dialect),
            revision: snapshot.revision,
        }
    }

    /// Understands another text, which differs by an edit.
    fn follow(&mut self, snapshot: &Snapshot, edited: Option<Edited>) -> Option<SegmentChange> {
        self.text = snapshot.text.clone();
        self.version = snapshot.version;
        self.revision = snapshot.revision;
        Some(self.syntax.update(&self.text, &edited?))
    }

    /// Whether a document of the text is a spec.
    pub(super) fn is_spec(&self, options: &Options) -> bool {
        let mut documents = self.syntax.documents();
        documents.any(|document| Spec::read(document, options.kind).is_some())
    }

    /// Whether it is one of this text.
    pub(super) fn is_of(&self, snapshot: &Snapshot) -> bool {
        self.revision == snapshot.revision
    }

    /// The length of the segment at an offset.
    fn segment_at(&self, offset: usize) -> usize {
        let segment = self.syntax.segment_at(offset);
        self.syntax.segment_text(segment).len()
    }

    /// The length of the segments that an edit of this text touches.
    fn touched(&self, edited: &Edited) -> usize {
        let first = self.syntax.segment_at(edited.old.start);
        let last = self.syntax.segment_at(edited.old.end);
        let end = if last + 1 < self.syntax.segment_count() {
            self.syntax.start(last + 1)
        } else {
            self.text.len()
        };
        end.saturating_sub(self.syntax.start(first))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Position;

    fn part(line: usize, column: usize, text: &str) -> Vec<Change> {
        let at = Position { line, column };
        vec![Change::Part {
            start: at,
            end: at,
            text: text.to_owned(),
        }]
    }

    fn document(text: &str) -> Document {
        Document::new(None, Dialect::Yaml, text, 0)
    }

    fn found(document: &Document) -> (String, Arc<Vec<Diagnostic>>) {
        let checked = document.check(&Arc::default(), &|| true);
        let checked = checked.flatten().expect("findings");
        (checked.analysis.text.to_string(), checked.findings)
    }

    #[test]
    fn what_is_understood_follows_a_late_notification() {
        let late = document("policyKey: a\nname: b\n");
        let before = found(&late);
        let _ = late.change(part(2, 0, "type: data\n"), 2, Encoding::Utf16);
        found(&late);
        let _ = late.change(part(0, 0, "# more\n"), 1, Encoding::Utf16);
        let now = found(&late);
        assert_eq!(now.0, "# more\npolicyKey: a\ntype: data\nname: b\n");
        assert_eq!(now, found(&document(&now.0)));
        assert_ne!(now.1, before.1);
    }

    #[test]
    fn a_snapshot_is_answered_from_its_own_text_whatever_came_since() {
        let edited = document("policyKey: a\nname: b\n");
        let old = edited.snapshot().expect("in step");
        let held = edited.analysis(&old);
        let _ = edited.change(part(1, 0, "type: data\n"), 1, Encoding::Utf16);
        let new = edited.analysis(&edited.snapshot().expect("in step"));
        assert_eq!((held.version, new.version), (0, 1));
        assert_eq!(held.text.to_string(), "policyKey: a\nname: b\n");
        drop(held);
        let again = edited.analysis(&old);
        assert_eq!(again.text.to_string(), "policyKey: a\nname: b\n");
        let segments = |analysis: &Analysis| {
            let all = 0..analysis.syntax.segment_count();
            all.map(|segment| analysis.syntax.segment_text(segment).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            segments(&again),
            segments(&Analysis::new(&old, Dialect::Yaml))
        );
        assert!(edited.is_newest(&new) && !edited.is_newest(&again));
    }

    #[test]
    fn an_edit_is_light_by_what_it_touches() {
        for dialect in [Dialect::Yaml, Dialect::Json] {
            let text = match dialect {
                Dialect::Yaml => format!("a: 1\nb:\n{}c: 2\n", "  - x\n".repeat(10_000)),
                Dialect::Json => format!("{{\"a\": 1, \"b\": [{}2]}}", "1, ".repeat(10_000)),
            };
            let large = Document::new(None, dialect, &text, 0);
            large.set_options(Some(Arc::default()), None);
            assert!(!large.is_light(), "nothing is known of it");
            found(&large);
            lock(&large.analyzer).took = Duration::ZERO;
            let _ = large.change(part(0, 4, "7"), 1, Encoding::Utf16);
            assert_eq!(large.is_light(), dialect == Dialect::Yaml, "{dialect:?}");
            lock(&large.analyzer).took = Duration::from_secs(1);
            assert!(!large.is_light(), "the last edit took long");
        }
    }
}
