//! Links of a text: from each spec to the documentation of its kind, and the web addresses that are written in it.

use crate::catalog::Kind;
use crate::display::is_shown;
use crate::spec::Spec;
use crate::syntax::Syntax;
use std::ops::Range;

/// A place that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The place.
    pub range: Range<usize>,
    /// An address on the web: `http` or `https`, never anything that an editor could run.
    pub target: String,
    /// What is there, where the text does not say it.
    pub tooltip: Option<String>,
}

/// The links of the specs in a text, in order.
pub fn links(syntax: &Syntax, fixed: Option<&'static Kind>) -> Vec<Link> {
    let mut links = Vec::new();
    for document in syntax.documents() {
        let Some(spec) = Spec::read(document, fixed) else {
            continue;
        };
        if let Some(first) = spec.root.entries().first() {
            links.push(Link {
                range: first.key.range(),
                target: spec.kind.url.to_owned(),
                tooltip: Some(format!("Documentation of the {}", spec.kind.title)),
            });
        }
        for segment in spec.document.segments() {
            let start = syntax.start(segment);
            let text = syntax.segment_text(segment);
            links.extend(addresses(text).map(|range| Link {
                target: text.get(range.clone()).unwrap_or_default().to_owned(),
                range: start + range.start..start + range.end,
                tooltip: None,
            }));
        }
    }
    links.sort_by_key(|link| link.range.start);
    links
}

/// The web addresses in a text.
fn addresses(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(from..)?;
            let at = from + rest.find("http")?;
            from = at + "http".len();
            // `xhttp://` is another scheme.
            let before = text.get(..at)?.chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || "+-.".contains(c)) {
                continue;
            }
            if let Some(len) = address(text.get(at..)?) {
                from = at + len;
                return Some(at..at + len);
            }
        }
    })
}

/// The length of the address that a text begins with. Returns `None` if it is none, or one that is not what it seems:
/// with a user before the host, with a part that is filled in later, or with characters after it that no address has.
fn address(text: &str) -> Option<usize> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let scheme = text.len() - rest.len();
    let may_be = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!&()*+,;=%$".contains(c);
    let end = rest.find(|c| !may_be(c)).unwrap_or(rest.len());
    // What a sentence puts after an address is no part of it.
    let address = rest
        .get(..end)?
        .trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
    let host = address.split(['/', '?', '#']).next()?;
    let is_host = host.starts_with(|c: char| c.is_ascii_alphanumeric())
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-.:".contains(c));
    let goes_on =
        |c: char| c.is_alphanumeric() || "{<".contains(c) || !c.is_whitespace() && !is_shown(c);
    let is_whole = !address.contains('$') && !rest.get(end..)?.starts_with(goes_on);
    (is_host && is_whole).then_some(scheme + address.len())
}
