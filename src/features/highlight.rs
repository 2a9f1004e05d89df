//! Where else in a text the same thing is meant: an anchor and its aliases, a name, a column.

use super::extent::of_value;
use crate::catalog::{By, Kind, Listed};
use crate::spec::{Form, Node, Spec};
use crate::syntax::{Entry, Kind as ValueKind, Syntax, Value};
use std::ops::Range;

/// A place where a thing is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// The place.
    pub range: Range<usize>,
    /// Whether it is where the thing gets its name.
    pub is_definition: bool,
}

/// All places that mean what the text at an offset means, in order; none if that names nothing.
pub fn highlights(syntax: &Syntax, fixed: Option<&'static Kind>, offset: usize) -> Vec<Highlight> {
    let specs = syntax.documents();
    let specs: Vec<_> = specs
        .filter_map(|document| Spec::read(document, fixed))
        .collect();
    let here = |spec: &&Spec<'_>| touches(&spec.document.range(), offset);
    let Some(spec) = specs.iter().find(here) else {
        return Vec::new();
    };
    let mut found = if is_at_anchor(syntax, offset) {
        anchors(syntax, spec.root, offset)
    } else {
        Vec::new()
    };
    if found.is_empty() {
        found = names(&specs, spec, offset);
    }
    if found.is_empty() {
        found = columns(spec, offset);
    }
    found.sort_by_key(|highlight| (highlight.range.start, highlight.range.end));
    found.dedup_by(|later, first| later.range == first.range);
    found
}

/// Whether an offset is in a range or at its end.
fn touches(range: &Range<usize>, offset: usize) -> bool {
    (range.start..=range.end).contains(&offset)
}

/// Whether the word at an offset begins as an anchor or an alias does.
fn is_at_anchor(syntax: &Syntax, offset: usize) -> bool {
    let segment = syntax.segment_at(offset);
    let within = offset.saturating_sub(syntax.start(segment));
    let (before, after) = syntax
        .segment_text(segment)
        .split_at_checked(within)
        .unwrap_or_default();
    let word = before.rsplit(ends_word).next().unwrap_or_default();
    let first = word.chars().chain(after.chars()).next();
    matches!(first, Some('&' | '*'))
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || "[{,".contains(c)
}

/// The anchor at an offset, or the one of the alias there, with its aliases.
fn anchors(syntax: &Syntax, root: Value<'_>, offset: usize) -> Vec<Highlight> {
    let mut anchored = Vec::new();
    let mut aliases = Vec::new();
    each(root, &mut |value| {
        if let Some(target) = value.target() {
            aliases.push((value.range(), target));
        } else if let Some(range) = anchor(syntax, value) {
            anchored.push((range, value));
        }
    });
    let at = anchored.iter().chain(&aliases);
    let mut at = at.filter(|(range, _)| touches(range, offset));
    let Some((_, meant)) = at.next() else {
        return Vec::new();
    };
    let same = |places: &[(Range<usize>, Value<'_>)], is_definition| -> Vec<_> {
        let places = places.iter().filter(|(_, value)| value == meant);
        let highlight = |(range, _): &(Range<usize>, Value<'_>)| Highlight {
            range: range.clone(),
            is_definition,
        };
        places.map(highlight).collect()
    };
    let mut found = same(&anchored, true);
    found.extend(same(&aliases, false));
    found
}

/// Where the anchor of a value is written, the `&` among it.
fn anchor(syntax: &Syntax, value: Value<'_>) -> Option<Range<usize>> {
    let start = value.range().start;
    let segment = syntax.segment_at(start);
    let from = syntax.start(segment);
    let mut before = syntax
        .segment_text(segment)
        .get(..start.checked_sub(from)?)?;
    // A tag may stand between the two.
    for _ in 0..2 {
        before = before.trim_end();
        let word = before.rsplit(ends_word).next()?;
        let at = before.len() - word.len();
        let line = before.get(..at)?.rsplit(['\n', '\r']).next()?;
        // A comment, or the end of a key.
        if line.contains('#') || word.ends_with(':') {
            return None;
        }
        if word.len() > 1 && word.starts_with('&') {
            return Some(from + at..from + before.len());
        }
        if !word.starts_with('!') {
            return None;
        }
        before = before.get(..at)?;
    }
    None
}

/// Visits a value and all in it.
fn each<'a>(value: Value<'a>, visit: &mut dyn FnMut(Value<'a>)) {
    visit(value);
    match value.kind() {
        ValueKind::Mapping => {
            for Entry { key, value } in value.entries() {
                visit(key);
                each(value, visit);
            }
        }
        ValueKind::Sequence => value.items().into_iter().for_each(|item| each(item, visit)),
        _ => {}
    }
}

/// A text that is the name of something on the tenant.
struct Named {
    range: Range<usize>,
    list: &'static str,
    by: By,
    text: String,
}

fn named(node: &Node<'_, '_>) -> Option<Named> {
    let reference = node.reference()?;
    let text = node.value.text().filter(|_| !node.value.is_null())?;
    Some(Named {
        range: of_value(node.value)?,
        list: reference.to.name,
        by: reference.by,
        text: text.into_owned(),
    })
}

/// The name at an offset wherever the specs have it.
fn names(specs: &[Spec<'_>], here: &Spec<'_>, offset: usize) -> Vec<Highlight> {
    let mut at = None;
    here.visit_at(offset, &mut |node| {
        at = named(node)
            .filter(|name| touches(&name.range, offset))
            .or(at.take());
    });
    // An editor asks whenever the cursor moves: specs are gone through only if there is something to look for.
    let Some(meant) = at else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for spec in specs {
        let root = spec.form();
        for segment in spec.document.segments() {
            spec.visit_segment(&root, segment, &mut |node| all.extend(named(node)));
        }
    }
    let is_same =
        |name: &&Named| name.list == meant.list && name.by == meant.by && name.text == meant.text;
    let same = all.iter().filter(is_same);
    let highlight = |name: &Named| Highlight {
        range: name.range.clone(),
        is_definition: false,
    };
    same.map(highlight).collect()
}

/// The column at an offset wherever its data source has it.
fn columns(spec: &Spec<'_>, offset: usize) -> Vec<Highlight> {
    let mut found = Vec::new();
    spec.visit_at(offset, &mut |node| {
        let Some(form) = node.form else { return };
        for listed in form.shape.listed {
            let all = places(form, listed);
            let meant = all.iter().find(|(range, ..)| touches(range, offset));
            if let Some((_, meant, _)) = meant {
                let same = all.iter().filter(|(_, text, _)| text == meant);
                found.extend(same.map(|(range, _, is_definition)| Highlight {
                    range: range.clone(),
                    is_definition: *is_definition,
                }));
            }
        }
    });
    found
}

/// The texts at the ends of the paths of a list, where they are, and whether they are in the list itself.
fn places(form: &Form<'_>, listed: &Listed) -> Vec<(Range<usize>, String, bool)> {
    let mut found = Vec::new();
    let paths = std::iter::once((listed.all, true));
    for (path, is_definition) in paths.chain(listed.named.iter().map(|path| (*path, false))) {
        let mut ends = vec![form.value];
        for key in path {
            let inner = ends.into_iter().flat_map(|value| match value.kind() {
                ValueKind::Sequence => value.items(),
                _ => vec![value],
            });
            let entries = inner.flat_map(Value::entries);
            let entries = entries.filter(|entry| entry.name() == *key);
            ends = entries.map(|entry| entry.value).collect();
        }
        for value in ends {
            if let (Some(text), Some(range)) = (value.text(), of_value(value))
                && !value.is_null()
            {
                found.push((range, text.into_owned(), is_definition));
            }
        }
    }
    found
}
