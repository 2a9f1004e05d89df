//! What an item inserts, before it is written down: keys, items, and places for somebody to fill in.

use crate::catalog::{ANY_VALUE, Field, Requirement, Shape, Type, expand_snippet};
use crate::syntax::{Kind, ScalarType, Value};

/// How deep the required fields of required fields go.
const MAX_DEPTH: usize = 8;

/// More values than this are for a list of completions, not for a choice within a snippet.
const MAX_CHOICES: usize = 8;

/// A value to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Draft {
    /// A scalar to fill in: nothing, a default, or a choice of several texts.
    Hole {
        options: Vec<String>,
        /// Whether it is a text, which JSON has in quotes.
        text: bool,
    },
    /// A scalar that is a snippet already.
    Snippet {
        body: String,
        text: bool,
    },
    /// A scalar that is settled.
    Text(String),
    /// A path with dots to fill in; what comes before its last segment depends on where it goes.
    Path(String),
    /// A text to fill in that may well take several lines, or have quotes in it.
    Block {
        /// Whether its lines stay apart.
        literal: bool,
    },
    Mapping(Vec<(String, Draft)>),
    List(Vec<Draft>),
}

impl Draft {
    /// Nothing yet.
    pub(super) fn blank() -> Self {
        Self::Hole {
            options: Vec::new(),
            text: true,
        }
    }

    /// A value for a field.
    pub(super) fn of_field(field: &Field) -> Self {
        Self::of_type(field.types.first(), Some(field), 0)
    }

    /// An item of a list that a field takes, or the value of a field of this type.
    pub(super) fn of_type(r#type: Option<&Type>, field: Option<&Field>, depth: usize) -> Self {
        match r#type {
            Some(Type::Object(shape)) if depth < MAX_DEPTH => Self::of_shape(shape, depth + 1),
            Some(Type::Object(_)) => Self::Mapping(Vec::new()),
            Some(Type::List(item)) => Self::List(vec![Self::of_type(Some(item), field, depth + 1)]),
            Some(Type::String(text)) if text.content.is_long() => Self::Block {
                literal: !text.content.is_expression(),
            },
            Some(Type::String(text)) if text.path => {
                let example = field.and_then(|field| field.example);
                example.map_or_else(Self::blank, |example| Self::Path(example.to_owned()))
            }
            Some(scalar) => Self::Hole {
                options: field.map_or_else(Vec::new, |field| options(scalar, field)),
                text: matches!(scalar, Type::String(_)),
            },
            None => Self::blank(),
        }
    }

    /// A mapping with what it needs. Its discriminator is what it is likely to be, and what that asks for is there.
    fn of_shape(shape: &'static Shape, depth: usize) -> Self {
        let likely = shape.discriminator.and_then(|name| {
            let field = shape.field(name)?;
            let text = field.types.first()?;
            let first = options(text, field).into_iter().next()?;
            let allowed = field.text()?.allowed(&first)?;
            Some((field.name, allowed.value))
        });
        let bundle = match likely.filter(|_| shape.one_of.is_empty()) {
            Some(value) => Some(Bundle::of(shape, None, Some(value))),
            None => bundles(shape).into_iter().next(),
        };
        let Some(bundle) = bundle else {
            return Self::Mapping(Vec::new());
        };
        let mut entries = entries(&bundle.fields, depth);
        // Another value is a choice only where it asks for the same.
        let variant = bundle.value.and_then(|(_, value)| shape.variant(value));
        if let (Some(variant), Some((name, _))) = (variant, bundle.value) {
            for (_, draft) in entries.iter_mut().filter(|(key, _)| key == name) {
                if let Self::Hole { options, .. } = draft {
                    options.retain(|option| variant.values.contains(&option.as_str()));
                }
            }
        }
        Self::Mapping(entries)
    }

    /// The same with paths that start with this one.
    pub(super) fn below(self, base: Option<&str>) -> Self {
        match (self, base) {
            (Self::Path(example), Some(base)) => {
                let last = example.rsplit('.').next().unwrap_or_default();
                Self::Hole {
                    options: vec![format!("{base}.{last}")],
                    text: true,
                }
            }
            (Self::Mapping(entries), _) => {
                let below = |(key, draft): (String, Self)| (key, draft.below(base));
                Self::Mapping(entries.into_iter().map(below).collect())
            }
            (Self::List(items), _) => {
                Self::List(items.into_iter().map(|item| item.below(base)).collect())
            }
            (other, _) => other,
        }
    }

    /// The entries of a mapping that starts so.
    pub(super) fn of_bundle(bundle: &Bundle) -> Self {
        let mut entries = entries(&bundle.fields, 0);
        if let Some((name, value)) = bundle.value {
            for (_, draft) in entries.iter_mut().filter(|(key, _)| key == name) {
                *draft = Self::Text(value.to_owned());
            }
        }
        Self::Mapping(entries)
    }

    /// A value of a document whose scalars are snippets.
    pub(super) fn of_value(value: Value<'_>) -> Self {
        match value.kind() {
            Kind::Mapping => {
                let entry = |entry: &crate::syntax::Entry<'_>| {
                    (entry.name().into_owned(), Self::of_value(entry.value))
                };
                Self::Mapping(value.entries().iter().map(entry).collect())
            }
            Kind::Sequence => Self::List(value.items().into_iter().map(Self::of_value).collect()),
            _ => {
                let body = value.text().unwrap_or_default().into_owned();
                // What the scalar is once its stops hold their defaults.
                let text = match body.starts_with("${") {
                    true => {
                        let default = expand_snippet(&body);
                        crate::syntax::scalar_type(&default) == ScalarType::String
                    }
                    false => value.scalar_type() == Some(ScalarType::String),
                };
                Self::Snippet { body, text }
            }
        }
    }
}

fn entries(fields: &[&'static Field], depth: usize) -> Vec<(String, Draft)> {
    fields
        .iter()
        .map(|field| {
            (
                field.name.to_owned(),
                Draft::of_type(field.types.first(), Some(field), depth),
            )
        })
        .collect()
}

/// The fields that a mapping may start with.
pub(super) struct Bundle {
    pub(super) fields: Vec<&'static Field>,
    /// The field that was chosen of those of which there is one.
    pub(super) chosen: Option<&'static str>,
    /// The discriminator and its value.
    pub(super) value: Option<(&'static str, &'static str)>,
}

impl Bundle {
    /// What has to be there beside the chosen field or the discriminator's value.
    fn of(
        shape: &'static Shape,
        chosen: Option<&'static str>,
        value: Option<(&'static str, &'static str)>,
    ) -> Self {
        let variant = value.and_then(|(_, value)| shape.variant(value));
        // What is there anyway has the value that is written for it.
        let written = |name: &str| {
            let field = shape
                .field_of(variant, name)
                .filter(|_| variant.is_some())?;
            let always = matches!(field.required, Requirement::Always);
            field.example.filter(|_| always)
        };
        let sibling = |name: &str| match value {
            Some((discriminator, value)) if discriminator == name => Some(value),
            _ => chosen.filter(|chosen| *chosen == name).or(written(name)),
        };
        let is_required = |field: &Field| match field.required {
            Requirement::Always => true,
            Requirement::When(any) => shape.holds(variant, any, sibling) == Some(true),
            Requirement::Optional => false,
        };
        let fields = shape.fields_of(variant);
        Self {
            fields: fields
                .filter(|field| chosen == Some(field.name) || is_required(field))
                .collect(),
            chosen,
            value,
        }
    }
}

/// What a mapping of this shape may start with: one for each alternative with what that requires; else what is
/// always required; else what tells it from its neighbours.
pub(super) fn bundles(shape: &'static Shape) -> Vec<Bundle> {
    if !shape.one_of.is_empty() {
        let one = |name: &&'static str| Bundle::of(shape, Some(name), None);
        return shape.one_of.iter().map(one).collect();
    }
    let mut bundle = Bundle::of(shape, None, None);
    if bundle.fields.is_empty() {
        let identity = shape.identity.first().copied().unwrap_or_default();
        bundle
            .fields
            .extend(identity.iter().filter_map(|name| shape.field(name)));
    }
    if bundle.fields.is_empty() {
        Vec::new()
    } else {
        vec![bundle]
    }
}

/// What a mapping of this shape may start with, for each value of its discriminator.
pub(super) fn variants(shape: &'static Shape) -> Vec<Bundle> {
    let field = shape.discriminator.and_then(|name| shape.field(name));
    let Some((field, text)) = field.and_then(|field| Some((field, field.text()?))) else {
        return Vec::new();
    };
    let current = text
        .values
        .iter()
        .filter(|allowed| allowed.same_as.is_none());
    current
        .map(|allowed| Bundle::of(shape, None, Some((field.name, allowed.value))))
        .collect()
}

/// What to offer in the place of a scalar, the likeliest first.
fn options(r#type: &Type, field: &Field) -> Vec<String> {
    let mut options: Vec<&str> = match r#type {
        Type::Boolean => vec!["true", "false"],
        Type::String(text) if text.values.len() <= MAX_CHOICES => text
            .values
            .iter()
            .filter(|allowed| allowed.same_as.is_none())
            .map(|allowed| allowed.value)
            .collect(),
        _ => Vec::new(),
    };
    if let Some(example) = field.example.filter(|example| *example != ANY_VALUE) {
        options.retain(|option| *option != example);
        options.insert(0, example);
    }
    options.into_iter().map(str::to_owned).collect()
}
