//! Questions that clients cannot ask: their user is told what would be asked, and says yes by running the same command
//! again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a question stays open. Without an answer by then it counts as a no.
pub(super) const TIME_LIMIT: Duration = Duration::from_secs(300);

/// The questions that users were told in place of being asked.
#[derive(Debug, Default)]
pub(super) struct PendingConfirmations(Mutex<HashMap<String, Instant>>);

impl PendingConfirmations {
    /// Whether the user has been told this within the time limit. If not, it counts as told now.
    pub(super) fn is_pending(&self, question: &str) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.retain(|_, at| at.elapsed() < TIME_LIMIT);
        let pending = told.contains_key(question);
        if !pending {
            told.insert(question.to_owned(), Instant::now());
        }
        pending
    }
}
