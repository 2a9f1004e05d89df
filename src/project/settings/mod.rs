//! Settings: what an editor sends and what `immuta-ls.yaml` says. The keys are the same.

mod problem;
mod read;
#[cfg(test)]
mod tests;

pub use problem::Problem;

use super::glob::Glob;
use super::repositories::absolute;
use crate::catalog::Kind;
use crate::diagnostics::Severity;
use crate::syntax::Dialect;
use read::Origin;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Larger settings files are not read.
const MAX_BYTES: u64 = 1024 * 1024;

/// Settings understood. What could not be understood is in `problems`; the rest holds.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What becomes of diagnostics, by their code: another severity, or `None` for `off`.
    pub rules: BTreeMap<String, Option<Severity>>,
    include: Vec<Glob>,
    exclude: Vec<Glob>,
    kinds: Vec<(&'static Kind, Glob)>,
    /// Whether code lenses are shown, if that is said.
    pub code_lens: Option<bool>,
    /// What is said about the tenant.
    pub tenant: TenantSettings,
    /// What is wrong with the settings.
    pub problems: Vec<Problem>,
}

/// What settings say about the tenant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TenantSettings {
    /// Its address. Only from the user's own machine.
    pub url: Option<String>,
    /// The name of a profile of Immuta's own command line.
    pub profile: Option<String>,
    /// How many seconds a request may take. Only from the user's own machine.
    pub timeout: Option<u64>,
    /// A file with certificates to trust. Only from the user's own machine.
    pub ca_file: Option<PathBuf>,
    /// Whether the names that exist there are fetched, if that is said. Only from the user's own machine.
    pub live_names: Option<bool>,
}

/// The settings of one `immuta-ls.yaml`.
#[derive(Debug, Clone, Default)]
pub struct FileSettings {
    /// Where the file is, or `None` if there is none.
    pub path: Option<PathBuf>,
    /// What it says.
    pub settings: Settings,
}

impl Settings {
    /// Reads what an editor sent.
    pub fn from_json(value: &serde_json::Value) -> Self {
        read::read(&value.to_string(), Dialect::Json, Origin::Client)
    }

    /// Reads the text of a settings file.
    pub fn from_yaml(text: &str) -> Self {
        read::read(text, Dialect::Yaml, Origin::Repository)
    }

    fn unreadable(message: impl Into<String>) -> Self {
        Self {
            problems: vec![Problem::of_file(message)],
            ..Self::default()
        }
    }

    /// Returns the kind that the settings give a file, or `None` if they give it none. `path` counts from the folder
    /// that the settings are for.
    pub fn kind_of(&self, path: &Path) -> Option<&'static Kind> {
        self.kinds
            .iter()
            .find(|(_, glob)| glob.matches(path))
            .map(|(kind, _)| *kind)
    }

    /// Whether the settings leave a file out. `path` counts from the folder that the settings are for.
    pub fn leaves_out(&self, path: &Path) -> bool {
        let included =
            self.include.is_empty() || self.include.iter().any(|glob| glob.matches(path));
        !included || self.exclude.iter().any(|glob| glob.matches(path))
    }
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
