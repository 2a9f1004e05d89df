//! What the server says to its client without being asked: requests with a time limit, and notifications.
//!
//! Requests are made from tasks of their own. A handler that awaited an answer would keep the messages behind it waiting,
//! the answer among them.

use crate::display::Foreign;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower_lsp::jsonrpc::Error;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::{
    LogMessage, Notification, PublishDiagnostics, ShowMessage,
};
use tower_lsp::ls_types::request::{Request, ShowMessageRequest};

/// How long the client may take to answer.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// How many messages may wait to be sent before no more of the client's are read.
const MAX_WAITING: usize = 4_096;

/// The way to the client. Cloning is cheap.
#[derive(Debug, Clone)]
pub(super) struct Outgoing {
    client: tower_lsp::Client,
    /// Room for messages that wait to be sent.
    room: Arc<Semaphore>,
}

impl Outgoing {
    /// The way to a client.
    pub(super) fn new(client: tower_lsp::Client) -> Self {
        Self {
            client,
            room: Arc::new(Semaphore::new(MAX_WAITING)),
        }
    }

    /// Asks the client. Returns `None` if there is no answer in time, or an error.
    pub(super) async fn request<R: Request>(&self, params: R::Params) -> Option<R::Result> {
        self.request_within::<R>(TIME_LIMIT, params).await?.ok()
    }

    /// Asks the client something that may take longer. Returns `None` if there is no answer in time.
    pub(super) async fn request_within<R: Request>(
        &self,
        limit: Duration,
        params: R::Params,
    ) -> Option<Result<R::Result, Error>> {
        tokio::time::timeout(limit, self.client.send_request::<R>(params))
            .await
            .ok()
    }

    /// Asks the client in the background; its answer does not matter.
    pub(super) fn ask<R: Request>(&self, params: R::Params)
    where
        R::Params: Send + 'static,
        R::Result: Send,
    {
        let (outgoing, permit) = (self.clone(), self.permit());
        tokio::spawn(async move {
            outgoing.request::<R>(params).await;
            drop(permit);
        });
    }

    /// Waits until there is room for more to say. Whoever hears nothing says nothing more.
    pub(super) async fn has_room(&self) {
        drop(self.room.acquire().await);
    }

    /// A place among the messages that wait. Without room the message waits all the same; there will be none for the next one
    /// of the client's.
    fn permit(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.room).try_acquire_owned().ok()
    }

    /// Sends a notification in the background.
    pub(super) fn notify<N: Notification>(&self, params: N::Params)
    where
        N::Params: Send + 'static,
    {
        let (client, permit) = (self.client.clone(), self.permit());
        tokio::spawn(async move {
            client.send_notification::<N>(params).await;
            drop(permit);
        });
    }

    /// Sends diagnostics, and waits until they are on their way.
    pub(super) async fn publish(
        &self,
        uri: lsp::Uri,
        diagnostics: Vec<lsp::Diagnostic>,
        version: Option<i32>,
    ) {
        let _permit = self.room.acquire().await;
        self.client
            .publish_diagnostics(uri, diagnostics, version)
            .await;
    }

    /// Sends diagnostics in the background.
    pub(super) fn publish_soon(
        &self,
        uri: lsp::Uri,
        diagnostics: Vec<lsp::Diagnostic>,
        version: Option<i32>,
    ) {
        self.notify::<PublishDiagnostics>(lsp::PublishDiagnosticsParams {
            uri,
            diagnostics,
            version,
        });
    }

    /// Writes to the client's log.
    pub(super) fn log(&self, kind: lsp::MessageType, message: impl AsRef<str>) {
        self.notify::<LogMessage>(lsp::LogMessageParams {
            typ: kind,
            message: Foreign(message.as_ref()).message(),
        });
    }

    /// Shows a message to the user.
    pub(super) fn show(&self, kind: lsp::MessageType, message: impl AsRef<str>) {
        self.notify::<ShowMessage>(lsp::ShowMessageParams {
            typ: kind,
            message: Foreign(message.as_ref()).message(),
        });
    }

    /// Shows a question to the user, who chooses one of the answers. Returns `None` if there is no answer in time.
    pub(super) async fn question(
        &self,
        limit: Duration,
        kind: lsp::MessageType,
        question: &str,
        answers: &[&'static str],
    ) -> Option<Result<Option<lsp::MessageActionItem>, Error>> {
        let answers = answers.iter().map(|title| lsp::MessageActionItem {
            title: (*title).to_owned(),
            properties: HashMap::new(),
        });
        let params = lsp::ShowMessageRequestParams {
            typ: kind,
            message: Foreign(question).message(),
            actions: Some(answers.collect()),
        };
        self.request_within::<ShowMessageRequest>(limit, params)
            .await
    }
}
