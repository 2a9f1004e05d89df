//! The small pieces of Rust that all tables are made of.

use crate::format::Conditions;

pub(crate) fn option<T>(row: Option<T>, write: impl Fn(T) -> String) -> String {
    row.map_or_else(|| "None".to_owned(), |row| format!("Some({})", write(row)))
}

pub(crate) fn conditions(conditions: &Conditions) -> String {
    list(&conditions.0, |all| list(all, |pair| format!("{pair:?}")))
}

pub(crate) fn list<T>(rows: impl IntoIterator<Item = T>, write: impl Fn(T) -> String) -> String {
    let rows: Vec<String> = rows.into_iter().map(write).collect();
    format!("&[{}]", rows.join(",\n"))
}

pub(crate) fn strings<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    list(texts, |text| format!("{:?}", text.as_ref()))
}

/// `data source` becomes `NAMES_OF_DATA_SOURCE`.
pub(crate) fn names_of(name: &str) -> String {
    format!("NAMES_OF_{}", name.replace(' ', "_").to_uppercase())
}

/// `NameTemplate` becomes `NAME_TEMPLATE`.
pub(crate) fn constant(shape: &str) -> String {
    let mut name = String::new();
    for c in shape.chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(c.to_uppercase());
    }
    name
}

pub(crate) fn keys(path: &str) -> String {
    strings(path.split('.'))
}
