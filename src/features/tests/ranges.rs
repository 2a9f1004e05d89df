//! Whatever features say of a text is within the text, wherever the text is cut off, and however a client counts.

use crate::features::{Symbol, folds, highlights, links, selections, symbols};
use crate::syntax::{Dialect, Syntax};
use crate::text::{Encoding, Text};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The specs in a folder and in those below it.
fn specs(folder: &str) -> Vec<PathBuf> {
    fn add(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let ending = path.extension().and_then(|ending| ending.to_str());
            if path.is_dir() {
                add(&path, out);
            } else if matches!(ending, Some("yaml" | "yml" | "json")) {
                out.push(path);
            }
        }
    }
    let mut out = Vec::new();
    add(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
        &mut out,
    );
    out.sort();
    out
}

struct Place<'t> {
    source: &'t str,
    text: Text,
    syntax: Syntax,
}

impl<'t> Place<'t> {
    fn new(source: &'t str, dialect: Dialect) -> Self {
        let text = Text::from(source);
        let syntax = Syntax::new(&text, dialect);
        Self {
            source,
            text,
            syntax,
        }
    }

    fn holds(&self, range: &Range<usize>) {
        assert!(
            self.source.get(range.clone()).is_some(),
            "{range:?} of\n{}",
            self.source
        );
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for offset in [range.start, range.end] {
                let position = self.text.position(offset, encoding);
                let back = self.text.offset(position, encoding);
                assert_eq!(back, offset, "{encoding:?} of\n{}", self.source);
            }
        }
    }

    fn holds_symbols(&self, symbols: &[Symbol], within: &Range<usize>) {
        for symbol in symbols {
            let Symbol {
                range, selection, ..
            } = symbol;
            self.holds(range);
            self.holds(selection);
            let fits = |outer: &Range<usize>, inner: &Range<usize>| {
                outer.start <= inner.start && inner.end <= outer.end
            };
            assert!(fits(range, selection), "{symbol:?}");
            assert!(fits(within, range), "{symbol:?} of\n{}", self.source);
            assert!(!symbol.name.trim().is_empty(), "{symbol:?}");
            let is_number = symbol.name.parse::<usize>().is_ok();
            assert!(
                !is_number || self.source.contains(&symbol.name),
                "{symbol:?}"
            );
            self.holds_symbols(&symbol.children, range);
        }
    }

    fn holds_selections(&self, ranges: &[Range<usize>], offset: usize) {
        for range in ranges {
            self.holds(range);
            assert!(range.start <= offset && offset <= range.end, "{ranges:?}");
        }
        for pair in ranges.windows(2) {
            let (inner, outer) = (&pair[0], &pair[1]);
            assert!(
                outer.start <= inner.start && inner.end <= outer.end && inner != outer,
                "{ranges:?}"
            );
        }
    }

    fn ask(&self) {
        let whole = 0..self.source.len();
        self.holds_symbols(&symbols(&self.syntax, None), &whole);
        let mut before = None;
        for fold in folds(&self.text, &self.syntax, None) {
            assert!(before < Some(fold.first), "{fold:?} of\n{}", self.source);
            assert!(fold.first < fold.last, "{fold:?} of\n{}", self.source);
            assert!(
                fold.last < self.text.line_count(),
                "{fold:?} of\n{}",
                self.source
            );
            before = Some(fold.first);
        }
        for link in links(&self.syntax, None) {
            self.holds(&link.range);
            assert!(!link.range.is_empty(), "{link:?}");
            assert!(link.target.starts_with("http"), "{link:?}");
        }
        // In the middle, at the end, and where a line begins.
        let line = self.text.line_start(self.text.line_count() / 3);
        for offset in [self.source.len() / 2, self.source.len(), line] {
            if self.source.is_char_boundary(offset) {
                self.holds_selections(&selections(&self.syntax, None, offset), offset);
                let mut end = 0;
                for highlight in highlights(&self.syntax, None, offset) {
                    self.holds(&highlight.range);
                    assert!(end <= highlight.range.start, "{highlight:?}");
                    end = highlight.range.end;
                }
            }
        }
    }
}

fn dialect(path: &Path) -> Dialect {
    if path.extension().is_some_and(|ending| ending == "json") {
        Dialect::Json
    } else {
        Dialect::Yaml
    }
}

#[test]
fn everything_is_within_the_fixtures() {
    let mut count = 0;
    for path in specs("tests/fixtures").into_iter().chain(specs("examples")) {
        let Ok(source) = std::fs::read_to_string(&path) else {
            continue;
        };
        for source in [
            source.replace('\n', "\r\n"),
            source.replace('e', "😀"),
            source,
        ] {
            Place::new(&source, dialect(&path)).ask();
            count += 1;
        }
    }
    assert!(count > 300, "{count}");
}

#[test]
fn everything_is_within_each_beginning_of_an_example() {
    for path in specs("examples") {
        let source = std::fs::read_to_string(&path).expect("text");
        // All of a short text; of a long one so many that each of its lines is cut off somewhere.
        let step = source.len() / 100;
        for (end, _) in source.char_indices().step_by(step.max(1)) {
            Place::new(&source[..end], dialect(&path)).ask();
        }
    }
}
