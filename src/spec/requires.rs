//! What a mapping requires.

use super::Form;
use crate::catalog::{Field, Requirement, Shape, Variant};

impl Form<'_> {
    /// Whether a field has to be here.
    pub fn requires(&self, field: &Field) -> bool {
        let text = |name: &str| self.text(name);
        is_required(self.shape, self.variant(), field, text) && !self.is_replaced(field)
    }

    /// Whether every variant asks for a field of this name, so that it does not matter which one this is.
    pub fn requires_in_any_variant(&self, field: &Field) -> bool {
        let variants = self.shape.variants;
        let asks = |field: &Field| matches!(field.required, Requirement::Always);
        let mut fields = variants
            .iter()
            .map(|variant| self.shape.field_of(Some(variant), field.name));
        !variants.is_empty() && fields.all(|field| field.is_some_and(asks))
    }
}

/// Whether a mapping of a shape requires a field. `text` gives what its scalars say, by key.
pub(super) fn is_required<'t>(
    shape: &Shape,
    variant: Option<&'static Variant>,
    field: &Field,
    text: impl Fn(&str) -> Option<&'t str>,
) -> bool {
    match field.required {
        Requirement::Optional => false,
        Requirement::Always => true,
        Requirement::When(conditions) => shape.holds(variant, conditions, text) == Some(true),
    }
}
