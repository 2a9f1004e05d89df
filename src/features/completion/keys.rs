//! Keys of a mapping, and the mappings that may be items of a list.

use super::{CompletionContext, Item, ItemKind, describe};
use crate::catalog::{Field, Shape, Type};
use crate::display::Foreign;
use crate::spec::skeleton::{self, Skeleton};
use crate::spec::{Choice, Form};
use crate::syntax::{Blank, Expected, Following, Fragment, Hole, Notation};

/// Keys that must be there.
const REQUIRED: u8 = 0;
/// Keys of which one must be there.
const ALTERNATIVE: u8 = 1;
/// Keys that may be there.
const OPTIONAL: u8 = 2;

impl CompletionContext<'_> {
    /// The keys that a mapping may have and has not yet.
    pub(super) fn keys(&mut self, form: &Form<'_>) {
        let chosen = form
            .shape
            .one_of
            .iter()
            .filter_map(|name| form.shape.field(name))
            .any(|field| form.has(field));
        for field in form.possible() {
            let alternative = form.shape.one_of.contains(&field.name);
            if form.has(field) || form.holds(field.when) == Some(false) || alternative && chosen {
                continue;
            }
            let required = is_certain(form, field) && form.requires(field);
            let rank = if required || form.requires_in_any_variant(field) {
                REQUIRED
            } else if alternative {
                ALTERNATIVE
            } else {
                OPTIONAL
            };
            let item = self.key(field, form);
            self.add(rank, item);
        }
    }

    /// A key with what belongs behind it.
    pub(super) fn key(&self, field: &'static Field, form: &Form<'_>) -> Item {
        let value = if is_certain(form, field) {
            self.fitting(skeleton::value_of(field, form))
        } else {
            // Variants differ in what they take; which one this is, nobody said yet.
            let mut types = form
                .shape
                .fields_named(field.name)
                .flat_map(|field| field.types);
            let blank = if types.any(|r#type| !is_collection(r#type)) {
                Blank::String
            } else {
                Blank::Any
            };
            Fragment::Hole(Hole {
                blank,
                ..Hole::string()
            })
        };
        let context = self.context();
        let key = self.quoted(field.name);
        let (text, snippet) = match context.expected {
            Expected::Key(Following::Colon) => (key.clone(), false),
            Expected::Key(Following::Value) => (format!("{key}:"), false),
            _ => (
                self.spaced(self.emitter().entry(field.name, &value, self.hang())),
                true,
            ),
        };
        let (detail, documentation) = match (is_certain(form, field), form.shape.discriminator) {
            (false, Some(name)) => (
                if form.requires_in_any_variant(field) {
                    format!("depends on `{name}` · required")
                } else {
                    format!("depends on `{name}`")
                },
                Foreign(&format!("What it takes depends on `{name}`.")).prose(),
            ),
            _ => {
                let about = self.kind.map(|kind| describe::field(field, kind));
                (describe::brief(field), about.unwrap_or_default())
            }
        };
        Item {
            detail,
            documentation,
            filter_text: self.filter(&key),
            snippet,
            ..self.item(ItemKind::Key, field.name, text)
        }
    }

    /// The items of this type that a list may have, each with the keys it starts with, behind a dash if one
    /// is still to be written.
    pub(super) fn bundles(&mut self, r#type: &'static Type, dashed: bool) {
        let Type::Object(shape) = r#type else {
            if dashed {
                let item = self.bundle("- ", skeleton::of_type(Some(r#type), None, 0), true);
                self.add(REQUIRED, item);
            }
            return;
        };
        let block = self.context().notation == Notation::Block;
        let mut all = skeleton::variants(shape);
        if all.is_empty() {
            all = skeleton::skeletons(shape);
        }
        for bundle in &all {
            // A single key is offered as such already.
            if block && !dashed && bundle.fields.len() < 2 && bundle.value.is_none() {
                continue;
            }
            let item = self.start_of(shape, bundle, dashed);
            let rank = match bundle {
                _ if dashed => REQUIRED,
                Skeleton { value: Some(_), .. } => ALTERNATIVE,
                Skeleton {
                    chosen: Some(_), ..
                } => OPTIONAL,
                _ => REQUIRED,
            };
            self.add(rank, item);
        }
    }

    /// The start of a mapping.
    fn start_of(&self, shape: &'static Shape, bundle: &Skeleton, dashed: bool) -> Item {
        let Skeleton {
            fields,
            chosen,
            value,
        } = bundle;
        let names: Vec<_> = fields.iter().map(|field| field.name).collect();
        let what = match (value, chosen) {
            (Some((name, value)), _) => format!("{name}: {value}"),
            (None, Some(chosen)) => (*chosen).to_owned(),
            (None, None) => names.join(", "),
        };
        let label = match (dashed, value) {
            (true, _) => format!("- {what}"),
            (false, Some(_)) => what,
            (false, None) => format!("{} ({what})", shape.title),
        };
        let about = fields
            .iter()
            .find(|field| chosen.is_none_or(|name| field.name == name));
        let documentation = about.zip(self.kind).map(|(field, kind)| {
            let allowed = value.and_then(|(_, value)| field.text()?.allowed(value));
            match allowed {
                Some(allowed) => describe::allowed(allowed, field, kind),
                None => describe::field(field, kind),
            }
        });
        Item {
            detail: match value {
                Some(_) => format!("{} with {}", shape.title, names.join(", ")),
                None => shape.title.to_owned(),
            },
            documentation: documentation.unwrap_or_default(),
            filter_text: names
                .first()
                .filter(|_| !self.word.is_empty() && value.is_none())
                .map(|name| (*name).to_owned()),
            ..self.bundle(&label, bundle.fragment(), dashed)
        }
    }

    fn bundle(&self, label: &str, value: Fragment, dashed: bool) -> Item {
        let value = self.fitting(value);
        let value = if dashed {
            Fragment::List(vec![value])
        } else {
            value
        };
        let text = self.spaced(self.emitter().node(&value, self.hang()));
        Item {
            snippet: true,
            ..self.item(ItemKind::Snippet, label, text)
        }
    }

    /// A text with the space that is missing before it.
    pub(super) fn spaced(&self, text: String) -> String {
        let missing = self.context().space && !text.starts_with([' ', '\n']);
        if missing { format!(" {text}") } else { text }
    }
}

/// Whether a field is that of the variant, or of all variants: not just of one that this might be.
fn is_certain(form: &Form<'_>, field: &'static Field) -> bool {
    matches!(form.choice, Choice::Plain | Choice::Known(_))
        || form.certain().any(|own| std::ptr::eq(own, field))
}

fn is_collection(r#type: &Type) -> bool {
    matches!(r#type, Type::Object(_) | Type::List(_))
}
