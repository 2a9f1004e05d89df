//! Why a request is refused, as the tenant says it. The form of the body is a guess; no document shows it for V2.

use serde::Serialize;
use serde_json::{Value, json};

/// One thing that is wrong with a spec.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    /// Where it is in the spec: `sources[1].tags.columns[0].tags[0]`.
    pub(crate) path: String,
    /// What sort of thing: `required`, `unknown`, `type`, `value`, `reference`, `unique`, `path`.
    pub(crate) code: &'static str,
    /// What is wrong, with the offending value in quotes.
    pub(crate) message: String,
}

impl Problem {
    pub(crate) fn new(path: impl Into<String>, code: &'static str, message: String) -> Self {
        Self {
            path: path.into(),
            code,
            message,
        }
    }
}

/// An answer that is not what was asked for.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// The HTTP status.
    pub(crate) status: u16,
    message: String,
    validation: Vec<Problem>,
}

impl Refusal {
    /// A refusal without places in a spec.
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            validation: Vec::new(),
        }
    }

    /// Refuses a spec if anything is wrong with it.
    pub(crate) fn of(problems: Vec<Problem>) -> Result<(), Self> {
        let Some(first) = problems.first() else {
            return Ok(());
        };
        let message = match problems.len() {
            1 => first.message.clone(),
            more => format!("{} (and {} more)", first.message, more - 1),
        };
        Err(Self {
            status: 422,
            message,
            validation: problems,
        })
    }

    /// The body of the answer.
    pub(crate) fn body(&self) -> Value {
        let error = match self.status {
            400 => "Bad Request",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "Not Found",
            405 => "Method Not Allowed",
            422 => "Unprocessable Entity",
            _ => "Internal Server Error",
        };
        let mut body =
            json!({ "statusCode": self.status, "error": error, "message": self.message });
        if let Some(body) = body.as_object_mut().filter(|_| !self.validation.is_empty()) {
            body.insert("validation".into(), json!(self.validation));
        }
        body
    }
}
