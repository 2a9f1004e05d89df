//! Values of a field: what it takes, and the tokens of name templates.

use super::{CompletionContext, Item, ItemKind, describe};
use crate::catalog::{self, Allowed, Content, Field, Text, Type};
use crate::display::Markdown;
use crate::language::expression::Language;
use crate::spec::{Choice, Form, Node, skeleton};
use crate::syntax::{Entry, Notation};

/// Whether every key of a mapping that some variant has is one of the variant that a value of its discriminator chooses.
fn keeps_keys(form: &Form<'_>, field: &Field, allowed: &Allowed) -> bool {
    let shape = form.shape;
    if shape.discriminator != Some(field.name) {
        return true;
    }
    let variant = shape.variant(allowed.value);
    let mut names = form.entries.iter().map(Entry::name);
    names.all(|name| {
        shape.field_of(variant, &name).is_some() || shape.fields_named(&name).next().is_none()
    })
}

impl CompletionContext<'_> {
    /// The values that may stand behind a key.
    pub(super) fn value(&mut self, node: &Node<'_, '_>) {
        let Some(field) = node.field else { return };
        for r#type in node.types {
            match r#type {
                Type::Object(_) | Type::List(_) if node.entry.is_some() => {
                    self.collection(r#type, field);
                }
                Type::Object(_) | Type::List(_) => {}
                scalar => self.scalars(scalar, field, node.parent),
            }
        }
    }

    /// A mapping or a list behind a key, to be filled in.
    fn collection(&mut self, r#type: &'static Type, field: &'static Field) {
        let name = match r#type {
            Type::Object(shape) | Type::List(Type::Object(shape)) => shape.title,
            _ => field.name,
        };
        let value = skeleton::of_type(Some(r#type), Some(field), 0);
        let value = self.fitting(value);
        let text = self.emitter().after_colon(&value, self.hang());
        // The text brings its own space; one may be there.
        let text = if self.context().space {
            text
        } else {
            text.trim_start_matches(' ').to_owned()
        };
        let text = if self.context().notation == Notation::Json {
            text.trim_start().to_owned()
        } else {
            text
        };
        let item = self.item(ItemKind::Snippet, name, text);
        let documentation = self.documentation(field);
        self.add(
            0,
            Item {
                snippet: true,
                detail: describe::brief(field),
                documentation,
                ..item
            },
        );
    }

    /// The scalars of a type that a field takes.
    pub(super) fn scalars(
        &mut self,
        r#type: &'static Type,
        field: &'static Field,
        parent: Option<&Form<'_>>,
    ) {
        match r#type {
            Type::Boolean => ["true", "false"]
                .iter()
                .for_each(|value| self.literal(value, field)),
            Type::Integer | Type::Number => {
                let known = field.default.or(field.example);
                known.iter().for_each(|value| self.literal(value, field));
            }
            Type::String(text) if text.content == Content::NameTemplate => self.tokens(),
            Type::String(text) if Language::of(text.content).is_some() => {
                self.expressions(text.content);
            }
            Type::String(text) => {
                self.texts(text, field, parent);
                self.names(field, parent);
            }
            Type::Object(_) | Type::List(_) | Type::Any => {}
        }
    }

    /// What a field means; empty while the kind of the document is not known.
    fn documentation(&self, field: &'static Field) -> Markdown {
        self.kind
            .map(|kind| describe::field(field, kind))
            .unwrap_or_default()
    }

    fn literal(&mut self, value: &str, field: &'static Field) {
        let item = self.item(ItemKind::Value, value, self.spaced(value.to_owned()));
        let is_default = field.default == Some(value);
        let detail = if is_default { "default" } else { "" };
        let documentation = self.documentation(field);
        self.add(
            0,
            Item {
                preselect: is_default,
                detail: detail.to_owned(),
                documentation,
                ..item
            },
        );
    }

    fn texts(&mut self, text: &'static Text, field: &'static Field, parent: Option<&Form<'_>>) {
        let mut offered: Vec<&'static Allowed> = text.values.iter().collect();
        // While the variant is not known, the values of any may be meant.
        if let Some(form) = parent.filter(|form| matches!(form.choice, Choice::Unknown)) {
            let variants = form.shape.variants_with(field.name);
            let fields = variants
                .filter_map(|variant| variant.fields.iter().find(|own| own.name == field.name));
            for allowed in fields.filter_map(Field::text).flat_map(|text| text.values) {
                if !offered.iter().any(|known| known.value == allowed.value) {
                    offered.push(allowed);
                }
            }
        }
        let fits = |allowed: &&Allowed| {
            allowed.same_as.is_none()
                && parent.is_none_or(|form| form.holds(allowed.when) != Some(false))
        };
        offered.retain(fits);
        // The keys that are there already say which variant is meant.
        let keeps = |allowed: &&Allowed| parent.is_none_or(|form| keeps_keys(form, field, allowed));
        if offered.iter().any(keeps) {
            offered.retain(keeps);
        }
        for allowed in offered {
            let item = self.text(allowed.value);
            let documentation = self
                .kind
                .map(|kind| describe::allowed(allowed, field, kind))
                .unwrap_or_default();
            let preselect = field.default == Some(allowed.value);
            self.add(
                0,
                Item {
                    detail: field.name.to_owned(),
                    documentation,
                    preselect,
                    ..item
                },
            );
        }
        // A path starts with that of the mapping around.
        if let Some(base) = self.base.clone().filter(|_| text.path) {
            let item = self.text(&format!("{base}."));
            let documentation = self.documentation(field);
            self.add(
                0,
                Item {
                    detail: field.name.to_owned(),
                    documentation,
                    ..item
                },
            );
        }
        // What a secret is best replaced by.
        if let Some(example) = field
            .example
            .filter(|_| text.secret && text.values.is_empty())
        {
            let item = self.text(example);
            let documentation = self.documentation(field);
            self.add(
                0,
                Item {
                    detail: "placeholder for a secret".to_owned(),
                    documentation,
                    ..item
                },
            );
        }
    }

    /// A text, in quotes where it needs some.
    pub(super) fn text(&self, value: &str) -> Item {
        let written = self.quoted(value);
        Item {
            filter_text: self.filter(&written),
            ..self.item(ItemKind::Value, value, self.spaced(written))
        }
    }

    /// The tokens of name templates: in the place of one that is not finished, else where the cursor is.
    fn tokens(&mut self) {
        let Some(kind) = self.kind else { return };
        let start = self.context().range.start;
        let at = self.offset.saturating_sub(start).min(self.word.len());
        let (before, after) = self.word.split_at_checked(at).unwrap_or((&self.word, ""));
        let open = before
            .rfind('<')
            .filter(|open| !before.get(*open..).unwrap_or_default().contains('>'));
        let rest = open.map_or(0, |_| {
            let name = after
                .find(|c: char| !c.is_ascii_alphabetic())
                .unwrap_or(after.len());
            name + usize::from(after.get(name..).is_some_and(|rest| rest.starts_with('>')))
        });
        let range = start + open.unwrap_or(at)..start + at + rest;
        // A quote that is still open is closed behind the last token.
        let is_closed = |quote: char| self.word.len() > 1 && self.word.ends_with(quote);
        let at_end = after.len() == rest;
        let closing = self
            .context()
            .quote
            .filter(|quote| at_end && !is_closed(*quote))
            .map(String::from)
            .unwrap_or_default();
        let bare = self.word.is_empty() && self.context().notation == Notation::Json;
        let inside = !self.word.is_empty();
        for token in catalog::tokens() {
            let label = format!("<{}>", token.name);
            let written = if bare {
                self.quoted(&label)
            } else {
                label.clone()
            };
            let item = self.item(ItemKind::Token, &label, String::new());
            // Within a word that is there, commas and spaces are as they were.
            let new_text = if inside {
                written + &closing
            } else {
                self.spaced(written) + &item.new_text
            };
            let range = if inside {
                range.clone()
            } else {
                item.range.clone()
            };
            let documentation = describe::token(token, kind);
            self.add(
                0,
                Item {
                    detail: "token".to_owned(),
                    documentation,
                    range,
                    new_text,
                    ..item
                },
            );
        }
    }
}
