//! Results as JUnit's XML, which CI systems show.

use super::tested::Tested;
use crate::access::policy_tests::Status;
use crate::cli::terminal;
use std::fmt::Write as _;
use std::io::Write as _;

pub(super) fn write(results: &[Tested]) -> std::io::Result<()> {
    terminal::plain().write_all(xml(results).as_bytes())
}

fn xml(results: &[Tested]) -> String {
    let count = |status| {
        let with = results
            .iter()
            .filter(|result| result.outcome.status == status);
        with.count()
    };
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"immuta-ls\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
        results.len(),
        count(Status::Failed),
        count(Status::CannotTell)
    );
    for suite in results.chunk_by(|a, b| a.path == b.path) {
        let path = suite.first().map_or("", |result| &result.path);
        let of_suite = |status| {
            let with = suite
                .iter()
                .filter(|result| result.outcome.status == status);
            with.count()
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
            escaped(path),
            suite.len(),
            of_suite(Status::Failed),
            of_suite(Status::CannotTell)
        );
        for result in suite {
            let _ = write!(
                out,
                "    <testcase classname=\"{0}\" name=\"{1}\" file=\"{0}\" line=\"{2}\"",
                escaped(path),
                escaped(&result.outcome.name),
                result.line
            );
            let element = match result.outcome.status {
                Status::Passed => {
                    out.push_str("/>\n");
                    continue;
                }
                Status::Failed => "failure",
                Status::CannotTell => "error",
            };
            let first = result
                .outcome
                .messages
                .first()
                .map_or("", |message| message);
            let _ = writeln!(
                out,
                ">\n      <{element} message=\"{}\">{}</{element}>\n    </testcase>",
                escaped(first),
                escaped(&result.outcome.messages.join("\n"))
            );
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// Text in which nothing is markup. What XML has no place for is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' | ' '..='\u{7e}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' => out.push(c),
            '\u{10000}'.. => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_is_no_markup() {
        assert_eq!(
            escaped("<a b=\"&\">\n\u{1b}[0m\u{fffe}"),
            "&lt;a b=&quot;&amp;&quot;&gt;&#10;\u{fffd}[0m\u{fffd}"
        );
    }
}
