//! A client of the real binary over standard input and output, as bare as can be: it sends what a test
//! says and keeps what comes until the test asks for it. What nobody asked for fails the test.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Long enough for a loaded machine; a test that needs it has failed.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// What came and is not asked for yet.
    pending: VecDeque<Value>,
    /// Everything that came.
    transcript: Arc<Mutex<String>>,
    next_id: i64,
}

/// What a client is, for `initialize`.
pub(crate) fn capabilities() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "workspace": { "workspaceEdit": { "documentChanges": true } },
        "textDocument": {
            "publishDiagnostics": { "codeDescriptionSupport": true, "versionSupport": true },
            "completion": { "completionItem": { "snippetSupport": true } },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } }
        }
    })
}

impl Client {
    /// Starts the server; nothing is said yet.
    pub(crate) fn spawn() -> Self {
        Self::of(&mut Command::new(env!("CARGO_BIN_EXE_immuta-ls")))
    }

    /// The same, started by a command.
    pub(crate) fn of(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let input = child.stdin.take();
        let output = child.stdout.take().expect("it has an output");
        let (sender, messages) = channel();
        let transcript = Arc::new(Mutex::new(String::new()));
        let kept = Arc::clone(&transcript);
        std::thread::spawn(move || {
            let mut reader = BufReader::new(output);
            while let Some(message) = read(&mut reader) {
                *kept.lock().expect("a text") += &format!("{message}\n");
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            input,
            messages,
            pending: VecDeque::new(),
            transcript,
            next_id: 0,
        }
    }

    /// Starts the server and shakes hands.
    pub(crate) fn start(capabilities: Value) -> Self {
        Self::start_with(
            json!({ "processId": null, "rootUri": null, "capabilities": capabilities }),
        )
    }

    /// The same with all parameters of `initialize`.
    pub(crate) fn start_with(params: Value) -> Self {
        let mut client = Self::spawn();
        client.shake_hands(params);
        client
    }

    /// Says what it is; `params` are those of `initialize`. Gives the server's answer.
    pub(crate) fn shake_hands(&mut self, params: Value) -> Value {
        let answer = self.request("initialize", params);
        self.notify("initialized", json!({}));
        answer
    }

    pub(crate) fn send(&mut self, message: &Value) {
        self.send_all(std::slice::from_ref(message));
    }

    /// Sends messages in one write.
    pub(crate) fn send_all(&mut self, messages: &[Value]) {
        let mut bytes = Vec::new();
        for message in messages {
            let body = message.to_string();
            write!(bytes, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("memory is there");
        }
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(&bytes).expect("the server reads");
        input.flush().expect("the server reads");
    }

    /// Sends bytes as they are.
    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(bytes).expect("the server reads");
        input.flush().expect("the server reads");
    }

    /// Sends a body with the usual header.
    pub(crate) fn send_body(&mut self, body: &str) {
        self.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&notification(method, params));
    }

    /// Sends a request without waiting for its answer; gives its id.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// The answer to a request.
    pub(crate) fn answer(&mut self, id: i64) -> Value {
        self.take(|message| message.get("method").is_none() && message["id"] == id)
    }

    /// The answer with an id of whatever sort.
    pub(crate) fn answer_to(&mut self, id: &Value) -> Value {
        self.take(|message| message.get("method").is_none() && message["id"] == *id)
    }

    /// Sends a request and gives its result.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method} failed: {answer}");
        answer["result"].clone()
    }

    /// Answers a request of the server's.
    pub(crate) fn reply(&mut self, request: &Value, result: Value) {
        let id = request["id"].clone();
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
    }

    /// The next request or notification of the server with this method.
    pub(crate) fn next(&mut self, method: &str) -> Value {
        self.take(|message| message["method"] == method)
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let language = if uri.ends_with("json") {
            "json"
        } else {
            "yaml"
        };
        let item = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
    }

    /// The diagnostics that are pushed for a version of a document; older ones are passed over.
    pub(crate) fn pushed(&mut self, uri: &str, version: i64) -> Vec<Value> {
        loop {
            let message = self.take(|m| {
                m["method"] == "textDocument/publishDiagnostics" && m["params"]["uri"] == uri
            });
            let found = message["params"]["version"].as_i64().expect("a version");
            assert!(
                found <= version,
                "diagnostics of a version that was never sent"
            );
            if found == version {
                return message["params"]["diagnostics"]
                    .as_array()
                    .expect("a list")
                    .clone();
            }
        }
    }

    fn take(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            if let Some(at) = self.pending.iter().position(&wanted) {
                return self.pending.remove(at).expect("it was just found");
            }
            match self
                .messages
                .recv_timeout(PATIENCE.saturating_sub(start.elapsed()))
            {
                Ok(message) => self.pending.push_back(message),
                Err(RecvTimeoutError::Timeout) => {
                    panic!("it never came; what came: {:?}", self.pending)
                }
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("the server is gone; what came: {:?}", self.pending)
                }
            }
        }
    }

    /// Passes over what comes with this method within a moment: how often it comes is a matter of who is faster.
    pub(crate) fn pass_over(&mut self, method: &str) {
        while let Ok(message) = self.messages.recv_timeout(Duration::from_millis(200)) {
            self.pending.push_back(message);
        }
        self.pending.retain(|message| message["method"] != method);
    }

    /// Nothing more comes within a moment.
    pub(crate) fn quiet(&mut self) {
        let more = self.messages.recv_timeout(Duration::from_millis(200));
        assert!(more.is_err(), "unexpected: {more:?}");
    }

    /// Hangs up without a word, or after one. Gives the exit code.
    pub(crate) fn hang_up(&mut self) -> Option<i32> {
        self.input = None;
        self.wait()
    }

    /// Waits for the end of the process.
    pub(crate) fn wait(&mut self) -> Option<i32> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("the server does not end");
    }

    /// The process of the server.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Everything that the server said so far.
    pub(crate) fn transcript(&self) -> String {
        self.transcript.lock().expect("a text").clone()
    }

    /// Says goodbye as the protocol has it; nothing may be left unasked, and nothing on standard error.
    pub(crate) fn stop(mut self) {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        assert_eq!(self.wait(), Some(0));
        self.pending.extend(self.messages.try_iter());
        assert!(
            self.pending.is_empty(),
            "nobody asked for {:?}",
            self.pending
        );
        let mut errors = String::new();
        let stderr = self.child.stderr.as_mut().expect("a standard error");
        stderr.read_to_string(&mut errors).expect("text");
        assert_eq!(errors, "", "standard error is silent");
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn notification(method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}

/// A change that inserts text.
pub(crate) fn insertion(
    uri: &str,
    version: i64,
    line: usize,
    character: usize,
    text: &str,
) -> Value {
    let at = json!({ "line": line, "character": character });
    notification(
        "textDocument/didChange",
        json!({
            "textDocument": { "uri": uri, "version": version },
            "contentChanges": [{ "range": { "start": at, "end": at }, "text": text }]
        }),
    )
}

fn read(reader: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
