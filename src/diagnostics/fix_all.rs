//! Choosing, among the fixes of many diagnostics, those that can be applied together.

use super::diagnostic::Diagnostic;
use super::fix::{Applicability, Edit};
use std::collections::BTreeSet;
use std::ops::Range;

/// Returns the edits of the first fix of each diagnostic that is at least as certain as `least`, in the order of the
/// text. A fix that overlaps an earlier one is left out; it is found again once the others are applied.
pub fn fix_all(diagnostics: &[Diagnostic], least: Applicability) -> Vec<Edit> {
    let mut taken = EditedRanges::default();
    let mut edits = Vec::new();
    for diagnostic in diagnostics {
        let Some(fix) = diagnostic.fixes.first() else {
            continue;
        };
        if fix.applicability >= least && fix.edits.iter().all(|edit| taken.leaves_free(&edit.range))
        {
            for edit in &fix.edits {
                taken.0.insert((edit.range.start, edit.range.end));
                edits.push(edit.clone());
            }
        }
    }
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    edits
}

/// The ranges that are edited, none overlapping another.
#[derive(Default)]
struct EditedRanges(BTreeSet<(usize, usize)>);

impl EditedRanges {
    /// Returns whether an edit of a range would neither overlap another one nor insert at the same place.
    fn leaves_free(&self, range: &Range<usize>) -> bool {
        let own = (range.start, range.end);
        let before = self.0.range(..=own).next_back();
        let after = self.0.range(own..).next();
        before.is_none_or(|before| *before != own && before.1 <= range.start)
            && after.is_none_or(|after| after.0 >= range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Fix, Severity};

    fn edit(range: Range<usize>, text: &str) -> Edit {
        Edit {
            range,
            text: text.to_owned(),
        }
    }

    fn diagnostic(applicability: Applicability, edits: &[Edit]) -> Diagnostic {
        Diagnostic {
            code: "code",
            kind: "data",
            severity: Severity::Error,
            range: 0..0,
            message: String::new(),
            related: Vec::new(),
            fixes: vec![Fix {
                title: String::new(),
                edits: edits.to_vec(),
                applicability,
            }],
        }
    }

    #[test]
    fn of_fixes_that_overlap_the_first_is_taken() {
        use Applicability::{DisplayOnly, Safe, Unsafe};
        let all = [
            diagnostic(Safe, &[edit(4..6, "x"), edit(0..1, "y")]),
            diagnostic(Safe, &[edit(5..7, "overlaps")]),
            diagnostic(Safe, &[edit(6..6, "beside")]),
            diagnostic(Safe, &[edit(6..6, "the same place")]),
            diagnostic(Safe, &[edit(0..9, "around")]),
            diagnostic(Unsafe, &[edit(8..9, "z")]),
            diagnostic(DisplayOnly, &[edit(10..11, "guess")]),
        ];
        let texts = |least| {
            let edits = fix_all(&all, least);
            edits.into_iter().map(|edit| edit.text).collect::<Vec<_>>()
        };
        assert_eq!(texts(Safe), ["y", "x", "beside"]);
        assert_eq!(texts(Unsafe), ["y", "x", "beside", "z"]);
    }
}
