//! Fields to add to a mapping: which, with what in them, and how that is written.

use crate::catalog::{Allowed, Field, Requirement, Shape, Type, Variant};
use crate::spec::{Form, is_v1, picked};
use crate::syntax::{Dialect, Entry, Kind, Value};
use std::cmp::Reverse;
use std::ops::Range;

/// How many rounds of "this one requires that one" are followed.
const ROUNDS: usize = 4;

/// How deep mappings are filled in.
const DEPTH: usize = 4;

/// A field with something in it.
pub(super) struct Filled {
    pub(super) field: &'static Field,
    pub(super) content: Content,
}

pub(super) enum Content {
    /// Text, to be quoted where it needs it.
    Text(String),
    /// A number or a boolean.
    Word(String),
    Mapping(Vec<Filled>),
    List(Vec<Content>),
}

/// A mapping as it will be: what is there and what is to be added.
struct Draft<'f, 'a> {
    shape: &'static Shape,
    form: Option<&'f Form<'a>>,
    added: Vec<(&'static Field, String)>,
}

impl Draft<'_, '_> {
    fn text(&self, name: &str) -> Option<&str> {
        let added = self.added.iter().find(|(field, _)| field.name == name);
        let own = || self.form.and_then(|form| form.text(name));
        added.map(|(_, text)| text.as_str()).or_else(own)
    }

    fn variant(&self) -> Option<&'static Variant> {
        self.shape.variant(self.text(self.shape.discriminator?)?)
    }

    fn has(&self, field: &Field) -> bool {
        self.added.iter().any(|(added, _)| added.name == field.name)
            || self.form.is_some_and(|form| form.has(field))
    }

    fn requires(&self, field: &Field) -> bool {
        match field.required {
            Requirement::Optional => false,
            Requirement::Always => true,
            Requirement::When(conditions) => {
                self.shape
                    .holds(self.variant(), conditions, |name| self.text(name))
                    == Some(true)
                    && !self.form.is_some_and(|form| form.is_replaced(field))
            }
        }
    }

    fn lacking(&self) -> impl Iterator<Item = &'static Field> {
        self.shape
            .fields_of(self.variant())
            .filter(|field| self.requires(field) && !self.has(field))
    }

    /// How badly what is there goes with the rest: entries that do not go with it first, then entries
    /// that it asks for.
    fn misfit(&self) -> (usize, Reverse<usize>) {
        let variant = self.variant();
        let entries = self.form.map_or(&[][..], |form| &form.entries);
        let (mut strange, mut wanted) = (0, 0);
        for entry in entries.iter().filter(|entry| !entry.is_merge()) {
            let name = entry.name();
            let Some(field) = self.shape.field_of(variant, &name) else {
                strange += 1;
                continue;
            };
            let values = field.text().filter(|text| !text.values.is_empty());
            let unknown = values
                .zip(self.text(&name))
                .is_some_and(|(text, value)| text.allowed(value).is_none());
            let idle = self
                .shape
                .holds(variant, field.when, |name| self.text(name))
                == Some(false);
            let value = entry.value.resolved();
            let is_collection = matches!(value.kind(), Kind::Mapping | Kind::Sequence);
            let unfit = is_collection
                && !is_v1(value, field.types)
                && (picked(value, field.types).is_none() || holds_strange(value, field));
            strange += usize::from(unknown || idle || unfit);
            wanted += usize::from(self.requires(field));
        }
        (strange, Reverse(wanted))
    }

    /// Adds a field with the value that goes best with the rest.
    fn add(&mut self, field: &'static Field) {
        let first = field.example.map(str::to_owned);
        let current = |allowed: &&Allowed| allowed.same_as.is_none();
        let values = field
            .text()
            .map_or(&[][..], |text| text.values)
            .iter()
            .filter(current);
        let flags: &[&str] = match field.types.first() {
            Some(Type::Boolean) => &["false", "true"],
            _ => &[],
        };
        let others = values
            .map(|allowed| allowed.value)
            .chain(flags.iter().copied())
            .map(str::to_owned);
        let candidates: Vec<_> = first.into_iter().chain(others).collect();
        let best = candidates.into_iter().min_by_key(|text| {
            let mut added = self.added.clone();
            added.push((field, text.clone()));
            Draft { added, ..*self }.misfit()
        });
        let text = best.unwrap_or_else(|| match field.types.first() {
            Some(Type::Integer | Type::Number) => "0".to_owned(),
            _ => String::new(),
        });
        self.added.push((field, text));
    }

    fn complete(&mut self, but: &[&'static Field]) {
        for _ in 0..ROUNDS {
            let is_left =
                |field: &&'static Field| !but.iter().any(|other| other.name == field.name);
            let lacking: Vec<_> = self.lacking().filter(is_left).collect();
            for field in &lacking {
                if !self.has(field) && self.requires(field) {
                    self.add(field);
                }
            }
            if lacking.is_empty() {
                break;
            }
        }
    }

    fn filled(self, depth: usize) -> Vec<Filled> {
        let content = |(field, text): (&'static Field, String)| Filled {
            field,
            content: content(field.types.first(), text, depth),
        };
        self.added.into_iter().map(content).collect()
    }
}

/// Whether the items of a list have keys and none of them is one that they may have.
fn holds_strange(value: Value<'_>, field: &Field) -> bool {
    let Some(shape) = field.types.first().and_then(|t| t.innermost().shape()) else {
        return false;
    };
    let items = value.items();
    let mut entries = items.iter().flat_map(|item| item.resolved().entries());
    let known = |entry: &Entry<'_>| shape.fields_named(&entry.name()).next().is_some();
    value.kind() == Kind::Sequence && !items.is_empty() && !entries.any(|entry| known(&entry))
}

fn content(r#type: Option<&Type>, text: String, depth: usize) -> Content {
    match r#type {
        Some(Type::Boolean | Type::Integer | Type::Number) => Content::Word(text),
        Some(Type::List(item)) => Content::List(vec![content(Some(item), text, depth)]),
        Some(Type::Object(shape)) if depth > 0 => {
            let mut draft = Draft {
                shape,
                form: None,
                added: Vec::new(),
            };
            draft.complete(&[]);
            Content::Mapping(draft.filled(depth - 1))
        }
        Some(Type::Object(_)) => Content::Mapping(Vec::new()),
        Some(Type::String(_) | Type::Any) | None => Content::Text(text),
    }
}

/// The fields to add so that `wanted` are there, with those that they require in turn; `but` are left to
/// others.
pub(super) fn additions(
    form: &Form<'_>,
    wanted: &[&'static Field],
    but: &[&'static Field],
) -> Vec<Filled> {
    let mut draft = Draft {
        shape: form.shape,
        form: Some(form),
        added: Vec::new(),
    };
    for field in wanted {
        draft.add(field);
    }
    let mut left = but.to_vec();
    left.extend(form.certain().filter(|field| form.requires(field)));
    draft.complete(&left);
    draft.filled(DEPTH)
}

/// How a value is written where it is a scalar.
pub(super) fn scalar(filled: &Filled, dialect: Dialect) -> Option<String> {
    match &filled.content {
        Content::Text(text) => Some(quoted(text, dialect == Dialect::Json)),
        Content::Word(word) => Some(word.clone()),
        Content::Mapping(_) | Content::List(_) => None,
    }
}

/// The edit that adds fields behind the last entry of a mapping.
pub(super) fn insertion(form: &Form<'_>, fields: &[Filled]) -> Option<(Range<usize>, String)> {
    if fields.is_empty() {
        return None;
    }
    let mapping = form.value;
    let mut writer = Writer {
        json: mapping.dialect() == Dialect::Json,
        line_break: mapping.line_break(),
        out: String::new(),
    };
    if mapping.is_flow() {
        return Some(writer.into_flow(form, fields));
    }
    let at = form.entries.last()?.value.line_end();
    for field in fields {
        writer.new_line(mapping.column());
        writer.block_entry(field, mapping.column());
    }
    Some((at..at, writer.out))
}

/// The bytes of a value without what follows its last line; nothing where a comment or an anchor in it would be lost.
pub(super) fn trimmed(value: Value<'_>) -> Option<Range<usize>> {
    let range = value.range();
    let items = if value.is_cut() {
        value.items()
    } else {
        vec![value]
    };
    let spoils = |value: &Value<'_>| {
        let source = value.source();
        let mut lines = source.lines();
        source.contains(" #")
            || lines.any(|line| line.trim_start().starts_with('#'))
            || source.split_whitespace().any(|word| word.starts_with('&'))
    };
    let last = items.last()?;
    if items.iter().any(spoils) {
        return None;
    }
    let end = last.range().start + last.source().trim_end().len();
    Some(range.start..end.max(range.start))
}

/// The edit that puts a mapping in the place of a value. In the place of a list (`entry` is what holds it) it is
/// written deeper than the key.
pub(super) fn replacement(
    value: Value<'_>,
    entry: Option<Entry<'_>>,
    fields: &[Filled],
) -> Option<(Range<usize>, String)> {
    let mut writer = Writer {
        json: value.dialect() == Dialect::Json,
        line_break: value.line_break(),
        out: String::new(),
    };
    let range = trimmed(value)?;
    if value.is_flow() {
        writer.flow_content_of(fields);
        return Some((range, writer.out));
    }
    let column = below(value, entry);
    writer.out.push_str(&" ".repeat(column - value.column()));
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            writer.new_line(column);
        }
        writer.block_entry(field, column);
    }
    Some((range, writer.out))
}

/// The column for a mapping in the place of a value in block form: the value's own, if that is deeper than the key.
pub(super) fn below(value: Value<'_>, entry: Option<Entry<'_>>) -> usize {
    let key = entry.map(|entry| entry.key.column());
    let level = key.is_some_and(|key| key >= value.column());
    value.column() + if level { 2 } else { 0 }
}

struct Writer {
    json: bool,
    line_break: &'static str,
    out: String,
}

impl Writer {
    fn into_flow(mut self, form: &Form<'_>, fields: &[Filled]) -> (Range<usize>, String) {
        let Some((first, last)) = form.entries.first().zip(form.entries.last()) else {
            self.flow_entries(fields);
            let at = form.value.range().end.saturating_sub(1);
            return (at..at, self.out);
        };
        let head = first.key.range().start - form.value.range().start;
        let lined = form
            .value
            .source()
            .get(..head)
            .is_some_and(|head| head.contains('\n'));
        for field in fields {
            self.out.push(',');
            if lined {
                self.new_line(last.key.column());
            } else {
                self.out.push(' ');
            }
            self.flow_entries(std::slice::from_ref(field));
        }
        let at = last.value.range().end;
        (at..at, self.out)
    }

    fn new_line(&mut self, column: usize) {
        self.out.push_str(self.line_break);
        self.out.push_str(&" ".repeat(column));
    }

    fn block_entry(&mut self, filled: &Filled, column: usize) {
        self.out.push_str(filled.field.name);
        self.out.push(':');
        self.block_content(&filled.content, column + 2);
    }

    fn block_content(&mut self, content: &Content, column: usize) {
        match content {
            Content::Text(text) => self.push(&quoted(text, false)),
            Content::Word(word) => self.push(word),
            Content::Mapping(fields) if fields.is_empty() => self.push("{}"),
            Content::Mapping(fields) => {
                for field in fields {
                    self.new_line(column);
                    self.block_entry(field, column);
                }
            }
            Content::List(items) => {
                for item in items {
                    self.new_line(column);
                    self.block_item(item, column);
                }
            }
        }
    }

    fn block_item(&mut self, item: &Content, column: usize) {
        self.out.push('-');
        match item {
            Content::Mapping(fields) if !fields.is_empty() => {
                self.out.push(' ');
                for (index, field) in fields.iter().enumerate() {
                    if index > 0 {
                        self.new_line(column + 2);
                    }
                    self.block_entry(field, column + 2);
                }
            }
            item => self.block_content(item, column + 2),
        }
    }

    fn push(&mut self, value: &str) {
        self.out.push(' ');
        self.out.push_str(value);
    }

    fn flow_entries(&mut self, fields: &[Filled]) {
        for (index, filled) in fields.iter().enumerate() {
            if index > 0 {
                self.out.push_str(", ");
            }
            let quote = if self.json { "\"" } else { "" };
            self.out
                .push_str(&format!("{quote}{}{quote}: ", filled.field.name));
            self.flow_content(&filled.content);
        }
    }

    fn flow_content(&mut self, content: &Content) {
        match content {
            Content::Text(text) => {
                let plain = !self.json && !text.contains(['{', '}']);
                self.out.push_str(&quoted(text, !plain));
            }
            Content::Word(word) => self.out.push_str(word),
            Content::Mapping(fields) => self.flow_content_of(fields),
            Content::List(items) => {
                self.out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.out.push_str(", ");
                    }
                    self.flow_content(item);
                }
                self.out.push(']');
            }
        }
    }

    fn flow_content_of(&mut self, fields: &[Filled]) {
        self.out.push('{');
        self.flow_entries(fields);
        self.out.push('}');
    }
}

/// A text as YAML writes it; in double quotes, as JSON does, where that is asked for or needed.
pub(super) fn quoted(text: &str, always: bool) -> String {
    let first =
        text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '$' | '<' | '_'));
    let tame = |c: char| c.is_ascii_alphanumeric() || " _-./$<>{}=@".contains(c);
    let word = matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    let address = text.starts_with("https://") && text.chars().skip("https:".len()).all(tame);
    if !always && first && !word && !text.ends_with(' ') && (address || text.chars().all(tame)) {
        text.to_owned()
    } else {
        serde_json::Value::from(text).to_string()
    }
}
