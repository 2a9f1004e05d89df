//! Floor 4: what is around a spec: settings and files. The only place that touches the disk.

mod files;
mod settings;
mod user;

pub use files::{FileError, dialect_of, read, specs_below};
pub use settings::{FileSettings, Settings, TenantSettings};
pub use user::{Agreements, certificates, cli_configuration, cli_configuration_path, keep_report};

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// The name of the settings file of a repository.
pub const SETTINGS_FILE: &str = "immuta-ls.yaml";

/// How long what is known of the disk is trusted. Not every editor tells of changed files, so they are
/// looked at again; a person does not notice this delay.
const TRUST: Duration = Duration::from_secs(1);

/// The settings files of a workspace, read when they are first needed and again when they change.
#[derive(Debug, Default)]
pub struct Repositories {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// The settings in force for a folder, and when they were last looked up.
    folders: HashMap<PathBuf, (Instant, Arc<FileSettings>)>,
    files: HashMap<PathBuf, (Option<SystemTime>, Arc<FileSettings>)>,
}

impl Repositories {
    /// The settings of the repository that a file is in: those of the nearest `immuta-ls.yaml` in its
    /// folder or one above.
    pub fn settings_for(&self, file: &Path) -> Arc<FileSettings> {
        let Some(folder) = file.parent() else {
            return Arc::default();
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let trusted = known
            .folders
            .get(folder)
            .filter(|(at, _)| now.duration_since(*at) < TRUST);
        if let Some((_, settings)) = trusted {
            return Arc::clone(settings);
        }
        let settings = known.look_up(folder);
        known
            .folders
            .insert(folder.to_owned(), (now, Arc::clone(&settings)));
        settings
    }
}

impl Repositories {
    /// All settings files that were read, by their path.
    pub fn all(&self) -> Vec<Arc<FileSettings>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<_> = known
            .files
            .values()
            .map(|(_, settings)| Arc::clone(settings))
            .collect();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all
    }
}

impl Known {
    fn look_up(&mut self, folder: &Path) -> Arc<FileSettings> {
        let mut candidates = folder.ancestors().map(|folder| folder.join(SETTINGS_FILE));
        let path = candidates.find(|path| path.is_file());
        let Some(path) = path else {
            return Arc::default();
        };
        let changed = std::fs::metadata(&path)
            .and_then(|metadata| metadata.modified())
            .ok();
        match self.files.get(&path) {
            Some((before, settings)) if *before == changed => Arc::clone(settings),
            _ => {
                let settings = Arc::new(FileSettings::read(&path));
                self.files.insert(path, (changed, Arc::clone(&settings)));
                settings
            }
        }
    }
}
