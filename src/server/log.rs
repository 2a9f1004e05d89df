//! The log: what happened, never what a document, a setting or a message says.
//!
//! Off unless asked for: by the command line, into a file, or by the setting `logLevel`, to the client. Events name methods,
//! counts, durations and places in our code. Text of documents and values of settings may hold secrets, and stay out.

use super::outgoing::Outgoing;
use std::fmt::Write as _;
use std::fs::File;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use tower_lsp::ls_types::MessageType;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::filter::{FilterExt, LevelFilter, filter_fn};
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

/// A file to log to, and how much.
#[derive(Debug)]
pub struct LogFile {
    /// The file, open for writing.
    pub file: File,
    /// The least urgent level that is written.
    pub level: Level,
}

/// Where the client's share goes.
static CLIENT: OnceLock<Outgoing> = OnceLock::new();

/// How much the client wants, as a number of [`LEVELS`]; 0 is nothing.
static CLIENT_LEVEL: AtomicUsize = AtomicUsize::new(0);

/// The names of the levels in settings, from the least.
pub(super) const LEVELS: &[&str] = &["off", "error", "warn", "info", "debug", "trace"];

/// Starts the log. Without a file it stays silent until the client asks for it.
pub(super) fn start(file: Option<LogFile>) {
    let ours = || filter_fn(|metadata| metadata.target().starts_with("immuta_ls"));
    let file = file.map(|LogFile { file, level }| {
        fmt::layer()
            .with_ansi(false)
            .with_writer(Mutex::new(file))
            .with_filter(ours().and(LevelFilter::from_level(level)))
    });
    let client = ClientLog.with_filter(ours().and(filter_fn(client_wants)));
    // There is one log for a process; a second session in it, as tests have them, shares the first one's.
    drop(
        tracing_subscriber::registry()
            .with(file)
            .with(client)
            .try_init(),
    );
}

/// Sends the client what it wants from now on.
pub(super) fn connect(outgoing: Outgoing) {
    drop(CLIENT.set(outgoing));
}

/// Sets how much the client wants, by the name of a level. Returns whether there is such a level.
pub(super) fn set_client_level(name: &str) -> bool {
    let level = LEVELS.iter().position(|known| *known == name);
    CLIENT_LEVEL.store(level.unwrap_or(0), Ordering::Relaxed);
    level.is_some()
}

fn client_wants(metadata: &Metadata<'_>) -> bool {
    rank(*metadata.level()) <= CLIENT_LEVEL.load(Ordering::Relaxed)
}

/// The place of a level among [`LEVELS`].
fn rank(level: Level) -> usize {
    match level {
        Level::ERROR => 1,
        Level::WARN => 2,
        Level::INFO => 3,
        Level::DEBUG => 4,
        Level::TRACE => 5,
    }
}

/// Sends events to the client.
struct ClientLog;

impl<S: Subscriber> Layer<S> for ClientLog {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let (Some(client), Ok(_)) = (CLIENT.get(), tokio::runtime::Handle::try_current()) else {
            return;
        };
        let kind = match *event.metadata().level() {
            Level::ERROR => MessageType::ERROR,
            Level::WARN => MessageType::WARNING,
            Level::INFO => MessageType::INFO,
            _ => MessageType::LOG,
        };
        let mut line = Line::default();
        event.record(&mut line);
        client.log(kind, line.message + &line.fields);
    }
}

/// An event in a line.
#[derive(Default)]
struct Line {
    message: String,
    fields: String,
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        // A string takes whatever is written.
        let _ = if field.name() == "message" {
            write!(self.message, "{value:?}")
        } else {
            write!(self.fields, " {}={value:?}", field.name())
        };
    }
}
