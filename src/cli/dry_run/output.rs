//! What `dry-run` prints.

use super::super::output::{JsonRange, excerpt, workflow_command};
use super::super::terminal;
use crate::catalog::Effect;
use crate::diagnostics::{Diagnostic, Severity};
use crate::display::Foreign;
use crate::features::dry_run::{
    DryRunError, DryRunOutcome, RemoteDiagnostic, TENANT, change_sentence, report, sentence, tally,
};
use crate::project::{Project, SourceFile, SpecId};
use crate::tenant::{Affected, Answer, PlannedChange};
use clap::ValueEnum;
use serde_json::{Value, json};
use std::io::Write;
use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs: one object.
    Json,
    /// For GitHub Actions: one workflow command for what is wrong, and for deletions.
    Github,
    /// A report, for a comment on a pull request.
    Markdown,
}

pub(super) fn write(
    project: &Project,
    asked: &[(SpecId, DryRunOutcome)],
    format: Format,
) -> std::io::Result<()> {
    match format {
        Format::Text => text(project, asked),
        Format::Json => json(project, asked),
        Format::Github => github(project, asked),
        Format::Markdown => {
            let mut out = terminal::plain();
            let asked: Vec<_> = asked.iter().map(|(_, one)| one).collect();
            out.write_all(report(&asked).as_str().as_bytes())
        }
    }
}

fn text(project: &Project, asked: &[(SpecId, DryRunOutcome)]) -> std::io::Result<()> {
    let mut out = terminal::colored();
    // Trouble that is not in the spec is the same for many: told once, it can be read.
    let mut told: Vec<(String, &str)> = Vec::new();
    for (place, one) in asked {
        let name = plain(&one.name);
        let error = match &one.result {
            Ok(answer) => {
                writeln!(out, "{name}: {}", sentence(answer))?;
                lists(&mut out, answer)?;
                continue;
            }
            Err(error) => error,
        };
        let words = plain(&error.to_string());
        match told.iter().find(|(known, _)| *known == words) {
            Some((_, first)) => writeln!(out, "{name}: the same as {}", plain(first))?,
            None => writeln!(out, "{name}: {words}")?,
        }
        if !error.is_in_spec() {
            told.push((words, &one.name));
        }
        let Some(file) = project.file(place.file) else {
            continue;
        };
        for finding in findings(error, one.kind) {
            let path = file.path.to_string_lossy();
            writeln!(out, "\n{}", excerpt(&path, &file.text, &finding))?;
        }
        if error.is_in_spec() {
            writeln!(out)?;
        }
    }
    let held_back =
        |(_, one): &(SpecId, DryRunOutcome)| matches!(one.result, Err(DryRunError::Errors(_)));
    if asked.iter().any(held_back) {
        writeln!(out, "`--force` also sends specs that have errors.")?;
    }
    if asked.len() > 1 {
        let all: Vec<_> = asked.iter().map(|(_, one)| one).collect();
        writeln!(out, "{}.", tally(&all))?;
    }
    Ok(())
}

/// The names of what something would happen to.
fn lists(out: &mut dyn Write, answer: &Answer) -> std::io::Result<()> {
    let telling = |change: &&PlannedChange| change.outcome.effect != Effect::Keeps;
    let telling: Vec<_> = answer.outcomes.iter().filter(telling).collect();
    for change in &telling {
        let Affected::Names(names) = &change.affected else {
            continue;
        };
        // One thing that happens has been said.
        if telling.len() > 1 {
            writeln!(out, "  {}:", change_sentence(change))?;
        }
        for name in names {
            writeln!(out, "    {}", plain(name))?;
        }
    }
    Ok(())
}

/// Workflow commands for GitHub: an error for what is refused or cannot be asked, a warning for deletions.
fn github(project: &Project, asked: &[(SpecId, DryRunOutcome)]) -> std::io::Result<()> {
    let mut out = terminal::plain();
    for (place, one) in asked {
        let Some(file) = project.file(place.file) else {
            continue;
        };
        let findings = match &one.result {
            Ok(answer) if answer.deletes() => {
                let message = format!("{}: {}", one.name, sentence(answer));
                vec![finding(TENANT, one.kind, Severity::Warning, message, 0..0)]
            }
            Ok(_) => Vec::new(),
            Err(error) => match findings(error, one.kind) {
                none if none.is_empty() => {
                    let message = format!("{}: {error}", one.name);
                    vec![finding(TENANT, one.kind, Severity::Error, message, 0..0)]
                }
                some => some,
            },
        };
        for finding in findings {
            workflow_command(&mut out, &file.path.to_string_lossy(), &file.text, &finding)?;
        }
    }
    Ok(())
}

/// What is wrong in the file.
fn findings(error: &DryRunError, kind: &'static str) -> Vec<Diagnostic> {
    let complained = error.diagnostics().iter();
    let finding = |complained: &RemoteDiagnostic| {
        let message = plain(&complained.message);
        let range = complained.range.clone();
        finding(complained.code, kind, Severity::Error, message, range)
    };
    complained.map(finding).collect()
}

fn finding(
    code: &'static str,
    kind: &'static str,
    severity: Severity,
    message: String,
    range: Range<usize>,
) -> Diagnostic {
    Diagnostic {
        code,
        kind,
        severity,
        message,
        range,
        related: Vec::new(),
        fixes: Vec::new(),
    }
}

/// A tenant's words, or the name of a file, without what would act on a terminal or in a log.
fn plain(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| Foreign(line).to_string()).collect();
    lines.join("\n")
}

fn json(project: &Project, asked: &[(SpecId, DryRunOutcome)]) -> std::io::Result<()> {
    let specs: Vec<_> = asked
        .iter()
        .filter_map(|(place, one)| Some(spec(project.file(place.file)?, *place, one)))
        .collect();
    terminal::json(&json!({ "version": 1, "specs": specs }))
}

fn spec(file: &SourceFile, place: SpecId, one: &DryRunOutcome) -> Value {
    let answer = one.result.as_ref().ok();
    let error = one.result.as_ref().err();
    let outcomes = answer.iter().flat_map(|answer| &answer.outcomes);
    let findings = error.map_or_else(Vec::new, |error| findings(error, one.kind));
    let complaint = |finding: &Diagnostic| {
        json!({
            "message": finding.message,
            "code": finding.code,
            "range": JsonRange::new(&finding.range, &file.text),
        })
    };
    json!({
        "path": file.path.to_string_lossy(),
        "document": place.document,
        "kind": one.kind,
        "tenant": one.tenant.as_ref().map(ToString::to_string),
        "outcome": error.map_or("ok", DryRunError::outcome),
        "message": answer.map(sentence).or_else(|| error.map(ToString::to_string)),
        "deletes": answer.is_some_and(Answer::deletes),
        "changes": outcomes.map(change).collect::<Vec<_>>(),
        "complaints": findings.iter().map(complaint).collect::<Vec<_>>(),
    })
}

fn change(change: &PlannedChange) -> Value {
    let names = match &change.affected {
        Affected::Names(names) => Some(names),
        Affected::Yes | Affected::Number(_) => None,
    };
    let effect = match change.outcome.effect {
        Effect::Deletes => "deletes",
        Effect::Creates => "creates",
        Effect::Updates => "updates",
        Effect::Notes => "notes",
        Effect::Keeps => "keeps",
    };
    json!({
        "key": change.outcome.key,
        "effect": effect,
        "count": change.affected.count(),
        "names": names,
    })
}
