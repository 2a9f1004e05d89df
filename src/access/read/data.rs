//! Data sources: what a spec lists, by the names that its template makes.

use super::fields::{Fields, Found};
use super::file::File;
use crate::access::model::{Column, Owner, Source, TableLocation};
use crate::catalog::Meaning;
use crate::language::template;
use crate::spec::Spec;

/// Reads the data sources that a data source spec lists. Those that it takes in without naming them are not known.
pub(super) fn read(file: File<'_>, spec: &Spec<'_>) -> Vec<Source> {
    let Some(fields) = Fields::new(spec.root, spec.kind.root) else {
        return Vec::new();
    };
    let connection = fields
        .get(Meaning::Connection)
        .and_then(|found| found.fields());
    let of_connection = |meaning| connection.as_ref().and_then(|fields| fields.text(meaning));
    let place = TableLocation {
        handler: of_connection(Meaning::Handler),
        hostname: of_connection(Meaning::Hostname),
        database: of_connection(Meaning::Database),
        schema: of_connection(Meaning::Schema),
        table: None,
    };
    let template = fields
        .get(Meaning::NameTemplate)
        .and_then(|found| found.fields()?.text(Meaning::Name));
    let tags = fields
        .get(Meaning::Options)
        .and_then(|found| found.fields()?.get(Meaning::Tags)?.texts())
        .unwrap_or_default();
    let owners = fields.get(Meaning::Owners).and_then(|found| owners(&found));
    let items = fields
        .get(Meaning::DataSources)
        .and_then(|found| found.items());
    let items = items.unwrap_or_default().into_iter().flatten();
    items
        .filter_map(|item| {
            let mut source = Source {
                origin: Some(file.origin(item.range())),
                tags: tags.clone(),
                owners: owners.clone(),
                place: place.clone(),
                ..Source::default()
            };
            one(&item, template.as_deref(), &mut source)?;
            Some(source)
        })
        .collect()
}

/// Reads one item. Returns `None` if it names neither a table nor a data source.
fn one(item: &Fields<'_>, template: Option<&str>, source: &mut Source) -> Option<()> {
    source.place.table = item.text(Meaning::Table);
    if let Some(schema) = item.text(Meaning::Schema) {
        source.place.schema = Some(schema);
    }
    let given = item
        .get(Meaning::Naming)
        .and_then(|found| found.fields()?.text(Meaning::Name));
    let made = template.and_then(|template| expand(template, &source.place));
    let named = given.or(made);
    source.has_certain_name = named.is_some();
    source.name = named.or_else(|| source.place.label())?;
    if let Some(found) = item.get(Meaning::Owners) {
        source.owners = owners(&found);
    }
    if let Some(columns) = item.get(Meaning::Columns).and_then(|found| found.items()) {
        // The columns that a spec lists are all there are.
        source.has_all_columns = columns.iter().all(Option::is_some);
        for column in columns.iter().flatten() {
            source.columns.push(Column {
                name: column.text(Meaning::Name).unwrap_or_default(),
                data_type: column.text(Meaning::DataType),
                tags: Vec::new(),
            });
        }
    }
    if let Some(tags) = item.get(Meaning::Tags).and_then(|found| found.fields()) {
        let own = tags.get(Meaning::Tags).and_then(|found| found.texts());
        source.tags.extend(own.unwrap_or_default());
        let columns = tags.get(Meaning::Columns).and_then(|found| found.items());
        for column in columns.unwrap_or_default().into_iter().flatten() {
            let Some(name) = column.text(Meaning::Name) else {
                continue;
            };
            let tags = column.get(Meaning::Tags).and_then(|found| found.texts());
            source.column(&name).tags.extend(tags.unwrap_or_default());
        }
    }
    Some(())
}

/// The name that a template makes. Returns `None` if something that it needs is not known.
fn expand(template: &str, place: &TableLocation) -> Option<String> {
    let mut is_known = true;
    let name = template::expand(template, |token| {
        let value = match crate::catalog::token_meaning(token)? {
            Meaning::Table => place.table.clone(),
            Meaning::Schema => place.schema.clone(),
            Meaning::Database => place.database.clone(),
            _ => None,
        };
        is_known &= value.is_some();
        value
    });
    is_known.then_some(name)
}

/// The owners that a list names. Returns `None` if it cannot be read.
fn owners(found: &Found<'_>) -> Option<Vec<Owner>> {
    let owner = |fields: Option<Fields<'_>>| {
        let fields = fields?;
        let name = fields.text(Meaning::Name)?;
        match fields.meaning(Meaning::Kind)? {
            Meaning::Group => Some(Owner::Group(name)),
            Meaning::User => Some(Owner::User(name)),
            _ => None,
        }
    };
    found.items()?.into_iter().map(owner).collect()
}
