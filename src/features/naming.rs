//! Texts that name something on a tenant: what they may be, and what the tenant says of them.

use crate::catalog::{By, Reference};
use crate::display::{Foreign, Markdown};
use crate::tenant::names::{Answer, Name, Names, best};
use std::time::Duration;

/// A text that may stand where something is named.
pub(super) struct Candidate<'n> {
    reference: &'static Reference,
    entry: &'n Name,
    /// What people know it by.
    pub(super) name: &'n str,
    /// What is to be written.
    pub(super) inserted: &'n str,
}

/// The first `most` texts that fit what is typed, the best first, and whether those are all. `sibling` gives the texts
/// beside it.
pub(super) fn fitting<'n, 's>(
    names: &'n Names,
    reference: &'static Reference,
    sibling: impl Fn(&str) -> Option<&'s str>,
    typed: &str,
    most: usize,
) -> (Vec<Candidate<'n>>, bool) {
    let Some(list) = names.list(reference.to) else {
        return (Vec::new(), true);
    };
    if let By::ValueOf(of) = reference.by {
        let Some(entry) = sibling(of).and_then(|of| list.find(of)) else {
            return (Vec::new(), true);
        };
        let keys: Vec<_> = entry
            .values
            .iter()
            .map(|value| value.to_lowercase())
            .collect();
        let values = keys.iter().map(String::as_str).zip(&entry.values);
        let (values, all) = best(values, typed, most);
        let candidate = |value: &'n String| Candidate {
            reference,
            entry,
            name: value,
            inserted: value,
        };
        return (values.into_iter().map(candidate).collect(), all);
    }
    let (entries, all) = list.fitting(typed, most);
    let candidates = entries.into_iter().filter_map(|entry| {
        Some(Candidate {
            reference,
            entry,
            name: &entry.name,
            inserted: match reference.by {
                By::Id => entry.id.as_ref()?,
                _ => &entry.name,
            },
        })
    });
    (candidates.collect(), all)
}

impl Candidate<'_> {
    /// What it is, in a few words.
    pub(super) fn detail(&self, names: &Names) -> String {
        match self.reference.by {
            By::ValueOf(_) => format!("value of `{}` on {}", self.entry.name, names.tenant()),
            _ => format!("{} of {}", self.reference.to.name, names.tenant()),
        }
    }

    /// What the tenant says of it.
    pub(super) fn documentation(&self, names: &Names) -> Markdown {
        there(names, self.reference, self.entry, self.name)
    }
}

/// What there is to say about a text that names something. Returns `None` if the tenant does not tell.
pub(super) fn about<'s>(
    names: &Names,
    reference: &Reference,
    text: &str,
    sibling: impl Fn(&str) -> Option<&'s str>,
) -> Option<Markdown> {
    match names.look_up(reference, text, sibling) {
        Answer::There(entry) => Some(there(names, reference, entry, text)),
        Answer::Missing if !text.trim().is_empty() => {
            let what = match reference.by {
                By::Id => format!("the id of no {}", reference.to.name),
                By::Name => format!("no {}", reference.to.name),
                By::ValueOf(name) => format!("no value of this `{name}`"),
            };
            let heading = heading(text, &what, names);
            Some(heading.with("\n\n").with(listed(names.age())))
        }
        Answer::Missing | Answer::Unknown => None,
    }
}

/// A thing that is there: what it is, what the tenant says of it, its id, and since when we know.
fn there(names: &Names, reference: &Reference, entry: &Name, text: &str) -> Markdown {
    let is_value = matches!(reference.by, By::ValueOf(_));
    let mut parts = vec![if is_value {
        let what = Markdown::from("value of ").with(Foreign(&entry.name).code());
        titled(text, what, names)
    } else {
        heading(&entry.name, reference.to.name, names)
    }];
    if !is_value {
        let description = entry.description.as_deref();
        parts.extend(description.map(|text| Foreign(text.trim()).into()));
        let id = entry.id.as_deref().filter(|id| *id != entry.name);
        parts.extend(id.map(|id| Markdown::from("Id: ").with(Foreign(id).code())));
    }
    parts.push(listed(names.age()));
    Markdown::join(parts, "\n\n")
}

fn heading(name: &str, what: &str, names: &Names) -> Markdown {
    titled(name, Foreign(what).prose(), names)
}

/// A name, what it is the name of, and where.
fn titled(name: &str, what: Markdown, names: &Names) -> Markdown {
    let name = Markdown::from("**")
        .with(Foreign(name).code())
        .with("** · ");
    name.with(what).with(" on ").with(Foreign(names.tenant()))
}

fn listed(age: Duration) -> Markdown {
    let minutes = age.as_secs() / 60;
    let (number, unit) = match minutes {
        0 => return Markdown::from("*Listed just now.*"),
        1..60 => (minutes, "minute"),
        60..1_440 => (minutes / 60, "hour"),
        _ => (minutes / 1_440, "day"),
    };
    let plural = if number == 1 { "" } else { "s" };
    let number = number.to_string();
    let age = Markdown::from("*Listed ").with(Foreign(&number)).with(" ");
    age.with(unit).with(plural).with(" ago.*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_told_in_the_largest_unit() {
        for (seconds, expected) in [
            (59, "*Listed just now.*"),
            (60, "*Listed 1 minute ago.*"),
            (3_599, "*Listed 59 minutes ago.*"),
            (7_200, "*Listed 2 hours ago.*"),
            (172_800, "*Listed 2 days ago.*"),
        ] {
            assert_eq!(listed(Duration::from_secs(seconds)).as_str(), expected);
        }
    }
}
