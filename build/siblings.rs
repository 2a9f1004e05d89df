//! The fields that may stand beside each other.

use crate::format::{Field, Shape, Type, Variant};

/// The fields that may stand beside a field.
pub(crate) struct Siblings<'a> {
    pub(crate) shape: &'a Shape,
    pub(crate) variants: Vec<&'a Variant>,
}

impl<'a> Siblings<'a> {
    /// All that any variant of a shape has.
    pub(crate) fn of(shape: &'a Shape) -> Self {
        Self {
            shape,
            variants: shape.variants.iter().collect(),
        }
    }
}

impl Siblings<'_> {
    pub(crate) fn named(&self, name: &str) -> impl Iterator<Item = &Field> {
        let variants = self.variants.iter().map(|variant| &variant.fields);
        let tables = std::iter::once(&self.shape.fields).chain(variants);
        tables.filter_map(move |fields| fields.get(name))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.named(name).next().is_some()
    }

    pub(crate) fn takes(&self, name: &str, value: &str) -> bool {
        self.named(name).any(|field| {
            let boolean = field.r#type.0.contains(&Type::Boolean);
            if boolean {
                matches!(value, "true" | "false")
            } else {
                field.values.0.is_empty() || field.values.get(value).is_some()
            }
        })
    }
}
