//! How the keys of a mapping differ from those that its shape asks for.
//!
//! One mistake shows twice, in a key that is unknown and in one that is missing; so both are found together, once a mapping,
//! and each rule words its part.

use super::difference::{Diff, Meant, Swapped, TooHigh, Unknown};
use super::form::{Choice, Form};
use super::suggest;
use super::walk::Node;
use crate::catalog::{Field, Requirement, Type, Variant};
use crate::syntax::{Entry, Kind};

impl Form<'_> {
    /// How its keys differ from those that its shape asks for.
    pub fn diff(&self) -> &Diff {
        self.diff.get_or_init(|| Diff::of(self))
    }
}

impl Diff {
    fn of(form: &Form<'_>) -> Self {
        let strange: Vec<_> = (0..)
            .zip(&form.entries)
            .filter(|(_, entry)| is_strange(form, entry))
            .map(|(index, _)| index)
            .collect();
        let absent: Vec<_> = form
            .certain()
            .filter(|field| form.requires(field) && !form.has(field))
            .collect();
        let too_high = too_high(form, &strange, &absent);
        let unknown = unknown(form, &strange, too_high.as_ref());
        let swapped = swapped(form, &strange);
        let mut diff = Self {
            unknown,
            missing: Vec::new(),
            too_high,
            swapped,
        };
        diff.missing = diff.missing(form, absent);
        diff
    }

    fn missing(&self, form: &Form<'_>, mut absent: Vec<&'static Field>) -> Vec<&'static Field> {
        if absent.is_empty() {
            return absent;
        }
        // Which of two that exclude each other is meant shows when one of them is gone.
        let one_of = form.shape.one_of.iter();
        let torn = one_of.filter(|name| form.text(name).is_some()).count() > 1;
        let swapped = self.swapped.as_ref().map(|swapped| swapped.missing.name);
        absent.retain(|field| {
            let undecided = torn && matches!(field.required, Requirement::When(_));
            let mut stand_ins = form
                .certain()
                .filter(|other| other.instead_of == Some(field.name));
            !undecided
                && swapped != Some(field.name)
                && !self.stands_for(field.name)
                && !stand_ins.any(|other| self.stands_for(other.name))
        });
        absent
    }
}

/// Whether an entry's key is none of the mapping's.
fn is_strange(form: &Form<'_>, entry: &Entry<'_>) -> bool {
    !entry.is_merge() && entry.key.kind() == Kind::Scalar && form.field(&entry.name()).is_none()
}

fn too_high(form: &Form<'_>, strange: &[usize], absent: &[&'static Field]) -> Option<TooHigh> {
    let known = !matches!(form.choice, Choice::Unknown) && !form.permits_unknown_keys();
    if strange.is_empty() || !known || !form.value.is_complete() {
        return None;
    }
    let mut found = absent.iter().filter_map(|field| {
        let shape = field.types.first().and_then(|t| t.innermost().shape())?;
        let belongs = |index: &usize| {
            let entry = form.entries.get(*index);
            entry.is_some_and(|entry| shape.fields_named(&entry.name()).next().is_some())
        };
        let entries: Vec<_> = strange.iter().copied().filter(belongs).collect();
        (!entries.is_empty()).then_some(TooHigh { field, entries })
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn unknown(form: &Form<'_>, strange: &[usize], too_high: Option<&TooHigh>) -> Vec<Unknown> {
    if strange.is_empty() || form.permits_unknown_keys() {
        return Vec::new();
    }
    let is_too_high = |index: usize| {
        too_high.is_some_and(|too_high| too_high.entries.binary_search(&index).is_ok())
    };
    let candidates = Candidates::of(form);
    let mut unknown = Vec::new();
    for index in strange.iter().copied().filter(|index| !is_too_high(*index)) {
        let Some(key) = form.entries.get(index).map(Entry::name) else {
            continue;
        };
        if form.older_key(&key).is_none() {
            let meant = candidates.meant(form, &key);
            unknown.push(Unknown { index, meant });
        }
    }
    unknown
}

/// The fields that an unknown key may be a misspelling of.
struct Candidates {
    /// Those that may be here and are not.
    free: Vec<&'static Field>,
    /// What others that are here already are mistaken for.
    taken: Vec<&'static str>,
}

impl Candidates {
    fn of(form: &Form<'_>) -> Self {
        let is_free =
            |field: &&'static Field| !form.has(field) && form.holds(field.when) != Some(false);
        let (free, taken): (Vec<_>, Vec<_>) = form.certain().partition(is_free);
        let taken = taken.into_iter().flat_map(|field| field.mistaken);
        Self {
            free,
            taken: taken.copied().collect(),
        }
    }

    fn meant(&self, form: &Form<'_>, key: &str) -> Option<Meant> {
        let mut free = self.free.iter();
        if let Some(field) = free.find(|field| field.mistaken.contains(&key)) {
            return Some(Meant {
                field,
                closeness: None,
            });
        }
        if self.taken.contains(&key) {
            return None;
        }
        let guess = suggest::closest(key, self.free.iter().map(|field| field.name))?;
        // What is the exact name of something that belongs elsewhere is no slip of the pen.
        if !guess.closeness.is_sure() && form.shape.fields_named(key).next().is_some() {
            return None;
        }
        let field = self.free.iter().find(|field| field.name == guess.word)?;
        Some(Meant {
            field,
            closeness: Some(guess.closeness),
        })
    }
}

/// Looks for a key that stands in the place of the only one that the variant asks for. Where variants ask for more, what is
/// missing is no mere mix-up.
fn swapped(form: &Form<'_>, strange: &[usize]) -> Option<Swapped> {
    let missing = asked_for(form.variant()?)?;
    if strange.is_empty() || form.has(missing) || form.permits_unknown_keys() {
        return None;
    }
    let variants = form.shape.variants.iter();
    let of_variants: Vec<_> = variants
        .filter_map(|variant| Some((asked_for(variant)?.name, *variant.values.first()?)))
        .collect();
    strange.iter().find_map(|index| {
        let name = form.entries.get(*index)?.name();
        let (_, goes_with) = of_variants.iter().find(|(asked, _)| *asked == name)?;
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

/// Whether a field that a mapping lacks stands beside that mapping, or beside the list it is an item of, where it means
/// nothing.
pub fn is_beside(node: &Node<'_, '_>, field: &Field) -> bool {
    let Some(outer) = node.parent else {
        return false;
    };
    !matches!(outer.choice, Choice::Unknown)
        && !outer.permits_unknown_keys()
        && outer.older_key(field.name).is_none()
        && outer
            .entry(field.name)
            .is_some_and(|entry| is_strange(outer, entry))
}

/// The keys of a root that belong into something below it: what is below is judged by them.
pub fn misplaced_below<'f>(root: &'f Form<'_>) -> impl Iterator<Item = String> + 'f {
    let strange = root.entries.iter().filter(|entry| is_strange(root, entry));
    strange
        .map(|entry| entry.name().into_owned())
        .filter(|name| {
            let shapes = root.possible().into_iter().flat_map(|field| field.types);
            let mut shapes = shapes.filter_map(|t| t.innermost().shape());
            shapes.any(|shape| shape.fields_named(name).next().is_some())
        })
}

/// A variant of the mapping around a mapping that has all the keys of the inner one in it.
#[derive(Debug, Clone, Copy)]
pub struct OtherVariant {
    /// The discriminator.
    pub by: &'static str,
    /// Its value.
    pub value: &'static str,
}

/// Looks for the only other variant that all keys of a mapping fit, where this one's are missing.
pub fn other_variant(node: &Node<'_, '_>, form: &Form<'_>) -> Option<OtherVariant> {
    let (parent, field) = (node.parent?, node.field?);
    let here = parent.variant()?;
    let by = parent.shape.discriminator?;
    let unknown = &form.diff().unknown;
    let misspelt = || unknown.iter().any(|unknown| unknown.meant.is_some());
    let lacks = |field: &Field| form.requires(field) && !form.has(field);
    if unknown.is_empty() || node.entry.is_none() || !form.certain().any(lacks) || misspelt() {
        return None;
    }
    let fits = |variant: &&Variant| {
        let mut fields = variant
            .fields
            .iter()
            .filter(|other| other.name == field.name);
        let shape = fields.find_map(|other| other.types.iter().find_map(Type::shape));
        shape.is_some_and(|shape| {
            let knows = |entry: &Entry<'_>| shape.fields_named(&entry.name()).next().is_some();
            form.entries.iter().all(knows)
        })
    };
    let variants = parent.shape.variants.iter();
    let mut others = variants
        .filter(|variant| !std::ptr::eq(*variant, here))
        .filter(fits);
    let value = *others.next()?.values.first()?;
    others
        .next()
        .is_none()
        .then_some(OtherVariant { by, value })
}
