//! Work that takes time, off the thread that messages are handled on.

use super::document::Document;
use super::panics;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tower_lsp::jsonrpc::{Error, Result};

/// Whether somebody still waits for the result of some work.
#[derive(Debug, Clone)]
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

/// Runs work on a document: at once where that costs less than handing it over would (measured: waking another thread takes
/// longer than to follow a keystroke), else on a thread. No document takes more than its share of the threads, so that none
/// waits for another.
pub(super) async fn run_on<T: Send + 'static>(
    document: &Document,
    is_light: bool,
    work: impl FnOnce(&GoOn) -> T + Send + 'static,
) -> Result<T> {
    if is_light {
        return catch(|| work(&GoOn(Arc::new(AtomicBool::new(true)))));
    }
    let threads = Arc::clone(&document.threads);
    let Ok(permit) = threads.acquire_owned().await else {
        return Err(Error::internal_error());
    };
    // Work that nobody waits for any more keeps its thread until it notices.
    run(move |go_on| {
        let result = work(go_on);
        drop(permit);
        result
    })
    .await
}

/// Runs work on a thread. A panic in it answers the request with an error, and harms nothing else.
pub(super) async fn run<T: Send + 'static>(
    work: impl FnOnce(&GoOn) -> T + Send + 'static,
) -> Result<T> {
    let flag = Arc::new(AtomicBool::new(true));
    let _waiting = Waiting(Arc::clone(&flag));
    let result = tokio::task::spawn_blocking(move || catch(|| work(&GoOn(flag)))).await;
    result.unwrap_or_else(|_| Err(Error::internal_error()))
}

fn catch<T>(work: impl FnOnce() -> T) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        tracing::error!(place = panics::place(), "a request panicked");
        panics::error()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Dialect;
    use std::time::Duration;

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        runtime.expect("a runtime").block_on(future)
    }

    #[test]
    fn a_panic_is_an_error_with_its_place() {
        panics::install_hook();
        let document = Document::new(None, Dialect::Yaml, "", 0);
        for light in [true, false] {
            let failed = block_on(run_on(&document, light, |_| -> () {
                panic!("with a secret of the text")
            }));
            let error = failed.expect_err("it panicked");
            assert_eq!(error.code.code(), -32603);
            assert!(error.message.contains("blocking.rs:"), "{}", error.message);
            assert!(!error.message.contains("secret"), "{}", error.message);
            let works = block_on(run_on(&document, light, |_| 7));
            assert_eq!(works.ok(), Some(7));
        }
    }

    #[test]
    fn work_that_nobody_waits_for_is_told_so() {
        let (sender, receiver) = std::sync::mpsc::channel();
        block_on(async {
            let work = run(move |go_on| {
                while go_on.ask() {
                    std::thread::sleep(Duration::from_millis(1));
                }
                let _ = sender.send(());
            });
            let late = tokio::time::timeout(Duration::from_millis(20), work).await;
            assert!(late.is_err());
        });
        assert!(receiver.recv_timeout(Duration::from_secs(10)).is_ok());
    }
}
