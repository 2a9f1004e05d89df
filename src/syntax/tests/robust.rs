//! Text that nobody wrote by hand: it may be told to be broken, but never stops or stalls the reader.

use super::super::{Dialect, Syntax};
use super::reading;
use crate::text::Text;
use std::time::{Duration, Instant};

/// Long enough for an unoptimized build on a busy machine: most takes milliseconds, and what is quadratic takes
/// minutes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Reads a text, and again after an edit in its middle.
fn read(what: &str, source: &str, dialect: Dialect) {
    let mut text = Text::from(source);
    let begin = Instant::now();
    let mut syntax = Syntax::new(&text, dialect);
    reading::problems(&syntax, &text);
    let edited = text.replace(text.len() / 2..text.len() / 2, "x");
    syntax.update(&text, &edited);
    reading::problems(&syntax, &text);
    assert!(
        begin.elapsed() < PATIENCE,
        "{what} in {dialect:?} took {:?}",
        begin.elapsed()
    );
}

fn yaml(what: &str, source: &str) {
    read(what, source, Dialect::Yaml);
}

fn json(what: &str, source: &str) {
    read(what, source, Dialect::Json);
}

#[test]
fn deep_nesting() {
    const DEEP: usize = 10_000;
    for both in [yaml, json] {
        both("brackets", &"[".repeat(DEEP));
        both(
            "closed brackets",
            &format!("{}{}", "[".repeat(DEEP), "]".repeat(DEEP)),
        );
        both(
            "crossed brackets",
            &format!("{}{}", "[{".repeat(DEEP), "]}".repeat(DEEP)),
        );
        both("braces", &r#"{"a":"#.repeat(DEEP));
        both(
            "closed braces",
            &format!("{}1{}", r#"{"a":"#.repeat(DEEP), "}".repeat(DEEP)),
        );
        both("quotes", &"\"'".repeat(DEEP));
        both("commas", &",".repeat(DEEP));
        both("colons", &":".repeat(DEEP));
        both("comments", &"/* x */".repeat(DEEP));
    }
    yaml(
        "brackets of a key",
        &format!("a: {}\nb: 1\n", "[".repeat(DEEP)),
    );
    yaml("dashes", &"- ".repeat(DEEP));
    yaml(
        "dashes of a key",
        &format!("a:\n  {}x\nb: 1\n", "- ".repeat(DEEP)),
    );
    yaml("question marks", &"? ".repeat(DEEP));
    yaml("anchors", &"&a ".repeat(DEEP));
    yaml("tags", &"!a ".repeat(DEEP));
    let levels = |level: &str| -> String {
        (0..1_000)
            .map(|depth| format!("{}{level}\n", " ".repeat(depth)))
            .collect()
    };
    yaml("keys", &levels("a:"));
    yaml("items", &levels("-"));
    // Where the grammar's scanner has no room left: a list in the column of each key.
    for depth in [100, 118, 119, 120, 121, 126, 127, 128, 200, 300] {
        let level = |depth| format!("{0}a:\n{0}-\n", " ".repeat(depth));
        yaml(
            "lists in the columns of keys",
            &(0..depth).map(level).collect::<String>(),
        );
        yaml(
            "keys",
            &(0..depth)
                .map(|depth| format!("{}a:\n", " ".repeat(depth)))
                .collect::<String>(),
        );
    }
}

#[test]
fn long_lines_and_many_lines() {
    let words = |count: usize| "x ".repeat(count);
    yaml("a word", &format!("a: {}\nb: 1\n", "x".repeat(5_000_000)));
    json("a string", &format!("{{\"a\": \"{}\"}}", words(2_500_000)));
    yaml(
        "a quoted text",
        &format!("a: \"{}\"\nb: 1\n", words(500_000)),
    );
    yaml("an open quote", &format!("a: \"{}\nb: 1\n", words(500_000)));
    json(
        "an open string",
        &format!("{{\"a\": \"{}}}", words(500_000)),
    );
    for both in [yaml, json] {
        both("line breaks", &"\n".repeat(200_000));
        both("carriage returns", &"\r".repeat(200_000));
        both("spaces", &" ".repeat(200_000));
        both("tabs", &"\t".repeat(200_000));
    }
    yaml("documents", &"---\n".repeat(20_000));
    json("a list", &format!("[{}1]", "1, ".repeat(20_000)));

    // The grammar's scanner counts columns in 16 bits, too.
    let text = Text::from(format!("a: [{}]\nb: 2\n", "1, ".repeat(20_000)).as_str());
    let syntax = Syntax::new(&text, Dialect::Yaml);
    assert_eq!(reading::problems(&syntax, &text), []);
    let root = syntax.documents().next().unwrap().root().unwrap();
    assert_eq!(root.get("a").unwrap().items().len(), 20_000);
}

#[test]
fn many_mistakes() {
    const MANY: usize = 10_000;
    yaml("lines without colons", &"word\n".repeat(MANY));
    yaml(
        "mistakes of a block",
        &format!("a:\n{}", "  b: @x\n".repeat(MANY)),
    );
    yaml(
        "mistakes of a list",
        &format!("a:\n{}", "  - b: @x\n".repeat(MANY)),
    );
    yaml("tabs", &format!("a:\n{}", "\tb: x\n".repeat(MANY)));
    yaml("open quotes", &"a: \"x\n".repeat(MANY));
    yaml(
        "conflicts without an end",
        &format!("a: 1\n<<<<<<< x\n{}", "=======\nb: 2\n".repeat(MANY)),
    );
    yaml("starts of conflicts", &"<<<<<<< x\n=======\n".repeat(MANY));
    yaml(
        "a long conflict",
        &format!(
            "a: 1\n<<<<<<< x\n{0}=======\n{0}>>>>>>> y\nb: 2\n",
            "c: 1\n".repeat(MANY)
        ),
    );
    yaml(
        "dashes without a space",
        &format!("a:\n{}", "  -b:\n      -c: x\n".repeat(MANY)),
    );
    yaml("control characters", &"a: \u{1}\n".repeat(MANY));
    json("lists without commas", &format!("[{}]", "1 ".repeat(MANY)));
    json(
        "open strings",
        &format!("{{{}}}", "\"a\": \"x\n".repeat(MANY)),
    );
    json("words", &"word\n".repeat(MANY));
}

#[test]
fn aliases_that_multiply() {
    use std::fmt::Write;
    let mut bomb = String::from("a0: &a0 [x]\n");
    for level in 1..30 {
        let before = format!("*a{}", level - 1);
        writeln!(bomb, "a{level}: &a{level} [{before}, {before}, {before}]").unwrap();
    }
    bomb.push_str("m0: &m0 {x: 1}\n");
    for level in 1..30 {
        let before = format!("*m{}", level - 1);
        writeln!(
            bomb,
            "m{level}: &m{level} {{<<: [{before}, {before}, {before}]}}"
        )
        .unwrap();
    }
    yaml("aliases", &bomb);
    let text = Text::from(bomb.as_str());
    let syntax = Syntax::new(&text, Dialect::Yaml);
    let begin = Instant::now();
    let root = syntax.documents().next().unwrap().root().unwrap();
    assert!(root.get("m29").unwrap().get("nothing").is_none());
    assert!(root.get("m29").unwrap().is_complete());
    reading::visit(&syntax, &text);
    assert!(begin.elapsed() < PATIENCE);
}

#[test]
fn garbage() {
    // A small generator of its own: the same bytes each time.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for round in 0..6 {
        let bytes: Vec<u8> = (0..2_000).flat_map(|_| random().to_le_bytes()).collect();
        let garbage = match round % 2 {
            0 => String::from_utf8_lossy(&bytes).into_owned(),
            // What YAML and JSON are made of.
            _ => bytes
                .iter()
                .map(|byte| char::from(b" \n\t-:?[]{},#&*!|>'\"%@`ab01"[usize::from(*byte) % 26]))
                .collect(),
        };
        yaml("garbage", &garbage);
        json("garbage", &garbage);
        let text = Text::from(&garbage[..garbage.floor_char_boundary(2_000)]);
        for dialect in [Dialect::Yaml, Dialect::Json] {
            reading::visit(&Syntax::new(&text, dialect), &text);
        }
    }
}
