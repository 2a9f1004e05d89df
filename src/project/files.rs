//! Finding and reading the files that may be specs.

use crate::syntax::Dialect;
use ignore::WalkBuilder;
use std::path::{Path, PathBuf};

/// Files larger than this are not specs of a person; reading them would only cost.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A file or folder that cannot be read.
#[derive(Debug)]
pub struct FileError {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub reason: String,
}

impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for FileError {}

/// The language of a file by its name; nothing for a file that is neither YAML nor JSON.
pub fn dialect_of(path: &Path) -> Option<Dialect> {
    let extension = path.extension()?.to_str()?;
    match extension.to_ascii_lowercase().as_str() {
        "yaml" | "yml" => Some(Dialect::Yaml),
        "json" => Some(Dialect::Json),
        _ => None,
    }
}

/// The YAML and JSON files below a folder, sorted; a path to a file is that file. What Git ignores and
/// hidden folders are left out.
pub fn specs_below(path: &Path) -> (Vec<PathBuf>, Vec<FileError>) {
    let mut files = Vec::new();
    let mut errors = Vec::new();
    for entry in WalkBuilder::new(path).build() {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                if is_file && (entry.depth() == 0 || dialect_of(entry.path()).is_some()) {
                    files.push(tidy(entry.into_path()));
                }
            }
            Err(error) => errors.push(FileError {
                path: path.to_owned(),
                reason: reason(&error),
            }),
        }
    }
    files.sort();
    (files, errors)
}

/// The path without the `./` that a walk from `.` puts before it.
fn tidy(path: PathBuf) -> PathBuf {
    match path.strip_prefix(".") {
        Ok(rest) => rest.to_owned(),
        Err(_) => path,
    }
}

fn reason(error: &ignore::Error) -> String {
    match error.io_error() {
        Some(error) if error.kind() == std::io::ErrorKind::NotFound => {
            "there is no such file or folder".to_owned()
        }
        Some(error) => error.to_string(),
        None => error.to_string(),
    }
}

/// Reads a file as text. What is not UTF-8 is an error, since a tenant would not take it either.
///
/// # Errors
/// When the file cannot be read, is larger than 64 MiB or is not UTF-8.
pub fn read(path: &Path) -> Result<String, FileError> {
    let fail = |reason: String| FileError {
        path: path.to_owned(),
        reason,
    };
    let size = std::fs::metadata(path)
        .map_err(|error| fail(error.to_string()))?
        .len();
    if size > MAX_BYTES {
        return Err(fail(format!("larger than {} MiB", MAX_BYTES / 1024 / 1024)));
    }
    let bytes = std::fs::read(path).map_err(|error| fail(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| {
        fail(format!(
            "not UTF-8 from byte {} on",
            error.utf8_error().valid_up_to()
        ))
    })
}
