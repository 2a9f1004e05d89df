//! A mapping together with its shape: which variant it is and what its keys mean.

use super::difference::Diff;
use super::fit::picked;
use crate::catalog::{Allowed, Condition, Field, Hazard, Older, Requirement, Shape, Variant};
use crate::syntax::{Entry, Kind, ScalarType, Value};
use std::borrow::Cow;
use std::cell::OnceCell;

/// Which variant of its shape a mapping is.
#[derive(Debug, Clone, Copy)]
pub enum Choice {
    /// The shape has no variants.
    Plain,
    /// This one.
    Known(&'static Variant),
    /// The discriminator is missing, or its value is none that we know.
    Unknown,
}

/// A mapping read by a shape.
pub struct Form<'a> {
    /// The mapping.
    pub value: Value<'a>,
    /// Its shape.
    pub shape: &'static Shape,
    /// Which variant of the shape it is.
    pub choice: Choice,
    /// Its entries as written.
    pub entries: Vec<Entry<'a>>,
    /// How the V1 API writes it, where this one is altogether of that API: nothing else can be said of it.
    pub older: Option<&'static Older>,
    /// The first entry of each key, in the order of the keys.
    by_key: Vec<(Cow<'a, str>, usize)>,
    /// The texts of the scalars among its entries, in the order of the keys; other values as an empty text.
    texts: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Whether it takes entries from other mappings by a merge key.
    merges: bool,
    /// How its keys differ from those that its shape asks for, once somebody has asked.
    pub(super) diff: OnceCell<Diff>,
}

impl<'a> Form<'a> {
    /// Reads a mapping.
    pub fn new(value: Value<'a>, shape: &'static Shape) -> Self {
        let entries = value.entries();
        let keys = entries.iter().map(Entry::name).enumerate();
        let mut by_key: Vec<_> = keys.map(|(index, key)| (key, index)).collect();
        let mut texts = Vec::with_capacity(entries.len());
        for (entry, (key, _)) in entries.iter().zip(&by_key) {
            let value = entry.value.resolved();
            if entry.value.kind() != Kind::Broken && !value.is_null() {
                texts.push((key.clone(), value.text().unwrap_or_default()));
            }
        }
        let merges = entries.iter().any(Entry::is_merge);
        if merges {
            for name in controlling_fields(shape) {
                let merged = value.get(name).and_then(|value| value.resolved().text());
                // Behind what the mapping has itself.
                texts.extend(merged.map(|text| (Cow::Borrowed(name), text)));
            }
        }
        // Both sorts are stable: of the same key the first stays.
        by_key.sort_by(|(one, _), (other, _)| one.cmp(other));
        by_key.dedup_by(|(later, _), (first, _)| later == first);
        texts.sort_by(|(one, _), (other, _)| one.cmp(other));
        texts.dedup_by(|(later, _), (first, _)| later == first);
        let mut form = Self {
            value,
            shape,
            choice: Choice::Plain,
            entries,
            older: None,
            by_key,
            texts,
            merges,
            diff: OnceCell::new(),
        };
        if let Some(name) = shape.discriminator {
            let variant = form.text(name).and_then(|text| shape.variant(text));
            form.choice = variant.map_or(Choice::Unknown, Choice::Known);
        }
        form.older = shape.v1.iter().find(|older| {
            let mut keys = older.keys.iter();
            older.whole && keys.any(|key| form.index_of(key).is_some()) && !form.is_strange()
        });
        form
    }

    /// Whether it may be something that the catalog does not know, with keys of which nothing can be said.
    pub(super) fn is_strange(&self) -> bool {
        let chosen = self.shape.discriminator.and_then(|name| {
            let text = self.text(name).filter(|_| self.variant().is_none())?;
            Some((self.shape.field(name)?, text))
        });
        let strange = chosen.is_some_and(|(field, text)| {
            let mut rows = field.v1_values.iter();
            !rows.any(|(older, _)| older.eq_ignore_ascii_case(text))
        });
        strange || self.is_open()
    }

    /// What V2 has in the place of a key that only the V1 API has here.
    pub fn older_key(&self, key: &str) -> Option<&'static Older> {
        let mut rows = self.shape.v1.iter().filter(|older| !older.whole);
        let row = rows.find(|older| older.keys.contains(&key))?;
        (!self.is_strange()).then_some(row)
    }

    /// Whether another field is there that stands in for this one.
    pub fn is_replaced(&self, field: &Field) -> bool {
        self.certain()
            .any(|other| other.instead_of == Some(field.name) && self.has(other))
    }

    /// The chosen variant.
    pub fn variant(&self) -> Option<&'static Variant> {
        match self.choice {
            Choice::Known(variant) => Some(variant),
            Choice::Plain | Choice::Unknown => None,
        }
    }

    /// The field that a key means here. While the variant is not known, any variant's field will do.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        if let Some(field) = self.shape.field_of(self.variant(), key) {
            return Some(field);
        }
        let also = |field: &&'static Field| field.aliases.contains(&key);
        match self.choice {
            Choice::Unknown => {
                let named = self.shape.fields_named(key).next();
                named.or_else(|| self.possible().into_iter().find(also))
            }
            Choice::Plain | Choice::Known(_) => self.certain().find(also),
        }
    }

    /// The field that an entry is. While the variant is not known, that of a variant in which its value has the right
    /// form.
    pub(super) fn field_of(&self, entry: &Entry<'_>) -> Option<&'static Field> {
        let name = entry.name();
        let field = self.field(&name)?;
        if self.is_settled(&name) {
            return Some(field);
        }
        let mut fields = self.shape.fields_named(&name);
        let fitting = fields.find(|field| picked(entry.value, field.types).is_some());
        Some(fitting.unwrap_or(field))
    }

    /// Whether it is certain what is in the value of a key: the variant is known, or all variants agree.
    pub(super) fn is_settled(&self, key: &str) -> bool {
        !matches!(self.choice, Choice::Unknown) || self.shape.agrees_on(key)
    }

    /// The fields that may be here: those of the variant, or of all variants while it is not known.
    pub fn possible(&self) -> Vec<&'static Field> {
        match self.choice {
            Choice::Unknown => self.shape.every_field(),
            Choice::Plain | Choice::Known(_) => self.shape.fields_of(self.variant()).collect(),
        }
    }

    /// The fields that are certain to belong here, whatever the variant turns out to be.
    pub fn certain(&self) -> impl Iterator<Item = &'static Field> {
        self.shape.fields_of(self.variant())
    }

    /// Returns the text of the scalar under a key: empty for other values, `None` if the key is missing or has no value.
    pub fn text(&self, key: &str) -> Option<&str> {
        let at = self.texts.binary_search_by(|(name, _)| (**name).cmp(key));
        self.texts.get(at.ok()?).map(|(_, text)| text.as_ref())
    }

    /// Returns the number of the first entry with this key.
    pub fn index_of(&self, key: &str) -> Option<usize> {
        let at = self.by_key.binary_search_by(|(name, _)| (**name).cmp(key));
        self.by_key.get(at.ok()?).map(|(_, index)| *index)
    }

    /// Returns the first entry with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry<'a>> {
        self.entries.get(self.index_of(key)?)
    }

    /// Whether the mapping is written in braces.
    pub fn is_flow(&self) -> bool {
        // The brace may be that of its first key: `{a: b}: c`.
        let starts_behind_brace =
            |entry: &Entry<'_>| entry.key.range().start > self.value.range().start;
        self.value.source().starts_with('{') && self.entries.first().is_none_or(starts_behind_brace)
    }

    /// The fields of which a mapping of this shape holds exactly one.
    pub fn alternatives(&self) -> impl Iterator<Item = &'static Field> {
        let names = self.shape.one_of.iter();
        names.filter_map(|name| self.shape.field(name))
    }

    /// Whether it holds none of the fields of which it has to hold one.
    pub fn lacks_alternative(&self) -> bool {
        !self.alternatives().any(|field| self.has(field))
    }

    /// Whether an entry is one of the alternatives, but switched off: `all: false`.
    pub fn is_switched_off(&self, entry: &Entry<'_>) -> bool {
        let value = entry.value.resolved();
        value.scalar_type() == Some(ScalarType::Boolean)
            && value
                .text()
                .is_some_and(|text| text.eq_ignore_ascii_case("false"))
            && self.shape.one_of.contains(&&*entry.name())
    }

    /// Whether a field is there, under its name or another spelling of it, by itself or by a merge key.
    pub fn has(&self, field: &Field) -> bool {
        let names = || std::iter::once(&field.name).chain(field.aliases);
        names().any(|name| self.index_of(name).is_some())
            || self.merges && names().any(|name| self.value.get(name).is_some())
    }

    /// Whether any of the conditions holds. Returns `None` if that cannot be said.
    pub fn holds(&self, conditions: &[Condition]) -> Option<bool> {
        self.shape
            .holds(self.variant(), conditions, |name| self.text(name))
    }

    /// Whether keys that the catalog does not know may mean something: the shape is open, or the variant is one that the
    /// catalog does not know either.
    pub fn permits_unknown_keys(&self) -> bool {
        let strange = matches!(self.choice, Choice::Unknown)
            && self
                .shape
                .discriminator
                .is_some_and(|name| self.text(name).is_some());
        strange || self.is_open()
    }

    /// Whether keys that are not known are fine.
    pub fn is_open(&self) -> bool {
        self.shape.is_open(self.variant(), |name| self.text(name))
    }

    /// The texts that decide what is said of others: those of the discriminator, of the fields that conditions
    /// ask for, and of paths.
    pub fn controlling_texts(&self) -> Vec<Option<String>> {
        let names = controlling_fields(self.shape).into_iter();
        names
            .map(|name| self.text(name).map(str::to_owned))
            .collect()
    }
}

/// The fields that decide about others: the discriminator, those that conditions ask for, and paths, which
/// those of the mappings inside repeat.
fn controlling_fields(shape: &'static Shape) -> Vec<&'static str> {
    let tables = || std::iter::once(shape.fields).chain(shape.variants.iter().map(|v| v.fields));
    let of_hazard = |hazard: &'static Hazard| hazard.when.iter().chain(hazard.unless);
    let of_value = move |allowed: &'static Allowed| {
        let hazards = allowed.hazards.iter().flat_map(of_hazard);
        allowed.when.iter().chain(hazards)
    };
    let conditions = tables().flatten().flat_map(move |field| {
        let required = match field.required {
            Requirement::When(conditions) => conditions,
            _ => &[],
        };
        let values = field.text().map_or(&[][..], |text| text.values);
        let hazards = field.hazards.iter().flat_map(of_hazard);
        let refers = field.refers.iter().flat_map(|row| row.when);
        let own = field
            .when
            .iter()
            .chain(required)
            .chain(hazards)
            .chain(refers);
        own.chain(values.iter().flat_map(of_value))
    });
    let paths = tables()
        .flatten()
        .filter(|field| field.text().is_some_and(|text| text.path));
    let mut names: Vec<_> = conditions
        .flat_map(|all| all.iter().map(|(name, _)| *name))
        .chain(paths.map(|field| field.name))
        .collect();
    names.extend(shape.discriminator);
    names.sort_unstable();
    names.dedup();
    names
}
