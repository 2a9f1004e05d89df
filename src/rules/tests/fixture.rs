//! Fixtures: specs that say themselves what is found in them.
//!
//! A fixture is a spec in `tests/fixtures/rules/<code>/{good,bad}*.{yaml,json}`. Below a line with something wrong
//! stand lines of their own, at any indentation:
//!
//! ```yaml
//! connection:
//!   handler: snowflake
//! #! error invalid-value "snowflake": did you mean `Snowflake`?
//! ```
//!
//! `#!`, the severity, the code, the text that the finding points at (its first line), and a part of the message.
//! These lines are taken out before the text is checked, so they may stand in JSON and in block scalars, too.
//! Everything that is found has to be expected, and the other way round.
//!
//! What the tenant has is in a `names.yaml` beside it, if it matters.

use crate::diagnostics::{Diagnostic, Severity};
use crate::rules::Options;
use crate::syntax::Dialect;
use crate::tenant::names::{Names, fixture};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A finding as a fixture expects it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Expected {
    pub(super) severity: Severity,
    pub(super) code: String,
    /// The line in the text, from 0.
    line: usize,
    pointed_at: String,
    message: String,
}

pub(super) struct Fixture {
    /// Its path below `tests/fixtures`.
    pub(super) name: String,
    pub(super) dialect: Dialect,
    /// The text without what it expects.
    pub(super) text: String,
    pub(super) expected: Vec<Expected>,
    names: Option<Arc<Names>>,
}

/// The names that the tenant has.
const NAMES: &str = "names.yaml";

/// The fixtures below a folder of `tests/fixtures`.
pub(super) fn fixtures(folder: &str) -> Vec<Fixture> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut paths = Vec::new();
    collect(&root.join(folder), &mut paths);
    paths.sort();
    assert!(!paths.is_empty(), "{folder}");
    paths
        .iter()
        .map(|path| Fixture::read(path, &root))
        .collect()
}

/// The valid specs of all kinds.
pub(super) fn valid_specs() -> Vec<Fixture> {
    let kinds = crate::catalog::kinds().iter();
    kinds.flat_map(|kind| fixtures(kind.name)).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if !path.ends_with(NAMES) {
            paths.push(path);
        }
    }
}

impl Fixture {
    fn read(path: &Path, root: &Path) -> Self {
        let source = std::fs::read_to_string(path).unwrap();
        let mut text = String::new();
        let mut expected = Vec::new();
        for line in source.split_inclusive('\n') {
            match line.trim().strip_prefix("#! ") {
                Some(rest) => expected.push(
                    Expected::read(rest, text.lines().count().saturating_sub(1))
                        .unwrap_or_else(|| panic!("{}: {line}", path.display())),
                ),
                None => text.push_str(line),
            }
        }
        let json = path
            .extension()
            .is_some_and(|extension| extension == "json");
        Self {
            name: path.strip_prefix(root).unwrap().display().to_string(),
            dialect: if json { Dialect::Json } else { Dialect::Yaml },
            text,
            expected,
            names: std::fs::read_to_string(path.with_file_name(NAMES))
                .ok()
                .map(|yaml| Arc::new(fixture::names(&yaml))),
        }
    }

    /// What there is to say about checking it.
    pub(super) fn options(&self) -> Options {
        Options {
            names: self.names.clone(),
            ..Options::default()
        }
    }

    /// The code of the rule whose folder it is in.
    pub(super) fn rule(&self) -> &str {
        self.name.split('/').nth(1).unwrap()
    }

    /// Whether it is a good or a bad one.
    pub(super) fn is(&self, what: &str) -> bool {
        self.name.rsplit('/').next().unwrap().starts_with(what)
    }

    /// What was expected and not found, and what was found and not expected.
    pub(super) fn difference(&self, found: &[Diagnostic]) -> String {
        let mut out = String::new();
        let mut left: Vec<_> = found.iter().collect();
        for expected in &self.expected {
            match left
                .iter()
                .position(|finding| expected.is(finding, &self.text))
            {
                Some(index) => drop(left.remove(index)),
                None => out.push_str(&format!("{}: not found: {expected:?}\n", self.name)),
            }
        }
        for finding in left {
            let line = line_of(&self.text, finding.range.start);
            let pointed_at = self.text.get(finding.range.clone()).unwrap_or("(outside)");
            out.push_str(&format!(
                "{}:\n{}\n#! {} {} {:?}: {}\n",
                self.name,
                self.text.lines().nth(line).unwrap_or_default(),
                finding.severity.name(),
                finding.code,
                pointed_at.lines().next().unwrap_or_default(),
                finding.message
            ));
        }
        out
    }

    /// The same as JSON; nothing where YAML has something that JSON has not.
    pub(super) fn json_twin(&self) -> Option<String> {
        let yaml_only = ["immuta-ls:", "&", "<<", "---", "\n? "];
        let forgets = self.expected.iter().any(|expected| {
            ["duplicate-key", "tab-before-value", "cut-off-text"].contains(&expected.code.as_str())
        });
        if self.dialect == Dialect::Json
            || forgets
            || yaml_only.iter().any(|mark| self.text.contains(mark))
        {
            return None;
        }
        let value: serde_json::Value = serde_yaml::from_str(&self.text).ok()?;
        serde_json::to_string_pretty(&value).ok()
    }
}

impl Expected {
    fn read(rest: &str, line: usize) -> Option<Self> {
        let (severity, rest) = rest.split_once(' ')?;
        let (code, rest) = rest.split_once(" \"")?;
        let (pointed_at, message) = rest.rsplit_once("\": ")?;
        Some(Self {
            severity: Severity::named(severity)?,
            code: code.to_owned(),
            line,
            pointed_at: pointed_at.replace("\\\"", "\""),
            message: message.to_owned(),
        })
    }

    fn is(&self, finding: &Diagnostic, text: &str) -> bool {
        let pointed_at = text
            .get(finding.range.clone())
            .and_then(|t| t.lines().next())
            .unwrap_or_default();
        self.severity == finding.severity
            && self.code == finding.code
            && self.line == line_of(text, finding.range.start)
            && self.pointed_at == pointed_at
            && finding.message.contains(&self.message)
    }
}

/// The line of an offset, from 0.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count()
}
