//! `immuta-ls dry-run`.

mod output;

use super::input::{Input, Output};
use super::outcome::Outcome;
use super::output::counted;
use super::tenant::environment;
use super::terminal::complain;
use crate::diagnostics::Diagnostic;
use crate::features::dry_run::{DryRunError, DryRunOutcome, errors_in, name_of};
use crate::project::{FileId, Project, SourceFile, SpecId};
use crate::rules::{Options, check_text};
use crate::spec::Spec;
use crate::tenant::{
    Answer, Client, Limits, Payload, RequestError, ResolvedTenant, TenantSources, dry_run_all,
};
use indicatif::{ProgressBar, ProgressStyle};
use output::Format;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files and folders; the tenant is asked about each spec in them. `-` is standard input.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    tenant: super::tenant::Tenant,
    /// Also send specs that have errors.
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

pub(super) fn run(arguments: &Arguments) -> std::io::Result<Outcome> {
    let mut clients = Clients {
        sources: arguments.tenant.sources()?,
        limits: arguments.tenant.limits()?,
        known: BTreeMap::new(),
    };
    let input = Input {
        paths: &arguments.paths,
        stdin: &arguments.stdin_filename,
    };
    let Output {
        results,
        mut failed,
        ..
    } = input.each(|_, file| {
        let file = file?;
        let options = Options::new(file.kind, [&file.settings.settings.rules]);
        let findings = check_text(&file.text, &file.syntax, &options);
        Some((file, findings))
    });
    let mut project = Project::default();
    let mut findings: HashMap<FileId, Vec<Diagnostic>> = HashMap::new();
    for (file, found) in results.into_iter().flatten() {
        findings.insert(project.add(file), found);
    }
    let mut asked: Vec<(SpecId, DryRunOutcome)> = Vec::new();
    let (mut waiting, mut requests) = (Vec::new(), Vec::new());
    for (place, spec) in project.specs() {
        let Some(file) = project.file(place.file) else {
            continue;
        };
        let findings = findings.get(&place.file).map_or(&[][..], Vec::as_slice);
        let one = |tenant, result| DryRunOutcome {
            name: name_of(
                &file.path.to_string_lossy(),
                &spec,
                file.has_many_documents(),
            ),
            kind: spec.kind.name,
            tenant,
            result,
        };
        match prepare(file, &spec, findings, arguments.force, &mut clients) {
            Ok((client, payload)) => {
                waiting.push((
                    place,
                    one(Some(client.origin().clone()), Err(DryRunError::Broken)),
                ));
                requests.push((client, payload));
            }
            Err(error) => asked.push((place, one(None, Err(error)))),
        }
    }
    if asked.is_empty() && waiting.is_empty() {
        complain(
            &"no Immuta spec found, so nothing was asked; `immuta-ls check` says how specs are recognised",
        );
    }
    clients.announce(&requests);
    for ((place, mut one), answer) in waiting.into_iter().zip(ask(requests)?) {
        if let Some(answer) = answer {
            one.result = answer.map_err(|failure| located(failure, &project, place));
        }
        asked.push((place, one));
    }
    asked.sort_by_key(|(place, _)| *place);
    let deletes = asked
        .iter()
        .any(|(_, one)| one.result.as_ref().is_ok_and(Answer::deletes));
    let errors = || {
        asked
            .iter()
            .filter_map(|(_, one)| one.result.as_ref().err())
    };
    failed |= errors().any(|error| !error.is_in_spec());
    output::write(&project, &asked, arguments.format)?;
    let findings = errors().next().is_some() || (deletes && arguments.fail_on_delete);
    Ok(match (failed, findings) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::Findings,
        (false, false) => Outcome::Clean,
    })
}

/// A spec with everything it needs to be sent.
fn prepare(
    file: &SourceFile,
    spec: &Spec<'_>,
    findings: &[Diagnostic],
    force: bool,
    clients: &mut Clients,
) -> Result<(Client, Payload), DryRunError> {
    let errors = errors_in(spec, findings, &file.text);
    if !errors.is_empty() && !force {
        return Err(DryRunError::Errors(errors));
    }
    let settings = &file.settings.settings;
    let (resolved, client) = clients.of(settings.tenant.profile.as_ref())?;
    if !resolved.source.is_chosen()
        && let Some(mistake) = settings.problems.first()
    {
        return Err(DryRunError::OddSettings(mistake.to_string()));
    }
    let payload = Payload::new(spec, &file.text, &environment)
        .map_err(|missing| DryRunError::Missing(missing.to_string()))?;
    Ok((client, payload))
}

/// A failure as the spec sees it.
fn located(failure: RequestError, project: &Project, place: SpecId) -> DryRunError {
    match (project.spec(place), project.file(place.file)) {
        (Some(spec), Some(file)) => DryRunError::of(failure, &spec, &file.text),
        _ => DryRunError::Failed(failure),
    }
}

/// A client for each tenant that the files are for, by the profile that their repository names.
struct Clients {
    sources: TenantSources,
    limits: Limits,
    known: BTreeMap<Option<String>, (ResolvedTenant, Client)>,
}

impl Clients {
    fn of(
        &mut self,
        repository_profile: Option<&String>,
    ) -> Result<(ResolvedTenant, Client), DryRunError> {
        let profile = repository_profile.cloned();
        if let Some(known) = self.known.get(&profile) {
            return Ok(known.clone());
        }
        let sources = TenantSources {
            repository_profile: profile.clone(),
            ..self.sources.clone()
        };
        let resolved = sources.resolve().map_err(DryRunError::NoTenant)?;
        let Some((key, _)) = &resolved.key else {
            return Err(DryRunError::NoTenant(sources.no_key(&resolved.origin)));
        };
        let client = Client::new(resolved.origin.clone(), key.clone(), &self.limits)
            .map_err(DryRunError::Failed)?;
        self.known
            .insert(profile, (resolved.clone(), client.clone()));
        Ok((resolved, client))
    }

    /// Says what goes where, before it goes.
    fn announce(&self, requests: &[(Client, Payload)]) {
        for (resolved, client) in self.known.values() {
            let same = |(other, _): &&(Client, Payload)| other.origin() == client.origin();
            let count = requests.iter().filter(same).count();
            if count == 0 {
                continue;
            }
            let key = resolved.key.as_ref().map(|(_, from)| from.to_string());
            complain(&format!(
                "asking {} about {}; nothing is pushed (address from {}, key from {})",
                resolved.origin,
                counted(count, "spec", "specs"),
                resolved.source,
                key.unwrap_or_default(),
            ));
        }
    }
}

/// Asks about all of them, with a bar on a terminal.
fn ask(
    requests: Vec<(Client, Payload)>,
) -> std::io::Result<Vec<Option<Result<Answer, RequestError>>>> {
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
