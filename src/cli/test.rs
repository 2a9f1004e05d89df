//! `immuta-ls test`: policy tests and invariants.

mod junit;
mod tested;

use super::outcome::Outcome;
use super::output::counted;
use super::policies;
use super::terminal::{self, complain};
use crate::access::policy_tests::{self, SUFFIX, Status, origins};
use crate::display::Foreign;
use crate::project::Selection;
use clap::ValueEnum;
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};
use tested::Tested;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files with policy tests, and folders in which files named `*.immuta-test.yaml` are run.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// The output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs: one object.
    Json,
    /// For CI systems that show the results of tests.
    Junit,
}

pub(super) fn run(arguments: &Arguments) -> std::io::Result<Outcome> {
    let selection = Selection::new(arguments.paths.iter().map(PathBuf::as_path));
    let mut failed = !selection.errors.is_empty();
    selection.errors.iter().for_each(|error| complain(error));
    let is_test = |path: &Path| {
        let name = path.file_name().map(|name| name.to_string_lossy());
        name.is_some_and(|name| name.ends_with(SUFFIX))
    };
    let selected = selection.files.iter();
    let files: Vec<_> = selected
        .filter(|file| file.named || is_test(&file.path))
        .collect();
    if files.is_empty() && !failed {
        complain(&format!(
            "no file with policy tests found; their names end in `{SUFFIX}`"
        ));
        return Ok(Outcome::Failed);
    }
    let mut results = Vec::new();
    for file in files {
        match one(&file.path) {
            Ok(more) => results.extend(more),
            Err(error) => {
                error.iter().for_each(|line| complain(line));
                failed = true;
            }
        }
    }
    match arguments.format {
        Format::Text => text(&results)?,
        Format::Json => json(&results)?,
        Format::Junit => junit::write(&results)?,
    }
    let passed = |result: &Tested| result.outcome.status == Status::Passed;
    Ok(match (failed, results.iter().all(passed)) {
        (true, _) => Outcome::Failed,
        (false, false) => Outcome::Findings,
        (false, true) => Outcome::Clean,
    })
}

/// Runs the tests of one file.
fn one(path: &Path) -> Result<Vec<Tested>, Vec<String>> {
    let shown = path.to_string_lossy().into_owned();
    let (text, tests) = policies::read_tests(path)?;
    let line = |offset| text.line_at(offset) + 1;
    let folder = path.parent().unwrap_or(Path::new(""));
    let specs: Vec<PathBuf> = match tests.specs.as_slice() {
        [] => vec![folder.to_owned()],
        named => named.iter().map(|spec| folder.join(spec)).collect(),
    };
    let here = |spec: PathBuf| {
        if spec.as_os_str().is_empty() {
            PathBuf::from(".")
        } else {
            spec
        }
    };
    let specs: Vec<_> = specs.into_iter().map(here).collect();
    let mut policies = policies::read(&specs);
    if policies.failed {
        return Err(vec![format!(
            "{shown}: its specs could not be read, so its tests were not run"
        )]);
    }
    policies.world.target = tests.target;
    tests.facts.apply(&mut policies.world);
    let outcomes = policy_tests::run(&tests, &policies.world).into_iter();
    Ok(outcomes
        .map(|outcome| Tested {
            path: shown.clone(),
            line: line(outcome.range.start),
            outcome,
        })
        .collect())
}

fn text(results: &[Tested]) -> std::io::Result<()> {
    let mut out = terminal::colored();
    let mut last = None;
    for result in results {
        if last != Some(&result.path) {
            writeln!(out, "{}", Foreign(&result.path))?;
            last = Some(&result.path);
        }
        let outcome = &result.outcome;
        let name = Foreign(&outcome.name);
        match outcome.status {
            Status::Passed => writeln!(out, "  ok      {name}")?,
            Status::Failed => writeln!(out, "  FAILED  {name} (line {})", result.line)?,
            Status::CannotTell => writeln!(out, "  UNKNOWN {name} (line {})", result.line)?,
        }
        for message in &outcome.messages {
            writeln!(out, "          {}", Foreign(message))?;
        }
        if outcome.status != Status::Passed {
            for (origin, why) in origins(&outcome.because) {
                let place = format!("{}:{}", origin.path, origin.line);
                writeln!(out, "          {}: {}", Foreign(&place), Foreign(why))?;
            }
        }
    }
    let count = |status| {
        let with = results
            .iter()
            .filter(|result| result.outcome.status == status);
        with.count()
    };
    let (failed, unknown) = (count(Status::Failed), count(Status::CannotTell));
    let unknown = match unknown {
        0 => String::new(),
        some => format!(", {some} cannot be told"),
    };
    writeln!(
        out,
        "{}: {} passed, {failed} failed{unknown}",
        counted(results.len(), "test", "tests"),
        count(Status::Passed)
    )
}

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    tests: usize,
    passed: usize,
    failed: usize,
    results: Vec<JsonResult<'a>>,
}

#[derive(Serialize)]
struct JsonResult<'a> {
    path: &'a str,
    line: usize,
    name: &'a str,
    status: &'a str,
    message: String,
    because: Vec<JsonCause<'a>>,
}

/// What an answer rests on.
#[derive(Serialize)]
pub(super) struct JsonCause<'a> {
    pub(super) path: Option<&'a str>,
    pub(super) line: Option<usize>,
    pub(super) text: &'a str,
}

fn json(results: &[Tested]) -> std::io::Result<()> {
    let passed = |result: &&Tested| result.outcome.status == Status::Passed;
    let passed = results.iter().filter(passed).count();
    let results_json = results.iter().map(|result| JsonResult {
        path: &result.path,
        line: result.line,
        name: &result.outcome.name,
        status: result.outcome.status.word(),
        message: result.outcome.messages.join("\n"),
        because: causes(&result.outcome.because),
    });
    terminal::json(&JsonReport {
        version: 1,
        tests: results.len(),
        passed,
        failed: results.len() - passed,
        results: results_json.collect(),
    })
}

/// Causes, for programs.
pub(super) fn causes(because: &[crate::access::Cause]) -> Vec<JsonCause<'_>> {
    let causes = because.iter().map(|cause| JsonCause {
        path: cause.origin.as_ref().map(|origin| &*origin.path),
        line: cause.origin.as_ref().map(|origin| origin.line),
        text: &cause.text,
    });
    causes.collect()
}
