//! A mapping together with its shape: which variant it is and what its keys mean.

use crate::catalog::{Condition, Field, Shape, Type, Variant};
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
        Self {
            value,
            shape,
            choice,
            entries,
            texts,
        }
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

    /// What a field takes here: anything, while the variant is not known and variants disagree about the shape.
    pub fn types(&self, field: &'static Field) -> &'static [Type] {
        let disagree = matches!(self.choice, Choice::Unknown)
            && self.shape.variants_with(field.name).any(|variant| {
                let other = self.shape.field_of(Some(variant), field.name);
                other.is_some_and(|other| !same_shapes(field, other))
            });
        if disagree { ANYTHING } else { field.types }
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

static ANYTHING: &[Type] = &[Type::Any];

fn same_shapes(one: &Field, other: &Field) -> bool {
    let shapes = |field: &Field| {
        let shape = |r#type: &Type| Some(r#type.innermost().shape()?.name);
        field.types.iter().map(shape).collect::<Vec<_>>()
    };
    shapes(one) == shapes(other)
}

/// The fields that decide about others: the discriminator, those that conditions ask for, and paths, which
/// those of the mappings inside repeat.
fn steering(shape: &'static Shape) -> Vec<&'static str> {
    let tables = || std::iter::once(shape.fields).chain(shape.variants.iter().map(|v| v.fields));
    let conditions = tables().flatten().flat_map(|field| {
        let required = match field.required {
            crate::catalog::Requirement::When(conditions) => conditions,
            _ => &[],
        };
        let unless = field.hazards.iter().flat_map(|hazard| hazard.unless);
        field.when.iter().chain(required).chain(unless)
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
