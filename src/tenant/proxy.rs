//! Which proxy requests go through. The HTTP library finds that out from the environment, and takes no notice of a
//! setting that it cannot read: the request, and the key, would go another way than the user says.

use super::Origin;
use hyper_util::client::proxy::matcher::Matcher;

/// Variables that name a proxy for a tenant; of each pair the first that is set counts.
const VARIABLES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];

/// Hosts that no proxy is used for.
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// Checks that every proxy which the environment names for a tenant can be used.
///
/// # Errors
/// If one cannot. The message does not show the setting, in which there may be a password.
pub(super) fn check(origin: &Origin) -> Result<(), String> {
    check_in(origin, &|name| std::env::var(name).ok())
}

fn check_in(origin: &Origin, environment: &dyn Fn(&str) -> Option<String>) -> Result<(), String> {
    let first = |names: &[&'static str]| {
        let mut names = names.iter();
        names.find_map(|name| Some((*name, environment(name)?)))
    };
    // In a CGI program anybody could name a proxy by a header, so that none is used.
    if environment("REQUEST_METHOD").is_some() {
        return Ok(());
    }
    let exceptions = first(&EXCEPTIONS).map_or_else(String::new, |(_, value)| value);
    let intercepts = |proxy: &str| {
        let matcher = Matcher::builder().all(proxy.to_owned());
        let matcher = matcher.no(exceptions.clone()).build();
        matcher.intercept(&origin.as_str().parse().ok()?)
    };
    if intercepts("http://proxy.example.com").is_none() {
        return Ok(());
    }
    for (name, value) in VARIABLES.iter().filter_map(|names| first(names)) {
        if value.is_empty() {
            continue;
        }
        let usable = intercepts(&value).is_some_and(|proxy| {
            let uri = proxy.uri();
            let is_http = matches!(uri.scheme_str(), Some("http" | "https"));
            let port = uri.authority().is_some_and(|authority| {
                authority.port().is_some() == authority.as_str().trim_end_matches(']').contains(':')
                    || authority.host().starts_with('[')
            });
            is_http && port && uri.host().is_some_and(|host| !host.is_empty())
        });
        if !usable {
            return Err(format!(
                "`{name}` is not the address of an HTTP proxy. It looks like `http://proxy.example.com:3128`. Nothing was sent."
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_with(variables: &[(&str, &str)]) -> Result<(), String> {
        let origin = Origin::parse("https://tenant.example.com").expect("an origin");
        check_in(&origin, &|name| {
            let mut variables = variables.iter();
            let found = variables.find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_proxy_that_cannot_be_used_is_refused_and_not_shown() {
        for (name, value) in [
            ("HTTPS_PROXY", "http://u:hunter2@:bad:1"),
            ("HTTPS_PROXY", "http://u:hunter2@proxy.example.com:bad"),
            ("HTTPS_PROXY", "http://u:hunter2@proxy.example.com:99999"),
            ("HTTPS_PROXY", "http://hunter2 proxy"),
            ("HTTPS_PROXY", "http://"),
            ("HTTPS_PROXY", "http://:3128"),
            ("HTTPS_PROXY", "hunter2://proxy.example.com"),
            ("HTTPS_PROXY", "socks5://hunter2@proxy.example.com"),
            ("https_proxy", "/hunter2"),
            ("ALL_PROXY", "http://u:hunter2@:bad:1"),
            ("all_proxy", "::hunter2"),
        ] {
            let refused = check_with(&[(name, value)]).expect_err(value);
            assert!(refused.contains(name), "{refused}");
            assert!(!refused.contains("hunter2"), "{refused}");
        }
        let both = [("HTTPS_PROXY", "http://["), ("ALL_PROXY", "http://a:1")];
        assert!(check_with(&both).is_err());
    }

    #[test]
    fn a_proxy_that_can_be_used_is() {
        for value in [
            "http://proxy.example.com:3128",
            "https://u:p@proxy.example.com",
            "http://u:p%40@proxy.example.com:3128/",
            "proxy.example.com:3128",
            "10.0.0.1:3128",
            "http://[::1]:3128",
            "",
        ] {
            assert_eq!(check_with(&[("HTTPS_PROXY", value)]), Ok(()), "{value}");
        }
        for variables in [
            &[][..],
            &[("HTTP_PROXY", "http://[")],
            &[("HTTPS_PROXY", "http://["), ("NO_PROXY", "example.com")],
            &[("HTTPS_PROXY", "http://["), ("REQUEST_METHOD", "GET")],
            &[("HTTPS_PROXY", "http://a:1"), ("https_proxy", "http://[")],
        ] {
            assert_eq!(check_with(variables), Ok(()), "{variables:?}");
        }
    }
}
