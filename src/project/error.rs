//! A file or folder that cannot be read.

use std::path::{Path, PathBuf};

/// A file or folder that cannot be read.
#[derive(Debug)]
pub struct FileError {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub reason: String,
}

impl FileError {
    pub(super) fn because(path: &Path, reason: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            reason: reason.into(),
        }
    }

    pub(super) fn new(path: &Path, error: &std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::NotFound {
            return Self::because(path, "there is no such file or folder");
        }
        Self::because(path, error.to_string())
    }
}

impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for FileError {}
