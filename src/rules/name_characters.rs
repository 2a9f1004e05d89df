//! Names in Immuta that may only consist of certain characters. The catalog says which.

use super::{Report, Rule, has_placeholder, place, words};
use crate::catalog::{Characters, Content};
use crate::diagnostics::Severity;
use crate::language::template::{Part, parse};
use crate::spec::Node;

pub(super) static RULE: Rule = Rule {
    code: "name-characters",
    summary: "A name with characters that Immuta does not allow in it",
    severities: &[Severity::Warning],
    fixes: true,
    doc: "\
The names of schemas and tables in Immuta consist of lower-case letters, digits and `_`, and have at most 255 characters. That is how the
V1 API has it; V2 makes the same names. Names of data sources may hold anything.

```yaml
nameTemplate:
  dataSourceFormat: <Schema> <Tablename>     # fine
  tableFormat: <Schema>-<tablename>          # neither upper case nor `-`
```

In a name template the casing of a token is the casing of the result, so tokens are lower case here.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let (Some((written, text)), Some(field)) = (place::text(node), node.field) else {
        return;
    };
    let Some(characters) = text
        .characters
        .as_ref()
        .filter(|_| !has_placeholder(&written))
    else {
        return;
    };
    let wrong = match text.content {
        Content::NameTemplate => in_template(&written, characters),
        _ => outside(&written, characters).map(|c| format!("has {}", character(c))),
    };
    let length = written.chars().count();
    let message = if let Some(wrong) = wrong {
        format!(
            "`{}` may only contain {}, but {} {wrong}.",
            field.name,
            characters.described,
            words::shown(&written)
        )
    } else if length > characters.most {
        format!(
            "`{}` may have at most {} characters, but has {length}.",
            field.name, characters.most
        )
    } else {
        return;
    };
    let found = report.add(Severity::Warning, node.value.range(), message);
    let lower = written.to_lowercase();
    if let Some(range) = place::inner(node.value).filter(|_| lower != *written) {
        let is_right = match text.content {
            Content::NameTemplate => in_template(&lower, characters).is_none(),
            _ => outside(&lower, characters).is_none(),
        };
        if is_right {
            found.fix(format!("Change to {}", words::shown(&lower)), range, lower);
        }
    }
}

/// A character, for messages.
fn character(c: char) -> String {
    if c == ' ' {
        return "a space".to_owned();
    }
    words::shown(&c.to_string())
}

/// What of a template ends up in the name and may not.
fn in_template(written: &str, characters: &Characters) -> Option<String> {
    let upper_case = outside("A", characters).is_some();
    let parts = parse(written);
    // What is wrong with a template as such is another rule's.
    let is_right =
        |part: &Part| matches!(part, Part::Literal(_) | Part::Token { token: Some(_), .. });
    if !parts.iter().all(is_right) {
        return None;
    }
    parts.into_iter().find_map(|part| match part {
        Part::Literal(range) => {
            let wrong = outside(range.slice(written)?, characters)?;
            Some(format!("has {}", character(wrong)))
        }
        Part::Token {
            range,
            token: Some(_),
        } => {
            let token = range.slice(written)?;
            let gives = upper_case && token.contains(char::is_uppercase);
            gives.then(|| format!("gives upper-case letters by {}", words::shown(token)))
        }
        Part::Token { token: None, .. } | Part::Unclosed(_) | Part::Stray(_) => None,
    })
}

/// The first character that a name may not have.
fn outside(text: &str, characters: &Characters) -> Option<char> {
    let is_allowed = |c: &char| {
        characters
            .allowed
            .iter()
            .any(|(from, to)| (from..=to).contains(&c))
    };
    text.chars().find(|c| !is_allowed(c))
}
