//! The tenant as a whole: its world, its state, its key, and what it was asked.

use super::refusal::Refusal;
use super::state::State;
use super::world::World;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A tenant.
pub(crate) struct Tenant {
    pub(crate) world: World,
    /// Whether users, groups and identity managers may be listed.
    pub(crate) admin: bool,
    key: String,
    state: Mutex<State>,
    requests: Mutex<Vec<Recorded>>,
}

/// A request as it came in.
#[derive(Clone, Serialize)]
pub(crate) struct Recorded {
    pub(crate) method: String,
    pub(crate) path: String,
    /// What stands behind the `?`, as written.
    pub(crate) query: String,
    /// The headers, by name in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Tenant {
    /// A tenant in which everything of the world's list was pushed.
    pub(crate) fn new(world: World, key: String, admin: bool) -> Result<Self, String> {
        let state = Mutex::new(State::of(&world)?);
        Ok(Self {
            world,
            admin,
            key,
            state,
            requests: Mutex::default(),
        })
    }

    /// Whether this `Authorization` header lets somebody in: the key, with or without `Bearer` before it.
    pub(crate) fn admits(&self, authorization: &str) -> bool {
        let key = authorization.strip_prefix("Bearer ");
        key.unwrap_or(authorization) == self.key
    }

    /// The state as it is now. It is a value of its own: what happens to it does not happen to the tenant.
    pub(crate) fn state(&self) -> State {
        locked(&self.state).clone()
    }

    /// The state as JSON; the same state gives the same text.
    pub(crate) fn dump(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(&*locked(&self.state))
    }

    /// What was asked so far, oldest first.
    pub(crate) fn requests(&self) -> Vec<Recorded> {
        locked(&self.requests).clone()
    }

    /// Keeps a request.
    pub(crate) fn record(&self, request: Recorded) {
        locked(&self.requests).push(request);
    }

    /// Answers a request by what `plan` makes of the state; a dry run changes nothing.
    pub(crate) fn apply<A: Serialize>(
        &self,
        dry_run: bool,
        plan: impl FnOnce(&State) -> Result<(A, State), Refusal>,
    ) -> Result<Value, Refusal> {
        let mut state = locked(&self.state);
        let (answer, next) = plan(&state)?;
        let answer = serde_json::to_value(answer);
        if !dry_run {
            *state = next;
        }
        answer.map_err(|error| Refusal::new(500, error.to_string()))
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
