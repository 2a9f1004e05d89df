//! Work that takes time, off the message loop.

use super::document::Document;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tower_lsp::jsonrpc::{Error, Result};

/// Whether somebody still waits for the result of some work.
pub(super) struct GoOn(Arc<AtomicBool>);

impl GoOn {
    /// Asks.
    pub(super) fn ask(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Says "no longer" when the future that waits is dropped: the request was cancelled.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Runs work on a document: on the blocking pool, or at once where it costs less than handing it over
/// would (measured: waking another thread takes longer than to follow a keystroke). A panic in it answers
/// the request with an error and harms nothing else.
pub(super) async fn run<T: Send + 'static>(
    document: &Document,
    work: impl FnOnce(&GoOn) -> T + Send + 'static,
) -> Result<T> {
    if document.is_light() {
        let go_on = GoOn(Arc::new(AtomicBool::new(true)));
        return catch_unwind(AssertUnwindSafe(|| work(&go_on)))
            .map_err(|_| Error::internal_error());
    }
    let flag = Arc::new(AtomicBool::new(true));
    let waiting = Waiting(Arc::clone(&flag));
    let result = tokio::task::spawn_blocking(move || work(&GoOn(flag))).await;
    drop(waiting);
    result.map_err(|_| Error::internal_error())
}
