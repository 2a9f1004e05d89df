//! From the text of settings to [`Settings`].
//!
//! Settings are read by this program's own reader: it takes time in proportion to the text, knows the line of
//! everything, and reads on after a mistake.

use super::super::glob::Glob;
use super::model::{Settings, TenantSettings};
use super::problem::{Problem, Problems, quoted, suggestion};
use crate::catalog;
use crate::diagnostics::{CODES, Severity, is_code};
use crate::syntax::{Dialect, Entry, Kind, ScalarType, Syntax, Value};
use crate::text::Text;
use std::borrow::Cow;
use std::collections::HashSet;

/// Larger settings are not read.
const MAX_BYTES: usize = 1024 * 1024;

/// More patterns under one key are not compiled.
const MAX_PATTERNS: usize = 1_000;

/// How many seconds a request may take.
const TIMEOUT: std::ops::RangeInclusive<u64> = 1..=3_600;

/// The keys at the root.
const ROOT: &[&str] = &["rules", "files", "codeLens", "tenant"];

/// The keys of `files`.
const FILES: &[&str] = &["include", "exclude", "kinds"];

/// The keys of `tenant` that a repository has a say in.
const REPOSITORY_TENANT: &[&str] = &["profile"];

/// The keys of `tenant` that only the user's own machine has a say in.
const MACHINE_TENANT: &[&str] = &["url", "timeout", "caFile", "liveNames"];

/// Whose settings they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// A repository's, in a file.
    Repository,
    /// An editor's. There may be keys of the editor's own.
    Client,
}

impl Settings {
    /// Reads what an editor sent.
    pub fn from_json(value: &serde_json::Value) -> Self {
        read(&value.to_string(), Dialect::Json, Origin::Client)
    }

    /// Reads the text of a settings file.
    pub fn from_yaml(text: &str) -> Self {
        read(text, Dialect::Yaml, Origin::Repository)
    }
}

/// Reads settings. What is wrong with them is in their `problems`, and the rest holds.
fn read(content: &str, dialect: Dialect, origin: Origin) -> Settings {
    if content.len() > MAX_BYTES {
        let message = format!(
            "The settings are larger than {} MiB.",
            MAX_BYTES / 1024 / 1024
        );
        return Settings::unreadable(message);
    }
    let text = Text::from(content);
    let syntax = Syntax::new(&text, dialect);
    let mut reader = Reader {
        text: &text,
        origin,
        broken: HashSet::new(),
        problems: Problems::default(),
        settings: Settings::default(),
    };
    reader.document(&syntax);
    Settings {
        problems: reader.problems.finish(),
        ..reader.settings
    }
}

struct Reader<'t> {
    text: &'t Text,
    origin: Origin,
    /// The lines that could not be read.
    broken: HashSet<usize>,
    problems: Problems,
    settings: Settings,
}

impl Reader<'_> {
    fn document(&mut self, syntax: &Syntax) {
        let mut documents = syntax.documents();
        let Some(document) = documents.next() else {
            return;
        };
        for segment in document.segments() {
            let start = syntax.start(segment);
            let lone = document
                .outdented(segment)
                .into_iter()
                .chain(document.stray(segment));
            for error in lone.chain(syntax.errors(segment).iter().cloned()) {
                let range = start + error.span.start..start + error.span.end;
                let message = format!("the settings cannot be read: {}", error.message);
                self.broken.insert(self.text.line_at(range.start));
                self.add(range, message);
            }
        }
        if let Some(second) = documents.next() {
            let message = "Settings are one document; what follows `---` is not read.";
            self.add(second.range(), message);
        }
        let Some(root) = document.root() else { return };
        if is_null(root) {
            return;
        }
        if root.resolved().kind() != Kind::Mapping {
            let message = format!(
                "the settings cannot be read: they must be a mapping, but this is {}.",
                type_of(root)
            );
            return self.report(root, message);
        }
        for (name, entry) in self.entries("", root) {
            match name.as_str() {
                "rules" => self.rules(entry.value),
                "files" => self.files(entry.value),
                "codeLens" => self.settings.code_lens = self.boolean("codeLens", entry.value),
                "tenant" => self.tenant(entry.value),
                _ => self.unknown("", entry, ROOT),
            }
        }
    }

    fn rules(&mut self, value: Value<'_>) {
        for (code, entry) in self.entries("rules", value) {
            if !is_code(&code) {
                if self.problems.is_full() {
                    self.report(entry.key, String::new());
                    continue;
                }
                let hint = match suggestion(&code, CODES) {
                    hint if hint.starts_with("Did") => hint,
                    _ => "`immuta-ls rules` lists them.".to_owned(),
                };
                let message = format!(
                    "Unknown rule {} in {}. {hint}",
                    quoted(&code),
                    self.key("rules")
                );
                self.report(entry.key, message);
                continue;
            }
            let key = format!("rules.{code}");
            let Some(word) = self.string(&key, entry.value) else {
                continue;
            };
            let severity = match word.as_str() {
                "off" => None,
                word => match Severity::named(word) {
                    Some(severity) => Some(severity),
                    None => {
                        let known = ["error", "warning", "information", "hint", "off"];
                        let message = format!(
                            "{}: unknown severity {}. {}",
                            self.key(&key),
                            quoted(word),
                            suggestion(word, &known)
                        );
                        self.report(entry.value, message);
                        continue;
                    }
                },
            };
            self.settings.rules.insert(code, severity);
        }
    }

    fn files(&mut self, value: Value<'_>) {
        for (name, entry) in self.entries("files", value) {
            match name.as_str() {
                "include" => self.settings.include = self.globs("files.include", entry.value),
                "exclude" => self.settings.exclude = self.globs("files.exclude", entry.value),
                "kinds" => self.kinds(entry.value),
                _ => self.unknown("files", entry, FILES),
            }
        }
    }

    fn kinds(&mut self, value: Value<'_>) {
        for (name, entry) in self.entries("files.kinds", value) {
            let Some(kind) = catalog::kind(&name) else {
                let known: Vec<_> = catalog::kinds().iter().map(|kind| kind.name).collect();
                let message = format!(
                    "Unknown kind {} in {}. {}",
                    quoted(&name),
                    self.key("files.kinds"),
                    suggestion(&name, &known)
                );
                self.report(entry.key, message);
                continue;
            };
            let globs = self.globs(&format!("files.kinds.{name}"), entry.value);
            let globs = globs.into_iter().map(|glob| (kind, glob));
            self.settings.kinds.extend(globs);
        }
    }

    fn tenant(&mut self, value: Value<'_>) {
        let mut tenant = TenantSettings::default();
        for (name, entry) in self.entries("tenant", value) {
            let key = format!("tenant.{name}");
            let is_machine = MACHINE_TENANT.contains(&name.as_str());
            if is_machine && self.origin == Origin::Repository {
                // A repository chooses among the user's own profiles, by name. It names no host.
                let message = format!(
                    "`{key}` is not read from a repository. It belongs in the settings of your editor, on your own machine."
                );
                self.report(entry.key, message);
                continue;
            }
            match name.as_str() {
                "profile" => tenant.profile = self.string(&key, entry.value),
                "url" => tenant.url = self.string(&key, entry.value),
                "timeout" => tenant.timeout = self.seconds(&key, entry.value),
                "caFile" => tenant.ca_file = self.string(&key, entry.value).map(Into::into),
                "liveNames" => tenant.live_names = self.boolean(&key, entry.value),
                _ => {
                    let known = match self.origin {
                        Origin::Repository => REPOSITORY_TENANT.to_vec(),
                        Origin::Client => [REPOSITORY_TENANT, MACHINE_TENANT].concat(),
                    };
                    self.unknown("tenant", entry, &known);
                }
            }
        }
        self.settings.tenant = tenant;
    }

    /// The patterns under a key: one, or a list of them.
    fn globs(&mut self, key: &str, value: Value<'_>) -> Vec<Glob> {
        let resolved = value.resolved();
        let patterns = match resolved.kind() {
            Kind::Sequence => resolved.items(),
            _ => vec![value],
        };
        if patterns.len() > MAX_PATTERNS {
            let message = format!("{} has more than {MAX_PATTERNS} patterns.", self.key(key));
            self.report(value, message);
        }
        let mut globs = Vec::new();
        for pattern in patterns.into_iter().take(MAX_PATTERNS) {
            let Some(written) = self.pattern(key, pattern) else {
                continue;
            };
            match Glob::new(&written) {
                Ok(glob) => globs.push(glob),
                Err(why) => {
                    let message = format!("{}: {} {why}.", self.key(key), quoted(&written));
                    self.report(pattern, message);
                }
            }
        }
        globs
    }

    fn pattern(&mut self, key: &str, value: Value<'_>) -> Option<String> {
        let is_scalar = matches!(
            value.resolved().kind(),
            Kind::Scalar | Kind::Missing | Kind::Broken
        );
        if is_scalar {
            return self.string(key, value);
        }
        let message = format!(
            "{} must be a list of strings, but it {} {}.",
            self.key(key),
            if value.resolved().kind() == Kind::Sequence {
                "holds"
            } else {
                "is"
            },
            type_of(value)
        );
        self.report(value, message);
        None
    }

    fn string(&mut self, key: &str, value: Value<'_>) -> Option<String> {
        let resolved = value.resolved();
        match resolved.scalar_type() {
            Some(ScalarType::String) => resolved.text().map(Cow::into_owned),
            _ => self.expected(key, "a string", value),
        }
    }

    fn boolean(&mut self, key: &str, value: Value<'_>) -> Option<bool> {
        let resolved = value.resolved();
        match resolved.scalar_type() {
            Some(ScalarType::Boolean) => Some(
                resolved
                    .text()
                    .is_some_and(|text| text.eq_ignore_ascii_case("true")),
            ),
            _ => self.expected(key, "`true` or `false`", value),
        }
    }

    fn seconds(&mut self, key: &str, value: Value<'_>) -> Option<u64> {
        let resolved = value.resolved();
        let number = match resolved.scalar_type() {
            Some(ScalarType::Integer) => resolved.text().and_then(|text| text.parse().ok()),
            _ => None,
        };
        let what = format!("an integer from {} to {}", TIMEOUT.start(), TIMEOUT.end());
        match number {
            Some(number) if TIMEOUT.contains(&number) => Some(number),
            Some(number) => {
                let message = format!("{} must be {what}, but it is {number}.", self.key(key));
                self.report(value, message);
                None
            }
            None => self.expected(key, &what, value),
        }
    }

    /// Says what a value must be, unless it is not set or could not be read.
    fn expected<T>(&mut self, key: &str, what: &str, value: Value<'_>) -> Option<T> {
        if !is_null(value) && value.resolved().kind() != Kind::Broken {
            let message = format!(
                "{} must be {what}, but it is {}.",
                self.key(key),
                type_of(value)
            );
            self.report(value, message);
        }
        None
    }

    /// The entries of a mapping that are set; no key twice.
    fn entries<'v>(&mut self, key: &str, value: Value<'v>) -> Vec<(String, Entry<'v>)> {
        let resolved = value.resolved();
        if resolved.kind() != Kind::Mapping {
            let _: Option<()> = self.expected(key, "a mapping", value);
            return Vec::new();
        }
        let mut seen = HashSet::new();
        let mut entries = Vec::new();
        for entry in resolved.entries() {
            let name = entry.name().into_owned();
            if !seen.insert(name.clone()) {
                let path = if key.is_empty() {
                    name
                } else {
                    format!("{key}.{name}")
                };
                let message = format!(
                    "{} is set more than once. The first one counts.",
                    self.key(&path)
                );
                self.report(entry.key, message);
            } else {
                entries.push((name, entry));
            }
        }
        entries
    }

    /// Tells of a key that means nothing. Among the settings of an editor there may be others than ours.
    fn unknown(&mut self, above: &str, entry: Entry<'_>, known: &[&str]) {
        let name = entry.name();
        if self.problems.is_full() {
            return self.report(entry.key, String::new());
        }
        let hint = suggestion(&name, known);
        if self.origin == Origin::Client && !hint.starts_with("Did") {
            return;
        }
        let path = match above {
            "" => name.into_owned(),
            above => format!("{above}.{name}"),
        };
        let message = format!("Unknown key {}. {hint}", self.key(&path));
        self.report(entry.key, message);
    }

    /// A key as the user knows it.
    fn key(&self, path: &str) -> String {
        match self.origin {
            Origin::Repository => quoted(path),
            Origin::Client => quoted(&format!("immuta.{path}")),
        }
    }

    /// Tells of a problem with a value, unless its line could not be read anyway.
    fn report(&mut self, value: Value<'_>, message: String) {
        let range = value.range();
        if !self.broken.contains(&self.text.line_at(range.start)) {
            self.add(range, message);
        }
    }

    fn add(&mut self, range: std::ops::Range<usize>, message: impl Into<String>) {
        let line = match self.origin {
            Origin::Repository => Some(self.text.line_at(range.start) + 1),
            Origin::Client => None,
        };
        let message = message.into();
        self.problems.add(Problem {
            range,
            line,
            message,
        });
    }
}

fn is_null(value: Value<'_>) -> bool {
    let value = value.resolved();
    value.kind() == Kind::Missing || value.is_null()
}

/// What a value is, as YAML calls it.
fn type_of(value: Value<'_>) -> &'static str {
    let value = value.resolved();
    match (value.kind(), value.scalar_type()) {
        (Kind::Mapping, _) => "a mapping",
        (Kind::Sequence, _) => "a list",
        (Kind::Alias, _) => "an alias without an anchor",
        (Kind::Scalar, Some(ScalarType::String)) => "a string",
        (Kind::Scalar, Some(ScalarType::Integer)) => "an integer",
        (Kind::Scalar, Some(ScalarType::Float)) => "a number",
        (Kind::Scalar, Some(ScalarType::Boolean)) => "a boolean",
        (Kind::Scalar, Some(ScalarType::Null) | None) | (Kind::Missing | Kind::Broken, _) => "null",
    }
}
