//! Where in a spec a tenant's complaint belongs.
//!
//! How a tenant names a place is not documented, so any spelling of a path will do, and where there is none the
//! names in the message are looked for: in quotes first, then as they are.

use super::mentions::{occurs, quoted, steps};
use crate::catalog::Type;
use crate::spec::Spec;
use crate::syntax::{Entry, Kind, Value};
use crate::tenant::Complaint;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The shortest text that is looked for in a message without quotes around it.
const SHORTEST: usize = 3;

/// How many names, and how many paths, of one message are looked for.
const MOST: usize = 20;

/// The bytes of a spec that each complaint is about; its first key where nothing more can be told.
pub fn locate(spec: &Spec<'_>, complaints: &[Complaint]) -> Vec<Range<usize>> {
    let places = Places::of(spec);
    let located = complaints.iter().map(|complaint| {
        let path = complaint.path.as_deref();
        let named = path.and_then(|path| places.near(path));
        // A path may lead to a list of which the message names an item.
        let within = named.map_or_else(|| places.whole(), |place| place.value.range());
        let exact = places.in_message(&complaint.message, &within);
        let place = match (named, exact) {
            (Some(place), _) if place.value.kind() == Kind::Scalar => Some(place),
            (named, exact) => exact.or(named),
        };
        place.map_or_else(|| places.first(), Location::range)
    });
    located.collect()
}

/// A value and what leads to it.
#[derive(Clone, Copy)]
struct Location<'a> {
    key: Option<Value<'a>>,
    value: Value<'a>,
}

impl Location<'_> {
    /// What is marked: a scalar itself, of anything larger the key that leads to it, or its beginning.
    fn range(self) -> Range<usize> {
        let own = self.value.range();
        if matches!(self.value.kind(), Kind::Scalar | Kind::Alias) && !own.is_empty() {
            return own;
        }
        match self.key {
            Some(key) => key.range(),
            None => beginning(self.value),
        }
    }

    fn is_in(self, within: &Range<usize>) -> bool {
        let range = self.value.range();
        within.start <= range.start && range.end <= within.end
    }
}

/// The first key, or first scalar, in a value.
fn beginning(value: Value<'_>) -> Range<usize> {
    match value.kind() {
        Kind::Mapping => match value.entries().first() {
            Some(entry) => entry.key.range(),
            None => value.range(),
        },
        Kind::Sequence => match value.items().first() {
            Some(item) => beginning(*item),
            None => value.range(),
        },
        _ => value.range(),
    }
}

/// Every value of a spec, by what a message may name it by. A tenant may complain about a lot, so that nothing is
/// looked for by going through the whole spec again.
struct Places<'s, 'a> {
    spec: &'s Spec<'a>,
    /// Scalars by their text, in the order of the document.
    texts: HashMap<String, Vec<Location<'a>>>,
    /// Values by the key that leads to them, in lower case.
    keys: HashMap<String, Vec<Location<'a>>>,
    /// For a field, the first mapping that may have it and does not.
    lacking: HashMap<&'static str, Location<'a>>,
    /// Text of the user's own, rather than one of a few words that a field takes; the longest first.
    free: Vec<(String, Location<'a>)>,
}

impl<'s, 'a> Places<'s, 'a> {
    fn of(spec: &'s Spec<'a>) -> Self {
        let mut bound = HashSet::new();
        let mut lacking = HashMap::new();
        let form = spec.form();
        for segment in spec.document.segments() {
            spec.visit_segment(&form, segment, &mut |node| {
                let one_of_few = |r#type: &Type| match r#type {
                    Type::String(text) => !text.values.is_empty(),
                    _ => true,
                };
                if node.types.iter().any(one_of_few) {
                    bound.insert(node.value.range().start);
                }
                let place = Location {
                    key: node.entry.map(|entry| entry.key),
                    value: node.value,
                };
                for (form, field) in node
                    .form
                    .into_iter()
                    .flat_map(|form| form.possible().into_iter().map(move |field| (form, field)))
                {
                    if !lacking.contains_key(field.name) && !form.has(field) {
                        lacking.insert(field.name, place);
                    }
                }
            });
        }
        let mut places = Self {
            spec,
            texts: HashMap::new(),
            keys: HashMap::new(),
            lacking,
            free: Vec::new(),
        };
        collect(None, spec.root, &mut |key, value| {
            let place = Location { key, value };
            if let Some(name) = key.and_then(Value::text) {
                let name = name.to_ascii_lowercase();
                places.keys.entry(name).or_default().push(place);
            }
            let Some(text) = value.text().filter(|_| value.kind() == Kind::Scalar) else {
                return;
            };
            if text.len() >= SHORTEST && !bound.contains(&value.range().start) {
                places.free.push((text.clone().into_owned(), place));
            }
            let alike = places.texts.entry(text.into_owned()).or_default();
            alike.push(place);
        });
        places.free.sort_by_key(|(text, _)| Reverse(text.len()));
        places
    }

    fn whole(&self) -> Range<usize> {
        self.spec.document.range()
    }

    fn first(&self) -> Range<usize> {
        beginning(self.spec.root)
    }

    /// Where a path leads, or how far it leads. Steps before the first that is there are passed over: `$`,
    /// `body`, `payload`.
    fn near(&self, path: &str) -> Option<Location<'a>> {
        let steps = steps(path);
        (0..steps.len()).find_map(|from| {
            let (place, taken) = self.follow(steps.get(from..)?)?;
            (taken > 0).then_some(place)
        })
    }

    /// Where a path leads if all its steps are there.
    fn exactly(&self, path: &str) -> Option<Location<'a>> {
        let steps = steps(path);
        let (place, taken) = self.follow(&steps)?;
        (taken == steps.len() && taken > 0).then_some(place)
    }

    fn follow(&self, steps: &[&str]) -> Option<(Location<'a>, usize)> {
        let mut place = Location {
            key: None,
            value: self.spec.root,
        };
        let mut taken = 0;
        for step in steps {
            let Some(next) = child(place, step) else {
                break;
            };
            place = next;
            taken += 1;
        }
        Some((place, taken))
    }

    /// What a message names, within a range.
    fn in_message(&self, message: &str, within: &Range<usize>) -> Option<Location<'a>> {
        let first = |places: Option<&Vec<Location<'a>>>| {
            let mut places = places?.iter();
            places.find(|place| place.is_in(within)).copied()
        };
        let mut quoted = quoted(message);
        quoted.truncate(MOST);
        let quoted = || quoted.iter().copied();
        quoted()
            .find_map(|text| first(self.texts.get(text)))
            .or_else(|| quoted().find_map(|text| self.exactly(text)))
            .or_else(|| quoted().find_map(|text| first(self.keys.get(&text.to_ascii_lowercase()))))
            .or_else(|| quoted().find_map(|text| self.lacking.get(text).copied()))
            .or_else(|| self.path_in(message))
            .or_else(|| self.spelled_out(message, within))
    }

    /// A path that stands in a message without quotes.
    fn path_in(&self, message: &str) -> Option<Location<'a>> {
        let words = message.split_whitespace();
        let trimmed = words.map(|word| word.trim_matches(|c| ".,;:()".contains(c)));
        let paths = trimmed.filter(|word| word.contains(['.', '[', '/']));
        paths.take(MOST).find_map(|path| self.exactly(path))
    }

    /// The longest text of the user's own that occurs in a message word for word.
    fn spelled_out(&self, message: &str, within: &Range<usize>) -> Option<Location<'a>> {
        let mut free = self.free.iter();
        let found = free.find(|(text, place)| place.is_in(within) && occurs(message, text));
        found.map(|(_, place)| *place)
    }
}

fn collect<'a>(
    key: Option<Value<'a>>,
    value: Value<'a>,
    found: &mut dyn FnMut(Option<Value<'a>>, Value<'a>),
) {
    found(key, value);
    match value.kind() {
        Kind::Mapping => {
            for Entry { key, value } in value.entries() {
                collect(Some(key), value, found);
            }
        }
        Kind::Sequence => {
            for item in value.items() {
                collect(None, item, found);
            }
        }
        _ => {}
    }
}

/// What a step leads to: an item by its number, or a value by its key in any casing.
fn child<'a>(place: Location<'a>, step: &str) -> Option<Location<'a>> {
    let value = place.value.resolved();
    match value.kind() {
        Kind::Mapping => {
            let entries = value.entries();
            let exact = entries.iter().find(|entry| entry.name() == step);
            let entry = exact.or_else(|| {
                let mut entries = entries.iter();
                entries.find(|entry| entry.name().eq_ignore_ascii_case(step))
            })?;
            Some(Location {
                key: Some(entry.key),
                value: entry.value,
            })
        }
        Kind::Sequence => Some(Location {
            key: None,
            value: *value.items().get(step.parse::<usize>().ok()?)?,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Dialect, Syntax};
    use crate::text::Text;

    const SPEC: &str = "\
connectionKey: crm
connection:
  hostname: crm.example.com
  database: CRM
sources:
  - table: CUSTOMERS
    schema: PUBLIC
    tags:
      table: [PII, 'Data.Emial']
      columns:
        - columnName: EMAIL
          tags: [PII]
  - all: true
owners:
  - {type: group, name: data engineers}
";

    /// The text that is marked, and its line from 1.
    fn located(message: &str, path: Option<&str>) -> (usize, String) {
        let text = Text::from(SPEC);
        let syntax = Syntax::new(&text, Dialect::Yaml);
        let document = syntax.documents().next().expect("a document");
        let spec = Spec::read(document, None).expect("a spec");
        let complaint = Complaint {
            message: message.to_owned(),
            path: path.map(str::to_owned),
        };
        let range = locate(&spec, &[complaint])[0].clone();
        (
            text.line_at(range.start) + 1,
            text.slice(range).into_owned(),
        )
    }

    #[test]
    fn a_path_leads_to_its_place_in_whatever_spelling() {
        for path in [
            "sources[0].tags.columns[0].tags[0]",
            "sources.0.tags.columns.0.tags.0",
            "/sources/0/tags/columns/0/tags/0",
            "$.sources[0].tags.columns[0].tags[0]",
            "payload.sources[0]['tags'][\"columns\"][0].tags[0]",
            "body.Sources.0.Tags.Columns.0.Tags.0",
        ] {
            assert_eq!(located("bad", Some(path)), (12, "PII".to_owned()), "{path}");
        }
        assert_eq!(
            located("bad", Some("connection")),
            (2, "connection".to_owned())
        );
        // What is missing is missing in what leads to it.
        assert_eq!(
            located("is required", Some("connection.handler")),
            (2, "connection".to_owned())
        );
        assert_eq!(located("bad", Some("sources[1]")), (13, "all".to_owned()));
        assert_eq!(
            located("bad", Some("sources[7].table")),
            (5, "sources".to_owned())
        );
    }

    #[test]
    fn a_path_and_a_name_together_are_the_most_exact() {
        assert_eq!(
            located("\"Data.Emial\" is not a tag", Some("sources[0].tags.table")),
            (9, "'Data.Emial'".to_owned())
        );
        assert_eq!(
            located("\"PII\" is not a tag", Some("sources[0].tags.columns")),
            (12, "PII".to_owned())
        );
    }

    #[test]
    fn without_a_path_the_names_in_the_message_are_looked_for() {
        for (message, line, text) in [
            ("Tag \"Data.Emial\" does not exist", 9, "'Data.Emial'"),
            ("Tag 'Data.Emial' doesn't exist", 9, "'Data.Emial'"),
            ("Tag `Data.Emial` does not exist", 9, "'Data.Emial'"),
            ("Tag Data.Emial does not exist", 9, "'Data.Emial'"),
            ("no such group: data engineers", 15, "data engineers"),
            ("\"connection.database\" is odd", 4, "CRM"),
            ("connection.database is odd", 4, "CRM"),
            ("\"hostname\" is odd", 3, "crm.example.com"),
            (
                "child \"connection\" fails because [\"handler\" is required]",
                2,
                "connection",
            ),
            ("\"warehouse\" is odd", 2, "connection"),
            ("\"zebra\" is odd", 1, "connectionKey"),
            ("you don't and can't", 1, "connectionKey"),
            ("something went wrong", 1, "connectionKey"),
            ("", 1, "connectionKey"),
        ] {
            assert_eq!(located(message, None), (line, text.to_owned()), "{message}");
        }
    }
}
