//! Mistakes planted into the valid specs: each is found, once, at its place, and nothing else is.

use super::fixture::line_of;
use super::reach::visit_all;
use super::*;
use crate::catalog::{Field, Others, Requirement, Type};
use crate::diagnostics::Edit;
use crate::spec::{Form, Node, Spec};
use crate::syntax::{Entry, Kind as ValueKind, ScalarType};

/// A mistake: the edit that makes it, and what has to come of it.
pub(super) struct Mistake {
    pub(super) what: String,
    pub(super) edit: Edit,
    pub(super) code: &'static str,
    /// What the message mentions.
    pub(super) mentions: String,
    /// The line it is found on in the changed text; any line where that is not worth saying.
    pub(super) line: Option<usize>,
    /// No other finding may come of it.
    pub(super) severity: Option<Severity>,
}

/// Makes each mistake and checks that exactly what it says comes of it.
pub(super) fn plant(plan: fn(&Fixture, &Node<'_, '_>, &mut Vec<Mistake>)) -> usize {
    let fixtures = valid_specs();
    let mut planted = 0;
    let mut wrong = String::new();
    for fixture in &fixtures {
        let before = findings(&fixture.text, fixture.dialect);
        let mut mistakes = Vec::new();
        let mut repeated = Vec::new();
        visit_all(std::slice::from_ref(fixture), &mut |fixture, node| {
            plan(fixture, node, &mut mistakes);
            repeated.extend(targets(node));
        });
        for mistake in mistakes {
            let mut text = fixture.text.clone();
            let range = mistake.edit.range.clone();
            text.replace_range(range.clone(), &mistake.edit.text);
            // What is repeated elsewhere is wrong there, too; what is no spec any more gets nothing.
            let is_repeated = |r: &Range<usize>| r.start <= range.start && range.end <= r.end;
            if repeated.iter().any(is_repeated) || !is_spec(&text, fixture.dialect) {
                continue;
            }
            let mut found = findings(&text, fixture.dialect);
            // What was found before, and what hangs on it, is not of interest.
            found.retain(|f| {
                !before
                    .iter()
                    .any(|b| b.code == f.code && b.message == f.message)
            });
            found.retain(|f| {
                f.severity > Severity::Information || Some(f.severity) == mistake.severity
            });
            let right = matches!(found.as_slice(), [only] if only.code == mistake.code
                && only.message.contains(&mistake.mentions)
                && mistake.line.is_none_or(|line| line == line_of(&text, only.range.start))
                && mistake.severity.is_none_or(|severity| severity == only.severity));
            if !right {
                wrong.push_str(&format!("{}: {}: {found:#?}\n", fixture.name, mistake.what));
            }
            planted += 1;
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    planted
}

/// The values that a node repeats by an alias or a merge key.
fn targets(node: &Node<'_, '_>) -> Vec<Range<usize>> {
    let entries = node.form.map_or(&[][..], |form| &form.entries);
    let merged = entries
        .iter()
        .filter(|entry| entry.is_merge())
        .flat_map(Entry::merge_sources);
    let values = std::iter::once(node.value).chain(merged);
    values
        .filter_map(|value| Some(value.target()?.range()))
        .collect()
}

fn is_spec(text: &str, dialect: Dialect) -> bool {
    let text = Text::from(text);
    let syntax = Syntax::new(&text, dialect);
    syntax
        .documents()
        .any(|document| Spec::read(document, None).is_some())
}

/// Whether a merge key brings the field, too.
fn is_merged(form: &Form<'_>, field: &Field) -> bool {
    let merges = form.entries.iter().filter(|entry| entry.is_merge());
    let mut sources = merges.flat_map(Entry::merge_sources);
    sources.any(|source| source.resolved().get(field.name).is_some())
}

/// The severity of a missing field, where it has one that is loud enough to be looked at here.
fn loud(field: &Field) -> Option<Severity> {
    Some(Severity::of(field.required_status)).filter(|severity| *severity > Severity::Information)
}

fn is_required(form: &Form<'_>, field: &Field) -> bool {
    match field.required {
        Requirement::Optional => false,
        Requirement::Always => true,
        Requirement::When(conditions) => form.holds(conditions) == Some(true),
    }
}

/// Whether other fields hang on this one, so that its loss changes what is said of them.
fn steers(form: &Form<'_>, field: &Field) -> bool {
    form.shape.discriminator == Some(field.name)
        || form.certain().any(|other| {
            let required = match other.required {
                Requirement::When(conditions) => conditions,
                _ => &[],
            };
            other
                .when
                .iter()
                .chain(required)
                .any(|all| all.iter().any(|(name, _)| *name == field.name))
        })
}

fn known_entries<'a>(form: &Form<'a>) -> Vec<(usize, Entry<'a>, &'static Field)> {
    let named =
        |(index, entry): (usize, &Entry<'a>)| Some((index, *entry, form.field(&entry.name())?));
    form.entries.iter().enumerate().filter_map(named).collect()
}

#[test]
fn a_required_field_that_is_removed() {
    let planted = plant(|fixture, node, mistakes| {
        let Some(form) = node.form else { return };
        for (index, _, field) in known_entries(form) {
            let Some(range) = place::removal(form, index)
                .filter(|_| is_required(form, field) && !is_merged(form, field))
            else {
                continue;
            };
            let Some(severity) = loud(field) else {
                continue;
            };
            // The first entry of an item shows where the item starts.
            if fixture.text[range.clone()].contains('&') {
                continue;
            }
            mistakes.push(Mistake {
                what: format!("without `{}`", field.name),
                edit: Edit {
                    range,
                    text: String::new(),
                },
                code: "missing-field",
                mentions: format!("`{}` is missing", field.name),
                line: None,
                severity: Some(severity),
            });
        }
    });
    assert!(planted > 50, "{planted}");
}

#[test]
fn a_required_field_without_a_value() {
    let planted = plant(|fixture, node, mistakes| {
        let Some(form) = node.form else { return };
        for (_, entry, field) in known_entries(form) {
            let scalar = place::inner(entry.value).is_some();
            if !scalar || !is_required(form, field) || loud(field).is_none() || steers(form, field)
            {
                continue;
            }
            let is_json = fixture.dialect == Dialect::Json;
            mistakes.push(Mistake {
                what: format!("`{}` without a value", field.name),
                edit: Edit {
                    range: entry.value.range(),
                    text: if is_json { "null" } else { "" }.to_owned(),
                },
                code: "missing-field",
                mentions: format!("`{}` has no value", field.name),
                line: Some(line_of(&fixture.text, entry.key.range().start)),
                severity: loud(field),
            });
        }
    });
    assert!(planted > 40, "{planted}");
}

#[test]
fn a_key_that_is_misspelt() {
    let planted = plant(|fixture, node, mistakes| {
        let Some(form) = node.form.filter(|form| !form.permits_unknown_keys()) else {
            return;
        };
        for (_, entry, field) in known_entries(form) {
            // What hangs on the field is judged without it; a short name has no close misspelling.
            if steers(form, field) || field.name.len() < 5 || is_merged(form, field) {
                continue;
            }
            let name = entry.name();
            let swapped = swap(&name);
            let needed = is_required(form, field) || form.shape.one_of.contains(&field.name);
            let severity = if needed {
                Severity::of(field.required_status).max(Severity::Warning)
            } else {
                Severity::Warning
            };
            mistakes.push(Mistake {
                what: format!("`{swapped}`"),
                edit: Edit {
                    range: place::inner(entry.key).unwrap(),
                    text: swapped,
                },
                code: "unknown-field",
                mentions: format!("Did you mean `{}`", field.name),
                line: Some(line_of(&fixture.text, entry.key.range().start)),
                severity: Some(severity),
            });
        }
    });
    assert!(planted > 80, "{planted}");
}

/// A word with two letters in its middle swapped.
fn swap(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    let other = (0..letters.len() - 1)
        .rev()
        .find(|i| *i < middle && letters[*i] != letters[i + 1])
        .unwrap();
    letters.swap(other, other + 1);
    letters.into_iter().collect()
}

#[test]
fn a_value_in_another_case() {
    let planted = plant(|fixture, node, mistakes| {
        let (Some(field), Some((written, text))) = (node.field, place::text(node)) else {
            return;
        };
        let Some(allowed) = text
            .allowed(&written)
            .filter(|allowed| allowed.same_as.is_none())
        else {
            return;
        };
        if node.parent.is_some_and(Form::permits_unknown_keys) {
            return;
        }
        let upper = written.to_uppercase();
        let other = if upper == written.as_ref() {
            written.to_lowercase()
        } else {
            upper
        };
        let both = Severity::of(field.status).min(Severity::of(allowed.status));
        let severity = match text.others {
            Others::None => Severity::of(field.status),
            Others::Possible => both,
            Others::Certain => both.min(Severity::Warning),
        };
        // The method, once known, may be one whose fields are not.
        mistakes.push(Mistake {
            what: format!("`{other}`"),
            edit: Edit {
                range: place::inner(node.value).unwrap(),
                text: other,
            },
            code: "invalid-value",
            mentions: format!("Did you mean `{written}`? It is case-sensitive."),
            line: Some(line_of(&fixture.text, node.value.range().start)),
            severity: Some(severity),
        });
    });
    assert!(planted > 20, "{planted}");
}

#[test]
fn a_value_of_another_type() {
    let planted = plant(|fixture, node, mistakes| {
        let (Some(field), Some(entry), Some(parent)) = (node.field, node.entry, node.parent) else {
            return;
        };
        if steers(parent, field)
            || parent.shape.one_of.contains(&field.name)
            || node.value.kind() != ValueKind::Scalar
        {
            return;
        }
        let Some(range) = Some(node.value.range()).filter(|_| place::inner(node.value).is_some())
        else {
            return;
        };
        let json = fixture.dialect == Dialect::Json;
        let texts: &[(&str, &'static str, Severity)] = match field.types.first().unwrap() {
            Type::Boolean => &[
                ("\"true\"", "quoted-scalar", Severity::Warning),
                ("\"maybe\"", "wrong-type", Severity::Error),
                ("[true]", "wrong-type", Severity::Error),
            ],
            Type::Integer => &[
                ("\"12\"", "quoted-scalar", Severity::Warning),
                ("12.5", "wrong-type", Severity::Error),
                ("\"many\"", "wrong-type", Severity::Error),
            ],
            Type::String(text) if text.values.is_empty() && !text.secret => &[
                ("12", "quoted-scalar", Severity::Warning),
                ("[a]", "wrong-type", Severity::Error),
            ],
            _ => &[],
        };
        for (text, code, severity) in texts {
            // What is anchored is wrong at its aliases, too.
            let anchored =
                text.starts_with('[') && fixture.text[..range.start].ends_with("&schema ");
            if json && *text == "[a]"
                || anchored
                || node.value.scalar_type() == Some(ScalarType::Null)
            {
                continue;
            }
            let severity = (*severity).min(Severity::of(field.status));
            mistakes.push(Mistake {
                what: format!("`{}: {text}`", field.name),
                edit: Edit {
                    range: range.clone(),
                    text: (*text).to_owned(),
                },
                code,
                mentions: format!("`{}` ", field.name),
                line: Some(line_of(&fixture.text, entry.key.range().start)),
                severity: Some(severity),
            });
        }
    });
    assert!(planted > 80, "{planted}");
}

#[test]
fn a_key_that_is_repeated() {
    let planted = plant(|fixture, node, mistakes| {
        let Some(form) = node.form.filter(|form| form.is_flow()) else {
            return;
        };
        for entry in &form.entries {
            let (Some(last), ValueKind::Scalar) = (form.entries.last(), entry.value.kind()) else {
                continue;
            };
            let end = last.value.range().end;
            mistakes.push(Mistake {
                what: format!("`{}` twice", entry.name()),
                edit: Edit {
                    range: end..end,
                    text: format!(
                        ", {}",
                        &fixture.text[entry.key.range().start..entry.value.range().end]
                    ),
                },
                code: "duplicate-key",
                mentions: format!("Duplicate key `{}`", entry.name()),
                line: Some(line_of(&fixture.text, end)),
                severity: Some(Severity::Error),
            });
        }
    });
    assert!(planted > 10, "{planted}");
}
