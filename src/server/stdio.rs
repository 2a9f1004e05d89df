//! Standard input and output as streams.

use tokio::io::{AsyncRead, AsyncWrite};

/// The streams that the client is on.
pub(super) fn streams() -> (impl AsyncRead + Unpin, impl AsyncWrite + Unpin) {
    (tokio::io::stdin(), tokio::io::stdout())
}
