//! What is unknown, missing or misplaced among the keys of a mapping.

use super::suggest::Closeness;
use crate::catalog::Field;

/// How the keys of a mapping differ from those that its shape asks for.
#[derive(Debug, Default)]
pub struct Diff {
    /// The keys that mean nothing here, in order. Those of `too_high` and those of the V1 API are not among them.
    pub unknown: Vec<Unknown>,
    /// The fields that are required and missing, but for those that an unknown key stands for.
    pub missing: Vec<&'static Field>,
    /// The keys that belong into a missing field.
    pub too_high: Option<TooHigh>,
    /// A key of another variant in the place of the one that this variant asks for.
    pub swapped: Option<Swapped>,
}

/// A key that means nothing in its mapping.
#[derive(Debug)]
pub struct Unknown {
    /// The number of its entry.
    pub index: usize,
    /// The field that it is a misspelling of.
    pub meant: Option<Meant>,
}

/// The field that a key is a misspelling of.
#[derive(Debug, Clone, Copy)]
pub struct Meant {
    /// The field: one that may be here and is not.
    pub field: &'static Field,
    /// How close the key is to it; `None` if the catalog says that the one is mistaken for the other.
    pub closeness: Option<Closeness>,
}

impl Meant {
    /// Whether it is certain that the field was meant.
    pub fn is_sure(self) -> bool {
        self.closeness.is_none_or(Closeness::is_sure)
    }
}

/// Keys that stand one level too high: they belong into a field that is missing.
#[derive(Debug)]
pub struct TooHigh {
    /// The field that they belong into.
    pub field: &'static Field,
    /// The numbers of their entries, ascending.
    pub entries: Vec<usize>,
}

/// A key of another variant in the place of the one that this variant asks for.
#[derive(Debug)]
pub struct Swapped {
    /// The key.
    pub name: String,
    /// The value of the discriminator that it goes with.
    pub goes_with: &'static str,
    /// The field that is missing instead.
    pub missing: &'static Field,
}

impl Diff {
    /// Whether an unknown key is a misspelling of a field.
    pub fn stands_for(&self, name: &str) -> bool {
        self.unknown
            .iter()
            .any(|unknown| unknown.meant.is_some_and(|meant| meant.field.name == name))
    }
}
