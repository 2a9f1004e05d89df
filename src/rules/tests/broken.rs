//! Texts while somebody types them, and in other line breaks.

use super::*;
use crate::text::Edited;

fn assert_inside(text: &str, found: &[Diagnostic]) {
    for finding in found {
        assert!(
            text.get(finding.range.clone()).is_some(),
            "{finding:?}\n{text}"
        );
        for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
            assert!(
                text.get(edit.range.clone()).is_some(),
                "{finding:?}\n{text}"
            );
        }
    }
}

#[test]
fn every_beginning_of_a_text_is_fine() {
    for fixture in fixtures("rules") {
        for at in (0..fixture.text.len()).step_by(5) {
            let Some(text) = fixture.text.get(..at) else {
                continue;
            };
            assert_inside(text, &findings_in(&fixture, text));
        }
    }
}

#[test]
fn line_breaks_and_a_byte_order_mark_change_nothing() {
    for fixture in fixtures("rules") {
        let plain = codes(&findings_in(&fixture, &fixture.text));
        let windows = fixture.text.replace('\n', "\r\n");
        for text in [
            windows.clone(),
            format!("\u{feff}{}", fixture.text),
            format!("\u{feff}{windows}"),
        ] {
            let found = findings_in(&fixture, &text);
            assert_inside(&text, &found);
            assert_eq!(codes(&found), plain, "{}", fixture.name);
            for fix in found
                .iter()
                .flat_map(|finding| &finding.fixes)
                .filter(|_| text.contains('\r'))
            {
                let lone = applied(&text, fix).replace("\r\n", "").contains('\n');
                assert!(!lone, "{}: {fix:?}", fixture.name);
            }
        }
    }
}

/// A text, what is understood of it, and what was found in it before.
struct Session {
    text: Text,
    syntax: Syntax,
    checker: Checker,
}

impl Session {
    fn new(text: &str, dialect: Dialect) -> Self {
        let text = Text::from(text);
        Self {
            syntax: Syntax::new(&text, dialect),
            text,
            checker: Checker::default(),
        }
    }

    fn edit(&mut self, range: Range<usize>, with: &str) {
        let edited: Edited = self.text.replace(range, with);
        let splice = self.syntax.update(&self.text, &edited);
        self.checker.follow(&self.syntax, splice);
    }

    /// What is found now equals what is found by looking at the text anew.
    fn assert_fresh(&mut self, context: &str) {
        let found = checker_run(&mut self.checker, &self.text, &self.syntax, None);
        let text = self.text.to_string();
        assert_eq!(
            found,
            findings(&text, self.syntax.dialect()),
            "{context}\n{text}"
        );
    }
}

#[test]
fn following_edits_finds_what_looking_anew_finds() {
    let few = valid_specs()
        .into_iter()
        .filter(|fixture| fixture.text.len() < 600);
    for fixture in fixtures("rules").into_iter().chain(few) {
        let mut session = Session::new(&fixture.text, fixture.dialect);
        session.assert_fresh(&fixture.name);
        let mut start = 0;
        // Each line goes, comes back and is broken.
        for line in fixture.text.split_inclusive('\n') {
            let range = start..start + line.len();
            session.edit(range.clone(), "");
            session.assert_fresh(&fixture.name);
            session.edit(start..start, line);
            let end = range.end - 1;
            session.edit(end..end, ": x");
            session.assert_fresh(&fixture.name);
            session.edit(end..end + 3, "");
            start = range.end;
        }
        session.assert_fresh(&fixture.name);
    }
}
