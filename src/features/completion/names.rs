//! Names that the tenant has, where a text is to name something.

use super::{CompletionContext, Item};
use crate::catalog::Field;
use crate::features::expression::unfinished;
use crate::features::naming;
use crate::spec::Form;

/// More names than this are not offered at once: nobody reads on, and editors take their time.
pub(super) const MOST: usize = 200;

impl CompletionContext<'_> {
    /// The names that a field may hold. Where siblings leave open what it names, those of any kind.
    pub(super) fn names(&mut self, field: &'static Field, parent: Option<&Form<'_>>) {
        let (Some(names), Some(form)) = (self.names, parent) else {
            return;
        };
        let context = self.context();
        let at = self.offset.saturating_sub(context.range.start);
        let Some((text, at)) = unfinished(&self.word, context.quote, at) else {
            return;
        };
        let typed = text.get(..at).unwrap_or_default();
        let mut left = MOST;
        let references = field.refers.iter();
        for reference in references.filter(|row| form.holds(row.when) != Some(false)) {
            let sibling = |name: &str| form.text(name);
            let (found, complete) = naming::fitting(names, reference, sibling, typed, left);
            self.complete &= complete;
            left = left.saturating_sub(found.len());
            for candidate in found.iter().filter(|found| is_plain(found.inserted)) {
                let item = self.text(candidate.inserted);
                // A quote counts as it does for what is inserted.
                let quote = item.filter_text.as_deref().and_then(|text| text.get(..1));
                let filter_text = quote.map(|quote| format!("{quote}{}", candidate.name));
                self.add(
                    1,
                    Item {
                        label: candidate.name.to_owned(),
                        detail: candidate.detail(names),
                        documentation: candidate.documentation(names),
                        filter_text,
                        ..item
                    },
                );
            }
        }
    }
}

/// Whether a name is of characters that can be written down as they are.
pub(super) fn is_plain(name: &str) -> bool {
    let strange = |c: char| c.is_control() || ('\u{e000}'..='\u{f8ff}').contains(&c);
    !name.contains(strange)
}
