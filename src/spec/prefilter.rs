//! Telling from its bytes that a text is not a spec, without parsing it: most YAML and JSON files are not.

use super::directive::MARK;
use crate::catalog::{self, Evidence, Field, Kind, Shape, Type};
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::HashSet;
use std::sync::LazyLock;

/// How much evidence a text has to hold, in any order and as a part of any word, to be worth parsing. It is less than a
/// spec takes, because a misspelt key is not found here.
const PROMISING: i32 = 6;

/// So many words of the catalog make a text worth parsing, whatever its root looks like: the more keys are misspelt, the
/// more a spec needs to be read.
const TELLING: usize = 2;

/// Shorter keys are words of any text.
const LONG: usize = 7;

/// What is searched for in a text.
struct Needles {
    searcher: AhoCorasick,
    /// How many needles there are. The first few each make a text worth parsing.
    count: usize,
    /// The evidence for each thing that a text may be, with the needles that it takes.
    evidence: Vec<Vec<Sought>>,
    /// Which needles are long keys of the catalog.
    telling: Vec<bool>,
}

/// Evidence, as the numbers of needles: one of each set has to be there.
struct Sought {
    weight: i32,
    needles: Vec<Vec<usize>>,
}

/// What makes a text worth parsing by itself: a comment to this program, or escapes that keys and values may be written
/// with.
const ALONE: [&str; 5] = [MARK, "\\u", "\\x", "\\\n", "\\\r"];

static NEEDLES: LazyLock<Option<Needles>> = LazyLock::new(Needles::new);

/// Returns `false` if a text cannot be a spec unless settings say that it is one, and `true` if it has to be parsed to
/// find out. The text need not be UTF-8. A spec in which hardly a key is spelled right is not recognised.
pub fn may_be_spec(text: &[u8]) -> bool {
    // What cannot be searched for has to be parsed.
    NEEDLES.as_ref().is_none_or(|needles| needles.are_in(text))
}

impl Needles {
    fn new() -> Option<Self> {
        let mut needles: Vec<&str> = ALONE.to_vec();
        let mut number = |text: &'static str| {
            let known = needles.iter().position(|known| *known == text);
            known.unwrap_or_else(|| {
                needles.push(text);
                needles.len() - 1
            })
        };
        let mut sought = |row: &'static Evidence, kind: Option<&'static Kind>| {
            let (head, rest) = row.path.split_first()?;
            let field = kind.and_then(|kind| kind.root.field(head));
            let others = field.map_or(Vec::new(), |field| [field.aliases, field.mistaken].concat());
            let spellings = std::iter::once(*head).chain(others);
            let mut needles = vec![spellings.map(&mut number).collect::<Vec<_>>()];
            needles.extend(rest.iter().chain(&row.value).map(|text| vec![number(text)]));
            Some(Sought {
                weight: row.weight,
                needles,
            })
        };
        let mut evidence = Vec::new();
        for kind in catalog::kinds() {
            let rows = kind.detect.iter().filter_map(|row| sought(row, Some(kind)));
            evidence.push(rows.collect());
        }
        for payload in catalog::other_payloads() {
            let rows = payload.detect.iter().filter_map(|row| sought(row, None));
            evidence.push(rows.collect());
        }
        let words = long_keys();
        let more = words.iter().filter(|word| !needles.contains(word));
        let more: Vec<_> = more.copied().collect();
        needles.extend(more);
        let telling = needles.iter().map(|needle| words.contains(needle));
        let telling = telling.collect();
        let searcher = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&needles)
            .ok()?;
        Some(Self {
            searcher,
            count: needles.len(),
            evidence,
            telling,
        })
    }

    fn are_in(&self, text: &[u8]) -> bool {
        let mut seen = vec![false; self.count];
        let mut telling = 0;
        for found in self.searcher.find_overlapping_iter(text) {
            let number = found.pattern().as_usize();
            let Some(seen_before) = seen.get_mut(number) else {
                continue;
            };
            if std::mem::replace(seen_before, true) {
                continue;
            }
            telling += usize::from(self.telling.get(number) == Some(&true));
            if number < ALONE.len() || telling >= TELLING || self.is_promising(&seen) {
                return true;
            }
        }
        false
    }

    /// Whether the needles that were found are enough evidence for anything.
    fn is_promising(&self, seen: &[bool]) -> bool {
        let is_there = |number: &usize| seen.get(*number).copied().unwrap_or_default();
        let weight = |sought: &Sought| {
            let found = sought.needles.iter().all(|any| any.iter().any(is_there));
            if found { sought.weight } else { 0 }
        };
        let mut sums = self
            .evidence
            .iter()
            .map(|rows| rows.iter().map(weight).sum::<i32>());
        sums.any(|sum| sum >= PROMISING)
    }
}

/// The long keys of specs.
fn long_keys() -> HashSet<&'static str> {
    let mut shapes: Vec<&'static Shape> = catalog::kinds().iter().map(|kind| kind.root).collect();
    let mut words = HashSet::new();
    let mut next = 0;
    while let Some(shape) = shapes.get(next).copied() {
        next += 1;
        for field in shape.every_field() {
            if field.name.len() >= LONG {
                words.insert(field.name);
            }
            for inner in inner_shapes(field) {
                if !shapes.iter().any(|known| known.name == inner.name) {
                    shapes.push(inner);
                }
            }
        }
    }
    words
}

/// The shapes of the mappings that a field may hold.
fn inner_shapes(field: &'static Field) -> impl Iterator<Item = &'static Shape> {
    field.types.iter().filter_map(|one| {
        let mut one = one;
        while let Type::List(item) = one {
            one = item;
        }
        match one {
            Type::Object(shape) => Some(*shape),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_spec_passes() {
        for text in [
            "policyKey: k\n",
            "POLICYKEY: k\n",
            "{\"connection\": {\"handler\": \"Trino\"}}",
            "actions: []\ntype: subscription\n",
            // Keys that are misspelt, and those of other endpoints.
            "polcyKey: k\ntype: Data\nactions:\n  - rules: []\n",
            "name: n\nacknowledgment: a\n",
            "conectionKey: k\nconection:\n  handler: Trino\n  hostname: h.example.com\n",
            "blobHandlerType: Snowflake\n",
            "# immuta-ls: kind=data\na: 1\n",
            "\"policy\\u004bey\": k\n",
        ] {
            assert!(may_be_spec(text.as_bytes()), "{text}");
        }
        assert!(may_be_spec(b"policyKey: \xff\n"));
    }

    #[test]
    fn what_cannot_be_one_does_not() {
        for text in [
            "",
            "services:\n  db:\n    image: postgres\n",
            "connection: x\n",
            "handler: x\ntype: data\n",
            "{\"name\": \"n\", \"type\": \"module\"}",
        ] {
            assert!(!may_be_spec(text.as_bytes()), "{text}");
        }
    }
}
