//! `immuta-ls explain`: policies in sentences.

use super::outcome::Outcome;
use super::policies;
use super::terminal::{self, complain};
use crate::access::explain::{Statement, policy};
use crate::display::Foreign;
use clap::ValueEnum;
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Spec files and folders.
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
    /// For reviews and wikis.
    Markdown,
    /// For programs: one object.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> std::io::Result<Outcome> {
    let policies = policies::read(&arguments.paths);
    if policies.world.policies.is_empty() && !policies.failed {
        complain(&"no policy found");
        return Ok(Outcome::Failed);
    }
    let statements: Vec<_> = policies.world.policies.iter().map(policy).collect();
    match arguments.format {
        Format::Text => text(&statements)?,
        Format::Markdown => markdown(&statements)?,
        Format::Json => terminal::json(&JsonReport {
            version: 1,
            policies: statements.iter().map(JsonStatement::of).collect(),
        })?,
    }
    Ok(if policies.failed {
        Outcome::Failed
    } else {
        Outcome::Clean
    })
}

fn text(statements: &[Statement]) -> std::io::Result<()> {
    let mut out = terminal::colored();
    for statement in statements {
        let place = statement.origin.as_ref();
        let place = place.map(|origin| format!("  [{}:{}]", origin.path, origin.line));
        let head = format!("{}{}", statement.text, place.unwrap_or_default());
        writeln!(out, "{}", Foreign(&head))?;
        for part in &statement.parts {
            indented(&mut out, part, 1)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn indented(out: &mut impl Write, statement: &Statement, depth: usize) -> std::io::Result<()> {
    writeln!(out, "{}{}", "  ".repeat(depth), Foreign(&statement.text))?;
    for (index, part) in statement.parts.iter().enumerate() {
        let numbered = Statement {
            text: format!("{}. {}", index + 1, part.text),
            ..part.clone()
        };
        indented(out, &numbered, depth + 1)?;
    }
    Ok(())
}

fn markdown(statements: &[Statement]) -> std::io::Result<()> {
    let mut out = terminal::plain();
    for statement in statements {
        writeln!(out, "### {}\n", Foreign(&statement.text).prose().as_str())?;
        for part in &statement.parts {
            writeln!(out, "* {}", Foreign(&part.text).prose().as_str())?;
            for (index, inner) in part.parts.iter().enumerate() {
                let text = Foreign(&inner.text).prose();
                writeln!(out, "  {}. {}", index + 1, text.as_str())?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    policies: Vec<JsonStatement<'a>>,
}

#[derive(Serialize)]
struct JsonStatement<'a> {
    text: &'a str,
    path: Option<&'a str>,
    line: Option<usize>,
    parts: Vec<JsonStatement<'a>>,
}

impl<'a> JsonStatement<'a> {
    fn of(statement: &'a Statement) -> Self {
        let origin = statement.origin.as_ref();
        Self {
            text: &statement.text,
            path: origin.map(|origin| &*origin.path),
            line: origin.map(|origin| origin.line),
            parts: statement.parts.iter().map(Self::of).collect(),
        }
    }
}
