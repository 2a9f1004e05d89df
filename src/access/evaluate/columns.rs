//! In what form somebody sees a column.

use super::super::answer::{Answer, Cause, Form, Masking};
use super::super::inquiry::{Inquiry, explore};
use super::super::model::{
    Action, Column, Effect, Mask, MaskKind, Policy, PolicyBody, Rule, Selector,
};
use super::chain::{Chosen, choose};
use super::expression::{Reduced, reduce};
use super::naming::{covers, depth, matches};
use super::{Case, Question, question, scope};
use crate::catalog::{Meaning, function_meaning, has_orchestrated_masking, is_text_type, reading};
use crate::language::expression::{Language, Logic};

/// The form in which the person sees a column, as far as the known policies say.
pub fn columns(case: &Case<'_>, column: &Column) -> Answer<Form> {
    explore(|inquiry| evaluate(case, inquiry, column))
}

/// A policy that masks a column, with how it chooses it.
#[derive(Clone, Copy)]
struct Candidate<'w> {
    policy: &'w Policy,
    rank: Rank,
}

/// What decides between policies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// A tag, so many names deep.
    Tag(usize),
    /// Anything else.
    Other,
}

fn evaluate(case: &Case<'_>, inquiry: &mut Inquiry, column: &Column) -> Option<Form> {
    let wanted = |body: &PolicyBody| !matches!(body, PolicyBody::Subscription(_));
    let policies = scope::applicable(case, inquiry, wanted);
    // What is not understood may do anything to any column.
    for policy in &policies {
        if let Some(what) = unknown_part(policy) {
            return inquiry.give_up(Question {
                text: format!("what {what} of the policy `{}` does", policy.key),
                fact: None,
            });
        }
    }
    let mut candidates = candidates(inquiry, &policies, column);
    let lost = lost_elsewhere(case, inquiry, &policies, column, &candidates);
    if !lost.is_empty() {
        let keys: Vec<_> = lost.iter().map(|key| format!("`{key}`")).collect();
        let names = format!(
            "{} for the data source `{}`",
            keys.join(" and "),
            case.source.name
        );
        if !inquiry.reads(&reading::LOSES_ONE_COLUMN, &names) {
            candidates.retain(|candidate| !lost.contains(&candidate.policy.key.as_str()));
        }
    }
    let Some(winner) = winner(case, inquiry, &candidates) else {
        return Some(Form::Clear);
    };
    inquiry.because(Cause {
        text: match candidates.len() {
            1 => format!("The policy `{}` masks it.", winner.policy.key),
            _ => format!(
                "The policy `{}` wins over the others that mask it.",
                winner.policy.key
            ),
        },
        origin: winner.policy.origin.clone(),
    });
    let form = of_policy(case, inquiry, winner.policy, column)?;
    if form != Form::Clear && is_excepted_by_others(case, inquiry, winner, &candidates) {
        return Some(Form::Clear);
    }
    Some(form)
}

/// What in a policy could not be understood.
fn unknown_part(policy: &Policy) -> Option<String> {
    let PolicyBody::Data(actions) = &policy.body else {
        return Some("the content".to_owned());
    };
    let rules = actions.iter().flat_map(|action| &action.rules);
    let mut unknown = rules.filter_map(|rule| match &rule.effect {
        Effect::Unknown(what) => Some(format!("the rule {what}")),
        Effect::Mask(mask) => mask.columns.iter().find_map(|selector| match selector {
            Selector::Unknown(what) => Some(format!("the column selector {what}")),
            _ => None,
        }),
        _ => None,
    });
    unknown.next().or_else(|| {
        let partial = actions.iter().any(|action| action.is_partial);
        partial.then(|| "a rule that could not be read".to_owned())
    })
}

/// The policies with a rule that masks the column.
fn candidates<'w>(
    inquiry: &mut Inquiry,
    policies: &[&'w Policy],
    column: &Column,
) -> Vec<Candidate<'w>> {
    let mut found = Vec::new();
    for policy in policies {
        let ranks: Vec<_> = masks(policy)
            .filter_map(|mask| rank(inquiry, mask, column))
            .collect();
        let tags = ranks.iter().filter_map(|rank| match rank {
            Rank::Tag(depth) => Some(*depth),
            Rank::Other => None,
        });
        let rank = match tags.max() {
            Some(depth) => Rank::Tag(depth),
            None if ranks.is_empty() => continue,
            None => Rank::Other,
        };
        found.push(Candidate { policy, rank });
    }
    found
}

fn masks(policy: &Policy) -> impl Iterator<Item = &Mask> {
    let actions = match &policy.body {
        PolicyBody::Data(actions) => actions.as_slice(),
        _ => &[],
    };
    let rules = actions.iter().flat_map(|action| &action.rules);
    rules.filter_map(|rule| match &rule.effect {
        Effect::Mask(mask) => Some(mask),
        _ => None,
    })
}

/// How a mask chooses a column. Returns `None` if it does not.
fn rank(inquiry: &mut Inquiry, mask: &Mask, column: &Column) -> Option<Rank> {
    let mut best: Option<Rank> = None;
    for selector in &mask.columns {
        let rank = match selector {
            Selector::Tag(tag) => {
                let mut tags = column.tags.iter();
                tags.any(|own| covers(inquiry, tag, own))
                    .then(|| Rank::Tag(depth(tag)))
            }
            Selector::AnyTag => (!column.tags.is_empty()).then_some(Rank::Other),
            Selector::NoTags => column.tags.is_empty().then_some(Rank::Other),
            Selector::Name(pattern) => {
                matches(inquiry, pattern, &column.name).then_some(Rank::Other)
            }
            Selector::Unknown(_) => None,
        };
        best = match (best, rank) {
            (Some(Rank::Tag(a)), Some(Rank::Tag(b))) => Some(Rank::Tag(a.max(b))),
            (Some(Rank::Tag(a)), _) => Some(Rank::Tag(a)),
            (_, Some(rank)) => Some(rank),
            (best, None) => best,
        };
    }
    best
}

/// Which of the candidates lose another column of the data source to another policy.
fn lost_elsewhere<'w>(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    policies: &[&'w Policy],
    column: &Column,
    here: &[Candidate<'w>],
) -> Vec<&'w str> {
    let mut lost = Vec::new();
    if here.is_empty() || policies.len() < 2 {
        return lost;
    }
    for other in &case.source.columns {
        if other.name == column.name {
            continue;
        }
        let there = candidates(inquiry, policies, other);
        let shared = |candidate: &&Candidate<'_>| {
            here.iter()
                .any(|one| one.policy.key == candidate.policy.key)
        };
        if there.len() < 2 || !there.iter().any(|candidate| shared(&candidate)) {
            continue;
        }
        let Some(winner) = winner(case, inquiry, &there) else {
            continue;
        };
        for candidate in there.iter().filter(shared) {
            let key = candidate.policy.key.as_str();
            if key != winner.policy.key && !lost.contains(&key) {
                lost.push(key);
            }
        }
    }
    lost
}

/// The policy that masks a column where several would: the one with the deeper tag, or else the one authored first.
fn winner<'c, 'w>(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    candidates: &'c [Candidate<'w>],
) -> Option<&'c Candidate<'w>> {
    if candidates.len() < 2 {
        return candidates.first();
    }
    let deepest = candidates
        .iter()
        .filter_map(|candidate| match candidate.rank {
            Rank::Tag(depth) => Some(depth),
            Rank::Other => None,
        });
    let deepest = deepest.max();
    let others = candidates
        .iter()
        .any(|candidate| candidate.rank == Rank::Other);
    let mut contest: Vec<_> = candidates.iter().collect();
    if !others {
        contest.retain(|candidate| Some(candidate.rank) == deepest.map(Rank::Tag));
    }
    // Those that are known to be authored after another one in the contest are out.
    let authored = |candidate: &Candidate<'_>| {
        let key = &candidate.policy.key;
        case.world.authored.iter().position(|known| known == key)
    };
    if !others {
        let first = contest
            .iter()
            .filter_map(|candidate| authored(candidate))
            .min();
        contest.retain(|candidate| authored(candidate).is_none_or(|at| Some(at) == first));
    }
    if contest.len() < 2 {
        return contest.first().copied();
    }
    let keys: Vec<_> = contest
        .iter()
        .map(|candidate| format!("`{}`", candidate.policy.key))
        .collect();
    let reading = if others {
        &reading::RANK_WITHOUT_TAG
    } else {
        &reading::AUTHORED_FIRST
    };
    let way = inquiry.choose(question(reading, &keys.join(" and ")), contest.len());
    contest.get(way).copied()
}

/// What a policy makes of a column for the person.
fn of_policy(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    policy: &Policy,
    column: &Column,
) -> Option<Form> {
    let PolicyBody::Data(actions) = &policy.body else {
        return None;
    };
    let mut forms: Vec<Option<Form>> = Vec::new();
    for action in actions {
        let mut masks = action.rules.iter().filter_map(|rule| match &rule.effect {
            Effect::Mask(mask) => Some(mask),
            _ => None,
        });
        if masks.any(|mask| rank(inquiry, mask, column).is_some()) {
            let form = of_action(case, inquiry, policy, action, column);
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    let way = match forms.len() {
        0 => return Some(Form::Clear),
        1 => 0,
        several => {
            let text = format!(
                "which of the actions of the policy `{}` masks the column `{}`",
                policy.key, column.name
            );
            inquiry.choose(Question { text, fact: None }, several)
        }
    };
    forms.into_iter().nth(way).flatten()
}

fn of_action(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    policy: &Policy,
    action: &Action,
    column: &Column,
) -> Option<Form> {
    let rule = match choose(case, inquiry, policy, action) {
        Chosen::Rule(rule) => rule,
        Chosen::Nothing => return Some(Form::Clear),
        Chosen::Open => return None,
    };
    inquiry.because(Cause {
        text: format!("This rule of `{}` applies.", policy.key),
        origin: rule.origin.clone(),
    });
    let mask = match &rule.effect {
        Effect::Mask(mask) if rank(inquiry, mask, column).is_some() => mask,
        // The rule that applies is about other columns, or about rows; another one of the list is about this column.
        _ => {
            let text = format!(
                "whether a rule of `{}` that is not about the column `{}` ends the list for it",
                policy.key, column.name
            );
            if inquiry.is_so(text) {
                return Some(Form::Clear);
            }
            rest(case, inquiry, policy, action, rule, column)?
        }
    };
    masked(case, inquiry, policy, mask, column)
}

/// The first mask for the column behind a rule that is not about it.
fn rest<'w>(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    policy: &Policy,
    action: &'w Action,
    rule: &Rule,
    column: &Column,
) -> Option<&'w Mask> {
    let about = |inquiry: &mut Inquiry, rule: &Rule| match &rule.effect {
        Effect::Mask(mask) => rank(inquiry, mask, column).is_some(),
        _ => false,
    };
    let mut rules = Vec::new();
    for other in &action.rules {
        if !std::ptr::eq(other, rule) && about(inquiry, other) {
            rules.push(other.clone());
        }
    }
    let shorter = Action {
        rules,
        is_partial: false,
    };
    let Chosen::Rule(chosen) = choose(case, inquiry, policy, &shorter) else {
        return inquiry.give_up(Question {
            text: format!(
                "what the policy `{}` makes of `{}`",
                policy.key, column.name
            ),
            fact: None,
        });
    };
    action.rules.iter().find_map(|rule| match &rule.effect {
        Effect::Mask(mask) if rule.origin == chosen.origin => Some(mask),
        _ => None,
    })
}

/// What a mask makes of a column.
fn masked(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    policy: &Policy,
    mask: &Mask,
    column: &Column,
) -> Option<Form> {
    let masking = match masking(&mask.kind, column) {
        Ok(masking) => masking,
        Err(Clear) => return Some(Form::Clear),
    };
    let Some(condition) = &mask.condition else {
        return Some(Form::Masked(masking));
    };
    match reduce(case, inquiry, condition) {
        Some(Reduced::Is(true)) => Some(Form::Masked(masking)),
        Some(Reduced::Is(false)) => Some(Form::Clear),
        Some(Reduced::Where(condition)) => Some(Form::Partly(masking, condition)),
        None => inquiry.give_up(question(&reading::CONDITION_UNREADABLE, &policy.key)),
    }
}

/// A mask that shows values as they are.
struct Clear;

fn masking(kind: &MaskKind, column: &Column) -> Result<Masking, Clear> {
    let holds_text = column.data_type.as_deref().map(is_text_type);
    Ok(match kind {
        // A value that does not fit the type of the column is replaced by something else that does.
        MaskKind::Hash => match holds_text {
            Some(true) => Masking::Hash,
            _ => Masking::Unknown,
        },
        MaskKind::Constant(text) => match holds_text {
            Some(false) => Masking::Unknown,
            _ => Masking::Constant(text.clone()),
        },
        MaskKind::Null => Masking::Null,
        MaskKind::KAnonymization => Masking::KAnonymized,
        MaskKind::Custom(sql) => return custom(sql),
        MaskKind::Unknown(_) => Masking::Unknown,
    })
}

fn custom(sql: &str) -> Result<Masking, Clear> {
    let sql = sql.trim();
    let name = sql.strip_prefix('@').unwrap_or_default();
    if function_meaning(name) == Some(Meaning::MaskedColumn) {
        return Err(Clear);
    }
    let inner = sql
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    let is_literal = inner.is_some_and(|inner| !inner.contains('\''))
        && Logic::parse(sql, Language::Where).is_some();
    Ok(match inner {
        Some(inner) if is_literal => Masking::Constant(inner.to_owned()),
        _ => Masking::Custom,
    })
}

/// Whether a policy that does not win excepts the person all the same: orchestrated masking joins the exceptions of
/// policies that mask in the same way.
fn is_excepted_by_others(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    winner: &Candidate<'_>,
    candidates: &[Candidate<'_>],
) -> bool {
    let handler = case.source.place.handler.as_deref();
    let possible = handler.is_none_or(has_orchestrated_masking);
    if !possible || case.world.orchestrated_masking == Some(false) {
        return false;
    }
    let Some(kind) = only_excepting(winner.policy) else {
        return false;
    };
    let others = candidates.iter().filter(|candidate| {
        candidate.policy.key != winner.policy.key && only_excepting(candidate.policy) == Some(kind)
    });
    for other in others {
        let PolicyBody::Data(actions) = &other.policy.body else {
            continue;
        };
        let [action] = actions.as_slice() else {
            continue;
        };
        if matches!(choose(case, inquiry, other.policy, action), Chosen::Nothing) {
            return case.world.orchestrated_masking == Some(true)
                || inquiry.is_so("whether orchestrated masking is on".to_owned());
        }
    }
    false
}

/// How a policy masks that does so for everyone except some people, in a single rule.
fn only_excepting(policy: &Policy) -> Option<&MaskKind> {
    let PolicyBody::Data(actions) = &policy.body else {
        return None;
    };
    let [Action { rules, .. }] = actions.as_slice() else {
        return None;
    };
    match rules.as_slice() {
        [
            Rule {
                only: None,
                except: Some(_),
                effect: Effect::Mask(mask),
                ..
            },
        ] => Some(&mask.kind),
        _ => None,
    }
}
