//! Floor 4: the tenant. The only place that opens a connection.
//!
//! A [`Client`] talks to one tenant, its [`Origin`], with the [`ApiKey`] that belongs to it; [`Wishes`] say which
//! tenant is meant. It asks what a push would do, and reads which names exist; it cannot push.

mod answer;
mod batch;
mod choice;
mod client;
mod complaint;
mod failure;
mod filter;
mod key;
pub mod names;
mod origin;
mod payload;
mod profile;
mod tls;
mod who;

pub use answer::{Amount, Answer, Happens};
pub use batch::dry_run_all;
pub use choice::{By, Choice, KEY_VARIABLE, KeyFrom, NoTenant, URL_VARIABLE, Wishes};
pub use client::{Client, Limits, MAX_ANSWER};
pub use complaint::Complaint;
pub use failure::{Cause, Failure};
pub use key::ApiKey;
pub use origin::{Origin, OriginError};
pub use payload::{Missing, Payload};
pub use profile::{DEFAULT_PROFILE, Profile, profiles};
pub use who::Who;
