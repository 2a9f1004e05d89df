//! What an item inserts, before it is written down: keys, items, and places for somebody to fill in.

use crate::catalog::{ANY_VALUE, Field, Requirement, Shape, Type, expand_snippet};
use crate::syntax::{Kind, ScalarType, Value};

/// How deep the required fields of required fields go.
const MAX_DEPTH: usize = 4;

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
            Some(Type::Object(shape)) if depth < MAX_DEPTH => {
                let first = bundles(shape).into_iter().next();
                Self::Mapping(first.map_or_else(Vec::new, |fields| entries(&fields, depth + 1)))
            }
            Some(Type::Object(_)) => Self::Mapping(Vec::new()),
            Some(Type::List(item)) => Self::List(vec![Self::of_type(Some(item), field, depth + 1)]),
            Some(scalar) => Self::Hole {
                options: field.map_or_else(Vec::new, |field| options(scalar, field)),
                text: matches!(scalar, Type::String(_)),
            },
            None => Self::blank(),
        }
    }

    /// The entries of a mapping with these fields.
    pub(super) fn of_fields(fields: &[&'static Field]) -> Self {
        Self::Mapping(entries(fields, 0))
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

/// The sets of fields that a mapping of this shape may start with: one for each alternative with what that
/// requires; else what is always required; else what tells it from its neighbours.
pub(super) fn bundles(shape: &'static Shape) -> Vec<Vec<&'static Field>> {
    let with = |chosen: Option<&str>| -> Vec<&'static Field> {
        let fields = shape.fields_of(None);
        fields
            .filter(|field| chosen == Some(field.name) || is_required(shape, field, chosen))
            .collect()
    };
    if !shape.one_of.is_empty() {
        return shape.one_of.iter().map(|name| with(Some(name))).collect();
    }
    let mut required = with(None);
    if required.is_empty() {
        let identity = shape.identity.first().copied().unwrap_or_default();
        required.extend(identity.iter().filter_map(|name| shape.field(name)));
    }
    if required.is_empty() {
        Vec::new()
    } else {
        vec![required]
    }
}

/// Whether a field is required in a mapping that has only the chosen one.
fn is_required(shape: &'static Shape, field: &Field, chosen: Option<&str>) -> bool {
    match field.required {
        Requirement::Always => true,
        Requirement::When(any) => {
            shape.holds(None, any, |name| chosen.filter(|chosen| *chosen == name)) == Some(true)
        }
        Requirement::Optional => false,
    }
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
