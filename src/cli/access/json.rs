//! Answers with what they rest on, for programs.

use super::table::{Table, word};
use crate::access::{Answer, Form, Rows, Target, World, notes};
use crate::cli::terminal;
use crate::cli::test::{JsonCause, causes};
use serde::Serialize;

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    target: Option<&'static str>,
    complete: bool,
    notes: Vec<&'static str>,
    sources: Vec<JsonSource<'a>>,
}

#[derive(Serialize)]
struct JsonSource<'a> {
    name: &'a str,
    persona: &'a str,
    path: Option<&'a str>,
    line: Option<usize>,
    subscribed: JsonAnswer<'a>,
    rows: JsonRows<'a>,
    columns: Vec<JsonColumn<'a>>,
}

#[derive(Serialize)]
struct JsonAnswer<'a> {
    answer: String,
    because: Vec<JsonCause<'a>>,
    missing: Vec<&'a str>,
}

#[derive(Serialize)]
struct JsonRows<'a> {
    #[serde(flatten)]
    answer: JsonAnswer<'a>,
    condition: Option<String>,
}

#[derive(Serialize)]
struct JsonColumn<'a> {
    name: &'a str,
    tags: &'a [String],
    #[serde(flatten)]
    answer: JsonAnswer<'a>,
    /// What may be the case, where that cannot be told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    possible: Vec<String>,
}

fn json_answer<'a, T>(answer: &'a Answer<T>, of: impl Fn(&T) -> String) -> JsonAnswer<'a> {
    JsonAnswer {
        answer: word(answer, of),
        because: causes(&answer.because),
        missing: answer.missing.iter().map(|one| one.text.as_str()).collect(),
    }
}

pub(super) fn write(world: &World, tables: &[Table<'_>]) -> std::io::Result<()> {
    let mut complete = true;
    let mut sources = Vec::new();
    for table in tables {
        for person in &table.people {
            complete &= person.subscribed.certain().is_some() && person.rows.certain().is_some();
            complete &= person.forms.iter().all(|form| form.certain().is_some());
            let columns = table.columns.iter().zip(&person.forms);
            let origin = table.source.origin.as_ref();
            sources.push(JsonSource {
                name: &table.source.name,
                persona: &person.name,
                path: origin.map(|origin| &*origin.path),
                line: origin.map(|origin| origin.line),
                subscribed: json_answer(&person.subscribed, |one| one.word().to_owned()),
                rows: JsonRows {
                    answer: json_answer(&person.rows, |one| one.word().to_owned()),
                    condition: person.rows.certain().and_then(Rows::condition),
                },
                columns: columns
                    .map(|(column, form)| JsonColumn {
                        name: &column.name,
                        tags: &column.tags,
                        answer: json_answer(form, Form::word),
                        possible: if form.certain().is_some() {
                            Vec::new()
                        } else {
                            form.possible.iter().map(Form::word).collect()
                        },
                    })
                    .collect(),
            });
        }
    }
    terminal::json(&JsonReport {
        version: 1,
        target: world.target.map(Target::word),
        complete,
        notes: notes().collect(),
        sources,
    })
}
