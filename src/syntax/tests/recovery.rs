//! One mistake on one line of a spec is one problem on that line, and costs nothing but that line.

use super::super::characters::indent_of;
use super::super::{Dialect, Kind, Syntax, Value};
use super::reading::{self, Problem};
use super::specs::{self, JSON};
use crate::text::Text;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The scalars of a text: the line of each, counted from 0, the keys that lead to it, and what it says.
type Leaves = Vec<(usize, String, String)>;

fn leaves(syntax: &Syntax, text: &Text) -> Leaves {
    let mut found = Vec::new();
    for root in syntax.documents().filter_map(|document| document.root()) {
        gather(root, text, "", &mut found);
    }
    found
}

fn gather(value: Value<'_>, text: &Text, path: &str, found: &mut Leaves) {
    for entry in value.entries() {
        gather(
            entry.value,
            text,
            &format!("{path}.{}", entry.name()),
            found,
        );
    }
    for item in value.items() {
        gather(item, text, &format!("{path}[]"), found);
    }
    if matches!(value.kind(), Kind::Scalar | Kind::Alias) {
        let says = value
            .text()
            .map_or_else(|| value.source().to_owned(), Cow::into_owned);
        found.push((text.line_at(value.range().start), path.to_owned(), says));
    }
}

/// A line that starts an entry, taken apart.
#[derive(Debug, Clone, Copy)]
struct Entry<'t> {
    /// Its line.
    number: usize,
    /// Spaces and dashes.
    head: &'t str,
    key: &'t str,
    /// What stands behind the colon.
    value: &'t str,
    /// Whether it is the first of a block.
    first: bool,
}

/// The lines of a text that start an entry, as the value tree has them.
fn entries(source: &str) -> Vec<Entry<'_>> {
    let text = Text::from(source);
    let syntax = Syntax::new(&text, Dialect::Yaml);
    let mut starts = BTreeMap::new();
    for root in syntax.documents().filter_map(|document| document.root()) {
        keys(root, &mut starts);
    }
    let mut found: Vec<Entry<'_>> = Vec::new();
    for (start, end) in starts {
        let number = text.line_at(start);
        let line_start = text.line_start(number);
        let line = source[line_start..].lines().next().unwrap();
        let head = &line[..start - line_start];
        let value = line[end - line_start..].strip_prefix(':');
        if let (true, Some(value)) = (head.trim_start_matches([' ', '-']).is_empty(), value) {
            let before = source[..line_start]
                .lines()
                .rfind(|line| !line.trim_start().starts_with('#'));
            let first = before.is_none_or(|line| line.ends_with(':'));
            found.push(Entry {
                number,
                head,
                key: &source[start..end],
                value: value.trim(),
                first,
            });
        }
    }
    found
}

fn keys(value: Value<'_>, starts: &mut BTreeMap<usize, usize>) {
    for entry in value.entries() {
        starts.insert(entry.key.range().start, entry.key.range().end);
        keys(entry.value, starts);
    }
    for item in value.items() {
        keys(item, starts);
    }
}

/// Lines with a mistake, and what the message says. They are put in the place of an entry whose value is a
/// word, with its key and value for `key` and `value`; a second line stands in the column of the key.
const LINES: &[(&str, &str)] = &[
    ("key: @value", "cannot start with `@`"),
    ("key: `value`", "backquote"),
    ("key: %value%", "cannot start with `%`"),
    ("key: *", "`*`"),
    ("key: & value", "`&`"),
    ("key: ? value", "`?`"),
    ("key: - value", "next line"),
    ("key: |value", "Text cannot follow `|`"),
    ("key: | value", "Text cannot follow `|`"),
    ("key: > value", "Text cannot follow `>`"),
    ("key: value: more", "`: `"),
    ("key: value:", "`:`"),
    ("key value", "Missing colon"),
    ("key = value", "Missing colon"),
    ("key", "Missing colon"),
    ("\"key\" value", ""),
    ("key:value", "Missing space"),
    ("key:\"value\"", "Missing space"),
    ("key: \"value", "never closed"),
    ("key: 'value", "never closed"),
    ("key: [value, b", "never closed"),
    ("key: {a: value", "never closed"),
    ("key: [\"value]", "never closed"),
    ("key: [value]]", "closing bracket"),
    ("key: ]value", "othing opens"),
    ("key: [value}", "does not close"),
    ("key: \"value\" more", "after the closing quote"),
    ("key: 'value's'", "write `''`"),
    ("key: va\0lue", "control character"),
    ("key: value\u{1b}[0m", "control character"),
    ("key: \"value\u{8}\"", "control character"),
    ("key: \"value\\d\"", "`\\d`"),
    ("key: \"C:\\Program Files\\x\"", "`\\x`"),
    ("key: value\n-", "`-`"),
    ("key: value\n- more", "`-`"),
    ("key: value\nmore", "Missing colon"),
    ("key: value\n\"", "never closed"),
    ("key: value\n]", "othing opens"),
    ("key: value\n@more: x", "cannot start with `@`"),
];

type Change = fn(&str) -> String;

/// Changes of an entry's indentation and what the message says.
const INDENTATIONS: &[(Change, &str)] = &[
    (|spaces| "\t".repeat(spaces.len().div_ceil(2)), "Tabs"),
    (|spaces| format!("{spaces}\t"), "Tabs"),
    (|spaces| format!("{spaces}  "), "indent"),
    (|spaces| spaces[1..].to_owned(), "indent"),
];

/// Something wrong in the place of an entry's line.
struct LineError {
    with: String,
    says: &'static str,
    /// Whether it is in the line's indentation, so that an item is lost as a whole.
    indentation: bool,
}

/// The mistakes that suit an entry.
fn mistakes(entry: Entry<'_>) -> Vec<LineError> {
    let Entry {
        head, key, value, ..
    } = entry;
    let mut mistakes = Vec::new();
    if !value.is_empty()
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_')
    {
        for (line, says) in LINES {
            let line = line.replace('\n', &format!("\n{}", " ".repeat(head.len())));
            let line = line.replace("key", key).replace("value", value);
            mistakes.push(LineError {
                with: format!("{head}{line}"),
                says,
                indentation: false,
            });
        }
    }
    // Where the first dash of a list is wrong, nobody can tell which of the lines is.
    let (spaces, dashes) = head.split_at(indent_of(head));
    if !spaces.is_empty() && (!entry.first || dashes.is_empty()) {
        for (change, says) in INDENTATIONS {
            let with = format!("{}{dashes}{key}: {value}", change(spaces));
            mistakes.push(LineError {
                with,
                says,
                indentation: true,
            });
        }
    }
    mistakes
}

/// A text with a mistake in the place of an entry's line.
fn planted(source: &str, entry: Entry<'_>, with: &str) -> String {
    let lines = source.lines().enumerate();
    lines
        .map(|(number, line)| format!("{}\n", if number == entry.number { with } else { line }))
        .collect()
}

/// What is wrong with how a text with a mistake is understood, if anything.
fn verdict(original: &str, entry: Entry<'_>, mistake: &LineError) -> Option<String> {
    let source = planted(original, entry, &mistake.with);
    // `name Legal` alone below `group:` is a text.
    if serde_yaml::from_str::<serde_yaml::Value>(&source).is_ok() {
        return None;
    }
    let text = Text::from(source.as_str());
    let syntax = Syntax::new(&text, Dialect::Yaml);
    reading::visit(&syntax, &text);
    let problems = reading::problems(&syntax, &text);
    // A line that is too deep may come to lie in the block above.
    if mistake.indentation && problems.is_empty() {
        return None;
    }
    let [(line, problem)] = problems.as_slice() else {
        return Some(format!("{} problems: {problems:?}", problems.len()));
    };

    // What belongs to an entry is indented deeper; the items of a key may stand in its own column.
    let lines: Vec<_> = original.lines().collect();
    let below = &lines[entry.number + 1..];
    let inside = |line: &&&str, depth: usize| {
        let item = entry.value.is_empty() && line.trim_start().starts_with("- ");
        let indent = indent_of(line);
        line.trim().is_empty() || indent > depth || item && indent == depth
    };
    let belonging = |depth: usize| below.iter().take_while(|line| inside(line, depth)).count();

    let added = mistake.with.lines().count() - 1;
    // Of two lines that differ in indentation either may be the odd one out.
    let next = entry.number + 1 + belonging(entry.head.len());
    let either = mistake.indentation && *line == next;
    if *line != entry.number + added && !either {
        return Some(format!(
            "the problem is told on line {}: {}",
            line + 1,
            problem.message
        ));
    }
    if !problem.message.contains(mistake.says) {
        return Some(format!("it says: {}", problem.message));
    }

    let depth = if mistake.indentation {
        indent_of(entry.head)
    } else {
        entry.head.len()
    };
    let mut gone = entry.number..entry.number + 1 + if added == 0 { belonging(depth) } else { 0 };
    if either && next == gone.end {
        gone.end += 1 + lines[next + 1..]
            .iter()
            .take_while(|line| inside(line, depth))
            .count();
    }
    let before = Text::from(original);
    let expected = leaves(&Syntax::new(&before, Dialect::Yaml), &before);
    let found = leaves(&syntax, &text);
    let moved = |line: usize| {
        if line > entry.number {
            line + added
        } else {
            line
        }
    };
    let lost: Vec<_> = expected
        .into_iter()
        .filter(|(line, ..)| !gone.contains(line))
        .map(|(line, path, says)| (moved(line), path, says))
        .filter(|leaf| !found.contains(leaf))
        .collect();
    (!lost.is_empty()).then(|| format!("lost: {lost:?}"))
}

#[test]
fn a_mistake_is_one_problem_on_its_line_and_the_rest_is_understood() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for source in specs::ALL {
        for (number, entry) in entries(source).into_iter().enumerate() {
            // Each mistake on every fourth line, each time on others, keeps this quick.
            for mistake in mistakes(entry).iter().skip(number % 4).step_by(4) {
                count += 1;
                if let Some(verdict) = verdict(source, entry, mistake) {
                    wrong.push(format!(
                        "line {}: {:?}: {verdict}",
                        entry.number + 1,
                        mistake.with
                    ));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The problems of a text, each as `line: message`, the lines counted from 1.
fn told(source: &str, dialect: Dialect) -> Vec<String> {
    let text = Text::from(source);
    let syntax = Syntax::new(&text, dialect);
    reading::visit(&syntax, &text);
    let problems = reading::problems(&syntax, &text);
    problems
        .iter()
        .map(|(line, problem)| format!("{}: {}", line + 1, problem.message))
        .collect()
}

/// What `text` says at a path such as `b.c`.
fn says(source: &str, dialect: Dialect, path: &str) -> Option<String> {
    let text = Text::from(source);
    let syntax = Syntax::new(&text, dialect);
    let root = syntax.documents().next()?.root()?;
    let value = path.split('.').try_fold(root, Value::get)?;
    value.text().map(Cow::into_owned)
}

#[test]
fn what_is_being_typed_at_the_end_is_one_problem() {
    for (end, expected) in [
        ("nam", "Missing colon. A key is written `nam: …`."),
        ("  nam", "Missing colon. A key is written `nam: …`."),
        ("  \"nam", "The quote `\"` that opens here is never closed."),
        (
            "  d: \"nam",
            "The quote `\"` that opens here is never closed.",
        ),
        (
            "  d: [nam,",
            "The bracket `[` that opens here is never closed.",
        ),
        (
            "  d: *",
            "`*` must be followed by the name of an anchor. If it is text, put it in quotes.",
        ),
        ("  d:nam", "Missing space after the colon of `d:`."),
        ("  -", "Expected a key, but `-` starts a list item."),
    ] {
        for newline in ["", "\n"] {
            let source = format!("a: 1\nb:\n  c: 2\n{end}{newline}");
            assert_eq!(
                told(&source, Dialect::Yaml),
                [format!("4: {expected}")],
                "{source:?}"
            );
            assert_eq!(
                says(&source, Dialect::Yaml, "a").as_deref(),
                Some("1"),
                "{source:?}"
            );
            assert_eq!(
                says(&source, Dialect::Yaml, "b.c").as_deref(),
                Some("2"),
                "{source:?}"
            );
        }
    }
    for fine in [
        "b:", "b:\n  ", "b:\n  -", "b:\n  - ", "b:\n- ", "b: &x", "b: |", "b: '", "? ",
    ] {
        let source = format!("a: 1\n{fine}");
        assert!(
            told(&source, Dialect::Yaml).len() <= usize::from(fine.ends_with('\'')),
            "{source:?}"
        );
        assert_eq!(
            says(&source, Dialect::Yaml, "a").as_deref(),
            Some("1"),
            "{source:?}"
        );
    }
}

const CONFLICT: &str =
    "A merge conflict starts here. Keep one of its sides and remove the markers.";

/// The scalars of a YAML text, as `path: value`.
fn scalars(source: &str) -> Vec<String> {
    let text = Text::from(source);
    let leaves = leaves(&Syntax::new(&text, Dialect::Yaml), &text);
    leaves
        .into_iter()
        .map(|(_, path, says)| format!("{path}: {says}"))
        .collect()
}

#[test]
fn a_merge_conflict_is_one_problem_and_its_first_side_counts() {
    // The text, the lines with a conflict, and what is understood without the other side.
    for (source, lines, settled) in [
        (
            "a: 1\nb:\n  c: 2\n<<<<<<< HEAD\n  d: 3\n=======\n  d: 4\n>>>>>>> theirs\n  f: 5\ng: 6\n",
            &[4][..],
            "a: 1\nb:\n  c: 2\n  d: 3\n  f: 5\ng: 6\n",
        ),
        // At the root, with the lines of before.
        (
            "a: 1\n<<<<<<< HEAD\nb: 2\nc: 3\n||||||| base\nb: 0\n=======\nb: 4\n>>>>>>> theirs\nd: 5\n",
            &[2],
            "a: 1\nb: 2\nc: 3\nd: 5\n",
        ),
        // At both ends of the text, twice.
        (
            "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> theirs\nb: 3\n<<<<<<< HEAD\nc: 4\n=======\nc: 5\n>>>>>>> theirs",
            &[1, 7],
            "a: 1\nb: 3\nc: 4\n",
        ),
        // In comments before the first key.
        (
            "# a\n<<<<<<< HEAD\n# b\n=======\n# c\n>>>>>>> theirs\nd: 1\n",
            &[2],
            "d: 1\n",
        ),
        // From a list into the next entry, and the list's beginning.
        (
            "a:\n<<<<<<< HEAD\n  - b: 1\n=======\n  - b: 2\n>>>>>>> theirs\n  - c\n<<<<<<< HEAD\n  - d\ne: 3\n=======\n  - f\ne: 4\n>>>>>>> theirs\ng: 5\n",
            &[2, 8],
            "a:\n  - b: 1\n  - c\n  - d\ne: 3\ng: 5\n",
        ),
        // Within an item.
        (
            "a:\n  - b: 1\n<<<<<<< HEAD\n    c: 2\n=======\n    c: 3\n>>>>>>> theirs\n    d: 4\n  - b: 5\n",
            &[3],
            "a:\n  - b: 1\n    c: 2\n    d: 4\n  - b: 5\n",
        ),
        // One side is empty.
        (
            "a: 1\n<<<<<<< HEAD\n=======\nb: 2\n>>>>>>> theirs\nc: 3\n<<<<<<< HEAD\nd: 4\n=======\n>>>>>>> theirs\n",
            &[2, 7],
            "a: 1\nc: 3\nd: 4\n",
        ),
        // A list as the root, and line breaks of Windows.
        (
            "- a\r\n<<<<<<< HEAD\r\n- b\r\n=======\r\n- c\r\n>>>>>>> theirs\r\n- d\r\n",
            &[2],
            "- a\n- b\n- d\n",
        ),
        // Without an end there is nothing to tell the sides by.
        ("a: 1\n<<<<<<< HEAD\nb: 2\n", &[2], "a: 1\nb: 2\n"),
        (
            "a:\n  - 1\n<<<<<<< HEAD\n  - 2\n=======\n  - 3\nb: 4\n",
            &[3],
            "a:\n  - 1\n  - 2\n  - 3\nb: 4\n",
        ),
        (
            "a: 1\n<<<<<<< HEAD\nb: 2\n>>>>>>> theirs\nc: 3\n",
            &[2],
            "a: 1\nb: 2\nc: 3\n",
        ),
        // Another mistake stays one.
        (
            "a:\n<<<<<<< HEAD\n  b: 1\n=======\n  b: @2\n>>>>>>> theirs\n  -c\n",
            &[2],
            "a:\n  b: 1\n",
        ),
    ] {
        let mut expected: Vec<_> = lines
            .iter()
            .map(|line| format!("{line}: {CONFLICT}"))
            .collect();
        if source.ends_with("-c\n") {
            expected.push("7: Missing colon. A key is written `c: …`.".to_owned());
        }
        assert_eq!(told(source, Dialect::Yaml), expected, "{source}");
        assert_eq!(scalars(source), scalars(settled), "{source}");
    }
}

#[test]
fn a_marker_without_the_start_of_its_conflict_is_a_problem_of_its_own() {
    assert_eq!(
        told("a: 1\n=======\na: 2\n>>>>>>> theirs\nb: 3\n", Dialect::Yaml),
        [
            "2: A merge left this conflict marker behind. Remove it.",
            "4: A merge left this conflict marker behind. Remove it."
        ]
    );
    for fine in ["a: |\n  <<<<<<< HEAD\n", "a: x\n  =======\n", "<<: *x\n"] {
        assert_eq!(told(fine, Dialect::Yaml), [""; 0], "{fine}");
    }
}

#[test]
fn what_a_conflict_hides_may_not_be_missing() {
    let complete = |source: &str, path: &[&str]| {
        let text = Text::from(source);
        let syntax = Syntax::new(&text, Dialect::Yaml);
        let root = syntax.documents().next().unwrap().root().unwrap();
        let at = path.iter().fold(root, |value, key| value.get(key).unwrap());
        at.is_complete()
    };
    let root = "a: 1\n<<<<<<< HEAD\n=======\nb: 2\n>>>>>>> theirs\nc:\n  d: 3\n";
    assert!(!complete(root, &[]) && complete(root, &["c"]));
    let inside = "a:\n  b: 1\n<<<<<<< HEAD\n=======\n  c: 2\n>>>>>>> theirs\nd: 3\n";
    assert!(complete(inside, &[]) && !complete(inside, &["a"]));
}

#[test]
fn following_edits_around_a_conflict_is_reading_anew() {
    let source = "a: 1\nb:\n  - c: 2\n<<<<<<< HEAD\n  - c: 3\nd: 4\n=======\n  - c: 5\nd: 6\n>>>>>>> theirs\ne: 7\nf:\n  - g\n  - h\ni: 8\n";
    let markers = ["<<<<<<< HEAD\n", "=======\n", "---\n", ">>>>>>> theirs\n"];
    let starts: Vec<_> = std::iter::once(0)
        .chain(source.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    let check = |syntax: &Syntax, text: &Text| {
        let difference = super::differs_from_fresh(syntax, text, Dialect::Yaml);
        assert_eq!(difference, None);
    };
    for (index, start) in starts.iter().enumerate() {
        // Each line goes and comes back; each marker comes and goes.
        let line = &source[*start..starts.get(index + 1).copied().unwrap_or(source.len())];
        let edits = markers.map(|marker| (0, marker));
        for (removed, added) in edits.into_iter().chain([(line.len(), "")]) {
            let mut text = Text::from(source);
            let mut syntax = Syntax::new(&text, Dialect::Yaml);
            let edited = text.replace(*start..start + removed, added);
            syntax.update(&text, &edited);
            check(&syntax, &text);
            for other in &starts {
                let mut text = text.clone();
                let mut syntax = syntax.clone();
                let edited = text.replace(*other..*other, ">>>>>>> x\n");
                syntax.update(&text, &edited);
                check(&syntax, &text);
            }
            let edited = text.replace(*start..start + added.len(), &line[..removed]);
            syntax.update(&text, &edited);
            check(&syntax, &text);
        }
    }
}

#[test]
fn a_dash_without_a_space_is_one_problem_and_starts_an_item() {
    const PROBLEM: &str = "Missing space after the `-` of this list item.";
    for (source, line, right) in [
        (
            "a:\n  - b: 1\n    c: 2\n  -b: 3\n    c: 4\n  - b: 5\nd: 6\n",
            4,
            "a:\n  - b: 1\n    c: 2\n  - b: 3\n    c: 4\n  - b: 5\nd: 6\n",
        ),
        // The first of its list, and the only one.
        (
            "a:\n  -b: 1\n    c: 2\n  - b: 3\nd: 4\n",
            2,
            "a:\n  - b: 1\n    c: 2\n  - b: 3\nd: 4\n",
        ),
        ("a:\n  -b: 1\nd: 4\n", 2, "a:\n  - b: 1\nd: 4\n"),
        // In the column of its key.
        (
            "a:\n- b: 1\n-b: 2\n  c: 3\nd: 4\n",
            3,
            "a:\n- b: 1\n- b: 2\n  c: 3\nd: 4\n",
        ),
        // In a list within a list.
        (
            "a:\n  - b:\n      - c: 1\n      -c: |\n          x\n        d: 2\n    e: 3\n  - b: 4\n",
            4,
            "a:\n  - b:\n      - c: 1\n      - c: |\n          x\n        d: 2\n    e: 3\n  - b: 4\n",
        ),
        // With a list of its own.
        (
            "a:\n  - b: 1\n  -b:\n      - c: 1\n",
            3,
            "a:\n  - b: 1\n  - b:\n      - c: 1\n",
        ),
    ] {
        let text = Text::from(source);
        let syntax = Syntax::new(&text, Dialect::Yaml);
        reading::visit(&syntax, &text);
        assert_eq!(
            told(source, Dialect::Yaml),
            [format!("{line}: {PROBLEM}")],
            "{source}"
        );
        assert_eq!(scalars(source), scalars(right), "{source}");
        let problems = reading::problems(&syntax, &text);
        let fix = problems[0].1.fix.clone().unwrap();
        let mut fixed = source.to_owned();
        fixed.replace_range(fix.0, &fix.1);
        assert_eq!(fixed, right);
    }
    for fine in [
        "-a: 1\nb: 2\n",
        "a: 1\n-b: 2\n",
        "a:\n  b: 1\n  -c: 2\n",
        "a:\n  - -x\n  - -1\n  - -b: 1\n",
        "a:\n  -x\n",
        "a:\n  -x:y\n",
        "a: b\n  -c\n",
        "a: |\n  - b\n  -c: 1\n",
        "--- \n- a\n",
    ] {
        assert_eq!(told(fine, Dialect::Yaml), [""; 0], "{fine}");
    }
}

#[test]
fn a_dash_without_a_space_is_told_beside_other_mistakes() {
    let source = "a:\n<<<<<<< HEAD\n  -b: 1\n=======\n  -b: 2\n>>>>>>> theirs\n    c: @x\n  - b: é\n    d 1\n";
    assert_eq!(
        told(source, Dialect::Yaml),
        [
            format!("2: {CONFLICT}"),
            "3: Missing space after the `-` of this list item.".to_owned(),
            "7: A value cannot start with `@`. Put it in quotes.".to_owned(),
            "9: Missing colon. A key is written `d: …`.".to_owned(),
        ]
    );
    let text = Text::from(source);
    let problems = reading::problems(&Syntax::new(&text, Dialect::Yaml), &text);
    let places: Vec<_> = problems
        .iter()
        .map(|(_, problem)| text.slice(problem.range.clone()).into_owned())
        .collect();
    assert_eq!(places, ["<<<<<<< HEAD", "-b", "@x", "d 1"]);
}

#[test]
fn several_mistakes_are_told_each() {
    let source = "a: @x\nb:\n  c: 'it's'\n  d 1\n  e: 2\n\tf: 3\ng: \"x\nh: 4\n";
    let lines: Vec<_> = told(source, Dialect::Yaml)
        .iter()
        .map(|problem| problem[..1].to_owned())
        .collect();
    assert_eq!(lines, ["1", "3", "4", "6", "7"]);
    assert_eq!(says(source, Dialect::Yaml, "b.e").as_deref(), Some("2"));
    assert_eq!(says(source, Dialect::Yaml, "h").as_deref(), Some("4"));
}

#[test]
fn the_fix_of_an_error_fixes_it() {
    for broken in [
        "a: @x",
        "a: `x`",
        "a: %x%",
        "a: *",
        "a: & x",
        "a: x: y",
        "a: x:",
        "b: 1\na:x",
        "a: ? x",
        "a: [x}",
        "a: {x: [1}}",
        "@a: x",
        "a: \"\\d\"",
        "a: x\u{1b}",
        "a: it's: @",
        "a: ]",
    ] {
        let text = Text::from(broken);
        let syntax = Syntax::new(&text, Dialect::Yaml);
        let problems = reading::problems(&syntax, &text);
        let [(_, Problem { fix: Some(fix), .. })] = problems.as_slice() else {
            panic!("{broken}: {problems:?}");
        };
        let mut fixed = broken.to_owned();
        fixed.replace_range(fix.0.clone(), &fix.1);
        assert_eq!(
            told(&fixed, Dialect::Yaml),
            [""; 0],
            "{broken} became {fixed}"
        );
        assert!(
            serde_yaml::from_str::<serde_yaml::Value>(&fixed).is_ok(),
            "{broken} became {fixed}"
        );
    }
}

/// A line of [`JSON`], the mistake it is changed to, and what is told of it.
const JSON_MISTAKES: &[(&str, &str, &str)] = &[
    (
        r#""handler": "Snowflake","#,
        r#""handler": "Snowflake""#,
        "Missing `,` here.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#""handler": "Snowflake, "#,
        "The quote that opens here is never closed.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#""handler: "Snowflake","#,
        "The quote that opens here is never closed.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#""handler": Snowflake","#,
        "Missing quote before `Snowflake\"`.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#""handler": Snowflake,"#,
        "`Snowflake` must be in double quotes.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#""handler": 'Snowflake',"#,
        "Strings must be in double quotes in JSON.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#"'handler': "Snowflake","#,
        "Strings must be in double quotes in JSON.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#"handler: "Snowflake","#,
        "A key must be in double quotes: `\"handler\"`.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#""handler" "Snowflake","#,
        "Missing `:` here.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#""handler" = "Snowflake","#,
        "Use `:` between a key and its value.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#""handler": ,"#,
        "Missing value here.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#""handler":"#,
        "Missing value here.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#""handler","#,
        "Missing colon and value after this key.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#""handler""#,
        "Missing colon and value after this key.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#": "Snowflake","#,
        "Missing key before this colon.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#""handler": "Snowflake",,"#,
        "Missing entry before this comma.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#""handler": "Snow\dflake","#,
        "`\\d` is not a valid escape in JSON. Write `\\\\` for a backslash.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#""handler": "Snowflake", // why"#,
        "Comments are not allowed in JSON. A tenant refuses this file.",
    ),
    (
        r#""handler": "Snowflake","#,
        r#""handler": "Snowflake", /* why */"#,
        "Comments are not allowed in JSON. A tenant refuses this file.",
    ),
    (
        r#""port": 443,"#,
        r#""port": 0443,"#,
        "`0443` is not a valid number in JSON. Put it in quotes to make it a string.",
    ),
    (
        r#""ssl": true"#,
        r#""ssl": True"#,
        "`true` must be lowercase in JSON.",
    ),
    (
        r#""ssl": true"#,
        r#""ssl": true,"#,
        "A trailing comma is not allowed in JSON.",
    ),
    (
        r#""ssl": true"#,
        r#""ssl": tr"#,
        "`tr` must be in double quotes.",
    ),
    (
        r#""tags": ["PII", "Sales"]"#,
        r#""tags": ["PII", "Sales",]"#,
        "A trailing comma is not allowed in JSON.",
    ),
    (
        r#""tags": ["PII", "Sales"]"#,
        r#""tags": ["PII" "Sales"]"#,
        "Missing `,` here.",
    ),
    (
        r#""tags": ["PII", "Sales"]"#,
        r#""tags": ["PII", "Sales"}"#,
        "`}` does not close the bracket that is open. Use `]`.",
    ),
    (
        r#""tags": ["PII", "Sales"]"#,
        r#""tags": ["PII", "Sales]"#,
        "The quote that opens here is never closed.",
    ),
    (
        r#""tags": ["PII", "Sales"]"#,
        r#""tags": ["PII", : "Sales"]"#,
        "A list cannot have keys. Put braces around the entry.",
    ),
    (r#""owners": []"#, r#""owners": ["#, "Missing `]` here."),
];

#[test]
fn a_mistake_in_json_is_one_problem_on_its_line_and_the_rest_is_understood() {
    let before = Text::from(JSON);
    let expected = leaves(&Syntax::new(&before, Dialect::Json), &before);
    for (right, wrong, message) in JSON_MISTAKES {
        let source = JSON.replace(right, wrong);
        let number = JSON.lines().position(|line| line.trim() == *right).unwrap();
        assert_eq!(
            told(&source, Dialect::Json),
            [format!("{}: {message}", number + 1)],
            "{wrong}"
        );
        let text = Text::from(source.as_str());
        let found = leaves(&Syntax::new(&text, Dialect::Json), &text);
        let lost: Vec<_> = expected
            .iter()
            .filter(|leaf| leaf.0 != number && !found.contains(leaf))
            .collect();
        assert!(lost.is_empty(), "{wrong}: {lost:?}");
    }
}

#[test]
fn brackets_of_json_that_are_missing_or_too_many_are_one_problem() {
    let end = JSON.trim_end().len();
    for (source, expected) in [
        (JSON[..end - 1].to_owned(), "15: Missing `}` here."),
        (format!("{JSON}}}"), "17: Nothing opens this `}`."),
        (
            format!("{JSON}{{}}"),
            "17: A JSON file must hold one value, but this is a second one.",
        ),
        (JSON.replace("  ],\n", ""), "13: Missing `],` here."),
        (
            JSON.replace("    },\n    {", "    {"),
            "11: Missing `},` here.",
        ),
        (
            JSON.replace("\"ssl\": true\n  },", "\"ssl\": true\n  ],"),
            "7: `]` does not close the bracket that is open. Use `}`.",
        ),
    ] {
        assert_eq!(told(&source, Dialect::Json), [expected], "{source}");
        assert_eq!(
            says(&source, Dialect::Json, "connection.handler").as_deref(),
            Some("Snowflake"),
            "{source}"
        );
    }
}

#[test]
fn brackets_of_json_that_are_still_open_take_nothing_of_what_is_below() {
    let right = "    {\n      \"table\": \"b\"\n    },\n";
    let around = |typed: &str| {
        format!(
            "{{\n  \"sources\": [\n{right}    {{\n      {typed}\n{right}{right}    {{}}\n  ],\n  \"last\": true\n}}\n"
        )
    };
    for (typed, expected) in [
        ("\"owners\": [{", &["7: Missing `}]},` here."][..]),
        ("\"owners\": [", &["7: Missing `]},` here."]),
        (
            "\"owners\": [{ \"type\": \"user\",",
            &["7: Missing `}]}` here."],
        ),
        (
            "\"owners\": [{ \"type\": \"user\" }",
            &["7: Missing `]},` here."],
        ),
        (
            "\"tags\": { \"table\": [\"x\"",
            &["7: Missing `]}},` here."],
        ),
        ("\"tags\": {", &["7: Missing `}},` here."]),
        ("\"tags\": { \"table\":", &["7: Missing value here."]),
    ] {
        let source = around(typed);
        assert_eq!(told(&source, Dialect::Json), expected, "{source}");
        let text = Text::from(source.as_str());
        let syntax = Syntax::new(&text, Dialect::Json);
        let root = syntax.documents().next().unwrap().root().unwrap();
        assert_eq!(root.get("sources").unwrap().items().len(), 5, "{source}");
        assert!(root.get("last").is_some(), "{source}");
    }
}

#[test]
fn json_is_read_alike_with_and_without_a_mistake_behind_it() {
    // Two readers: one for text that is well formed, one for text that is not.
    let before = Text::from(JSON);
    let text = Text::from(format!("{JSON}}}").as_str());
    let read = |text| leaves(&Syntax::new(text, Dialect::Json), text);
    assert_eq!(read(&before), read(&text));
}

#[test]
fn a_merge_conflict_in_json_is_one_problem_and_its_first_side_counts() {
    let source = "{\n<<<<<<< HEAD\n  \"a\": 1,\n=======\n  \"a\": 2,\n  \"b\": 3,\n>>>>>>> theirs\n  \"c\": [\n<<<<<<< HEAD\n  ],\n=======\n    4\n  ],\n>>>>>>> theirs\n  \"d\": 5\n}\n";
    assert_eq!(
        told(source, Dialect::Json),
        [format!("2: {CONFLICT}"), format!("9: {CONFLICT}")]
    );
    for (path, value) in [("a", Some("1")), ("b", None), ("d", Some("5"))] {
        assert_eq!(says(source, Dialect::Json, path).as_deref(), value);
    }
}

#[test]
fn the_fix_of_an_error_in_json_fixes_it() {
    for broken in JSON_MISTAKES
        .iter()
        .map(|(right, wrong, _)| JSON.replace(right, wrong))
    {
        let text = Text::from(broken.as_str());
        let problems = reading::problems(&Syntax::new(&text, Dialect::Json), &text);
        for fix in problems.into_iter().filter_map(|(_, problem)| problem.fix) {
            let mut fixed = broken.clone();
            fixed.replace_range(fix.0.clone(), &fix.1);
            assert!(
                serde_json::from_str::<serde_json::Value>(&fixed).is_ok(),
                "{broken} became {fixed}"
            );
        }
    }
}
