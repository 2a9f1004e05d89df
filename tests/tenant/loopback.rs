//! Servers on this machine that do whatever a test wants of a tenant that is no good.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A server that answers each request as a test says, and then hangs up.
pub(crate) struct Loopback {
    /// Its address: host and port.
    pub(crate) host: String,
    /// One for each connection: what was sent, as it was sent.
    requests: Arc<Mutex<Vec<String>>>,
}

/// A connection, in plain text or not.
pub(crate) trait Stream: Read + Write {}

impl<S: Read + Write> Stream for S {}

impl Loopback {
    /// What is done with each connection: it is made readable, its request is read, and it is answered.
    pub(crate) fn start<S: Stream>(
        open: impl Fn(TcpStream) -> S + Send + Sync + 'static,
        answer: impl Fn(usize, &str, &mut S) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let host = listener.local_addr().expect("an address").to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (kept, shared) = (Arc::clone(&requests), Arc::new((open, answer)));
        std::thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let Ok(stream) = stream else { continue };
                kept.lock().expect("a list").push(String::new());
                let (kept, shared) = (Arc::clone(&kept), Arc::clone(&shared));
                std::thread::spawn(move || {
                    let mut stream = (shared.0)(stream);
                    let request = read(&mut stream);
                    if let Some(place) = kept.lock().expect("a list").get_mut(number) {
                        place.clone_from(&request);
                    }
                    (shared.1)(number, &request, &mut stream);
                    let _ = stream.flush();
                });
            }
        });
        Self { host, requests }
    }

    /// One that speaks plain HTTP.
    pub(crate) fn plain(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        Self::start(
            |stream| stream,
            move |_, request, stream| answer(request, stream),
        )
    }

    /// One that has an answer for each request; the last is for all that follow, too.
    pub(crate) fn saying(answers: Vec<Vec<u8>>) -> Self {
        Self::start(
            |stream| stream,
            move |number, _, stream: &mut TcpStream| {
                let answer = answers.get(number).or(answers.last());
                let _ = stream.write_all(answer.expect("an answer"));
            },
        )
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.host)
    }

    /// What came, one for each connection.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("a list").clone()
    }
}

/// An answer: status, headers and body.
pub(crate) fn answer(status: &str, headers: &[&str], body: &str) -> Vec<u8> {
    let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
    head.into_bytes()
}

/// An answer in JSON.
pub(crate) fn json(status: &str, body: &str) -> Vec<u8> {
    answer(status, &["content-type: application/json"], body)
}

/// Head and body of a request; as much of it as comes.
fn read(stream: &mut impl Read) -> String {
    let mut reader = BufReader::new(stream);
    let (mut text, mut length) = (Vec::new(), 0);
    loop {
        let start = text.len();
        match reader.read_until(b'\n', &mut text) {
            Ok(0) | Err(_) => break,
            Ok(_) => {}
        }
        let line = String::from_utf8_lossy(&text[start..]).to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a number");
        }
        if line.trim().is_empty() {
            let _ = reader.take(length).read_to_end(&mut text);
            break;
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}
