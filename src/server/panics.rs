//! Panics: what is left of the work is an error, with the place in the code where it ended.
//!
//! What a panic says may hold text of a document, and that a secret. So only its place is told.

use std::cell::RefCell;
use tower_lsp::jsonrpc::Error;

thread_local! {
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Has panics keep their place instead of writing to standard error.
pub(super) fn install_hook() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        PLACE.with(|last| *last.borrow_mut() = place);
    }));
}

/// The place of the last panic on this thread, as file, line and column.
pub(super) fn place() -> String {
    PLACE
        .with(|last| last.borrow().clone())
        .unwrap_or_else(|| "an unknown place".to_owned())
}

/// The answer to a request that panicked on this thread.
pub(super) fn error() -> Error {
    let mut error = Error::internal_error();
    error.message = format!("Internal error at {}", place()).into();
    error
}
