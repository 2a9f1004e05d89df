//! Settings understood.

use super::super::glob::Glob;
use super::problem::Problem;
use crate::catalog::Kind;
use crate::diagnostics::Severity;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Settings understood. What could not be understood is in `problems`; the rest holds.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What becomes of diagnostics, by their code: another severity, or `None` for `off`.
    pub rules: BTreeMap<String, Option<Severity>>,
    pub(super) include: Vec<Glob>,
    pub(super) exclude: Vec<Glob>,
    pub(super) kinds: Vec<(&'static Kind, Glob)>,
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

impl Settings {
    /// Settings of which nothing can be read.
    pub(super) fn unreadable(message: impl Into<String>) -> Self {
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
