//! How a tenant is talked to: the types of the table of `tenant.yaml`.

use super::Status;

/// What requests and answers look like, besides what a kind and a list of names say.
#[derive(Debug)]
pub struct TenantApi {
    /// Who asks.
    pub user: UserRequest,
    /// What a spec is sent as.
    pub bodies: Bodies,
    /// What the body of a refusal says.
    pub errors: ErrorKeys,
}

/// The request for the user that a key belongs to.
#[derive(Debug)]
pub struct UserRequest {
    /// What the answer is.
    pub doc: &'static str,
    /// How we know.
    pub status: Status,
    /// Where from.
    pub source: &'static str,
    /// The path, below the tenant's address.
    pub path: &'static str,
    /// Keys that lead to the user's name, the best first.
    pub name: &'static [&'static [&'static str]],
    /// The key of the list of permissions.
    pub permissions: &'static str,
}

/// The content types that a spec is sent as.
#[derive(Debug)]
pub struct Bodies {
    /// What there is to say about them.
    pub doc: &'static str,
    /// How we know.
    pub status: Status,
    /// Where from.
    pub source: &'static str,
    /// The content type of YAML.
    pub yaml: &'static str,
    /// The content type of JSON.
    pub json: &'static str,
}

/// Keys of the body of a refusal, the best first.
#[derive(Debug)]
pub struct ErrorKeys {
    /// What there is to say about them.
    pub doc: &'static str,
    /// How we know.
    pub status: Status,
    /// Where from.
    pub source: &'static str,
    /// Single problems.
    pub entries: &'static [&'static str],
    /// A text for people.
    pub message: &'static [&'static str],
    /// A name for the problem, where there is no such text.
    pub code: &'static str,
    /// The place in the payload.
    pub path: &'static [&'static str],
    /// Several places that one text is about.
    pub places: &'static str,
}
