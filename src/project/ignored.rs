//! What Git ignores.
//!
//! The patterns are matched by the `ignore` crate. The files that hold them are read here, because a repository may hold
//! anything under their names: as Git does, only regular files are read, and only as much as a person could have
//! written.

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Larger files of patterns are not used.
const MAX_BYTES: u64 = 1024 * 1024;

/// The patterns in force in one folder.
#[derive(Clone, Default)]
pub(super) struct Ignored {
    /// Whether the folder is part of a Git repository.
    in_repository: bool,
    /// The patterns that hold here, the nearest last.
    patterns: Vec<Arc<Gitignore>>,
}

impl Ignored {
    /// The patterns in force in a folder, without those that the folder holds itself. `folder` must be absolute.
    pub(super) fn above(folder: &Path) -> Self {
        let mut above: Vec<_> = folder.ancestors().skip(1).collect();
        // Nothing above the root of the repository counts.
        match above.iter().position(|folder| is_root(folder)) {
            Some(root) if !is_root(folder) => above.truncate(root + 1),
            _ => above.clear(),
        }
        let mut ignored = Self::default();
        for folder in above.into_iter().rev() {
            ignored = ignored.within(folder);
        }
        ignored
    }

    /// The patterns in force in a folder, given those of the folder it is in.
    pub(super) fn within(&self, folder: &Path) -> Self {
        let mut inner = self.clone();
        if is_root(folder) {
            inner = Self {
                in_repository: true,
                patterns: Vec::new(),
            };
            let global = Gitignore::global().0;
            inner.add(global);
            inner.add(read(folder, &git_folder(folder).join("info/exclude")));
        }
        if inner.in_repository {
            inner.add(read(folder, &folder.join(".gitignore")));
        }
        inner
    }

    fn add(&mut self, patterns: Gitignore) {
        if !patterns.is_empty() {
            self.patterns.push(Arc::new(patterns));
        }
    }

    /// Whether Git ignores this file or folder. `path` must be absolute.
    pub(super) fn ignores(&self, path: &Path, is_folder: bool) -> bool {
        let matched = self
            .patterns
            .iter()
            .rev()
            .map(|patterns| patterns.matched(path, is_folder));
        // The nearest pattern decides.
        matched
            .into_iter()
            .find(|matched| !matched.is_none())
            .is_some_and(|matched| matched.is_ignore())
    }
}

fn is_root(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// Where Git keeps what it knows of a repository: `.git`, or where a file of this name points.
fn git_folder(root: &Path) -> PathBuf {
    let git = root.join(".git");
    let Some(text) = read_text(&git) else {
        return git;
    };
    let Some(elsewhere) = text.trim_end().strip_prefix("gitdir: ") else {
        return git;
    };
    let elsewhere = root.join(elsewhere);
    // A work tree shares the folder of its repository.
    match read_text(&elsewhere.join("commondir")) {
        Some(common) => elsewhere.join(common.trim_end()),
        None => elsewhere,
    }
}

/// The patterns that a file holds; they count from `root`. A file that cannot be read has none, and neither has one
/// whose patterns are too much for the matcher.
fn read(root: &Path, path: &Path) -> Gitignore {
    let mut builder = GitignoreBuilder::new(root);
    let text = read_text(path).unwrap_or_default();
    for line in text.trim_start_matches('\u{feff}').lines() {
        // Git passes over what is not a pattern.
        let _ = builder.add_line(None, line);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

/// The text of a small regular file.
fn read_text(path: &Path) -> Option<String> {
    let metadata = std::fs::symlink_metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > MAX_BYTES {
        return None;
    }
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    file.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
