//! Which tenant is meant, and with which key.
//!
//! A key comes from the user: from the editor's secret storage, from the environment, or from a profile of Immuta's
//! own command line. Each of these says which tenant the key is for, and to no other tenant is it sent. A
//! repository may choose among the user's profiles by name; it cannot name a tenant.

use super::profile::{DEFAULT_PROFILE, Profile, profiles};
use super::{ApiKey, Origin};
use std::fmt;

/// The environment variable with a tenant's address.
pub const URL_VARIABLE: &str = "IMMUTA_URL";
/// The environment variable with the key for the tenant at [`URL_VARIABLE`].
pub const KEY_VARIABLE: &str = "IMMUTA_API_KEY";

/// What the user, and the repository, say about the tenant.
#[derive(Debug, Clone, Default)]
pub struct TenantSources {
    /// The address on the command line.
    pub argument: Option<String>,
    /// The address in the user's own settings.
    pub url: Option<String>,
    /// The profile in the user's own settings, or on the command line.
    pub profile: Option<String>,
    /// The profile that the repository names.
    pub repository_profile: Option<String>,
    /// [`URL_VARIABLE`].
    pub environment_url: Option<String>,
    /// [`KEY_VARIABLE`].
    pub environment_key: Option<ApiKey>,
    /// The user's profiles.
    pub profiles: Vec<Profile>,
    /// What is wrong with others.
    pub odd_profiles: Vec<String>,
}

/// A tenant, and why it is this one.
#[derive(Debug, Clone)]
pub struct ResolvedTenant {
    /// The tenant.
    pub origin: Origin,
    /// What names it.
    pub source: TenantSource,
    /// The key that the environment or a profile has for it.
    pub key: Option<(ApiKey, KeySource)>,
}

/// What names the tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TenantSource {
    /// The command line.
    Argument,
    /// The user's settings.
    Url,
    /// A profile that the user names.
    Profile(String),
    /// The environment.
    Environment,
    /// A profile that the repository names.
    RepositoryProfile(String),
    /// The profile that is there when none is named.
    DefaultProfile,
}

impl TenantSource {
    /// Whether the user has chosen this tenant, rather than the repository, or nobody.
    pub fn is_chosen(&self) -> bool {
        !matches!(self, Self::RepositoryProfile(_) | Self::DefaultProfile)
    }
}

impl fmt::Display for TenantSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument => f.write_str("`--tenant`"),
            Self::Url => f.write_str("`tenant.url`"),
            Self::Profile(name) => write!(f, "the profile `{name}`"),
            Self::Environment => write!(f, "`{URL_VARIABLE}`"),
            Self::RepositoryProfile(name) => {
                write!(f, "the profile `{name}`, which the repository asks for")
            }
            Self::DefaultProfile => write!(f, "the profile `{DEFAULT_PROFILE}`"),
        }
    }
}

/// Where a key is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// The client's secret storage.
    Client,
    /// The environment.
    Environment,
    /// A profile.
    Profile(String),
}

impl fmt::Display for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client => f.write_str("the editor"),
            Self::Environment => write!(f, "`{KEY_VARIABLE}`"),
            Self::Profile(name) => write!(f, "the profile `{name}`"),
        }
    }
}

/// Why no tenant can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoTenant {
    /// Nothing names one.
    None,
    /// Something names one that makes no sense.
    Odd {
        /// What names it.
        source: TenantSource,
        /// What is wrong.
        reason: String,
    },
    /// There is no key for it.
    NoKey {
        /// The tenant.
        origin: Origin,
        /// Why a key that is there is not used.
        note: Option<String>,
    },
}

impl fmt::Display for NoTenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => write!(
                f,
                "You are not signed in to a tenant. Set `{URL_VARIABLE}` and `{KEY_VARIABLE}` in the environment, or `tenant.url` in your \
                 editor's settings, or make a profile with `immuta configure`."
            ),
            Self::Odd { source, reason } => write!(f, "{source}: {reason}"),
            Self::NoKey { origin, note } => {
                write!(f, "No API key for {origin}. ")?;
                if let Some(note) = note {
                    write!(f, "{note} ")?;
                }
                write!(
                    f,
                    "Set `{URL_VARIABLE}` to this address and `{KEY_VARIABLE}` to the key, or sign in if your editor keeps keys, or make \
                     a profile with `immuta configure`."
                )
            }
        }
    }
}

impl std::error::Error for NoTenant {}

impl TenantSources {
    /// What the environment says, and which profiles the user has. `configuration` is the configuration of Immuta's
    /// own command line.
    pub fn of_user(
        environment: &dyn Fn(&str) -> Option<String>,
        configuration: Option<&str>,
    ) -> Self {
        let (profiles, odd_profiles) = configuration.map(profiles).unwrap_or_default();
        Self {
            environment_url: environment(URL_VARIABLE),
            environment_key: environment(KEY_VARIABLE).and_then(|key| ApiKey::new(&key)),
            profiles,
            odd_profiles,
            ..Self::default()
        }
    }

    /// The tenant that is meant.
    ///
    /// # Errors
    /// When nothing names a tenant, or something names one that makes no sense. What comes first counts; a slip in
    /// it does not make the next count, which may be another tenant.
    pub fn resolve(&self) -> Result<ResolvedTenant, NoTenant> {
        if let Some(url) = written(self.argument.as_ref()) {
            return self.at(url, TenantSource::Argument);
        }
        if let Some(url) = written(self.url.as_ref()) {
            return self.at(url, TenantSource::Url);
        }
        if let Some(name) = written(self.profile.as_ref()) {
            return self.in_profile(name, TenantSource::Profile(name.to_owned()));
        }
        if let Some(url) = written(self.environment_url.as_ref()) {
            return self.at(url, TenantSource::Environment);
        }
        if let Some(name) = written(self.repository_profile.as_ref()) {
            return self.in_profile(name, TenantSource::RepositoryProfile(name.to_owned()));
        }
        if self.profiles.iter().any(|p| p.name == DEFAULT_PROFILE) {
            self.in_profile(DEFAULT_PROFILE, TenantSource::DefaultProfile)
        } else {
            Err(NoTenant::None)
        }
    }

    fn at(&self, url: &str, source: TenantSource) -> Result<ResolvedTenant, NoTenant> {
        match Origin::parse(url) {
            Ok(origin) => Ok(self.resolved(origin, source)),
            Err(error) => Err(NoTenant::Odd {
                source,
                reason: error.to_string(),
            }),
        }
    }

    fn in_profile(&self, name: &str, source: TenantSource) -> Result<ResolvedTenant, NoTenant> {
        match self.profiles.iter().find(|profile| profile.name == name) {
            Some(profile) => Ok(self.resolved(profile.origin.clone(), source)),
            None => {
                let known: Vec<_> = self
                    .profiles
                    .iter()
                    .map(|p| format!("`{}`", p.name))
                    .collect();
                let there = if known.is_empty() {
                    "there are none on this machine".to_owned()
                } else {
                    format!("there are {}", known.join(", "))
                };
                let there = if self.odd_profiles.is_empty() {
                    there
                } else {
                    format!("{there}; not usable: {}", self.odd_profiles.join("; "))
                };
                Err(NoTenant::Odd {
                    source,
                    reason: format!("no profile of this name with an address; {there}"),
                })
            }
        }
    }

    fn resolved(&self, origin: Origin, source: TenantSource) -> ResolvedTenant {
        let key = self.key_for(&origin, &source);
        ResolvedTenant {
            origin,
            source,
            key,
        }
    }

    /// The key of the environment if it is for this tenant, else that of a profile that is.
    fn key_for(&self, origin: &Origin, source: &TenantSource) -> Option<(ApiKey, KeySource)> {
        if self.environment_origin().as_ref() == Some(origin)
            && let Some(key) = &self.environment_key
        {
            return Some((key.clone(), KeySource::Environment));
        }
        let named = match source {
            TenantSource::Profile(name) | TenantSource::RepositoryProfile(name) => {
                Some(name.as_str())
            }
            TenantSource::DefaultProfile => Some(DEFAULT_PROFILE),
            TenantSource::Argument | TenantSource::Url | TenantSource::Environment => None,
        };
        let mut profiles = self.profiles.iter();
        let profile = profiles.find(|profile| {
            profile.origin == *origin
                && profile.key.is_some()
                && named.is_none_or(|name| profile.name == name)
        })?;
        let key = profile.key.clone()?;
        Some((key, KeySource::Profile(profile.name.clone())))
    }

    /// The tenant that the key of the environment belongs to.
    fn environment_origin(&self) -> Option<Origin> {
        Origin::parse(written(self.environment_url.as_ref())?).ok()
    }

    /// That there is no key for a tenant, with the reason where one is there that is not for it.
    pub fn no_key(&self, origin: &Origin) -> NoTenant {
        let note = self.environment_key.as_ref().map(|_| {
            match self.environment_origin() {
                Some(other) => format!("The key in `{KEY_VARIABLE}` is for {other}."),
                None => format!("The key in `{KEY_VARIABLE}` is not used, because `{URL_VARIABLE}` does not say which tenant it is for."),
            }
        });
        NoTenant::NoKey {
            origin: origin.clone(),
            note,
        }
    }
}

fn written(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources() -> TenantSources {
        TenantSources {
            profiles: profiles(
                "default: {host: a.example.com, api_key: key-a}\nother: {host: b.example.com, api_key: key-b}\nbare: {host: c.example.com}\n",
            ).0,
            ..TenantSources::default()
        }
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    fn chosen(sources: &TenantSources) -> (String, TenantSource, Option<String>) {
        let resolved = sources.resolve().expect("a tenant");
        let key = resolved.key.map(|(key, _)| key.expose().to_owned());
        (resolved.origin.to_string(), resolved.source, key)
    }

    #[test]
    fn what_the_user_says_goes_before_what_the_repository_says() {
        let mut sources = TenantSources {
            repository_profile: some("other"),
            ..sources()
        };
        let other = TenantSource::RepositoryProfile("other".to_owned());
        assert_eq!(
            chosen(&sources),
            ("https://b.example.com".to_owned(), other, some("key-b"))
        );
        sources.environment_url = some("https://e.example.com");
        sources.environment_key = ApiKey::new("key-e");
        assert_eq!(
            chosen(&sources),
            (
                "https://e.example.com".to_owned(),
                TenantSource::Environment,
                some("key-e")
            )
        );
        sources.profile = some("default");
        let default = TenantSource::Profile("default".to_owned());
        assert_eq!(
            chosen(&sources),
            ("https://a.example.com".to_owned(), default, some("key-a"))
        );
        sources.url = some("https://b.example.com");
        assert_eq!(
            chosen(&sources),
            (
                "https://b.example.com".to_owned(),
                TenantSource::Url,
                some("key-b")
            )
        );
    }

    #[test]
    fn a_key_goes_to_its_own_tenant_only() {
        let mut sources = TenantSources {
            url: some("https://evil.example.com"),
            environment_key: ApiKey::new("key-e"),
            ..sources()
        };
        let resolved = sources.resolve().expect("a tenant");
        assert!(resolved.key.is_none());
        assert!(
            sources
                .no_key(&resolved.origin)
                .to_string()
                .contains("does not say which tenant")
        );
        sources.environment_url = some("https://e.example.com");
        let resolved = sources.resolve().expect("a tenant");
        assert!(resolved.key.is_none());
        let words = sources.no_key(&resolved.origin).to_string();
        assert!(words.contains("is for https://e.example.com"), "{words}");
        sources.url = some("https://c.example.com");
        assert!(sources.resolve().expect("a tenant").key.is_none());
    }

    #[test]
    fn a_slip_does_not_lead_to_another_tenant() {
        let odd = TenantSources {
            url: some("http://a.example.com"),
            ..sources()
        };
        assert!(matches!(
            odd.resolve(),
            Err(NoTenant::Odd {
                source: TenantSource::Url,
                ..
            })
        ));
        let odd = TenantSources {
            profile: some("Default"),
            ..sources()
        };
        let error = odd.resolve().expect_err("no such profile").to_string();
        assert!(error.contains("`default`, `other`, `bare`"), "{error}");
        assert!(matches!(
            TenantSources::default().resolve(),
            Err(NoTenant::None)
        ));
        assert_eq!(chosen(&sources()).1, TenantSource::DefaultProfile);
    }
}
