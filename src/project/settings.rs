//! Settings: what a client sends and what `immuta-ls.yaml` says.

use super::glob::Glob;
use super::repositories::absolute;
use crate::catalog::{self, Kind};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Settings as written, the same keys in a client's `immuta` section and in `immuta-ls.yaml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Written {
    rules: BTreeMap<String, String>,
    files: Files,
    code_lens: Option<bool>,
    tenant: TenantSettings,
}

/// What settings say about the tenant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct TenantSettings {
    /// Its address. Only from the user's own machine.
    pub url: Option<String>,
    /// The name of a profile of Immuta's own command line.
    pub profile: Option<String>,
    /// How many seconds a request may take. Only from the user's own machine.
    pub timeout: Option<u64>,
    /// A file with certificates to trust. Only from the user's own machine.
    pub ca_file: Option<PathBuf>,
    /// Whether the names that exist there are fetched, where that is said. Only from the user's own machine.
    pub live_names: Option<bool>,
}

/// The keys of [`TenantSettings`] that a repository has no say in.
const MACHINE_KEYS: &[&str] = &["url", "timeout", "caFile", "liveNames"];

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Files {
    include: Vec<String>,
    exclude: Vec<String>,
    kinds: BTreeMap<String, Patterns>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Patterns {
    One(String),
    Many(Vec<String>),
}

/// Settings understood. What could not be understood is in `problems`; the rest holds.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What becomes of findings, by their code: a severity's name, or `off`.
    pub rules: BTreeMap<String, String>,
    include: Vec<Glob>,
    exclude: Vec<Glob>,
    kinds: Vec<(&'static Kind, Glob)>,
    /// Whether lenses are shown, where that is said.
    pub code_lens: Option<bool>,
    /// What is said about the tenant.
    pub tenant: TenantSettings,
    /// What is wrong with the settings, in words.
    pub problems: Vec<String>,
}

/// The settings of one `immuta-ls.yaml`.
#[derive(Debug, Clone, Default)]
pub struct FileSettings {
    /// Where the file is; nothing if there is none.
    pub path: Option<PathBuf>,
    /// What it says.
    pub settings: Settings,
}

impl Settings {
    /// Reads what a client sent. Anything odd leaves the settings as if it were not there.
    pub fn from_json(value: &serde_json::Value) -> Self {
        if value.is_null() {
            return Self::default();
        }
        match Written::deserialize(value) {
            Ok(written) => Self::understand(written),
            Err(error) => Self::unreadable(&error.to_string()),
        }
    }

    fn from_yaml(text: &str) -> Self {
        if text.trim().is_empty() {
            return Self::default();
        }
        let read = serde_yaml::from_str::<serde_yaml::Value>(text);
        let written = read.and_then(|value| {
            let odd = unknown_keys(&value);
            Ok((Option::<Written>::deserialize(value)?, odd))
        });
        match written {
            Ok((written, odd)) => {
                let mut settings = Self::understand(written.unwrap_or_default());
                // A repository chooses among the user's own profiles, by name. It names no host.
                settings.tenant = TenantSettings {
                    profile: settings.tenant.profile,
                    ..TenantSettings::default()
                };
                settings.problems.extend(odd);
                settings
            }
            Err(error) => Self::unreadable(&error.to_string()),
        }
    }

    fn unreadable(error: &str) -> Self {
        Self {
            problems: vec![format!("the settings cannot be read: {error}")],
            ..Self::default()
        }
    }

    fn understand(written: Written) -> Self {
        let mut settings = Self {
            rules: written.rules,
            code_lens: written.code_lens,
            tenant: written.tenant,
            ..Self::default()
        };
        settings.include = settings.globs(&written.files.include);
        settings.exclude = settings.globs(&written.files.exclude);
        for (name, patterns) in written.files.kinds {
            let Some(kind) = catalog::kind(&name) else {
                let known: Vec<_> = catalog::kinds().iter().map(|kind| kind.name).collect();
                let known = known.join("`, `");
                settings.problems.push(format!(
                    "`files.kinds`: `{name}` is not a kind of spec; there are `{known}`"
                ));
                continue;
            };
            let patterns = match patterns {
                Patterns::One(pattern) => vec![pattern],
                Patterns::Many(patterns) => patterns,
            };
            let globs = settings.globs(&patterns);
            settings
                .kinds
                .extend(globs.into_iter().map(|glob| (kind, glob)));
        }
        settings
    }

    fn globs(&mut self, patterns: &[String]) -> Vec<Glob> {
        let mut globs = Vec::new();
        for pattern in patterns {
            match Glob::new(pattern) {
                Ok(glob) => globs.push(glob),
                Err(why) => self.problems.push(format!("`{pattern}` {why}")),
            }
        }
        globs
    }

    /// The kind that the settings give a file.
    pub fn kind_of(&self, path: &Path) -> Option<&'static Kind> {
        self.kinds
            .iter()
            .find(|(_, glob)| glob.matches(path))
            .map(|(kind, _)| *kind)
    }

    /// Whether the settings leave a file out.
    pub fn leaves_out(&self, path: &Path) -> bool {
        let included =
            self.include.is_empty() || self.include.iter().any(|glob| glob.matches(path));
        !included || self.exclude.iter().any(|glob| glob.matches(path))
    }
}

/// The keys that a settings file may have, by the key they are below.
const FILE_KEYS: &[(&str, &[&str])] = &[
    ("", &["rules", "files", "codeLens", "tenant"]),
    ("files", &["include", "exclude", "kinds"]),
    ("tenant", &["profile"]),
];

/// The keys of a settings file that mean nothing there. In a client's settings there may be keys of the client's
/// own; a file is ours alone, so that such a key is a mistake.
fn unknown_keys(written: &serde_yaml::Value) -> Vec<String> {
    let mut found = Vec::new();
    for (above, known) in FILE_KEYS {
        let value = match *above {
            "" => Some(written),
            key => written.get(key),
        };
        let mapping = value.and_then(serde_yaml::Value::as_mapping);
        let names = mapping.into_iter().flat_map(serde_yaml::Mapping::keys);
        let names = names.filter_map(serde_yaml::Value::as_str);
        let dot = if above.is_empty() { "" } else { "." };
        for name in names.filter(|name| !known.contains(name)) {
            found.push(match MACHINE_KEYS.contains(&name) && *above == "tenant" {
                true => format!(
                    "`tenant.{name}` is not read from a repository: it belongs in the settings of your editor, on your own \
                     machine"
                ),
                false => format!(
                    "unknown key `{above}{dot}{name}`; there are `{}`",
                    known.join("`, `")
                ),
            });
        }
    }
    found
}

impl FileSettings {
    /// Reads a settings file. One that cannot be read has problems and nothing else.
    pub fn read(path: &Path) -> Self {
        let settings = match std::fs::read_to_string(path) {
            Ok(text) => Settings::from_yaml(&text),
            Err(error) => Settings::unreadable(&error.to_string()),
        };
        Self {
            path: Some(path.to_owned()),
            settings,
        }
    }

    /// The kind that the settings give a file.
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

    /// The path of a file as the globs of this settings file see it: from its folder on.
    fn relative(&self, file: &Path) -> PathBuf {
        let file = absolute(file);
        let folder = self.path.as_deref().and_then(Path::parent);
        match folder.and_then(|folder| file.strip_prefix(folder).ok()) {
            Some(near) => near.to_owned(),
            None => file,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_gives_a_file_its_kind_and_leaves_others_out() {
        let settings = Settings::from_yaml(
            "files:\n  exclude: ['old/**']\n  kinds:\n    data: [\"specs/**/*.yaml\"]\n",
        );
        assert_eq!(settings.problems, Vec::<String>::new());
        assert_eq!(
            settings
                .kind_of(Path::new("specs/a/b.yaml"))
                .map(|k| k.name),
            Some("data")
        );
        assert!(settings.kind_of(Path::new("b.yaml")).is_none());
        assert!(settings.leaves_out(Path::new("old/b.yaml")));
        assert!(!settings.leaves_out(Path::new("b.yaml")));
    }

    #[test]
    fn a_repository_names_a_profile_and_no_host() {
        let text = "tenant: {url: 'https://evil.example.com', caFile: evil.pem, timeout: 1, profile: staging, key: x}\n";
        let settings = Settings::from_yaml(text);
        let only = TenantSettings {
            profile: Some("staging".to_owned()),
            ..TenantSettings::default()
        };
        assert_eq!(settings.tenant, only);
        let told = settings.problems.join("\n");
        for key in ["url", "caFile", "timeout"] {
            assert!(
                told.contains(&format!("`tenant.{key}` is not read from a repository")),
                "{told}"
            );
        }
        assert!(told.contains("unknown key `tenant.key`"), "{told}");
        let own = Settings::from_json(&serde_json::json!({
            "tenant": {"url": "https://tenant.example.com", "timeout": 5, "caFile": "/own.pem"},
            "codeLens": false,
        }));
        assert_eq!(
            own.tenant.url.as_deref(),
            Some("https://tenant.example.com")
        );
        assert_eq!(own.tenant.timeout, Some(5));
        assert_eq!(own.code_lens, Some(false));
    }

    #[test]
    fn what_is_odd_is_told_and_the_rest_holds() {
        let settings = Settings::from_json(&serde_json::json!({
            "rules": {"secret-in-clear": "off"},
            "files": {"kinds": {"dataa": "*.yaml"}, "exclude": ["[" ]},
            "unheard": 1,
        }));
        assert_eq!(
            settings.rules.get("secret-in-clear").map(String::as_str),
            Some("off")
        );
        assert_eq!(settings.problems.len(), 2);
        for odd in [
            serde_json::json!(7),
            serde_json::json!([]),
            serde_json::json!({"rules": 1}),
        ] {
            let _ = Settings::from_json(&odd);
        }
    }
}
