//! Floor 4: the tenant. The only place that opens a connection.
//!
//! A [`Client`] talks to one tenant, its [`Origin`], with the [`ApiKey`] that belongs to it; [`TenantSources`] say which
//! tenant is meant. It asks what a push would do, and reads which names exist; it cannot push.

mod answer;
mod batch;
mod client;
mod complaint;
mod error;
mod filter;
mod key;
pub mod names;
mod origin;
mod payload;
mod profile;
mod proxy;
mod sources;
mod tls;
mod user;

pub use answer::{Affected, Answer, PlannedChange};
pub use batch::dry_run_all;
pub use client::{Client, Limits, MAX_ANSWER};
pub use complaint::Complaint;
pub use error::{RequestError, RequestErrorKind};
pub use key::ApiKey;
pub use origin::{Origin, OriginError};
pub use payload::{Missing, Payload};
pub use profile::{DEFAULT_PROFILE, Profile, profiles};
pub use sources::{
    KEY_VARIABLE, KeySource, NoTenant, ResolvedTenant, TenantSource, TenantSources, URL_VARIABLE,
};
pub use user::CurrentUser;
