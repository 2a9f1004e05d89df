//! Which rows of a data source somebody sees.

use super::super::answer::{Answer, Cause, Rows};
use super::super::inquiry::{Inquiry, explore};
use super::super::model::{Effect, Match, Operator, Policy, PolicyBody, Rule};
use super::chain::{Chosen, choose};
use super::expression::{Reduced, column_tagged, reduce};
use super::naming::quoted;
use super::person::{purposes, traits, values, who};
use super::{Case, Question, scope};
use crate::catalog::reading;
use std::collections::BTreeSet;

/// The rows that the person sees, as far as the known policies say. Without data that is a condition.
pub fn rows(case: &Case<'_>) -> Answer<Rows> {
    explore(|inquiry| evaluate(case, inquiry))
}

/// What one policy leaves of the rows.
enum Left {
    All,
    None,
    Where(String),
    /// It cannot be told.
    Open,
}

fn evaluate(case: &Case<'_>, inquiry: &mut Inquiry) -> Option<Rows> {
    let wanted = |body: &PolicyBody| !matches!(body, PolicyBody::Subscription(_));
    let mut conditions = BTreeSet::new();
    let mut is_open = false;
    for policy in scope::applicable(case, inquiry, wanted) {
        // All of them apply together: one that leaves nothing decides, whatever the others say.
        for left in of_policy(case, inquiry, policy) {
            match left {
                Left::All => {}
                Left::None => return Some(Rows::None),
                Left::Where(condition) => {
                    conditions.insert(condition);
                }
                Left::Open => is_open = true,
            }
        }
    }
    match (is_open, conditions.is_empty()) {
        (true, _) => None,
        (false, true) => Some(Rows::All),
        (false, false) => Some(Rows::Some(conditions)),
    }
}

fn of_policy(case: &Case<'_>, inquiry: &mut Inquiry, policy: &Policy) -> Vec<Left> {
    let PolicyBody::Data(actions) = &policy.body else {
        return vec![give_up(
            inquiry,
            format!("what the policy `{}` does", policy.key),
        )];
    };
    let mut left = Vec::new();
    for action in actions {
        // Masks leave all rows, whoever they are for.
        let masks = |rule: &Rule| matches!(rule.effect, Effect::Mask(_));
        if !action.is_partial && action.rules.iter().all(masks) {
            continue;
        }
        left.push(match choose(case, inquiry, policy, action) {
            Chosen::Rule(rule) => of_rule(case, inquiry, policy, rule),
            Chosen::Nothing => Left::All,
            Chosen::Open => Left::Open,
        });
    }
    left
}

fn give_up(inquiry: &mut Inquiry, text: String) -> Left {
    inquiry.give_up::<()>(Question { text, fact: None });
    Left::Open
}

fn of_rule(case: &Case<'_>, inquiry: &mut Inquiry, policy: &Policy, rule: &Rule) -> Left {
    if !matches!(rule.effect, Effect::Mask(_)) {
        inquiry.because(Cause {
            text: format!("A rule of the policy `{}` restricts rows.", policy.key),
            origin: rule.origin.clone().or_else(|| policy.origin.clone()),
        });
    }
    let key = &policy.key;
    match &rule.effect {
        Effect::Mask(_) => Left::All,
        Effect::Where(predicate) => match reduce(case, inquiry, predicate) {
            Some(Reduced::Is(true)) => Left::All,
            Some(Reduced::Is(false)) => Left::None,
            Some(Reduced::Where(condition)) => Left::Where(condition),
            None => give_up(
                inquiry,
                format!("what the predicate of the policy `{key}` says"),
            ),
        },
        Effect::Entitlements {
            operator,
            matches,
            is_partial,
        } => {
            if *is_partial || matches.is_empty() {
                return give_up(inquiry, format!("what the policy `{key}` compares"));
            }
            entitled(case, inquiry, *operator, matches, key)
        }
        Effect::Purpose => {
            if purposes(case, inquiry).is_empty() {
                Left::None
            } else {
                let text = format!(
                    "which purposes the policy `{key}` asks for: no document says how a spec names them"
                );
                give_up(inquiry, text)
            }
        }
        Effect::SomeRows(what) => give_up(
            inquiry,
            format!(
                "which rows the {what} of the policy `{key}` leaves: no document says how a spec tells"
            ),
        ),
        Effect::Unknown(what) => give_up(
            inquiry,
            format!("what the rule {what} of the policy `{key}` does"),
        ),
    }
}

/// What a comparison of columns with the user's own groups and attributes leaves.
fn entitled(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    operator: Option<Operator>,
    matches: &[Match],
    key: &str,
) -> Left {
    let mut parts: Vec<Option<String>> = Vec::new();
    for one in matches {
        let own = match one {
            Match::Attribute { attribute, .. } => values(case, inquiry, attribute),
            Match::Groups { .. } => traits(case).groups.clone(),
        };
        if own.is_empty() {
            inquiry.assume(&reading::NO_VALUES_NO_ROWS);
            parts.push(None);
        } else {
            let column = column_tagged(case, inquiry, one.tag());
            parts.push(Some(format!("{column} IN ({})", quoted(&own))));
        }
    }
    let all = match (operator, matches) {
        (_, [_]) => true,
        (Some(operator), _) => operator == Operator::All,
        (None, _) => {
            let what = format!("the matches of `{key}` for {}", who(case));
            !inquiry.reads(&reading::ABSENT_OPERATOR_IS_ANY, &what)
        }
    };
    let known: Vec<_> = parts.iter().flatten().cloned().collect();
    match (all, known.as_slice()) {
        (true, _) if known.len() < parts.len() => Left::None,
        (false, []) => Left::None,
        (_, [one]) => Left::Where(one.clone()),
        (true, several) => Left::Where(bracketed(several, " AND ")),
        (false, several) => Left::Where(bracketed(several, " OR ")),
    }
}

fn bracketed(parts: &[String], word: &str) -> String {
    let parts: Vec<_> = parts.iter().map(|part| format!("({part})")).collect();
    parts.join(word)
}
