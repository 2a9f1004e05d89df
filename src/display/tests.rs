//! Hostile texts through every rendering, read by what reads them: a CommonMark renderer with GitHub's extensions,
//! the pattern by which VS Code finds links in a message, and the ways in which a runner finds commands in a log.

use super::{Foreign, Markdown};
use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use proptest::prelude::*;

/// Texts that act somewhere, each of another kind.
const HOSTILE: &[&str] = &[
    "[Fix it](command:workbench.action.terminal.new)",
    "[a](https://evil.example.com \"t\")",
    "![x](https://evil.example.com/x.png)",
    "[x]: https://evil.example.com\n[x]",
    "[^1]: note",
    "<https://evil.example.com>",
    "https://evil.example.com",
    "see https://evil.example.com.",
    "//evil.example.com",
    "www.evil.example.com",
    "a WWW.evil.example.com",
    "mail@evil.example.com",
    "mailto:mail@evil.example.com",
    "@everybody",
    "#1",
    "<style>*{display:none}</style>",
    "<img src=x onerror=alert(1)>",
    "<!-- ",
    "<script>",
    "&lt;b&gt; &#60;u&#62;",
    "``` <style>*{display:none}</style> `",
    "`` <u>x</u> [u](https://evil.example.com)",
    "` a `` b ``` <u>",
    "\\` <u>`",
    "*a* _b_ **c** __d__ ~~e~~",
    "# heading",
    "a\n# b",
    "- item",
    "1. item",
    "1) item",
    "+ item",
    "> quote",
    "    code",
    "\tcode",
    "---",
    "===",
    "***",
    "~~~",
    "```\ncode",
    "a\n\nb",
    "a  \nb",
    "a\\\nb",
    "| a | b |\n| - | - |\n| c | d |",
    "$x$ $(alert)",
    "$(warning)",
    ":smile:",
    "\u{1b}]0;title\u{7}",
    "\u{1b}[31mred",
    "\u{9b}2J",
    "\u{202e}dlrow",
    "\u{2066}a\u{2069}",
    "a\0b",
    "\u{7f}",
    "a\n::error::b",
    "::stop-commands::x",
    " \t::add-mask::x",
    "\u{2028}::error::x",
    "##[error]x",
    "a ##[add-path]/x",
    "##vso[task.setvariable]x",
    "",
    " ",
    "`",
    "``",
    "` `",
    "a`",
    "]\u{1b}(",
    "\u{feff}[a](command:b)",
];

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

fn inert(text: &str) {
    let foreign = Foreign(text);
    let line = foreign.to_string();
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
    for text in HOSTILE {
        inert(text);
    }
    for (first, second) in HOSTILE.iter().zip(HOSTILE.iter().skip(1)) {
        inert(&format!("{first}{second}"));
    }
}

#[test]
fn this_would_have_been_noticed() {
    let before: Vec<_> = HOSTILE
        .iter()
        .filter(|text| active(text).is_some())
        .collect();
    assert!(before.len() > 30, "{before:?}");
    assert!(links(HOSTILE[0]));
    assert!(commands(" ::error::x") && steers("\u{1b}["));
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
