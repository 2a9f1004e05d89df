//! The names of the tenants that were fetched, and the right to fetch them.

use crate::tenant::names::Names;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How old names may become before they are fetched again, the next time they are of use.
const MAX_AGE: Duration = Duration::from_secs(600);

/// The names of the tenants. Never locked across an await.
#[derive(Debug, Default)]
pub(super) struct NameCache(Mutex<Slots>);

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
        !self.busy && self.tried.is_none_or(|at| at.elapsed() >= MAX_AGE)
    }
}

impl NameCache {
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
    pub(super) fn is_due(&self, profile: &Option<String>) -> bool {
        let slots = self.slots();
        slots.by_profile.get(profile).is_none_or(Slot::is_due)
    }

    /// Whether there may be names to be fetched, of whichever tenant.
    pub(super) fn is_any_due(&self) -> bool {
        let slots = self.slots();
        slots.by_profile.is_empty() || slots.by_profile.values().any(Slot::is_due)
    }

    /// Keeps that the user has asked a tenant something: from then on its names are fetched.
    pub(super) fn mark_used(&self, profile: &Option<String>) {
        let mut slots = self.slots();
        let slot = slots.by_profile.entry(profile.clone()).or_default();
        if !slot.used {
            slot.used = true;
            slot.tried = None;
        }
    }

    /// The right to fetch names. Returns `None` if they are being fetched already, or are neither due nor `wanted`.
    pub(super) fn begin(
        self: &Arc<Self>,
        profile: &Option<String>,
        wanted: bool,
    ) -> Option<FetchGuard> {
        let mut slots = self.slots();
        let slot = slots.by_profile.entry(profile.clone()).or_default();
        if slot.busy || !(wanted || slot.is_due()) {
            return None;
        }
        slot.busy = true;
        Some(FetchGuard {
            cache: Arc::clone(self),
            profile: profile.clone(),
            generation: slots.generation,
        })
    }
}

/// The right to fetch names, and to say what came of it. It ends when this is dropped, for whatever reason.
#[derive(Debug)]
pub(super) struct FetchGuard {
    cache: Arc<NameCache>,
    profile: Option<String>,
    generation: u64,
}

impl FetchGuard {
    /// Does something with the slot, unless everything was forgotten meanwhile.
    fn with_slot<T>(&self, work: impl FnOnce(&mut Slot) -> T) -> Option<T> {
        let mut slots = self.cache.slots();
        if slots.generation != self.generation {
            return None;
        }
        slots.by_profile.get_mut(&self.profile).map(work)
    }

    /// Whether the user has asked the tenant something by now.
    pub(super) fn is_used(&self) -> bool {
        self.with_slot(|slot| slot.used).unwrap_or(false)
    }

    /// Keeps that the user has asked the tenant something.
    pub(super) fn mark_used(&self) {
        self.with_slot(|slot| slot.used = true);
    }

    /// Keeps what was fetched. Returns whether that changes anything.
    pub(super) fn keep(self, names: Option<Names>) -> bool {
        let names = names.map(Arc::new);
        let changes = self.with_slot(|slot| {
            let changes = slot.names.is_some() || names.is_some();
            slot.names = names;
            changes
        });
        changes == Some(true)
    }
}

impl Drop for FetchGuard {
    fn drop(&mut self) {
        self.with_slot(|slot| {
            slot.busy = false;
            slot.tried = Some(Instant::now());
        });
    }
}
