//! What a dry run says would happen, in Markdown and in one line.

use super::{DryRunError, DryRunOutcome};
use crate::catalog::Effect;
use crate::tenant::{Affected, Answer, Origin, PlannedChange};
use std::fmt::Write as _;

/// How many names of one list a report holds.
const MOST_NAMES: usize = 1_000;

/// What would happen, in one line: "2 data sources would be deleted, 1 data source would be created".
fn headline(answer: &Answer) -> String {
    let telling = |change: &&PlannedChange| change.outcome.effect != Effect::Keeps;
    let parts: Vec<_> = answer.outcomes.iter().filter(telling).map(phrase).collect();
    match parts.is_empty() {
        true => "nothing would change".to_owned(),
        false => parts.join(", "),
    }
}

/// A headline as a sentence of its own, with deletions made loud.
pub fn sentence(answer: &Answer) -> String {
    let loud = if answer.deletes() { "DELETES: " } else { "" };
    let unsure = match answer.confirmed {
        true => "",
        false => " (the tenant does not confirm that this was a dry run)",
    };
    format!("{loud}{}{unsure}.", capital(&headline(answer)))
}

/// What came of several specs, counted: "12 specs: 1 with deletions, 3 refused, 8 unchanged".
pub fn tally(asked: &[&DryRunOutcome]) -> String {
    let count = |is: &dyn Fn(&DryRunOutcome) -> bool| asked.iter().filter(|one| is(one)).count();
    let answered =
        |one: &DryRunOutcome, is: &dyn Fn(&Answer) -> bool| one.result.as_ref().is_ok_and(is);
    let failed = |one: &DryRunOutcome, outcome: &str| {
        let trouble = one.result.as_ref().err();
        trouble.is_some_and(|trouble| trouble.outcome() == outcome)
    };
    let changes = |answer: &Answer| {
        let keeps = |change: &PlannedChange| change.outcome.effect == Effect::Keeps;
        !answer.deletes() && !answer.outcomes.iter().all(keeps)
    };
    let parts = [
        (
            count(&|one| answered(one, &Answer::deletes)),
            "with deletions",
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
    match parts.is_empty() {
        true => "no specs".to_owned(),
        false => format!("{} {specs}: {}", asked.len(), parts.join(", ")),
    }
}

/// The report on specs, deletions first.
pub fn report(asked: &[&DryRunOutcome]) -> String {
    let answered = asked.iter().filter(|one| one.result.is_ok());
    let refused = asked
        .iter()
        .filter(|one| matches!(one.result, Err(DryRunError::Refused(..))));
    let mut tenants: Vec<_> = answered
        .chain(refused)
        .filter_map(|one| one.tenant.as_ref())
        .collect();
    tenants.sort();
    tenants.dedup();
    let tenants: Vec<_> = tenants.into_iter().map(Origin::host).collect();
    let mut text = match tenants.is_empty() {
        true => "# Dry run\n\nNo tenant has answered.\n".to_owned(),
        false => format!(
            "# Dry run against {}\n\nThis is what the tenant says a push would do. It was only asked.\n",
            tenants.join(" and ")
        ),
    };
    let troubles = || asked.iter().filter_map(|one| one.result.as_ref().err());
    if let Some(trouble) = troubles().find(|trouble| trouble.is_not_dry()) {
        // Whatever else is to be said, this goes first.
        text = format!("# NOT a dry run\n\n**{}**\n", escape(&trouble.to_string()));
    }
    if asked.len() != 1 {
        let _ = write!(text, "\n{}.\n", capital(&tally(asked)));
    }
    let deletes = |one: &&&DryRunOutcome| one.result.as_ref().is_ok_and(Answer::deletes);
    let fails = |one: &&&DryRunOutcome| one.result.is_err();
    let others = |one: &&&DryRunOutcome| !deletes(one) && !fails(one);
    let dangerous_first = asked
        .iter()
        .filter(deletes)
        .chain(asked.iter().filter(fails))
        .chain(asked.iter().filter(others));
    for one in dangerous_first {
        let _ = write!(text, "\n## {}\n", escape(&one.name));
        match &one.result {
            Ok(answer) => text += &of_answer(answer),
            Err(trouble) => {
                let _ = write!(text, "\n**{}**\n", escape(&trouble.to_string()));
                if !trouble.diagnostics().is_empty() {
                    text.push('\n');
                }
                for complained in trouble.diagnostics() {
                    let (line, message) = (complained.line + 1, escape(&complained.message));
                    let _ = writeln!(text, "* line {line}: {message}");
                }
            }
        }
    }
    text
}

fn of_answer(answer: &Answer) -> String {
    let mut text = String::new();
    if answer.deletes() {
        text += "\n> **This push would delete.** Look at the list before you push.\n";
    }
    if !answer.confirmed {
        text += "\n> The tenant does not confirm that this was a dry run.\n";
    }
    if answer.outcomes.is_empty() {
        text += "\nNothing would change.\n";
    }
    for change in &answer.outcomes {
        let _ = match change.outcome.effect {
            Effect::Deletes => write!(text, "\n**{}**", change_sentence(change)),
            _ => write!(text, "\n{}", change_sentence(change)),
        };
        match &change.affected {
            Affected::Names(names) => {
                text += ":\n\n";
                for name in names.iter().take(MOST_NAMES) {
                    let _ = writeln!(text, "* {}", code(name));
                }
                if names.len() > MOST_NAMES {
                    let _ = writeln!(text, "* … and {} more", names.len() - MOST_NAMES);
                }
            }
            Affected::Yes | Affected::Number(_) => text += ".\n",
        }
    }
    text
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

/// Words of a tenant, a user or ours, so that nothing in them is taken for Markdown but text between backticks.
fn escape(text: &str) -> String {
    let parts: Vec<_> = text.split('`').collect();
    // A backtick without its other is one to be read.
    let paired = parts.len() % 2 == 1;
    let mut escaped = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            escaped.push_str(if paired { "`" } else { "\\`" });
        }
        for char in part.chars() {
            match char {
                '\n' | '\r' => escaped.push(' '),
                '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '!' | '|' | '&'
                    if index % 2 == 0 || !paired =>
                {
                    escaped.extend(['\\', char]);
                }
                other => escaped.push(other),
            }
        }
    }
    escaped
}

/// A name as code, whatever backticks it has.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Kind, kind};
    use crate::features::dry_run::{RemoteDiagnostic, TENANT};
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
            "DELETES: 1 data source would be deleted, 2 data sources would be created, the tags of the data sources would \
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

            This is what the tenant says a push would do. It was only asked.

            3 specs: 1 with deletions, 1 refused, 1 with other changes.

            ## loud.yaml

            > **This push would delete.** Look at the list before you push.

            **2 data sources would be deleted**:

            * `a`
            * `b`

            ## bad\_file.yaml

            **tenant.example.com refuses this spec (status 422).**

            * line 3: no tag \[x\](http://example.com) in `a_b`

            ## fine.yaml

            1 data source would be created:

            * `` x`y ``
        "#]]
        .assert_eq(&report(&runs));
    }
}
