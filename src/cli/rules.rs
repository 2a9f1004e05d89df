//! `immuta-ls rules`.

use super::outcome::Outcome;
use super::terminal::{self, complain};
use crate::rules::{RULES, Rule, rule};
use clap::ValueEnum;
use serde::Serialize;
use std::io::Write;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The code of a rule to explain.
    code: Option<String>,
    /// All of them, each explained, as one page in Markdown.
    #[arg(long, conflicts_with_all = ["code", "format"])]
    markdown: bool,
    /// The output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// A rule in the output as JSON.
#[derive(Serialize)]
struct JsonRule {
    code: &'static str,
    summary: &'static str,
    severities: Vec<&'static str>,
    /// Whether some of its findings come with a fix.
    fixes: bool,
    /// The whole explanation, in Markdown.
    doc: &'static str,
}

impl JsonRule {
    fn new(rule: &'static Rule) -> Self {
        let severities = rule.severities.iter();
        Self {
            code: rule.code,
            summary: rule.summary,
            severities: severities.map(|severity| severity.name()).collect(),
            fixes: rule.fixes,
            doc: rule.doc.trim(),
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> std::io::Result<Outcome> {
    let mut out = terminal::colored();
    let is_json = arguments.format == Format::Json;
    match &arguments.code {
        None if is_json => {
            let rules: Vec<_> = RULES.iter().map(|rule| JsonRule::new(rule)).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&rules)?)?;
        }
        None if arguments.markdown => page(&mut out)?,
        None => {
            let width = RULES.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
            for rule in RULES {
                let severities = severities(rule);
                writeln!(
                    out,
                    "{:width$}  {severities:24}  {}",
                    rule.code, rule.summary
                )?;
            }
        }
        Some(code) => match rule(code) {
            Some(rule) if is_json => {
                writeln!(
                    out,
                    "{}",
                    serde_json::to_string_pretty(&JsonRule::new(rule))?
                )?;
            }
            Some(rule) => {
                writeln!(out, "# {}\n", rule.code)?;
                explain(rule, &mut out)?;
                writeln!(
                    out,
                    "\nTo silence one finding, put `# immuta-ls: ignore[{code}]` at the end of its line or on the line above. \
                     To change the\nseverity, set `{code}` under `rules` in `immuta-ls.yaml` to `error`, `warning`, `information`, \
                     `hint` or `off`."
                )?;
            }
            None => {
                complain(&format!(
                    "there is no rule `{code}`; `immuta-ls rules` lists them"
                ));
                return Ok(Outcome::Failed);
            }
        },
    }
    Ok(Outcome::Clean)
}

/// The reference of all rules.
fn page(out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "# Rules\n")?;
    writeln!(
        out,
        "What `immuta-ls` reports. A rule with several severities takes the one that fits how the fact is known: an *error* is \
         what Immuta's documents\nrule out, a *warning* a hazard or a mistake that is nearly certain, a *hint* what is only inferred. \
         `immuta-ls rules CODE` prints one\nof these pages; `immuta-ls rules --markdown` prints them all.\n"
    )?;
    writeln!(
        out,
        "| rule | severity | fix | what it finds |\n| --- | --- | --- | --- |"
    )?;
    for rule in RULES {
        writeln!(
            out,
            "| [`{0}`](#{0}) | {1} | {2} | {3} |",
            rule.code,
            severities(rule),
            if rule.fixes { "yes" } else { "" },
            rule.summary
        )?;
    }
    for rule in RULES {
        writeln!(out, "\n## {}\n", rule.code)?;
        explain(rule, out)?;
    }
    Ok(())
}

/// What a rule finds and why it matters.
fn explain(rule: &Rule, out: &mut impl Write) -> std::io::Result<()> {
    let fixes = if rule.fixes {
        "; there may be a fix"
    } else {
        ""
    };
    writeln!(
        out,
        "{}. ({}{fixes})\n\n{}",
        rule.summary,
        severities(rule),
        rule.doc.trim()
    )
}

fn severities(rule: &Rule) -> String {
    let names: Vec<_> = rule
        .severities
        .iter()
        .map(|severity| severity.name())
        .collect();
    names.join(", ")
}
