//! What is filled in where a field or a mapping is new: what it requires, in turn, with values that go with the rest.
//!
//! Quick fixes and completion both write these fragments, so that what they add looks the same.

use super::requires::is_required;
use super::{Form, is_v1, picked};
use crate::catalog::{
    ANY_VALUE, Allowed, Field, Requirement, Shape, Type, Variant, expand_snippet,
};
use crate::syntax::{Blank, Entry, Fragment, Hole, Kind, ScalarType, Value, scalar_type};
use std::cmp::Reverse;

/// How deep the required fields of required fields go.
const MAX_DEPTH: usize = 8;

/// How many rounds of "this one requires that one" are followed.
const ROUNDS: usize = 4;

/// More values than this are for a list of completions, not for a choice within a snippet.
const MAX_CHOICES: usize = 8;

/// A value for a field that is new in a mapping.
pub fn value_of(field: &'static Field, form: &Form<'_>) -> Fragment {
    Plan::new(form).value(field)
}

/// The fields to add to a mapping so that `wanted` are there, with those that they require in turn; `others` are left
/// alone.
pub fn additions(
    form: &Form<'_>,
    wanted: &[&'static Field],
    others: &[&'static Field],
) -> Vec<(String, Fragment)> {
    let mut plan = Plan::new(form);
    for field in wanted {
        plan.add(field);
    }
    let mut left = others.to_vec();
    left.extend(form.certain().filter(|field| form.requires(field)));
    plan.complete(&left);
    let named = |(field, value): (&'static Field, Fragment)| (field.name.to_owned(), value);
    plan.added.into_iter().map(named).collect()
}

/// A mapping as it will be: what is there and what is to be added.
struct Plan<'f, 'a> {
    form: &'f Form<'a>,
    added: Vec<(&'static Field, Fragment)>,
}

impl<'f, 'a> Plan<'f, 'a> {
    fn new(form: &'f Form<'a>) -> Self {
        Self {
            form,
            added: Vec::new(),
        }
    }

    fn has(&self, field: &Field) -> bool {
        self.added.iter().any(|(added, _)| added.name == field.name) || self.form.has(field)
    }

    fn text(&self, name: &str) -> Option<&str> {
        let added = self.added.iter().find(|(field, _)| field.name == name);
        match added {
            Some((_, Fragment::Hole(hole))) => {
                Some(hole.options.first().map_or("", String::as_str))
            }
            Some(_) => Some(""),
            None => self.form.text(name),
        }
    }

    /// Adds a field with the value that goes best with the rest.
    fn add(&mut self, field: &'static Field) {
        let value = self.value(field);
        self.added.push((field, value));
    }

    /// The value of a field, of several the one first that goes best with the rest.
    fn value(&self, field: &'static Field) -> Fragment {
        let mut value = of_type(field.types.first(), Some(field), 0);
        let Fragment::Hole(hole) = &mut value else {
            return value;
        };
        let best = candidates(field, &hole.options)
            .into_iter()
            .min_by_key(|text| {
                let written = |name: &str| {
                    let own = Some(text.as_str()).filter(|_| name == field.name);
                    own.or_else(|| self.text(name))
                };
                misfit(self.form, &written)
            });
        if let Some(best) = best {
            hole.options.retain(|option| *option != best);
            hole.options.insert(0, best);
        }
        value
    }

    fn complete(&mut self, others: &[&'static Field]) {
        for _ in 0..ROUNDS {
            let variant = |plan: &Self| {
                let name = plan.form.shape.discriminator?;
                plan.form.shape.variant(plan.text(name)?)
            };
            let asks = |plan: &Self, field: &&'static Field| {
                let shape = plan.form.shape;
                !others.iter().any(|other| other.name == field.name)
                    && !plan.has(field)
                    && is_required(shape, variant(plan), field, |name| plan.text(name))
                    && !plan.form.is_replaced(field)
            };
            let fields = self.form.shape.fields_of(variant(self));
            let lacking: Vec<_> = fields.filter(|field| asks(self, field)).collect();
            if lacking.is_empty() {
                break;
            }
            for field in lacking {
                if asks(self, &field) {
                    self.add(field);
                }
            }
        }
    }
}

/// What a field of which there are several values may hold: `options`, or all values where they are too many for a
/// choice.
fn candidates(field: &Field, options: &[String]) -> Vec<String> {
    let values = field.text().map_or(&[][..], |text| text.values);
    let others = values.iter().filter(|allowed| allowed.same_as.is_none());
    let mut all = options.to_vec();
    for Allowed { value, .. } in others {
        if !all.iter().any(|option| option == value) {
            all.push((*value).to_owned());
        }
    }
    all
}

/// How badly what is in a mapping goes with the rest: entries that do not go with it first, then entries that it asks
/// for. `text` gives what its scalars will say, by key.
fn misfit<'t>(form: &Form<'_>, text: &impl Fn(&str) -> Option<&'t str>) -> (usize, Reverse<usize>) {
    let shape = form.shape;
    let variant = shape
        .discriminator
        .and_then(|name| shape.variant(text(name)?));
    let (mut strange, mut wanted) = (0, 0);
    for entry in form.entries.iter().filter(|entry| !entry.is_merge()) {
        let name = entry.name();
        let Some(field) = shape.field_of(variant, &name) else {
            strange += 1;
            continue;
        };
        let values = field.text().filter(|text| !text.values.is_empty());
        let unknown = values
            .zip(text(&name))
            .is_some_and(|(text, value)| text.allowed(value).is_none());
        let idle = shape.holds(variant, field.when, text) == Some(false);
        let value = entry.value.resolved();
        let is_collection = matches!(value.kind(), Kind::Mapping | Kind::Sequence);
        let unfit = is_collection
            && !is_v1(value, field.types)
            && (picked(value, field.types).is_none() || holds_strange(value, field));
        strange += usize::from(unknown || idle || unfit);
        let asked = is_required(shape, variant, field, text) && !form.is_replaced(field);
        wanted += usize::from(asked);
    }
    (strange, Reverse(wanted))
}

/// Whether the items of a list have keys and none of them is one that they may have.
fn holds_strange(value: Value<'_>, field: &Field) -> bool {
    let Some(shape) = field.types.first().and_then(|t| t.innermost().shape()) else {
        return false;
    };
    let items = value.items();
    let mut entries = items.iter().flat_map(|item| item.resolved().entries());
    let known = |entry: &Entry<'_>| shape.fields_named(&entry.name()).next().is_some();
    value.kind() == Kind::Sequence && !items.is_empty() && !entries.any(|entry| known(&entry))
}

/// A value of a type: an item of a list that a field takes, or the value of the field.
pub fn of_type(r#type: Option<&Type>, field: Option<&Field>, depth: usize) -> Fragment {
    let hole = |r#type: &Type, blank, path| {
        let options = field.map_or_else(Vec::new, |field| options(r#type, field));
        Fragment::Hole(Hole {
            options,
            blank,
            path,
        })
    };
    match r#type {
        Some(Type::Object(shape)) if depth < MAX_DEPTH => of_shape(shape, depth + 1),
        Some(Type::Object(_)) => Fragment::Mapping(Vec::new()),
        Some(Type::List(item)) => Fragment::List(vec![of_type(Some(item), field, depth + 1)]),
        Some(Type::String(text)) if text.content.is_long() => Fragment::Block {
            literal: !text.content.is_expression(),
            text: field
                .and_then(|field| field.example)
                .unwrap_or_default()
                .to_owned(),
        },
        Some(string @ Type::String(text)) => hole(string, Blank::String, text.path),
        Some(number @ (Type::Integer | Type::Number)) => hole(number, Blank::Number, false),
        Some(other) => hole(other, Blank::Any, false),
        None => Fragment::Hole(Hole::string()),
    }
}

/// A mapping with what it needs. Its discriminator is what it is likely to be, and what that asks for is there.
fn of_shape(shape: &'static Shape, depth: usize) -> Fragment {
    let likely = shape.discriminator.and_then(|name| {
        let field = shape.field(name)?;
        let text = field.types.first()?;
        let first = options(text, field).into_iter().next()?;
        let allowed = field.text()?.allowed(&first)?;
        Some((field.name, allowed.value))
    });
    let skeleton = match likely.filter(|_| shape.one_of.is_empty()) {
        Some(value) => Some(Skeleton::of(shape, None, Some(value))),
        None => skeletons(shape).into_iter().next(),
    };
    let Some(skeleton) = skeleton else {
        return Fragment::Mapping(Vec::new());
    };
    let mut entries = entries(&skeleton.fields, depth);
    // Another value is a choice only where it asks for the same.
    let variant = skeleton.value.and_then(|(_, value)| shape.variant(value));
    if let (Some(variant), Some((name, _))) = (variant, skeleton.value) {
        for (_, value) in entries.iter_mut().filter(|(key, _)| key == name) {
            if let Fragment::Hole(hole) = value {
                hole.options
                    .retain(|option| variant.values.contains(&option.as_str()));
            }
        }
    }
    Fragment::Mapping(entries)
}

fn entries(fields: &[&'static Field], depth: usize) -> Vec<(String, Fragment)> {
    let entry = |field: &&'static Field| {
        let value = of_type(field.types.first(), Some(field), depth);
        (field.name.to_owned(), value)
    };
    fields.iter().map(entry).collect()
}

/// The same with paths that start with this one.
pub fn below(value: Fragment, base: Option<&str>) -> Fragment {
    match (value, base) {
        (Fragment::Hole(hole), Some(base)) if hole.path => {
            let under = |path: String| {
                let last = path.rsplit('.').next().unwrap_or_default();
                format!("{base}.{last}")
            };
            Fragment::Hole(Hole {
                options: hole.options.into_iter().map(under).collect(),
                ..hole
            })
        }
        (Fragment::Mapping(entries), _) => {
            let below = |(key, value)| (key, below(value, base));
            Fragment::Mapping(entries.into_iter().map(below).collect())
        }
        (Fragment::List(items), _) => {
            Fragment::List(items.into_iter().map(|item| below(item, base)).collect())
        }
        (other, _) => other,
    }
}

/// A value of a document whose scalars are snippets.
pub fn of_template(value: Value<'_>) -> Fragment {
    match value.kind() {
        Kind::Mapping => {
            let entry = |entry: &Entry<'_>| (entry.name().into_owned(), of_template(entry.value));
            Fragment::Mapping(value.entries().iter().map(entry).collect())
        }
        Kind::Sequence => Fragment::List(value.items().into_iter().map(of_template).collect()),
        _ => {
            let body = value.text().unwrap_or_default().into_owned();
            // What the scalar is once its stops hold their defaults.
            let string = if body.starts_with("${") {
                scalar_type(&expand_snippet(&body)) == ScalarType::String
            } else {
                value.scalar_type() == Some(ScalarType::String)
            };
            Fragment::Snippet { body, string }
        }
    }
}

/// The fields that a mapping may start with.
pub struct Skeleton {
    /// The fields.
    pub fields: Vec<&'static Field>,
    /// The field that was chosen of those of which there is one.
    pub chosen: Option<&'static str>,
    /// The discriminator and its value.
    pub value: Option<(&'static str, &'static str)>,
}

impl Skeleton {
    /// What has to be there beside the chosen field or the discriminator's value.
    fn of(
        shape: &'static Shape,
        chosen: Option<&'static str>,
        value: Option<(&'static str, &'static str)>,
    ) -> Self {
        let variant: Option<&'static Variant> = value.and_then(|(_, value)| shape.variant(value));
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
        let is_there = |field: &&'static Field| {
            chosen == Some(field.name) || is_required(shape, variant, field, sibling)
        };
        Self {
            fields: shape.fields_of(variant).filter(is_there).collect(),
            chosen,
            value,
        }
    }

    /// The mapping, filled in.
    pub fn fragment(&self) -> Fragment {
        let mut entries = entries(&self.fields, 0);
        if let Some((name, value)) = self.value {
            for (_, fragment) in entries.iter_mut().filter(|(key, _)| key == name) {
                *fragment = Fragment::Text(value.to_owned());
            }
        }
        Fragment::Mapping(entries)
    }
}

/// What a mapping of a shape may start with: one for each alternative with what that requires; else what is always
/// required; else what tells it from its neighbours.
pub fn skeletons(shape: &'static Shape) -> Vec<Skeleton> {
    if !shape.one_of.is_empty() {
        let one = |name: &&'static str| Skeleton::of(shape, Some(name), None);
        return shape.one_of.iter().map(one).collect();
    }
    let mut skeleton = Skeleton::of(shape, None, None);
    if skeleton.fields.is_empty() {
        let identity = shape.identity.first().copied().unwrap_or_default();
        let fields = identity.iter().filter_map(|name| shape.field(name));
        skeleton.fields.extend(fields);
    }
    if skeleton.fields.is_empty() {
        Vec::new()
    } else {
        vec![skeleton]
    }
}

/// What a mapping of a shape may start with, for each value of its discriminator.
pub fn variants(shape: &'static Shape) -> Vec<Skeleton> {
    let field = shape.discriminator.and_then(|name| shape.field(name));
    let Some((field, text)) = field.and_then(|field| Some((field, field.text()?))) else {
        return Vec::new();
    };
    let current = text
        .values
        .iter()
        .filter(|allowed| allowed.same_as.is_none());
    current
        .map(|allowed| Skeleton::of(shape, None, Some((field.name, allowed.value))))
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
