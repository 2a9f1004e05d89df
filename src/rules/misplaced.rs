//! Keys that stand one level too high, or beside the wrong value of the discriminator. Such a mistake shows twice, in what
//! is there and in what is missing; here is found out that it is one.

use super::missing_field::is_required;
use super::place;
use crate::catalog::{Field, Requirement, Variant};
use crate::spec::{Choice, Form, Node};
use crate::syntax::{Entry, Kind};

/// Keys that belong into a field that is missing.
pub(super) struct TooHigh {
    /// The field that they belong into.
    pub(super) field: &'static Field,
    /// The keys.
    pub(super) names: Vec<String>,
}

/// Whether an entry's key is none of a mapping's.
pub(super) fn is_strange(form: &Form<'_>, entry: &Entry<'_>) -> bool {
    !entry.is_merge() && entry.key.kind() == Kind::Scalar && form.field(&entry.name()).is_none()
}

/// The keys of a mapping that belong into a field that has to be there and is not.
pub(super) fn too_high(form: &Form<'_>) -> Option<TooHigh> {
    let strange = || form.entries.iter().filter(|entry| is_strange(form, entry));
    let known = !matches!(form.choice, Choice::Unknown) && !place::is_open(form);
    if strange().next().is_none() || !known || !form.value.is_complete() {
        return None;
    }
    let missing = form
        .certain()
        .filter(|field| is_required(form, field) && !form.has(field));
    let mut found = missing.filter_map(|field| {
        let shape = field.types.first().and_then(|t| t.innermost().shape())?;
        let belongs = |entry: &&Entry<'_>| shape.fields_named(&entry.name()).next().is_some();
        let names: Vec<_> = strange()
            .filter(belongs)
            .map(|entry| entry.name().into_owned())
            .collect();
        (!names.is_empty()).then_some(TooHigh { field, names })
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Whether a field that a mapping lacks stands beside that mapping, or beside the list it is an item of. The rule about
/// unknown keys says there where it belongs.
pub(super) fn is_beside(node: &Node<'_, '_>, field: &Field) -> bool {
    let Some(outer) = node.parent else {
        return false;
    };
    let known = !matches!(outer.choice, Choice::Unknown) && !place::is_open(outer);
    let mut entries = outer.entries.iter();
    known
        && outer.older_key(field.name).is_none()
        && entries.any(|entry| entry.name() == field.name && is_strange(outer, entry))
}

/// The keys of a root that belong into something below it: what is below is judged by them.
pub(super) fn outside<'f>(root: &'f Form<'_>) -> impl Iterator<Item = String> + 'f {
    let strange = root.entries.iter().filter(|entry| is_strange(root, entry));
    strange
        .map(|entry| entry.name().into_owned())
        .filter(|name| {
            let shapes = root.possible().into_iter().flat_map(|field| field.types);
            let mut shapes = shapes.filter_map(|t| t.innermost().shape());
            shapes.any(|shape| shape.fields_named(name).next().is_some())
        })
}

/// A key of another variant in the place of the one that this variant asks for.
pub(super) struct Swapped {
    /// The key.
    pub(super) name: String,
    /// The value of the discriminator that it goes with.
    pub(super) goes_with: &'static str,
    /// The field that is missing instead.
    pub(super) missing: &'static Field,
}

/// Looks for a key that stands in the place of the only one that the variant asks for. Where variants ask for more, what is
/// missing is no mere mix-up.
pub(super) fn swapped(form: &Form<'_>) -> Option<Swapped> {
    let missing = asked_for(form.variant()?)?;
    if form.has(missing) || place::is_open(form) {
        return None;
    }
    form.entries
        .iter()
        .filter(|entry| is_strange(form, entry))
        .find_map(|entry| {
            let name = entry.name();
            let of = |variant: &&Variant| asked_for(variant).is_some_and(|f| f.name == name);
            let goes_with = form.shape.variants.iter().find(of)?.values.first()?;
            Some(Swapped {
                name: name.into_owned(),
                goes_with,
                missing,
            })
        })
}

/// The only field that a variant asks for on its own.
fn asked_for(variant: &Variant) -> Option<&'static Field> {
    let mut required = variant
        .fields
        .iter()
        .filter(|field| matches!(field.required, Requirement::Always));
    let only = required.next()?;
    required.next().is_none().then_some(only)
}
