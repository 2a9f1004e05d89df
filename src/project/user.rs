//! What is in the user's own folders, outside of any repository: profiles of Immuta's command line, certificates,
//! which tenants the user has agreed to send specs to, and reports.

use super::error::FileError;
use etcetera::BaseStrategy;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The name of the configuration of Immuta's own command line, in the user's home.
const CLI_CONFIGURATION: &str = ".immutacfg.yaml";

/// The file that lists the tenants the user has agreed to, in our folder for state.
const AGREED: &str = "agreed-tenants";

/// Where the configuration of Immuta's own command line is.
pub fn cli_configuration_path() -> Option<PathBuf> {
    Some(etcetera::home_dir().ok()?.join(CLI_CONFIGURATION))
}

/// The configuration of Immuta's own command line; nothing if there is none.
///
/// # Errors
/// When there is one that cannot be read.
pub fn cli_configuration() -> Result<Option<String>, FileError> {
    let Some(path) = cli_configuration_path().filter(|path| path.is_file()) else {
        return Ok(None);
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) => Err(FileError {
            path,
            reason: error.to_string(),
        }),
    }
}

/// A file with certificates.
///
/// # Errors
/// When it cannot be read.
pub fn certificates(path: &Path) -> Result<Vec<u8>, FileError> {
    std::fs::read(path).map_err(|error| FileError {
        path: path.to_owned(),
        reason: error.to_string(),
    })
}

/// Which tenants the user has agreed to send specs to, one address a line.
#[derive(Debug, Clone)]
pub struct Agreements(Option<PathBuf>);

impl Default for Agreements {
    fn default() -> Self {
        let folders = etcetera::choose_base_strategy().ok();
        let folder = folders.map(|own| own.state_dir().unwrap_or_else(|| own.data_dir()));
        Self(folder.map(|folder| folder.join("immuta-ls").join(AGREED)))
    }
}

impl Agreements {
    /// Whether the user has agreed to this tenant.
    pub fn has(&self, origin: &str) -> bool {
        let text = self
            .0
            .as_ref()
            .and_then(|path| std::fs::read_to_string(path).ok());
        text.is_some_and(|text| text.lines().any(|line| line == origin))
    }

    /// Keeps that the user has agreed to a tenant. Where that cannot be kept, the user will be asked again.
    pub fn add(&self, origin: &str) {
        let Some(path) = &self.0 else { return };
        if self.has(origin) {
            return;
        }
        if let Some(folder) = path.parent() {
            let _ = std::fs::create_dir_all(folder);
        }
        let file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(path);
        if let Ok(mut file) = file {
            let _ = writeln!(file, "{origin}");
        }
    }
}

/// Opens a file to append to, and creates it for the user alone if there is none.
///
/// # Errors
/// If it cannot be opened.
pub fn append_to_private_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Writes a report in Markdown where an editor can open it, over the last one of this title.
///
/// # Errors
/// When it cannot be written.
pub fn keep_report(title: &str, markdown: &str) -> std::io::Result<PathBuf> {
    let folder = match etcetera::choose_base_strategy() {
        Ok(own) => own.cache_dir(),
        Err(_) => std::env::temp_dir(),
    };
    let folder = folder.join("immuta-ls").join("reports");
    std::fs::create_dir_all(&folder)?;
    let harmless = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ');
    let name: String = title
        .chars()
        .map(|c| if harmless(c) { c } else { '-' })
        .take(100)
        .collect();
    let path = folder.join(format!("{name}.md"));
    std::fs::write(&path, markdown)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreement_is_kept_and_goes_for_one_tenant() {
        let folder = std::env::temp_dir().join(format!("immuta-ls-{}", std::process::id()));
        let agreements = Agreements(Some(folder.join("deep").join(AGREED)));
        assert!(!agreements.has("https://a.example.com"));
        agreements.add("https://a.example.com");
        agreements.add("https://a.example.com");
        assert!(agreements.has("https://a.example.com"));
        assert!(!agreements.has("https://a.example.co"));
        let text = std::fs::read_to_string(folder.join("deep").join(AGREED)).expect("the file");
        assert_eq!(text, "https://a.example.com\n");
        std::fs::remove_dir_all(folder).expect("the folder goes");
        let nowhere = Agreements(None);
        nowhere.add("https://a.example.com");
        assert!(!nowhere.has("https://a.example.com"));
    }
}
