//! `▮` is the cursor; beside each text stands what is expected there: the place, and the way to it.
#![allow(clippy::string_slice, reason = "a test may stop")]

use super::*;
use crate::syntax::{Dialect, Syntax, Value};
use crate::text::Text;
use std::fmt::Write;

fn cursor(fixture: &str, dialect: Dialect) -> Option<Cursor> {
    let offset = fixture.find('▮').expect("a cursor in the fixture");
    Syntax::new(&Text::from(fixture.replacen('▮', "", 1).as_str()), dialect).cursor(offset)
}

/// The place in short: `key connection.userFiles[] "typed"`.
fn shown(fixture: &str, dialect: Dialect) -> String {
    let Some(cursor) = cursor(fixture, dialect) else {
        return "outside".to_owned();
    };
    let mut out = match cursor.context.expected {
        Expected::Key(Following::Nothing) => "key".to_owned(),
        Expected::Key(Following::Value) => "key:below".to_owned(),
        Expected::Key(Following::Colon) => "key:".to_owned(),
        Expected::Value => "value".to_owned(),
        Expected::Node { item: true } => "node".to_owned(),
        Expected::Node { item: false } => "below".to_owned(),
        Expected::Item => "item".to_owned(),
    };
    out.push(' ');
    for step in cursor.path().expect("a way to the mark") {
        match step {
            Step::Key(name) => write!(out, ".{name}").unwrap(),
            Step::Item => out.push_str("[]"),
        }
    }
    let text = fixture.replacen('▮', "", 1);
    let word = &text[cursor.context.range.clone()];
    if !word.is_empty() {
        write!(out, " {word:?}").unwrap();
    }
    if cursor.context.space {
        out.push_str(" +space");
    }
    if cursor.context.hang > 0 {
        write!(out, " +{}", cursor.context.hang).unwrap();
    }
    out
}

/// Checks each text in YAML, with LF, with CRLF and with a byte order mark.
fn check(cases: &[(&str, &str)]) {
    for (fixture, expected) in cases {
        let twins = [
            (*fixture).to_owned(),
            fixture.replace('\n', "\r\n"),
            format!("\u{feff}{fixture}"),
        ];
        for twin in twins {
            assert_eq!(shown(&twin, Dialect::Yaml), *expected, "{twin:?}");
        }
    }
}

#[test]
fn the_column_of_an_empty_line_decides_the_level() {
    check(&[
        ("▮", "key "),
        ("# c\n\n▮\n", "key "),
        ("a:\n▮", "key "),
        ("a:\n  ▮", "below .a"),
        ("a:\n  b: 1\n▮\nc: 2", "key "),
        ("a:\n  b: 1\n  ▮\nc: 2", "key .a"),
        ("a:\n  b: 1\n ▮\nc: 2", "outside"),
        ("a:\n  b: 1\n    ▮\nc: 2", "outside"),
        ("a:\n  ▮\n  b: 1", "key .a"),
        ("a:\n▮\n  b: 1", "outside"),
        ("a:\n   ▮\n  b: 1", "outside"),
        ("a:\n  - b: 1\n▮", "key "),
        ("a:\n  - b: 1\n  ▮", "item .a[]"),
        ("a:\n  - b: 1\n    ▮", "key .a[]"),
        ("a:\n  ▮\n  - b: 1", "item .a[]"),
        ("a:\n- b: 1\n▮", "key "),
        ("a:\n- b: 1\n▮\n- c: 1", "item .a[]"),
        ("a:\n- b: 1\n  ▮", "key .a[]"),
        ("a:\n  -\n    ▮", "below .a[]"),
        ("a:\n  - b:\n      ▮\n    c: 1", "below .a[].b"),
        ("a: 1\n---\n▮", "key "),
        ("a:\n  b: 1\n---\nc:\n  d: 2\n  ▮\n---\ne: 3", "key .c"),
        ("▮\na: 1", "key "),
        ("  ▮\na: 1", "outside"),
    ]);
}

#[test]
fn a_word_is_a_key_in_the_making() {
    check(&[
        ("na▮", "key  \"na\""),
        ("na▮\nb: 2", "key  \"na\""),
        ("a:\n  b▮\nc: 1", "below .a \"b\""),
        ("a:\n  b: 1\n  c▮", "key .a \"c\""),
        ("a:\n  b: 1\n  c▮\n  d: 2", "key .a \"c\""),
        ("a:\n  b: 1\nc▮\nd: 2", "key  \"c\""),
        ("a:\n  b: 1\nc▮\n  d: 2", "key:below  \"c\""),
        ("a:\n  - b▮", "node .a[] \"b\" +2"),
        ("a:\n  - b: 1\n    c▮\n  - d", "key .a[] \"c\""),
        ("a:\n  - b: 1\n  c▮", "item .a[] \"c\""),
        ("a:\n  b▮: 1", "key: .a \"b\""),
        ("a:\n  ▮b: 1", "key: .a \"b\""),
        ("a:\n  ▮  b: 1", "outside"),
        ("a:\n  - b▮: 1", "key: .a[] \"b\" +2"),
        ("\"a▮\": 1", "key:  \"\\\"a\\\"\""),
        ("a:\n  x\n  b▮\n  c: 1", "key .a \"b\""),
    ]);
}

#[test]
fn behind_a_colon_comes_a_value() {
    check(&[
        ("a:▮", "value  +space"),
        ("a: ▮", "value "),
        ("a: ▮\nb: 1", "value "),
        ("a: b▮", "value  \"b\""),
        ("a: b▮c # d", "value  \"bc\""),
        ("a: b ▮", "value  \"b \""),
        ("a: b c▮", "value  \"b c\""),
        ("a: \"b▮", "value  \"\\\"b\""),
        ("a: \"b▮\"", "value  \"\\\"b\\\"\""),
        ("a: \"b\"▮", "outside"),
        ("a: 'b▮\nc: 1", "value  \"'b\""),
        ("a: 'b ''▮\nc: 1", "value  \"'b ''\""),
        ("a: 'b'▮\nc: 1", "outside"),
        ("a: @b▮\nc: 1", "value  \"@b\""),
        ("a: <b▮\nc: 1", "value  \"<b\""),
        ("a: b: ▮\nc: 1", "value  \"b: \""),
        ("a: ▮\n  b: 1", "outside"),
        ("a: ▮\n- b", "outside"),
        ("a:\n  - b: ▮\n    c: 1", "value .a[] +2"),
        ("a:\n  - ▮", "node .a[] +2"),
        ("a:\n  -▮", "node .a[] +space +2"),
        ("a:\n  - ▮\n    b: 1", "node .a[] +2"),
        ("a:\n  ▮- b", "outside"),
        ("a: ▮ # c", "value "),
    ]);
}

#[test]
fn in_comments_and_scalars_of_several_lines_there_is_nothing() {
    check(&[
        ("# ▮", "outside"),
        ("a: 1 # ▮", "outside"),
        ("a: # ▮", "outside"),
        ("a:\n  # ▮\n  b: 1", "outside"),
        ("a: |\n  ▮", "outside"),
        ("a: |\n  b\n  ▮\nc: 1", "outside"),
        ("a: |\n  b\n▮\n  c", "outside"),
        ("a: |\n  b\n▮\nc: 1", "key "),
        ("a: |▮", "outside"),
        ("a: >-\n  b: ▮", "outside"),
        ("a: b\n  c▮", "outside"),
        ("a: \"b\n  c▮\"", "outside"),
        ("a: \"b\n▮\n  c\"", "outside"),
        ("a: &b▮", "outside"),
        ("a: *b▮", "outside"),
        ("---▮", "outside"),
        ("a:\n\t▮b", "outside"),
    ]);
}

#[test]
fn between_brackets_commas_and_colons_decide() {
    check(&[
        ("a: {▮}", "key .a"),
        ("a: {b▮}", "key .a \"b\""),
        ("a: {b: 1, ▮}", "key .a"),
        ("a: {b: 1 ▮}", "value .a \"1 \""),
        ("a: {b: ▮}", "value .a"),
        ("a: {b:▮}", "value .a +space"),
        ("a: {b: c▮, d: 1}", "value .a \"c\""),
        ("a: {b▮: c}", "key: .a \"b\""),
        ("a: {b: \"c▮\"}", "value .a \"\\\"c\\\"\""),
        ("a: {b: {▮\nc: 1", "key .a.b"),
        ("a: [▮]", "node .a[]"),
        ("a: [b, c▮]", "node .a[] \"c\""),
        ("a: [{b: 1}, ▮\nc: 1", "node .a[]"),
        ("a: [b] ▮", "outside"),
        ("a: ▮[b]", "outside"),
        ("a: {b: 1,\n  ▮\n  c: 2}\n", "key .a"),
        ("a: {b: 1, # ▮\n  c: 2}\n", "outside"),
        ("{a: 1, ▮}", "key "),
        ("a:\n  - {b: 1, ▮}\n  - c", "key .a[]"),
        ("a:\n  - [▮", "node .a[][]"),
    ]);
}

#[test]
fn json_may_lack_quotes_commas_and_brackets() {
    let cases = [
        ("▮", "node "),
        ("{▮}", "key "),
        ("{\n  ▮\n}\n", "key "),
        ("{\n  na▮\n}\n", "key  \"na\""),
        ("{\"na▮\n}\n", "key  \"\\\"na\""),
        ("{\"na▮\"}", "key  \"\\\"na\\\"\""),
        ("{\"na▮\": 1}", "key:  \"\\\"na\\\"\""),
        ("{\"a\": 1,\n ▮\n \"b\": 2}", "key "),
        ("{\"a\": 1\n ▮\n \"b\": 2}", "key "),
        ("{\"a\": {\"b\": 1, ▮", "key .a"),
        ("{\"a\": ▮}", "value "),
        ("{\"a\":▮}", "value  +space"),
        ("{\"a\": tr▮}", "value  \"tr\""),
        ("{\"a\": \"x▮\"}", "value  \"\\\"x\\\"\""),
        ("{\"a\": \"x▮}", "value  \"\\\"x\""),
        ("{\"a\": \"x\"▮}", "outside"),
        ("{\"a\": ▮ {}}", "outside"),
        ("{\"a\" ▮}", "outside"),
        ("{\"a\": [▮]}", "node .a[]"),
        ("{\"a\": [{\"b\": 1} ▮]}", "node .a[]"),
        ("{} ▮", "outside"),
    ];
    for (fixture, expected) in cases {
        assert_eq!(shown(fixture, Dialect::Json), expected, "{fixture}");
        let twin = format!("\u{feff}{}", fixture.replace('\n', "\r\n"));
        assert_eq!(shown(&twin, Dialect::Json), expected, "{twin:?}");
    }
}

#[test]
fn what_is_broken_around_the_cursor_does_not_hide_the_way() {
    check(&[
        ("a:\n  b: @x\n  c: x: y\n  ▮\nd: 1", "key .a"),
        ("a:\n  b: \"x\n  ▮\n  c: 'y\n", "key .a"),
        ("a:\n  b:c\n  d: ▮\n", "value .a"),
        ("a:\n  b: 1\n c: 2\n  ▮", "key .a"),
        ("a:\n\tb: 1\n  c: 1\n  ▮", "key .a"),
        ("a:\n  - b: {x: [1\n     ▮\n  - c: ]\n", "node .a[].b.x[]"),
        (
            "<<<<<<< ours\na:\n  b: 1\n=======\na:\n  ▮\n>>>>>>> theirs\n",
            "below .a",
        ),
        ("a:\n  b: 1\n      c: 1\n  d: - x\n  ▮\n  e: *\n", "key .a"),
    ]);
}

#[test]
fn of_a_long_list_only_what_is_near_is_kept() {
    let items: String = (0..20_000)
        .map(|i| format!("  - table: t{i}\n    schema: s\n"))
        .collect();
    let text = format!("a: 1\nsources:\n{items}    ▮\nlast:\n  b: 1\n");
    let found = cursor(&text, Dialect::Yaml).expect("a cursor");
    assert!(
        found.syntax.segment_count() < 10,
        "{} pieces",
        found.syntax.segment_count()
    );
    let document = found.document().expect("a document");
    let names: Vec<_> = document
        .root()
        .into_iter()
        .flat_map(Value::entries)
        .map(|e| e.name().into_owned())
        .collect();
    assert_eq!(names, ["a", "sources", "last"]);
}
