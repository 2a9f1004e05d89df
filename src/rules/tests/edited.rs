//! After any edits, what is found is what a fresh reading finds: each finding, with its fixes and related places.

use super::fixture::{Fixture, fixtures, valid_specs};
use super::{checker_run, findings};
use crate::rules::Checker;
use crate::syntax::{Dialect, Syntax};
use crate::text::Text;
use std::fmt::Write;

/// How many edits are made; the variable asks for more, and a seed of its own makes others.
const EDITS: (&str, u64) = ("IMMUTA_TEST_EDITS", 1_500);
const SEED: (&str, u64) = ("IMMUTA_TEST_SEED", 1);

/// What people and editors put into specs, and what breaks them.
const SNIPPETS: &[&str] = &[
    "",
    "\n",
    "  ",
    "- ",
    ": ",
    ":",
    ",",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "#",
    " # immuta-ls: ignore[unknown-field]",
    "\t",
    "|\n",
    "---\n",
    "\n---\n",
    "...\n",
    "\r\n",
    "\r",
    "é😀",
    "\u{feff}",
    "\u{3000}",
    "\0",
    "\\",
    "&a ",
    "*a",
    "<<: *a\n",
    "!!str ",
    "@x",
    "\n<<<<<<< a\n",
    "\n=======\n",
    "\n>>>>>>> b\n",
    "\n  - table: x\n",
    "\n  -table: x\n",
    "\n - x",
    "\nname: x\n",
    "policyKey",
    "projectKey: p\n",
    "handler: Trino\n",
    "type: ",
];

/// The same numbers from the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let number = usize::try_from(self.0 >> 11).unwrap_or_default();
        number % limit.max(1)
    }

    fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

fn setting((name, otherwise): (&str, u64)) -> u64 {
    let set = std::env::var(name).ok();
    set.and_then(|number| number.parse().ok())
        .unwrap_or(otherwise)
}

/// The fixtures and valid specs, short enough to read them a thousand times, and what JSON makes of them.
fn sources() -> Vec<(String, Dialect)> {
    let all: Vec<_> = fixtures("rules")
        .into_iter()
        .chain(valid_specs())
        .filter(|fixture| fixture.text.len() < 3_000)
        .collect();
    let twins = all.iter().filter_map(Fixture::json_twin);
    // JSON is YAML in brackets, too.
    let twins: Vec<_> = twins
        .flat_map(|twin| [(twin.clone(), Dialect::Json), (twin, Dialect::Yaml)])
        .collect();
    let own = all
        .into_iter()
        .map(|fixture| (fixture.text, fixture.dialect));
    own.chain(twins).collect()
}

#[test]
fn whatever_is_edited_is_found_as_by_a_fresh_reading() {
    let sources = sources();
    let lines: Vec<_> = sources
        .iter()
        .flat_map(|(text, _)| text.split_inclusive('\n'))
        .collect();
    let mut random = Random(setting(SEED).max(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut left = setting(EDITS);
    while left > 0 {
        let (source, dialect) = random.of(&sources);
        let mut text = Text::from(source.as_str());
        let mut syntax = Syntax::new(&text, *dialect);
        let mut checker = Checker::default();
        let mut log = String::new();
        for _ in 0..10.min(left) {
            left -= 1;
            let at = random.below(text.len() + 1);
            // Most edits are small; a line of another text, or none, takes the place of a whole one.
            let (range, with) = if random.below(4) == 0 {
                let line = text.line_at(at);
                let with = if random.below(3) == 0 {
                    ""
                } else {
                    *random.of(&lines)
                };
                (text.line_start(line)..text.line_start(line + 1), with)
            } else {
                let length = [0, 0, 1, 3, 20][random.below(5)];
                (at..at + length, *random.of(SNIPPETS))
            };
            writeln!(log, "{range:?} -> {with:?}").unwrap();
            let edited = text.replace(range, with);
            let change = syntax.update(&text, &edited);
            let found = checker_run(&mut checker, &text, &syntax, Some(change));
            let whole = text.to_string();
            assert_eq!(
                found,
                findings(&whole, *dialect),
                "after these edits of {source:?}\n{log}now {whole:?}"
            );
        }
    }
}
