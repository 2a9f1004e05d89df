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
use crate::tenant::names::{Fetch, Fetched, List, Names, State as ListState};
use crate::tenant::{Choice, Client};
use serde::Serialize;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use tokio::task::{JoinSet, spawn_blocking};
use tower_lsp::ls_types as lsp;

/// The command that fetches them anew.
pub(super) const COMMAND: &str = "immuta.refreshTenant";

/// How old names may become before they are fetched again, the next time they are of use.
const KEPT: Duration = Duration::from_secs(600);

/// How long it may take to fetch all lists. What has not come by then is left out.
const LONGEST: Duration = Duration::from_secs(120);

/// The names of the tenants. Never locked across an await.
#[derive(Debug, Default)]
pub(super) struct Live(Mutex<Slots>);

#[derive(Debug, Default)]
struct Slots {
    /// By the profile that a repository asks for.
    by_profile: HashMap<Option<String>, Slot>,
    /// How many times everything was forgotten. What is fetched meanwhile is of a tenant that may be left.
    generation: u64,
}

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
    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The names that are known for files of a repository that asks for a profile.
    pub(super) fn known(&self, profile: &Option<String>) -> Option<Arc<Names>> {
        self.slots().by_profile.get(profile)?.names.clone()
    }

    /// Forgets everything: it may be another tenant now.
    pub(super) fn forget(&self) {
        let mut slots = self.slots();
        slots.by_profile.clear();
        slots.generation += 1;
    }

    /// Whether names are to be fetched, should they be of use.
    fn are_due(&self, profile: &Option<String>) -> bool {
        let slots = self.slots();
        slots.by_profile.get(profile).is_none_or(Slot::is_due)
    }
}

/// The right to fetch names, and to say what came of it. It ends when this is dropped, for whatever reason.
struct Taken {
    state: Arc<State>,
    profile: Option<String>,
    generation: u64,
}

impl Taken {
    /// Nothing comes back if the names are being fetched already, or are not due and are not wanted anew.
    fn take(state: &Arc<State>, profile: &Option<String>, anew: bool) -> Option<Self> {
        let mut slots = state.names.slots();
        let slot = slots.by_profile.entry(profile.clone()).or_default();
        if slot.busy || !(anew || slot.is_due()) {
            return None;
        }
        slot.busy = true;
        Some(Self {
            state: Arc::clone(state),
            profile: profile.clone(),
            generation: slots.generation,
        })
    }

    /// Does something with the slot, unless everything was forgotten meanwhile.
    fn with_slot<T>(&self, work: impl FnOnce(&mut Slot) -> T) -> Option<T> {
        let mut slots = self.state.names.slots();
        if slots.generation != self.generation {
            return None;
        }
        slots.by_profile.get_mut(&self.profile).map(work)
    }

    /// Whether the user has asked the tenant something by now.
    fn is_used(&self) -> bool {
        self.with_slot(|slot| slot.used).unwrap_or(false)
    }

    /// Keeps what came, and has everything that depends on it made anew.
    fn publish(self, names: Option<Names>) {
        let names = names.map(Arc::new);
        let changes = self.with_slot(|slot| {
            let changes = slot.names.is_some() || names.is_some();
            slot.names = names;
            changes
        });
        if changes == Some(true) {
            diagnostics::refresh_all(&self.state);
        }
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.with_slot(|slot| {
            slot.busy = false;
            slot.tried = Some(Instant::now());
        });
    }
}

/// The tenant for files of a repository that asks for a profile was used: from now on its names are fetched.
pub(super) fn used(state: &Arc<State>, profile: Option<String>) {
    {
        let mut slots = state.names.slots();
        let slot = slots.by_profile.entry(profile.clone()).or_default();
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

/// The same for all that is open, which may have waited for the settings.
pub(super) fn of_use_in_all(state: &Arc<State>) {
    let state = Arc::clone(state);
    tokio::task::spawn_blocking(move || {
        for (_, document) in state.all_documents() {
            if let Some(options) = state.options(&document) {
                of_use(&state, &document, || {
                    document.understood().is_spec(&options)
                });
            }
        }
    });
}

fn are_wanted(state: &State) -> bool {
    state.abilities().trusted
        && state.has_settings()
        && state.settings().tenant.live_names != Some(false)
}

fn fetch_if_due(state: &Arc<State>, profile: Option<String>) {
    let wanted = are_wanted(state);
    let taken = wanted.then(|| Taken::take(state, &profile, false));
    let Some(taken) = taken.flatten() else {
        return;
    };
    let state = Arc::clone(state);
    tokio::spawn(async move {
        // Nobody asked for them: where there is no tenant, or no key, the dry run will tell.
        let client = match tenant::choice_for(&state, profile).await {
            Ok((choice, wishes)) if choice.by.is_chosen() || taken.is_used() => {
                tenant::client_of(&state, choice, &wishes).await.ok()
            }
            _ => None,
        };
        let names = match client {
            Some((_, client)) => Some(fetch(&client, |_, _| ()).await),
            None => None,
        };
        taken.publish(names.filter(|names| !names.is_empty()));
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
    #[serde(skip)]
    one: &'static str,
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
    let Some(taken) = Taken::take(state, &profile, true) else {
        return told(
            state,
            lsp::MessageType::INFO,
            "The names are being fetched already.",
        );
    };
    let client = match tenant::choice_for(state, profile).await {
        Ok((choice, _)) if !may_be_asked(state, &choice).await => {
            let summary = format!(
                "The address {} is from {}. You have not agreed to it yet: run a dry run first.",
                choice.origin, choice.by
            );
            return told(state, lsp::MessageType::WARNING, &summary);
        }
        Ok((choice, wishes)) => tenant::client_of(state, choice, &wishes).await,
        Err(trouble) => Err(trouble),
    };
    let client = match client {
        Ok((_, client)) => client,
        Err(trouble) => {
            taken.publish(None);
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
                one: list.name,
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
        .map(|list| match list.count {
            1 => format!("1 {}", list.one),
            count => format!("{count} {}", list.name),
        })
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
    taken.with_slot(|slot| slot.used = true);
    taken.publish(Some(names));
    Refreshed {
        tenant: Some(client.origin().to_string()),
        lists,
        ..told(state, lsp::MessageType::INFO, &summary)
    }
}

/// Whether the user has chosen a tenant, or agreed to it where a repository, or nobody, has.
async fn may_be_asked(state: &State, choice: &Choice) -> bool {
    if choice.by.is_chosen() {
        return true;
    }
    let (agreements, origin) = (state.agreements.clone(), choice.origin.to_string());
    let agreed = spawn_blocking(move || agreements.has(&origin)).await;
    agreed.unwrap_or(false)
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
