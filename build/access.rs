//! What `access.yaml` says: what fields mean for who may see what, and the readings of Immuta's documents.

use crate::format::{Field, File, Rows, Shape};
use serde::Deserialize;
use serde_yaml::Value;

#[path = "../src/catalog/meaning.rs"]
mod meaning;

pub(crate) use meaning::Meaning;

/// The words that facts and tenants use.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vocabulary {
    text_types: Vec<String>,
    tags_of_data_source: String,
    tags_of_columns: String,
    built_in_groups: Vec<String>,
    orchestrated_masking: Vec<String>,
}

/// A question that no document answers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reading {
    fact: String,
    asks: String,
    #[serde(default)]
    assumed: bool,
}

/// What a field says: a word alone, or with what its values say.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Value")]
pub(crate) struct FieldMeaning {
    means: Meaning,
    values: Rows<Meaning>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WithValues {
    means: Meaning,
    values: Rows<Meaning>,
}

impl TryFrom<Value> for FieldMeaning {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let word = value.is_string();
        let failed = |error: serde_yaml::Error| error.to_string();
        if word {
            let means = serde_yaml::from_value(value).map_err(failed)?;
            return Ok(Self {
                means,
                values: Rows::default(),
            });
        }
        let WithValues { means, values } = serde_yaml::from_value(value).map_err(failed)?;
        Ok(Self { means, values })
    }
}

/// What is wrong: rows about shapes, fields and values that do not exist.
pub(crate) fn problems(files: &[File]) -> Vec<String> {
    let shape = |name: &str| files.iter().find_map(|file| file.shapes.get(name));
    let mut found = Vec::new();
    for file in files {
        for (name, fields) in file.meanings.iter() {
            let Some(known) = shape(name) else {
                found.push(format!("{}: meanings.{name}: no such shape", file.name));
                continue;
            };
            for (field, row) in fields.iter() {
                let at = format!("{}: meanings.{name}.{field}", file.name);
                let rows = fields_named(known, field);
                if rows.is_empty() {
                    found.push(format!("{at}: no such field"));
                }
                for (value, _) in row.values.iter() {
                    if !rows.iter().any(|field| field.values.get(value).is_some()) {
                        found.push(format!("{at}: `{value}` is not a value of it"));
                    }
                }
            }
        }
        for (name, _) in file.function_meanings.iter() {
            let mut files = files.iter();
            if !files.any(|file| file.functions.get(name).is_some()) {
                found.push(format!("{}: functions.{name}: no such function", file.name));
            }
        }
    }
    found
}

fn fields_named<'s>(shape: &'s Shape, name: &str) -> Vec<&'s Field> {
    let variants = shape.variants.iter().map(|variant| &variant.fields);
    std::iter::once(&shape.fields)
        .chain(variants)
        .filter_map(|fields| fields.get(name))
        .collect()
}

/// The statics.
pub(crate) fn rust(files: &[File]) -> String {
    let mut rows: Vec<(&str, &str, &FieldMeaning)> = files
        .iter()
        .flat_map(|file| file.meanings.iter())
        .flat_map(|(shape, fields)| fields.iter().map(move |(field, row)| (shape, field, row)))
        .collect();
    rows.sort_by_key(|(shape, field, _)| (*shape, *field));
    let pair = |(name, meaning): (&str, &Meaning)| format!("({name:?}, Meaning::{meaning:?})");
    let join = |rows: &[String]| format!("&[{}]", rows.join(",\n"));
    let meanings: Vec<String> = rows
        .iter()
        .map(|(shape, field, row)| {
            format!(
                "FieldMeaning {{ shape: {shape:?}, field: {field:?}, meaning: Meaning::{:?}, values: {} }}",
                row.means,
                join(&row.values.iter().map(pair).collect::<Vec<_>>())
            )
        })
        .collect();
    let functions: Vec<String> = files
        .iter()
        .flat_map(|file| file.function_meanings.iter())
        .map(pair)
        .collect();
    let mut text = String::new();
    for words in files.iter().filter_map(|file| file.vocabulary.as_ref()) {
        text += &format!(
            "pub(crate) static ACCESS: Access = Access {{ meanings: {}, functions: {}, text_types: &{:?}, \
             tags_of_data_source: {:?}, tags_of_columns: {:?}, built_in_groups: &{:?}, orchestrated_masking: &{:?} }};\n",
            join(&meanings),
            join(&functions),
            words.text_types,
            words.tags_of_data_source,
            words.tags_of_columns,
            words.built_in_groups,
            words.orchestrated_masking,
        );
    }
    let notes: Vec<String> = files
        .iter()
        .flat_map(|file| file.notes.iter())
        .map(|pair| format!("{pair:?}"))
        .collect();
    text += "/// What is never known from files, with the number of the fact.\n";
    text += &format!("pub static NOTES: &[(&str, &str)] = {};\n", join(&notes));
    text += "/// How the product's own interface says things.\n";
    text += "pub mod phrase {\n";
    for (name, says) in files.iter().flat_map(|file| file.phrases.iter()) {
        let item = name.replace('-', "_").to_uppercase();
        text += &format!("/// {says:?}\npub const {item}: &str = {says:?};\n");
    }
    text += "}\n";
    text += "/// How Immuta's documents may be read where they leave something open.\n";
    text += "pub mod reading {\n    use super::Reading;\n";
    for (name, row) in files.iter().flat_map(|file| file.readings.iter()) {
        text += &format!(
            "/// Fact {}.\npub static {}: Reading = Reading {{ fact: {:?}, asks: {:?}, is_assumed: {} }};\n",
            row.fact,
            name.replace('-', "_").to_uppercase(),
            row.fact,
            row.asks.trim(),
            row.assumed
        );
    }
    text + "}\n"
}
