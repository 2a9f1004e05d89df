mod flow;
mod hostile;
mod reading;
mod recovery;
mod robust;
mod specs;
mod suite;
mod twins;

use super::context::Context;
use super::segment::Start;
use super::segments::{Segment, segments};
use super::*;
use crate::text::Text;
use proptest::prelude::*;

/// The value tree as an indented outline.
fn outline(value: Value<'_>, depth: usize, out: &mut String) {
    use std::fmt::Write;
    let pad = "  ".repeat(depth);
    match value.kind() {
        Kind::Mapping => {
            let lost = if value.is_complete() {
                ""
            } else {
                " (incomplete)"
            };
            writeln!(out, "{pad}{{{lost}").unwrap();
            for entry in value.entries() {
                write!(out, "{pad}  {}:", entry.name()).unwrap();
                writeln!(out).unwrap();
                outline(entry.value, depth + 2, out);
            }
        }
        Kind::Sequence => {
            writeln!(out, "{pad}[").unwrap();
            for item in value.items() {
                outline(item, depth + 1, out);
            }
        }
        Kind::Scalar => writeln!(
            out,
            "{pad}{:?} {:?}",
            value.scalar_type().unwrap(),
            value.text().unwrap()
        )
        .unwrap(),
        other => writeln!(out, "{pad}{other:?} {:?}", value.source()).unwrap(),
    }
}

/// What a text says: the outline of each document and the problems in it.
fn dump_of(syntax: &Syntax, text: &Text) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for document in syntax.documents() {
        match document.root() {
            Some(root) => outline(root, 0, &mut out),
            None => writeln!(out, "(nothing)").unwrap(),
        }
        for segment in document.segments() {
            let errors = syntax
                .errors(segment)
                .iter()
                .cloned()
                .chain(document.stray(segment));
            for error in errors {
                let start = syntax.start(segment) + error.span.start;
                let line = text.line_at(start) + 1;
                let shown = text.slice(start..syntax.start(segment) + error.span.end);
                writeln!(out, "! line {line} {shown:?}: {}", error.message).unwrap();
            }
        }
    }
    out
}

/// The ranges of all values.
fn ranges_of(syntax: &Syntax) -> Vec<std::ops::Range<usize>> {
    fn gather(value: Value<'_>, out: &mut Vec<std::ops::Range<usize>>) {
        out.push(value.range());
        for entry in value.entries() {
            gather(entry.key, out);
            gather(entry.value, out);
        }
        for item in value.items() {
            gather(item, out);
        }
    }
    let mut out = Vec::new();
    for root in syntax.documents().filter_map(|document| document.root()) {
        gather(root, &mut out);
    }
    out
}

/// Texts with every construct, whole and broken.
const TEXTS: [&str; 6] = [
    "# head\nconnectionKey: a\nconnection:\n  handler: Snowflake\n  port: 443\nsources:\n  - table: a\n    schema: \"b\n      c\"\n  - table: b\n    documentation: |\n      # x\n\n      - y\n    tags: {table: [a, b,\n      c]}\n  - all: true\nowners: []\n",
    "a: &x\n  - 1\n  - *x\n<<: *x\nb: 'it''s\n  so'\nc:\n- d\n- e: f\n  g: >-\n   h\n\n   i\n---\nj: [1, 2]\n...\n---\n- k\n- l\n",
    "a:\n\tb: 1\nc: @x\nd: x: y\nna\ne:\n  f: 1\n   g: 2\n  h:i\n",
    "\u{feff}a: 1\r\nb:\r\n  - c: \"d\r\n  - e: {f: 1\r\n  - g\r\nh: é😀\r\n",
    "{a: 1, b: [x]}\n",
    "na\nb: 2\nc:\n- 1\n- 2\n- 3\n- 4\n- 5\n- 6\n- 7\n- 8\n- 9\n- 10\n- 11\n- 12\n- 13\n- 14\n- 15\n- 16\n- 17\n- 18\n- 19\nd: 3\n",
];

const SNIPPETS: [&str; 28] = [
    "",
    "x",
    "\n",
    "  ",
    "- ",
    ": ",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "#",
    " # c",
    "\t",
    "|\n",
    "---\n",
    "...\n",
    "é",
    "\r\n",
    "key: value\n",
    "  - item\n",
    "\n  -key: x\n",
    "\n<<<<<<< x\n",
    "\n=======\n",
    "\n>>>>>>> x\n",
    "&x ",
    "*x",
];

/// What people and editors put into specs.
const SPEC_SNIPPETS: [&str; 35] = [
    "",
    "\n",
    "\n  - table: x\n",
    "\n    schema: public",
    "  ",
    "\t",
    ": ",
    ":",
    "- ",
    "\"",
    "'",
    "[a, ",
    "]",
    "{",
    "}",
    ",",
    "|",
    ": >-\n",
    "&a ",
    "*a",
    "<<: *naming\n",
    "@x",
    "!!str ",
    " # c",
    "---\n",
    "\n...\n",
    "\n<<<<<<< HEAD\n",
    "\n=======\n",
    "\n>>>>>>> theirs\n",
    "\n  -table: x\n",
    "é😀",
    "\r",
    "\\",
    "\u{feff}",
    "\0",
];

/// The segments of a text: where each starts, what it is, and what was read to begin it.
fn segments_of(syntax: &Syntax) -> Vec<Start> {
    let segments = (0..syntax.segment_count()).filter_map(|index| syntax.segment(index));
    segments.map(Segment::begins).collect()
}

fn differs_from_fresh(syntax: &Syntax, text: &Text, dialect: Dialect) -> Option<String> {
    let fresh = Syntax::new(text, dialect);
    let (cut, cut_fresh) = (segments_of(syntax), segments_of(&fresh));
    if cut != cut_fresh {
        return Some(format!(
            "{:?}\n--- ours\n{cut:#?}\n--- fresh\n{cut_fresh:#?}",
            text.to_string()
        ));
    }
    let dump = |syntax: &Syntax| {
        format!(
            "{}{:?}\n{:?}",
            dump_of(syntax, text),
            reading::problems(syntax, text),
            ranges_of(syntax)
        )
    };
    let (ours, fresh) = (dump(syntax), dump(&fresh));
    (ours != fresh).then(|| {
        format!(
            "{:?}\n--- ours\n{ours}\n--- fresh\n{fresh}",
            text.to_string()
        )
    })
}

/// Applies edits one by one; after each, following it must give what reading the text anew gives.
fn follow(
    source: &str,
    dialect: Dialect,
    edits: &[(usize, usize, &str)],
) -> Result<(), TestCaseError> {
    let mut text = Text::from(source);
    let mut syntax = Syntax::new(&text, dialect);
    for (at, length, snippet) in edits {
        let at = at % (text.len() + 1);
        let edited = text.replace(at..at + length, snippet);
        syntax.update(&text, &edited);
        if let Some(difference) = differs_from_fresh(&syntax, &text, dialect) {
            return Err(TestCaseError::fail(difference));
        }
    }
    reading::visit(&syntax, &text);
    Ok(())
}

/// The same cases on every run, so that a change is judged by itself; `PROPTEST_CASES` asks for others, and more.
fn cases(count: u32) -> ProptestConfig {
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return ProptestConfig::default();
    }
    ProptestConfig {
        rng_seed: proptest::test_runner::RngSeed::Fixed(1),
        ..ProptestConfig::with_cases(count)
    }
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn incremental_equals_fresh(
        start in 0..TEXTS.len(),
        edits in proptest::collection::vec((0usize..400, 0usize..12, 0..SNIPPETS.len()), 1..12),
    ) {
        let edits: Vec<_> = edits.into_iter().map(|(at, length, snippet)| (at, length, SNIPPETS[snippet])).collect();
        for dialect in [Dialect::Yaml, Dialect::Json] {
            follow(TEXTS[start], dialect, &edits)?;
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn incremental_equals_fresh_in_specs(
        start in 0..=specs::ALL.len() + 1,
        edits in proptest::collection::vec((0usize..2000, 0usize..30, 0..SPEC_SNIPPETS.len()), 1..8),
    ) {
        let edits: Vec<_> = edits.into_iter().map(|(at, length, snippet)| (at, length, SPEC_SNIPPETS[snippet])).collect();
        match specs::ALL.get(start) {
            Some(spec) => follow(spec, Dialect::Yaml, &edits)?,
            None if start == specs::ALL.len() => follow(specs::JSON, Dialect::Json, &edits)?,
            None => follow(specs::JSON, Dialect::Yaml, &edits)?,
        }
    }
}

#[test]
fn every_prefix_typed_key_by_key_equals_fresh() {
    for source in TEXTS {
        let mut text = Text::default();
        let mut syntax = Syntax::new(&text, Dialect::Yaml);
        for char in source.chars() {
            let edited = text.replace(text.len()..text.len(), &char.to_string());
            syntax.update(&text, &edited);
            if let Some(difference) = differs_from_fresh(&syntax, &text, Dialect::Yaml) {
                panic!("{difference}");
            }
        }
    }
}

/// The whole text as one segment.
fn uncut(text: &Text) -> Syntax {
    let start = |context| Start {
        offset: 0,
        context,
        read: 0,
    };
    let starts = [start(Context::Prologue), start(Context::Whole)];
    Syntax::of(
        Dialect::Yaml,
        segments(text, &starts, text.len()),
        text.len(),
    )
}

#[test]
fn segments_give_what_the_whole_gives() {
    for source in [
        TEXTS[0],
        TEXTS[4],
        "a:\n- 1\n-\n  b: c\n# end\nd: |+\n  x\n\ne: !!str 1\n? f\n: g\n\"h\": i\n",
    ] {
        let text = Text::from(source);
        assert_eq!(
            dump_of(&Syntax::new(&text, Dialect::Yaml), &text),
            dump_of(&uncut(&text), &text),
            "{source}"
        );
    }
}

#[test]
fn a_mistake_costs_its_own_line() {
    let around = |mistake: &str| format!("a: 1\nb:\n  c: 2\n{mistake}\n  d: 3\ne: 4\n");
    for mistake in [
        "  x: @y",
        "  x: *",
        "  x: `y`",
        "  x: %y",
        "  x: y: z",
        "  x: 'it's'",
        "  x: \"y\" z",
        "  x: - y",
        "  x: \"y",
        "  x: 'y",
        "  x: [y",
        "  x: {y: 1",
        "  x: ]",
        "  xy",
        "  x:y",
        "\tx: y",
        "     x: y",
        "<<<<<<< HEAD",
        "  x: &",
        "  x: [a, b]]",
    ] {
        let text = Text::from(around(mistake).as_str());
        let syntax = Syntax::new(&text, Dialect::Yaml);
        let document = syntax.documents().next().unwrap();
        let root = document.root().unwrap();
        let b = root.get("b").unwrap();
        let integer = |value: Option<Value<'_>>| {
            value.and_then(Value::scalar_type) == Some(ScalarType::Integer)
        };
        assert!(
            integer(root.get("a")) && integer(root.get("e")),
            "{mistake:?}: the root"
        );
        assert!(integer(b.get("c")), "{mistake:?}: before");
        if !mistake.starts_with('<') {
            assert!(integer(b.get("d")), "{mistake:?}: behind");
        }
        let lines: Vec<_> = document
            .segments()
            .flat_map(|segment| {
                syntax
                    .errors(segment)
                    .iter()
                    .cloned()
                    .chain(document.stray(segment))
                    .map(move |error| (segment, error))
            })
            .map(|(segment, error)| text.line_at(syntax.start(segment) + error.span.start))
            .collect();
        assert_eq!(lines, [3], "{mistake:?}: one finding, on its line");
    }
}

#[test]
fn a_hundred_thousand_lines_are_understood_to_the_last() {
    let mut source = String::from("sources:\n");
    for index in 0..50_000 {
        source.push_str(&format!("  - table: t{index}\n    schema: s\n"));
    }
    source.push_str("owners: [x]\n");
    let text = Text::from(source.as_str());
    let syntax = Syntax::new(&text, Dialect::Yaml);
    let root = syntax.documents().next().unwrap().root().unwrap();
    let items = root.get("sources").unwrap().items();
    assert_eq!(items.len(), 50_000);
    assert_eq!(
        items[49_999].get("table").and_then(Value::text).as_deref(),
        Some("t49999")
    );
    assert!(root.get("owners").is_some());
}

#[test]
fn merge_keys_bring_entries_and_an_alias_bomb_costs_nothing() {
    let text = Text::from(
        "base: &b {x: 1, y: 2}\nother: &o {z: 3}\nall:\n  <<: [*b, *o]\n  y: own\nloop: &l\n  <<: *l\n",
    );
    let syntax = Syntax::new(&text, Dialect::Yaml);
    let root = syntax.documents().next().unwrap().root().unwrap();
    let all = root.get("all").unwrap();
    assert_eq!(all.get("y").and_then(Value::text).as_deref(), Some("own"));
    assert!(all.get("x").is_some() && all.get("z").is_some() && all.is_complete());
    assert!(root.get("loop").unwrap().get("nothing").is_none());
}

#[test]
fn json_says_what_json_does_not_allow_and_reads_on() {
    let text =
        Text::from("{\n  // why\n  \"a\": 1,\n  \"b\": [1, 2,],\n  \"c\": {\"d\": true,}\n}\n");
    let syntax = Syntax::new(&text, Dialect::Json);
    let root = syntax.documents().next().unwrap().root().unwrap();
    assert_eq!(root.get("b").unwrap().items().len(), 2);
    assert!(root.get("c").unwrap().get("d").is_some());
    let lines: Vec<_> = syntax
        .errors(0)
        .iter()
        .map(|error| text.line_at(error.span.start))
        .collect();
    assert_eq!(lines, [1, 3, 4]);
}
