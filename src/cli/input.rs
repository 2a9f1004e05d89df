//! The files that a command is called with, read on all cores.

use super::terminal::complain;
use crate::project::{
    FileError, Opened, Repositories, SETTINGS_FILE, Selected, Selection, SourceFile,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Larger texts on standard input are not read.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A run that is longer than this shows how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// The stack of a thread: as much as the main thread has.
const STACK: usize = 8 * 1024 * 1024;

/// What a command is called with.
pub(super) struct Input<'a> {
    /// Files and folders; `-` is standard input.
    pub(super) paths: &'a [PathBuf],
    /// What to call the text from standard input.
    pub(super) stdin: &'a Path,
}

/// What has become of it.
pub(super) struct Output<T> {
    /// The results, in the order of their paths.
    pub(super) results: Vec<T>,
    /// Whether something could not be read, or settings are wrong.
    pub(super) failed: bool,
    /// Whether settings exclude some of the files.
    pub(super) excludes: bool,
}

impl Input<'_> {
    /// Reads all files and does the work on each; on the path alone for a file that holds no spec. Files that settings
    /// leave out are passed over. Tells what cannot be read, and what is wrong with settings.
    pub(super) fn each<T: Send>(
        &self,
        work: impl Fn(&Path, Option<SourceFile>) -> T + Sync,
    ) -> Output<T> {
        let repositories = Repositories::default();
        let is_stream = |path: &&PathBuf| path.as_path() == Path::new("-");
        let paths = self.paths.iter().filter(|path| !is_stream(path));
        let selection = Selection::new(paths.map(PathBuf::as_path));
        let mut failed = !selection.errors.is_empty();
        selection.errors.iter().for_each(|error| complain(error));
        let open = |selected: &Selected| match selected.open(&repositories)? {
            Opened::File(file) => Ok(Some(work(&selected.path, Some(*file)))),
            Opened::NoSpec => Ok(Some(work(&selected.path, None))),
            Opened::LeftOut => Ok(None),
            Opened::Foreign(error) => Err(Unread {
                error,
                is_foreign: true,
            }),
        };
        let mut results = Vec::new();
        let mut excludes = false;
        for (selected, outcome) in selection
            .files
            .iter()
            .zip(on_all_cores(&selection.files, open))
        {
            match outcome {
                Ok(Some(result)) => results.push((selected.path.clone(), result)),
                Ok(None) => excludes = true,
                Err(unread) if unread.is_foreign => {
                    complain(&format!("{} (skipped)", unread.error));
                }
                Err(unread) => {
                    complain(&unread.error);
                    failed = true;
                }
            }
        }
        if self.paths.iter().any(|path| is_stream(&path)) {
            match read_standard_input() {
                Ok(text) => {
                    let settings = repositories.settings_for(self.stdin);
                    if settings.leaves_out(self.stdin) {
                        excludes = true;
                    } else {
                        let file = SourceFile::new(self.stdin, &text, None, settings);
                        results.push((self.stdin.to_owned(), work(self.stdin, file)));
                    }
                }
                Err(why) => {
                    complain(&format!("standard input: {why}"));
                    failed = true;
                }
            }
        }
        results.sort_by_cached_key(|(path, _)| path.to_string_lossy().into_owned());
        failed |= complain_of_settings(&repositories);
        let results = results.into_iter().map(|(_, result)| result).collect();
        Output {
            results,
            failed,
            excludes,
        }
    }
}

/// A file that cannot be read.
struct Unread {
    error: FileError,
    /// Whether it need not be read.
    is_foreign: bool,
}

impl From<FileError> for Unread {
    fn from(error: FileError) -> Self {
        Self {
            error,
            is_foreign: false,
        }
    }
}

/// Does the work on each item, on as many threads as there are cores. The results have the order of the items.
fn on_all_cores<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let progress = Progress::new(items.len());
    let run = || {
        let mut results = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else {
                return results;
            };
            results.push((index, work(item)));
            progress.advance();
        }
    };
    let mut results = std::thread::scope(|scope| {
        let helpers = 1..cores.min(items.len());
        // Where there is no thread to be had, the others do its share.
        let helpers: Vec<_> = helpers
            .filter_map(|_| {
                let builder = std::thread::Builder::new().stack_size(STACK);
                builder.spawn_scoped(scope, run).ok()
            })
            .collect();
        let mut results = run();
        for helper in helpers {
            match helper.join() {
                Ok(more) => results.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    });
    progress.bar.finish_and_clear();
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// How far a long run is, on a terminal.
struct Progress {
    bar: ProgressBar,
    started: Instant,
}

impl Progress {
    fn new(count: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files") {
            bar.set_style(style);
        }
        Self {
            bar,
            started: Instant::now(),
        }
    }

    fn advance(&self) {
        if self.started.elapsed() > PATIENCE && self.bar.is_hidden() {
            // Still hidden where there is no terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }
}

/// Tells what is wrong with the settings files that were read, and says whether anything is.
fn complain_of_settings(repositories: &Repositories) -> bool {
    let mut any = false;
    for file in repositories.all() {
        let path = file.path.as_deref().unwrap_or(Path::new(SETTINGS_FILE));
        for problem in &file.settings.problems {
            complain(&format!("{}: {problem}", path.display()));
            any = true;
        }
    }
    any
}

fn read_standard_input() -> Result<String, String> {
    let mut bytes = Vec::new();
    let stdin = std::io::stdin().lock();
    let read = stdin.take(MAX_BYTES + 1).read_to_end(&mut bytes);
    if read.map_err(|error| error.to_string())? as u64 > MAX_BYTES {
        return Err(format!("larger than {} MiB", MAX_BYTES / 1024 / 1024));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("not UTF-8 from byte {at} on")
    })
}
