//! Keys that the catalog does not know.

use super::misplaced::{self, Swapped, TooHigh, is_strange};
use super::suggest::{self, Closeness};
use super::{Report, Rule, missing_field, place, query_parameter, words};
use crate::catalog::{Field, Status, Type, Variant};
use crate::diagnostics::{Applicability, Severity};
use crate::spec::{Choice, Form, Node, picked};
use crate::syntax::Entry;

pub(super) static RULE: Rule = Rule {
    code: "unknown-field",
    summary: "A key that means nothing here",
    severities: &[Severity::Warning, Severity::Error],
    doc: "\
Nothing is known of this key at this place. Mostly it is a slip of the pen, or it belongs somewhere else: to another
handler, a level up or a level down. A tenant ignores it at best.

```yaml
sources:
  - table: customers
    columnDescriptions:
      - name: id              # the key is `columnName` here
        description: Number of the customer
```

Rename the key or take it out. It is a warning, because tenants may know more than the documents; an error where the key
stands in the place of one that is required.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some(form) = node.form else { return };
    if let Some(other) = of_other_variant(node, form) {
        wrong_variant(node, form, &other, report);
        return;
    }
    for entry in unknown(form) {
        if query_parameter::of(node, &entry.name()).is_none() {
            tell(node, form, entry, report);
        }
    }
}

/// The entries whose keys mean nothing, and of which no other rule speaks.
fn unknown<'f, 'a>(form: &'f Form<'a>) -> Vec<&'f Entry<'a>> {
    let strange =
        |entry: &&Entry<'_>| is_strange(form, entry) && form.older_key(&entry.name()).is_none();
    let mut entries: Vec<_> = form.entries.iter().filter(strange).collect();
    if entries.is_empty() || place::is_open(form) {
        return Vec::new();
    }
    if let Some(TooHigh { names, .. }) = misplaced::too_high(form) {
        entries.retain(|entry| !names.iter().any(|name| *name == entry.name()));
    }
    entries
}

/// The variant of the mapping around a mapping that has all its keys in it.
pub(super) struct OtherVariant {
    by: &'static str,
    value: &'static str,
}

/// Looks for the only other variant that all keys of a mapping fit, where this one's are missing.
pub(super) fn of_other_variant(node: &Node<'_, '_>, form: &Form<'_>) -> Option<OtherVariant> {
    let (parent, field) = (node.parent?, node.field?);
    let strange = unknown(form);
    let misspelt = || {
        strange
            .iter()
            .any(|entry| meant(form, &entry.name()).is_some())
    };
    let here = parent.variant()?;
    let by = parent.shape.discriminator?;
    let lacks = |field: &Field| missing_field::is_required(form, field) && !form.has(field);
    if strange.is_empty() || node.entry.is_none() || !form.certain().any(lacks) || misspelt() {
        return None;
    }
    let fits = |variant: &&Variant| {
        let mut fields = variant
            .fields
            .iter()
            .filter(|other| other.name == field.name);
        let shape = fields.find_map(|other| other.types.iter().find_map(Type::shape));
        shape.is_some_and(|shape| {
            let knows = |entry: &Entry<'_>| shape.fields_named(&entry.name()).next().is_some();
            form.entries.iter().all(knows)
        })
    };
    let variants = parent.shape.variants.iter();
    let mut others = variants
        .filter(|variant| !std::ptr::eq(*variant, here))
        .filter(fits);
    let value = *others.next()?.values.first()?;
    others
        .next()
        .is_none()
        .then_some(OtherVariant { by, value })
}

fn wrong_variant(node: &Node<'_, '_>, form: &Form<'_>, other: &OtherVariant, report: &mut Report) {
    let OtherVariant { by, value } = other;
    let strange: Vec<_> = unknown(form);
    let Some(first) = strange.first() else { return };
    let names: Vec<_> = strange
        .iter()
        .map(|entry| entry.name().into_owned())
        .collect();
    let (is, belong) = match names.len() {
        1 => ("is not a field", "it belongs"),
        _ => ("are not fields", "they belong"),
    };
    let message = format!(
        "{} {is} of {}; {belong} to `{by}: {value}`",
        words::listed(names.iter().map(String::as_str), "and"),
        words::mapping(node, form)
    );
    let finding = report.add(Severity::Warning, first.key.range(), message);
    let chosen = node.parent.and_then(|parent| {
        let mut entries = parent.entries.iter();
        entries.find(|entry| entry.name() == *by)
    });
    if let Some(range) = chosen.and_then(|entry| place::inner(entry.value)) {
        finding.fix(format!("Change `{by}` to `{value}`"), range, *value);
    }
}

/// What somebody meant by a key.
struct Meant {
    field: &'static Field,
    sure: bool,
    closeness: Option<Closeness>,
}

/// The field that was meant by a key that we do not know: one that may be here and is not yet.
fn meant(form: &Form<'_>, key: &str) -> Option<Meant> {
    let free = |field: &&Field| !form.has(field) && form.holds(field.when) != Some(false);
    let fields: Vec<_> = form.certain().filter(free).collect();
    if let Some(field) = fields.iter().find(|field| field.mistaken.contains(&key)) {
        return Some(Meant {
            field,
            sure: true,
            closeness: None,
        });
    }
    // It is what another name is mistaken for, and that one is there already.
    if form.certain().any(|field| field.mistaken.contains(&key)) {
        return None;
    }
    let guess = suggest::closest(key, fields.iter().map(|field| field.name))?;
    // What is the exact name of something that belongs elsewhere is no slip of the pen.
    if !guess.closeness.is_sure()
        && form
            .shape
            .every_field()
            .iter()
            .any(|field| field.name == key)
    {
        return None;
    }
    let field = fields.into_iter().find(|field| field.name == guess.word)?;
    Some(Meant {
        field,
        sure: guess.closeness.is_sure(),
        closeness: Some(guess.closeness),
    })
}

/// Whether some unknown key of a mapping is this field misspelt.
pub(super) fn stands_for(form: &Form<'_>, name: &str) -> bool {
    unknown(form)
        .iter()
        .any(|entry| meant(form, &entry.name()).is_some_and(|meant| meant.field.name == name))
}

fn tell(node: &Node<'_, '_>, form: &Form<'_>, entry: &Entry<'_>, report: &mut Report) {
    let key = entry.name();
    let meant = meant(form, &key);
    // While the variant is not known, only a slip in what all of them have is certain.
    if matches!(form.choice, Choice::Unknown) && meant.is_none() {
        return;
    }
    let head = format!(
        "{} is not a field of {}",
        words::shown(&key),
        words::mapping(node, form)
    );
    if meant.is_none()
        && let Some(swapped) = misplaced::swapped(form).filter(|swapped| swapped.name == key)
    {
        mixed_up(form, entry, &swapped, &head, report);
        return;
    }
    let Some(meant) = meant else {
        let tail = elsewhere(node, form, &key).or_else(|| choices(form));
        let message = head + &tail.map(|tail| format!("; {tail}")).unwrap_or_default();
        report.add(Severity::Warning, entry.key.range(), message);
        return;
    };
    let name = meant.field.name;
    let required = missing_field::is_required(form, meant.field);
    let chosen = form.shape.one_of.contains(&name) && missing_field::has_none(form);
    let severity = match required || chosen {
        true => Severity::of(meant.field.required_status).max(Severity::Warning),
        false => Severity::Warning,
    };
    let certain = Severity::of(meant.field.required_status) >= Severity::Warning;
    let needed = if required && certain {
        ", which is required"
    } else {
        ""
    };
    let note = meant.closeness.map_or("", Closeness::note);
    let message = format!("{head}; did you mean `{name}`{needed}?{note}");
    let finding = report.add(severity, entry.key.range(), message);
    if let Some(range) = place::inner(entry.key) {
        let applicability = match meant.closeness.map(Closeness::applicability) {
            _ if meant.sure => Applicability::Safe,
            Some(Applicability::DisplayOnly) => Applicability::DisplayOnly,
            _ => Applicability::Unsafe,
        };
        finding.fix_as(applicability, format!("Rename to `{name}`"), range, name);
    }
}

/// A key of another variant in the place of the one that this variant asks for.
fn mixed_up(
    form: &Form<'_>,
    entry: &Entry<'_>,
    swapped: &Swapped,
    head: &str,
    report: &mut Report,
) {
    let Some(by) = form.shape.discriminator else {
        return;
    };
    let (wanted, goes_with) = (swapped.missing.name, swapped.goes_with);
    let message = format!("{head}, which needs `{wanted}`; it belongs to `{by}: {goes_with}`");
    let severity = Severity::of(swapped.missing.required_status).max(Severity::Warning);
    let finding = report.add(severity, entry.key.range(), message);
    let chosen = form.entries.iter().find(|entry| entry.name() == by);
    if let Some(range) = chosen.and_then(|entry| place::inner(entry.value)) {
        finding.fix(format!("Change `{by}` to `{goes_with}`"), range, goes_with);
    }
    let fits = picked(entry.value.resolved(), swapped.missing.types).is_some();
    if let Some(range) = place::inner(entry.key).filter(|_| fits) {
        finding.fix(format!("Rename to `{wanted}`"), range, wanted);
    }
}

/// Where else a key of this name belongs.
fn elsewhere(node: &Node<'_, '_>, form: &Form<'_>, key: &str) -> Option<String> {
    let shape = form.shape;
    let variants: Vec<_> = shape
        .variants_with(key)
        .flat_map(|variant| variant.values)
        .copied()
        .collect();
    if let (Some(name), false) = (shape.discriminator, variants.is_empty()) {
        let values: Vec<_> = variants
            .iter()
            .map(|value| format!("{name}: {value}"))
            .collect();
        return Some(format!(
            "it belongs to {}",
            words::listed(values.iter().map(String::as_str), "or")
        ));
    }
    if let Some(parent) = node
        .parent
        .filter(|parent| parent.shape.field(key).is_some())
    {
        return Some(format!(
            "it belongs a level up, to the {}",
            parent.shape.title
        ));
    }
    let holder = form.possible().into_iter().find(|field| {
        let shape = field.types.iter().find_map(|t| t.innermost().shape());
        shape.is_some_and(|shape| {
            shape
                .every_field()
                .iter()
                .any(|inner| inner.name == key && inner.status != Status::Inferred)
        })
    })?;
    Some(format!("it belongs into `{}`", holder.name))
}

/// All the keys of a mapping, where they are few.
fn choices(form: &Form<'_>) -> Option<String> {
    let fields = form.possible();
    let names = words::listed(fields.iter().map(|field| field.name), "and");
    (fields.len() <= 6).then(|| format!("known are {names}"))
}
