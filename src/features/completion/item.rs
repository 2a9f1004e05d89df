//! What completion offers.

use crate::catalog;
use crate::display::Markdown;
use std::ops::Range;

/// One thing that may be written at the cursor.
///
/// Lines of `new_text` behind its first are indented relative to the line of the cursor: the editor adds
/// that line's leading white space to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What the list shows.
    pub label: String,
    /// What it is.
    pub kind: ItemKind,
    /// What it is in a few words.
    pub detail: String,
    /// What it means.
    pub documentation: Markdown,
    /// What it replaces.
    pub range: Range<usize>,
    /// What it puts there.
    pub new_text: String,
    /// Whether `new_text` is a snippet, with stops such as `${1:name}`.
    pub snippet: bool,
    /// What the text in `range` is compared with, where that is not the label.
    pub filter_text: Option<String>,
    /// What the list is ordered by.
    pub sort_text: String,
    /// Whether it is the one to choose at first.
    pub preselect: bool,
    /// Edits elsewhere that go with it: a comma that was missing.
    pub also: Vec<(Range<usize>, String)>,
}

impl Item {
    /// The new text for an editor that knows no snippets: every stop holds its default.
    pub fn plain(&self) -> String {
        if self.snippet {
            catalog::expand_snippet(&self.new_text)
        } else {
            self.new_text.clone()
        }
    }
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// A key, with what belongs behind it.
    Key,
    /// A value.
    Value,
    /// A token of a name template, or a variable of an expression.
    Token,
    /// A function of an expression.
    Function,
    /// A word that joins or negates parts of an expression.
    Keyword,
    /// Several keys at once, or a whole spec.
    Snippet,
}

/// What may be written at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Items {
    /// The items, the likeliest first.
    pub items: Vec<Item>,
    /// Whether those are all. Otherwise others may fit once more is typed.
    pub complete: bool,
}

impl Items {
    pub(super) fn none() -> Self {
        Self {
            items: Vec::new(),
            complete: true,
        }
    }
}
