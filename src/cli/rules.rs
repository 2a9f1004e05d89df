//! `immuta-ls rules`.

use super::{Outcome, complain};
use crate::rules::{RULES, Rule, rule};
use std::io::Write;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The code of a rule to explain.
    code: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> std::io::Result<Outcome> {
    let mut out = anstream::stdout().lock();
    match &arguments.code {
        None => {
            let width = RULES.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
            for rule in RULES {
                let severities = severities(rule);
                writeln!(out, "{:width$}  {severities:24}  {}", rule.code, rule.summary)?;
            }
        }
        Some(code) => match rule(code) {
            Some(rule) => writeln!(out, "# {}\n\n{}. ({})\n\n{}", rule.code, rule.summary, severities(rule), rule.doc.trim())?,
            None => {
                complain(&format!("there is no rule `{code}`; `immuta-ls rules` lists them"));
                return Ok(Outcome::Failed);
            }
        },
    }
    Ok(Outcome::Clean)
}

fn severities(rule: &Rule) -> String {
    let names: Vec<_> = rule.severities.iter().map(|severity| severity.name()).collect();
    names.join(", ")
}
