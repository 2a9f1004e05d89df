//! In which language a file is written.

use crate::syntax::Dialect;
use std::path::Path;

/// Returns the language of a text that nobody names: what its path says, or else what it looks like.
pub fn detect_dialect(path: &Path, content: &str) -> Dialect {
    dialect_of(path).unwrap_or_else(|| {
        let start = content.trim_start_matches('\u{feff}').trim_start();
        if start.starts_with('{') {
            Dialect::Json
        } else {
            Dialect::Yaml
        }
    })
}

/// Returns the language of a file by its name, or `None` if that is neither YAML nor JSON.
pub(super) fn dialect_of(path: &Path) -> Option<Dialect> {
    let extension = path.extension()?.to_str()?;
    match extension.to_ascii_lowercase().as_str() {
        "yaml" | "yml" => Some(Dialect::Yaml),
        "json" => Some(Dialect::Json),
        _ => None,
    }
}
