//! Questions to the tables. The types and their meaning are in `model.rs`, `vocabulary.rs` and `names.rs`.

use super::snippet;
use super::{
    ANY_VALUE, Allowed, Condition, Content, ENOUGH, Evidence, Field, Kind, QueryParameter, Shape,
    Template, Text, Type, Variant,
};

impl Kind {
    /// The query parameter with this name, if the endpoint has one.
    pub fn query_parameter(&self, name: &str) -> Option<&'static QueryParameter> {
        self.query_parameters
            .iter()
            .find(|parameter| parameter.name == name)
    }

    /// The smallest sets of evidence that are enough to tell such a spec: single ones, and pairs of others.
    pub fn marks(&self) -> Vec<Vec<&'static Evidence>> {
        let (single, rest): (Vec<_>, Vec<_>) =
            self.detect.iter().partition(|row| row.weight >= ENOUGH);
        let pairs = rest.iter().enumerate().flat_map(|(index, first)| {
            let others = rest.iter().skip(index + 1);
            let enough = others.filter(|second| first.weight + second.weight >= ENOUGH);
            enough.map(|second| vec![*first, *second])
        });
        let single = single.into_iter().map(|row| vec![row]);
        single.chain(pairs).collect()
    }

    /// Every shape that such a spec may hold, the root first, each once.
    pub fn shapes(&self) -> Vec<&'static Shape> {
        let mut shapes = vec![self.root];
        let mut next = 0;
        while let Some(shape) = shapes.get(next).copied() {
            next += 1;
            for r#type in shape.tables().flatten().flat_map(|field| field.types) {
                if let Type::Object(inner) = r#type.innermost()
                    && !shapes.iter().any(|known| known.name == inner.name)
                {
                    shapes.push(inner);
                }
            }
        }
        shapes
    }
}

impl Template {
    /// The YAML text with every placeholder replaced by its default.
    pub fn text(&self) -> String {
        snippet::expand(self.body)
    }
}

impl Shape {
    /// The field of this name that every variant has.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.field_of(None, name)
    }

    /// The variant that this value of the discriminator chooses; in another casing, which is a mistake of its own,
    /// it is clear all the same which one is meant.
    pub fn variant(&self, value: &str) -> Option<&'static Variant> {
        let mut exact = self.variants.iter();
        let mut other = self.variants.iter();
        exact
            .find(|variant| variant.values.contains(&value))
            .or_else(|| {
                other.find(|variant| {
                    variant
                        .values
                        .iter()
                        .any(|known| known.eq_ignore_ascii_case(value))
                })
            })
    }

    /// The field of this name in a variant; the variant's own goes before the common one.
    pub fn field_of(
        &self,
        variant: Option<&'static Variant>,
        name: &str,
    ) -> Option<&'static Field> {
        let own = variant.map_or(&[][..], |variant| variant.fields);
        own.iter()
            .chain(self.fields)
            .find(|field| field.name == name)
    }

    /// The fields of a variant: the common ones, those replaced that it has itself, then the rest of its own.
    /// Without a variant only the common ones.
    pub fn fields_of(
        &self,
        variant: Option<&'static Variant>,
    ) -> impl Iterator<Item = &'static Field> {
        let own = variant.map_or(&[][..], |variant| variant.fields);
        let common = self.fields;
        let replaced = common
            .iter()
            .map(move |field| named(own, field.name).unwrap_or(field));
        let added = own
            .iter()
            .filter(move |field| named(common, field.name).is_none());
        replaced.chain(added)
    }

    /// Every field that some variant has, each name once: what may be there while the variant is not known.
    pub fn every_field(&self) -> Vec<&'static Field> {
        let mut fields: Vec<&'static Field> = Vec::new();
        for field in self.tables().flatten() {
            if !fields.iter().any(|known| known.name == field.name) {
                fields.push(field);
            }
        }
        fields
    }

    /// The fields of this name: the common one, then each variant's.
    pub fn fields_named(&'static self, name: &str) -> impl Iterator<Item = &'static Field> {
        self.tables().filter_map(move |fields| named(fields, name))
    }

    /// Whether all fields of this name take values of the same form, with the same shapes in them.
    pub fn agrees_on(&'static self, name: &str) -> bool {
        let forms = |field: &'static Field| {
            let types = field.types.iter();
            let form = |r#type: &'static Type| {
                let list = matches!(r#type, Type::List(_));
                (list, r#type.innermost().shape().map(|shape| shape.name))
            };
            types.map(form).collect::<Vec<_>>()
        };
        let mut all = self.fields_named(name).map(forms);
        let first = all.next();
        all.all(|other| Some(&other) == first.as_ref())
    }

    /// The variants that have a field of this name of their own: where a key that is wrong here belongs.
    pub fn variants_with(&self, name: &str) -> impl Iterator<Item = &'static Variant> {
        self.variants
            .iter()
            .filter(move |variant| named(variant.fields, name).is_some())
    }

    /// Whether keys we do not know are fine in this variant, given the text of the siblings.
    pub fn is_open<'a>(
        &self,
        variant: Option<&'static Variant>,
        sibling: impl Fn(&str) -> Option<&'a str>,
    ) -> bool {
        let when = variant.map_or(&[][..], |variant| variant.open_when);
        self.open || (!when.is_empty() && self.holds(variant, when, sibling) == Some(true))
    }

    /// Whether any of the conditions holds, or there are none, given the text of the siblings (`true` for a boolean).
    /// `None` where that cannot be said: a sibling that matters is not there, or holds a value we do not know.
    /// An older spelling of a value counts as the newer one.
    pub fn holds<'a>(
        &self,
        variant: Option<&'static Variant>,
        conditions: &[Condition],
        sibling: impl Fn(&str) -> Option<&'a str>,
    ) -> Option<bool> {
        let pair = |&(name, wanted): &(&str, &str)| {
            let value = sibling(name)?;
            if wanted == ANY_VALUE {
                return Some(true);
            }
            match self.field_of(variant, name) {
                Some(field) => Some(field.known_value(value)? == field.known_value(wanted)?),
                None => None,
            }
        };
        if conditions.is_empty() {
            return Some(true);
        }
        any_of(conditions.iter().map(|all| all_of(all.iter().map(pair))))
    }

    /// The tables of fields: the common one, then each variant's.
    fn tables(&self) -> impl Iterator<Item = &'static [Field]> {
        let variants = self.variants.iter().map(|variant| variant.fields);
        std::iter::once(self.fields).chain(variants)
    }
}

impl Field {
    /// What its text, or that of its items, may hold; `None` where it takes no text.
    pub fn text(&self) -> Option<&'static Text> {
        self.types
            .iter()
            .find_map(|r#type| match r#type.innermost() {
                Type::String(text) => Some(text),
                _ => None,
            })
    }

    /// A value as conditions compare it: in its newest spelling. `None` for one that the field is not known to take.
    pub(super) fn known_value<'a>(&self, value: &'a str) -> Option<&'a str> {
        match self.text() {
            None => matches!(value, "true" | "false").then_some(value),
            Some(text) if text.values.is_empty() => Some(value),
            Some(text) => text
                .allowed(value)
                .map(|allowed| allowed.same_as.unwrap_or(allowed.value)),
        }
    }
}

impl Type {
    /// The type itself, or what the innermost list holds.
    pub fn innermost(&self) -> &Type {
        match self {
            Self::List(item) => item.innermost(),
            other => other,
        }
    }

    /// The shape of a mapping.
    pub fn shape(&self) -> Option<&'static Shape> {
        match self {
            Self::Object(shape) => Some(shape),
            _ => None,
        }
    }
}

impl Content {
    /// Whether it is a policy expression.
    pub fn is_expression(self) -> bool {
        matches!(self, Self::Where | Self::Masking | Self::Subscription)
    }

    /// Whether it may well be long, or have quotes in it.
    pub fn is_long(self) -> bool {
        self.is_expression() || matches!(self, Self::Sql | Self::Markdown)
    }
}

impl Text {
    /// The row of an allowed value.
    pub fn allowed(&self, value: &str) -> Option<&'static Allowed> {
        self.values.iter().find(|allowed| allowed.value == value)
    }
}

fn named(fields: &'static [Field], name: &str) -> Option<&'static Field> {
    fields.iter().find(|field| field.name == name)
}

/// Three-valued "and": one `false` decides, otherwise one unknown leaves it open.
fn all_of(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    decide(answers, false)
}

/// Three-valued "or": one `true` decides, otherwise one unknown leaves it open.
fn any_of(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    decide(answers, true)
}

fn decide(answers: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let mut result = Some(!decisive);
    for answer in answers {
        match answer {
            Some(answer) if answer == decisive => return Some(decisive),
            Some(_) => {}
            None => result = None,
        }
    }
    result
}
