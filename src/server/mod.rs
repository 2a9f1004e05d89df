//! Floor 7: the language server.
//!
//! The only place that knows the Language Server Protocol. One file a method; [`convert`] has all
//! conversions; [`document`] holds what is open.
//!
//! The library under it reads, handles and writes in one task, so these rules keep it alive:
//! * `did_*` change session at once, before anything is awaited, and return;
//! * no lock and no map entry is held across an await: maps are touched in plain functions only;
//! * requests to the client are made from spawned tasks, with a time limit;
//! * work on a text runs on the blocking pool, where a cancelled request or a newer text stops it.

mod blocking;
mod buffer;
mod client_capabilities;
mod code_action;
mod code_lens;
mod command;
mod completion;
mod configuration;
mod confirmations;
mod convert;
mod diagnostics;
mod document;
mod dry_run;
mod folding;
mod framing;
mod highlight;
mod hover;
mod life;
mod links;
mod log;
mod message;
mod name_cache;
mod names;
mod outgoing;
mod panics;
mod progress;
mod remote_diagnostics;
mod request;
mod selection;
mod server_capabilities;
mod session;
mod signature;
mod stdio;
mod symbols;
mod sync;
mod tenant;
mod tokens;
mod transport;

pub use log::LogFile;

use life::End;
use session::Session;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;
use tower_lsp::{LanguageServer, LspService};

/// Serves one client on standard input and output until it says `exit` or hangs up. Returns whether it said
/// `shutdown` before, as the protocol wants it. What happens is logged to a file, if there is one.
///
/// # Errors
/// When the runtime or the standard streams cannot be set up.
pub fn serve(log_file: Option<LogFile>) -> std::io::Result<bool> {
    let shut_down = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&shut_down);
    log::start(log_file);
    panics::install_hook();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(64)
        .thread_keep_alive(std::time::Duration::from_secs(60))
        .build()?;
    runtime.block_on(async {
        let end = End::default();
        let (service, socket) = LspService::build(|client| Server {
            session: Arc::new(Session::new(client)),
            shut_down: flag,
            end: end.clone(),
        })
        // The library does not know this one.
        .custom_method("window/workDoneProgress/cancel", Server::cancel_progress)
        .finish();
        let session = Arc::clone(&service.inner().session);
        let outgoing = session.outgoing.clone();
        log::connect(outgoing.clone());
        let notice = move |request: &_| sync::notice_malformed(&session, request);
        let (input, output) = stdio::streams();
        life::watch_streams(&end);
        tokio::select! {
            () = transport::serve(service, socket, input, output, &outgoing, notice) => {}
            () = end.reached() => {}
        }
    });
    // Whatever still runs in the background must not keep the process.
    runtime.shutdown_background();
    Ok(shut_down.load(Ordering::Relaxed))
}

struct Server {
    session: Arc<Session>,
    shut_down: Arc<AtomicBool>,
    end: End,
}

impl Server {
    async fn cancel_progress(&self, params: lsp::WorkDoneProgressCancelParams) {
        self.session.under_way.cancel(&params.token);
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, params: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        if let Some(parent) = params.process_id {
            life::watch_parent(&self.end, parent);
        }
        let options = params.initialization_options.as_ref();
        configuration::initialize(&self.session, options).await?;
        let client = self.session.initialize(&params);
        Ok(lsp::InitializeResult {
            capabilities: server_capabilities::server_capabilities(&client),
            server_info: Some(lsp::ServerInfo {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            offset_encoding: None,
        })
    }

    async fn initialized(&self, _: lsp::InitializedParams) {
        configuration::start(&self.session);
    }

    async fn shutdown(&self) -> Result<()> {
        self.shut_down.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn did_open(&self, params: lsp::DidOpenTextDocumentParams) {
        sync::open(&self.session, params);
    }

    async fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        sync::change(&self.session, params);
    }

    async fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        sync::close(&self.session, params);
    }

    async fn did_change_configuration(&self, params: lsp::DidChangeConfigurationParams) {
        configuration::changed(&self.session, &params.settings);
    }

    async fn did_change_watched_files(&self, params: lsp::DidChangeWatchedFilesParams) {
        self.session.forget_repositories();
        diagnostics::changed_on_disk(&self.session, &params.changes);
        diagnostics::refresh_all(&self.session);
    }

    async fn diagnostic(
        &self,
        params: lsp::DocumentDiagnosticParams,
    ) -> Result<lsp::DocumentDiagnosticReportResult> {
        diagnostics::pull(&self.session, params).await
    }

    async fn completion(
        &self,
        params: lsp::CompletionParams,
    ) -> Result<Option<lsp::CompletionResponse>> {
        completion::complete(&self.session, params).await
    }

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        hover::hover(&self.session, params).await
    }

    async fn signature_help(
        &self,
        params: lsp::SignatureHelpParams,
    ) -> Result<Option<lsp::SignatureHelp>> {
        signature::help(&self.session, params).await
    }

    async fn document_symbol(
        &self,
        params: lsp::DocumentSymbolParams,
    ) -> Result<Option<lsp::DocumentSymbolResponse>> {
        symbols::symbols(&self.session, params).await
    }

    async fn folding_range(
        &self,
        params: lsp::FoldingRangeParams,
    ) -> Result<Option<Vec<lsp::FoldingRange>>> {
        folding::folding_ranges(&self.session, params).await
    }

    async fn selection_range(
        &self,
        params: lsp::SelectionRangeParams,
    ) -> Result<Option<Vec<lsp::SelectionRange>>> {
        selection::selection_ranges(&self.session, params).await
    }

    async fn document_highlight(
        &self,
        params: lsp::DocumentHighlightParams,
    ) -> Result<Option<Vec<lsp::DocumentHighlight>>> {
        highlight::highlights(&self.session, params).await
    }

    async fn document_link(
        &self,
        params: lsp::DocumentLinkParams,
    ) -> Result<Option<Vec<lsp::DocumentLink>>> {
        links::links(&self.session, params).await
    }

    async fn semantic_tokens_full(
        &self,
        params: lsp::SemanticTokensParams,
    ) -> Result<Option<lsp::SemanticTokensResult>> {
        let data = tokens::tokens(&self.session, params.text_document, None).await?;
        Ok(data.map(|data| {
            lsp::SemanticTokens {
                result_id: None,
                data,
            }
            .into()
        }))
    }

    async fn semantic_tokens_range(
        &self,
        params: lsp::SemanticTokensRangeParams,
    ) -> Result<Option<lsp::SemanticTokensRangeResult>> {
        let range = Some(params.range);
        let data = tokens::tokens(&self.session, params.text_document, range).await?;
        Ok(data.map(|data| {
            lsp::SemanticTokens {
                result_id: None,
                data,
            }
            .into()
        }))
    }

    async fn code_action(
        &self,
        params: lsp::CodeActionParams,
    ) -> Result<Option<lsp::CodeActionResponse>> {
        code_action::actions(&self.session, params).await
    }

    async fn code_lens(&self, params: lsp::CodeLensParams) -> Result<Option<Vec<lsp::CodeLens>>> {
        code_lens::lenses(&self.session, params).await
    }

    async fn execute_command(
        &self,
        params: lsp::ExecuteCommandParams,
    ) -> Result<Option<serde_json::Value>> {
        command::execute(&self.session, params).await
    }
}
