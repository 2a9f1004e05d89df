//! Where nothing is written yet: whole specs, and the keys that make a document a spec.

use super::{CompletionContext, Item, ItemKind, describe};
use crate::catalog::{self, ENOUGH, Field, Kind, Requirement, Template};
use crate::display::{Foreign, Markdown};
use crate::spec::{Form, is_settled, skeleton};
use crate::syntax::{Dialect, Document, Expected, Notation, Syntax, Value};
use crate::text::Text;

impl CompletionContext<'_> {
    /// What may start a document.
    pub(super) fn start(&mut self, document: &Document<'_>, root: Value<'_>) {
        let at_root = self.cursor.path().is_some_and(|path| path.is_empty());
        if !at_root || self.kind.is_none() && is_settled(document) {
            return;
        }
        let present = root
            .entries()
            .into_iter()
            .filter(|entry| !self.cursor.is_in(entry.key));
        let present: Vec<_> = present.map(|entry| entry.name().into_owned()).collect();
        let kinds = self.kind.map_or_else(catalog::kinds, std::slice::from_ref);
        for kind in kinds {
            if present.is_empty() && self.is_bare() {
                kind.templates
                    .iter()
                    .for_each(|template| self.template(template));
            }
            let fields = kind.root.every_field();
            let is_field = |name: &String| fields.iter().any(|field| field.name == name);
            if self.kind.is_none() && present.iter().all(is_field) {
                self.marking_keys(kind, &present, root);
            }
        }
    }

    /// Whether a whole spec may stand here: not within brackets.
    fn is_bare(&self) -> bool {
        match self.context().notation {
            Notation::Block => matches!(self.context().expected, Expected::Key(_)),
            Notation::Json => matches!(self.context().expected, Expected::Node { .. }),
            Notation::Flow => false,
        }
    }

    fn template(&mut self, template: &'static Template) {
        let text = match self.context().notation {
            Notation::Json => {
                let yaml = Syntax::new(&Text::from(template.body), Dialect::Yaml);
                let root = yaml.documents().next().and_then(|document| document.root());
                root.map_or_else(String::new, |root| {
                    self.emitter()
                        .node(&skeleton::of_template(root), self.hang())
                })
            }
            _ => template.body.trim_end().to_owned(),
        };
        let item = self.item(ItemKind::Snippet, template.label, text);
        let documentation = Markdown::from(template.doc)
            .with("\n\n")
            .with(Foreign(&template.text()).block("yaml"));
        self.add(
            3,
            Item {
                snippet: true,
                detail: "new spec".to_owned(),
                documentation,
                ..item
            },
        );
    }

    /// The keys that each make a document known to be of a kind, with what is in them.
    fn marking_keys(&mut self, kind: &'static Kind, present: &[String], root: Value<'_>) {
        if !matches!(self.context().expected, Expected::Key(_)) {
            return;
        }
        let form = Form::new(root, kind.root);
        let heads = || kind.detect.iter().filter_map(|row| row.path.first());
        let with_content = |head: &str| {
            let own = kind
                .detect
                .iter()
                .filter(|row| row.path.first() == Some(&head));
            own.map(|row| row.weight).sum::<i32>()
        };
        let marks = heads().filter(|head| with_content(head) >= ENOUGH);
        let mut names: Vec<&str> = Vec::new();
        for name in marks {
            if !names.contains(name) && !present.iter().any(|there| there == name) {
                names.push(name);
            }
        }
        let known = names.iter().filter_map(|name| kind.root.field(name));
        let retired = |field: &Field| field.hazards.iter().any(|row| row.code == "retired-field");
        let mut fields: Vec<_> = known.filter(|field| !retired(field)).collect();
        // What has to be there anyway is the better start.
        let is_required = |field: &&Field| matches!(field.required, Requirement::Always);
        if fields.iter().any(is_required) {
            fields.retain(is_required);
        }
        self.base = self.path_of(&form);
        for field in fields {
            let documentation = describe::field(field, kind);
            let item = self.key(field, &form);
            // Beside keys that may well be another tool's, these are a possibility among others.
            let rank = if present.is_empty() { 0 } else { 9 };
            self.add(
                rank,
                Item {
                    documentation,
                    ..item
                },
            );
        }
        self.base = None;
    }
}
