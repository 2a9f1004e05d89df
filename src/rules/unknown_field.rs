//! Keys that the catalog does not know.

use super::suggest::{self, Closeness};
use super::{Report, Rule, Severity, missing_field, place, query_parameter, words};
use crate::catalog::{Field, Type};
use crate::spec::{Choice, Form, Node};
use crate::syntax::{Entry, Kind};

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
    for entry in &form.entries {
        if is_unknown(form, entry)
            && !place::is_open(form)
            && query_parameter::of(node, &entry.name()).is_none()
        {
            tell(node, form, entry, report);
        }
    }
}

fn is_unknown(form: &Form<'_>, entry: &Entry<'_>) -> bool {
    let name = entry.name();
    !entry.is_merge()
        && entry.key.kind() == Kind::Scalar
        && form.field(&name).is_none()
        && form.older_key(&name).is_none()
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
    !place::is_open(form)
        && form
            .entries
            .iter()
            .filter(|entry| is_unknown(form, entry))
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
        let title = format!("Rename to `{name}`");
        match meant.sure {
            true => finding.sure_fix(title, range, name),
            false => finding.fix(title, range, name),
        }
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
        let shape = field.types.iter().find_map(Type::shape);
        shape.is_some_and(|shape| shape.every_field().iter().any(|inner| inner.name == key))
    })?;
    Some(format!("it belongs into `{}`", holder.name))
}

/// All the keys of a mapping, where they are few.
fn choices(form: &Form<'_>) -> Option<String> {
    let fields = form.possible();
    let names = words::listed(fields.iter().map(|field| field.name), "and");
    (fields.len() <= 6).then(|| format!("known are {names}"))
}
