//! The catalog's YAML files as they are written. `src/catalog/data.yaml` describes the format.

use serde::Deserialize;
use serde_yaml::Value;

pub(crate) use crate::notation::{Conditions, Known, Requirement, Rows, Status, Type, Types};
pub(crate) use crate::tenant::{NameList, Request, TenantApi};

/// One file. Every part may be absent.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct File {
    /// The file's name, for messages; not part of the text.
    #[serde(skip)]
    pub(crate) name: String,
    pub(crate) kind: Option<Kind>,
    pub(crate) other_payloads: Rows<OtherPayload>,
    pub(crate) templates: Rows<Vec<Template>>,
    pub(crate) shapes: Rows<Shape>,
    pub(crate) tokens: Rows<Token>,
    pub(crate) functions: Rows<Function>,
    pub(crate) names: Rows<NameList>,
    pub(crate) tenant: Option<TenantApi>,
    pub(crate) sources: Rows<Source>,
    pub(crate) meanings: Rows<Rows<crate::access::FieldMeaning>>,
    pub(crate) function_meanings: Rows<crate::access::Meaning>,
    pub(crate) vocabulary: Option<crate::access::Vocabulary>,
    pub(crate) phrases: Rows<String>,
    pub(crate) notes: Rows<String>,
    pub(crate) readings: Rows<crate::access::Reading>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kind {
    pub(crate) name: String,
    pub(crate) endpoint: String,
    pub(crate) title: String,
    pub(crate) doc: String,
    pub(crate) url: String,
    /// Weights by dotted path, perhaps with `=value`.
    pub(crate) detect: Rows<i32>,
    pub(crate) root: String,
    pub(crate) thing: String,
    pub(crate) permission: String,
    pub(crate) gone: Option<String>,
    pub(crate) outcomes: Rows<Outcome>,
    #[serde(default)]
    pub(crate) query_parameters: Rows<QueryParameter>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OtherPayload {
    pub(crate) known: Known,
    pub(crate) detect: Rows<i32>,
    pub(crate) like: String,
    pub(crate) message: String,
    pub(crate) url: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outcome {
    pub(crate) known: Known,
    pub(crate) effect: Effect,
    pub(crate) one: String,
    pub(crate) many: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueryParameter {
    pub(crate) doc: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Template {
    pub(crate) label: String,
    pub(crate) doc: String,
    pub(crate) body: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shape {
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) open: bool,
    pub(crate) discriminator: Option<String>,
    #[serde(default)]
    pub(crate) one_of: Vec<String>,
    #[serde(default)]
    pub(crate) identity: Vec<Vec<String>>,
    #[serde(default)]
    pub(crate) listed: Vec<Listed>,
    #[serde(default)]
    pub(crate) v1: Vec<Older>,
    pub(crate) fields: Rows<Field>,
    #[serde(default)]
    pub(crate) variants: Vec<Variant>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Older {
    pub(crate) keys: Vec<String>,
    pub(crate) instead: String,
    #[serde(default)]
    pub(crate) whole: bool,
    #[serde(default)]
    pub(crate) becomes: Rows<Becomes>,
}

/// Exactly one of these.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Becomes {
    pub(crate) text: Option<String>,
    pub(crate) value: Option<String>,
    pub(crate) values: Option<String>,
    pub(crate) inner: Option<String>,
    #[serde(default)]
    pub(crate) mappings: Rows<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FirstMatch {
    pub(crate) only: String,
    pub(crate) except: String,
    #[serde(default)]
    pub(crate) any: Conditions,
    #[serde(default)]
    pub(crate) alone: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Variant {
    pub(crate) values: Vec<String>,
    #[serde(default)]
    pub(crate) open_when: Conditions,
    pub(crate) fields: Rows<Field>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    pub(crate) r#type: Types,
    pub(crate) known: Known,
    pub(crate) doc: String,
    #[serde(default)]
    pub(crate) required: Requirement,
    pub(crate) required_status: Option<Status>,
    #[serde(default)]
    pub(crate) when: Conditions,
    pub(crate) when_status: Option<Status>,
    #[serde(default)]
    pub(crate) values: Rows<Allowed>,
    #[serde(default)]
    pub(crate) others: Others,
    #[serde(default)]
    pub(crate) content: Content,
    #[serde(default)]
    pub(crate) secret: bool,
    pub(crate) must_contain: Option<MustContain>,
    pub(crate) characters: Option<Characters>,
    pub(crate) echoes: Option<String>,
    pub(crate) default: Option<String>,
    pub(crate) example: Option<String>,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    #[serde(default)]
    pub(crate) mistaken: Vec<String>,
    pub(crate) instead_of: Option<String>,
    #[serde(default)]
    pub(crate) v1_values: Rows<String>,
    #[serde(default)]
    pub(crate) v1_only: Vec<String>,
    pub(crate) v1_key: Option<String>,
    pub(crate) first_match: Option<FirstMatch>,
    #[serde(default)]
    pub(crate) path: bool,
    #[serde(default)]
    pub(crate) refers: References,
    #[serde(default)]
    pub(crate) hazards: Rows<Hazard>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Allowed {
    pub(crate) known: Known,
    pub(crate) doc: String,
    pub(crate) same_as: Option<String>,
    pub(crate) older_than: Option<String>,
    #[serde(default)]
    pub(crate) mistaken: Vec<String>,
    #[serde(default)]
    pub(crate) when: Conditions,
    #[serde(default)]
    pub(crate) hazards: Rows<Hazard>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MustContain {
    pub(crate) text: String,
    pub(crate) why: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Characters {
    /// Single characters and ranges such as `a-z`.
    pub(crate) allowed: Vec<String>,
    pub(crate) described: String,
    pub(crate) most: usize,
    pub(crate) known: Known,
}

/// Paths with dots: what is listed in `all`, and where some of that is named.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listed {
    pub(crate) all: String,
    pub(crate) named: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hazard {
    pub(crate) trigger: Trigger,
    pub(crate) message: String,
    #[serde(default)]
    pub(crate) once: bool,
    pub(crate) level: Option<Level>,
    #[serde(default)]
    pub(crate) when: Conditions,
    #[serde(default)]
    pub(crate) unless: Conditions,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Token {
    pub(crate) known: Known,
    pub(crate) doc: String,
    /// `source.table`: a shape, with a small first letter, and one of its fields.
    pub(crate) from: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Function {
    pub(crate) known: Known,
    pub(crate) doc: String,
    pub(crate) within: Vec<Content>,
    /// Absent for a variable.
    pub(crate) parameters: Option<Rows<Parameter>>,
    #[serde(default)]
    pub(crate) embedded: bool,
    pub(crate) deprecated: Option<Deprecated>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Deprecated {
    pub(crate) by: Option<String>,
    pub(crate) note: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameter {
    pub(crate) doc: String,
    pub(crate) takes: Takes,
    #[serde(default)]
    pub(crate) refers: References,
    #[serde(default)]
    pub(crate) values: Rows<String>,
    #[serde(default)]
    pub(crate) optional: bool,
    #[serde(default)]
    pub(crate) repeated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Takes {
    Text,
    Choice,
    Expression,
}

/// What a text is the name of: the kind of name alone, or rows that say more.
#[derive(Debug, Default, Deserialize)]
#[serde(try_from = "Value")]
pub(crate) struct References(pub(crate) Vec<Reference>);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reference {
    pub(crate) to: String,
    #[serde(default)]
    pub(crate) by: By,
    /// The sibling that holds the name, where the text is one of the values seen for it.
    pub(crate) value_of: Option<String>,
    #[serde(default)]
    pub(crate) when: Conditions,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum By {
    #[default]
    Name,
    Id,
}

impl TryFrom<Value> for References {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let rows = match value {
            Value::Sequence(rows) => rows,
            Value::String(to) => {
                return Ok(Self(vec![Reference {
                    to,
                    by: By::Name,
                    value_of: None,
                    when: Conditions::default(),
                }]));
            }
            one => vec![one],
        };
        let row = |row| serde_yaml::from_value(row).map_err(|error| error.to_string());
        rows.into_iter()
            .map(row)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) doc: String,
    pub(crate) url: Option<String>,
}

// These enums print as the Rust they become.

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    Hint,
    Warning,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Trigger {
    Absent,
    Unset,
    Present,
    Empty,
    True,
    False,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Effect {
    Deletes,
    Creates,
    Updates,
    Notes,
    Keeps,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Others {
    #[default]
    None,
    Possible,
    Certain,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub(crate) enum Content {
    #[default]
    #[serde(rename = "plain")]
    Plain,
    #[serde(rename = "name template")]
    NameTemplate,
    #[serde(rename = "where expression")]
    Where,
    #[serde(rename = "masking expression")]
    Masking,
    #[serde(rename = "subscription expression")]
    Subscription,
    #[serde(rename = "sql")]
    Sql,
    #[serde(rename = "markdown")]
    Markdown,
    #[serde(rename = "base64")]
    Base64,
    #[serde(rename = "regex")]
    Regex,
}
