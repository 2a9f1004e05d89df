//! `immuta-ls check`.

use super::output::{self, Format};
use super::{Outcome, complain};
use crate::project::{self, FileSettings, Repositories, Settings};
use crate::rules::{Checker, Finding, Options, Severity, rule};
use crate::spec::Spec;
use crate::syntax::{Dialect, Syntax};
use crate::text::Text;
use clap::ValueEnum;
use std::io::Read;
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
    pub(super) findings: Vec<Finding>,
    /// Whether any of its documents is a spec.
    pub(super) spec: bool,
}

pub(super) fn run(arguments: &Arguments) -> std::io::Result<Outcome> {
    let repositories = Repositories::default();
    let mut checked = Vec::new();
    let mut failed = false;
    let mut fail = |problem: &dyn std::fmt::Display| {
        complain(problem);
        failed = true;
    };
    for path in &arguments.paths {
        if path == Path::new("-") {
            let mut text = String::new();
            match std::io::stdin().read_to_string(&mut text) {
                Ok(_) => checked.extend(check(&arguments.stdin_filename, &text, &repositories)),
                Err(error) => fail(&format!("standard input: {error}")),
            }
            continue;
        }
        let (files, errors) = project::specs_below(path);
        errors.iter().for_each(|error| fail(error));
        for file in files {
            match project::read(&file) {
                Ok(text) => checked.extend(check(&file, &text, &repositories)),
                Err(error) => fail(&error),
            }
        }
    }
    failed |= complain_of_settings(&repositories);
    checked.sort_by(|a, b| a.path.cmp(&b.path));
    checked.dedup_by(|a, b| a.path == b.path);
    output::write(&checked, arguments.format)?;
    let fails = |finding: &Finding| arguments.fail_on.fails(finding.severity);
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
        if rule(code).is_none() {
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

/// Checks one file. Nothing comes back for one that settings leave out.
fn check(path: &Path, content: &str, repositories: &Repositories) -> Option<Checked> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let repository = repositories.settings_for(&absolute);
    let near = repository.relative(&absolute);
    if repository.settings.leaves_out(near) {
        return None;
    }
    let dialect = project::dialect_of(path).unwrap_or_else(|| dialect_by_look(content));
    let options = options(&repository, near);
    let text = Text::from(content);
    let syntax = Syntax::new(&text, dialect);
    let spec = syntax
        .documents()
        .any(|document| Spec::read(document, options.kind).is_some());
    let mut findings = Checker::default()
        .run(&text, &syntax, &options, &|| true)
        .unwrap_or_default();
    findings.sort_by_key(|finding| (finding.range.start, finding.range.end));
    Some(Checked {
        path: path.to_string_lossy().into_owned(),
        text,
        findings,
        spec,
    })
}

fn options(repository: &FileSettings, near: &Path) -> Options {
    Options::new(
        repository.settings.kind_of(near),
        [&repository.settings.rules],
    )
}

fn dialect_by_look(content: &str) -> Dialect {
    if content
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('{')
    {
        Dialect::Json
    } else {
        Dialect::Yaml
    }
}
