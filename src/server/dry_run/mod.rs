//! `immuta.dryRun`: the tenant is asked what pushing some specs would do.
//!
//! What happens, in order: the specs are read, a tenant and its key are found, the user is asked what has to be
//! asked, the specs are sent, and what comes back is shown where it belongs.

mod questions;
mod result;
mod show;
mod subjects;

use super::session::Session;
use super::{names, tenant};
use crate::features::dry_run::{DryRunError, DryRunOutcome};
use crate::tenant::{Answer, Client, Payload, RequestError, ResolvedTenant, dry_run_all};
use questions::Stop;
use result::Report;
use std::collections::HashMap;
use std::sync::Arc;
use subjects::{Subject, Wanted};
use tower_lsp::ls_types as lsp;

/// The command, and the kind and the title of the code action for it.
pub(super) const COMMAND: &str = "immuta.dryRun";
/// The kind of the code action.
pub(super) const KIND: &str = "source.immuta.dryRun";
/// The title of the code action and the code lens.
pub(super) const TITLE: &str = "Dry-run against tenant";

/// The command that asks about one spec.
pub(super) fn command_for(uri: &lsp::Uri, document: usize) -> lsp::Command {
    lsp::Command {
        title: TITLE.to_owned(),
        command: COMMAND.to_owned(),
        arguments: Some(vec![uri.as_str().into(), document.into()]),
    }
}

/// The command itself: its arguments are the URI of a document or a folder, or several, and the number of a
/// document within the first, from 0.
pub(super) async fn run(
    session: &Arc<Session>,
    arguments: Vec<serde_json::Value>,
) -> Option<Report> {
    let wanted = Wanted::read(&arguments)?;
    if !session.capabilities().trusted {
        let summary = "This folder is not trusted, so that nothing is sent to a tenant. Trust it in your editor first.";
        session.outgoing.show(lsp::MessageType::WARNING, summary);
        return Some(Report::new("not-sent", summary.to_owned()));
    }
    let subjects = subjects::read(session, wanted).await;
    if subjects.is_empty() {
        let summary = "There is no Immuta spec here to ask about.";
        session.outgoing.show(lsp::MessageType::WARNING, summary);
        return Some(Report::new("not-sent", summary.to_owned()));
    }
    let asked = ask(session, &subjects).await;
    Some(match asked {
        Ok(asked) => {
            for (subject, one) in subjects.iter().zip(&asked) {
                if one.result.is_ok() {
                    names::used(session, subject.repository_profile.clone());
                }
            }
            show::complaints(session, &subjects, &asked);
            show::outcome(session, &asked).await
        }
        Err(Stop::Unasked(words)) => {
            session
                .outgoing
                .show(lsp::MessageType::WARNING, words.clone());
            Report::new("not-sent", words)
        }
        Err(Stop::Cancelled) => {
            let summary = "Cancelled: nothing is known about what a push would do.";
            session.outgoing.show(lsp::MessageType::INFO, summary);
            Report::new("cancelled", summary.to_owned())
        }
    })
}

/// The tenants that subjects are for, by the profile that their repository names.
type Clients = HashMap<Option<String>, Result<(ResolvedTenant, Client), DryRunError>>;

/// Asks about all subjects.
async fn ask(session: &Arc<Session>, subjects: &[Subject]) -> Result<Vec<DryRunOutcome>, Stop> {
    let clients = clients(session, subjects).await;
    let found = clients.iter();
    let found = found.filter_map(|(profile, found)| Some((profile, found.as_ref().ok()?)));
    let found: Vec<_> = found.collect();
    let with_errors = !found.is_empty() && questions::about_errors(session, subjects).await?;
    for (profile, (resolved, _)) in found {
        let sent = subjects.iter().filter(|subject| {
            subject.repository_profile == *profile
                && subject.may_go_to(resolved).is_ok()
                && (with_errors || subject.errors.is_empty())
        });
        let count = sent.count();
        if count > 0 {
            questions::agree(session, resolved, count).await?;
        }
    }
    let prepared = subjects.iter().map(|subject| {
        let client = match clients.get(&subject.repository_profile) {
            Some(Ok((resolved, client))) => subject.may_go_to(resolved).map(|()| client.clone()),
            Some(Err(error)) => Err(error.clone()),
            None => Err(DryRunError::Broken),
        }?;
        Ok((client, subject.payload(with_errors)?))
    });
    let mut asked = Vec::new();
    let (mut places, mut requests) = (Vec::new(), Vec::new());
    for (place, (subject, prepared)) in subjects.iter().zip(prepared).enumerate() {
        asked.push(match prepared {
            Ok((client, payload)) => {
                let tenant = Some(client.origin().clone());
                places.push(place);
                requests.push((client, payload));
                subject.asked(tenant, Err(DryRunError::Broken))
            }
            Err(error) => subject.asked(None, Err(error)),
        });
    }
    let answers = send(session, subjects, requests).await;
    let answers = answers.ok_or(Stop::Cancelled)?;
    for (place, answer) in places.into_iter().zip(answers) {
        if let (Some(subject), Some(one), Some(answer)) =
            (subjects.get(place), asked.get_mut(place), answer)
        {
            one.result = match answer {
                Ok(answer) => Ok(answer),
                Err(failure) => Err(subject.located(failure).await),
            };
        }
    }
    Ok(asked)
}

async fn clients(session: &Arc<Session>, subjects: &[Subject]) -> Clients {
    let mut clients = Clients::new();
    for subject in subjects {
        let profile = &subject.repository_profile;
        if !clients.contains_key(profile) {
            let found = tenant::client_for(session, profile.clone()).await;
            clients.insert(profile.clone(), found);
        }
    }
    clients
}

/// Sends the requests, and shows how far they are. Returns `None` if the user cancels.
async fn send(
    session: &Arc<Session>,
    subjects: &[Subject],
    requests: Vec<(Client, Payload)>,
) -> Option<Vec<Option<Result<Answer, RequestError>>>> {
    let all = requests.len();
    if all == 0 {
        return Some(Vec::new());
    }
    let title = match subjects {
        [subject] => format!("Dry run of {}", subject.name),
        _ => format!("Dry run of {all} specs"),
    };
    let progress = session.progress(title).await;
    tokio::select! {
        answers = dry_run_all(requests, |done| progress.is_at(done, all)) => Some(answers),
        () = progress.cancelled() => None,
    }
}
