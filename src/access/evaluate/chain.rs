//! Which rule of a list applies to somebody: the first whose people they are among.

use super::super::inquiry::Inquiry;
use super::super::model::{Action, Policy, Rule};
use super::person::{belongs, who};
use super::{Case, question};
use crate::catalog::reading;

/// What a list of rules comes to for somebody.
pub(super) enum Chosen<'w> {
    /// This rule applies.
    Rule(&'w Rule),
    /// The list leaves them alone.
    Nothing,
    /// It cannot be told.
    Open,
}

/// The rule of an action that applies to the person.
pub(super) fn choose<'w>(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    policy: &Policy,
    action: &'w Action,
) -> Chosen<'w> {
    let key = &policy.key;
    if action.is_partial {
        let text = format!("which rules the policy `{key}` has for {}", who(case));
        inquiry.give_up::<()>(super::Question { text, fact: None });
        return Chosen::Open;
    }
    for (index, rule) in action.rules.iter().enumerate() {
        let is_last = index + 1 == action.rules.len();
        if let Some(only) = &rule.only {
            let what = format!("the inclusions of rule {} of `{key}`", index + 1);
            if !belongs(case, inquiry, only, &what) {
                continue;
            }
            if !is_last {
                inquiry.assume(&reading::FIRST_RULE_COUNTS);
            }
        }
        let Some(except) = &rule.except else {
            return Chosen::Rule(rule);
        };
        let what = format!("the exceptions of rule {} of `{key}`", index + 1);
        if !belongs(case, inquiry, except, &what) {
            return Chosen::Rule(rule);
        }
        if is_last {
            if index > 0 {
                inquiry.assume(&reading::EXCEPTED_BY_THE_LAST);
            }
            return Chosen::Nothing;
        }
        let what = format!("rule {} of `{key}`", index + 1);
        if inquiry.reads(&reading::EXCEPTED_ARE_LEFT_ALONE, &what) {
            return Chosen::Nothing;
        }
    }
    // Nobody says what goes for people whom no rule is for.
    let what = question(&reading::NO_OTHERWISE, key);
    inquiry.give_up::<()>(what);
    Chosen::Open
}
