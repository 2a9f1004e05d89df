//! One file: how it is read, in which language, and what is understood of it.

use super::dialect::detect_dialect;
use super::error::FileError;
use super::repositories::Repositories;
use super::select::Selected;
use super::settings::FileSettings;
use crate::catalog::Kind;
use crate::spec::{Spec, may_be_spec};
use crate::syntax::{Dialect, Syntax};
use crate::text::Text;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files larger than this are not specs of a person; reading them would only cost.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A text that may hold specs: a file on the disk, an open buffer of an editor, or standard input.
#[derive(Debug)]
pub struct SourceFile {
    /// Its path, as people spell it.
    pub path: PathBuf,
    /// What it says.
    pub text: Text,
    /// Its text understood.
    pub syntax: Syntax,
    /// The kind that settings give it.
    pub kind: Option<&'static Kind>,
    /// The settings of the repository it is in.
    pub settings: Arc<FileSettings>,
}

/// What has become of a file that was to be read.
#[derive(Debug)]
pub enum Opened {
    /// It may hold specs.
    File(Box<SourceFile>),
    /// It was read, and holds no spec.
    NoSpec,
    /// Settings leave it out. It was not read.
    LeftOut,
    /// It cannot be read. It was found in a folder, and nothing says that it is a spec.
    Foreign(FileError),
}

impl Selected {
    /// Reads the file.
    ///
    /// # Errors
    /// If it cannot be read, is larger than 64 MiB or is not UTF-8, and was named or looks like a spec.
    pub fn open(&self, repositories: &Repositories) -> Result<Opened, FileError> {
        let path = &self.path;
        let settings = repositories.settings_for(path);
        if settings.leaves_out(path) {
            return Ok(Opened::LeftOut);
        }
        let is_expected = self.named || settings.kind_of(path).is_some();
        let unreadable = |reason: String, is_expected: bool| {
            let error = FileError::because(path, reason);
            if is_expected {
                Err(error)
            } else {
                Ok(Opened::Foreign(error))
            }
        };
        let mut bytes = Vec::new();
        read(path, &mut bytes).map_err(|error| FileError::new(path, &error))?;
        if bytes.len() as u64 > MAX_BYTES {
            let reason = format!("larger than {} MiB", MAX_BYTES / 1024 / 1024);
            return unreadable(reason, is_expected);
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(SourceFile::new(path, &text, None, settings)
                .map_or(Opened::NoSpec, |file| Opened::File(Box::new(file)))),
            Err(error) => {
                let reason = not_utf8(error.utf8_error().valid_up_to(), error.as_bytes());
                // Whatever the encoding is, ASCII is ASCII, perhaps with zeros between.
                let mut bytes = error.into_bytes();
                bytes.retain(|byte| *byte != 0);
                unreadable(reason, is_expected || may_be_spec(&bytes))
            }
        }
    }
}

impl SourceFile {
    /// A text under a path, whose language an editor may know. Returns `None` if it is not worth parsing: there is no
    /// spec in it.
    pub fn new(
        path: &Path,
        content: &str,
        dialect: Option<Dialect>,
        settings: Arc<FileSettings>,
    ) -> Option<Self> {
        let kind = settings.kind_of(path);
        if kind.is_none() && !may_be_spec(content.as_bytes()) {
            return None;
        }
        let dialect = dialect.unwrap_or_else(|| detect_dialect(path, content));
        let text = Text::from(content);
        Some(Self {
            path: path.to_owned(),
            syntax: Syntax::new(&text, dialect),
            text,
            kind,
            settings,
        })
    }

    /// The specs in it.
    pub fn specs(&self) -> impl Iterator<Item = Spec<'_>> {
        let documents = self.syntax.documents();
        documents.filter_map(|document| Spec::read(document, self.kind))
    }

    /// Whether it holds more than one document.
    pub fn has_many_documents(&self) -> bool {
        self.syntax.documents().nth(1).is_some()
    }
}

/// Reads a file that is not a spec.
///
/// # Errors
/// If it cannot be read, is larger than 64 MiB or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, FileError> {
    let mut bytes = Vec::new();
    read(path, &mut bytes).map_err(|error| FileError::new(path, &error))?;
    if bytes.len() as u64 > MAX_BYTES {
        let reason = format!("larger than {} MiB", MAX_BYTES / 1024 / 1024);
        return Err(FileError::because(path, reason));
    }
    String::from_utf8(bytes).map_err(|error| {
        let reason = not_utf8(error.utf8_error().valid_up_to(), error.as_bytes());
        FileError::because(path, reason)
    })
}

/// Reads a file, and one byte more than the limit at most: the size that a pipe or a device says to have is not true.
fn read(path: &Path, bytes: &mut Vec<u8>) -> std::io::Result<()> {
    let file = File::open(path)?;
    // A regular file says how much there is to come.
    let size = file.metadata()?.len().min(MAX_BYTES);
    bytes.reserve_exact(usize::try_from(size).unwrap_or_default() + 1);
    file.take(MAX_BYTES + 1).read_to_end(bytes)?;
    Ok(())
}

/// Why bytes are not UTF-8.
fn not_utf8(valid_up_to: usize, bytes: &[u8]) -> String {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "UTF-16, not UTF-8".to_owned(),
        _ => format!("not UTF-8 from byte {valid_up_to} on"),
    }
}
