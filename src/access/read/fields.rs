//! A mapping of a spec, by what its fields mean.

use crate::catalog::{Field, Meaning, Shape, Type, meaning, value_meaning};
use crate::spec::{Form, has_placeholder};
use crate::syntax::{Kind, ScalarType, Value};
use std::ops::Range;

/// A mapping with its shape.
pub(super) struct Fields<'a> {
    form: Form<'a>,
}

/// The value of a field.
pub(super) struct Found<'a> {
    shape: &'static Shape,
    field: &'static Field,
    value: Value<'a>,
}

impl<'a> Fields<'a> {
    /// Reads a value by a shape. Returns `None` if it is not a mapping.
    pub(super) fn new(value: Value<'a>, shape: &'static Shape) -> Option<Self> {
        let value = value.resolved();
        (value.kind() == Kind::Mapping).then(|| Self {
            form: Form::new(value, shape),
        })
    }

    /// The bytes of the mapping.
    pub(super) fn range(&self) -> Range<usize> {
        self.form.value.range()
    }

    /// The value of the field that means this. Returns `None` if the field is not there.
    pub(super) fn get(&self, wanted: Meaning) -> Option<Found<'a>> {
        let shape = self.form.shape;
        let fields = self.form.possible();
        let mut meant = fields
            .into_iter()
            .filter(|field| meaning(shape, field) == Some(wanted));
        meant.find_map(|field| {
            let mut names = std::iter::once(&field.name).chain(field.aliases);
            let value = names.find_map(|name| self.form.value.get(name))?;
            Some(Found {
                shape,
                field,
                value: value.resolved(),
            })
        })
    }

    /// The text of the field that means this.
    pub(super) fn text(&self, wanted: Meaning) -> Option<String> {
        self.get(wanted)?.text()
    }

    /// What the value of the field that means this says.
    pub(super) fn meaning(&self, wanted: Meaning) -> Option<Meaning> {
        self.get(wanted)?.meaning()
    }

    /// Whether something in it cannot be understood: keys that nobody knows, a stretch that is broken, merge keys that
    /// lead nowhere, the form of the V1 API.
    pub(super) fn is_partial(&self) -> bool {
        let unknown = |name: &str| self.form.field(name).is_none();
        let mut entries = self.form.entries.iter();
        self.form.older.is_some()
            || !self.form.value.is_complete()
            || entries.any(|entry| !entry.is_merge() && unknown(&entry.name()))
    }
}

impl<'a> Found<'a> {
    /// The bytes of the value.
    pub(super) fn range(&self) -> Range<usize> {
        self.value.range()
    }

    /// Whether it is null, or nothing.
    pub(super) fn is_null(&self) -> bool {
        self.value.is_null()
    }

    /// The text of a scalar. Returns `None` if it is something else, or if something fills it in later.
    pub(super) fn text(&self) -> Option<String> {
        text(self.value)
    }

    /// What a boolean says.
    pub(super) fn boolean(&self) -> Option<bool> {
        if self.value.scalar_type() != Some(ScalarType::Boolean) {
            return None;
        }
        Some(self.text()?.eq_ignore_ascii_case("true"))
    }

    /// What the value says. Returns `None` if it is not a known one.
    pub(super) fn meaning(&self) -> Option<Meaning> {
        value_meaning(self.shape, self.field, &self.text()?)
    }

    /// The texts of a list. Returns `None` if some of it is not text.
    pub(super) fn texts(&self) -> Option<Vec<String>> {
        if self.value.kind() != Kind::Sequence {
            return None;
        }
        self.value.items().into_iter().map(text).collect()
    }

    /// The mapping that it is.
    pub(super) fn fields(&self) -> Option<Fields<'a>> {
        Fields::new(self.value, inner_shape(self.field.types)?)
    }

    /// The mappings of a list; a mapping alone is a list of one. An item is `None` if it is not a mapping. Returns
    /// `None` if it is neither.
    pub(super) fn items(&self) -> Option<Vec<Option<Fields<'a>>>> {
        let shape = inner_shape(self.field.types)?;
        match self.value.kind() {
            Kind::Mapping => Some(vec![Fields::new(self.value, shape)]),
            Kind::Sequence => {
                let items = self.value.items().into_iter();
                Some(items.map(|item| Fields::new(item, shape)).collect())
            }
            _ => None,
        }
    }
}

fn text(value: Value<'_>) -> Option<String> {
    let value = value.resolved();
    if value.is_null() {
        return None;
    }
    let text = value.text()?;
    (!has_placeholder(&text)).then(|| text.into_owned())
}

/// The shape of a mapping that types allow, in a list or by itself.
fn inner_shape(types: &'static [Type]) -> Option<&'static Shape> {
    types.iter().find_map(|one| match one {
        Type::Object(shape) => Some(*shape),
        Type::List(item) => inner_shape(std::slice::from_ref(*item)),
        _ => None,
    })
}
