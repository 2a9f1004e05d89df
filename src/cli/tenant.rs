//! Which tenant a command is about, from its arguments, the environment and the user's profiles.

use crate::project;
use crate::tenant::{Limits, TenantSources};
use std::path::PathBuf;
use std::time::Duration;

/// The arguments that say which tenant is meant. A key is none of them: arguments are for all to see.
#[derive(Debug, clap::Args)]
pub(super) struct Tenant {
    /// The tenant's address, such as `https://tenant.example.com`. Its key comes from `IMMUTA_API_KEY` if
    /// `IMMUTA_URL` is the same address, or from a profile for it.
    #[arg(long, value_name = "URL")]
    tenant: Option<String>,
    /// A profile of Immuta's own command line.
    #[arg(long, value_name = "NAME", conflicts_with = "tenant")]
    profile: Option<String>,
    /// How many seconds to wait for an answer.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// A file with certificates to trust besides those of the system, in PEM.
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
}

impl Tenant {
    /// What is wished for, but for what a repository says.
    ///
    /// # Errors
    /// When the user's profiles cannot be read.
    pub(super) fn sources(&self) -> std::io::Result<TenantSources> {
        let configuration = project::cli_configuration().map_err(std::io::Error::other)?;
        Ok(TenantSources {
            argument: self.tenant.clone(),
            profile: self.profile.clone(),
            ..TenantSources::of_user(&environment, configuration.as_deref())
        })
    }

    /// How requests are made.
    ///
    /// # Errors
    /// When the file with certificates cannot be read.
    pub(super) fn limits(&self) -> std::io::Result<Limits> {
        let certificates = match &self.ca_file {
            None => None,
            Some(path) => Some(project::certificates(path).map_err(std::io::Error::other)?),
        };
        Ok(Limits {
            timeout: Duration::from_secs(self.timeout),
            certificates,
        })
    }
}

/// The value of an environment variable.
pub(super) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
