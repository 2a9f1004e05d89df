use super::*;

fn kinds(text: &str) -> Vec<Kind> {
    let mut scanner = Scanner::new();
    text.lines().map(|line| scanner.line(line).kind).collect()
}

#[test]
fn scalars_of_every_style_span_lines() {
    use Kind::{Blank, Code, Comment, Continuation, DocumentStart, Inside};
    assert_eq!(
        kinds(
            "--- # x\na: one\n  two\n\n  # c\nb: \"x\n  y\"\nc: |\n  # not a comment\n\n  z\nd: [1,\n  2]\n# c"
        ),
        [
            DocumentStart,
            Code,
            Continuation,
            Blank,
            Comment,
            Code,
            Inside,
            Code,
            Inside,
            Blank,
            Inside,
            Code,
            Inside,
            Comment
        ]
    );
}

#[test]
fn an_unclosed_quote_or_bracket_ends_at_the_next_entry() {
    for broken in ["a: \"x", "a: 'x", "a: [x", "a: {x: 1,"] {
        let mut scanner = Scanner::new();
        scanner.line(broken);
        assert!(scanner.unclosed());
        let next = scanner.line("b: 1");
        assert_eq!(
            (next.kind, next.gave_up, next.key),
            (Kind::Code, true, true),
            "{broken}"
        );
    }
}

#[test]
fn mistakes_are_found_on_their_line() {
    let mistake = |text: &str| Scanner::new().line(text).error;
    assert_eq!(mistake("a: @x"), Some(LineError::Reserved(3)));
    assert_eq!(mistake("a: *"), Some(LineError::Reserved(3)));
    assert_eq!(mistake("a: x: y"), Some(LineError::ColonInValue(3)));
    assert_eq!(mistake("a: 'it's'"), Some(LineError::TextAfterQuote(7)));
    assert_eq!(mistake("a: - x"), Some(LineError::ItemAfterKey(3)));
    assert_eq!(mistake("\ta: 1"), Some(LineError::Tab(0)));
    assert_eq!(mistake("- a: 1 # x: y"), None);
    assert_eq!(mistake("a: http://example.com"), None);
    assert_eq!(mistake("a: <<: x"), Some(LineError::ColonInValue(3)));
    assert_eq!(mistake("a: \"x\" # c"), None);
    assert_eq!(mistake("a: [x, {y: 1]"), Some(LineError::WrongBracket(12)));
    assert_eq!(mistake("a: *x y"), Some(LineError::TextAfterAlias(3)));
    assert_eq!(mistake("*x : y # z"), None);
    assert!(Scanner::new().line("&x !y a: b").key);
    assert_eq!(mistake("a: ? x"), Some(LineError::Reserved(3)));
    assert_eq!(mistake("a: |86400"), Some(LineError::Reserved(3)));
    assert_eq!(mistake("a: \"x\\d\""), Some(LineError::Escape(5)));
    assert_eq!(mistake("a: \"x\\u00e9\\\"\""), None);
}

#[test]
fn only_a_key_without_a_value_is_open_for_the_lines_below() {
    let (open, bare) = (true, true);
    let left = |text: &str| {
        let line = Scanner::new().line(text);
        (line.open, line.bare)
    };
    assert_eq!(left("a:"), (open, bare));
    assert_eq!(left("a: # c"), (open, bare));
    assert_eq!(left("-"), (open, bare));
    assert_eq!(left("a: &x"), (open, !bare));
    assert_eq!(left("a: x"), (!open, !bare));
    assert_eq!(left("a: |"), (!open, !bare));
    assert_eq!(left("a"), (!open, !bare));
}
