//! What can go wrong on the way to a tenant and back, each with what to do about it.

use super::{Complaint, Origin};
use std::fmt;
use std::time::Duration;

/// Why there is no answer to work with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestError {
    /// The tenant that was asked.
    pub origin: Origin,
    /// What went wrong.
    pub kind: RequestErrorKind,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestErrorKind {
    /// The tenant understood the request and says no: 400, 409, 422 and the like, with what it says.
    Refused {
        /// The status.
        status: u16,
        /// What the tenant complains about; never empty.
        complaints: Vec<Complaint>,
    },
    /// 401.
    Unauthorized,
    /// 403, with what the tenant says and the permission that pushing takes, where it is known.
    Forbidden {
        /// The tenant's words.
        says: Option<String>,
        /// The permission.
        permission: Option<&'static str>,
    },
    /// 404.
    NotFound {
        /// The path that is not there.
        path: String,
        /// The tenant's words.
        says: Option<String>,
        /// What is known about such a path being gone.
        note: Option<&'static str>,
    },
    /// 407: a proxy in between wants to know who asks.
    ProxyCredentials,
    /// 429, with how long the tenant asks to wait.
    TooMany(Option<Duration>),
    /// 500 and above.
    Server {
        /// The status.
        status: u16,
        /// The tenant's words.
        says: Option<String>,
    },
    /// Any other status that is no success.
    Status {
        /// The status.
        status: u16,
        /// The tenant's words.
        says: Option<String>,
    },
    /// 3xx, with where it points. It is not followed: the key would go along.
    Redirect(Option<String>),
    /// A page for people instead of an answer: a proxy or a login page is in between.
    Html(u16),
    /// A success with a body that is not the JSON that was expected.
    NotUnderstood {
        /// The status.
        status: u16,
        /// What is odd about it.
        reason: String,
    },
    /// The tenant says that it did what it was only asked about.
    NotDry,
    /// The answer is larger than the client takes.
    TooLarge(usize),
    /// The connection ended in the middle of the answer.
    Cut(String),
    /// The name of the host is not known.
    Dns,
    /// No connection.
    Connect(String),
    /// The certificate is not to be trusted.
    Certificate(String),
    /// TLS failed in another way.
    Tls(String),
    /// No answer in time.
    Timeout(Duration),
    /// The client cannot be set up: a certificate file that makes no sense.
    Setup(String),
}

impl RequestErrorKind {
    /// What the tenant complains about in the payload; empty where it is not the payload's fault.
    pub fn complaints(&self) -> &[Complaint] {
        match self {
            Self::Refused { complaints, .. } => complaints,
            _ => &[],
        }
    }

    /// Whether trying again at once may help, and how long to wait before.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Dns | Self::Connect(_) => Some(Duration::from_millis(300)),
            Self::TooMany(wait) => Some(wait.unwrap_or(Duration::from_secs(1))),
            _ => None,
        }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.origin.host();
        let quote = |says: &Option<String>| match says {
            Some(says) => format!(": {}", says.trim_end_matches('.')),
            None => String::new(),
        };
        match &self.kind {
            RequestErrorKind::Refused { status, complaints } => {
                let says: Vec<_> = complaints.iter().map(|c| c.message.as_str()).collect();
                write!(
                    f,
                    "{host} refuses this spec (status {status}): {}",
                    says.join("; ")
                )
            }
            RequestErrorKind::Unauthorized => write!(
                f,
                "{host} does not accept the API key (status 401). It may be mistyped, or have run out; a new one is made there, in the \
                 profile of your user."
            ),
            RequestErrorKind::Forbidden { says, permission } => {
                write!(
                    f,
                    "{host} does not allow this with the API key you use (status 403){}.",
                    quote(says)
                )?;
                match permission {
                    Some(permission) => write!(
                        f,
                        " It takes the permission `{permission}`; ask an administrator of the tenant for it."
                    ),
                    None => f.write_str(
                        " Ask an administrator of the tenant for the permission it takes.",
                    ),
                }
            }
            RequestErrorKind::NotFound { path, says, note } => {
                write!(
                    f,
                    "{host} has no `{path}` (status 404){}. Is this the address of the tenant?",
                    quote(says)
                )?;
                match note {
                    Some(note) => write!(f, " {note}"),
                    None => Ok(()),
                }
            }
            RequestErrorKind::ProxyCredentials => write!(
                f,
                "A proxy on the way to {host} requires a user name and a password (status 407). Nothing is known about what \
                 the tenant would say. Write them into `HTTPS_PROXY`: `http://USER:PASSWORD@proxy.example.com:3128`."
            ),
            RequestErrorKind::TooMany(wait) => {
                write!(f, "{host} gets too many requests (status 429). ")?;
                match wait {
                    Some(wait) => write!(f, "Try again in {} s.", wait.as_secs().max(1)),
                    None => f.write_str("Try again in a while."),
                }
            }
            RequestErrorKind::Server { status, says } => write!(
                f,
                "{host} has a problem of its own (status {status}){}. Try again later; if it stays, tell whoever runs the \
                 tenant.",
                quote(says)
            ),
            RequestErrorKind::Status { status, says } => {
                write!(
                    f,
                    "{host} gives an answer nobody expects (status {status}){}.",
                    quote(says)
                )
            }
            RequestErrorKind::Redirect(Some(to)) => write!(
                f,
                "{host} sends the request on to {to}. That is not followed, because your API key would go along. If the tenant \
                 has moved there, use that address."
            ),
            RequestErrorKind::Redirect(None) => write!(
                f,
                "{host} sends the request on without saying where. Is this the address of the tenant?"
            ),
            RequestErrorKind::Html(status @ 500..) => write!(
                f,
                "{host} answers with a page for people instead of data (status {status}). A gateway or proxy in between does not \
                 get through to the tenant: try again later, and check `HTTPS_PROXY` and `NO_PROXY`."
            ),
            RequestErrorKind::Html(status) => write!(
                f,
                "{host} answers with a page for people instead of data (status {status}). A proxy or a login page is in between: \
                 check the address, and `HTTPS_PROXY` and `NO_PROXY`."
            ),
            RequestErrorKind::NotUnderstood { status, reason } => write!(
                f,
                "{host} gives an answer that cannot be understood (status {status}): {reason}. Nothing is known about what a push \
                 would do."
            ),
            RequestErrorKind::NotDry => write!(
                f,
                "{host} says that this was NOT a dry run: it may have applied the spec, although it was asked not to. Look at the \
                 tenant, and report this."
            ),
            RequestErrorKind::TooLarge(bytes) => write!(
                f,
                "{host} sends more than {} MiB; the rest was not read. Is this the address of the tenant?",
                bytes / 1024 / 1024
            ),
            RequestErrorKind::Cut(reason) => write!(
                f,
                "the connection to {host} ended in the middle of the answer ({reason}). Try again."
            ),
            RequestErrorKind::Dns => write!(
                f,
                "there is no host {host}. Check the spelling of the address, and your network or VPN."
            ),
            RequestErrorKind::Connect(reason) => write!(
                f,
                "{host} cannot be reached ({reason}). Check the address, your network or VPN, and `HTTPS_PROXY`."
            ),
            RequestErrorKind::Certificate(reason) => write!(
                f,
                "the certificate of {host} is not to be trusted: {reason}. Nothing was sent. If your organization has a certificate \
                 authority of its own, name its file in `tenant.caFile`, or with `--ca-file` on the command line."
            ),
            RequestErrorKind::Tls(reason) => write!(
                f,
                "no secure connection to {host}: {reason}. Is this the address of the tenant?"
            ),
            RequestErrorKind::Timeout(limit) => write!(
                f,
                "{host} gave no answer within {} s. Try again; `tenant.timeout`, or `--timeout` on the command line, sets how long to wait.",
                limit.as_secs().max(1)
            ),
            RequestErrorKind::Setup(reason) => write!(f, "no request was made: {reason}"),
        }
    }
}

impl std::error::Error for RequestError {}
