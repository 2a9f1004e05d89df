//! Messages between the client and the library's service.
//!
//! The library's own loop handles some messages at a time, whatever they are, so that edits wait behind requests, and a
//! session ends with the last request. Here notifications are handled at once and in order, as is each request up to the
//! point where it has to wait; from there on it is a task of its own.

use super::framing::{Frame, Frames};
use super::message::{self, Incoming};
use super::outgoing::Outgoing;
use super::panics;
use super::stdio::{Input, Output};
use futures_util::{FutureExt, SinkExt, StreamExt};
use serde::Serialize;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::sync::{Semaphore, mpsc};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_lsp::{ClientSocket, LanguageServer, LspService};
use tower_service::Service;

/// How many requests may be under way. The next message is not read before there is room.
const MAX_REQUESTS: usize = 1_000;

/// How many messages may wait to be written. Whoever has more to say waits.
const MAX_WAITING: usize = 64;

/// How long the last messages may take to be written.
const FAREWELL: Duration = Duration::from_millis(100);

/// Messages to be written.
type Outbox = mpsc::Sender<Vec<u8>>;

/// Serves a client until it says `exit`, or its end of the input or the output closes. `notice` sees each request before the
/// service does.
pub(super) async fn serve<S: LanguageServer>(
    service: LspService<S>,
    socket: ClientSocket,
    input: Input,
    output: Output,
    outgoing: &Outgoing,
    notice: impl Fn(&Request),
) {
    let (outbox, waiting) = mpsc::channel(MAX_WAITING);
    let (mut requests, answers) = socket.split();
    let mut writing = tokio::spawn(write(output, waiting));
    let ours = outbox.clone();
    let asking = tokio::spawn(async move {
        while let Some(request) = requests.next().await {
            send(&ours, &request).await;
        }
    });
    let reading = read(service, answers, input, &outbox, outgoing, notice);
    let output_is_open = tokio::select! {
        () = reading => true,
        _ = &mut writing => false,
    };
    asking.abort();
    drop(outbox);
    if output_is_open {
        drop(tokio::time::timeout(FAREWELL, writing).await);
    }
}

/// Reads messages until the client says `exit` or its end closes.
async fn read<S: LanguageServer>(
    mut service: LspService<S>,
    mut answers: impl SinkExt<Response> + Unpin,
    input: Input,
    outbox: &Outbox,
    outgoing: &Outgoing,
    notice: impl Fn(&Request),
) {
    let room = Arc::new(Semaphore::new(MAX_REQUESTS));
    let mut frames = Frames::new(input);
    while let Ok(Some(frame)) = frames.next().await {
        let body = match frame {
            Frame::Body(body) => body,
            Frame::Unreadable(problem) => {
                tracing::warn!(problem, "a message cannot be read");
                send(outbox, &message::unreadable(problem)).await;
                continue;
            }
        };
        for incoming in message::read(&body) {
            match incoming {
                Incoming::Invalid(answer) => {
                    tracing::warn!("a message is not valid");
                    send(outbox, &answer).await;
                }
                Incoming::Response(response) => drop(answers.send(response).await),
                Incoming::Request(request) => {
                    let exits = request.method() == "exit";
                    outgoing.has_room().await;
                    notice(&request);
                    handle(&mut service, request, outbox, &room).await;
                    if exits {
                        return;
                    }
                }
            }
        }
    }
}

/// Handles a request or a notification.
async fn handle<S: LanguageServer>(
    service: &mut LspService<S>,
    request: Request,
    outbox: &Outbox,
    room: &Arc<Semaphore>,
) {
    let (method, id) = (request.method().to_owned(), request.id().cloned());
    tracing::debug!(
        method,
        id = id.as_ref().map(tracing::field::display),
        "received"
    );
    let call = service.call(request).map(Result::ok).map(Option::flatten);
    let call = AssertUnwindSafe(call).catch_unwind();
    let Some(id) = id else {
        if call.await.is_err() {
            tracing::error!(method, place = panics::place(), "a notification panicked");
        }
        return;
    };
    let mut call = Box::pin(call);
    if let Some(outcome) = (&mut call).now_or_never() {
        return send(outbox, &answer(&method, id, outcome)).await;
    }
    let Ok(permit) = Arc::clone(room).acquire_owned().await else {
        return;
    };
    let outbox = outbox.clone();
    tokio::spawn(async move {
        let outcome = call.await;
        send(&outbox, &answer(&method, id, outcome)).await;
        drop(permit);
    });
}

/// The answer to a request. One that the service has no answer to has no such method; one that panicked failed.
fn answer(method: &str, id: Id, outcome: std::thread::Result<Option<Response>>) -> Response {
    match outcome {
        Ok(Some(response)) => {
            if let Some(error) = response.error() {
                tracing::info!(method, %id, code = error.code.code(), "answered with an error");
            }
            response
        }
        Ok(None) => Response::from_error(id, Error::method_not_found()),
        Err(_) => {
            let place = panics::place();
            tracing::error!(method, %id, place, "a request panicked");
            Response::from_error(id, panics::error())
        }
    }
}

/// Puts a message where it will be written.
async fn send(outbox: &Outbox, message: &impl Serialize) {
    if let Ok(body) = serde_json::to_vec(message) {
        // Without a writer the session is about to end.
        drop(outbox.send(body).await);
    }
}

/// Writes messages until there are no more, or nobody reads them.
async fn write(mut output: Output, mut waiting: mpsc::Receiver<Vec<u8>>) -> std::io::Result<()> {
    while let Some(body) = waiting.recv().await {
        let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        frame.extend(body);
        output.write_all(&frame).await?;
        output.flush().await?;
    }
    Ok(())
}
