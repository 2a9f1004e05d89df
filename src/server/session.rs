//! The session with one client: what the server knows while it runs.

use super::client_capabilities::ClientCapabilities;
use super::confirmations::PendingConfirmations;
use super::document::Document;
use super::name_cache::NameCache;
use super::outgoing::Outgoing;
use super::progress::{Progress, UnderWay};
use super::remote_diagnostics::RemoteDiagnostics;
use crate::project::{Agreements, FileSettings, Opened, Repositories, Selected, Settings};
use crate::rules::Options;
use crate::text::Encoding;
use dashmap::DashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use tokio::sync::watch;
use tower_lsp::ls_types as lsp;

/// The session with one client. Its maps are only touched in functions that are not `async`.
pub(super) struct Session {
    /// The way to the client.
    pub(super) outgoing: Outgoing,
    capabilities: OnceLock<ClientCapabilities>,
    documents: DashMap<lsp::Uri, Arc<Document>>,
    settings: RwLock<Arc<Settings>>,
    /// How often the client has sent settings.
    sent_settings: AtomicUsize,
    /// The number of the last of them that were read.
    read_settings: watch::Sender<usize>,
    /// Whether the client has said what its settings are, or has nothing to say.
    settled: AtomicBool,
    repositories: Repositories,
    /// The folders that the client works in.
    folders: OnceLock<Vec<PathBuf>>,
    /// What tenants said about documents.
    pub(super) remote_diagnostics: RemoteDiagnostics,
    /// The names that exist on tenants.
    pub(super) names: Arc<NameCache>,
    /// Which tenants the user has agreed to.
    pub(super) agreements: Agreements,
    /// Questions that the user was told where the client cannot ask.
    pub(super) confirmations: PendingConfirmations,
    /// What the client shows as being under way.
    pub(super) under_way: Arc<UnderWay>,
    /// How many commands are under way.
    pub(super) commands: AtomicUsize,
}

impl Session {
    pub(super) fn new(client: tower_lsp::Client) -> Self {
        Self {
            outgoing: Outgoing::new(client),
            capabilities: OnceLock::new(),
            documents: DashMap::new(),
            settings: RwLock::default(),
            sent_settings: AtomicUsize::new(0),
            read_settings: watch::Sender::default(),
            settled: AtomicBool::new(false),
            repositories: Repositories::default(),
            folders: OnceLock::new(),
            remote_diagnostics: RemoteDiagnostics::default(),
            names: Arc::default(),
            agreements: Agreements::default(),
            confirmations: PendingConfirmations::default(),
            under_way: Arc::default(),
            commands: AtomicUsize::new(0),
        }
    }

    /// The path of a file as the patterns of the client's settings see it: from its workspace folder on.
    fn near<'p>(&self, path: &'p Path) -> &'p Path {
        let folders = self.folders.get().into_iter().flatten();
        let near = folders.filter_map(|folder| path.strip_prefix(folder).ok());
        near.min_by_key(|near| near.as_os_str().len())
            .unwrap_or(path)
    }

    /// Keeps what the client says of itself, and returns what it can do.
    pub(super) fn initialize(&self, params: &lsp::InitializeParams) -> ClientCapabilities {
        let options = params.initialization_options.as_ref();
        let client = ClientCapabilities::new(&params.capabilities, options);
        self.settled.store(!client.configuration, Ordering::Release);
        let _ = self.capabilities.set(client.clone());
        let _ = self.folders.set(workspace_folders(params));
        client
    }

    /// Work that the client shows from now until the result is dropped.
    pub(super) async fn progress(&self, title: String) -> Progress {
        let client_can = self.capabilities().progress;
        let under_way = Arc::clone(&self.under_way);
        Progress::begin(self.outgoing.clone(), under_way, client_can, title).await
    }

    /// What the client can do; the least of everything before it said so.
    pub(super) fn capabilities(&self) -> ClientCapabilities {
        self.capabilities.get().cloned().unwrap_or_default()
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.capabilities
            .get()
            .map(|client| client.encoding)
            .unwrap_or_default()
    }

    pub(super) fn pulls(&self) -> bool {
        self.capabilities.get().is_some_and(|client| client.pulls)
    }

    pub(super) fn insert(&self, uri: lsp::Uri, document: Document) -> Arc<Document> {
        let document = Arc::new(document);
        self.documents.insert(uri, Arc::clone(&document));
        document
    }

    /// Forgets a document. Returns whether it was open.
    pub(super) fn remove(&self, uri: &lsp::Uri) -> bool {
        self.documents.remove(uri).is_some()
    }

    pub(super) fn document(&self, uri: &lsp::Uri) -> Option<Arc<Document>> {
        self.documents
            .get(uri)
            .map(|entry| Arc::clone(entry.value()))
    }

    pub(super) fn all_documents(&self) -> Vec<(lsp::Uri, Arc<Document>)> {
        self.documents
            .iter()
            .map(|entry| (entry.key().clone(), Arc::clone(entry.value())))
            .collect()
    }

    /// Counts settings that the client has sent. Returns their number.
    pub(super) fn settings_sent(&self) -> usize {
        self.sent_settings.fetch_add(1, Ordering::AcqRel) + 1
    }

    /// Whether the client has sent no settings after those with a number.
    pub(super) fn are_newest_settings(&self, number: usize) -> bool {
        self.sent_settings.load(Ordering::Acquire) == number
    }

    /// The settings with a number are in force, or newer ones will be.
    pub(super) fn settings_read(&self, number: usize) {
        self.read_settings
            .send_modify(|read| *read = number.max(*read));
    }

    /// Waits until the settings that the client has sent are in force.
    pub(super) async fn settings_in_force(&self) {
        let sent = self.sent_settings.load(Ordering::Acquire);
        let mut read = self.read_settings.subscribe();
        // The sender is the session's own.
        let _ = read.wait_for(|read| *read >= sent).await;
    }

    pub(super) fn set_settings(&self, settings: Settings) {
        *self
            .settings
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
    }

    pub(super) fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the settings are those of the client, and not only what holds until it is asked.
    pub(super) fn has_settings(&self) -> bool {
        self.settled.load(Ordering::Acquire)
    }

    /// The settings are those of the client from now on. Tells whether they were not before.
    pub(super) fn settle(&self) -> bool {
        !self.settled.swap(true, Ordering::AcqRel)
    }

    /// How a document is to be checked: what its repository says, and what the client says on top. Returns `None` if the
    /// settings leave it out. Looks at the disk unless it did a moment ago.
    pub(super) fn options(&self, document: &Document) -> Option<Arc<Options>> {
        document.options().unwrap_or_else(|| {
            let path = document.path.as_deref().unwrap_or(Path::new(""));
            let options = self.options_for(path).map(Arc::new);
            document.set_options(options.clone(), self.repository_profile(path));
            options
        })
    }

    /// The same for a file.
    pub(super) fn options_for(&self, path: &Path) -> Option<Options> {
        let repository = self.repositories.settings_for(path);
        let client = self.settings();
        let near = self.near(path);
        if repository.leaves_out(path) || client.leaves_out(near) {
            return None;
        }
        let kind = client.kind_of(near).or_else(|| repository.kind_of(path));
        let names = self.names.known(&repository.settings.tenant.profile);
        Some(Options {
            names: names.filter(|_| client.tenant.live_names != Some(false)),
            ..Options::new(kind, [&repository.settings.rules, &client.rules])
        })
    }

    /// Forgets what the settings of repositories say: they may have changed on the disk.
    pub(super) fn forget_repositories(&self) {
        self.repositories.forget();
    }

    /// Reads a file that is not open.
    pub(super) fn open(&self, path: &Path) -> Option<Opened> {
        let selected = Selected {
            path: path.to_owned(),
            named: true,
        };
        selected.open(&self.repositories).ok()
    }

    /// The settings of the repository that a file is in. May read the disk.
    pub(super) fn file_settings(&self, path: &Path) -> Arc<FileSettings> {
        self.repositories.settings_for(path)
    }

    /// The profile that the repository of a file asks for.
    pub(super) fn repository_profile(&self, path: &Path) -> Option<String> {
        let repository = self.repositories.settings_for(path);
        repository.settings.tenant.profile.clone()
    }
}

/// The folders that a client works in, the older ways of saying so included.
fn workspace_folders(params: &lsp::InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten();
    let uris: Vec<_> = folders.map(|folder| &folder.uri).collect();
    #[expect(deprecated, reason = "some clients know no other way")]
    let root = params.root_uri.iter().filter(|_| uris.is_empty());
    let uris = uris.iter().copied().chain(root);
    uris.filter_map(|uri| Some(uri.to_file_path()?.into_owned()))
        .collect()
}
