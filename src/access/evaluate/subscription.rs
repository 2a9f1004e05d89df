//! Whether somebody is subscribed to a data source.

use super::super::answer::{Answer, Cause, Subscribed};
use super::super::inquiry::{Inquiry, explore};
use super::super::model::{Entitlement, Level, Policy, PolicyBody, Subscription, Target};
use super::person::{belongs, is_compliant, is_in_project, who};
use super::{Case, expression, note, question, scope};
use crate::catalog::reading;

/// Whether the person is subscribed to the data source, as far as the known policies say.
pub fn subscribed(case: &Case<'_>) -> Answer<Subscribed> {
    explore(|inquiry| evaluate(case, inquiry))
}

/// A subscription policy that applies.
type Applied<'w> = (&'w Policy, &'w Subscription);

fn evaluate(case: &Case<'_>, inquiry: &mut Inquiry) -> Option<Subscribed> {
    if let Some(project) = &case.persona.project {
        if !is_in_project(case, inquiry) {
            note(
                inquiry,
                format!("In the project `{project}` only its own data sources are seen."),
            );
            return Some(Subscribed::No);
        }
        if !is_compliant(case) {
            note(
                inquiry,
                format!(
                    "{} lacks an entitlement that the project `{project}` is equalized to.",
                    who(case)
                ),
            );
            return Some(Subscribed::No);
        }
    }
    let wanted = |body: &PolicyBody| !matches!(body, PolicyBody::Data(_));
    let policies = scope::applicable(case, inquiry, wanted);
    let mut applied = Vec::new();
    for policy in policies {
        match &policy.body {
            PolicyBody::Subscription(subscription) => applied.push((policy, subscription)),
            _ => {
                let text = format!("what the policy `{}` does", policy.key);
                return inquiry.give_up(super::Question { text, fact: None });
            }
        }
    }
    for (policy, subscription) in &applied {
        inquiry.because(Cause {
            text: format!("The subscription policy `{}` applies.", policy.key),
            origin: subscription
                .origin
                .clone()
                .or_else(|| policy.origin.clone()),
        });
        if let Level::Unknown(level) = &subscription.level {
            let text = format!("what {level} in the policy `{}` means", policy.key);
            return inquiry.give_up(super::Question { text, fact: None });
        }
    }
    let is_entitled = |(_, s): &&Applied<'_>| matches!(s.level, Level::Entitled(_));
    let entitled: Vec<_> = applied.iter().filter(is_entitled).copied().collect();
    let others: Vec<_> = applied
        .iter()
        .filter(|one| !is_entitled(one))
        .copied()
        .collect();
    match (others.as_slice(), entitled.as_slice()) {
        ([], []) => {
            let source = &case.source.name;
            inquiry.give_up(question(&reading::NO_SUBSCRIPTION_POLICY, source))
        }
        ([], _) => merged(case, inquiry, &entitled),
        ([one], []) => alone(case, inquiry, one),
        ([one], _) => inquiry.give_up(question(&reading::MIXED_LEVELS, &one.0.key)),
        ([first, .., last], _) => {
            let keys = format!("`{}` and `{}`", first.0.key, last.0.key);
            inquiry.give_up(question(&reading::CONFLICTING_SUBSCRIPTIONS, &keys))
        }
    }
}

/// What one policy for anyone, by approval, or by hand says.
fn alone(case: &Case<'_>, inquiry: &mut Inquiry, applied: &Applied<'_>) -> Option<Subscribed> {
    let (policy, subscription) = applied;
    match &subscription.level {
        Level::Anyone => Some(if is_automatic(inquiry, applied) {
            Subscribed::Yes
        } else {
            Subscribed::Eligible
        }),
        Level::Approval => Some(Subscribed::MayAsk),
        Level::Manual => {
            let text = format!(
                "whether an owner has added {} to the data source `{}`",
                who(case),
                case.source.name
            );
            Some(if inquiry.is_so(text) {
                Subscribed::Yes
            } else {
                Subscribed::No
            })
        }
        Level::Entitled(_) | Level::Unknown(_) => {
            let text = format!("what the policy `{}` says", policy.key);
            inquiry.give_up(super::Question { text, fact: None })
        }
    }
}

/// Whether a policy subscribes people without their doing anything.
fn is_automatic(inquiry: &mut Inquiry, (policy, subscription): &Applied<'_>) -> bool {
    subscription
        .automatic
        .unwrap_or_else(|| !inquiry.reads(&reading::AUTOMATIC_IS_OFF, &policy.key))
}

/// How a policy takes part where several come together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Always required, or a guardrail.
    Required,
    /// Shares responsibility, or a grant.
    Shared,
}

/// What policies by groups and attributes say together.
fn merged(case: &Case<'_>, inquiry: &mut Inquiry, applied: &[Applied<'_>]) -> Option<Subscribed> {
    let mut required = Vec::new();
    let mut shared = Vec::new();
    let hosted = is_hosted(case, inquiry);
    for one in applied {
        let met = meets(case, inquiry, one)?;
        match part(case, inquiry, one, applied.len(), hosted) {
            Part::Required => required.push((one, met)),
            Part::Shared => shared.push((one, met)),
        }
    }
    let all_required = required.iter().all(|(_, met)| *met);
    let any_shared = shared.iter().any(|(_, met)| *met);
    let holds = if hosted {
        // A guardrail is a condition and subscribes nobody.
        all_required && any_shared
    } else if required.is_empty() {
        any_shared
    } else if shared.is_empty() {
        all_required
    } else {
        let both = all_required && any_shared;
        let either = all_required || any_shared;
        if both == either || inquiry.reads(&reading::SHARED_AND_REQUIRED, &case.source.name) {
            both
        } else {
            either
        }
    };
    if !holds {
        return Some(Subscribed::No);
    }
    // Those that grant: any of the shared ones that is met, or else all that are required.
    let granting: Vec<_> = if any_shared {
        let met = shared.iter().filter(|(_, met)| *met);
        met.map(|(one, _)| *one).collect()
    } else {
        required.iter().map(|(one, _)| *one).collect()
    };
    let mut automatic = Vec::new();
    for one in granting {
        automatic.push(is_automatic(inquiry, one));
    }
    let yes = if any_shared {
        automatic.contains(&true)
    } else {
        let (all, any) = (automatic.iter().all(|a| *a), automatic.contains(&true));
        all || any
            && inquiry.is_so(format!(
                "whether {} is subscribed to `{}` at once, since only some of its policies subscribe automatically",
                who(case),
                case.source.name
            ))
    };
    Some(if yes {
        Subscribed::Yes
    } else {
        Subscribed::Eligible
    })
}

/// Whether policies come together as grants and guardrails, which the hosted service has.
fn is_hosted(case: &Case<'_>, inquiry: &mut Inquiry) -> bool {
    match case.world.target {
        Some(target) => target == Target::Saas,
        None => inquiry.reads(&reading::GRANTS_AND_GUARDRAILS, ""),
    }
}

fn part(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    (policy, subscription): &Applied<'_>,
    together: usize,
    hosted: bool,
) -> Part {
    if hosted && case.world.guardrails.contains(&policy.key) {
        return Part::Required;
    }
    match subscription.shares_responsibility {
        Some(true) => Part::Shared,
        Some(false) if !hosted => Part::Required,
        Some(false) if inquiry.reads(&reading::REQUIRED_BECAME_GUARDRAIL, &policy.key) => {
            Part::Required
        }
        Some(false) => Part::Shared,
        None if together == 1 => Part::Shared,
        None if inquiry.reads(&reading::ABSENT_SHARE_IS_REQUIRED, &policy.key) => Part::Required,
        None => Part::Shared,
    }
}

/// Whether the person meets what a policy asks for. Returns `None` if it cannot be told.
fn meets(
    case: &Case<'_>,
    inquiry: &mut Inquiry,
    (policy, subscription): &Applied<'_>,
) -> Option<bool> {
    let key = &policy.key;
    match &subscription.level {
        Level::Entitled(Entitlement::Audience(audience)) => {
            let what = format!("the entitlements of `{key}`");
            Some(belongs(case, inquiry, audience, &what))
        }
        Level::Entitled(Entitlement::Expression(text)) => {
            expression::is_met(case, inquiry, text, key)
        }
        _ => Some(false),
    }
}
