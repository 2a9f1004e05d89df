//! Fixes, and applying them.

use super::Diagnostic;
use std::collections::BTreeSet;
use std::ops::Range;

/// A way to fix what a diagnostic is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does: "Change to `Snowflake`".
    pub title: String,
    /// The edits; no two of them overlap.
    pub edits: Vec<Edit>,
    /// How certain it is.
    pub applicability: Applicability,
}

/// How certain it is that a fix does what was meant. The order is from the least to the most certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// A guess. It is offered, but never before other fixes, and never applied with many others.
    DisplayOnly,
    /// Probably right, but somebody should look at the result.
    Unsafe,
    /// Certain to be what was meant; it may be applied without a look.
    Safe,
}

/// New text in the place of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that it replaces.
    pub range: Range<usize>,
    /// The text that it puts there.
    pub text: String,
}

/// Returns the text with the edits applied, or `None` if they overlap or do not fit into the text.
pub fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        out.push_str(text.get(done..edit.range.start)?);
        out.push_str(&edit.text);
        done = text.get(edit.range.clone()).map(|_| edit.range.end)?;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// Returns the edits of the first fix of each diagnostic that is at least as certain as `least`, in the order of the
/// text. A fix that overlaps an earlier one is left out; it is found again once the others are applied.
pub fn fix_all(diagnostics: &[Diagnostic], least: Applicability) -> Vec<Edit> {
    let mut taken = Taken::default();
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
struct Taken(BTreeSet<(usize, usize)>);

impl Taken {
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
    use crate::diagnostics::Severity;

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
    fn edits_are_applied_in_the_order_of_the_text() {
        let edits = [edit(4..5, "E"), edit(0..1, "A"), edit(2..2, "-")];
        assert_eq!(apply("abcde", &edits).as_deref(), Some("Ab-cdE"));
        assert_eq!(apply("abc", &[]).as_deref(), Some("abc"));
    }

    #[test]
    fn edits_that_do_not_fit_are_refused() {
        assert_eq!(apply("abc", &[edit(0..2, ""), edit(1..3, "")]), None);
        assert_eq!(apply("abc", &[edit(2..9, "")]), None);
        assert_eq!(apply("ä", &[edit(1..2, "")]), None);
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
