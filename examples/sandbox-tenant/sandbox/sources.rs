//! The data sources that a spec describes.

use super::read;
use super::refusal::Problem;
use super::state::{Connection, DataSource, Owner};
use super::world::World;
use immuta_ls::language::template;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a spec says as a whole, and what was there before.
pub(crate) struct Sources<'a> {
    pub(crate) world: &'a World,
    pub(crate) spec: &'a Value,
    pub(crate) details: &'a Value,
    /// The connection before, if it leads to the same place.
    pub(crate) before: Option<&'a Connection>,
}

/// The table or query that a data source stands for.
struct Table {
    schema: String,
    name: String,
    /// How it is known in the state.
    id: String,
}

impl Sources<'_> {
    /// Whether all tables are taken, now and later.
    pub(crate) fn monitored(&self) -> bool {
        let mut sources = read::list(self.spec, "sources").iter();
        read::get(self.spec, "sources").is_none()
            || sources.any(|source| read::is_true(source, "all"))
    }

    /// The data sources, by what they stand for, and the tables that are there twice. A data source that was not there
    /// before has the id 0.
    pub(crate) fn described(&self) -> (BTreeMap<String, DataSource>, Vec<Problem>) {
        let mut sources = BTreeMap::new();
        let mut problems = Vec::new();
        for (index, source) in read::list(self.spec, "sources").iter().enumerate() {
            let Some(table) = self.table(source) else {
                continue;
            };
            let described = self.data_source(source, &table);
            if sources.insert(table.id, described).is_some() {
                let message = format!("Duplicate tables: \"{}\" is there twice", table.name);
                let path = format!("sources[{index}]");
                problems.push(Problem::new(path, "unique", message));
            }
        }
        if self.monitored() {
            for (schema, name) in self.all_tables() {
                let id = format!("{schema}.{name}");
                let table = Table { schema, name, id };
                let described = self.data_source(&Value::Null, &table);
                sources.entry(table.id).or_insert(described);
            }
        }
        (sources, problems)
    }

    /// The tables of the connection: as the warehouse has them, else those that are known from before.
    fn all_tables(&self) -> Vec<(String, String)> {
        let tables = self.world.tables_of(self.details);
        if !tables.is_empty() {
            return tables;
        }
        let before = self.before.into_iter();
        before
            .flat_map(|before| before.sources.values())
            .filter(|source| !source.disabled && !source.described.contains_key("query"))
            .map(|source| (source.remote_schema.clone(), source.remote_table.clone()))
            .collect()
    }

    fn table(&self, source: &Value) -> Option<Table> {
        let schema = read::text(source, "schema").or_else(|| read::text(self.details, "schema"));
        let schema = schema.unwrap_or_default().to_owned();
        if let Some(name) = read::text(source, "table") {
            let (id, name) = (format!("{schema}.{name}"), name.to_owned());
            return Some(Table { schema, name, id });
        }
        // A query is known by the name that it has to have, so that its text may change.
        let query = read::text(source, "query")?;
        let naming = read::get(source, "naming");
        let name = naming.and_then(|naming| read::text(naming, "datasource"));
        let name = name.unwrap_or(query).to_owned();
        let id = format!("query {name}");
        Some(Table { schema, name, id })
    }

    fn data_source(&self, source: &Value, table: &Table) -> DataSource {
        let before = self.before.and_then(|before| before.sources.get(&table.id));
        let (name, schema) = ("<tablename>", "<schema>");
        let both = if table.schema.is_empty() {
            name
        } else {
            "<schema>.<tablename>"
        };
        DataSource {
            id: before.map_or(0, |before| before.id),
            name: self.named(source, table, "datasource", "dataSourceFormat", both),
            sql_schema: self.named(source, table, "schema", "schemaFormat", schema),
            sql_table: self.named(source, table, "table", "tableFormat", name),
            remote_schema: table.schema.clone(),
            remote_table: table.name.clone(),
            disabled: false,
            owners: self.owners(source, before),
            tags: self.tags(source),
            described: [
                "query",
                "description",
                "documentation",
                "columns",
                "columnDescriptions",
            ]
            .into_iter()
            .filter_map(|key| Some((key.to_owned(), read::get(source, key)?.clone())))
            .collect(),
        }
    }

    /// A name: what the source says, else what the template makes of it, else what the system does.
    fn named(
        &self,
        source: &Value,
        table: &Table,
        key: &str,
        format: &str,
        system: &str,
    ) -> String {
        let own = read::get(source, "naming").and_then(|naming| read::text(naming, key));
        if let Some(own) = own {
            return own.to_owned();
        }
        let formats = read::get(self.spec, "nameTemplate");
        let format = formats.and_then(|formats| read::text(formats, format));
        template::expand(format.unwrap_or(system), |token| match token.name {
            "tablename" => Some(table.name.clone()),
            "schema" => Some(table.schema.clone()),
            _ => read::text(self.details, token.name).map(str::to_owned),
        })
    }

    /// Those of the whole spec and those of the source; without a word in the spec those from before stay. The
    /// caller is always among them.
    fn owners(&self, source: &Value, before: Option<&DataSource>) -> BTreeSet<Owner> {
        let mut owners = match (read::get(self.spec, "owners"), before) {
            (None, Some(before)) => before.owners.clone(),
            _ => owners_in(self.spec),
        };
        owners.extend(owners_in(source));
        owners.insert(Owner {
            r#type: "user".to_owned(),
            name: self.world.caller.clone(),
            iam: None,
        });
        owners
    }

    /// Those of all data sources and those of the source.
    fn tags(&self, source: &Value) -> BTreeMap<String, BTreeSet<String>> {
        let mut tags = BTreeMap::<String, BTreeSet<String>>::new();
        let mut add = |column: &str, within: &Value, key: &str| {
            let names = read::texts(within, key).map(str::to_owned);
            tags.entry(column.to_owned()).or_default().extend(names);
        };
        if let Some(options) = read::get(self.spec, "options") {
            add("", options, "tableTags");
        }
        if let Some(own) = read::get(source, "tags") {
            add("", own, "table");
            for column in read::list(own, "columns") {
                let name = read::text(column, "columnName").unwrap_or_default();
                add(name, column, "tags");
            }
        }
        tags.retain(|_, names| !names.is_empty());
        tags
    }
}

fn owners_in(within: &Value) -> BTreeSet<Owner> {
    let owners = read::list(within, "owners").iter();
    owners
        .map(|owner| Owner {
            r#type: read::text(owner, "type").unwrap_or_default().to_owned(),
            name: read::text(owner, "name").unwrap_or_default().to_owned(),
            iam: read::text(owner, "iam").map(str::to_owned),
        })
        .collect()
}
