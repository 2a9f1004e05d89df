//! Text that once broke the reader, by kinds: ranges that ran backwards, cost that grew with the square, edits that
//! were not followed.

use super::super::{Dialect, Kind, Syntax, Value};
use super::{differs_from_fresh, reading};
use crate::text::Text;
use crate::text::tests::processor_time::processor_time;

fn told(source: &str) -> Vec<(usize, String)> {
    let text = Text::from(source);
    let syntax = Syntax::new(&text, Dialect::Yaml);
    reading::visit(&syntax, &text);
    let problems = reading::problems(&syntax, &text).into_iter();
    problems
        .map(|(line, problem)| {
            assert!(problem.range.start < problem.range.end, "{problem:?}");
            (line, problem.message)
        })
        .collect()
}

#[test]
fn a_line_that_only_looks_empty_is_named_and_fixed() {
    for space in [
        '\u{a0}', '\u{3000}', '\u{2003}', '\u{85}', '\u{2028}', '\u{feff}', '\u{200b}',
    ] {
        for (before, indent, after) in [
            ("a:\n  b: 1\n", "  ", "  c: 2\n"),
            ("a:\n  - b: 1\n", "    ", "    c: 2\n"),
            ("a: 1\n", "", "c: 2\n"),
            ("a:\n  b: 1\n", "  ", ""),
        ] {
            for line in [
                format!("{indent}{space}"),
                format!("{indent}{space}{space}"),
            ] {
                let source = format!("{before}{line}\n{after}");
                let told = told(&source);
                let [(at, message)] = told.as_slice() else {
                    panic!("{source:?}: {told:?}");
                };
                assert_eq!(*at, before.lines().count(), "{source:?}");
                // What has no width is no space to Unicode, so that it is told as any other word.
                if !matches!(space, '\u{feff}' | '\u{200b}') {
                    let name = format!("U+{:04X}", u32::from(space));
                    assert!(message.contains(&name), "{source:?}: {message}");
                }
            }
        }
    }
}

/// How many times longer it takes to read a text of twice the size.
fn growth(text: impl Fn(usize) -> String, size: usize) -> f64 {
    let time = |source: &str| {
        let best = (0..3).map(|_| {
            let text = Text::from(source);
            let ((), spent) = processor_time(|| {
                let syntax = Syntax::new(&text, Dialect::Yaml);
                for segment in 0..syntax.segment_count() {
                    syntax.errors(segment);
                }
                if let Some(root) = syntax.document_at(0).and_then(|document| document.root()) {
                    aliases(root);
                }
            });
            spent
        });
        best.min().unwrap().as_secs_f64()
    };
    time(&text(size * 4)) / time(&text(size))
}

fn aliases(value: Value<'_>) {
    if value.kind() == Kind::Alias {
        value.resolved();
    }
    value.items().into_iter().for_each(aliases);
    value
        .entries()
        .iter()
        .for_each(|entry| aliases(entry.value));
}

#[test]
fn no_text_costs_with_the_square_of_its_length() {
    type Family = (&'static str, fn(usize) -> String, usize);
    let families: &[Family] = &[
        ("control characters", |n| "\0".repeat(n), 100_000),
        ("control characters apart", |n| "a: x\0y\n".repeat(n), 5_000),
        (
            "in one block",
            |n| format!("a:\n{}", "  b: x\0y\n".repeat(n)),
            500,
        ),
        (
            "one anchor",
            |n| format!("a: &a x\nb:\n{}", "  - *a\n".repeat(n)),
            500,
        ),
        (
            "as many anchors",
            |n| {
                let item = |i| format!("  - &a{i} x\n  - *a{i}\n");
                format!("b:\n{}", (0..n).map(item).collect::<String>())
            },
            300,
        ),
        (
            "mistakes",
            |n| format!("a:\n{}", "  b: @x\n".repeat(n)),
            500,
        ),
        (
            "open brackets",
            |n| format!("a:\n{}", "  b: [x\n".repeat(n)),
            300,
        ),
        (
            "open quotes",
            |n| format!("a:\n{}", "  b: \"x\n".repeat(n)),
            300,
        ),
        (
            "conflicts",
            |n| {
                let conflict = "<<<<<<< a\n  b: 1\n=======\n  b: 2\n>>>>>>> c\n";
                format!("a:\n{}", conflict.repeat(n))
            },
            300,
        ),
        (
            "dashes to the left",
            |n| format!("a:\n      - b: 1\n{}", "  - b: 1\n".repeat(n)),
            500,
        ),
    ];
    for (what, text, size) in families {
        // Four times the text: 16 with the square. Caches are shared with the tests beside this one, so it may be tried
        // again.
        let grown = (0..4)
            .map(|_| growth(text, *size))
            .find(|grown| *grown < 8.0);
        assert!(grown.is_some(), "{what}");
    }
}

#[test]
fn a_dash_left_of_the_first_is_a_segment_and_one_error() {
    let source = format!(
        "a:\n    - b: 1\n{}c: 2\n",
        "  - b: 1\n    d: 2\n".repeat(1_000)
    );
    let text = Text::from(source.as_str());
    let syntax = Syntax::new(&text, Dialect::Yaml);
    assert!(syntax.segment_count() > 1_000);
    let root = syntax.document_at(0).unwrap().root().unwrap();
    assert_eq!(root.get("a").unwrap().items().len(), 1_001);
    assert_eq!(root.get("c").and_then(Value::text).as_deref(), Some("2"));
    let told = told(&source);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, 2);
    // Another column is another mistake.
    let three = "a:\n    - b: 1\n  - b: 1\n  - b: 1\n - {b: 1}\n    - b: 1\nc: 2\n";
    let told = self::told(three);
    let lines = told.iter().map(|(line, _)| *line);
    assert_eq!(lines.collect::<Vec<_>>(), [2, 4], "{told:?}");
}

#[test]
fn byte_order_marks_belong_to_no_segment() {
    for marks in 1..4 {
        for source in ["a: 1\nb: 2\n", "- a\n", "---\na: 1\n", "{\"a\": 1}"] {
            for dialect in [Dialect::Yaml, Dialect::Json] {
                let source = format!("{}{source}", "\u{feff}".repeat(marks));
                let mut text = Text::from(source.as_str());
                let mut syntax = Syntax::new(&text, dialect);
                assert_eq!(syntax.start(0), 3 * marks);
                // One mark less, one more, and text before them.
                for (range, with) in [(0..3, ""), (0..0, "\u{feff}"), (0..0, "x"), (0..1, "")] {
                    let edited = text.replace(range, with);
                    syntax.update(&text, &edited);
                    assert_eq!(differs_from_fresh(&syntax, &text, dialect), None);
                }
            }
        }
    }
}

#[test]
fn what_is_looked_ahead_for_is_followed() {
    let long = "c\n".repeat(40);
    for (source, at, length, with) in [
        // The root's column is found below the first line.
        ("a\nb: 1\nc: 2\n", 3, 1, ""),
        ("a\n# x\n# y\nb: 1\n", 11, 1, " :"),
        (&format!("a\n{long}b: 1\n"), 2 + long.len(), 2, ""),
        // A conflict has no end any more, or has one again.
        (
            "a: 1\n<<<<<<< x\nb: 2\n=======\nc: 3\n>>>>>>> y\nd: 4\n",
            35,
            1,
            "",
        ),
        (
            "a: 1\n<<<<<<< x\nb: 2\n=======\nc: 3\n---\n>>>>>>> y\nd: 4\n",
            35,
            4,
            "",
        ),
        (
            "a: 1\n<<<<<<< x\nb: 2\n=======\nc: 3\nd: 4\ne: 5\n",
            43,
            0,
            ">>>>>>> y\n",
        ),
        (
            "a: 1\n<<<<<<< x\nb: 2\n=======\nc: 3\nd: 4\ne: 5\n",
            43,
            0,
            "---\n>>>>>>> y\n",
        ),
        // A document that starts with a conflict.
        (
            "<<<<<<< x\n# c\na: 1\n=======\nb: 2\n>>>>>>> y\n",
            13,
            1,
            "\n- x\n",
        ),
        // Half of a line break.
        ("a: 1\r", 5, 0, "\nb: 2\r"),
        ("a: 1\r\nb: 2\r\n", 5, 1, ""),
        ("a: 1", 4, 0, "\n"),
    ] {
        let mut text = Text::from(source);
        let mut syntax = Syntax::new(&text, Dialect::Yaml);
        let edited = text.replace(at..at + length, with);
        syntax.update(&text, &edited);
        assert_eq!(differs_from_fresh(&syntax, &text, Dialect::Yaml), None);
        let undone = text.replace(at..at + with.len(), &source[at..at + length]);
        syntax.update(&text, &undone);
        assert_eq!(text.to_string(), source);
        assert_eq!(differs_from_fresh(&syntax, &text, Dialect::Yaml), None);
    }
}

#[test]
fn a_document_mark_changes_what_aliases_mean() {
    let source = "k: &x text\nc:\n  p: *x\n";
    let mut text = Text::from(source);
    let mut syntax = Syntax::new(&text, Dialect::Yaml);
    let edited = text.replace(11..11, "---\n");
    assert!(syntax.update(&text, &edited).anchors);
    assert_eq!(differs_from_fresh(&syntax, &text, Dialect::Yaml), None);
    let edited = text.replace(11..15, "");
    assert!(syntax.update(&text, &edited).anchors);
    // Nothing of the kind.
    let edited = text.replace(19..20, "q");
    assert!(!syntax.update(&text, &edited).anchors);
}

#[test]
fn a_long_block_is_an_information() {
    let source = format!("a: |\n{}b: 1\n", "  x\n".repeat(33_000));
    let text = Text::from(source.as_str());
    let syntax = Syntax::new(&text, Dialect::Yaml);
    let errors: Vec<_> = (0..syntax.segment_count())
        .flat_map(|segment| syntax.errors(segment))
        .collect();
    assert!(
        matches!(errors.as_slice(), [error] if error.unread),
        "{errors:?}"
    );
}
