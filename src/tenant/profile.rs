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

/// The profiles in the text of such a file, and what is wrong with those that cannot be used.
pub fn profiles(text: &str) -> (Vec<Profile>, Vec<String>) {
    let root = match serde_yaml::from_str::<Value>(text) {
        Ok(Value::Mapping(root)) => root,
        Ok(Value::Null) => return Default::default(),
        // The reader's own words may quote the text, and there are keys in it.
        Ok(_) | Err(_) => return (Vec::new(), vec!["the file is no YAML mapping".to_owned()]),
    };
    // All at the root is the default profile; else there is a mapping for each, perhaps below `profiles`.
    let flat = read(DEFAULT_PROFILE, &root);
    let nested = root.get("profiles").and_then(Value::as_mapping);
    let named = nested.unwrap_or(&root).iter();
    let named = named.filter_map(|(name, value)| read(name.as_str()?, value.as_mapping()?));
    let (mut profiles, mut odd) = (Vec::new(), Vec::new());
    for profile in flat.into_iter().chain(named) {
        match profile {
            Ok(profile) => profiles.push(profile),
            Err(problem) => odd.push(problem),
        }
    }
    (profiles, odd)
}

/// Reads a profile, or what is wrong with it. Returns `None` for a mapping that is none.
fn read(name: &str, fields: &Mapping) -> Option<Result<Profile, String>> {
    let text = |names: &[&str]| {
        let plain = |key: &str| key.to_ascii_lowercase().replace(['_', '-', ' '], "");
        fields.iter().find_map(|(key, value)| {
            let key = plain(key.as_str()?);
            let value = value.as_str()?;
            names.contains(&key.as_str()).then_some(value)
        })
    };
    let key = text(&["apikey", "key"]);
    let Some(host) = text(&["host", "hostname", "url"]) else {
        // A key without an address belongs to nobody.
        return key.map(|_| Err(format!("`{name}` has no `host`")));
    };
    Some(match Origin::parse(host) {
        Ok(origin) => Ok(Profile {
            name: name.to_owned(),
            origin,
            key: key.and_then(ApiKey::new),
        }),
        Err(error) => Err(format!("`{name}`: {error}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<(String, String, bool)> {
        profiles(text)
            .0
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
        let (_, odd) = profiles(text);
        assert_eq!(odd.len(), 2, "{odd:?}");
        assert!(odd[0].contains("`other` has no `host`"), "{odd:?}");
        assert!(odd[1].contains("plain `http`"), "{odd:?}");
        let (_, odd) = profiles("api_key: [secret");
        assert_eq!(odd, ["the file is no YAML mapping"]);
        for text in ["", "[]", "a: [", "7"] {
            assert_eq!(seen(text), []);
        }
    }
}
