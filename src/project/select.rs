//! Which files are looked at: those that are named, and those found in folders that are named.

use super::dialect::dialect_of;
use super::error::FileError;
use super::ignored::Ignored;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Files to look at, each of them once.
#[derive(Debug, Default)]
pub struct Selection {
    /// The files, by their paths as people spell them.
    pub files: Vec<Selected>,
    /// What cannot be looked at.
    pub errors: Vec<FileError>,
}

/// A file to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selected {
    /// Its path, as it was spelled or found.
    pub path: PathBuf,
    /// Whether it was named, and not found in a folder.
    pub named: bool,
}

impl Selection {
    /// Selects files, and the YAML and JSON files below folders. What Git ignores is left out there, and so are links
    /// and whatever else is not a regular file.
    pub fn new<'p>(paths: impl IntoIterator<Item = &'p Path>) -> Self {
        Self::new_while(paths, &|| true)
    }

    /// The same for as long as `go_on` says so: what nobody waits for any more is not looked for.
    pub fn new_while<'p>(
        paths: impl IntoIterator<Item = &'p Path>,
        go_on: &dyn Fn() -> bool,
    ) -> Self {
        let mut selection = Self::default();
        let mut count = 0;
        for path in paths {
            count += 1;
            match std::fs::metadata(path) {
                Ok(metadata) if metadata.is_dir() => selection.add_folder(path, go_on),
                Ok(_) => selection.files.push(Selected {
                    path: tidy(path),
                    named: true,
                }),
                Err(error) => selection.errors.push(FileError::new(path, &error)),
            }
        }
        // Within one folder every file is found once.
        if count > 1 {
            selection.keep_one_of_each();
        }
        selection
            .files
            .sort_by_cached_key(|file| file.path.to_string_lossy().into_owned());
        selection
    }

    /// Adds what is below a folder.
    fn add_folder(&mut self, start: &Path, go_on: &dyn Fn() -> bool) {
        let Ok(absolute) = std::path::absolute(start) else {
            return;
        };
        let mut folders = vec![(tidy(start), Ignored::above(&absolute))];
        while let Some((folder, above)) = folders.pop().filter(|_| go_on()) {
            let shown = if folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                folder.as_path()
            };
            let Ok(absolute) = std::path::absolute(shown) else {
                continue;
            };
            let ignored = above.within(&absolute);
            let entries = match std::fs::read_dir(shown) {
                Ok(entries) => entries,
                Err(error) => {
                    self.errors.push(FileError::new(shown, &error));
                    continue;
                }
            };
            for entry in entries {
                let (name, kind) =
                    match entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))) {
                        Ok(entry) => entry,
                        Err(error) => {
                            self.errors.push(FileError::new(shown, &error));
                            continue;
                        }
                    };
                let is_of_interest = if kind.is_dir() {
                    name != ".git"
                } else {
                    kind.is_file() && dialect_of(Path::new(&name)).is_some()
                };
                if !is_of_interest || ignored.ignores(&absolute.join(&name), kind.is_dir()) {
                    continue;
                }
                let path = folder.join(&name);
                if kind.is_dir() {
                    folders.push((path, ignored.clone()));
                } else {
                    self.files.push(Selected { path, named: false });
                }
            }
        }
    }

    /// Keeps a file that was selected by several paths under the first of them.
    fn keep_one_of_each(&mut self) {
        let mut seen = HashSet::new();
        let mut named = HashSet::new();
        for file in &self.files {
            if file.named {
                named.insert(identity(&file.path));
            }
        }
        self.files.retain_mut(|file| {
            let identity = identity(&file.path);
            file.named |= named.contains(&identity);
            seen.insert(identity)
        });
    }
}

/// What two paths to one file have in common. A pipe has no path of its own.
fn identity(path: &Path) -> PathBuf {
    std::fs::canonicalize(path)
        .or_else(|_| std::path::absolute(path))
        .unwrap_or_else(|_| path.to_owned())
}

/// The path without `./` before it.
fn tidy(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}
