//! A mapping together with its shape: which variant it is and what its keys mean.

use crate::catalog::{Allowed, Condition, Field, Hazard, Older, Shape, Variant};
use crate::syntax::{Entry, Kind, Value};
use std::borrow::Cow;

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
    /// The texts of the scalars among its entries, by key; other values as an empty text.
    texts: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> Form<'a> {
    /// Reads a mapping.
    pub fn new(value: Value<'a>, shape: &'static Shape) -> Self {
        let entries = value.entries();
        let mut texts: Vec<_> = entries
            .iter()
            .filter(|entry| entry.value.kind() != Kind::Broken && !entry.value.resolved().is_null())
            .map(|entry| {
                (
                    entry.name(),
                    entry.value.resolved().text().unwrap_or_default(),
                )
            })
            .collect();
        if entries.iter().any(Entry::is_merge) {
            for name in steering(shape) {
                if !texts.iter().any(|(key, _)| key == name) {
                    let merged = value.get(name).and_then(|value| value.resolved().text());
                    texts.extend(merged.map(|text| (Cow::Borrowed(name), text)));
                }
            }
        }
        let choice = match shape.discriminator {
            None => Choice::Plain,
            Some(name) => texts
                .iter()
                .find(|(key, _)| key == name)
                .and_then(|(_, text)| shape.variant(text))
                .map_or(Choice::Unknown, Choice::Known),
        };
        let mut form = Self {
            value,
            shape,
            choice,
            entries,
            older: None,
            texts,
        };
        form.older = shape.v1.iter().find(|older| {
            let mut keys = form.entries.iter().map(Entry::name);
            older.whole && keys.any(|key| older.keys.contains(&&*key)) && !form.is_strange()
        });
        form
    }

    /// Whether it may be something that the catalog does not know, with keys of which nothing can be said.
    fn is_strange(&self) -> bool {
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
                let fields = self.possible();
                let named = fields.iter().find(|field| field.name == key);
                named
                    .or_else(|| fields.iter().find(|field| also(field)))
                    .copied()
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
        let fitting = fields.find(|field| super::picked(entry.value, field.types).is_some());
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

    /// The text of the scalar under a key; empty for other values, nothing where the key is not there
    /// or has no value.
    pub fn text(&self, key: &str) -> Option<&str> {
        let found = self.texts.iter().find(|(name, _)| name == key);
        found.map(|(_, text)| text.as_ref())
    }

    /// Whether a field is there, under its name or another spelling of it, by itself or by a merge key.
    pub fn has(&self, field: &Field) -> bool {
        let names = || std::iter::once(&field.name).chain(field.aliases);
        let own = |entry: &Entry<'_>| {
            let written = entry.name();
            names().any(|name| *name == written)
        };
        self.entries.iter().any(own)
            || self.entries.iter().any(Entry::is_merge)
                && names().any(|name| self.value.get(name).is_some())
    }

    /// Whether any of the conditions holds; nothing where that cannot be said.
    pub fn holds(&self, conditions: &[Condition]) -> Option<bool> {
        self.shape
            .holds(self.variant(), conditions, |name| self.text(name))
    }

    /// Whether keys that we do not know are fine.
    pub fn is_open(&self) -> bool {
        self.shape.is_open(self.variant(), |name| self.text(name))
    }

    /// The texts that decide what is said of others: those of the discriminator, of the fields that conditions
    /// ask for, and of paths.
    pub fn steering(&self) -> Vec<Option<String>> {
        let names = steering(self.shape).into_iter();
        names
            .map(|name| self.text(name).map(str::to_owned))
            .collect()
    }

    /// The values that made this variant what it is: `Snowflake`, and `keyPair` where a condition asks for
    /// the method. For messages.
    pub fn because(&self, conditions: &[Condition]) -> Vec<(&'static str, String)> {
        let discriminator = self
            .shape
            .discriminator
            .filter(|_| self.variant().is_some());
        let asked = conditions
            .iter()
            .find(|all| self.holds(std::slice::from_ref(*all)) == Some(true))
            .into_iter()
            .flat_map(|all| all.iter().map(|(name, _)| *name));
        discriminator
            .into_iter()
            .chain(asked)
            .filter_map(|name| Some((name, self.text(name)?.to_owned())))
            .collect()
    }
}

/// The fields that decide about others: the discriminator, those that conditions ask for, and paths, which
/// those of the mappings inside repeat.
fn steering(shape: &'static Shape) -> Vec<&'static str> {
    let tables = || std::iter::once(shape.fields).chain(shape.variants.iter().map(|v| v.fields));
    let of_hazard = |hazard: &'static Hazard| hazard.when.iter().chain(hazard.unless);
    let of_value = move |allowed: &'static Allowed| {
        let hazards = allowed.hazards.iter().flat_map(of_hazard);
        allowed.when.iter().chain(hazards)
    };
    let conditions = tables().flatten().flat_map(move |field| {
        let required = match field.required {
            crate::catalog::Requirement::When(conditions) => conditions,
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
