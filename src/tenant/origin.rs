//! Where a tenant is.

use reqwest::Url;
use std::fmt;

/// The address of a tenant: scheme, host and port, and nothing else.
///
/// An API key belongs to one origin and is sent to no other. Plain `http` is for this very machine only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(String);

/// Why a text is no address of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginError {
    text: String,
    reason: &'static str,
}

impl fmt::Display for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not the address of a tenant: {}. It looks like `https://tenant.example.com`",
            self.text, self.reason
        )
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
        let full = match trimmed.contains("://") {
            true => trimmed.to_owned(),
            false => format!("https://{trimmed}"),
        };
        let url = Url::parse(&full).ok();
        let fail = |reason| {
            // What stands before an `@` may be a password, and a query may hold anything.
            let (shown, more) = match trimmed.find(['?', '#']) {
                Some(end) => (trimmed.get(..end).unwrap_or_default(), "…"),
                None => (trimmed, ""),
            };
            let shown = match shown.rsplit_once('@') {
                Some((_, host)) => format!("…@{host}{more}"),
                None => format!("{shown}{more}"),
            };
            Err(OriginError {
                text: shown,
                reason,
            })
        };
        let Some(url) = url.filter(Url::has_host) else {
            return fail("it cannot be read as a URL");
        };
        if !url.username().is_empty() || url.password().is_some() {
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
        host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
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
        ] {
            let error = Origin::parse(text).map_err(|error| error.to_string());
            let error = error.expect_err(text);
            assert!(error.contains(reason), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
