//! Policies: which data sources they are for, and what they do.

use super::origin::Origin;
use super::source::Owner;

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
