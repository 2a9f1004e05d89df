//! What is around a place, step by step: scalar, value, entry, item, and so on up to the document.

use super::extent::{of_entry, of_item, of_value};
use crate::catalog::Kind;
use crate::spec::Spec;
use crate::syntax::{Kind as ValueKind, Syntax, Value};
use std::ops::Range;

/// The ranges around an offset, the smallest first; each is within the next and smaller. Empty outside of specs.
pub fn selections(
    syntax: &Syntax,
    fixed: Option<&'static Kind>,
    offset: usize,
) -> Vec<Range<usize>> {
    let document = syntax.document_at(offset);
    let Some(spec) = document.and_then(|document| Spec::read(document, fixed)) else {
        return Vec::new();
    };
    let mut around = Around {
        offset,
        ranges: Vec::new(),
    };
    if around.add(Some(spec.document.range())) && around.add(of_value(spec.root)) {
        around.inside(spec.root);
    }
    around.ranges.reverse();
    around.ranges
}

struct Around {
    offset: usize,
    /// The largest first.
    ranges: Vec<Range<usize>>,
}

impl Around {
    /// Takes a range if the offset is in it or at its end, and tells whether it is.
    fn add(&mut self, range: Option<Range<usize>>) -> bool {
        let Some(range) = range.filter(|r| (r.start..=r.end).contains(&self.offset)) else {
            return false;
        };
        let last = self.ranges.last();
        let is_smaller = last.is_none_or(|last| {
            last.start <= range.start && range.end <= last.end && *last != range
        });
        if is_smaller {
            self.ranges.push(range);
        }
        true
    }

    fn inside(&mut self, value: Value<'_>) {
        match value.kind() {
            ValueKind::Mapping => {
                for entry in value.entries() {
                    if self.add(Some(of_entry(&entry))) {
                        let is_key = self.add(Some(entry.key.range()));
                        if !is_key && self.add(of_value(entry.value)) {
                            self.inside(entry.value);
                        }
                        return;
                    }
                }
            }
            ValueKind::Sequence => {
                for item in value.items() {
                    if self.add(of_item(item)) {
                        if self.add(of_value(item)) {
                            self.inside(item);
                        }
                        return;
                    }
                }
            }
            ValueKind::Scalar => {
                let Some(range) = of_value(value) else { return };
                let source = value.source().trim_end();
                // The text without its quotes.
                let quoted = ['"', '\''].into_iter().any(|quote| {
                    source.len() > 2 && source.starts_with(quote) && source.ends_with(quote)
                });
                if quoted {
                    self.add(Some(range.start + 1..range.end - 1));
                }
            }
            _ => {}
        }
    }
}
