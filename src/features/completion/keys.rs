//! Keys of a mapping, and the mappings that may be items of a list.

use super::draft::{Bundle, Draft, bundles, variants};
use super::{Item, ItemKind, Offer, describe};
use crate::catalog::{Field, Requirement, Shape, Type};
use crate::display::Foreign;
use crate::spec::{Choice, Form};
use crate::syntax::{Behind, Notation, Place, quoted};

/// Keys that must be there.
const REQUIRED: u8 = 0;
/// Keys of which one must be there.
const ALTERNATIVE: u8 = 1;
/// Keys that may be there.
const OPTIONAL: u8 = 2;

impl Offer<'_> {
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
            let rank = match is_required(form, field) || is_always_required(form, field) {
                true => REQUIRED,
                false if alternative => ALTERNATIVE,
                false => OPTIONAL,
            };
            let item = self.key(field, form);
            self.add(rank, item);
        }
    }

    /// A key with what belongs behind it.
    pub(super) fn key(&self, field: &'static Field, form: &Form<'_>) -> Item {
        let draft = match is_certain(form, field) {
            true => Draft::of_field(field).below(self.base.as_deref()),
            // Variants differ in what they take; which one this is, nobody said yet.
            false => Draft::Hole {
                options: Vec::new(),
                text: form
                    .shape
                    .fields_named(field.name)
                    .any(|field| field.types.iter().any(|r#type| !is_collection(r#type))),
            },
        };
        let spot = self.spot();
        let key = match spot.quote {
            Some('"') => quoted(field.name, Notation::Json),
            _ => quoted(field.name, spot.notation),
        };
        let (text, snippet) = match spot.place {
            Place::Key(Behind::Colon) => (key.clone(), false),
            Place::Key(Behind::Value) => (format!("{key}:"), false),
            _ => (self.spaced(self.writer().entry(field.name, &draft)), true),
        };
        let (detail, documentation) = match (is_certain(form, field), form.shape.discriminator) {
            (false, Some(name)) => (
                match is_always_required(form, field) {
                    true => format!("depends on `{name}` · required"),
                    false => format!("depends on `{name}`"),
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
                let item = self.bundle("- ", Draft::of_type(Some(r#type), None, 0), true);
                self.add(REQUIRED, item);
            }
            return;
        };
        let block = self.spot().notation == Notation::Block;
        let mut all = variants(shape);
        if all.is_empty() {
            all = bundles(shape);
        }
        for bundle in &all {
            // A single key is offered as such already.
            if block && !dashed && bundle.fields.len() < 2 && bundle.value.is_none() {
                continue;
            }
            let item = self.start_of(shape, bundle, dashed);
            let rank = match bundle {
                _ if dashed => REQUIRED,
                Bundle { value: Some(_), .. } => ALTERNATIVE,
                Bundle {
                    chosen: Some(_), ..
                } => OPTIONAL,
                _ => REQUIRED,
            };
            self.add(rank, item);
        }
    }

    /// The start of a mapping.
    fn start_of(&self, shape: &'static Shape, bundle: &Bundle, dashed: bool) -> Item {
        let Bundle {
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
            ..self.bundle(&label, Draft::of_bundle(bundle), dashed)
        }
    }

    fn bundle(&self, label: &str, draft: Draft, dashed: bool) -> Item {
        let draft = draft.below(self.base.as_deref());
        let draft = if dashed {
            Draft::List(vec![draft])
        } else {
            draft
        };
        let text = self.spaced(self.writer().node(&draft));
        Item {
            snippet: true,
            ..self.item(ItemKind::Snippet, label, text)
        }
    }

    /// A text with the space that is missing before it.
    pub(super) fn spaced(&self, text: String) -> String {
        let missing = self.spot().space && !text.starts_with([' ', '\n']);
        if missing { format!(" {text}") } else { text }
    }
}

/// Whether a field is that of the variant, or of all variants: not just of one that this might be.
fn is_certain(form: &Form<'_>, field: &'static Field) -> bool {
    matches!(form.choice, Choice::Plain | Choice::Known(_))
        || form.certain().any(|own| std::ptr::eq(own, field))
}

fn is_required(form: &Form<'_>, field: &'static Field) -> bool {
    is_certain(form, field)
        && match field.required {
            Requirement::Always => true,
            Requirement::When(any) => form.holds(any) == Some(true),
            Requirement::Optional => false,
        }
}

/// Whether every variant asks for a field of this name, so that it does not matter which one this is.
fn is_always_required(form: &Form<'_>, field: &'static Field) -> bool {
    let variants = form.shape.variants;
    let asks = |field: &Field| matches!(field.required, Requirement::Always);
    !variants.is_empty()
        && variants.iter().all(|variant| {
            form.shape
                .field_of(Some(variant), field.name)
                .is_some_and(asks)
        })
}

fn is_collection(r#type: &Type) -> bool {
    matches!(r#type, Type::Object(_) | Type::List(_))
}
