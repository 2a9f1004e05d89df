//! `immuta-ls dry-run`.

mod output;

use super::check::{complain_of_settings, problems};
use super::output::counted;
use super::tenant::environment;
use super::{Outcome, complain};
use crate::features::dry_run::{Asked, Trouble, errors_in, name_of};
use crate::project::{self, Repositories};
use crate::rules::{Finding, Options, check_text};
use crate::spec::Spec;
use crate::syntax::{Dialect, Syntax};
use crate::tenant::{Answer, Choice, Client, Failure, Limits, Payload, Wishes, dry_run_all};
use crate::text::Text;
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files and folders; the tenant is asked about each spec in them. `-` is standard input.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    tenant: super::tenant::Tenant,
    /// Ask about specs with errors of their own, too.
    #[arg(long)]
    force: bool,
    /// End with exit code 1 if something would be deleted.
    #[arg(long)]
    fail_on_delete: bool,
    /// How to tell.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// What to call the text from standard input; its ending says whether it is YAML or JSON.
    #[arg(long, value_name = "PATH", default_value = "stdin.yaml")]
    stdin_filename: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs: one object.
    Json,
    /// For GitHub Actions: one workflow command for what is wrong, and for deletions.
    Github,
    /// A report, for a comment on a pull request.
    Markdown,
}

/// A file that may hold specs.
struct File {
    path: String,
    text: Text,
    syntax: Syntax,
    options: Options,
    repository_profile: Option<String>,
    /// What is wrong with the settings of its repository, if anything is.
    odd_settings: Option<String>,
    findings: Vec<Finding>,
}

/// Where a spec is: the file, by its place among the files, and the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    file: usize,
    document: usize,
}

pub(super) fn run(arguments: &Arguments) -> std::io::Result<Outcome> {
    let mut clients = Clients {
        wishes: arguments.tenant.wishes()?,
        limits: arguments.tenant.limits()?,
        known: BTreeMap::new(),
    };
    let repositories = Repositories::default();
    let (files, mut failed) = read(arguments, &repositories);
    failed |= complain_of_settings(&repositories);
    let mut asked: Vec<(Place, Asked)> = Vec::new();
    let (mut waiting, mut requests) = (Vec::new(), Vec::new());
    for (place, spec) in specs(&files) {
        let Some(file) = files.get(place.file) else {
            continue;
        };
        let one = |tenant, result| Asked {
            name: name_of(&file.path, &spec, file.syntax.documents().nth(1).is_some()),
            kind: spec.kind.name,
            tenant,
            result,
        };
        match prepare(file, &spec, arguments.force, &mut clients) {
            Ok((client, payload)) => {
                waiting.push((
                    place,
                    one(Some(client.origin().clone()), Err(Trouble::Broken)),
                ));
                requests.push((client, payload));
            }
            Err(trouble) => asked.push((place, one(None, Err(trouble)))),
        }
    }
    if asked.is_empty() && waiting.is_empty() {
        complain(
            &"no spec file found: nothing was asked. `immuta-ls check` tells what makes a spec",
        );
    }
    clients.announce(&requests);
    for ((place, mut one), answer) in waiting.into_iter().zip(ask(requests)?) {
        if let Some(answer) = answer {
            one.result = answer.map_err(|failure| blamed(failure, &files, place));
        }
        asked.push((place, one));
    }
    asked.sort_by_key(|(place, _)| *place);
    output::write(&files, &asked, arguments.format)?;
    let deletes = asked
        .iter()
        .any(|(_, one)| one.result.as_ref().is_ok_and(Answer::deletes));
    let troubles = || {
        asked
            .iter()
            .filter_map(|(_, one)| one.result.as_ref().err())
    };
    failed |= troubles().any(|trouble| !trouble.is_in_spec());
    let findings = troubles().next().is_some() || (deletes && arguments.fail_on_delete);
    Ok(match (failed, findings) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::Findings,
        (false, false) => Outcome::Clean,
    })
}

/// Reads the files that are asked about, and says whether some cannot be read.
fn read(arguments: &Arguments, repositories: &Repositories) -> (Vec<File>, bool) {
    let mut failed = false;
    let mut files: Vec<File> = Vec::new();
    for path in &arguments.paths {
        if path == Path::new("-") {
            let mut content = String::new();
            match std::io::stdin().read_to_string(&mut content) {
                Ok(_) => files.extend(file(&arguments.stdin_filename, &content, repositories)),
                Err(error) => {
                    complain(&format!("standard input: {error}"));
                    failed = true;
                }
            }
            continue;
        }
        let (found, errors) = project::specs_below(path);
        for error in &errors {
            complain(error);
            failed = true;
        }
        for path in found {
            match project::read(&path) {
                Ok(content) => files.extend(file(&path, &content, repositories)),
                Err(error) => {
                    complain(&error);
                    failed = true;
                }
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|a, b| a.path == b.path);
    (files, failed)
}

/// A file as its repository sees it; nothing for one that is left out.
fn file(path: &Path, content: &str, repositories: &Repositories) -> Option<File> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let repository = repositories.settings_for(&absolute);
    let near = repository.relative(&absolute);
    if repository.settings.leaves_out(near) {
        return None;
    }
    let text = Text::from(content);
    let dialect = project::dialect_of(path).unwrap_or(Dialect::Yaml);
    let syntax = Syntax::new(&text, dialect);
    let rules = [&repository.settings.rules];
    let options = Options::new(repository.settings.kind_of(near), rules);
    Some(File {
        path: path.to_string_lossy().into_owned(),
        findings: check_text(&text, &syntax, &options),
        text,
        syntax,
        options,
        repository_profile: repository.settings.tenant.profile.clone(),
        odd_settings: problems(&repository.settings).into_iter().next(),
    })
}

/// The specs in some files.
fn specs(files: &[File]) -> impl Iterator<Item = (Place, Spec<'_>)> {
    files.iter().enumerate().flat_map(|(index, file)| {
        file.syntax.documents().filter_map(move |document| {
            let place = Place {
                file: index,
                document: document.index,
            };
            Some((place, Spec::read(document, file.options.kind)?))
        })
    })
}

/// A spec with everything it needs to be sent.
fn prepare(
    file: &File,
    spec: &Spec<'_>,
    force: bool,
    clients: &mut Clients,
) -> Result<(Client, Payload), Trouble> {
    let errors = errors_in(spec, &file.findings, &file.text);
    if !errors.is_empty() && !force {
        return Err(Trouble::Errors(errors));
    }
    let (choice, client) = clients.of(file.repository_profile.as_ref())?;
    if let Some(mistake) = file
        .odd_settings
        .as_ref()
        .filter(|_| !choice.by.is_chosen())
    {
        return Err(Trouble::OddSettings(mistake.clone()));
    }
    let payload = Payload::new(spec, &file.text, &environment)
        .map_err(|missing| Trouble::Missing(missing.to_string()))?;
    Ok((client, payload))
}

/// A failure as the spec sees it.
fn blamed(failure: Failure, files: &[File], place: Place) -> Trouble {
    let spec = specs(files).find(|(other, _)| *other == place);
    match (spec, files.get(place.file)) {
        (Some((_, spec)), Some(file)) => Trouble::of(failure, &spec, &file.text),
        _ => Trouble::Failed(failure),
    }
}

/// A client for each tenant that the files are for, by the profile that their repository names.
struct Clients {
    wishes: Wishes,
    limits: Limits,
    known: BTreeMap<Option<String>, (Choice, Client)>,
}

impl Clients {
    fn of(&mut self, repository_profile: Option<&String>) -> Result<(Choice, Client), Trouble> {
        let profile = repository_profile.cloned();
        if let Some(known) = self.known.get(&profile) {
            return Ok(known.clone());
        }
        let wishes = Wishes {
            repository_profile: profile.clone(),
            ..self.wishes.clone()
        };
        let choice = wishes.choose().map_err(Trouble::NoTenant)?;
        let Some((key, _)) = &choice.key else {
            return Err(Trouble::NoTenant(wishes.no_key(&choice.origin)));
        };
        let client = Client::new(choice.origin.clone(), key.clone(), &self.limits)
            .map_err(Trouble::Failed)?;
        self.known.insert(profile, (choice.clone(), client.clone()));
        Ok((choice, client))
    }

    /// Says what goes where, before it goes.
    fn announce(&self, requests: &[(Client, Payload)]) {
        for (choice, client) in self.known.values() {
            let same = |(other, _): &&(Client, Payload)| other.origin() == client.origin();
            let count = requests.iter().filter(same).count();
            if count == 0 {
                continue;
            }
            let key = choice.key.as_ref().map(|(_, from)| from.to_string());
            complain(&format!(
                "asking {} about {}; nothing is pushed (address from {}, key from {})",
                choice.origin,
                counted(count, "spec", "specs"),
                choice.by,
                key.unwrap_or_default(),
            ));
        }
    }
}

/// Asks about all of them, with a bar on a terminal.
fn ask(requests: Vec<(Client, Payload)>) -> std::io::Result<Vec<Option<Result<Answer, Failure>>>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let progress = ProgressBar::new(requests.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len}") {
        progress.set_style(style);
    }
    let done = |count| progress.set_position(count as u64);
    let answers = runtime.block_on(dry_run_all(requests, done));
    progress.finish_and_clear();
    Ok(answers)
}
