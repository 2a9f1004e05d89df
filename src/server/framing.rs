//! Messages out of a stream of bytes: headers, an empty line, and a body of as many bytes as the headers say.
//!
//! The library ends a session at the first header it does not know. Here whatever cannot be read is passed over, and said.

use std::io::Result;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};

/// The longest header that is read. What is longer is none.
const MAX_HEADER: u64 = 8 * 1024;

/// The largest body that is read, in bytes: several times the largest text that is checked.
const MAX_BODY: u64 = 512 * 1024 * 1024;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// The body of a message.
    Body(Vec<u8>),
    /// Something that is no message, and why.
    Unreadable(&'static str),
}

/// The messages of a stream.
pub(super) struct Frames<R> {
    input: BufReader<R>,
}

/// What the headers of a message say.
#[derive(Debug, Default)]
struct Headers {
    length: Option<u64>,
    problem: Option<&'static str>,
}

impl<R: AsyncRead + Unpin> Frames<R> {
    /// The messages of a stream.
    pub(super) fn new(input: R) -> Self {
        Self {
            input: BufReader::with_capacity(64 * 1024, input),
        }
    }

    /// The next message. Returns `None` at the end of the stream, even if it comes in the middle of one.
    ///
    /// # Errors
    /// If the stream cannot be read.
    pub(super) async fn next(&mut self) -> Result<Option<Frame>> {
        let Some(headers) = self.headers().await? else {
            return Ok(None);
        };
        let Some(length) = headers.length else {
            let problem = headers.problem.unwrap_or("no Content-Length header");
            return Ok(Some(Frame::Unreadable(problem)));
        };
        let problem = headers
            .problem
            .or((length > MAX_BODY).then_some("the message is too large"));
        if let Some(problem) = problem {
            let mut body = (&mut self.input).take(length);
            let skipped = tokio::io::copy_buf(&mut body, &mut tokio::io::sink()).await?;
            return Ok((skipped == length).then_some(Frame::Unreadable(problem)));
        }
        let mut body = Vec::new();
        let read = (&mut self.input)
            .take(length)
            .read_to_end(&mut body)
            .await?;
        Ok((read as u64 == length).then_some(Frame::Body(body)))
    }

    /// The headers up to the empty line behind them. Empty lines before them are passed over.
    async fn headers(&mut self) -> Result<Option<Headers>> {
        let mut headers = None;
        let mut line = Vec::new();
        loop {
            line.clear();
            let mut limited = (&mut self.input).take(MAX_HEADER);
            if limited.read_until(b'\n', &mut line).await? == 0 {
                return Ok(None);
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end_matches(['\r', '\n']);
            if !text.is_empty() {
                headers.get_or_insert_with(Headers::default).read(text);
            } else if let Some(headers) = headers {
                return Ok(Some(headers));
            }
        }
    }
}

impl Headers {
    /// Reads a line. A header that means nothing here is passed over.
    fn read(&mut self, line: &str) {
        let Some((name, value)) = line.split_once(':') else {
            return;
        };
        let name = name.trim().to_ascii_lowercase();
        // What is left of a body whose length was wrong may stand before it.
        if name.ends_with("content-length") {
            match value.trim().parse() {
                Ok(length) => self.length = Some(length),
                Err(_) => self.problem = Some("Content-Length is not a number"),
            }
        } else if name == "content-type" && !is_utf_8(value) {
            self.problem = Some("only UTF-8 is supported");
        }
    }
}

/// Whether a media type has the charset UTF-8, which is what it has if it says nothing.
fn is_utf_8(media_type: &str) -> bool {
    let parameters = media_type.split(';').skip(1);
    let mut parameters = parameters.filter_map(|parameter| parameter.split_once('='));
    let charset = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    charset.is_none_or(|(_, value)| {
        let value = value.trim().trim_matches('"');
        ["utf-8", "utf8"]
            .iter()
            .any(|known| value.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &[u8]) -> Vec<Frame> {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.expect("a runtime").block_on(async {
            let mut frames = Frames::new(input);
            let mut all = Vec::new();
            while let Some(frame) = frames.next().await.expect("memory can be read") {
                all.push(frame);
            }
            all
        })
    }

    fn body(text: &str) -> Frame {
        Frame::Body(text.into())
    }

    #[test]
    fn headers_are_read_as_the_protocol_allows_them() {
        for headers in [
            "Content-Length: 2",
            "content-length: 2",
            "CONTENT-LENGTH:2",
            "Content-Length: 2 ",
            "Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc",
            "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2",
            "Content-Type: application/vscode-jsonrpc; charset=UTF-8\r\nContent-Length: 2",
            "Content-Type: application/vscode-jsonrpc; Charset=\"utf8\"\r\nContent-Length: 2",
            "X-One: 1\r\nX-Two: 2\r\nContent-Length: 2\r\nX-Three: 3",
        ] {
            let twice = format!("{headers}\r\n\r\n{{}}").repeat(2);
            assert_eq!(
                read(twice.as_bytes()),
                [body("{}"), body("{}")],
                "{headers}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_passed_over() {
        let good = "Content-Length: 2\r\n\r\n{}";
        for (bad, problem) in [
            ("X: 1\r\n\r\n", "no Content-Length header"),
            (
                "Content-Length: many\r\n\r\n",
                "Content-Length is not a number",
            ),
            (
                "Content-Length: -2\r\n\r\n",
                "Content-Length is not a number",
            ),
            (
                "Content-Length: 3\r\nContent-Type: a/b; charset=utf-16\r\n\r\nabc",
                "only UTF-8 is supported",
            ),
        ] {
            let all = read(format!("{bad}{good}").as_bytes());
            assert_eq!(all, [Frame::Unreadable(problem), body("{}")], "{bad}");
        }
        let short = format!("Content-Length: 1\r\n\r\n{{}}{good}");
        assert_eq!(read(short.as_bytes()), [body("{"), body("{}")]);
        let long = format!("{}\n\n{good}", "x".repeat(100_000));
        let unreadable = Frame::Unreadable("no Content-Length header");
        assert_eq!(read(long.as_bytes()), [unreadable, body("{}")]);
        assert_eq!(read(b"\r\n\r\n"), []);
        assert_eq!(read(b"Content-Length: 9\r\n\r\n{}"), []);
    }
}
