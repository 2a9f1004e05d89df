//! The valid specs of `tests/fixtures/<kind>`: they are clean, and nothing of the catalog is beyond their reach.

use super::*;
use crate::catalog::{Allowed, Field, Reference, Shape, name_lists};
use crate::spec::{Node, Spec, picked};
use crate::syntax::Kind as ValueKind;
use crate::tenant::names::fixture;
use std::sync::Arc;

/// Visits every node of every valid spec.
pub(super) fn visit_all(fixtures: &[Fixture], visit: &mut dyn FnMut(&Fixture, &Node<'_, '_>)) {
    for fixture in fixtures {
        let text = Text::from(fixture.text.as_str());
        let syntax = Syntax::new(&text, fixture.dialect);
        for document in syntax.documents() {
            let spec =
                Spec::read(document, None).unwrap_or_else(|| panic!("{} is no spec", fixture.name));
            let root = spec.form();
            let node = Node {
                value: spec.root,
                types: spec.root_types(),
                entry: None,
                field: None,
                parent: None,
                form: Some(&root),
                certain: true,
            };
            visit(fixture, &node);
            for segment in document.segments() {
                spec.visit_segment(&root, segment, &mut |node| visit(fixture, node));
            }
        }
    }
}

#[test]
fn valid_specs_are_clean() {
    let mut wrong = String::new();
    for fixture in valid_specs() {
        wrong.push_str(&fixture.difference(&findings(&fixture.text, fixture.dialect)));
        assert!(
            fixture
                .expected
                .iter()
                .all(|e| e.severity < Severity::Warning),
            "{}",
            fixture.name
        );
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What the fixtures reach of the catalog.
#[derive(Default)]
struct Reach {
    fields: Vec<*const Field>,
    values: Vec<*const Allowed>,
}

#[test]
fn every_field_and_value_is_reached() {
    let mut reached = Reach::default();
    visit_all(&valid_specs(), &mut |_, node| {
        let Some(field) = node.field else { return };
        reached.fields.push(std::ptr::from_ref(field));
        if node.value.kind() == ValueKind::Scalar
            && let Some(allowed) = field
                .text()
                .and_then(|text| text.allowed(&node.value.text()?))
        {
            reached.values.push(std::ptr::from_ref(allowed));
        }
    });
    let mut beyond = Vec::new();
    for kind in catalog::kinds() {
        for shape in kind.shapes() {
            for (name, field) in rows(shape) {
                if !reached.fields.iter().any(|seen| std::ptr::eq(*seen, field)) {
                    beyond.push(name.clone());
                }
                for allowed in field.text().map_or(&[][..], |text| text.values) {
                    if !reached
                        .values
                        .iter()
                        .any(|seen| std::ptr::eq(*seen, allowed))
                    {
                        beyond.push(format!("{name}: {}", allowed.value));
                    }
                }
            }
        }
    }
    assert!(beyond.is_empty(), "{beyond:#?}");
}

#[test]
fn every_name_is_missed_where_it_stands() {
    let empty: Vec<_> = name_lists()
        .iter()
        .map(|list| format!("{}: {{}}", list.name))
        .collect();
    let options = Options {
        names: Some(Arc::new(fixture::names(&format!(
            "complete: {{{}}}",
            empty.join(", ")
        )))),
        ..Options::default()
    };
    let mut reached: Vec<*const Reference> = Vec::new();
    for fixture in valid_specs() {
        let mut named = Vec::new();
        visit_all(std::slice::from_ref(&fixture), &mut |_, node| {
            let text = node.value.text().filter(|text| !has_placeholder(text));
            if let (Some(reference), Some(_), ValueKind::Scalar) =
                (node.reference(), text, node.value.kind())
            {
                reached.push(std::ptr::from_ref(reference));
                named.push(node.value.range());
            }
        });
        let mut found = findings_with(&fixture.text, fixture.dialect, &options);
        found.retain(|finding| finding.code == "unknown-name");
        let missed = |range: &Range<usize>| found.iter().filter(|f| f.range == *range).count();
        for range in named {
            let text = &fixture.text[range.clone()];
            assert_eq!(missed(&range), 1, "{}: {text}", fixture.name);
        }
    }
    for shape in catalog::kinds().iter().flat_map(Kind::shapes) {
        for (name, field) in rows(shape) {
            for reference in field.refers {
                let seen = reached.iter().any(|seen| std::ptr::eq(*seen, reference));
                assert!(seen, "{name}: {}", reference.to.name);
            }
        }
    }
}

/// The fields of a shape, with a name for the reader.
fn rows(shape: &'static Shape) -> Vec<(String, &'static Field)> {
    let common = shape
        .fields
        .iter()
        .map(|field| (format!("{}.{}", shape.name, field.name), field));
    let own = shape.variants.iter().flat_map(|variant| {
        let name =
            move |field: &Field| format!("{} ({}).{}", shape.name, variant.values[0], field.name);
        variant.fields.iter().map(move |field| (name(field), field))
    });
    // A common field that every variant replaces is never seen.
    let replaced = |field: &&Field| {
        !shape.variants.is_empty()
            && shape
                .variants
                .iter()
                .all(|v| v.fields.iter().any(|own| own.name == field.name))
    };
    common
        .filter(|(_, field)| !replaced(field))
        .chain(own)
        .collect()
}

#[test]
fn every_type_is_taken_in_each_of_its_forms() {
    // A field that takes several types is written in each of them somewhere.
    let mut forms = Vec::new();
    let mut wanted: Vec<(&str, usize)> = Vec::new();
    visit_all(&valid_specs(), &mut |_, node| {
        let field = node.field.filter(|field| field.types.len() > 1);
        let (Some(field), Some(_)) = (field, node.entry) else {
            return;
        };
        wanted.extend((0..field.types.len()).map(|index| (field.name, index)));
        let picked = picked(node.value, field.types);
        let index = field
            .types
            .iter()
            .position(|t| picked.is_some_and(|picked| std::ptr::eq(picked, t)));
        forms.extend(index.map(|index| (field.name, index)));
    });
    wanted.retain(|form| !forms.contains(form));
    assert!(wanted.is_empty(), "{wanted:?}");
}
