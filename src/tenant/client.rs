//! Requests to a tenant.

use super::answer::Answer;
use super::error::{RequestError, RequestErrorKind};
use super::filter::Filter;
use super::origin::LOCALHOST;
use super::user::CurrentUser;
use super::{ApiKey, Complaint, Origin, Payload, complaint, proxy, tls};
use crate::catalog::{Kind, tenant_api};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// How long it may take until a connection stands.
const CONNECT: Duration = Duration::from_secs(5);

/// The largest answer that is read, unpacked.
pub const MAX_ANSWER: usize = 8 * 1024 * 1024;

/// The longest that is waited before a second try, if the tenant asks for it.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// How requests are made, besides where to and with which key.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How long a request may take, with everything that belongs to it.
    pub timeout: Duration,
    /// Certificates to trust besides those of the system and of the web, in PEM.
    pub certificates: Option<Vec<u8>>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(60),
            certificates: None,
        }
    }
}

/// A client of one tenant. To drop the future of a request cancels the request.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    origin: Origin,
    key: ApiKey,
    timeout: Duration,
}

impl Client {
    /// Sets up a client. Nothing is sent yet.
    ///
    /// # Errors
    /// When the certificates cannot be read.
    pub fn new(origin: Origin, key: ApiKey, limits: &Limits) -> Result<Self, RequestError> {
        let fail = |reason: String| RequestError {
            origin: origin.clone(),
            kind: RequestErrorKind::Setup(reason),
        };
        let tls = tls::configuration(limits.certificates.as_deref()).map_err(fail)?;
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!(
                env!("CARGO_PKG_NAME"),
                "/",
                env!("CARGO_PKG_VERSION")
            ))
            .tls_backend_preconfigured(tls)
            .connect_timeout(CONNECT)
            // Following would hand the key, and the payload, to whoever is named.
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never());
        if origin.is_loopback() {
            // What is meant for this machine stays on it, whatever a resolver makes of its name.
            let local = [
                SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
                SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
            ];
            builder = builder.no_proxy().resolve_to_addrs(LOCALHOST, &local);
        } else {
            proxy::check(&origin).map_err(fail)?;
        }
        let http = builder.build().map_err(|error| fail(chain(&error)))?;
        Ok(Self {
            http,
            origin,
            key,
            timeout: limits.timeout,
        })
    }

    /// The tenant it talks to.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Asks what a push of a payload would do. That it is only a question is part of this request: there is no
    /// other way to post here.
    ///
    /// # Errors
    /// When there is no answer, or none that says what would happen.
    pub async fn dry_run(&self, payload: &Payload) -> Result<Answer, RequestError> {
        let kind = payload.kind;
        let path = format!("{}?dryRun=true", kind.endpoint);
        let filter = Arc::new(Filter::new(&self.key, payload.filled()));
        let answer = match self.send(Some(payload), &path, &filter).await {
            Ok((status, body)) => {
                let read = move || Answer::read(kind, status.as_u16(), &body, &filter);
                aside(read).await.and_then(|answer| answer)
            }
            Err(cause) => Err(cause),
        };
        answer.map_err(|cause| RequestError {
            origin: self.origin.clone(),
            kind: about(kind, cause),
        })
    }

    /// Asks whose key it is.
    ///
    /// # Errors
    /// When there is no answer, or one that is no JSON.
    pub async fn who(&self) -> Result<CurrentUser, RequestError> {
        let answer = self.get(tenant_api().user.path, &[]).await?;
        Ok(CurrentUser::read(&answer))
    }

    /// Reads something: a path below the origin, with its query.
    ///
    /// # Errors
    /// When there is no answer, or one that is no JSON.
    pub async fn get(
        &self,
        path: &str,
        query: &[(&str, String)],
    ) -> Result<serde_json::Value, RequestError> {
        let fail = |cause| RequestError {
            origin: self.origin.clone(),
            kind: cause,
        };
        let mut url = reqwest::Url::parse("http://none")
            .map_err(|error| fail(RequestErrorKind::Setup(error.to_string())))?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let full = match url.query() {
            Some(query) if path.contains('?') => format!("{path}&{query}"),
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        };
        let filter = Arc::new(Filter::new(&self.key, &[]));
        let answer = self.send(None, &full, &filter).await;
        let (status, body) = answer.map_err(fail)?;
        let read = move || serde_json::from_str(&filter.body(body));
        let read = aside(read).await.map_err(fail)?;
        read.map_err(|error| {
            fail(RequestErrorKind::NotUnderstood {
                status: status.as_u16(),
                reason: format!("it is no JSON ({error})"),
            })
        })
    }

    /// Sends a request: a question about a payload, or a mere reading. A second time, where that may help.
    async fn send(
        &self,
        payload: Option<&Payload>,
        path: &str,
        filter: &Arc<Filter>,
    ) -> Result<(StatusCode, String), RequestErrorKind> {
        let started = Instant::now();
        let in_time =
            |wait: &Duration| *wait <= MAX_WAIT && started.elapsed() + *wait < self.timeout;
        let tries = async {
            let first = self.once(payload, path, filter).await;
            let wait = match &first {
                Err(Unsuccessful { kind, wait }) => wait.or_else(|| kind.retry_after()),
                Ok(_) => None,
            };
            match wait.filter(in_time) {
                None => first,
                Some(wait) => {
                    tokio::time::sleep(wait).await;
                    self.once(payload, path, filter).await
                }
            }
        };
        match tokio::time::timeout(self.timeout, tries).await {
            Ok(answer) => answer.map_err(|unsuccessful| unsuccessful.kind),
            Err(_) => Err(RequestErrorKind::Timeout(self.timeout)),
        }
    }

    /// One try. The body of a success comes as it is, whatever else is said has gone through the filter.
    async fn once(
        &self,
        payload: Option<&Payload>,
        path: &str,
        filter: &Arc<Filter>,
    ) -> Result<(StatusCode, String), Unsuccessful> {
        let url = format!("{}{path}", self.origin);
        let mut key = HeaderValue::from_str(self.key.expose()).map_err(|_| {
            RequestErrorKind::Setup("the API key cannot be sent in a header".to_owned())
        })?;
        key.set_sensitive(true);
        let request = match payload {
            None => self.http.get(url),
            Some(payload) => self
                .http
                .post(url)
                .header(CONTENT_TYPE, payload.content_type())
                .body(payload.expose().to_owned()),
        };
        let response = request
            .header(AUTHORIZATION, key)
            .header(ACCEPT, "application/json")
            .send()
            .await
            .map_err(|error| broken(&error, filter))?;
        let status = response.status();
        if status.is_redirection() {
            let to = response.headers().get(LOCATION);
            let to = to.and_then(|to| to.to_str().ok());
            // What stands behind the path may be anything, such as what was sent.
            let to = to.and_then(|to| to.split(['?', '#']).next());
            return Err(RequestErrorKind::Redirect(to.map(|to| filter.text(to))).into());
        }
        let wait = retry_after(&response);
        let html = is_html(&response);
        let body = body(response, filter).await?;
        let cause = match (html, status.is_success()) {
            // A proxy says this, whatever it says it in.
            _ if status == StatusCode::PROXY_AUTHENTICATION_REQUIRED => {
                RequestErrorKind::ProxyCredentials
            }
            (true, _) => RequestErrorKind::Html(status.as_u16()),
            (false, true) => return Ok((status, body)),
            (false, false) => {
                let path = path.split('?').next().unwrap_or_default();
                let (path, filter) = (path.to_owned(), Arc::clone(filter));
                let read = move || refusal(status.as_u16(), &path, &filter.body(body), wait);
                aside(read).await?
            }
        };
        let retries = matches!(status.as_u16(), 429 | 503);
        Err(Unsuccessful {
            kind: cause,
            wait: retries.then(|| wait.unwrap_or(Duration::from_secs(1))),
        })
    }
}

/// Does what takes as long as an answer is large where it holds nobody up.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, RequestErrorKind> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| RequestErrorKind::Cut(error.to_string()))
}

/// The body as text, as long as it is of a size that makes sense.
async fn body(mut response: Response, filter: &Filter) -> Result<String, RequestErrorKind> {
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => break,
            Err(error) => return Err(RequestErrorKind::Cut(filter.text(&innermost(&error)))),
        }
        if bytes.len() > MAX_ANSWER {
            return Err(RequestErrorKind::TooLarge(MAX_ANSWER));
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Why no response came.
fn broken(error: &reqwest::Error, filter: &Filter) -> RequestErrorKind {
    if let Some(cause) = tls::cause(error) {
        return cause;
    }
    if error.is_dns() {
        return RequestErrorKind::Dns;
    }
    let reason = filter.text(&innermost(error));
    // The library has this one by its words only.
    if reason.contains("proxy authorization required") {
        return RequestErrorKind::ProxyCredentials;
    }
    match error.is_connect() {
        true if error.is_timeout() => {
            RequestErrorKind::Connect(format!("no connection within {} s", CONNECT.as_secs()))
        }
        true => RequestErrorKind::Connect(reason),
        false => RequestErrorKind::Cut(reason),
    }
}

/// A try that did not succeed, and how long the tenant asks to wait before the next.
struct Unsuccessful {
    kind: RequestErrorKind,
    wait: Option<Duration>,
}

impl From<RequestErrorKind> for Unsuccessful {
    fn from(cause: RequestErrorKind) -> Self {
        Self {
            kind: cause,
            wait: None,
        }
    }
}

/// What a status that is no success means.
fn refusal(status: u16, path: &str, body: &str, wait: Option<Duration>) -> RequestErrorKind {
    let says = complaint::says(body);
    match status {
        401 => RequestErrorKind::Unauthorized,
        403 => RequestErrorKind::Forbidden {
            says,
            permission: None,
        },
        404 => RequestErrorKind::NotFound {
            path: path.to_owned(),
            says,
            note: None,
        },
        429 => RequestErrorKind::TooMany(wait),
        400..=499 => {
            let mut complaints = complaint::read(body);
            if complaints.is_empty() {
                complaints.push(Complaint {
                    message: "the tenant does not say why".to_owned(),
                    path: None,
                });
            }
            RequestErrorKind::Refused { status, complaints }
        }
        500.. => RequestErrorKind::Server { status, says },
        _ => RequestErrorKind::Status { status, says },
    }
}

/// A cause as it looks for a spec of a kind.
fn about(kind: &'static Kind, cause: RequestErrorKind) -> RequestErrorKind {
    match cause {
        RequestErrorKind::Forbidden { says, .. } => RequestErrorKind::Forbidden {
            says,
            permission: Some(kind.permission),
        },
        RequestErrorKind::NotFound { path, says, .. } => RequestErrorKind::NotFound {
            path,
            says,
            note: kind.gone,
        },
        other => other,
    }
}

fn is_html(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    kind.and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| {
            kind.trim_start()
                .to_ascii_lowercase()
                .starts_with("text/html")
        })
}

/// How long the tenant asks to wait: in seconds, or until a date.
fn retry_after(response: &Response) -> Option<Duration> {
    let header = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
    match header.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => {
            let date = httpdate::parse_http_date(header).ok()?;
            Some(date.duration_since(SystemTime::now()).unwrap_or_default())
        }
    }
}

/// The first cause of an error, which says the most; the outer ones name the URL.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

/// An error with all that led to it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text = format!("{text}: {source}");
        next = source.source();
    }
    text
}
