pub(crate) mod processor_time;

use super::*;
use proptest::prelude::*;

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

fn at(line: usize, column: usize) -> Position {
    Position { line, column }
}

#[test]
fn columns_are_counted_in_the_units_of_the_encoding() {
    let text = Text::from("é😀x\n");
    let x = "é😀".len();
    assert_eq!(text.position(x, Encoding::Utf8), at(0, 6));
    assert_eq!(text.position(x, Encoding::Utf16), at(0, 3));
    assert_eq!(text.position(x, Encoding::Utf32), at(0, 2));
    for encoding in ENCODINGS {
        assert_eq!(text.offset(text.position(x, encoding), encoding), x);
    }
}

#[test]
fn lines_end_at_lf_crlf_and_cr_and_nowhere_else() {
    let text = Text::from("a\nb\r\nc\rd\u{b}e\u{c}f\u{85}g\u{2028}h");
    assert_eq!(text.line_count(), 4);
    assert_eq!(text.line(1), "b");
    assert_eq!(text.line(2), "c");
}

#[test]
fn a_column_past_the_end_is_the_end_of_its_line() {
    let text = Text::from("ab\r\ncd");
    assert_eq!(text.offset(at(0, 99), Encoding::Utf16), 2);
    assert_eq!(text.offset(at(1, 99), Encoding::Utf16), 6);
}

#[test]
fn a_line_past_the_end_is_the_end_of_the_text() {
    for (text, end) in [("", 0), ("ab", 2), ("ab\n", 3), ("ab\ncd", 5)] {
        for encoding in ENCODINGS {
            for place in [at(9, 0), at(9, 9), at(usize::MAX, usize::MAX)] {
                assert_eq!(Text::from(text).offset(place, encoding), end);
            }
        }
    }
    let mut text = Text::from("projectKey: p\nfoo: 1");
    let last_line = Change::Part {
        start: at(1, 0),
        end: at(2, 0),
        text: String::new(),
    };
    assert!(text.apply(&last_line, Encoding::Utf16).is_ok());
    assert_eq!(text.to_string(), "projectKey: p\n");
}

#[test]
fn a_column_inside_a_character_is_its_start() {
    let text = Text::from("😀");
    assert_eq!(text.offset(at(0, 1), Encoding::Utf16), 0);
    assert_eq!(text.offset(at(0, 3), Encoding::Utf8), 0);
}

#[test]
fn an_impossible_change_leaves_the_text_as_it_was() {
    let mut text = Text::from("a: 1\nb: 2\n");
    let part = |start, end| Change::Part {
        start,
        end,
        text: "x".into(),
    };
    for change in [part(at(9, 1), at(9, 0)), part(at(1, 0), at(0, 0))] {
        assert!(text.apply(&change, Encoding::Utf16).is_err());
        assert_eq!(text.to_string(), "a: 1\nb: 2\n");
    }
}

#[test]
fn a_byte_order_mark_is_a_character_like_any_other() {
    let text = Text::from("\u{feff}a: 1\n");
    assert_eq!(text.position(3, Encoding::Utf16), at(0, 1));
    assert_eq!(text.slice(3..4), "a");
}

fn some_text() -> impl Strategy<Value = String> {
    "[ab é😀\n\r:]{0,40}"
}

proptest! {
    /// A rope edited change by change holds the same as a plain string treated alike.
    #[test]
    fn edits_do_what_they_do_to_a_string(
        start in some_text(),
        changes in proptest::collection::vec((0usize..60, 0usize..20, some_text()), 1..8),
    ) {
        for encoding in ENCODINGS {
            let mut text = Text::from(start.as_str());
            let mut plain = start.clone();
            let mut whole: Option<Edited> = None;
            for (from, length, insert) in &changes {
                let from = text.rope.char_to_byte(text.rope.byte_to_char((*from).min(text.len())));
                let to = text.rope.char_to_byte(text.rope.byte_to_char((from + length).min(text.len())));
                let (start, end) = (text.position(from, encoding), text.position(to, encoding));
                // A position between CR and LF does not exist for a client.
                prop_assume!(text.offset(start, encoding) == from && text.offset(end, encoding) == to);
                let edited = text.apply(&Change::Part { start, end, text: insert.clone() }, encoding).unwrap();
                plain.replace_range(from..to, insert);
                whole = Some(whole.map_or(edited.clone(), |w| w.then(&edited)));
            }
            prop_assert_eq!(text.to_string(), plain.clone());
            let whole = whole.unwrap();
            prop_assert_eq!(&start.as_bytes()[..whole.old.start], &plain.as_bytes()[..whole.old.start]);
            prop_assert_eq!(&start.as_bytes()[whole.old.end..], &plain.as_bytes()[whole.new_end..]);
        }
    }
}

#[test]
fn the_region_between_two_texts_is_what_differs() {
    for (old, new, expected) in [
        ("abc", "abc", None),
        ("abc", "aXc", Some((1..2, 2))),
        ("abc", "abXc", Some((2..2, 3))),
        ("abXc", "abc", Some((2..3, 2))),
        ("", "abc", Some((0..0, 3))),
        ("aaa", "aa", Some((2..3, 2))),
        ("aa", "aaa", Some((2..2, 3))),
        ("ä", "ö", Some((1..2, 2))),
    ] {
        let edited = Edited::between(&Text::from(old), &Text::from(new));
        let expected = expected.map(|(old, new_end)| Edited { old, new_end });
        assert_eq!(edited, expected, "{old:?} to {new:?}");
    }
}
