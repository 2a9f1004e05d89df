//! What the catalog knows, in words: the same for hover and for the documentation of completions. Markdown.

use crate::catalog::{
    self, ANY_VALUE, Allowed, Condition, Field, Function, Kind, Others, Parameter, Requirement,
    Status, Takes, Token, Type,
};

/// A field: what it is, what it takes, when it must be there, what to mind, and how we know.
pub(super) fn field(field: &Field, kind: &Kind) -> String {
    let mut parts = vec![
        format!("**`{}`** · {}", field.name, brief(field)),
        field.doc.to_owned(),
    ];
    let facts: Vec<String> = [
        values(field),
        field
            .default
            .map(|default| format!("Default: `{default}`.")),
        requirement(field),
        (!field.when.is_empty())
            .then(|| format!("Only has a meaning when {}.", conditions(field.when))),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !facts.is_empty() {
        parts.push(facts.join("  \n"));
    }
    parts.extend(
        field
            .hazards
            .iter()
            .map(|hazard| format!("**Mind:** {}", hazard.message)),
    );
    parts.push(origin(field.status, field.source, kind));
    parts.join("\n\n")
}

/// An allowed value: what it means and how we know.
pub(super) fn allowed(allowed: &Allowed, field: &Field, kind: &Kind) -> String {
    let mut parts = vec![
        format!("**`{}`** · value of `{}`", allowed.value, field.name),
        allowed.doc.to_owned(),
    ];
    if let Some(newer) = allowed.same_as {
        let how = if allowed.older { "An older" } else { "Another" };
        parts.push(format!("{how} spelling of `{newer}`."));
    }
    if !allowed.when.is_empty() {
        parts.push(format!("Only allowed when {}.", conditions(allowed.when)));
    }
    parts.extend(
        allowed
            .hazards
            .iter()
            .map(|hazard| format!("**Mind:** {}", hazard.message)),
    );
    parts.push(origin(allowed.status, allowed.source, kind));
    parts.join("\n\n")
}

/// A token of the name templates.
pub(super) fn token(token: &Token, kind: &Kind) -> String {
    let from: Vec<_> = token
        .from
        .iter()
        .map(|(shape, field)| format!("`{field}` of the {shape}"))
        .collect();
    let heading = format!("**`<{}>`** · token of name templates", token.name);
    let origin = origin(token.status, token.source, kind);
    format!(
        "{heading}\n\n{}\n\nTaken from {}.\n\n{origin}",
        token.doc,
        from.join(", else ")
    )
}

/// A function or a variable of the policy expressions, with its parameters.
pub(super) fn function(function: &Function, kind: &Kind) -> String {
    let what = match function.parameters {
        Some(_) => "function of policy expressions",
        None => "variable of policy expressions",
    };
    let mut parts = vec![
        format!("**`{}`** · {what}", function.signature().label),
        function_brief(function),
    ];
    let parameters: Vec<_> = function
        .parameters
        .unwrap_or_default()
        .iter()
        .map(|parameter| format!("- `{}`: {}", parameter.name, self::parameter(parameter)))
        .collect();
    if !parameters.is_empty() {
        parts.push(parameters.join("\n"));
    }
    parts.push(origin(function.status, function.source, kind));
    parts.join("\n\n")
}

/// What a function gives, and what is to be used instead of an outdated one.
pub(super) fn function_brief(function: &Function) -> String {
    let Some(deprecated) = &function.deprecated else {
        return function.doc.to_owned();
    };
    let by = deprecated
        .by
        .map(|by| format!(" Use `@{}`.", by.trim_start_matches('@')))
        .unwrap_or_default();
    format!("**Outdated.** {}{by}\n\n{}", deprecated.note, function.doc)
}

/// What a parameter is, and what it takes.
pub(super) fn parameter(parameter: &Parameter) -> String {
    let mut text = parameter.doc.to_owned();
    if let Takes::Choice(values) = parameter.takes {
        let values = values
            .iter()
            .map(|(value, doc)| format!(" `'{value}'`: {doc}"));
        text.extend(values);
    }
    if parameter.optional {
        text.push_str(" May be left out.");
    }
    if parameter.repeated {
        text.push_str(" May be repeated.");
    }
    text
}

/// One of the few texts that a function takes.
pub(super) fn choice(value: &str, doc: &str, function: &Function, kind: &Kind) -> String {
    let heading = format!("**`'{value}'`** · argument of `{}`", function.name);
    let origin = origin(function.status, function.source, kind);
    format!("{heading}\n\n{doc}\n\n{origin}")
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
fn origin(status: Status, source: &str, kind: &Kind) -> String {
    let known = match status {
        Status::Documented => "Documented",
        Status::Observed => "Observed",
        Status::Inferred => "Inferred",
        Status::Contradictory => "The documents disagree",
    };
    let source = catalog::source(source);
    let what = source.map_or("", |source| source.doc).trim_end_matches('.');
    match source.and_then(|source| source.url) {
        Some(url) => format!("*{known}* ({what}) · [{}]({url})", kind.title),
        // The page of another source would not say it.
        None => format!("*{known}* ({what})"),
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
