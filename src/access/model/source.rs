//! Data sources.

use super::origin::Origin;

/// A data source.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The name it has in Immuta, or the one that facts give it; `schema.table` if nobody says.
    pub name: String,
    /// Whether it is certain that it has this name in Immuta.
    pub has_certain_name: bool,
    /// Where a spec lists it.
    pub origin: Option<Origin>,
    /// The tags on the data source itself.
    pub tags: Vec<String>,
    /// Its columns, as far as they are known.
    pub columns: Vec<Column>,
    /// Whether there are no other columns.
    pub has_all_columns: bool,
    /// The domains it is in; `None` if nobody said.
    pub domains: Option<Vec<String>>,
    /// Its owners; `None` if nobody said.
    pub owners: Option<Vec<Owner>>,
    /// Where its table is.
    pub place: TableLocation,
}

/// Where a table is, as far as it is known.
#[derive(Debug, Clone, Default)]
pub struct TableLocation {
    /// The handler of the connection.
    pub handler: Option<String>,
    /// The host.
    pub hostname: Option<String>,
    /// The database.
    pub database: Option<String>,
    /// The schema.
    pub schema: Option<String>,
    /// The table.
    pub table: Option<String>,
}

/// A column.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its type, as the warehouse or the facts call it; `None` if nobody said.
    pub data_type: Option<String>,
}

/// An owner of a data source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// A group.
    Group(String),
    /// A user, by login name.
    User(String),
}

impl Source {
    /// The column with a name, which is added if it is not known.
    pub fn column(&mut self, name: &str) -> &mut Column {
        let at = self.columns.iter().position(|column| column.name == name);
        let at = at.unwrap_or_else(|| {
            self.columns.push(Column {
                name: name.to_owned(),
                ..Column::default()
            });
            self.columns.len() - 1
        });
        #[expect(
            clippy::indexing_slicing,
            reason = "it was found, or has just been added"
        )]
        &mut self.columns[at]
    }
}

impl TableLocation {
    /// What a person calls the table: `public.customers`.
    pub fn label(&self) -> Option<String> {
        let table = self.table.as_ref()?;
        Some(match &self.schema {
            Some(schema) => format!("{schema}.{table}"),
            None => table.clone(),
        })
    }
}
