//! What people see of a data source, as a table.

use crate::access::{
    Answer, Case, Column, Form, Persona, Rows, Source, Subscribed, World, columns, rows, subscribed,
};
use std::collections::BTreeSet;

/// What people see of a data source.
pub(super) struct Table<'w> {
    pub(super) source: &'w Source,
    pub(super) columns: Vec<&'w Column>,
    pub(super) people: Vec<Person>,
}

/// What one person sees of it.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) subscribed: Answer<Subscribed>,
    pub(super) rows: Answer<Rows>,
    pub(super) forms: Vec<Answer<Form>>,
}

impl<'w> Table<'w> {
    /// Asks for every person and column.
    pub(super) fn new(
        world: &'w World,
        source: &'w Source,
        personas: &[Persona],
        wanted: impl Fn(&&Column) -> bool,
    ) -> Self {
        let shown: Vec<&Column> = source.columns.iter().filter(wanted).collect();
        let people = personas.iter().map(|persona| {
            let case = Case {
                world,
                source,
                persona,
            };
            Person {
                name: match persona.name.as_str() {
                    "" => "the person".to_owned(),
                    name => name.to_owned(),
                },
                subscribed: subscribed(&case),
                rows: rows(&case),
                forms: shown.iter().map(|column| columns(&case, column)).collect(),
            }
        });
        Self {
            source,
            people: people.collect(),
            columns: shown,
        }
    }

    /// The head and the lines of the table.
    pub(super) fn cells(&self) -> Vec<Vec<String>> {
        let mut head = vec![String::new(), "subscribed".to_owned(), "rows".to_owned()];
        head.extend(self.columns.iter().map(|column| column.name.clone()));
        let lines = self.people.iter().map(|person| {
            let mut line = vec![
                person.name.clone(),
                word(&person.subscribed, |one| one.word().to_owned()),
                word(&person.rows, |one| one.word().to_owned()),
            ];
            line.extend(person.forms.iter().map(|form| word(form, Form::word)));
            line
        });
        std::iter::once(head).chain(lines).collect()
    }

    /// What cannot be told, and the conditions of rows, a line each.
    pub(super) fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        for person in &self.people {
            if let Some(condition) = person.rows.certain().and_then(Rows::condition) {
                remarks.push(format!("{}: rows where {condition}", person.name));
            }
            for (column, form) in self.columns.iter().zip(&person.forms) {
                if let Some(Form::Partly(masking, condition)) = form.certain() {
                    remarks.push(format!(
                        "{}: {} is {} where {condition}, and clear elsewhere",
                        person.name,
                        column.name,
                        masking.word()
                    ));
                }
            }
        }
        let mut missing = BTreeSet::new();
        for person in &self.people {
            missing.extend(&person.subscribed.missing);
            missing.extend(&person.rows.missing);
            missing.extend(person.forms.iter().flat_map(|form| &form.missing));
        }
        remarks.extend(missing.into_iter().map(|question| {
            let fact = question
                .fact
                .map_or_else(String::new, |fact| format!(" (fact {fact})"));
            format!("It is not known {}{fact}.", question.text)
        }));
        remarks
    }
}

/// The word for an answer.
pub(super) fn word<T>(answer: &Answer<T>, of: impl Fn(&T) -> String) -> String {
    answer
        .certain()
        .map_or_else(|| "cannot-tell".to_owned(), of)
}
