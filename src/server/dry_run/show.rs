//! How the outcome of a dry run is shown: complaints in the text, a message, and a report.

use super::super::diagnostics;
use super::super::remote_diagnostics::follow;
use super::super::session::Session;
use super::result::Report;
use super::subjects::Subject;
use crate::display::Foreign;
use crate::features::dry_run::{DryRunError, DryRunOutcome, report, sentence, tally};
use crate::project;
use crate::tenant::Answer;
use crate::text::Edited;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::request::ShowDocument;

/// `immuta/report`, from the server to a client that shows reports itself.
enum ShowReport {}

#[derive(Debug, Serialize, Deserialize)]
struct ReportParams {
    title: String,
    markdown: String,
}

impl Notification for ShowReport {
    type Params = ReportParams;
    const METHOD: &'static str = "immuta/report";
}

/// Puts the tenant's complaints where they belong.
pub(super) fn complaints(session: &Arc<Session>, subjects: &[Subject], asked: &[DryRunOutcome]) {
    for (subject, one) in subjects.iter().zip(asked) {
        let was_asked = match &one.result {
            Ok(_) => true,
            Err(error) => matches!(error, DryRunError::Refused(..)),
        };
        if !was_asked {
            continue;
        }
        let complained = one.result.as_ref().err().map(DryRunError::diagnostics);
        let mut complained = complained.unwrap_or_default().to_vec();
        let mut within = subject.range();
        if let Some(now) = session
            .document(&subject.uri)
            .and_then(|open| open.snapshot())
        {
            // What was edited while the tenant was asked is no longer what it complains about.
            if let Some(edited) = Edited::between(subject.text(), &now.text) {
                follow(&mut complained, &edited);
                within = stretched(within, &edited);
            }
        }
        if session
            .remote_diagnostics
            .replace(&subject.uri, &within, complained)
        {
            diagnostics::publish_remote(session, &subject.uri, Some(subject.text()));
        }
    }
}

/// Where the text of a range is after an edit, with what the edit put into it.
fn stretched(range: Range<usize>, edited: &Edited) -> Range<usize> {
    let shift = |offset: usize| match offset {
        usize::MAX => offset,
        _ if offset < edited.old.end => offset.min(edited.new_end),
        _ => offset - edited.old.end + edited.new_end,
    };
    let start = if range.start <= edited.old.start {
        range.start
    } else {
        shift(range.start)
    };
    let end = if range.end < edited.old.start {
        range.end
    } else {
        shift(range.end)
    };
    start..end.max(start)
}

/// Tells what came of it.
pub(super) async fn outcome(session: &Arc<Session>, asked: &[DryRunOutcome]) -> Report {
    let (kind, summary) = summary(asked);
    // Clients show this themselves, too.
    let summary = Foreign(&summary).message();
    session.outgoing.show(kind, summary.clone());
    let answered = asked.iter().any(|one| one.result.is_ok());
    if answered || asked.len() > 1 {
        show_report(session, asked).await;
    }
    let outcomes = asked.iter().filter_map(|one| one.result.as_ref().err());
    let rank = |outcome: &&str| {
        ["not-sent", "refused", "failed"]
            .iter()
            .position(|one| one == outcome)
    };
    let outcome = outcomes.map(DryRunError::outcome).max_by_key(rank);
    let tenant = asked.iter().find_map(|one| one.tenant.as_ref());
    Report {
        outcome: outcome.unwrap_or("ok"),
        summary,
        tenant: tenant.map(ToString::to_string),
    }
}

/// The outcome in a sentence, and how loud it is.
fn summary(asked: &[DryRunOutcome]) -> (lsp::MessageType, String) {
    let deletes = asked
        .iter()
        .any(|one| one.result.as_ref().is_ok_and(Answer::deletes));
    let fails = asked.iter().any(|one| one.result.is_err());
    let kind = match (fails, deletes) {
        (true, _) => lsp::MessageType::ERROR,
        (_, true) => lsp::MessageType::WARNING,
        _ => lsp::MessageType::INFO,
    };
    let text = match asked {
        [one] => {
            let host = one.tenant.as_ref().map_or("", |tenant| tenant.host());
            match &one.result {
                Ok(answer) => format!(
                    "Dry run of {} against {host}: {}",
                    one.name,
                    sentence(answer)
                ),
                Err(error) => match error.diagnostics() {
                    [] => format!("Dry run of {}: {error}", one.name),
                    [first] => format!("Dry run of {}: {error} {}", one.name, first.message),
                    [first, rest @ ..] => format!(
                        "Dry run of {}: {error} {} (and {} more)",
                        one.name,
                        first.message,
                        rest.len()
                    ),
                },
            }
        }
        many => {
            let errors = many.iter().filter_map(|one| one.result.as_ref().err());
            let not_dry = errors.into_iter().find(|error| error.is_not_dry());
            let first = not_dry.map(|error| format!("{error} ")).unwrap_or_default();
            let many: Vec<_> = many.iter().collect();
            format!(
                "{first}Dry run of {}. The report has the details.",
                tally(&many)
            )
        }
    };
    (kind, text)
}

/// Shows the report as a document, however the client can.
async fn show_report(session: &Arc<Session>, asked: &[DryRunOutcome]) {
    let markdown = report(&asked.iter().collect::<Vec<_>>()).into_string();
    let title = match asked {
        [one] => format!("Dry run: {}", one.name),
        many => format!("Dry run: {} specs", many.len()),
    };
    let title = Foreign(&title).message();
    let abilities = session.capabilities();
    if abilities.reports {
        let params = ReportParams { title, markdown };
        session.outgoing.notify::<ShowReport>(params);
        return;
    }
    if !abilities.shows_documents {
        // The message has to do.
        return;
    }
    let kept = tokio::task::spawn_blocking(move || project::keep_report(&title, &markdown));
    let Ok(Ok(path)) = kept.await else { return };
    let Some(uri) = lsp::Uri::from_file_path(&path) else {
        return;
    };
    let params = lsp::ShowDocumentParams {
        uri,
        external: Some(false),
        take_focus: Some(false),
        selection: None,
    };
    session.outgoing.ask::<ShowDocument>(params);
}
