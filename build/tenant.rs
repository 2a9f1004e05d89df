//! The tables of `names.yaml` and `tenant.yaml`: what a tenant is asked, and how it answers.

use crate::notation::{Known, Rows, scalar};
use serde::Deserialize;
use serde_yaml::Value;

/// Either `requests` with what belongs to them, or `derived`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NameList {
    pub(crate) known: Known,
    pub(crate) doc: String,
    pub(crate) plural: String,
    #[serde(default)]
    pub(crate) requests: Vec<Request>,
    #[serde(default)]
    pub(crate) entries: Vec<String>,
    pub(crate) name: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) count: Option<String>,
    pub(crate) pages: Option<Pages>,
    pub(crate) limit: Option<String>,
    #[serde(default)]
    pub(crate) gone: Vec<String>,
    pub(crate) nested: Option<String>,
    pub(crate) detail: Option<Request>,
    pub(crate) parent: Option<String>,
    pub(crate) derived: Option<Derived>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) query: Rows<Literal>,
}

/// A text, or a boolean as its text.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Value")]
pub(crate) struct Literal(pub(crate) String);

impl TryFrom<Value> for Literal {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        scalar(&value).map(Self)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pages {
    pub(crate) size: String,
    pub(crate) offset: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Derived {
    pub(crate) from: Vec<String>,
    pub(crate) key: String,
}

/// How a tenant is talked to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TenantApi {
    pub(crate) user: UserRequest,
    pub(crate) bodies: Bodies,
    pub(crate) errors: ErrorKeys,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserRequest {
    pub(crate) known: Known,
    pub(crate) doc: String,
    pub(crate) path: String,
    pub(crate) name: Vec<String>,
    pub(crate) permissions: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bodies {
    pub(crate) known: Known,
    pub(crate) doc: String,
    pub(crate) yaml: String,
    pub(crate) json: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorKeys {
    pub(crate) known: Known,
    pub(crate) doc: String,
    pub(crate) entries: Vec<String>,
    pub(crate) message: Vec<String>,
    pub(crate) code: String,
    pub(crate) path: Vec<String>,
    pub(crate) places: String,
}
