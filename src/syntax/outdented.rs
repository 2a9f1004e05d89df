//! An item whose dash is left of those before it in its list.

use super::characters::{WHITE, indent_of};
use super::context::Context;
use super::error::SyntaxError;
use super::spaced::Spaced;
use super::wording;

/// Such an item.
#[derive(Debug)]
pub(super) struct Outdented {
    /// How many columns it is left of the first item.
    by: usize,
    pub(super) error: SyntaxError,
}

/// What is wrong with the first of the items that are left of the first one of their list.
pub(super) fn outdented(text: &str, context: Context) -> Option<Outdented> {
    let Context::Item {
        list,
        column,
        follows: false,
        ..
    } = context
    else {
        return None;
    };
    let by = list.checked_sub(column).filter(|by| *by > 0)?;
    let line = text.lines().next().unwrap_or_default().trim_end();
    let message = wording::left_of_first_item(column, list);
    Some(Outdented {
        by,
        error: SyntaxError::new(column.min(line.len())..line.len(), message),
    })
}

impl Outdented {
    /// The text with the dash in line, if that is what the lines below it are in line with.
    pub(super) fn put_in_line(&self, text: &str) -> Option<Spaced> {
        let mut lines = text.lines();
        let line = lines.next()?;
        let key = line.trim_start_matches([' ', '-']);
        let below = lines.find(|line| {
            !line.trim_matches(WHITE).is_empty() && !line.trim_start().starts_with('#')
        })?;
        if indent_of(below) != line.len() - key.len() + self.by {
            return None;
        }
        let mut spaced = Spaced::default();
        for _ in 0..self.by {
            spaced.space_before(0);
        }
        spaced.text.push_str(text);
        Some(spaced)
    }
}
