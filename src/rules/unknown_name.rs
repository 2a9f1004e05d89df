//! Names that the tenant does not have.

use super::{Report, Rule, has_placeholder, place, words};
use crate::catalog::{self, By, Reference, Status};
use crate::diagnostics::{Applicability, Severity};
use crate::spec::Node;
use crate::spec::suggest::{self, Closeness};
use crate::tenant::names::{Answer, Names};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    code: "unknown-name",
    summary: "A name that the tenant does not have",
    severities: &[Severity::Warning, Severity::Hint],
    fixes: true,
    doc: "\
A tag, a purpose, a data source, a group, a user, an identity manager or a domain that is not on the tenant, also where an
expression names it.

```yaml
tableTags: [PII.Emial]                        # did you mean `PII.Email`?
predicate: \"@isInGroups('stewrads')\"          # did you mean `stewards`?
domainCollectionId: Marketing                 # the name of a domain, where its id belongs
```

It is only found in editors, once a tenant has been chosen and has listed all its names of that kind; where the list may lack some,
nothing is said. Upper and lower case do not matter here. What another push is yet to make is not on the tenant either: push
that first, or silence the line.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some(names) = report.names.clone() else {
        return;
    };
    let Some(reference) = node.reference() else {
        return;
    };
    let Some((text, _)) = place::text(node).filter(|_| place::is_certain(node)) else {
        return;
    };
    let sibling = |name: &str| node.parent.and_then(|form| form.text(name));
    let Some(unknown) = Unknown::of(&names, reference, &text, sibling) else {
        return;
    };
    let severity = severity(node.field.map_or(Status::Inferred, |field| field.status));
    let quotes = report.layout().quotes;
    let finding = report.add(severity, node.value.range(), unknown.message);
    if let Some((meant, closeness)) = unknown.meant
        && let Some((range, new)) = node
            .value
            .rewritten(Span::new(0, text.len()), &meant, quotes)
    {
        // Which of the names is meant nobody but the author knows.
        let applicability = closeness.map_or(Applicability::Unsafe, |closeness| {
            words::applicability(closeness).min(Applicability::Unsafe)
        });
        finding.fix_as(applicability, format!("Change to `{meant}`"), range, new);
    }
}

/// How much a name that is not there matters: as much as is known of the place it stands in, and never more than a
/// warning, for it may be there tomorrow.
pub(super) fn severity(status: Status) -> Severity {
    Severity::of(status).min(Severity::Warning)
}

/// A text that should name something on the tenant, and does not.
pub(super) struct Unknown {
    pub(super) message: String,
    /// What was meant, and how close it is; no closeness where it is certain.
    pub(super) meant: Option<(String, Option<Closeness>)>,
}

impl Unknown {
    /// Looks a text up. Returns `None` if nothing can be held against it.
    pub(super) fn of<'s>(
        names: &Names,
        reference: &Reference,
        text: &str,
        sibling: impl Fn(&str) -> Option<&'s str>,
    ) -> Option<Self> {
        let said = !text.trim().is_empty() && !has_placeholder(text);
        // A tenant need not list the groups that it has of itself.
        if !said
            || catalog::is_built_in_group(text)
            || names.look_up(reference, text, sibling) != Answer::Missing
        {
            return None;
        }
        let (what, tenant, shown) = (reference.to.name, names.tenant(), words::shown(text));
        let list = names.list(reference.to)?;
        let message = match reference.by {
            By::Name => format!("Unknown {what} {shown} on {tenant}"),
            By::Id => format!("No {what} on {tenant} has the id {shown}"),
            By::ValueOf(name) => format!("{shown} is not a value of this `{name}` on {tenant}"),
        };
        let id = list.find(text).and_then(|name| name.id.clone());
        Some(match (reference.by, id) {
            (By::Id, Some(id)) => Self {
                message: format!(
                    "{shown} is the name of the {what}. Its id on {tenant} is `{id}`."
                ),
                meant: Some((id, None)),
            },
            (By::Name, _) => match suggest::closest(text, list.like(text)) {
                Some(guess) => Self {
                    message: format!("{message}. Did you mean `{}`?", guess.word),
                    meant: Some((guess.word.to_owned(), Some(guess.closeness))),
                },
                None => Self {
                    message,
                    meant: None,
                },
            },
            _ => Self {
                message,
                meant: None,
            },
        })
    }
}
