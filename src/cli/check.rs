//! `immuta-ls check`.

use super::input::{Input, Output};
use super::outcome::Outcome;
use super::output::{self, Checked, Format};
use crate::diagnostics::{Diagnostic, Severity};
use crate::project::SourceFile;
use crate::rules::{Checker, Options};
use clap::ValueEnum;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files and folders to check; `-` is standard input.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// The output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The least severity that makes the exit code 1.
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// Succeed where a path that is named holds no spec.
    #[arg(long)]
    allow_empty: bool,
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

pub(super) fn run(arguments: &Arguments) -> std::io::Result<Outcome> {
    let input = Input {
        paths: &arguments.paths,
        stdin: &arguments.stdin_filename,
    };
    let Output {
        results,
        failed,
        excludes,
    } = input.each(check);
    // The folder that is checked where no path is named may hold anything.
    let is_named = arguments.paths != [Path::new(".")];
    let is_empty = !excludes && !results.iter().any(|file| file.spec);
    let failed = failed || is_named && is_empty && !arguments.allow_empty;
    let fails = |finding: &Diagnostic| arguments.fail_on.fails(finding.severity);
    let findings = results.iter().flat_map(|file| &file.findings).any(fails);
    output::write(&results, arguments.format)?;
    Ok(match (failed, findings) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::Findings,
        (false, false) => Outcome::Clean,
    })
}

/// Checks one file, or counts it if it holds no spec.
fn check(path: &Path, file: Option<SourceFile>) -> Checked {
    let path = path.to_string_lossy().into_owned();
    let mut checked = Checked {
        path,
        ..Checked::default()
    };
    let Some(file) = file else { return checked };
    let options = Options::new(file.kind, [&file.settings.settings.rules]);
    let mut checker = Checker::default();
    let findings = checker.run(&file.text, &file.syntax, &options, &|| true);
    checked.findings = findings.unwrap_or_default();
    checked
        .findings
        .sort_by_key(|finding| (finding.range.start, finding.range.end));
    checked.spec = checker.has_specs();
    // The text is for showing what was found in it.
    if !checked.findings.is_empty() {
        checked.text = file.text;
    }
    checked
}
