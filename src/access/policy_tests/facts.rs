//! What no spec says: the tags, domains and owners that a tenant knows, the types of columns, the order of authorship.

use super::super::model::{Attributes, Column, Owner, Source, Traits, World};
use super::mapping::Problems;
use super::traits::{attributes, groups};
use crate::syntax::Value;
use std::collections::BTreeMap;

/// Facts, as a file gives them.
#[derive(Debug, Default)]
pub struct Facts {
    sources: Vec<SourceFacts>,
    authored: Vec<String>,
    guardrails: Vec<String>,
    groups: BTreeMap<String, Attributes>,
    projects: BTreeMap<String, Traits>,
    orchestrated_masking: Option<bool>,
}

/// What is known of a data source.
#[derive(Debug, Default)]
struct SourceFacts {
    name: String,
    tags: Vec<String>,
    columns: Vec<Column>,
    has_all_columns: bool,
    domains: Option<Vec<String>>,
    owners: Option<Vec<Owner>>,
}

impl Facts {
    /// Adds the facts to what specs say. A data source that no spec lists is there all the same.
    pub fn apply(&self, world: &mut World) {
        for facts in &self.sources {
            let name = world.source(&facts.name).map(|source| source.name.clone());
            let known = name.and_then(|name| world.sources.iter_mut().find(|s| s.name == name));
            match known {
                Some(source) => facts.apply(source),
                None => {
                    let mut source = Source {
                        name: facts.name.clone(),
                        has_certain_name: true,
                        ..Source::default()
                    };
                    facts.apply(&mut source);
                    world.sources.push(source);
                }
            }
        }
        world.authored.clone_from(&self.authored);
        world.guardrails.extend(self.guardrails.iter().cloned());
        world.group_attributes.extend(self.groups.clone());
        if self.orchestrated_masking.is_some() {
            world.orchestrated_masking = self.orchestrated_masking;
        }
        for project in &mut world.projects {
            let named = self.projects.get(&project.key);
            let traits = named.or_else(|| self.projects.get(&project.name));
            if let Some(traits) = traits {
                project.equalized_to = Some(traits.clone());
            }
        }
    }

    /// Reads `facts`.
    pub(super) fn read(value: Value<'_>, problems: &mut Problems) -> Self {
        const KNOWN: &[&str] = &[
            "sources",
            "authored",
            "guardrails",
            "groups",
            "projects",
            "orchestrated_masking",
        ];
        let mut facts = Self::default();
        for (name, entry) in problems.entries(value, "`facts`") {
            let value = entry.value;
            match name.as_str() {
                "sources" => {
                    for (name, entry) in problems.entries(value, "`sources`") {
                        facts
                            .sources
                            .push(SourceFacts::read(name, entry.value, problems));
                    }
                }
                "authored" => facts.authored = problems.strings(value, "A policy key"),
                "guardrails" => facts.guardrails = problems.strings(value, "A policy key"),
                "groups" => {
                    for (name, entry) in problems.entries(value, "`groups`") {
                        for (key, entry) in problems.entries(entry.value, "A group") {
                            if key == "attributes" {
                                let attributes = attributes(entry.value, problems);
                                facts.groups.insert(name.clone(), attributes);
                            } else {
                                problems.unknown(&entry, "a group", &["attributes"]);
                            }
                        }
                    }
                }
                "projects" => {
                    for (name, entry) in problems.entries(value, "`projects`") {
                        for (key, entry) in problems.entries(entry.value, "A project") {
                            if key == "equalized_to" {
                                let traits = traits(entry.value, problems);
                                facts.projects.insert(name.clone(), traits);
                            } else {
                                problems.unknown(&entry, "a project", &["equalized_to"]);
                            }
                        }
                    }
                }
                "orchestrated_masking" => {
                    facts.orchestrated_masking = problems.boolean(value, "`orchestrated_masking`");
                }
                _ => problems.unknown(&entry, "`facts`", KNOWN),
            }
        }
        facts
    }
}

fn traits(value: Value<'_>, problems: &mut Problems) -> Traits {
    let mut traits = Traits::default();
    for (name, entry) in problems.entries(value, "`equalized_to`") {
        match name.as_str() {
            "groups" => traits.groups = groups(entry.value, problems),
            "attributes" => traits.attributes = attributes(entry.value, problems),
            _ => problems.unknown(&entry, "`equalized_to`", &["groups", "attributes"]),
        }
    }
    traits
}

impl SourceFacts {
    fn apply(&self, source: &mut Source) {
        extend(&mut source.tags, &self.tags);
        for facts in &self.columns {
            let column = source.column(&facts.name);
            extend(&mut column.tags, &facts.tags);
            if facts.data_type.is_some() {
                column.data_type.clone_from(&facts.data_type);
            }
        }
        source.has_all_columns |= self.has_all_columns;
        if self.domains.is_some() {
            source.domains.clone_from(&self.domains);
        }
        if self.owners.is_some() {
            source.owners.clone_from(&self.owners);
        }
    }

    fn read(name: String, value: Value<'_>, problems: &mut Problems) -> Self {
        const KNOWN: &[&str] = &["tags", "columns", "all_columns", "domains", "owners"];
        let mut facts = Self {
            name,
            ..Self::default()
        };
        for (name, entry) in problems.entries(value, "A data source") {
            let value = entry.value;
            match name.as_str() {
                "tags" => facts.tags = problems.strings(value, "A tag"),
                "columns" => {
                    for (name, entry) in problems.entries(value, "`columns`") {
                        facts.columns.push(column(name, entry.value, problems));
                    }
                }
                "all_columns" => {
                    let all = problems.boolean(value, "`all_columns`");
                    facts.has_all_columns = all == Some(true);
                }
                "domains" => facts.domains = Some(problems.strings(value, "A domain")),
                "owners" => {
                    let mut owners = Vec::new();
                    for (name, entry) in problems.entries(value, "`owners`") {
                        let owner = match name.as_str() {
                            "groups" => Owner::Group as fn(String) -> Owner,
                            "users" => Owner::User as fn(String) -> Owner,
                            _ => {
                                problems.unknown(&entry, "`owners`", &["groups", "users"]);
                                continue;
                            }
                        };
                        let names = problems.strings(entry.value, "An owner");
                        owners.extend(names.into_iter().map(owner));
                    }
                    facts.owners = Some(owners);
                }
                _ => problems.unknown(&entry, "a data source", KNOWN),
            }
        }
        facts
    }
}

fn column(name: String, value: Value<'_>, problems: &mut Problems) -> Column {
    let mut column = Column {
        name,
        ..Column::default()
    };
    for (name, entry) in problems.entries(value, "A column") {
        match name.as_str() {
            "tags" => column.tags = problems.strings(entry.value, "A tag"),
            "type" => column.data_type = problems.string(entry.value, "`type`"),
            _ => problems.unknown(&entry, "a column", &["tags", "type"]),
        }
    }
    column
}

fn extend(known: &mut Vec<String>, more: &[String]) {
    for one in more {
        if !known.contains(one) {
            known.push(one.clone());
        }
    }
}
