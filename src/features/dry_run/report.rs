//! What a dry run says would happen, in Markdown and in one line.

use super::{DryRunError, DryRunOutcome};
use crate::catalog::Effect;
use crate::display::{Foreign, Markdown};
use crate::tenant::{Affected, Answer, PlannedChange};

/// How many names of one list a report holds.
const MOST_NAMES: usize = 1_000;

/// What would happen, in one line: "2 data sources would be deleted, 1 data source would be created".
fn headline(answer: &Answer) -> String {
    let telling = |change: &&PlannedChange| change.outcome.effect != Effect::Keeps;
    let parts: Vec<_> = answer.outcomes.iter().filter(telling).map(phrase).collect();
    if parts.is_empty() {
        "nothing would change".to_owned()
    } else {
        parts.join(", ")
    }
}

/// A headline as a sentence of its own, with removals made loud.
pub fn sentence(answer: &Answer) -> String {
    let loud = if answer.deletes() { "REMOVES: " } else { "" };
    let unsure = if answer.confirmed {
        ""
    } else {
        " (the tenant does not confirm that this was a dry run)"
    };
    format!("{loud}{}{unsure}.", capital(&headline(answer)))
}

/// What came of several specs, counted: "12 specs: 1 with removals, 3 refused, 8 unchanged".
pub fn tally(asked: &[&DryRunOutcome]) -> String {
    let count = |is: &dyn Fn(&DryRunOutcome) -> bool| asked.iter().filter(|one| is(one)).count();
    let answered =
        |one: &DryRunOutcome, is: &dyn Fn(&Answer) -> bool| one.result.as_ref().is_ok_and(is);
    let failed = |one: &DryRunOutcome, outcome: &str| {
        let error = one.result.as_ref().err();
        error.is_some_and(|error| error.outcome() == outcome)
    };
    let changes = |answer: &Answer| {
        let keeps = |change: &PlannedChange| change.outcome.effect == Effect::Keeps;
        !answer.deletes() && !answer.outcomes.iter().all(keeps)
    };
    let parts = [
        (
            count(&|one| answered(one, &Answer::deletes)),
            "with removals",
        ),
        (count(&|one| failed(one, "refused")), "refused"),
        (count(&|one| failed(one, "not-sent")), "not sent"),
        (count(&|one| failed(one, "failed")), "without an answer"),
        (count(&|one| answered(one, &changes)), "with other changes"),
        (
            count(&|one| answered(one, &|answer| !answer.deletes() && !changes(answer))),
            "unchanged",
        ),
    ];
    let parts: Vec<_> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let specs = if asked.len() == 1 { "spec" } else { "specs" };
    if parts.is_empty() {
        "no specs".to_owned()
    } else {
        format!("{} {specs}: {}", asked.len(), parts.join(", "))
    }
}

/// The report on specs, those that remove something first.
pub fn report(outcomes: &[&DryRunOutcome]) -> Markdown {
    let answered = outcomes.iter().filter(|one| one.result.is_ok());
    let refused = outcomes
        .iter()
        .filter(|one| matches!(one.result, Err(DryRunError::Refused(..))));
    let mut tenants: Vec<_> = answered
        .chain(refused)
        .filter_map(|one| one.tenant.as_ref())
        .collect();
    tenants.sort();
    tenants.dedup();
    let mut text = Markdown::default();
    let mut errors = outcomes.iter().filter_map(|one| one.result.as_ref().err());
    if let Some(error) = errors.find(|error| error.is_not_dry()) {
        // Whatever else is to be said, this goes first.
        text += "# NOT a dry run\n\n**";
        text += Foreign(&error.to_string()).prose();
        text += "**\n";
    } else if tenants.is_empty() {
        text += "# Dry run\n\nNo tenant has answered.\n";
    } else {
        let tenants = tenants.into_iter();
        let tenants = tenants.map(|tenant| Foreign(tenant.host()).into());
        text += "# Dry run against ";
        text += Markdown::join(tenants, " and ");
        text += "\n\nSimulated by the tenant. Nothing was changed.\n";
    }
    if outcomes.len() != 1 {
        text += "\n";
        text += Foreign(&capital(&tally(outcomes)));
        text += ".\n";
    }
    let deletes = |one: &&&DryRunOutcome| one.result.as_ref().is_ok_and(Answer::deletes);
    let fails = |one: &&&DryRunOutcome| one.result.is_err();
    let others = |one: &&&DryRunOutcome| !deletes(one) && !fails(one);
    let dangerous_first = outcomes
        .iter()
        .filter(deletes)
        .chain(outcomes.iter().filter(fails))
        .chain(outcomes.iter().filter(others));
    for one in dangerous_first {
        text += "\n## ";
        text += Foreign(&one.name);
        text += "\n";
        match &one.result {
            Ok(answer) => text += of_answer(answer),
            Err(error) => text += of_error(error),
        }
    }
    text
}

fn of_error(error: &DryRunError) -> Markdown {
    let mut text = Markdown::from("\n**");
    text += Foreign(&error.to_string()).prose();
    text += "**\n";
    if !error.diagnostics().is_empty() {
        text += "\n";
    }
    for diagnostic in error.diagnostics() {
        text += "* line ";
        text += diagnostic.line + 1;
        text += ": ";
        text += Foreign(&diagnostic.message).prose();
        text += "\n";
    }
    text
}

fn of_answer(answer: &Answer) -> Markdown {
    let mut text = Markdown::default();
    if answer.deletes() {
        text += "\n> **⚠ This push removes things.** ";
        text += Foreign(&removals(answer));
        text += "\n";
    }
    if !answer.confirmed {
        text += "\n> The tenant does not confirm that this was a dry run.\n";
    }
    if answer.outcomes.is_empty() {
        text += "\nNothing would change.\n";
    }
    for change in &answer.outcomes {
        let sentence = change_sentence(change);
        let sentence = Foreign(&sentence);
        text += match change.outcome.effect {
            Effect::Deletes => Markdown::from("\n**").with(sentence).with("**"),
            _ => Markdown::from("\n").with(sentence),
        };
        match &change.affected {
            Affected::Names(names) => {
                text += ":\n\n";
                for name in names.iter().take(MOST_NAMES) {
                    text += "* ";
                    text += Foreign(name).code();
                    text += "\n";
                }
                if names.len() > MOST_NAMES {
                    text += "* … and ";
                    text += names.len() - MOST_NAMES;
                    text += " more\n";
                }
            }
            Affected::Yes | Affected::Number(_) => text += ".\n",
        }
    }
    text
}

/// What would be removed, in a sentence: "2 data sources would be deleted (the tenant does not name them)."
fn removals(answer: &Answer) -> String {
    let removed = answer.outcomes.iter();
    let removed = removed.filter(|change| change.outcome.effect == Effect::Deletes);
    let parts: Vec<_> = removed
        .map(|change| match (&change.affected, change.outcome.many) {
            (Affected::Names(_), _) | (_, None) => phrase(change),
            _ => format!("{} (the tenant does not name them)", phrase(change)),
        })
        .collect();
    format!("{}.", capital(&parts.join(", ")))
}

/// What happens, with how much, as the start of a line: "3 data sources would be deleted".
pub fn change_sentence(change: &PlannedChange) -> String {
    capital(&phrase(change))
}

/// What happens, with how much: "3 data sources would be deleted", "the policy would be updated".
fn phrase(change: &PlannedChange) -> String {
    let outcome = change.outcome;
    match (change.affected.count(), outcome.many) {
        (Some(1), Some(_)) => format!("1 {}", outcome.one),
        (Some(count), Some(many)) => format!("{count} {many}"),
        (None, Some(many)) => many.to_owned(),
        (_, None) => format!("the {}", outcome.one),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Kind, kind};
    use crate::features::dry_run::{RemoteDiagnostic, TENANT};
    use crate::tenant::Origin;
    use crate::tenant::{RequestError, RequestErrorKind};
    use expect_test::expect;

    fn happens(kind: &'static Kind, key: &str, affected: Affected) -> PlannedChange {
        let mut outcomes = kind.outcomes.iter();
        let outcome = outcomes.find(|o| o.key == key).expect("an outcome");
        PlannedChange { outcome, affected }
    }

    fn names(names: &[&str]) -> Affected {
        Affected::Names(names.iter().map(|&name| name.to_owned()).collect())
    }

    fn data(outcomes: Vec<(&str, Affected)>) -> Answer {
        let kind = kind("data").expect("a kind");
        Answer {
            kind,
            outcomes: outcomes
                .into_iter()
                .map(|(key, affected)| happens(kind, key, affected))
                .collect(),
            confirmed: true,
        }
    }

    #[test]
    fn a_headline_counts() {
        let answer = data(vec![
            ("deleting", names(&["a"])),
            ("creating", names(&["b", "c"])),
            ("tagsUpdated", Affected::Yes),
            ("noChange", names(&["d"])),
        ]);
        assert_eq!(
            sentence(&answer),
            "REMOVES: 1 data source would be deleted, 2 data sources would be created, the tags of the data sources would \
             change."
        );
        let answer = data(vec![("noChange", names(&["d"]))]);
        assert_eq!(sentence(&answer), "Nothing would change.");
        let answer = data(vec![("creating", Affected::Yes)]);
        assert_eq!(sentence(&answer), "Data sources would be created.");
        let kind = kind("policy").expect("a kind");
        let answer = Answer {
            kind,
            outcomes: vec![happens(kind, "updating", Affected::Number(1))],
            confirmed: false,
        };
        assert_eq!(
            sentence(&answer),
            "The policy would be updated (the tenant does not confirm that this was a dry run)."
        );
    }

    #[test]
    fn a_report_has_deletions_first_and_passes_no_markdown_on() {
        let tenant = Origin::parse("https://tenant.example.com").expect("an origin");
        let error = RequestError {
            origin: tenant.clone(),
            kind: RequestErrorKind::Refused {
                status: 422,
                complaints: Vec::new(),
            },
        };
        let complained = RemoteDiagnostic {
            code: TENANT,
            range: 0..1,
            line: 2,
            message: "no tag [x](http://example.com) in `a_b`".to_owned(),
        };
        let asked = |name: &str, result| DryRunOutcome {
            name: name.to_owned(),
            kind: "data",
            tenant: Some(tenant.clone()),
            result,
        };
        let runs = [
            asked("fine.yaml", Ok(data(vec![("creating", names(&["x`y"]))]))),
            asked(
                "bad_file.yaml",
                Err(DryRunError::Refused(error, vec![complained])),
            ),
            asked(
                "loud.yaml",
                Ok(data(vec![("deleting", names(&["a", "b"]))])),
            ),
        ];
        let runs: Vec<_> = runs.iter().collect();
        expect![[r#"
            # Dry run against tenant.example.com

            Simulated by the tenant. Nothing was changed.

            3 specs: 1 with removals, 1 refused, 1 with other changes.

            ## loud.yaml

            > **⚠ This push removes things.** 2 data sources would be deleted.

            **2 data sources would be deleted**:

            * `a`
            * `b`

            ## bad\_file.yaml

            **tenant.example.com refuses this spec (status 422).**

            * line 3: no tag \[x\](http:/ZWSP/example.com) in `a_b`

            ## fine.yaml

            1 data source would be created:

            * `` x`y ``
        "#]]
        .assert_eq(&report(&runs).as_str().replace('\u{200b}', "ZWSP"));
    }
}
