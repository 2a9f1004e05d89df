//! Telling from its bytes that a text is not a spec, without parsing it: most YAML and JSON files are not.

use super::directive::MARK;
use crate::catalog;
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// What a text has to hold to be a spec: all needles of one alternative.
struct Needles {
    searcher: AhoCorasick,
    /// The alternatives, each as the numbers of its needles.
    alternatives: Vec<Vec<usize>>,
    count: usize,
}

static NEEDLES: LazyLock<Option<Needles>> = LazyLock::new(Needles::new);

/// Returns `false` if a text cannot be a spec unless settings say that it is one, and `true` if it has to be parsed to
/// find out. The text need not be UTF-8.
pub fn may_be_spec(text: &[u8]) -> bool {
    // What cannot be searched for has to be parsed.
    NEEDLES.as_ref().is_none_or(|needles| needles.are_in(text))
}

impl Needles {
    fn new() -> Option<Self> {
        let mut needles: Vec<&str> = vec![MARK];
        // Keys and values may be written with escapes.
        let mut alternatives: Vec<Vec<usize>> = vec![vec![0]];
        for escape in ["\\u", "\\x", "\\\n", "\\\r"] {
            alternatives.push(vec![needles.len()]);
            needles.push(escape);
        }
        for marks in catalog::kinds().iter().flat_map(|kind| kind.detect) {
            let texts = marks
                .iter()
                .flat_map(|mark| mark.path.iter().chain(&mark.value));
            let numbers = texts.map(|text| {
                needles
                    .iter()
                    .position(|known| known == text)
                    .unwrap_or_else(|| {
                        needles.push(text);
                        needles.len() - 1
                    })
            });
            alternatives.push(numbers.collect());
        }
        let searcher = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&needles)
            .ok()?;
        Some(Self {
            searcher,
            alternatives,
            count: needles.len(),
        })
    }

    fn are_in(&self, text: &[u8]) -> bool {
        let mut seen = vec![false; self.count];
        for found in self.searcher.find_overlapping_iter(text) {
            let Some(seen_before) = seen.get_mut(found.pattern().as_usize()) else {
                continue;
            };
            if std::mem::replace(seen_before, true) {
                continue;
            }
            let is_there = |number: &usize| seen.get(*number).copied().unwrap_or_default();
            if self
                .alternatives
                .iter()
                .any(|needles| needles.iter().all(is_there))
            {
                return true;
            }
        }
        false
    }
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
