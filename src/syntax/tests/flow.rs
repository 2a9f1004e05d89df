//! Brackets in YAML that the reader of JSON takes say what the grammar of YAML says of them.

use super::super::broken::Broken;
use super::super::context::Context;
use super::super::dialect::Dialect;
use super::super::reading::Content;
use super::super::recover::Repaired;
use super::super::tree::{Arena, Data, NodeId};
use super::super::{flow, yaml};
use proptest::prelude::*;
use std::fmt::Write;

fn outline(arena: &Arena, id: NodeId, out: &mut String) {
    let node = arena.get(id).unwrap();
    let range = node.range();
    match &node.data {
        Data::Mapping(pairs) => {
            writeln!(out, "mapping {range:?}").unwrap();
            for pair in pairs {
                outline(arena, pair.key, out);
                outline(arena, pair.value, out);
            }
        }
        Data::Sequence(items) => {
            writeln!(out, "sequence {range:?}").unwrap();
            items.iter().for_each(|item| outline(arena, *item, out));
        }
        other => writeln!(out, "{other:?} {range:?}").unwrap(),
    }
}

/// Compares the two readings; tells whether the text was one to compare.
fn compare(text: &str) -> bool {
    let Some((arena, root)) = flow::read(text, Context::Whole) else {
        return false;
    };
    let tree = yaml::parse(text, None).unwrap();
    assert!(!tree.root_node().has_error(), "{text}");
    let (expected, expected_root) = yaml::lower(&tree, text, &Broken::default());
    let (mut ours, mut theirs) = (String::new(), String::new());
    outline(&arena, root, &mut ours);
    outline(&expected, expected_root.unwrap(), &mut theirs);
    assert_eq!(ours, theirs, "{text}");
    true
}

#[test]
fn what_is_like_json_is_read_as_such() {
    for text in [
        "{\"a\": [1, 2.5, null, \"x\\n\"], \"b\": {}}",
        "key: {\"a\": 1,\n  \"b\": [x, y z, -3]}  # why\n",
        "key:\n  [a, {b: c, \"d\":1}]\n",
        "- {table: orders, schema: public}\n",
        "# head\n{handler: Snowflake, port: 443,\n ssl: true}\n",
        "[]\n",
        "[1, 2,]\n",
    ] {
        assert!(compare(text) || text.contains(",]"), "{text}");
    }
    for text in [
        "{a: 'x'}",
        "{a: &x 1, b: *x}",
        "{a: 1, # why\n b: 2}",
        "{a:1}",
        "{a: b: c}",
        "{\"a\":\t1}",
        "{a, b}",
        "key: [a] b\n",
        "[- a]",
        "{\"a\"\n: 1}",
    ] {
        assert!(!compare(text), "{text}");
    }
}

proptest! {
    #[test]
    fn any_brackets_say_what_the_grammar_says(
        text in prop::collection::vec(
            prop::sample::select(vec![
                "{", "}", "[", "]", ",", ", ", ": ", ":", "a", "b c", "\"k\"", "\"k\": ", "a: ", "1", "-2", "0.5",
                "null", "true", "\n", "\n  ", " ", "- ", "é", "#", "'", "x.y", "...", "/", "0x1f", "_",
            ]),
            0..24,
        )
    ) {
        let text = text.concat();
        compare(&text);
        compare(&format!("[{text}]"));
        compare(&format!("{{{text}}}"));
    }
}

/// Lists with one item a line, some of which are like JSON.
const ITEMS: [&str; 12] = [
    "{a: 1, \"b\": [x]}",
    "{\"c\": {}}",
    "{a: 1,\n     b: 2}",
    "[1, 2]",
    "{a: 'x'}",
    "{a: 1 # why\n    }",
    "{}",
    "x",
    "{a: \"x\n    {b: c},\n    y\"}",
    "'\n    {a: b},\n    {a: b}\n    '",
    "{a: 1}: b",
    "# {a: 1},\n    {a: 2}",
];

#[test]
fn brackets_that_are_put_aside_say_what_the_grammar_says() {
    let mut put_aside = 0;
    for number in 0..ITEMS.len().pow(3) {
        let item = |place: usize| ITEMS[number / ITEMS.len().pow(place as u32) % ITEMS.len()];
        let text = format!(
            "{{\n  k: [\n    {},\n    {},\n    {}\n  ],\n  l: {}\n}}\n",
            item(0),
            item(1),
            item(2),
            item(1)
        );
        put_aside += usize::from(flow::condense(&text, Context::Whole).is_some());
        let tree = yaml::parse(&text, None).unwrap();
        if tree.root_node().has_error() {
            continue;
        }
        let (expected, expected_root) = yaml::lower(&tree, &text, &Broken::default());
        let content = Content::new(&text, Dialect::Yaml);
        let reading = content.reading(Context::Whole);
        let (mut ours, mut theirs) = (String::new(), String::new());
        outline(&reading.arena, reading.root.unwrap(), &mut ours);
        outline(&expected, expected_root.unwrap(), &mut theirs);
        assert_eq!(ours, theirs, "{text}");
    }
    assert!(put_aside > 1_000);
}

#[test]
fn a_mistake_among_brackets_that_are_put_aside_is_told_as_without() {
    for mistake in [
        "- table: x\n",
        "{a\n",
        "{a: \"\n",
        "{a: '},\n",
        "{a: ]},\n",
        "}\n",
        "{a: 1}\n",
        "{a: @x},\n",
    ] {
        let text = format!(
            "{{\n  k: [\n    {{a: 1}},\n    {{a: 2}},\n    {mistake}    {{a: 3}},\n    {{a: 4}}\n  ]\n}}\n"
        );
        assert!(flow::condense(&text, Context::Whole).is_some());
        let content = Content::new(&text, Dialect::Yaml);
        let ours = &content.reading(Context::Whole).errors;
        let mut repaired = Repaired::new(&text, None);
        repaired.parse().unwrap();
        repaired.errors.sort_by_key(|error| error.span.start);
        assert!(!ours.is_empty(), "{text}");
        assert_eq!(*ours, repaired.errors, "{text}");
    }
}
