//! What a name template makes of the sources of a spec.

use crate::catalog::{self, Content, Field, Token, Type};
use crate::language::template;
use crate::spec::{Form, Node, Spec};
use std::collections::HashMap;

/// The name that one source gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// The source, as a person would name it: `public.customers`.
    pub(super) source: String,
    /// The name in Immuta.
    pub(super) name: String,
    /// Whether the source has a name of its own that goes before the template.
    pub(super) overridden: bool,
}

/// A mapping that tokens take values from.
struct Row {
    /// The name of its shape.
    shape: &'static str,
    label: String,
    texts: HashMap<&'static str, String>,
    own_name: Option<String>,
}

/// The names that a template in this field gives to the first sources.
pub(super) fn names(spec: &Spec<'_>, field: &Field, written: &str, limit: usize) -> Vec<Name> {
    let (mut rows, mut single) = (Vec::new(), Vec::new());
    let root = spec.form();
    // What there is once stands in the entries of the root; only then come the items, as many as it takes.
    let (items, entries): (Vec<_>, Vec<_>) = spec
        .document
        .segments()
        .partition(|segment| spec.document.is_item(*segment));
    let mut visit = |segment: usize, rows: &mut Vec<Row>| {
        spec.visit_segment(&root, segment, &mut |node| {
            if let Some(row) = row(node, field) {
                if node.entry.is_some() {
                    &mut single
                } else {
                    &mut *rows
                }
                .push(row);
            }
        });
    };
    for segment in entries {
        visit(segment, &mut rows);
    }
    for segment in items {
        if rows.len() >= limit {
            break;
        }
        visit(segment, &mut rows);
    }
    rows.iter()
        .filter_map(|row| named(row, &single, written))
        .take(limit)
        .collect()
}

fn named(row: &Row, single: &[Row], written: &str) -> Option<Name> {
    let source = row.label.clone();
    if let Some(name) = row.own_name.clone() {
        return Some(Name {
            source,
            name,
            overridden: true,
        });
    }
    let mut unknown = false;
    let name = template::expand(written, |token| {
        let value = value_of(token, row, single);
        unknown |= value.is_none();
        value
    });
    (!unknown).then_some(Name {
        source,
        name,
        overridden: false,
    })
}

fn value_of(token: &Token, row: &Row, single: &[Row]) -> Option<String> {
    token.from.iter().find_map(|(shape, field)| {
        let rows = || std::iter::once(row).chain(single);
        let of = rows().find(|row| row.shape.eq_ignore_ascii_case(shape))?;
        of.texts.get(field).cloned()
    })
}

/// A mapping that tokens take values from, if a node is one.
fn row(node: &Node<'_, '_>, template: &Field) -> Option<Row> {
    let form = node.form?;
    let from = catalog::tokens().iter().flat_map(|token| token.from);
    let fields: Vec<_> = from
        .filter(|(shape, _)| form.shape.name.eq_ignore_ascii_case(shape))
        .collect();
    let text = |(_, field): &&(&str, &'static str)| {
        let text = form.text(field).filter(|text| !text.is_empty())?;
        Some((*field, text.to_owned()))
    };
    (!fields.is_empty()).then(|| Row {
        shape: form.shape.name,
        label: label(form),
        texts: fields.iter().filter_map(text).collect(),
        own_name: own_name(form, template),
    })
}

fn label(form: &Form<'_>) -> String {
    let identity = form.shape.identity.first().copied().unwrap_or_default();
    let texts: Vec<_> = identity.iter().filter_map(|name| form.text(name)).collect();
    let alternative = || {
        form.shape
            .one_of
            .iter()
            .find(|name| form.text(name).is_some())
    };
    match texts.as_slice() {
        [] => alternative().map_or_else(String::new, |name| (*name).to_owned()),
        texts => texts.join("."),
    }
}

/// The name that a source gives itself instead of what the template would make: `naming.datasource` goes
/// before `dataSourceFormat`.
fn own_name(form: &Form<'_>, template: &Field) -> Option<String> {
    let stem = template.name.strip_suffix("Format")?;
    form.entries.iter().find_map(|entry| {
        let Some(Type::Object(shape)) = form.field(&entry.name())?.types.first() else {
            return None;
        };
        let own = shape
            .fields
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case(stem))?;
        let plain = own.text()?.content == Content::Plain && matches!(own.types, [Type::String(_)]);
        let name = plain.then(|| entry.value.resolved().get(own.name))??;
        Some(name.resolved().text()?.into_owned())
    })
}
