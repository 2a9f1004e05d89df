//! Where a tenant is.

use reqwest::Url;
use std::fmt;

/// The address of a tenant: scheme, host and port, and nothing else.
///
/// An API key belongs to one origin and is sent to no other. Plain `http` is for this very machine only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(String);

/// The name of this very machine. It is never asked a resolver for, which may know another machine by it.
pub(super) const LOCALHOST: &str = "localhost";

/// Why a text is no address of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginError {
    /// As much of the text as may be shown: not even a part of it may be a password.
    shown: Option<String>,
    reason: &'static str,
}

impl fmt::Display for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { shown, reason } = self;
        match shown {
            Some(shown) => write!(f, "`{shown}` is not the address of a tenant: {reason}.")?,
            None => write!(
                f,
                "This is not the address of a tenant: {reason}. It is not shown because it may hold a password."
            )?,
        }
        f.write_str(" An address looks like `https://tenant.example.com`.")
    }
}

impl std::error::Error for OriginError {}

impl Origin {
    /// Reads an address. One without a scheme is taken for `https`.
    ///
    /// # Errors
    /// When it is no address, when it says more than scheme, host and port, or when it is plain `http` to
    /// another machine.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let trimmed = text.trim();
        let full = if trimmed.contains("://") {
            trimmed.to_owned()
        } else {
            format!("https://{trimmed}")
        };
        let url = Url::parse(&full).ok();
        let fail = |reason| {
            Err(OriginError {
                shown: shown(trimmed, url.as_ref()),
                reason,
            })
        };
        let Some(url) = url.as_ref().filter(|url| url.has_host()) else {
            return fail("it cannot be read as a URL");
        };
        if trimmed.contains('@') {
            return fail("it holds a user or a password");
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return fail("it says more than scheme, host and port");
        }
        let origin = Self(url.origin().ascii_serialization());
        match url.scheme() {
            "https" => Ok(origin),
            "http" if origin.is_loopback() => Ok(origin),
            "http" => fail("plain `http` would show the API key to everybody on the way"),
            _ => fail("the scheme is not `https`"),
        }
    }

    /// The text of it: `https://tenant.example.com`, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host and, where it is not the usual one, the port: what people call the tenant.
    pub fn host(&self) -> &str {
        self.0.split_once("://").map_or("", |(_, host)| host)
    }

    /// Whether it is this very machine.
    pub fn is_loopback(&self) -> bool {
        let url = Url::parse(&self.0).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        let ip = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse::<std::net::IpAddr>();
        host == LOCALHOST || ip.is_ok_and(|ip| ip.is_loopback())
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What may be shown of a text that is no address: scheme, host and port of a URL, or a text that looks like those.
fn shown(text: &str, url: Option<&Url>) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    if lower.contains('@') || lower.contains("%40") {
        return None;
    }
    let scheme = |text: &str| {
        text.split_once("://")
            .map_or(0, |(scheme, _)| scheme.len() + 3)
    };
    let host = text.get(scheme(text)..)?;
    let Some(url) = url.filter(|url| url.has_host()) else {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/');
        return host.chars().all(plain).then(|| text.to_owned());
    };
    let port = url
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    let more = match host.split_once(['/', '?', '#', '\\']) {
        None | Some((_, "")) => "",
        Some(_) => "/…",
    };
    let host = url.host_str()?;
    Some(format!("{}://{host}{port}{more}", url.scheme()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_scheme_host_and_port() {
        for (text, origin) in [
            ("https://tenant.example.com", "https://tenant.example.com"),
            ("https://Tenant.example.com/", "https://tenant.example.com"),
            (" tenant.example.com ", "https://tenant.example.com"),
            (
                "https://tenant.example.com:443",
                "https://tenant.example.com",
            ),
            ("tenant.example.com:8443", "https://tenant.example.com:8443"),
            ("http://127.0.0.1:4000", "http://127.0.0.1:4000"),
            ("http://[::1]:4000", "http://[::1]:4000"),
            ("http://localhost:4000/", "http://localhost:4000"),
        ] {
            assert_eq!(
                Origin::parse(text).as_ref().map(Origin::as_str),
                Ok(origin),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_more_or_less_than_that_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "cannot be read"),
            ("https://", "cannot be read"),
            ("http://tenant.example.com", "plain `http`"),
            ("http://127.0.0.1.example.com", "plain `http`"),
            ("http://localhost.example.com", "plain `http`"),
            ("ftp://tenant.example.com", "not `https`"),
            ("file:///etc/passwd", "cannot be read"),
            ("https://tenant.example.com/api", "says more"),
            ("https://tenant.example.com?key=secret", "says more"),
            (
                "https://user:secret@tenant.example.com#secret",
                "a password",
            ),
            ("https://user:secret@tenant.example.com", "a password"),
            (
                "https://admin:secret#1@tenant.example.com",
                "cannot be read",
            ),
            (
                "https://admin:secret?1@tenant.example.com",
                "cannot be read",
            ),
            (
                "https://admin:secret/1@tenant.example.com",
                "cannot be read",
            ),
            ("https://admin:1/secret@tenant.example.com", "a password"),
            ("https://admin:secret@", "cannot be read"),
            ("https://admin:secret", "cannot be read"),
            (
                "https://admin:secret%40tenant.example.com",
                "cannot be read",
            ),
            ("https://:secret", "cannot be read"),
            ("https://@tenant.example.com", "a password"),
            ("admin:secret", "cannot be read"),
            ("admin:secret@tenant.example.com", "a password"),
            ("https:admin:secret@tenant.example.com", ""),
            ("https:\\\\admin:secret@tenant.example.com", ""),
            ("ftp://admin:secret@tenant.example.com", "a password"),
            ("http://admin:secret@tenant.example.com", "a password"),
            ("mailto:secret@tenant.example.com", ""),
            ("https://tenant.example.com/secret", "says more"),
            ("https://tenant.example.com\\secret", "says more"),
            ("http://localhost.:4000", "plain `http`"),
            ("http://a.localhost:4000", "plain `http`"),
            ("http://0.0.0.0:4000", "plain `http`"),
        ] {
            let error = Origin::parse(text).map_err(|error| error.to_string());
            let error = error.expect_err(text);
            assert!(error.contains(reason), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
