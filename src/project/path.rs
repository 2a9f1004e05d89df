//! Paths from the root on.

use std::path::{Path, PathBuf};

/// The path from the root on. One that goes up is followed on the disk: the folder above a link is not the one that
/// its name suggests.
pub(super) fn absolute(file: &Path) -> PathBuf {
    let goes_up = file.components().any(|part| part.as_os_str() == "..");
    if goes_up
        && let (Some(folder), Some(name)) = (file.parent(), file.file_name())
        && let Ok(folder) = std::fs::canonicalize(folder)
    {
        return folder.join(name);
    }
    std::path::absolute(file).unwrap_or_else(|_| file.to_owned())
}
