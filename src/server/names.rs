//! Names that exist on the tenant: fetched in the background once they are of use, and kept for a while.
//!
//! Nothing is fetched before the user has chosen a tenant, in their own settings or environment or by asking it
//! something, and nothing ever in a workspace that is not trusted. A repository that names a profile has chosen
//! nothing for its user.

use super::document::Document;
use super::name_cache::FetchGuard;
use super::session::Session;
use super::{blocking, diagnostics, tenant};
use crate::catalog::{NameList, name_lists};
use crate::features::dry_run::DryRunError;
use crate::tenant::names::{Fetch, Fetched, List, Names, State};
use crate::tenant::{Client, ResolvedTenant};
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};
use tokio::task::{JoinSet, spawn_blocking};
use tower_lsp::ls_types as lsp;

/// The command that fetches them anew.
pub(super) const COMMAND: &str = "immuta.refreshTenant";

/// How long it may take to fetch all lists. What has not come by then is left out.
const LONGEST: Duration = Duration::from_secs(120);

/// The tenant for files of a repository that asks for a profile was used: from now on its names are fetched.
pub(super) fn used(session: &Arc<Session>, profile: Option<String>) {
    session.names.mark_used(&profile);
    fetch_if_due(session, profile);
}

/// A document was opened or changed, or settings were: if it is a spec, the names of its tenant are of use from now on.
pub(super) fn consider(session: &Arc<Session>, document: &Arc<Document>) {
    if !are_wanted(session)
        || !session.names.is_any_due()
        || document.considered.swap(true, Ordering::AcqRel)
    {
        return;
    }
    let (session, document) = (Arc::clone(session), Arc::clone(document));
    tokio::spawn(async move {
        let (on, of) = (Arc::clone(&document), Arc::clone(&session));
        let is_light = document.is_light();
        let profile = blocking::run_on(&document, is_light, move |_| {
            on.considered.store(false, Ordering::Release);
            let options = of.options(&on)?;
            let profile = on.profile();
            if !of.names.is_due(&profile) {
                return None;
            }
            let is_spec = on.analysis(&on.snapshot()?).is_spec(&options);
            is_spec.then_some(profile)
        });
        if let Ok(Some(profile)) = profile.await {
            fetch_if_due(&session, profile);
        }
    });
}

/// The same for all that is open, which may have waited for the settings.
pub(super) fn consider_all(session: &Arc<Session>) {
    for (_, document) in session.all_documents() {
        consider(session, &document);
    }
}

fn are_wanted(session: &Session) -> bool {
    session.capabilities().trusted
        && session.has_settings()
        && session.settings().tenant.live_names != Some(false)
}

fn fetch_if_due(session: &Arc<Session>, profile: Option<String>) {
    let wanted = are_wanted(session);
    let guard = wanted.then(|| session.names.begin(&profile, false));
    let Some(guard) = guard.flatten() else {
        return;
    };
    let session = Arc::clone(session);
    tokio::spawn(async move {
        // Nobody asked for them: where there is no tenant, or no key, the dry run will tell.
        let client = match tenant::resolve_for(&session, profile).await {
            Ok((resolved, sources)) if resolved.source.is_chosen() || guard.is_used() => {
                tenant::client_of(&session, resolved, &sources).await.ok()
            }
            _ => None,
        };
        let names = match client {
            Some((_, client)) => Some(fetch(&client, |_, _| ()).await),
            None => None,
        };
        keep(&session, guard, names.filter(|names| !names.is_empty()));
    });
}

/// Keeps what was fetched, and has everything that depends on it made anew.
fn keep(session: &Arc<Session>, guard: FetchGuard, names: Option<Names>) {
    if guard.keep(names) {
        diagnostics::refresh_all(session);
    }
}

/// What the command comes back with.
#[derive(Debug, Serialize)]
pub(super) struct Refreshed {
    summary: String,
    tenant: Option<String>,
    lists: Vec<RefreshedList>,
}

#[derive(Debug, Serialize)]
struct RefreshedList {
    name: &'static str,
    #[serde(skip)]
    one: &'static str,
    state: &'static str,
    count: usize,
}

/// The command itself. Its argument, if any, is the URI of a document, which says which repository is meant.
pub(super) async fn refresh(session: &Arc<Session>, arguments: &[serde_json::Value]) -> Refreshed {
    if !session.capabilities().trusted {
        return told(
            session,
            lsp::MessageType::WARNING,
            "This folder is not trusted, so that no tenant is asked.",
        );
    }
    let uri = arguments.first().and_then(|uri| uri.as_str()?.parse().ok());
    let document = uri.and_then(|uri: lsp::Uri| session.document(&uri));
    let path = document.and_then(|document| document.path.clone());
    let of = Arc::clone(session);
    let profile = blocking::run(move |_| {
        let path = path.as_deref().unwrap_or(Path::new(""));
        of.repository_profile(path)
    });
    let profile = profile.await.unwrap_or_default();
    let Some(guard) = session.names.begin(&profile, true) else {
        return told(
            session,
            lsp::MessageType::INFO,
            "The names are being fetched already.",
        );
    };
    let client = match tenant::resolve_for(session, profile).await {
        Ok((resolved, _)) if !may_be_asked(session, &resolved).await => {
            let summary = format!(
                "The address {} is from {}. You have not agreed to it yet: run a dry run first.",
                resolved.origin, resolved.source
            );
            return told(session, lsp::MessageType::WARNING, &summary);
        }
        Ok((resolved, sources)) => tenant::client_of(session, resolved, &sources).await,
        Err(error) => Err(error),
    };
    let client = match client {
        Ok((_, client)) => client,
        Err(error) => {
            keep(session, guard, None);
            return told(
                session,
                lsp::MessageType::ERROR,
                &DryRunError::to_string(&error),
            );
        }
    };
    let host = client.origin().host().to_owned();
    let progress = session
        .progress(format!("Fetching the names of {host}"))
        .await;
    let names = tokio::select! {
        names = fetch(&client, |done, all| progress.is_at(done, all)) => names,
        () = progress.cancelled() => {
            return told(session, lsp::MessageType::INFO, "Cancelled: the names are as they were.");
        }
    };
    drop(progress);
    let lists: Vec<_> = name_lists()
        .iter()
        .map(|list| {
            let known = names.list(list);
            let state = known.map_or(State::Unavailable, List::state);
            RefreshedList {
                name: list.plural,
                one: list.name,
                state: match state {
                    State::Complete => "complete",
                    State::Incomplete => "incomplete",
                    State::Unavailable => "unavailable",
                },
                count: known.map_or(0, |known| known.entries().len()),
            }
        })
        .collect();
    let there = lists.iter().filter(|list| list.state != "unavailable");
    let there: Vec<_> = there
        .map(|list| match list.count {
            1 => format!("1 {}", list.one),
            count => format!("{count} {}", list.name),
        })
        .collect();
    let lacking = lists.iter().filter(|list| list.state == "unavailable");
    let lacking: Vec<_> = lacking.map(|list| list.name).collect();
    let mut summary = if there.is_empty() {
        format!("{host} tells no names.")
    } else {
        format!("{host} has {}.", there.join(", "))
    };
    if !lacking.is_empty() {
        summary += &format!(" It does not tell {}.", lacking.join(", "));
    }
    guard.mark_used();
    keep(session, guard, Some(names));
    Refreshed {
        tenant: Some(client.origin().to_string()),
        lists,
        ..told(session, lsp::MessageType::INFO, &summary)
    }
}

/// Whether the user has chosen a tenant, or agreed to it where a repository, or nobody, has.
async fn may_be_asked(session: &Session, resolved: &ResolvedTenant) -> bool {
    if resolved.source.is_chosen() {
        return true;
    }
    let (agreements, origin) = (session.agreements.clone(), resolved.origin.to_string());
    let agreed = spawn_blocking(move || agreements.has(&origin)).await;
    agreed.unwrap_or(false)
}

fn told(session: &Arc<Session>, kind: lsp::MessageType, summary: &str) -> Refreshed {
    session.outgoing.show(kind, summary);
    Refreshed {
        summary: summary.to_owned(),
        tenant: None,
        lists: Vec::new(),
    }
}

/// Fetches all lists, side by side. To drop the future ends it.
async fn fetch(client: &Client, done: impl Fn(usize, usize)) -> Names {
    let mut names = Names::new(client.origin().host(), SystemTime::now());
    let end = tokio::time::Instant::now() + LONGEST;
    let mut tasks = JoinSet::new();
    for list in name_lists() {
        let client = client.clone();
        tasks.spawn(async move { (list, fetch_list(&client, list, end).await) });
    }
    let all = name_lists().len();
    let mut came = Vec::new();
    let mut through = 0;
    while let Some(ended) = tasks.join_next().await {
        through += 1;
        done(through, all);
        if let Ok((list, Some(fetched))) = ended {
            came.push((list, fetched));
        }
    }
    let empty = names.clone();
    let added = spawn_blocking(move || {
        for (list, fetched) in came {
            names.add(list, fetched);
        }
        names
    });
    added.await.unwrap_or(empty)
}

/// Fetches a list, or as much of it as comes before the end. A list may be long, so that what is more than waiting
/// is done elsewhere.
async fn fetch_list(
    client: &Client,
    list: &'static NameList,
    end: tokio::time::Instant,
) -> Option<Fetched> {
    let mut fetch = Fetch::new(list)?;
    while let Some(query) = fetch.query() {
        let answer = client.get(&query.path, &query.parameters);
        let Ok(answer) = tokio::time::timeout_at(end, answer).await else {
            break;
        };
        let answered = spawn_blocking(move || {
            fetch.answer(answer.ok().as_ref());
            fetch
        });
        fetch = answered.await.ok()?;
    }
    spawn_blocking(move || fetch.finish()).await.ok()
}
