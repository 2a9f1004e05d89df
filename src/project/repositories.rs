//! The settings files of the repositories that files are in.

use super::path::absolute;
use super::settings::FileSettings;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// The name of the settings file of a repository.
pub const SETTINGS_FILE: &str = "immuta-ls.yaml";

/// How long what is known of the disk is trusted. Not every editor tells of changed files, so they are
/// looked at again; a person does not notice this delay.
const TRUST: Duration = Duration::from_secs(1);

/// The settings files of repositories, read when they are first needed and again when they change.
///
/// Reading one file keeps nobody waiting who needs another.
#[derive(Debug, Default)]
pub struct Repositories {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// How often everything was forgotten.
    generation: usize,
    /// The settings in force for a folder, and when they were last looked up.
    folders: HashMap<PathBuf, (Instant, Arc<FileSettings>)>,
    /// The settings files, each with a lock of its own.
    files: HashMap<PathBuf, Arc<Mutex<Option<Read>>>>,
}

/// A settings file as it was when it was read.
#[derive(Debug)]
struct Read {
    stamp: Stamp,
    settings: Arc<FileSettings>,
}

/// What changes when a file does: its time and its length, if it can be seen.
type Stamp = Option<(Option<SystemTime>, u64)>;

impl Repositories {
    /// The settings of the repository that a file is in: those of the nearest `immuta-ls.yaml` in its
    /// folder or one above. May read the disk.
    pub fn settings_for(&self, file: &Path) -> Arc<FileSettings> {
        let Some(folder) = absolute(file).parent().map(Path::to_owned) else {
            return Arc::default();
        };
        let now = Instant::now();
        let generation = {
            let known = self.known();
            match known.folders.get(&folder) {
                Some((at, settings)) if now.duration_since(*at) < TRUST => {
                    return Arc::clone(settings);
                }
                _ => known.generation,
            }
        };
        let settings = self.look_up(&folder);
        let mut known = self.known();
        // What was read before a change is not kept after it.
        if known.generation == generation {
            known.folders.insert(folder, (now, Arc::clone(&settings)));
        }
        settings
    }

    /// Forgets what was read, so that it is read again when it is next needed. For who hears of changes.
    pub fn forget(&self) {
        let mut known = self.known();
        *known = Known {
            generation: known.generation + 1,
            ..Known::default()
        };
    }

    /// All settings files that were read, by their path.
    pub fn all(&self) -> Vec<Arc<FileSettings>> {
        let files: Vec<_> = self.known().files.values().cloned().collect();
        let read = files.iter().filter_map(|file| {
            let read = file.lock().unwrap_or_else(PoisonError::into_inner);
            Some(Arc::clone(&read.as_ref()?.settings))
        });
        let mut all: Vec<_> = read.collect();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look_up(&self, folder: &Path) -> Arc<FileSettings> {
        let mut candidates = folder.ancestors().map(|folder| folder.join(SETTINGS_FILE));
        // One that cannot be read is there all the same.
        let path = candidates.find(|path| std::fs::symlink_metadata(path).is_ok());
        let Some(path) = path else {
            return Arc::default();
        };
        let file = Arc::clone(self.known().files.entry(path.clone()).or_default());
        let mut read = file.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = stamp(&path);
        match &*read {
            Some(read) if read.stamp == stamp => Arc::clone(&read.settings),
            _ => {
                let settings = Arc::new(FileSettings::read(&path));
                *read = Some(Read {
                    stamp,
                    settings: Arc::clone(&settings),
                });
                settings
            }
        }
    }
}

fn stamp(path: &Path) -> Stamp {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.modified().ok(), metadata.len()))
}
