//! What a dry run says would happen, in Markdown and in one line.

use super::Asked;
use crate::catalog::Effect;
use crate::tenant::{Amount, Answer, Happens, Origin};
use std::fmt::Write as _;

/// How many names of one list a report holds.
const MOST_NAMES: usize = 1_000;

/// What would happen, in one line: "2 data sources would be deleted, 1 data source would be created".
pub fn headline(answer: &Answer) -> String {
    let telling = |happens: &&Happens| happens.outcome.effect != Effect::Keeps;
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

/// The report on one or several specs, deletions first.
pub fn report(runs: &[&Asked]) -> String {
    let mut tenants: Vec<_> = runs.iter().filter_map(|run| run.tenant.as_ref()).collect();
    tenants.sort();
    tenants.dedup();
    let tenants: Vec<_> = tenants.into_iter().map(Origin::host).collect();
    let mut text = match tenants.is_empty() {
        true => "# Dry run\n\nNo tenant was asked.\n".to_owned(),
        false => format!(
            "# Dry run against {}\n\nThis is what the tenant says a push would do. It was only asked.\n",
            tenants.join(" and ")
        ),
    };
    let deletes = |run: &&&Asked| run.result.as_ref().is_ok_and(Answer::deletes);
    let fails = |run: &&&Asked| run.result.is_err();
    let dangerous = runs.iter().filter(deletes).count();
    let failed = runs.iter().filter(fails).count();
    if runs.len() > 1 {
        let fine = runs.len() - dangerous - failed;
        let _ = write!(
            text,
            "\n{} specs: {dangerous} with deletions, {failed} refused or not asked about, {fine} others.\n",
            runs.len()
        );
    }
    let others = |run: &&&Asked| !deletes(run) && !fails(run);
    let dangerous_first = runs
        .iter()
        .filter(deletes)
        .chain(runs.iter().filter(fails))
        .chain(runs.iter().filter(others));
    for run in dangerous_first {
        let _ = write!(text, "\n## {}\n", escape(&run.name));
        match &run.result {
            Ok(answer) => text += &of_answer(answer),
            Err(trouble) => {
                let _ = write!(text, "\n**{}**\n", escape(&trouble.to_string()));
                if !trouble.complained().is_empty() {
                    text.push('\n');
                }
                for complained in trouble.complained() {
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
    for happens in &answer.outcomes {
        let _ = match happens.outcome.effect {
            Effect::Deletes => write!(text, "\n**{}**", happenings(happens)),
            _ => write!(text, "\n{}", happenings(happens)),
        };
        match &happens.amount {
            Amount::Names(names) => {
                text += ":\n\n";
                for name in names.iter().take(MOST_NAMES) {
                    let _ = writeln!(text, "* {}", code(name));
                }
                if names.len() > MOST_NAMES {
                    let _ = writeln!(text, "* … and {} more", names.len() - MOST_NAMES);
                }
            }
            Amount::Yes | Amount::Number(_) => text += ".\n",
        }
    }
    text
}

/// What happens, with how much, as the start of a line: "3 data sources would be deleted".
pub fn happenings(happens: &Happens) -> String {
    capital(&phrase(happens))
}

/// What happens, with how much: "3 data sources would be deleted", "the policy would be updated".
fn phrase(happens: &Happens) -> String {
    let outcome = happens.outcome;
    match (happens.amount.count(), outcome.many) {
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

/// A tenant's or a user's words, so that nothing in them is taken for Markdown.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for char in text.chars() {
        match char {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '!' | '|' | '&' => {
                escaped.extend(['\\', char]);
            }
            '\n' | '\r' => escaped.push(' '),
            other => escaped.push(other),
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
    use crate::features::dry_run::{Complained, Trouble};
    use crate::tenant::{Cause, Failure};
    use expect_test::expect;

    fn happens(kind: &'static Kind, key: &str, amount: Amount) -> Happens {
        let mut outcomes = kind.outcomes.iter();
        let outcome = outcomes.find(|o| o.key == key).expect("an outcome");
        Happens { outcome, amount }
    }

    fn names(names: &[&str]) -> Amount {
        Amount::Names(names.iter().map(|&name| name.to_owned()).collect())
    }

    fn data(outcomes: Vec<(&str, Amount)>) -> Answer {
        let kind = kind("data").expect("a kind");
        Answer {
            kind,
            outcomes: outcomes
                .into_iter()
                .map(|(key, amount)| happens(kind, key, amount))
                .collect(),
            confirmed: true,
        }
    }

    #[test]
    fn a_headline_counts() {
        let answer = data(vec![
            ("deleting", names(&["a"])),
            ("creating", names(&["b", "c"])),
            ("tagsUpdated", Amount::Yes),
            ("noChange", names(&["d"])),
        ]);
        assert_eq!(
            sentence(&answer),
            "DELETES: 1 data source would be deleted, 2 data sources would be created, the tags of the data sources would \
             change."
        );
        let answer = data(vec![("noChange", names(&["d"]))]);
        assert_eq!(sentence(&answer), "Nothing would change.");
        let answer = data(vec![("creating", Amount::Yes)]);
        assert_eq!(sentence(&answer), "Data sources would be created.");
        let kind = kind("policy").expect("a kind");
        let answer = Answer {
            kind,
            outcomes: vec![happens(kind, "updating", Amount::Number(1))],
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
        let failure = Failure {
            origin: tenant.clone(),
            cause: Cause::Refused {
                status: 422,
                complaints: Vec::new(),
            },
        };
        let complained = Complained {
            range: 0..1,
            line: 2,
            message: "no tag [x](http://example.com)".to_owned(),
        };
        let asked = |name: &str, result| Asked {
            name: name.to_owned(),
            kind: "data",
            tenant: Some(tenant.clone()),
            result,
        };
        let runs = [
            asked("fine.yaml", Ok(data(vec![("creating", names(&["x`y"]))]))),
            asked(
                "bad_file.yaml",
                Err(Trouble::Refused(failure, vec![complained])),
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

            3 specs: 1 with deletions, 1 refused or not asked about, 1 others.

            ## loud.yaml

            > **This push would delete.** Look at the list before you push.

            **2 data sources would be deleted**:

            * `a`
            * `b`

            ## bad\_file.yaml

            **tenant.example.com refuses this spec (status 422).**

            * line 3: no tag \[x\](http://example.com)

            ## fine.yaml

            1 data source would be created:

            * `` x`y ``
        "#]]
        .assert_eq(&report(&runs));
    }
}
