//! The profiles of Immuta's own command line: a file in the user's home with the address and the key of each
//! tenant. No document spells its keys, so they are read leniently.

use super::{ApiKey, Origin};
use serde_yaml::{Mapping, Value};

/// The profile that is meant when none is named.
pub const DEFAULT_PROFILE: &str = "default";

/// A profile.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// The tenant.
    pub origin: Origin,
    /// The key that belongs to it; a profile may lack it.
    pub key: Option<ApiKey>,
}

/// The profiles in the text of such a file. One that has no address, or none that makes sense, is left out.
pub fn profiles(text: &str) -> Vec<Profile> {
    let Ok(Value::Mapping(root)) = serde_yaml::from_str::<Value>(text) else {
        return Vec::new();
    };
    // All at the root is the default profile; else there is a mapping for each, perhaps below `profiles`.
    let flat = profile(DEFAULT_PROFILE, &root);
    let nested = root.get("profiles").and_then(Value::as_mapping);
    let named = nested.unwrap_or(&root).iter();
    let named = named.filter_map(|(name, value)| profile(name.as_str()?, value.as_mapping()?));
    flat.into_iter().chain(named).collect()
}

fn profile(name: &str, fields: &Mapping) -> Option<Profile> {
    let text = |names: &[&str]| {
        let plain = |key: &str| key.to_ascii_lowercase().replace(['_', '-', ' '], "");
        fields.iter().find_map(|(key, value)| {
            let key = plain(key.as_str()?);
            let value = value.as_str()?;
            names.contains(&key.as_str()).then_some(value)
        })
    };
    Some(Profile {
        name: name.to_owned(),
        origin: Origin::parse(text(&["host", "hostname", "url"])?).ok()?,
        key: text(&["apikey", "key"]).and_then(ApiKey::new),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<(String, String, bool)> {
        profiles(text)
            .into_iter()
            .map(|p| (p.name, p.origin.to_string(), p.key.is_some()))
            .collect()
    }

    #[test]
    fn however_the_keys_are_spelled_a_profile_is_read() {
        let expected = vec![(
            "default".to_owned(),
            "https://tenant.example.com".to_owned(),
            true,
        )];
        for text in [
            "default:\n  host: tenant.example.com\n  api_key: abc\n",
            "default:\n  host: https://tenant.example.com/\n  apiKey: abc\n",
            "default: {Host: tenant.example.com, api-key: abc}\n",
            "profiles:\n  default:\n    url: https://tenant.example.com\n    apikey: abc\n",
            "host: tenant.example.com\napi_key: abc\n",
        ] {
            assert_eq!(seen(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_profile_is_passed_over() {
        let text = "default:\n  host: tenant.example.com\nother:\n  api_key: x\nodd: 7\nbad: {host: 'http://a.example.com'}\n";
        assert_eq!(
            seen(text),
            [(
                "default".to_owned(),
                "https://tenant.example.com".to_owned(),
                false
            )]
        );
        for text in ["", "[]", "a: [", "7"] {
            assert_eq!(seen(text), []);
        }
    }
}
