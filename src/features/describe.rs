//! What the catalog knows, in words: the same for hover and for the documentation of completions.

use crate::catalog::{
    self, ANY_VALUE, Allowed, Condition, Field, Function, Kind, Others, Parameter, Requirement,
    Status, Takes, Token, Type,
};
use crate::display::{Foreign, Markdown};

/// A field: what it is, what it takes, when it must be there, what to mind, and how we know.
pub(super) fn field(field: &Field, kind: &Kind) -> Markdown {
    let mut parts = vec![
        heading(field.name, &brief(field)),
        Markdown::from(field.doc),
    ];
    let facts = [
        values(field),
        field
            .default
            .map(|default| format!("Default: `{default}`.")),
        requirement(field),
        (!field.when.is_empty())
            .then(|| format!("Only has a meaning when {}.", conditions(field.when))),
    ];
    let facts = facts.into_iter().flatten();
    let facts = Markdown::join(facts.map(|fact| Foreign(&fact).prose()), "  \n");
    if !facts.is_empty() {
        parts.push(facts);
    }
    let hazards = field.hazards.iter();
    parts.extend(hazards.map(|hazard| Markdown::from("**Mind:** ").with(hazard.message)));
    parts.push(origin(field.status, field.source, kind));
    Markdown::join(parts, "\n\n")
}

/// An allowed value: what it means and how we know.
pub(super) fn allowed(allowed: &Allowed, field: &Field, kind: &Kind) -> Markdown {
    let what = format!("value of `{}`", field.name);
    let mut parts = vec![heading(allowed.value, &what), Markdown::from(allowed.doc)];
    if let Some(newer) = allowed.same_as {
        let how = if allowed.older { "An older" } else { "Another" };
        parts.push(Foreign(&format!("{how} spelling of `{newer}`.")).prose());
    }
    if !allowed.when.is_empty() {
        let when = format!("Only allowed when {}.", conditions(allowed.when));
        parts.push(Foreign(&when).prose());
    }
    let hazards = allowed.hazards.iter();
    parts.extend(hazards.map(|hazard| Markdown::from("**Mind:** ").with(hazard.message)));
    parts.push(origin(allowed.status, allowed.source, kind));
    Markdown::join(parts, "\n\n")
}

/// A token of the name templates.
pub(super) fn token(token: &Token, kind: &Kind) -> Markdown {
    let from: Vec<_> = token
        .from
        .iter()
        .map(|(shape, field)| format!("`{field}` of the {shape}"))
        .collect();
    let from = format!("Taken from {}.", from.join(", else "));
    let parts = [
        heading(&format!("<{}>", token.name), "token of name templates"),
        Markdown::from(token.doc),
        Foreign(&from).prose(),
        origin(token.status, token.source, kind),
    ];
    Markdown::join(parts, "\n\n")
}

/// A function or a variable of the policy expressions, with its parameters.
pub(super) fn function(function: &Function, kind: &Kind) -> Markdown {
    let what = match function.parameters {
        Some(_) => "function of policy expressions",
        None => "variable of policy expressions",
    };
    let mut parts = vec![
        heading(&function.signature().label, what),
        function_brief(function),
    ];
    let parameters = function.parameters.unwrap_or_default().iter();
    let parameters = parameters.map(|parameter| {
        let name = Foreign(parameter.name).code();
        Markdown::from("- ")
            .with(name)
            .with(": ")
            .with(self::parameter(parameter))
    });
    let parameters = Markdown::join(parameters, "\n");
    if !parameters.is_empty() {
        parts.push(parameters);
    }
    parts.push(origin(function.status, function.source, kind));
    Markdown::join(parts, "\n\n")
}

/// What a function gives, and what is to be used instead of an outdated one.
pub(super) fn function_brief(function: &Function) -> Markdown {
    let Some(deprecated) = &function.deprecated else {
        return Markdown::from(function.doc);
    };
    let mut text = Markdown::from("**Outdated.** ").with(deprecated.note);
    if let Some(by) = deprecated.by {
        let by = format!("@{}", by.trim_start_matches('@'));
        text = text.with(" Use ").with(Foreign(&by).code()).with(".");
    }
    text.with("\n\n").with(function.doc)
}

/// What a parameter is, and what it takes.
pub(super) fn parameter(parameter: &Parameter) -> Markdown {
    let mut text = Markdown::from(parameter.doc);
    if let Takes::Choice(values) = parameter.takes {
        for (value, doc) in values {
            let value = format!("'{value}'");
            text = text
                .with(" ")
                .with(Foreign(&value).code())
                .with(": ")
                .with(*doc);
        }
    }
    if parameter.optional {
        text += " May be left out.";
    }
    if parameter.repeated {
        text += " May be repeated.";
    }
    text
}

/// One of the few texts that a function takes.
pub(super) fn choice(value: &str, doc: &'static str, function: &Function, kind: &Kind) -> Markdown {
    let what = format!("argument of `{}`", function.name);
    let parts = [
        heading(&format!("'{value}'"), &what),
        Markdown::from(doc),
        origin(function.status, function.source, kind),
    ];
    Markdown::join(parts, "\n\n")
}

/// What is described, and what that is.
fn heading(name: &str, what: &str) -> Markdown {
    let name = Markdown::from("**").with(Foreign(name).code());
    name.with("** · ").with(Foreign(what).prose())
}

/// A field in a few words: its type and whether it is needed.
pub(super) fn brief(field: &Field) -> String {
    let types: Vec<_> = field.types.iter().map(type_name).collect();
    let types = types.join(" or ");
    match field.required {
        Requirement::Always => format!("{types} · required"),
        Requirement::When(_) => format!("{types} · sometimes required"),
        Requirement::Optional => types,
    }
}

fn type_name(r#type: &Type) -> String {
    match r#type {
        Type::String(text) if text.values.is_empty() || text.others != Others::None => {
            "text".to_owned()
        }
        Type::String(_) => "one of a few values".to_owned(),
        Type::Boolean => "true or false".to_owned(),
        Type::Integer => "whole number".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Object(shape) => format!("mapping ({})", shape.title),
        Type::List(item) => format!("list of {}", item_name(item)),
        Type::Any => "anything".to_owned(),
    }
}

fn item_name(r#type: &Type) -> String {
    match r#type {
        Type::Object(shape) => plural(shape.title),
        Type::String(_) => "texts".to_owned(),
        Type::Any => "values".to_owned(),
        other => type_name(other),
    }
}

fn plural(noun: &str) -> String {
    let is_plural = noun.ends_with('s') && !noun.ends_with("ss");
    let hisses = ["ch", "sh", "ss", "x"]
        .iter()
        .any(|end| noun.ends_with(end));
    match (is_plural, hisses) {
        (true, _) => noun.to_owned(),
        (false, true) => format!("{noun}es"),
        (false, false) => format!("{noun}s"),
    }
}

fn values(field: &Field) -> Option<String> {
    let text = field.text().filter(|text| !text.values.is_empty())?;
    let values: Vec<_> = text
        .values
        .iter()
        .filter(|allowed| allowed.same_as.is_none())
        .map(|allowed| format!("`{}`", allowed.value))
        .collect();
    let more = match text.others {
        Others::None => "",
        Others::Possible => "; others may exist",
        Others::Certain => "; there are others",
    };
    Some(format!("Values: {}{more}.", values.join(", ")))
}

fn requirement(field: &Field) -> Option<String> {
    let when = match field.required {
        Requirement::Optional => return None,
        Requirement::Always => "Required".to_owned(),
        Requirement::When(all) => format!("Required when {}", conditions(all)),
    };
    let known = match field.required_status {
        Status::Documented => "",
        Status::Observed => ", as files in use show",
        Status::Inferred => " (our reading)",
        Status::Contradictory => " (the documents disagree)",
    };
    Some(format!("{when}{known}."))
}

/// Conditions in words: "`authenticationMethod` is `userPassword` or `keyPair`".
pub(super) fn conditions(any: &[Condition]) -> String {
    // Alternatives that ask the same sibling for one value each read as one.
    let mut words: Vec<(Option<&str>, String)> = Vec::new();
    for all in any {
        let single = match all {
            [(name, value)] if *value != ANY_VALUE => Some((*name, *value)),
            _ => None,
        };
        match (single, words.last_mut()) {
            (Some((name, value)), Some((Some(last), text))) if *last == name => {
                text.push_str(&format!(" or `{value}`"));
            }
            (single, _) => {
                let pairs: Vec<_> = all.iter().map(pair).collect();
                words.push((single.map(|(name, _)| name), pairs.join(" and ")));
            }
        }
    }
    let words: Vec<_> = words.into_iter().map(|(_, text)| text).collect();
    words.join(", or ")
}

fn pair((name, value): &(&str, &str)) -> String {
    match *value {
        ANY_VALUE => format!("`{name}` is there"),
        value => format!("`{name}` is `{value}`"),
    }
}

/// How we know, with the page to read on where its address is known.
fn origin(status: Status, source: &str, kind: &Kind) -> Markdown {
    let known = match status {
        Status::Documented => "Documented",
        Status::Observed => "Observed",
        Status::Inferred => "Inferred",
        Status::Contradictory => "The documents disagree",
    };
    let source = catalog::source(source);
    let what = source.map_or("", |source| source.doc);
    let known = Markdown::from("*").with(known).with("* (");
    let known = known.with(what.trim_end_matches('.')).with(")");
    match source.and_then(|source| source.url) {
        Some(url) => known.with(" · ").with(Markdown::link(kind.title, url)),
        // The page of another source would not say it.
        None => known,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_read_as_a_sentence() {
        let cases: [(&[Condition], &str); 4] = [
            (&[&[("a", "x")], &[("a", "y")]], "`a` is `x` or `y`"),
            (
                &[&[("a", "x"), ("b", "true")]],
                "`a` is `x` and `b` is `true`",
            ),
            (&[&[("a", "x")], &[("b", "y")]], "`a` is `x`, or `b` is `y`"),
            (&[&[("query", ANY_VALUE)]], "`query` is there"),
        ];
        for (any, words) in cases {
            assert_eq!(conditions(any), words);
        }
    }
}
