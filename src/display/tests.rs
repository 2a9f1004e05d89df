//! Hostile texts through every rendering, read by what reads them: a CommonMark renderer with GitHub's extensions, a
//! terminal, the pattern by which VS Code finds links in a message, and the ways in which a runner finds commands in a log.

use super::{Foreign, Markdown};
use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use proptest::prelude::*;
use std::num::NonZero;
use vt100::{Callbacks, Color, Parser, Screen};

/// Texts that act somewhere, each of another kind.
fn hostile() -> Vec<String> {
    serde_json::from_str(include_str!("../../tests/hostile.json")).expect("a list of texts")
}

/// Whether anything is in a document but paragraphs, text, code and line breaks.
fn active(markdown: &str) -> Option<String> {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.math_dollars = true;
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    root.descendants().find_map(|node| {
        let value = &node.data.borrow().value;
        match value {
            NodeValue::Document | NodeValue::Paragraph | NodeValue::Code(_) => None,
            // What GitHub looks for in the text that came of it.
            NodeValue::Text(text) => {
                let name = |at: char| {
                    text.split(at)
                        .skip(1)
                        .any(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
                };
                (name('@') || name('#')).then(|| text.to_string())
            }
            other => Some(format!("{other:?}")),
        }
    })
}

/// Whether VS Code finds a link in a message.
fn links(message: &str) -> bool {
    message.match_indices("](").any(|(at, _)| {
        let (text, target) = message.split_at(at);
        let target = target.replacen("](", "", 1).to_ascii_lowercase();
        text.contains('[')
            && ["http://", "https://", "command:", "file:"]
                .iter()
                .any(|scheme| target.starts_with(scheme))
    })
}

/// Whether a runner finds a command in a line of a log.
fn commands(line: &str) -> bool {
    line.trim_start().starts_with("::") || line.contains("##[")
}

fn steers(text: &str) -> bool {
    text.contains(|c: char| {
        c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

/// What a line does on a terminal besides being shown, if anything.
fn moves(line: &str) -> Option<String> {
    let rows = NonZero::new(2).expect("two");
    let columns = NonZero::new(COLUMNS).expect("many");
    let mut terminal = Parser::new_with_callbacks(rows, columns, 0, Calls::default());
    terminal.process(format!("A{line}Z\r\n").as_bytes());
    let screen = terminal.screen();
    let row = screen.rows(0, COLUMNS).next().unwrap_or_default();
    if !row.starts_with('A') || !row.ends_with('Z') || screen.cursor_position() != (1, 0) {
        return Some(format!(
            "{row:?}, and the cursor is at {:?}",
            screen.cursor_position()
        ));
    }
    let plain = screen.fgcolor() == Color::Default && screen.bgcolor() == Color::Default;
    let styled =
        screen.bold() || screen.inverse() || screen.underline() || screen.alternate_screen();
    if !plain || styled {
        return Some("what follows looks different".to_owned());
    }
    let calls = &terminal.callbacks().0;
    (!calls.is_empty()).then(|| calls.join(", "))
}

/// Wide enough for every text here.
const COLUMNS: u16 = 4000;

/// What a terminal was asked to do.
#[derive(Default)]
struct Calls(Vec<&'static str>);

impl Callbacks for Calls {
    fn audible_bell(&mut self, _: &mut Screen) {
        self.0.push("bell");
    }
    fn visual_bell(&mut self, _: &mut Screen) {
        self.0.push("flash");
    }
    fn resize(&mut self, _: &mut Screen, _: (u16, u16)) {
        self.0.push("size");
    }
    fn set_window_icon_name(&mut self, _: &mut Screen, _: &[u8]) {
        self.0.push("icon");
    }
    fn set_window_title(&mut self, _: &mut Screen, _: &[u8]) {
        self.0.push("title");
    }
    fn copy_to_clipboard(&mut self, _: &mut Screen, _: &[u8], _: &[u8]) {
        self.0.push("copy");
    }
    fn paste_from_clipboard(&mut self, _: &mut Screen, _: &[u8]) {
        self.0.push("paste");
    }
    fn unhandled_control(&mut self, _: &mut Screen, _: u8) {
        self.0.push("a control character");
    }
    fn unhandled_escape(&mut self, _: &mut Screen, _: Option<u8>, _: Option<u8>, _: u8) {
        self.0.push("an escape sequence");
    }
    fn unhandled_csi(
        &mut self,
        _: &mut Screen,
        _: Option<u8>,
        _: Option<u8>,
        _: &[&[u16]],
        _: char,
    ) {
        self.0.push("a control sequence");
    }
    fn unhandled_osc(&mut self, _: &mut Screen, _: &[&[u8]]) {
        self.0.push("a command of the operating system");
    }
}

fn inert(text: &str) {
    let foreign = Foreign(text);
    let line = foreign.to_string();
    assert_eq!(moves(&line), None, "{text:?} is {line:?} on a terminal");
    for line in foreign.lines().lines() {
        assert_eq!(moves(line), None, "{text:?} has {line:?} on a terminal");
    }
    assert!(!commands(&line), "{text:?} is {line:?} in a log");
    assert!(!steers(&line), "{text:?} is {line:?} on a terminal");
    let message = foreign.message();
    assert!(!links(&message), "{text:?} is {message:?} in a message");
    assert!(!steers(&message), "{text:?} is {message:?} in a message");
    assert!(
        !message.contains("$("),
        "{text:?} is {message:?} in a message"
    );
    let parts = [Markdown::from(foreign), foreign.code(), foreign.prose()];
    for part in &parts {
        // At the start, within, beside itself and before and after what else there may be.
        for markdown in [
            part.clone(),
            Markdown::from("a ").with(part.clone()).with(" b"),
            part.clone().with(" ").with(part.clone()),
            parts[0].clone().with(part.clone()).with("\n\nend"),
            part.clone().with(parts[1].clone()),
        ] {
            assert_eq!(
                active(markdown.as_str()),
                None,
                "{text:?} is {:?}",
                markdown.as_str()
            );
            assert!(
                !steers(markdown.as_str().trim_end_matches("\n\nend")),
                "{text:?}"
            );
        }
    }
}

#[test]
fn hostile_texts_are_inert_wherever_they_go() {
    let texts = hostile();
    assert!(texts.len() > 150);
    for text in &texts {
        inert(text);
    }
    for (first, second) in texts.iter().zip(texts.iter().skip(1)) {
        inert(&format!("{first}{second}"));
    }
}

#[test]
fn this_would_have_been_noticed() {
    let texts = hostile();
    let count = |acts: &dyn Fn(&str) -> bool| texts.iter().filter(|text| acts(text)).count();
    assert!(count(&|text| active(text).is_some()) > 80);
    assert!(count(&|text| moves(text).is_some()) > 20);
    assert!(count(&links) > 5 && count(&commands) > 5 && count(&steers) > 30);
}

proptest! {
    #[test]
    fn so_is_any_text(text in r#"([\[\]()`<>&!*_~#@:/.$|=+\\ \n-]|a|1|www|http|command:|\u{1b}|\u{9b}|\u{202e}){0,24}"#) {
        inert(&text);
    }
}

#[test]
fn a_text_is_still_what_it_says() {
    let shown = |markdown: Markdown| {
        let html = comrak::markdown_to_html(markdown.as_str(), &Options::default());
        let html = html.replace('\u{200b}', "");
        html.trim()
            .trim_start_matches("<p>")
            .trim_end_matches("</p>")
            .to_owned()
    };
    for (markdown, html) in [
        (Foreign("a_b *c* [d](e)").into(), "a_b *c* [d](e)"),
        (
            Foreign("1. www.example.com/a//b #1 @c").into(),
            "1. www.example.com/a//b #1 @c",
        ),
        (Foreign("x`y").code(), "<code>x`y</code>"),
        (Foreign("`x`").code(), "<code>`x`</code>"),
        (Foreign(" x ").code(), "<code> x </code>"),
        (
            Foreign("`a_b` is no `c`").prose(),
            "<code>a_b</code> is no <code>c</code>",
        ),
        (Foreign("``a`b`` is `c").prose(), "<code>a`b</code> is `c"),
    ] {
        assert_eq!(shown(markdown), html);
    }
    assert_eq!(
        Foreign("a\u{1b}[1m\tb\r\n\u{9b}").to_string(),
        "a␛[1m b  \u{fffd}"
    );
    assert_eq!(Foreign("::error::x").to_string(), ": :error::x");
    assert_eq!(Foreign("[a](command:b)").message(), "[a] (command:b)");
    assert_eq!(Foreign("äöü 東京 👩‍💻").to_string(), "äöü 東京 👩‍💻");
}
