//! Name templates: `<schema>.<tablename>`.

use super::suggest;
use super::{Report, Rule, Severity, has_placeholder, place, words};
use crate::catalog::{self, Content, TOKENS};
use crate::language::template::{Part, parse};
use crate::spec::Node;
use std::ops::Range;

pub(super) static RULE: Rule = Rule {
    code: "template",
    summary: "A mistake in a name template",
    severities: &[Severity::Warning, Severity::Hint],
    doc: "\
In `nameTemplate` the tokens `<tablename>`, `<schema>` and `<database>` stand for names in the warehouse. Anything else in
angle brackets is not known to stand for anything, and would end up in the names of data sources as it is.

```yaml
nameTemplate:
  dataSourceFormat: <table>        # did you mean `<tablename>`?
  schemaFormat: <schema            # the `<` is never closed
```

The casing of a token is the casing of the result: `<Tablename>`, `<TABLENAME>`.",
    check: Some(check),
};

fn check(node: &Node<'_, '_>, report: &mut Report) {
    let Some((value, written, text)) = place::text(node) else { return };
    if text.content != Content::NameTemplate || !written.contains(['<', '>']) || has_placeholder(&written) {
        return;
    }
    let Some(decoded) = value.decoded() else { return };
    let severity = Severity::Warning;
    let start = value.range().start;
    let place = |part: &Range<usize>| {
        // The end of a part may stand on another line than what follows it.
        let last = decoded.source_offset(part.end.saturating_sub(1).max(part.start));
        start + decoded.source_offset(part.start)..start + last + 1
    };
    // An alias is told where it stands, and mended nowhere.
    let own = value == node.value;
    let range = |part: &Range<usize>| if own { place(part) } else { node.value.range() };
    for part in parse(&written) {
        match part {
            Part::Literal(_) | Part::Token { token: Some(_), .. } => {}
            Part::Token { range: part, token: None } => {
                let name = written.get(part.start + 1..part.end - 1).unwrap_or_default();
                let guess = suggest::closest(name, TOKENS.iter().map(|token| token.name));
                let tokens: Vec<_> = TOKENS.iter().map(|token| format!("<{}>", token.name)).collect();
                let tail = match guess {
                    Some(guess) => format!("did you mean `<{}>`?", guess.word),
                    None => format!("known are {}", words::listed(tokens.iter().map(String::as_str), "and")),
                };
                let message = format!("{} stands for nothing we know; {tail}", words::shown(&format!("<{name}>")));
                let finding = report.add(severity, range(&part), message);
                if let Some(guess) = guess.filter(|_| own) {
                    let upper = name.chars().all(|c| !c.is_lowercase());
                    let word = if upper { guess.word.to_uppercase() } else { guess.word.to_owned() };
                    finding.fix(format!("Change to `<{word}>`"), place(&part), format!("<{word}>"));
                }
            }
            Part::Unclosed(part) => {
                let finding = report.add(severity, range(&part), "this `<` is never closed by a `>`");
                let inner = written.get(part.start + 1..).unwrap_or_default();
                let length = inner.find(|c: char| !c.is_alphanumeric()).unwrap_or(inner.len());
                let name = inner.get(..length).unwrap_or_default();
                if own && catalog::token(name).is_some() {
                    let at = place(&(part.start..part.start + 1 + length)).end;
                    finding.fix(format!("Close it: `<{name}>`"), at..at, ">");
                }
            }
            Part::Stray(part) => {
                report.add(severity, range(&part), "this `>` closes nothing; a token is written `<tablename>`");
            }
        }
    }
}
