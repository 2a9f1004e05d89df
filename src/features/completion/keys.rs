//! Keys of a mapping, and the mappings that may be items of a list.

use super::draft::{Draft, bundles};
use super::{Item, ItemKind, Offer, describe};
use crate::catalog::{Field, Requirement, Type};
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
            let rank = match is_required(form, field) {
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
            true => Draft::of_field(field),
            // Variants differ in what they take; which one this is, nobody said yet.
            false => Draft::blank(),
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
        Item {
            detail: describe::brief(field),
            documentation: self
                .kind
                .map(|kind| describe::field(field, kind))
                .unwrap_or_default(),
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
        for (index, fields) in bundles(shape).iter().enumerate() {
            // A single key is offered as such already.
            if block && !dashed && fields.len() < 2 {
                continue;
            }
            let names: Vec<_> = fields.iter().map(|field| field.name).collect();
            let chosen = shape.one_of.get(index);
            let what = chosen.map_or_else(|| names.join(", "), |name| (*name).to_owned());
            let label = if dashed {
                format!("- {what}")
            } else {
                format!("{} ({what})", shape.title)
            };
            let about = fields
                .iter()
                .find(|field| chosen.is_none_or(|name| field.name == *name));
            let documentation = about
                .zip(self.kind)
                .map(|(field, kind)| describe::field(field, kind));
            let item = Item {
                detail: shape.title.to_owned(),
                documentation: documentation.unwrap_or_default(),
                filter_text: names
                    .first()
                    .filter(|_| !self.word.is_empty())
                    .map(|name| (*name).to_owned()),
                ..self.bundle(&label, Draft::of_fields(fields), dashed)
            };
            let rank = if chosen.is_some() && !dashed {
                OPTIONAL
            } else {
                REQUIRED
            };
            self.add(rank, item);
        }
    }

    fn bundle(&self, label: &str, draft: Draft, dashed: bool) -> Item {
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
