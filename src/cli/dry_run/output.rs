//! What `dry-run` prints.

use super::super::output::{JsonRange, excerpt};
use super::{File, Format, Place};
use crate::catalog::Effect;
use crate::features::dry_run::{Asked, Trouble, happenings, report, sentence};
use crate::rules::{Finding, Severity};
use crate::tenant::{Amount, Answer, Happens};
use annotate_snippets::Renderer;
use serde_json::{Value, json};
use std::io::Write;

pub(super) fn write(
    files: &[File],
    asked: &[(Place, Asked)],
    format: Format,
) -> std::io::Result<()> {
    match format {
        Format::Text => text(files, asked),
        Format::Json => json(files, asked),
        Format::Markdown => {
            let mut out = std::io::stdout().lock();
            let asked: Vec<_> = asked.iter().map(|(_, one)| one).collect();
            out.write_all(report(&asked).as_bytes())
        }
    }
}

fn text(files: &[File], asked: &[(Place, Asked)]) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    let renderer = Renderer::styled();
    for (place, one) in asked {
        match &one.result {
            Ok(answer) => {
                writeln!(out, "{}: {}", plain(&one.name), sentence(answer))?;
                let telling = |happens: &&Happens| happens.outcome.effect != Effect::Keeps;
                for happens in answer.outcomes.iter().filter(telling) {
                    if let Amount::Names(names) = &happens.amount {
                        writeln!(out, "  {}:", happenings(happens))?;
                        for name in names {
                            writeln!(out, "    {}", plain(name))?;
                        }
                    }
                }
            }
            Err(trouble) => {
                writeln!(out, "{}: {}", plain(&one.name), plain(&trouble.to_string()))?;
                if let Trouble::Errors(_) = trouble {
                    writeln!(out, "`--force` sends it all the same.")?;
                }
                let Some(file) = files.get(place.file) else {
                    continue;
                };
                for finding in findings(trouble, one.kind) {
                    let excerpt = excerpt(&file.path, &file.text, &finding);
                    writeln!(out, "\n{}", renderer.render(&[excerpt]))?;
                }
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

/// What is wrong in the file.
fn findings(trouble: &Trouble, kind: &'static str) -> Vec<Finding> {
    if let Trouble::Errors(errors) = trouble {
        return errors.clone();
    }
    let complained = trouble.complained().iter();
    complained
        .map(|complained| Finding {
            code: "tenant",
            kind,
            severity: Severity::Error,
            message: plain(&complained.message),
            range: complained.range.clone(),
            fixes: Vec::new(),
            once: false,
        })
        .collect()
}

/// A tenant's words, or the name of a file, without what would steer a terminal.
fn plain(text: &str) -> String {
    let harmless = |c: char| if c.is_control() && c != '\n' { ' ' } else { c };
    text.chars().map(harmless).collect()
}

fn json(files: &[File], asked: &[(Place, Asked)]) -> std::io::Result<()> {
    let specs: Vec<_> = asked
        .iter()
        .filter_map(|(place, one)| Some(spec(files.get(place.file)?, *place, one)))
        .collect();
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, &json!({ "version": 1, "specs": specs }))?;
    writeln!(out)
}

fn spec(file: &File, place: Place, one: &Asked) -> Value {
    let answer = one.result.as_ref().ok();
    let trouble = one.result.as_ref().err();
    let outcomes = answer.iter().flat_map(|answer| &answer.outcomes);
    let findings = trouble.map_or_else(Vec::new, |trouble| findings(trouble, one.kind));
    let complaint = |finding: &Finding| {
        json!({
            "message": finding.message,
            "code": finding.code,
            "range": JsonRange::new(&finding.range, &file.text),
        })
    };
    json!({
        "path": file.path,
        "document": place.document,
        "kind": one.kind,
        "tenant": one.tenant.as_ref().map(ToString::to_string),
        "outcome": trouble.map_or("ok", Trouble::outcome),
        "message": answer.map(sentence).or_else(|| trouble.map(ToString::to_string)),
        "deletes": answer.is_some_and(Answer::deletes),
        "changes": outcomes.map(change).collect::<Vec<_>>(),
        "complaints": findings.iter().map(complaint).collect::<Vec<_>>(),
    })
}

fn change(happens: &Happens) -> Value {
    let names = match &happens.amount {
        Amount::Names(names) => Some(names),
        Amount::Yes | Amount::Number(_) => None,
    };
    let effect = match happens.outcome.effect {
        Effect::Deletes => "deletes",
        Effect::Creates => "creates",
        Effect::Updates => "updates",
        Effect::Notes => "notes",
        Effect::Keeps => "keeps",
    };
    json!({
        "key": happens.outcome.key,
        "effect": effect,
        "count": happens.amount.count(),
        "names": names,
    })
}
