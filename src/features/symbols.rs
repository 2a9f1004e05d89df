//! The outline of a text: its specs and what is in them, each named by what it is and never by its number.

use super::extent::{of_entry, of_item, of_value};
use crate::access::{explain, read_rule};
use crate::catalog::{Field, Kind, Meaning, Type, meaning};
use crate::spec::{Form, Node, Spec, picked};
use crate::syntax::{Entry, Kind as ValueKind, ScalarType, Syntax, Value};
use std::ops::Range;

/// The most characters of a name. An outline is narrow.
const MAX_NAME: usize = 100;

/// Something in a text that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// What it is called: one line, never empty.
    pub name: String,
    /// What it is, in a few words; empty if that goes without saying.
    pub detail: String,
    /// What kind of thing it is.
    pub kind: SymbolKind,
    /// The bytes it takes, those of all in it among them.
    pub range: Range<usize>,
    /// Where its name is.
    pub selection: Range<usize>,
    /// What is in it, in order.
    pub children: Vec<Symbol>,
}

/// What kind of thing a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// One of several specs in a file.
    Spec,
    /// A mapping that is the item of a sequence: a data source, a rule.
    Item,
    /// A mapping.
    Mapping,
    /// A sequence.
    Sequence,
    /// A text, or something that could not be read.
    String,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// No value.
    Null,
}

/// The symbols of a text: what its spec holds or, if there are several, each of them.
pub fn symbols(syntax: &Syntax, fixed: Option<&'static Kind>) -> Vec<Symbol> {
    let specs = syntax.documents();
    let specs: Vec<_> = specs
        .filter_map(|document| Spec::read(document, fixed))
        .collect();
    if let [spec] = specs.as_slice() {
        return children(spec.root, spec.root_types(), false);
    }
    specs.iter().filter_map(of_spec).collect()
}

fn of_spec(spec: &Spec<'_>) -> Option<Symbol> {
    let children = children(spec.root, spec.root_types(), false);
    let (name, selection) = name_of_mapping(spec.root, Some(&spec.form()), &children)?;
    let range = of_value(spec.root)?;
    let mut symbol = Symbol::new(&name, SymbolKind::Spec, range, selection, children);
    spec.kind.title.clone_into(&mut symbol.detail);
    Some(symbol)
}

impl Symbol {
    /// A symbol around its name and all in it.
    fn new(
        name: &str,
        kind: SymbolKind,
        range: Range<usize>,
        selection: Range<usize>,
        children: Vec<Self>,
    ) -> Self {
        let mut name = one_line(name);
        if name.is_empty() {
            "\"\"".clone_into(&mut name);
        }
        let inner = || {
            children
                .iter()
                .map(|child| &child.range)
                .chain([&selection])
        };
        let start = inner()
            .map(|inner| inner.start)
            .fold(range.start, usize::min);
        let end = inner().map(|inner| inner.end).fold(range.end, usize::max);
        Self {
            name,
            detail: String::new(),
            kind,
            range: start..end,
            selection,
            children,
        }
    }
}

/// The symbols in a value. Rules are named by what they do.
fn children(value: Value<'_>, types: &'static [Type], are_rules: bool) -> Vec<Symbol> {
    match value.kind() {
        // Only some application knows what is in it.
        _ if value.is_opaque() => Vec::new(),
        ValueKind::Mapping => {
            let form = form_of(value, types);
            let entries = value.entries();
            let symbols = entries.iter().map(|entry| of_key(entry, form.as_ref()));
            symbols.collect()
        }
        ValueKind::Sequence => {
            let item = types.iter().find_map(|one| match one {
                Type::List(item) => Some(std::slice::from_ref(*item)),
                _ => None,
            });
            let items = value.items().into_iter().enumerate();
            let symbol = |(index, value)| {
                let rule = are_rules.then_some(index > 0);
                of_item_of(value, item.unwrap_or_default(), rule)
            };
            items.filter_map(symbol).collect()
        }
        _ => Vec::new(),
    }
}

fn form_of<'a>(value: Value<'a>, types: &'static [Type]) -> Option<Form<'a>> {
    match picked(value, types) {
        Some(Type::Object(shape)) => Some(Form::new(value, shape)),
        _ => None,
    }
}

/// An entry, named by its key.
fn of_key(entry: &Entry<'_>, form: Option<&Form<'_>>) -> Symbol {
    let node = form.and_then(|form| Node::of(*entry, form));
    let types = node.as_ref().map_or(&[][..], |node| node.types);
    let field = node.as_ref().and_then(|node| node.field);
    let are_rules = form
        .zip(field)
        .is_some_and(|(form, field)| meaning(form.shape, field) == Some(Meaning::Rules));
    let children = children(entry.value, types, are_rules);
    let (kind, range) = (kind_of(entry.value), of_entry(entry));
    Symbol::new(&entry.name(), kind, range, entry.key.range(), children)
}

/// An item of a sequence. `rule` is, for a rule of a data policy, whether there are others before it. Returns `None` if
/// there is nothing in the item that could be its name.
fn of_item_of(value: Value<'_>, types: &'static [Type], rule: Option<bool>) -> Option<Symbol> {
    let range = of_item(value)?;
    let children = children(value, types, false);
    match value.kind() {
        ValueKind::Mapping => {
            let form = form_of(value, types);
            let (mut name, selection) = name_of_mapping(value, form.as_ref(), &children)?;
            if let Some((form, has_others_before)) = form.as_ref().zip(rule) {
                let rule = read_rule(value, form.shape);
                let title = rule.and_then(|rule| explain::title(&rule, has_others_before));
                name = title.unwrap_or(name);
            }
            let mut symbol = Symbol::new(&name, SymbolKind::Item, range, selection, children);
            let choice = form.as_ref().and_then(choice_of);
            let choice = choice.filter(|(choice, _)| *choice != symbol.name);
            symbol.detail = choice.map(|(choice, _)| choice).unwrap_or_default();
            Some(symbol)
        }
        ValueKind::Sequence => {
            let first = children.first()?;
            let (name, selection) = (first.name.clone(), first.selection.clone());
            let kind = SymbolKind::Sequence;
            Some(Symbol::new(&name, kind, range, selection, children))
        }
        ValueKind::Scalar | ValueKind::Alias => {
            let name = value.text().unwrap_or_else(|| value.source().into());
            let selection = of_value(value)?;
            Some(Symbol::new(
                &name,
                kind_of(value),
                range,
                selection,
                children,
            ))
        }
        ValueKind::Missing | ValueKind::Broken => None,
    }
}

/// What a mapping is called, and where that is written: what the catalog says it is known by, else a text in it, else
/// its type, else the first thing with a name that it holds, else its first key. Returns `None` if it is empty.
fn name_of_mapping(
    value: Value<'_>,
    form: Option<&Form<'_>>,
    children: &[Symbol],
) -> Option<(String, Range<usize>)> {
    let identity = form.and_then(|form| {
        let mut fields = form.shape.identity.iter();
        fields.find_map(|names| joined(form, names))
    });
    let text = || {
        let entries = value.entries();
        let mut others = entries.iter().filter(|entry| !is_choice(entry, form));
        others.find_map(text_of)
    };
    let choice = || choice_of(form?);
    let below = || {
        let first = first_item(children).or_else(|| children.first())?;
        Some((first.name.clone(), first.selection.clone()))
    };
    identity
        .or_else(|| given(form?))
        .or_else(text)
        .or_else(choice)
        .or_else(below)
}

/// The name that a mapping gives what it is about.
fn given(form: &Form<'_>) -> Option<(String, Range<usize>)> {
    let naming = meant(form, Meaning::Naming)?;
    let types = Node::of(*naming, form)?.types;
    scalar_of(meant(&form_of(naming.value, types)?, Meaning::Name)?)
}

/// The entry that means this.
fn meant<'f, 'a>(form: &'f Form<'a>, wanted: Meaning) -> Option<&'f Entry<'a>> {
    form.entries.iter().find(|entry| {
        let field = form.field(&entry.name());
        field.and_then(|field| meaning(form.shape, field)) == Some(wanted)
    })
}

/// Whether an entry takes one of a few texts, so that it says what a mapping is and not which.
fn is_choice(entry: &Entry<'_>, form: Option<&Form<'_>>) -> bool {
    let field = form.and_then(|form| form.field(&entry.name()));
    let text = field.and_then(Field::text);
    text.is_some_and(|text| !text.values.is_empty())
}

/// What a mapping is, of a few: its type.
fn choice_of(form: &Form<'_>) -> Option<(String, Range<usize>)> {
    let mut choices = form.entries.iter();
    choices
        .find(|entry| is_choice(entry, Some(form)))
        .and_then(text_of)
}

/// The texts of some fields as one name: `public.customers`.
fn joined(form: &Form<'_>, names: &[&'static str]) -> Option<(String, Range<usize>)> {
    let names_it = |entry: &Entry<'_>| {
        let field = form.field(&entry.name());
        field.is_some_and(|field| field.text().is_some()) && !is_choice(entry, Some(form))
    };
    let entries = names.iter().filter_map(|name| form.entry(name));
    let found: Vec<_> = entries
        .filter(|entry| names_it(entry))
        .filter_map(scalar_of)
        .collect();
    let place = found.last()?.1.clone();
    let texts: Vec<_> = found.into_iter().map(|(text, _)| text).collect();
    Some((texts.join("."), place))
}

/// The value of an entry, if it is a text.
fn text_of(entry: &Entry<'_>) -> Option<(String, Range<usize>)> {
    let is_text = entry.value.resolved().scalar_type() == Some(ScalarType::String);
    scalar_of(entry).filter(|_| is_text)
}

/// The text of an entry's value on one line, and where it is written. Returns `None` if it is not a scalar, or says nothing.
fn scalar_of(entry: &Entry<'_>) -> Option<(String, Range<usize>)> {
    let value = entry.value.resolved();
    let text = one_line(&value.text().filter(|_| !value.is_null())?);
    (!text.is_empty()).then_some((text, of_value(entry.value)?))
}

/// The first item of any sequence that is a mapping.
fn first_item(symbols: &[Symbol]) -> Option<&Symbol> {
    symbols.iter().find_map(|symbol| match symbol.kind {
        SymbolKind::Item => Some(symbol),
        _ => first_item(&symbol.children),
    })
}

fn kind_of(value: Value<'_>) -> SymbolKind {
    let value = value.resolved();
    match value.kind() {
        ValueKind::Mapping => SymbolKind::Mapping,
        ValueKind::Sequence => SymbolKind::Sequence,
        ValueKind::Missing => SymbolKind::Null,
        ValueKind::Alias | ValueKind::Broken => SymbolKind::String,
        ValueKind::Scalar => match value.scalar_type() {
            Some(ScalarType::Null) => SymbolKind::Null,
            Some(ScalarType::Boolean) => SymbolKind::Boolean,
            Some(ScalarType::Integer | ScalarType::Float) => SymbolKind::Number,
            Some(ScalarType::String) | None => SymbolKind::String,
        },
    }
}

/// A text on one line, and no longer than an outline shows.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if let Some((end, _)) = line.char_indices().nth(MAX_NAME) {
            line.truncate(end);
            line.push('…');
            break;
        }
    }
    line
}
