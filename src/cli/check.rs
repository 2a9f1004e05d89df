//! `immuta-ls check`.

use super::output::{self, Format};
use super::{Outcome, complain};
use crate::diagnostics::{Diagnostic, Severity, is_code};
use crate::project::{self, Repositories, Settings, SourceFile};
use crate::rules::{Options, check_text};
use crate::text::Text;
use clap::ValueEnum;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files and folders to check; `-` is standard input.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// How to tell.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The least severity that makes the exit code 1.
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// What to call the text from standard input; its ending says whether it is YAML or JSON.
    #[arg(long, value_name = "PATH", default_value = "stdin.yaml")]
    stdin_filename: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Hint,
    Never,
}

impl FailOn {
    fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity == Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Hint => true,
            Self::Never => false,
        }
    }
}

/// A file and what was found in it.
pub(super) struct Checked {
    pub(super) path: String,
    pub(super) text: Text,
    pub(super) findings: Vec<Diagnostic>,
    /// Whether any of its documents is a spec.
    pub(super) spec: bool,
}

pub(super) fn run(arguments: &Arguments) -> std::io::Result<Outcome> {
    let repositories = Repositories::default();
    let mut checked = Vec::new();
    let failed = super::input::each(
        &arguments.paths,
        &arguments.stdin_filename,
        &repositories,
        |path, file| checked.push(check(path, file)),
    );
    let failed = complain_of_settings(&repositories) || failed;
    checked.sort_by(|a, b| a.path.cmp(&b.path));
    output::write(&checked, arguments.format)?;
    let fails = |finding: &Diagnostic| arguments.fail_on.fails(finding.severity);
    let findings = checked.iter().flat_map(|file| &file.findings).any(fails);
    Ok(match (failed, findings) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::Findings,
        (false, false) => Outcome::Clean,
    })
}

/// Tells what is wrong with the settings files that were read, and says whether anything is.
pub(super) fn complain_of_settings(repositories: &Repositories) -> bool {
    let mut any = false;
    for file in repositories.all() {
        let path = file
            .path
            .as_deref()
            .unwrap_or(Path::new(project::SETTINGS_FILE));
        for problem in problems(&file.settings) {
            complain(&format!("{}: {problem}", path.display()));
            any = true;
        }
    }
    any
}

/// What is wrong with settings.
pub(super) fn problems(settings: &Settings) -> Vec<String> {
    let mut problems = settings.problems.clone();
    problems.extend(odd_rules(settings));
    problems
}

/// What settings say of rules and severities that there are none of. A pipeline had better hear of it than
/// believe that a rule is off.
fn odd_rules(settings: &Settings) -> Vec<String> {
    let odd = |(code, severity): (&String, &String)| {
        if !is_code(code) {
            Some(format!(
                "`rules`: there is no rule `{code}`; `immuta-ls rules` lists them"
            ))
        } else if Severity::named(severity).is_none() && severity != "off" {
            Some(format!(
                "`rules`: `{severity}` is no severity; there are `error`, `warning`, `information`, `hint` and `off`"
            ))
        } else {
            None
        }
    };
    settings.rules.iter().filter_map(odd).collect()
}

/// Checks one file, or counts it if it holds no spec.
fn check(path: &Path, file: Option<SourceFile>) -> Checked {
    let path = path.to_string_lossy().into_owned();
    let Some(file) = file else {
        return Checked {
            path,
            text: Text::default(),
            findings: Vec::new(),
            spec: false,
        };
    };
    let mut findings = check_text(&file.text, &file.syntax, &options(&file));
    findings.sort_by_key(|finding| (finding.range.start, finding.range.end));
    let spec = file.specs().next().is_some();
    Checked {
        path,
        text: file.text,
        findings,
        spec,
    }
}

/// How a file is to be checked.
pub(super) fn options(file: &SourceFile) -> Options {
    Options::new(file.kind, [&file.settings.settings.rules])
}
