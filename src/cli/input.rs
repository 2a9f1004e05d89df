//! The files that a command is called with, read one after the other.

use super::complain;
use crate::project::{Opened, Repositories, Selection, SourceFile};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Reads the files and folders that a command names; `-` is standard input, under the name `stdin`. Nothing is handed
/// on of a file that settings leave out, and only its path of one that holds no spec. Tells what cannot be read, and
/// whether the command fails for it.
pub(super) fn each(
    paths: &[PathBuf],
    stdin: &Path,
    repositories: &Repositories,
    mut take: impl FnMut(&Path, Option<SourceFile>),
) -> bool {
    let mut failed = false;
    let (streams, paths): (Vec<_>, Vec<_>) = paths
        .iter()
        .partition(|path| path.as_path() == Path::new("-"));
    let selection = Selection::new(paths.into_iter().map(PathBuf::as_path));
    for error in &selection.errors {
        complain(error);
        failed = true;
    }
    for selected in &selection.files {
        match selected.open(repositories) {
            Ok(Opened::File(file)) => take(&selected.path, Some(*file)),
            Ok(Opened::NoSpec) => take(&selected.path, None),
            Ok(Opened::LeftOut) => {}
            Ok(Opened::Foreign(error)) => complain(&format!("{error} (skipped)")),
            Err(error) => {
                complain(&error);
                failed = true;
            }
        }
    }
    if !streams.is_empty() {
        match read_standard_input() {
            Ok(text) => {
                let settings = repositories.settings_for(stdin);
                if !settings.leaves_out(stdin) {
                    take(stdin, SourceFile::new(stdin, &text, None, settings));
                }
            }
            Err(error) => {
                complain(&format!("standard input: {error}"));
                failed = true;
            }
        }
    }
    failed
}

fn read_standard_input() -> std::io::Result<String> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text)
}
