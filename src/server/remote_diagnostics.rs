//! What a tenant complained about, per document, until its text is edited.
//!
//! A client that pulls its diagnostics gets these pushed beside them; to one that is pushed to, both go
//! together, since each push replaces the one before.

use crate::features::dry_run::RemoteDiagnostic;
use crate::text::Edited;
use dashmap::DashMap;
use tower_lsp::ls_types as lsp;

/// The complaints about all documents. Only to be touched in functions that are not `async`.
#[derive(Debug, Default)]
pub(super) struct RemoteDiagnostics(DashMap<lsp::Uri, Vec<RemoteDiagnostic>>);

impl RemoteDiagnostics {
    /// What is complained about in a document.
    pub(super) fn of(&self, uri: &lsp::Uri) -> Vec<RemoteDiagnostic> {
        self.0
            .get(uri)
            .map(|entry| entry.value().clone())
            .unwrap_or_default()
    }

    /// Puts complaints in the place of those in a range of a document, and says whether that changes anything.
    pub(super) fn replace(
        &self,
        uri: &lsp::Uri,
        within: &std::ops::Range<usize>,
        new: Vec<RemoteDiagnostic>,
    ) -> bool {
        if new.is_empty() && !self.0.contains_key(uri) {
            return false;
        }
        let mut all = self.0.entry(uri.clone()).or_default();
        let before = all.len();
        all.retain(|complained| !within.contains(&complained.range.start));
        let changes = before != all.len() || !new.is_empty();
        all.extend(new);
        changes
    }

    /// Forgets what is complained about in a document, and says whether there was anything.
    pub(super) fn forget(&self, uri: &lsp::Uri) -> bool {
        self.0.remove(uri).is_some_and(|(_, all)| !all.is_empty())
    }

    /// Follows edits of a document: what is edited is no longer complained about, what stands behind moves along.
    /// Says whether there is, or was, anything.
    pub(super) fn follow(&self, uri: &lsp::Uri, edits: &[Edited]) -> bool {
        let Some(mut all) = self.0.get_mut(uri) else {
            return false;
        };
        let any = !all.is_empty();
        edits.iter().for_each(|edited| follow(&mut all, edited));
        any
    }
}

/// Has complaints follow an edit.
pub(super) fn follow(all: &mut Vec<RemoteDiagnostic>, edited: &Edited) {
    all.retain_mut(|complained| match moved(&complained.range, edited) {
        Some(range) => {
            complained.range = range;
            true
        }
        None => false,
    });
}

/// Where a range is after an edit; nowhere if the edit touches it.
fn moved(range: &std::ops::Range<usize>, edited: &Edited) -> Option<std::ops::Range<usize>> {
    if edited.old.start > range.end {
        return Some(range.clone());
    }
    if edited.old.end >= range.start {
        return None;
    }
    let shift = |offset: usize| offset - edited.old.end + edited.new_end;
    Some(shift(range.start)..shift(range.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(old: std::ops::Range<usize>, new_end: usize) -> Edited {
        Edited { old, new_end }
    }

    #[test]
    fn a_complaint_moves_with_its_text_and_goes_with_it() {
        assert_eq!(moved(&(10..14), &edit(0..2, 5)), Some(13..17));
        assert_eq!(moved(&(10..14), &edit(2..6, 2)), Some(6..10));
        assert_eq!(moved(&(10..14), &edit(15..16, 20)), Some(10..14));
        for touching in [
            edit(10..10, 11),
            edit(14..14, 15),
            edit(12..13, 12),
            edit(0..30, 0),
        ] {
            assert_eq!(moved(&(10..14), &touching), None, "{touching:?}");
        }
    }
}
