//! Work that the client shows, and can cancel.

use super::outgoing::Outgoing;
use crate::display::Foreign;
use dashmap::DashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use tokio::sync::Notify;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::Progress as ProgressNotification;
use tower_lsp::ls_types::request::WorkDoneProgressCreate;

/// What is under way, by its token. Only to be touched in functions that are not `async`.
#[derive(Debug, Default)]
pub(super) struct UnderWay {
    next: AtomicI32,
    cancels: DashMap<String, Arc<Notify>>,
}

impl UnderWay {
    /// `window/workDoneProgress/cancel`.
    pub(super) fn cancel(&self, token: &lsp::ProgressToken) {
        if let lsp::ProgressToken::String(token) = token
            && let Some(cancel) = self.cancels.get(token)
        {
            cancel.notify_one();
        }
    }

    fn begin(&self) -> (String, Arc<Notify>) {
        let token = format!("immuta-ls/{}", self.next.fetch_add(1, Ordering::Relaxed));
        let cancel = Arc::new(Notify::new());
        self.cancels.insert(token.clone(), Arc::clone(&cancel));
        (token, cancel)
    }

    fn end(&self, token: &str) {
        self.cancels.remove(token);
    }
}

/// Work that the client shows from now until this is dropped.
pub(super) struct Progress {
    outgoing: Outgoing,
    under_way: Arc<UnderWay>,
    token: String,
    shown: bool,
    cancel: Arc<Notify>,
}

impl Progress {
    /// Begins to show some work, if the client can.
    pub(super) async fn begin(
        outgoing: Outgoing,
        under_way: Arc<UnderWay>,
        client_can: bool,
        title: String,
    ) -> Self {
        let (token, cancel) = under_way.begin();
        let mut progress = Self {
            outgoing,
            under_way,
            token,
            shown: false,
            cancel,
        };
        if client_can {
            let params = lsp::WorkDoneProgressCreateParams {
                token: lsp::ProgressToken::String(progress.token.clone()),
            };
            let created = progress.outgoing.request::<WorkDoneProgressCreate>(params);
            progress.shown = created.await.is_some();
            progress.report(lsp::WorkDoneProgress::Begin(lsp::WorkDoneProgressBegin {
                title: Foreign(&title).message(),
                cancellable: Some(true),
                ..lsp::WorkDoneProgressBegin::default()
            }));
        }
        progress
    }

    /// Says how far it is.
    pub(super) fn is_at(&self, done: usize, all: usize) {
        let percent = u32::try_from(done * 100 / all.max(1)).unwrap_or(100);
        self.report(lsp::WorkDoneProgress::Report(lsp::WorkDoneProgressReport {
            cancellable: Some(true),
            message: (all > 1).then(|| format!("{done}/{all}")),
            percentage: Some(percent),
        }));
    }

    /// Waits until somebody cancels it.
    pub(super) async fn cancelled(&self) {
        self.cancel.notified().await;
    }

    fn report(&self, value: lsp::WorkDoneProgress) {
        if !self.shown {
            return;
        }
        self.outgoing
            .notify::<ProgressNotification>(lsp::ProgressParams {
                token: lsp::ProgressToken::String(self.token.clone()),
                value: lsp::ProgressParamsValue::WorkDone(value),
            });
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.under_way.end(&self.token);
        self.report(lsp::WorkDoneProgress::End(
            lsp::WorkDoneProgressEnd::default(),
        ));
    }
}
