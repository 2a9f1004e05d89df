//! The sandbox tenant, beside a test.

use crate::sandbox::{Options, Sandbox};

/// The key for the sandbox. It must not be seen anywhere but in the one header.
pub const KEY: &str = "key-5f0c-that-nobody-may-see";

/// A sandbox tenant that runs until this is dropped.
pub struct Tenant {
    sandbox: Sandbox,
    _runtime: tokio::runtime::Runtime,
}

impl Tenant {
    /// Starts one whose key may list people.
    pub fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let options = Options {
            port: 0,
            key: KEY.to_owned(),
            admin: true,
        };
        let sandbox = runtime
            .block_on(Sandbox::start(options))
            .expect("the sandbox starts");
        Self {
            sandbox,
            _runtime: runtime,
        }
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.sandbox.url
    }

    /// Everything that it holds.
    pub fn dump(&self) -> String {
        self.sandbox.tenant.dump().expect("a state")
    }

    /// The paths of the dry runs that it was asked for. Besides, it is asked for names.
    pub fn dry_runs(&self) -> Vec<String> {
        let requests = self.sandbox.tenant.requests().into_iter();
        let posts = requests.filter(|request| request.method == "POST");
        posts.map(|request| request.path).collect()
    }
}
