//! How often things are listed in the segments of a text: as long as each is listed once, nobody has to look for
//! duplicates, however long the text is.

use super::duplicate_item::Identity;
use std::collections::HashMap;

/// How often each identity is listed.
#[derive(Debug, Default)]
pub(super) struct Listed {
    counts: HashMap<u64, usize>,
    /// How many identities are listed more than once.
    repeated: usize,
}

impl Listed {
    /// Counts the identities of a segment that came.
    pub(super) fn add(&mut self, identities: &[Identity]) {
        for identity in identities {
            let count = self.counts.entry(identity.hash).or_default();
            *count += 1;
            self.repeated += usize::from(*count == 2);
        }
    }

    /// Counts the identities of a segment that went.
    pub(super) fn remove(&mut self, identities: &[Identity]) {
        for identity in identities {
            let Some(count) = self.counts.get_mut(&identity.hash) else {
                continue;
            };
            *count -= 1;
            self.repeated -= usize::from(*count == 1);
            if *count == 0 {
                self.counts.remove(&identity.hash);
            }
        }
    }

    /// Whether nothing is listed twice.
    pub(super) fn are_distinct(&self) -> bool {
        self.repeated == 0
    }
}
