//! What the parts cost: `cargo bench`.
//!
//! The limit to compare with is tree-sitter's own parse, and re-parse after one key, of the same text.
//! Each group runs at 1,000, 10,000 and 100,000 lines; what follows a keystroke should not grow with them.

#![expect(
    clippy::expect_used,
    clippy::string_slice,
    reason = "the text is made here; a benchmark that cannot go on stops"
)]

use divan::{Bencher, black_box};
use immuta_ls::features::complete;
use immuta_ls::rules::{Checker, Options};
use immuta_ls::syntax::{Dialect, Syntax};
use immuta_ls::text::Text;
use tree_sitter::{InputEdit, Parser, Point, Tree};

const LINES: [usize; 3] = [1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

/// A spec of about that many lines.
fn spec(lines: usize) -> String {
    let mut text = String::from(
        "connectionKey: warehouse-sales\nconnection:\n  handler: Snowflake\n  hostname: acme.example.com\n  database: SALES\n  \
         warehouse: WH\n  authenticationMethod: userPassword\n  username: immuta\n  password: ${PASSWORD}\nsources:\n",
    );
    for index in 0..lines.saturating_sub(10) / 15 {
        text.push_str(&format!(
            "  - table: customer_history_{index:05}\n    schema: sales\n    description: Table {index}, refreshed at 03:30\n    \
             owners:\n      - type: group\n        name: stewards\n    columnDescriptions:\n      - columnName: id\n        \
             description: \"The id: as loaded\"\n      - columnName: email\n        description: As loaded\n    tags:\n      \
             table:\n        - Zone.Raw\n        - Zone.Gold\n"
        ));
    }
    text
}

/// The place for a new key: the end of a source in the middle.
fn middle(text: &str) -> usize {
    let half = text.len() / 2;
    half + text[half..].find("    owners:").expect("a source")
}

fn checked(text: &Text) -> (Syntax, Checker) {
    let syntax = Syntax::new(text, Dialect::Yaml);
    let mut checker = Checker::default();
    checker.run(text, &syntax, &Options::default(), &|| true);
    (syntax, checker)
}

#[divan::bench(args = LINES)]
fn scan(bencher: Bencher<'_, '_>, lines: usize) {
    let text = Text::from(spec(lines).as_str());
    bencher.bench(|| Syntax::new(black_box(&text), Dialect::Yaml));
}

/// Scan, parse and lower everything.
#[divan::bench(args = LINES)]
fn parse_and_lower(bencher: Bencher<'_, '_>, lines: usize) {
    let text = Text::from(spec(lines).as_str());
    bencher.bench(|| {
        let syntax = Syntax::new(black_box(&text), Dialect::Yaml);
        (0..syntax.segment_count())
            .map(|segment| syntax.errors(segment).len())
            .sum::<usize>()
    });
}

/// Open a file: everything above and all rules.
#[divan::bench(args = LINES)]
fn open_and_check(bencher: Bencher<'_, '_>, lines: usize) {
    let text = Text::from(spec(lines).as_str());
    bencher.bench(|| checked(black_box(&text)));
}

/// One key typed into a new entry, and its findings: there and back again.
#[divan::bench(args = LINES)]
fn keystroke_and_findings(bencher: Bencher<'_, '_>, lines: usize) {
    let source = spec(lines);
    let mut text = Text::from(source.as_str());
    let (mut syntax, mut checker) = checked(&text);
    let at = middle(&source);
    bencher.bench_local(|| {
        for (range, key) in [(at..at, "    descr"), (at..at + 9, "")] {
            let edited = text.replace(range, key);
            let change = syntax.update(&text, &edited);
            checker.follow(&syntax, change);
            black_box(checker.run(&text, &syntax, &Options::default(), &|| true));
        }
    });
}

/// The same spec in JSON, one field a line.
fn json(lines: usize) -> String {
    let sources: Vec<_> = (0..lines / 16)
        .map(|index| {
            format!(
                "    {{\n      \"table\": \"customer_history_{index:05}\",\n      \"schema\": \"sales\",\n      \
                 \"description\": \"As loaded\",\n      \"owners\": [\n        {{\n          \"type\": \"group\",\n          \
                 \"name\": \"stewards\"\n        }}\n      ],\n      \"tags\": {{\n        \"table\": [\n          \
                 \"Zone.Raw\",\n          \"Zone.Gold\"\n        ]\n      }}\n    }}"
            )
        })
        .collect();
    format!(
        "{{\n  \"connectionKey\": \"warehouse\",\n  \"sources\": [\n{}\n  ]\n}}\n",
        sources.join(",\n")
    )
}

/// One key typed into a value, as a server follows it: what cannot be read and what is found, there and back again.
/// With a `mistake` above it, as when something is being written.
fn keystroke_and_findings_in(
    bencher: Bencher<'_, '_>,
    lines: usize,
    dialect: Dialect,
    mistake: &str,
) {
    let mut source = json(lines);
    let half = source.len() / 2;
    let at = half
        + source[half..]
            .find("    {\n      \"table\"")
            .expect("a source");
    source.insert_str(at, mistake);
    let at = at + source[at..].find("As loaded").expect("a description");
    let mut text = Text::from(source.as_str());
    let mut syntax = Syntax::new(&text, dialect);
    let mut checker = Checker::default();
    checker.run(&text, &syntax, &Options::default(), &|| true);
    bencher.bench_local(|| {
        for (range, key) in [(at..at, "x"), (at..at + 1, "")] {
            let edited = text.replace(range, key);
            let change = syntax.update(&text, &edited);
            checker.follow(&syntax, change);
            black_box(checker.run(&text, &syntax, &Options::default(), &|| true));
        }
    });
}

#[divan::bench(args = [1_000, 25_000])]
fn keystroke_and_findings_in_json(bencher: Bencher<'_, '_>, lines: usize) {
    keystroke_and_findings_in(bencher, lines, Dialect::Json, "");
}

#[divan::bench(args = [1_000, 25_000])]
fn keystroke_and_findings_in_broken_json(bencher: Bencher<'_, '_>, lines: usize) {
    keystroke_and_findings_in(bencher, lines, Dialect::Json, "    {\n      \"tab\n");
}

/// JSON in a file that is called YAML.
#[divan::bench(args = [1_000, 25_000])]
fn keystroke_and_findings_in_flow_yaml(bencher: Bencher<'_, '_>, lines: usize) {
    keystroke_and_findings_in(bencher, lines, Dialect::Yaml, "");
}

#[divan::bench(args = [1_000, 25_000])]
fn keystroke_and_findings_in_broken_flow_yaml(bencher: Bencher<'_, '_>, lines: usize) {
    keystroke_and_findings_in(bencher, lines, Dialect::Yaml, "  - table: x\n");
}

/// One key typed into a value, and what cannot be read: there and back again.
fn keystroke(bencher: Bencher<'_, '_>, lines: usize, dialect: Dialect) {
    let source = json(lines);
    let half = source.len() / 2;
    let at = half + source[half..].find("As loaded").expect("a description");
    let mut text = Text::from(source.as_str());
    let mut syntax = Syntax::new(&text, dialect);
    bencher.bench_local(|| {
        for (range, key) in [(at..at, "x"), (at..at + 1, "")] {
            let edited = text.replace(range, key);
            let change = syntax.update(&text, &edited);
            black_box(syntax.errors(change.at).len());
        }
    });
}

#[divan::bench(args = [1_000, 25_000])]
fn keystroke_in_json(bencher: Bencher<'_, '_>, lines: usize) {
    keystroke(bencher, lines, Dialect::Json);
}

/// JSON in a file that is called YAML.
#[divan::bench(args = [1_000, 25_000])]
fn keystroke_in_flow_yaml(bencher: Bencher<'_, '_>, lines: usize) {
    keystroke(bencher, lines, Dialect::Yaml);
}

#[divan::bench(args = LINES)]
fn completion(bencher: Bencher<'_, '_>, lines: usize) {
    let source = spec(lines);
    let at = middle(&source);
    let mut text = Text::from(source.as_str());
    text.replace(at..at, "    de\n");
    let (syntax, _) = checked(&text);
    bencher.bench_local(|| complete(&text, &syntax, None, None, black_box(at + 6)).items);
}

fn tree(source: &str) -> (Parser, Tree) {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_yaml::LANGUAGE.into())
        .expect("the grammar fits");
    let tree = parser.parse(source, None).expect("a tree");
    (parser, tree)
}

/// The limit of opening: tree-sitter alone. Past 32,767 lines its tree is an error.
#[divan::bench(args = LINES)]
fn limit_tree_sitter_parse(bencher: Bencher<'_, '_>, lines: usize) {
    let source = spec(lines);
    bencher.bench(|| tree(black_box(&source)));
}

/// The limit of typing: tree-sitter's re-parse after the same two edits.
#[divan::bench(args = LINES)]
fn limit_tree_sitter_keystroke(bencher: Bencher<'_, '_>, lines: usize) {
    let before = spec(lines);
    let at = middle(&before);
    let mut after = before.clone();
    after.insert_str(at, "    descr");
    let (mut parser, mut tree) = tree(&before);
    let row = before[..at].matches('\n').count();
    let edit = |old: usize, new: usize| InputEdit {
        start_byte: at,
        old_end_byte: at + old,
        new_end_byte: at + new,
        start_position: Point::new(row, 0),
        old_end_position: Point::new(row, old),
        new_end_position: Point::new(row, new),
    };
    bencher.bench_local(|| {
        for (source, edit) in [(&after, edit(0, 9)), (&before, edit(9, 0))] {
            tree.edit(&edit);
            tree = parser.parse(source, Some(&tree)).expect("a tree");
        }
    });
}
