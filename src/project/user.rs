//! What is in the user's own folders, outside of any repository: profiles of Immuta's command line, certificates,
//! which tenants the user has agreed to send specs to, and reports.

use super::error::FileError;
use etcetera::BaseStrategy;
use std::fs::{DirBuilder, File, OpenOptions};
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

/// The configuration of Immuta's own command line. Returns `None` if there is none.
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
        if let Ok(mut file) = open_private(path, OpenOptions::new().append(true)) {
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
    let own = etcetera::choose_base_strategy().map_err(std::io::Error::other)?;
    keep_report_in(
        &own.cache_dir().join("immuta-ls").join("reports"),
        title,
        markdown,
    )
}

fn keep_report_in(folder: &Path, title: &str, markdown: &str) -> std::io::Result<PathBuf> {
    let harmless = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ');
    let name: String = title
        .chars()
        .map(|c| if harmless(c) { c } else { '-' })
        .take(100)
        .collect();
    let path = folder.join(format!("{name}.md"));
    let mut file = open_private(&path, OpenOptions::new().write(true).truncate(true))?;
    file.write_all(markdown.as_bytes())?;
    Ok(path)
}

/// Opens a file that its user alone may read, and makes it, and its folder, if there is none.
fn open_private(path: &Path, options: &mut OpenOptions) -> std::io::Result<File> {
    let mut folders = DirBuilder::new();
    folders.recursive(true);
    options.create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        folders.mode(0o700);
        options.mode(0o600);
    }
    if let Some(folder) = path.parent() {
        folders.create(folder)?;
    }
    let file = options.open(path)?;
    // One that is there may be of a time when everybody could read it.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_is_kept_is_for_its_user_alone() {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).expect("it").permissions().mode() & 0o777;
        let folder = std::env::temp_dir().join(format!("immuta-ls-own-{}", std::process::id()));
        let path = keep_report_in(&folder.join("reports"), "Dry run: a/b", "text").expect("kept");
        assert_eq!((mode(&path), mode(&folder)), (0o600, 0o700));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("changed");
        let again = keep_report_in(&folder.join("reports"), "Dry run: a/b", "t").expect("kept");
        assert_eq!((mode(&path), again == path), (0o600, true));
        assert_eq!(std::fs::read_to_string(&path).expect("a text"), "t");
        let agreed = folder.join(AGREED);
        Agreements(Some(agreed.clone())).add("https://a.example.com");
        assert_eq!(mode(&agreed), 0o600);
        std::fs::remove_dir_all(folder).expect("the folder goes");
    }

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
