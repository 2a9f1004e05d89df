//! Names that exist on the tenant: fetched in the background once they are of use, and kept for a while.
//!
//! Nothing is fetched before the user has chosen a tenant, in their own settings or environment or by asking it
//! something, and nothing ever in a workspace that is not trusted. A repository that names a profile has chosen
//! nothing for its user.

use super::document::Document;
use super::progress::Progress;
use super::state::State;
use super::{diagnostics, tenant};
use crate::catalog::{NameList, name_lists};
use crate::features::dry_run::Trouble;
use crate::tenant::Client;
use crate::tenant::names::{Fetch, Fetched, List, Names, State as ListState};
use serde::Serialize;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use tokio::task::JoinSet;
use tower_lsp::ls_types as lsp;

/// The command that fetches them anew.
pub(super) const COMMAND: &str = "immuta.refreshTenant";

/// How old names may become before they are fetched again, the next time they are of use.
const KEPT: Duration = Duration::from_secs(600);

/// The names of the tenants, by the profile that a repository asks for. Never locked across an await.
#[derive(Debug, Default)]
pub(super) struct Live(Mutex<HashMap<Option<String>, Slot>>);

#[derive(Debug, Default)]
struct Slot {
    names: Option<Arc<Names>>,
    /// Whether they are being fetched.
    busy: bool,
    /// When they were last fetched, or found not to be for fetching.
    tried: Option<Instant>,
    /// Whether the user has asked this tenant something.
    used: bool,
}

impl Slot {
    fn is_due(&self) -> bool {
        !self.busy && self.tried.is_none_or(|at| at.elapsed() >= KEPT)
    }
}

impl Live {
    fn slots(&self) -> MutexGuard<'_, HashMap<Option<String>, Slot>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The names that are known for files of a repository that asks for a profile.
    pub(super) fn known(&self, profile: &Option<String>) -> Option<Arc<Names>> {
        self.slots().get(profile)?.names.clone()
    }

    /// Forgets everything: it may be another tenant now.
    pub(super) fn forget(&self) {
        self.slots().clear();
    }

    /// Whether names are to be fetched, should they be of use.
    fn are_due(&self, profile: &Option<String>) -> bool {
        self.slots().get(profile).is_none_or(Slot::is_due)
    }

    /// Whether names are to be fetched now, and by the caller. Tells whether the user has used the tenant.
    fn take(&self, profile: &Option<String>, anew: bool) -> Option<bool> {
        let mut slots = self.slots();
        let slot = slots.entry(profile.clone()).or_default();
        if slot.busy || !(anew || slot.is_due()) {
            return None;
        }
        slot.busy = true;
        Some(slot.used)
    }

    fn put(&self, profile: &Option<String>, names: Option<Arc<Names>>) {
        let mut slots = self.slots();
        let slot = slots.entry(profile.clone()).or_default();
        slot.busy = false;
        slot.tried = Some(Instant::now());
        slot.names = names;
    }
}

/// The tenant for files of a repository that asks for a profile was used: from now on its names are fetched.
pub(super) fn used(state: &Arc<State>, profile: Option<String>) {
    {
        let mut slots = state.names.slots();
        let slot = slots.entry(profile.clone()).or_default();
        if !slot.used {
            slot.used = true;
            slot.tried = None;
        }
    }
    fetch_if_due(state, profile);
}

/// A document is being worked on: if it is a spec, its names are of use now.
pub(super) fn of_use(state: &Arc<State>, document: &Document, is_spec: impl FnOnce() -> bool) {
    let path = document.path.as_deref().unwrap_or(Path::new(""));
    let profile = state.repository_profile(path);
    if are_wanted(state) && state.names.are_due(&profile) && is_spec() {
        fetch_if_due(state, profile);
    }
}

fn are_wanted(state: &State) -> bool {
    state.abilities().trusted && state.settings().tenant.live_names != Some(false)
}

fn fetch_if_due(state: &Arc<State>, profile: Option<String>) {
    let wanted = are_wanted(state);
    let Some(used) = wanted.then(|| state.names.take(&profile, false)).flatten() else {
        return;
    };
    let state = Arc::clone(state);
    tokio::spawn(async move {
        let chosen = match tenant::choice_for(&state, profile.clone()).await {
            Ok((choice, _)) => used || choice.by.is_chosen(),
            Err(_) => false,
        };
        if !chosen {
            state.names.put(&profile, None);
            return;
        }
        match tenant::client_for(&state, profile.clone()).await {
            Ok((_, client)) => {
                let names = fetch(&client, |_, _| ()).await;
                publish(
                    &state,
                    &profile,
                    Some(names).filter(|names| !names.is_empty()),
                );
            }
            // Nobody asked for them; the dry run will tell what is missing.
            Err(_) => publish(&state, &profile, None),
        }
    });
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
    state: &'static str,
    count: usize,
}

/// The command itself. Its argument, if any, is the URI of a document, which says which repository is meant.
pub(super) async fn refresh(state: &Arc<State>, arguments: &[serde_json::Value]) -> Refreshed {
    if !state.abilities().trusted {
        return told(
            state,
            lsp::MessageType::WARNING,
            "This folder is not trusted, so that no tenant is asked.",
        );
    }
    let uri = arguments.first().and_then(|uri| uri.as_str()?.parse().ok());
    let document = uri.and_then(|uri: lsp::Uri| state.document(&uri));
    let path = document.and_then(|document| document.path.clone());
    let profile = state.repository_profile(path.as_deref().unwrap_or(Path::new("")));
    if state.names.take(&profile, true).is_none() {
        return told(
            state,
            lsp::MessageType::INFO,
            "The names are being fetched already.",
        );
    }
    let client = match tenant::client_for(state, profile.clone()).await {
        Ok((_, client)) => client,
        Err(trouble) => {
            publish(state, &profile, None);
            return told(
                state,
                lsp::MessageType::ERROR,
                &Trouble::to_string(&trouble),
            );
        }
    };
    let host = client.origin().host().to_owned();
    let progress = Progress::begin(state, format!("Fetching the names of {host}")).await;
    let names = tokio::select! {
        names = fetch(&client, |done, all| progress.is_at(done, all)) => names,
        () = progress.cancelled() => {
            state.names.put(&profile, state.names.known(&profile));
            return told(state, lsp::MessageType::INFO, "Cancelled: the names are as they were.");
        }
    };
    drop(progress);
    let lists: Vec<_> = name_lists()
        .iter()
        .map(|list| {
            let known = names.list(list);
            let state = known.map_or(ListState::Unavailable, List::state);
            RefreshedList {
                name: list.plural,
                state: match state {
                    ListState::Complete => "complete",
                    ListState::Incomplete => "incomplete",
                    ListState::Unavailable => "unavailable",
                },
                count: known.map_or(0, |known| known.entries().len()),
            }
        })
        .collect();
    let there = lists.iter().filter(|list| list.state != "unavailable");
    let there: Vec<_> = there
        .map(|list| format!("{} {}", list.count, list.name))
        .collect();
    let lacking = lists.iter().filter(|list| list.state == "unavailable");
    let lacking: Vec<_> = lacking.map(|list| list.name).collect();
    let mut summary = match there.is_empty() {
        true => format!("{host} tells no names."),
        false => format!("{host} has {}.", there.join(", ")),
    };
    if !lacking.is_empty() {
        summary += &format!(" It does not tell {}.", lacking.join(", "));
    }
    publish(state, &profile, Some(names));
    {
        let mut slots = state.names.slots();
        slots.entry(profile).or_default().used = true;
    }
    Refreshed {
        tenant: Some(client.origin().to_string()),
        lists,
        ..told(state, lsp::MessageType::INFO, &summary)
    }
}

fn told(state: &Arc<State>, kind: lsp::MessageType, summary: &str) -> Refreshed {
    let (client, text) = (state.client.clone(), summary.to_owned());
    tokio::spawn(async move { client.show_message(kind, text).await });
    Refreshed {
        summary: summary.to_owned(),
        tenant: None,
        lists: Vec::new(),
    }
}

/// Has everything that depends on the names made anew.
fn publish(state: &Arc<State>, profile: &Option<String>, names: Option<Names>) {
    let before = state.names.known(profile).is_some();
    let changes = before || names.is_some();
    state.names.put(profile, names.map(Arc::new));
    if changes {
        diagnostics::refresh_all(state);
    }
}

/// Fetches all lists, side by side. To drop the future ends it.
async fn fetch(client: &Client, done: impl Fn(usize, usize)) -> Names {
    let mut names = Names::new(client.origin().host(), SystemTime::now());
    let mut tasks = JoinSet::new();
    for list in name_lists() {
        let client = client.clone();
        tasks.spawn(async move { (list, fetch_list(&client, list).await) });
    }
    let all = name_lists().len();
    let mut through = 0;
    while let Some(ended) = tasks.join_next().await {
        through += 1;
        done(through, all);
        if let Ok((list, Some(fetched))) = ended {
            names.add(list, fetched);
        }
    }
    names
}

async fn fetch_list(client: &Client, list: &'static NameList) -> Option<Fetched> {
    let mut fetch = Fetch::new(list)?;
    while let Some(query) = fetch.query() {
        let answer = client.get(&query.path, &query.parameters).await;
        fetch.answer(answer.ok().as_ref());
    }
    Some(fetch.finish())
}
