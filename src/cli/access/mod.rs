//! `immuta-ls access`: who sees what.

mod json;
mod output;
mod table;

use super::outcome::Outcome;
use super::policies;
use super::terminal::complain;
use crate::access::{Column, Persona, Target, World};
use clap::ValueEnum;
use std::path::{Path, PathBuf};
use table::Table;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Spec files and folders.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// Only this data source; may be given several times.
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Only this column; may be given several times.
    #[arg(long, value_name = "NAME")]
    column: Vec<String>,
    /// A persona of a file with policy tests, whose facts are used, too; without `#NAME`, all of its personas.
    #[arg(long, value_name = "FILE[#NAME]")]
    persona: Option<String>,
    /// A group that the person is in; may be given several times.
    #[arg(long, value_name = "NAME", conflicts_with = "persona")]
    group: Vec<String>,
    /// An attribute that the person has; may be given several times.
    #[arg(long, value_name = "NAME=VALUE", conflicts_with = "persona")]
    attribute: Vec<String>,
    /// A purpose that the person acts under; may be given several times.
    #[arg(long, value_name = "NAME", conflicts_with = "persona")]
    purpose: Vec<String>,
    /// The project that the person works in, by key or name.
    #[arg(long, value_name = "KEY", conflicts_with = "persona")]
    project: Option<String>,
    /// Which Immuta the specs are for.
    #[arg(long, value_parser = target)]
    target: Option<Target>,
    /// The output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: a table for each data source.
    Text,
    /// For programs: one object, with what each answer rests on.
    Json,
    /// For spreadsheets: a line for each person and column.
    Csv,
    /// For reviews and wikis.
    Markdown,
}

/// Reads the word for a target.
fn target(word: &str) -> Result<Target, String> {
    let words: Vec<_> = Target::ALL.iter().map(|(word, _)| *word).collect();
    Target::named(word).ok_or_else(|| format!("expected one of {}", words.join(", ")))
}

pub(super) fn run(arguments: &Arguments) -> std::io::Result<Outcome> {
    let mut policies = policies::read(&arguments.paths);
    let personas = match personas(arguments, &mut policies.world) {
        Ok(personas) => personas,
        Err(problems) => {
            problems.iter().for_each(|problem| complain(problem));
            return Ok(Outcome::Failed);
        }
    };
    if arguments.target.is_some() {
        policies.world.target = arguments.target;
    }
    if policies.failed {
        return Ok(Outcome::Failed);
    }
    let world = &policies.world;
    let mut sources = Vec::new();
    for named in &arguments.source {
        match world.source(named) {
            Some(source) => sources.push(source),
            None => {
                complain(&format!(
                    "no spec lists the data source `{named}`, and no fact names it"
                ));
                return Ok(Outcome::Failed);
            }
        }
    }
    if arguments.source.is_empty() {
        sources.extend(&world.sources);
    }
    if sources.is_empty() {
        complain(
            &"no data source found; name one under `facts` in a file of policy tests, and pass that as `--persona`",
        );
        return Ok(Outcome::Failed);
    }
    let wanted =
        |column: &&Column| arguments.column.is_empty() || arguments.column.contains(&column.name);
    let tables: Vec<Table<'_>> = sources
        .into_iter()
        .map(|source| Table::new(world, source, &personas, wanted))
        .collect();
    match arguments.format {
        Format::Text => output::text(&tables)?,
        Format::Json => json::write(world, &tables)?,
        Format::Csv => output::csv(&tables)?,
        Format::Markdown => output::markdown(&tables)?,
    }
    Ok(Outcome::Clean)
}

/// The people to ask for, and with a file of policy tests its facts.
fn personas(arguments: &Arguments, world: &mut World) -> Result<Vec<Persona>, Vec<String>> {
    let Some(named) = &arguments.persona else {
        return Ok(vec![from_options(arguments)?]);
    };
    let (path, name) = match named.rsplit_once('#') {
        Some((path, name)) => (path, Some(name)),
        None => (named.as_str(), None),
    };
    let (_, tests) = policies::read_tests(Path::new(path))?;
    world.target = tests.target;
    tests.facts.apply(world);
    let is_named = |persona: &Persona| name.is_none_or(|name| persona.name == name);
    let personas: Vec<_> = tests.personas.into_iter().filter(is_named).collect();
    if personas.is_empty() {
        return Err(vec![match name {
            Some(name) => format!("{path} defines no persona `{name}`"),
            None => format!("{path} defines no personas"),
        }]);
    }
    Ok(personas)
}

fn from_options(arguments: &Arguments) -> Result<Persona, Vec<String>> {
    let mut persona = Persona {
        project: arguments.project.clone(),
        ..Persona::default()
    };
    persona
        .traits
        .groups
        .extend(arguments.group.iter().cloned());
    for pair in &arguments.attribute {
        let Some((name, value)) = pair.split_once('=') else {
            return Err(vec![format!("`--attribute {pair}` must be NAME=VALUE")]);
        };
        let values = persona
            .traits
            .attributes
            .entry(name.to_owned())
            .or_default();
        values.insert(value.to_owned());
    }
    if !arguments.purpose.is_empty() || arguments.project.is_none() {
        persona.purposes = Some(arguments.purpose.iter().cloned().collect());
    }
    Ok(persona)
}
