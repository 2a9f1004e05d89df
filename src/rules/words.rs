//! Turns of phrase that several messages share.

use crate::catalog::{ANY_VALUE, Condition, Field, Requirement, Type};
use crate::diagnostics::Applicability;
use crate::spec::suggest::Closeness;
use crate::spec::{Form, Node};

/// More characters of somebody's text than this make a message hard to read.
const SHOWN: usize = 60;

/// A text in backticks, cut where it is long.
pub(super) fn shown(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    let short: String = line.chars().take(SHOWN).collect();
    let more = short.len() < text.trim().len();
    format!("`{short}{}`", if more { "…" } else { "" })
}

/// `a`, `b` or `c`.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
        None => String::new(),
    }
}

/// A noun with its article: "an owner", "a user file".
pub(super) fn a(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O']);
    let spoken_as_you = noun.starts_with("us") || noun.starts_with("uni");
    let article = if vowel && !spoken_as_you { "an" } else { "a" };
    format!("{article} {noun}")
}

/// What a mapping is: "a Snowflake connection", "a source", "`options`".
pub(super) fn mapping(node: &Node<'_, '_>, form: &Form<'_>) -> String {
    match (variant_name(form), node.entry.and(node.field)) {
        (Some(name), _) => a(&format!("{name} {}", form.shape.title)),
        (None, Some(field)) => format!("`{}`", field.name),
        (None, None) => a(form.shape.title),
    }
}

/// The value of the discriminator, where it is one that we know.
fn variant_name<'f>(form: &'f Form<'_>) -> Option<&'f str> {
    form.variant()?;
    form.text(form.shape.discriminator?)
}

/// What asks for a field: "`handler: Snowflake` requires it".
pub(super) fn requirement(form: &Form<'_>, field: &Field) -> String {
    let variant = form.shape.discriminator.zip(variant_name(form));
    let Requirement::When(conditions) = field.required else {
        let own = form
            .shape
            .field(field.name)
            .is_none_or(|common| !std::ptr::eq(common, field));
        return match variant.filter(|_| own) {
            Some((name, value)) => format!("`{name}: {value}` requires it"),
            None => format!("every {} needs it", form.shape.title),
        };
    };
    let holding = conditions
        .iter()
        .find(|all| form.holds(std::slice::from_ref(*all)) == Some(true));
    let pairs: Vec<_> = holding
        .into_iter()
        .flat_map(|all| all.iter())
        .map(|pair| sibling(form, pair))
        .collect();
    let of = variant
        .map(|(_, value)| format!(" of {value}"))
        .unwrap_or_default();
    let verb = if pairs.len() > 1 {
        "require"
    } else {
        "requires"
    };
    format!("{}{of} {verb} it", pairs.join(" and "))
}

/// What a field cannot be used with: the name of the first sibling that its conditions do not allow, and the sibling as
/// it is written.
pub(super) fn obstacle(
    form: &Form<'_>,
    conditions: &'static [Condition],
) -> Option<(&'static str, String)> {
    let pairs = conditions.iter().flat_map(|all| all.iter());
    let mut wrong = pairs.filter(|pair| form.holds(&[std::slice::from_ref(*pair)]) == Some(false));
    let (name, _) = wrong.next()?;
    Some((name, sibling(form, &(name, ""))))
}

/// A sibling as it is written: `useCertificate: true`; its name alone where its value does not matter.
fn sibling(form: &Form<'_>, (name, wanted): &(&str, &str)) -> String {
    match form
        .text(name)
        .filter(|text| *wanted != ANY_VALUE && !text.is_empty())
    {
        Some(text) => shown(&format!("{name}: {text}")),
        None => format!("`{name}`"),
    }
}

/// How certain a fix is that writes a known word in the place of one that is close to it.
pub(super) fn applicability(closeness: Closeness) -> Applicability {
    match closeness {
        Closeness::Case | Closeness::Spelling => Applicability::Safe,
        Closeness::Typo(letters) if letters <= 2 => Applicability::Unsafe,
        Closeness::Typo(_) | Closeness::Part => Applicability::DisplayOnly,
    }
}

/// "first", "second", "12th", of an index that starts at 0.
pub(super) fn ordinal(index: usize) -> String {
    match index {
        0 => "first".to_owned(),
        1 => "second".to_owned(),
        2 => "third".to_owned(),
        _ => nth(index + 1),
    }
}

/// "4th", "21st".
pub(super) fn nth(number: usize) -> String {
    let end = match (number % 10, number % 100) {
        (1, teens) if teens != 11 => "st",
        (2, teens) if teens != 12 => "nd",
        (3, teens) if teens != 13 => "rd",
        _ => "th",
    };
    format!("{number}{end}")
}

/// What a type asks for.
pub(super) fn expected(r#type: &Type) -> &'static str {
    match r#type {
        Type::String(_) => "a string",
        Type::Boolean => "`true` or `false`",
        Type::Integer => "an integer",
        Type::Number => "a number",
        Type::Object(_) => "a mapping",
        Type::List(_) => "a list",
        Type::Any => "anything",
    }
}

/// What a node is called: its key, or the list it is an item of.
pub(super) fn subject(node: &Node<'_, '_>) -> String {
    match (node.field, node.entry) {
        (Some(field), Some(_)) => format!("`{}`", field.name),
        (Some(field), None) => format!("an item of `{}`", field.name),
        (None, _) => node
            .types
            .iter()
            .find_map(Type::shape)
            .map_or_else(|| "this".to_owned(), |shape| a(shape.title)),
    }
}
