//! Fixes, and applying them.

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

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(range: Range<usize>, text: &str) -> Edit {
        Edit {
            range,
            text: text.to_owned(),
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
}
