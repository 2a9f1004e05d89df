//! `immuta-ls doctor`: what is set up on this machine, and whether the tenant answers. No secret is shown.

use super::outcome::Outcome;
use super::tenant::Tenant;
use super::terminal;
use crate::display::Foreign;
use crate::project::{self, FileSettings, Repositories, SETTINGS_FILE};
use crate::tenant::{
    Client, DEFAULT_PROFILE, KEY_VARIABLE, NoTenant, ResolvedTenant, TenantSources, URL_VARIABLE,
};
use std::io::Write;
use std::path::Path;

/// Environment variables that say which proxy requests go through.
const PROXY_VARIABLES: &[&str] = &[
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
];

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    tenant: Tenant,
    /// Do not ask the tenant whether it answers.
    #[arg(long)]
    offline: bool,
}

pub(super) fn run(arguments: &Arguments) -> std::io::Result<Outcome> {
    let mut out = terminal::plain();
    writeln!(out, "immuta-ls {}", env!("CARGO_PKG_VERSION"))?;
    line(&mut out, "program", &std::env::current_exe()?.display())?;
    let settings = settings()?;
    line(&mut out, "settings", &described(&settings))?;
    let odd_settings = settings.settings.problems.clone();
    for problem in &odd_settings {
        line(&mut out, "", problem)?;
    }
    let sources = TenantSources {
        repository_profile: settings.settings.tenant.profile.clone(),
        ..match arguments.tenant.sources() {
            Ok(sources) => sources,
            Err(error) => {
                line(&mut out, "profiles", &error)?;
                return Ok(Outcome::Failed);
            }
        }
    };
    line(&mut out, "profiles", &profiles(&sources))?;
    for problem in &sources.odd_profiles {
        line(&mut out, "", problem)?;
    }
    line(&mut out, "environment", &environment(&sources))?;
    line(&mut out, "proxy", &proxy())?;
    let fine = tenant(&mut out, &sources, arguments)?;
    Ok(
        if fine && odd_settings.is_empty() && sources.odd_profiles.is_empty() {
            Outcome::Clean
        } else {
            Outcome::Failed
        },
    )
}

/// Tells which tenant it is and whether it answers; whether all is well with it.
fn tenant(
    out: &mut dyn Write,
    sources: &TenantSources,
    arguments: &Arguments,
) -> std::io::Result<bool> {
    let resolved = match sources.resolve() {
        Ok(resolved) => resolved,
        Err(NoTenant::None) => {
            let none = "none: dry runs need one; everything else works without";
            line(out, "tenant", &none)?;
            return Ok(true);
        }
        Err(odd) => {
            line(out, "tenant", &odd)?;
            return Ok(false);
        }
    };
    let from = format!("{} (from {})", resolved.origin, resolved.source);
    line(out, "tenant", &from)?;
    let Some((_, from)) = &resolved.key else {
        line(out, "API key", &sources.no_key(&resolved.origin))?;
        return Ok(false);
    };
    line(out, "API key", &format!("there, from {from}"))?;
    if arguments.offline {
        return Ok(true);
    }
    let (fine, words) = answers(&resolved, arguments)?;
    line(out, "answer", &words)?;
    Ok(fine)
}

fn line(out: &mut dyn Write, what: &str, says: &dyn std::fmt::Display) -> std::io::Result<()> {
    let says = says.to_string();
    writeln!(out, "{what:<12} {}", Foreign(&says))
}

/// The settings that hold for the folder we are in.
fn settings() -> std::io::Result<FileSettings> {
    let here = std::path::absolute(SETTINGS_FILE)?;
    Ok(Repositories::default().settings_for(&here).as_ref().clone())
}

fn described(settings: &FileSettings) -> String {
    match &settings.path {
        None => format!("no {SETTINGS_FILE} in this folder or above"),
        Some(path) => path.display().to_string(),
    }
}

fn profiles(sources: &TenantSources) -> String {
    let path = project::cli_configuration_path();
    let path = path.as_deref().unwrap_or(Path::new("")).display();
    if sources.profiles.is_empty() {
        return format!("none in {path}");
    }
    let profiles = sources.profiles.iter().map(|profile| {
        let default = match profile.name.as_str() {
            DEFAULT_PROFILE => ", used when nothing else is said",
            _ => "",
        };
        let key = match profile.key {
            Some(_) => "with a key",
            None => "without a key",
        };
        format!("{} ({}, {key}{default})", profile.name, profile.origin)
    });
    let profiles: Vec<_> = profiles.collect();
    format!("{} in {path}", profiles.join(", "))
}

fn environment(sources: &TenantSources) -> String {
    let url = match &sources.environment_url {
        // An address may hold a password.
        Some(url) => match crate::tenant::Origin::parse(url) {
            Ok(origin) => format!("{URL_VARIABLE} is {origin}"),
            Err(error) => format!("{URL_VARIABLE}: {error}"),
        },
        None => format!("{URL_VARIABLE} is not set"),
    };
    let key = match sources.environment_key {
        Some(_) => "is set",
        None => "is not set",
    };
    format!("{url}; {KEY_VARIABLE} {key}")
}

fn proxy() -> String {
    let set = PROXY_VARIABLES
        .iter()
        .filter(|name| super::tenant::environment(name).is_some_and(|value| !value.is_empty()));
    let set: Vec<_> = set.copied().collect();
    if set.is_empty() {
        "none in the environment".to_owned()
    } else {
        format!("{} set", set.join(", "))
    }
}

/// Whether the tenant answers to the key, in words.
fn answers(resolved: &ResolvedTenant, arguments: &Arguments) -> std::io::Result<(bool, String)> {
    let Some((key, _)) = &resolved.key else {
        return Ok((false, String::new()));
    };
    let limits = match arguments.tenant.limits() {
        Ok(limits) => limits,
        Err(error) => return Ok((false, error.to_string())),
    };
    let client = match Client::new(resolved.origin.clone(), key.clone(), &limits) {
        Ok(client) => client,
        Err(failure) => return Ok((false, failure.to_string())),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    Ok(match runtime.block_on(client.who()) {
        Ok(who) => (true, who.to_string()),
        Err(failure) => (false, failure.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_with_a_password_is_not_shown() {
        let sources = TenantSources {
            environment_url: Some("https://u:hunter2@tenant.example.com".to_owned()),
            ..TenantSources::default()
        };
        let words = environment(&sources);
        assert!(!words.contains("hunter2"), "{words}");
        assert!(words.contains("IMMUTA_API_KEY is not set"), "{words}");
    }
}
