//! The settings of one file.

use super::super::path::absolute;
use super::model::Settings;
use crate::catalog::Kind;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Larger settings files are not read.
const MAX_BYTES: u64 = 1024 * 1024;

/// The settings of one `immuta-ls.yaml`.
#[derive(Debug, Clone, Default)]
pub struct FileSettings {
    /// Where the file is, or `None` if there is none.
    pub path: Option<PathBuf>,
    /// What it says.
    pub settings: Settings,
}

impl FileSettings {
    /// Reads a settings file. One that cannot be read has problems and nothing else.
    pub fn read(path: &Path) -> Self {
        let settings = match read_text(path) {
            Ok(text) => Settings::from_yaml(&text),
            Err(why) => Settings::unreadable(format!("the settings cannot be read: {why}.")),
        };
        Self {
            path: Some(path.to_owned()),
            settings,
        }
    }

    /// Returns the kind that the settings give a file, or `None` if they give it none.
    pub fn kind_of(&self, file: &Path) -> Option<&'static Kind> {
        if self.settings.kinds.is_empty() {
            return None;
        }
        self.settings.kind_of(&self.relative(file))
    }

    /// Whether the settings leave a file out.
    pub fn leaves_out(&self, file: &Path) -> bool {
        if self.settings.include.is_empty() && self.settings.exclude.is_empty() {
            return false;
        }
        self.settings.leaves_out(&self.relative(file))
    }

    /// The path of a file as the patterns of this settings file see it: from its folder on.
    fn relative(&self, file: &Path) -> PathBuf {
        let file = absolute(file);
        let folder = self.path.as_deref().and_then(Path::parent);
        match folder.and_then(|folder| file.strip_prefix(folder).ok()) {
            Some(near) => near.to_owned(),
            None => file,
        }
    }
}

/// Reads a small regular file. A repository may hold anything under its name.
fn read_text(path: &Path) -> Result<String, String> {
    let told = |error: std::io::Error| error.to_string();
    let metadata = std::fs::metadata(path).map_err(told)?;
    if !metadata.is_file() {
        return Err("not a regular file".to_owned());
    }
    let too_large = || format!("larger than {} MiB", MAX_BYTES / 1024 / 1024);
    if metadata.len() > MAX_BYTES {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(told)?;
    let read = file.take(MAX_BYTES + 1).read_to_end(&mut bytes);
    if read.map_err(told)? as u64 > MAX_BYTES {
        return Err(too_large());
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("not UTF-8 from byte {at} on")
    })
}
