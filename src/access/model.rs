//! What specs and facts come to: data sources, policies, projects and people.
//!
//! Nothing here is a key of a spec. What could not be understood is kept as such, because it is never without effect.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// Where something is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The file, as the user named it.
    pub path: Arc<str>,
    /// The line, from 1.
    pub line: usize,
    /// The bytes of the file.
    pub range: Range<usize>,
}

/// Which Immuta the specs are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// 2024.3.
    V2024_3,
    /// 2025.1.
    V2025_1,
    /// The hosted service as it is today.
    Saas,
}

impl Target {
    /// Every target with the word for it.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("2024.3", Self::V2024_3),
        ("2025.1", Self::V2025_1),
        ("saas", Self::Saas),
    ];

    /// The word for it in settings, tests and output.
    pub fn word(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find(|(_, target)| *target == self)
            .map_or("", |(word, _)| word)
    }

    /// Returns the target with this word for it.
    pub fn named(word: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find(|(known, _)| *known == word)
            .map(|(_, target)| *target)
    }
}

/// All that is known about policies and what they are about.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Which Immuta it is; `None` if nobody said.
    pub target: Option<Target>,
    /// The data sources.
    pub sources: Vec<Source>,
    /// The global policies.
    pub policies: Vec<Policy>,
    /// The projects.
    pub projects: Vec<Project>,
    /// Keys of policies in the order in which they were authored, as far as that is known.
    pub authored: Vec<String>,
    /// Keys of subscription policies that are guardrails on the tenant. No key of a spec says so.
    pub guardrails: BTreeSet<String>,
    /// The attributes that all members of a group have.
    pub group_attributes: BTreeMap<String, Attributes>,
    /// Whether orchestrated masking is on; `None` if nobody said.
    pub orchestrated_masking: Option<bool>,
}

/// Attributes: the values under each name.
pub type Attributes = BTreeMap<String, BTreeSet<String>>;

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
    pub place: Place,
}

/// Where a table is, as far as it is known.
#[derive(Debug, Clone, Default)]
pub struct Place {
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

/// A global policy.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Its key.
    pub key: String,
    /// The name that people see.
    pub name: String,
    /// Where it is written.
    pub origin: Option<Origin>,
    /// Whether it is a draft that is not in force; `None` if that could not be read.
    pub staged: Option<bool>,
    /// Which data sources it is for.
    pub circumstances: Circumstances,
    /// Whose data sources it is for, if only those of some owners; an empty list if that could not be read.
    pub only_owned_by: Option<Vec<Owner>>,
    /// What it does.
    pub body: PolicyBody,
}

/// Which data sources a policy is for.
#[derive(Debug, Clone, Default)]
pub enum Circumstances {
    /// Nothing is said.
    #[default]
    Unstated,
    /// An explicit null.
    Null,
    /// These.
    List {
        /// Whether all of them are needed, or one.
        operator: Operator,
        /// The circumstances.
        list: Vec<Circumstance>,
    },
    /// Something that could not be read.
    Unknown,
}

/// What a data source is recognised by.
#[derive(Debug, Clone)]
pub enum Circumstance {
    /// A tag on the data source.
    Tag(String),
    /// A tag on one of its columns.
    ColumnTag(String),
    /// The name of one of its columns.
    ColumnName(NamePattern),
    /// No tag.
    NoTags,
    /// A tag, whichever.
    AnyTag,
    /// One of these domains, by name or by id.
    Domains(Vec<String>),
    /// Something that could not be understood.
    Unknown(String),
}

/// A regular expression for names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePattern {
    /// The expression.
    pub regex: String,
    /// Whether upper and lower case are the same.
    pub ignores_case: bool,
}

/// Whether all of several are needed, or one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Operator {
    /// All of them.
    All,
    /// One of them.
    #[default]
    Any,
}

/// What a policy does.
#[derive(Debug, Clone)]
pub enum PolicyBody {
    /// Says who may subscribe.
    Subscription(Subscription),
    /// Says what subscribers see.
    Data(Vec<Action>),
    /// Something that could not be understood.
    Unknown,
}

/// Who may subscribe.
#[derive(Debug, Clone)]
pub struct Subscription {
    /// Where it is written.
    pub origin: Option<Origin>,
    /// Who.
    pub level: Level,
    /// Whether people are subscribed without doing anything; `None` if nothing is said.
    pub automatic: Option<bool>,
    /// Whether it is enough to meet this or another policy; `None` if nothing is said.
    pub shares_responsibility: Option<bool>,
}

/// The sort of people who may subscribe.
#[derive(Debug, Clone)]
pub enum Level {
    /// Everybody.
    Anyone,
    /// Whoever asks and is approved.
    Approval,
    /// People with certain groups or attributes.
    Entitled(Entitlement),
    /// People whom an owner adds.
    Manual,
    /// Something that could not be understood.
    Unknown(String),
}

/// What people must have.
#[derive(Debug, Clone)]
pub enum Entitlement {
    /// Groups and attributes.
    Audience(Audience),
    /// What an advanced expression says.
    Expression(String),
}

/// Some people.
#[derive(Debug, Clone, Default)]
pub struct Audience {
    /// Whether all conditions are needed, or one; `None` if nothing is said.
    pub operator: Option<Operator>,
    /// The conditions, of all kinds in one list.
    pub conditions: Vec<Condition>,
    /// Whether something in it could not be understood.
    pub is_partial: bool,
}

/// What somebody has, or does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// Is in this group.
    Group(String),
    /// Has this attribute with this value.
    Attribute {
        /// The attribute.
        name: String,
        /// The value.
        value: String,
    },
    /// Acts under this purpose.
    Purpose(String),
}

/// A group of rules, of which the first that applies to somebody counts.
#[derive(Debug, Clone, Default)]
pub struct Action {
    /// The rules.
    pub rules: Vec<Rule>,
    /// Whether some of it could not be read.
    pub is_partial: bool,
}

/// A rule of a data policy.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Where it is written.
    pub origin: Option<Origin>,
    /// The people it is for; `None` for everybody.
    pub only: Option<Audience>,
    /// The people it is not for.
    pub except: Option<Audience>,
    /// What it does.
    pub effect: Effect,
}

/// What a rule does.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Masks columns.
    Mask(Mask),
    /// Shows the rows for which an expression is true.
    Where(String),
    /// Shows the rows whose values are among the user's own.
    Entitlements {
        /// Whether all matches are needed, or one; `None` if nothing is said.
        operator: Option<Operator>,
        /// What is compared.
        matches: Vec<Match>,
        /// Whether some of it could not be understood.
        is_partial: bool,
    },
    /// Shows rows under a purpose only. What V2 calls the purposes no document says.
    Purpose,
    /// Shows some rows, in a way that no document spells: minimization, time.
    SomeRows(String),
    /// Something that could not be understood.
    Unknown(String),
}

/// What a row's value is compared with.
#[derive(Debug, Clone)]
pub enum Match {
    /// The values of an attribute, with the column that has a tag.
    Attribute {
        /// The attribute.
        attribute: String,
        /// The tag.
        tag: String,
    },
    /// The user's groups, with the column that has a tag.
    Groups {
        /// The tag.
        tag: String,
    },
}

impl Match {
    /// The tag of the column that is compared.
    pub fn tag(&self) -> &str {
        match self {
            Self::Attribute { tag, .. } | Self::Groups { tag } => tag,
        }
    }
}

/// How which columns are masked.
#[derive(Debug, Clone)]
pub struct Mask {
    /// The columns.
    pub columns: Vec<Selector>,
    /// How.
    pub kind: MaskKind,
    /// The rows in which they are masked; `None` for all.
    pub condition: Option<String>,
}

/// What a column is chosen by.
#[derive(Debug, Clone)]
pub enum Selector {
    /// A tag on it.
    Tag(String),
    /// A tag, whichever.
    AnyTag,
    /// No tag.
    NoTags,
    /// Its name.
    Name(NamePattern),
    /// Something that could not be understood.
    Unknown(String),
}

/// How values are masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MaskKind {
    /// By a hash.
    Hash,
    /// By nothing.
    Null,
    /// By one and the same text.
    Constant(String),
    /// So that no combination of values is rare.
    KAnonymization,
    /// By an expression of SQL.
    Custom(String),
    /// In a way that could not be understood.
    Unknown(String),
}

/// A project.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Where it is written.
    pub origin: Option<Origin>,
    /// The names of its data sources.
    pub sources: Vec<String>,
    /// Its purposes.
    pub purposes: Vec<String>,
    /// Whether its members see no more than the least entitled among them.
    pub is_equalized: bool,
    /// What equalized members have; `None` if nobody said.
    pub equalized_to: Option<Traits>,
}

/// What somebody has: groups and attributes.
#[derive(Debug, Clone, Default)]
pub struct Traits {
    /// The groups.
    pub groups: BTreeSet<String>,
    /// The attributes.
    pub attributes: Attributes,
}

/// Somebody who looks at data.
#[derive(Debug, Clone, Default)]
pub struct Persona {
    /// What the tests call them.
    pub name: String,
    /// Groups and attributes. There are no others.
    pub traits: Traits,
    /// The purposes they act under: approved, acknowledged, and switched to. `None` if nobody said.
    pub purposes: Option<BTreeSet<String>>,
    /// The project they work in, by key or name.
    pub project: Option<String>,
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

impl Place {
    /// What a person calls the table: `public.customers`.
    pub fn label(&self) -> Option<String> {
        let table = self.table.as_ref()?;
        Some(match &self.schema {
            Some(schema) => format!("{schema}.{table}"),
            None => table.clone(),
        })
    }
}

impl World {
    /// The data source with this name, or with this schema and table.
    pub fn source(&self, named: &str) -> Option<&Source> {
        let by_name = self.sources.iter().find(|source| source.name == named);
        by_name.or_else(|| {
            let label = |source: &&Source| source.place.label().as_deref() == Some(named);
            let mut labelled = self.sources.iter().filter(label);
            labelled.next().filter(|_| labelled.next().is_none())
        })
    }

    /// The project with this key or name.
    pub fn project(&self, named: &str) -> Option<&Project> {
        let by_key = self.projects.iter().find(|project| project.key == named);
        by_key.or_else(|| self.projects.iter().find(|project| project.name == named))
    }
}

/// The parts of a tag or a purpose; a dot after a backslash is part of a name.
pub(super) fn segments(path: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (index, char) in path.char_indices() {
        if char == '.' && !escaped {
            parts.extend(path.get(start..index));
            start = index + 1;
        }
        escaped = char == '\\' && !escaped;
    }
    parts.extend(path.get(start..));
    parts
}
