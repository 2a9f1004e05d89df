//! Some people: groups, attributes and purposes.

use super::fields::Fields;
use crate::access::model::{Audience, Condition, Operator};
use crate::catalog::Meaning;

/// Reads the people that a mapping describes.
pub(super) fn read(fields: Option<Fields<'_>>) -> Audience {
    let mut audience = Audience::default();
    let Some(fields) = fields else {
        audience.is_partial = true;
        return audience;
    };
    audience.is_partial = fields.is_partial();
    audience.operator = operator(&fields, &mut audience.is_partial);
    for (meaning, condition) in [
        (Meaning::Groups, Condition::Group as fn(String) -> Condition),
        (
            Meaning::Purposes,
            Condition::Purpose as fn(String) -> Condition,
        ),
    ] {
        let Some(found) = fields.get(meaning).filter(|found| !found.is_null()) else {
            continue;
        };
        match found.texts() {
            Some(names) => audience.conditions.extend(names.into_iter().map(condition)),
            None => audience.is_partial = true,
        }
    }
    if let Some(found) = fields.get(Meaning::Attributes).filter(|f| !f.is_null()) {
        for item in found.items().unwrap_or_else(|| vec![None]) {
            let pair = item
                .as_ref()
                .filter(|item| !item.is_partial())
                .and_then(|item| {
                    Some(Condition::Attribute {
                        name: item.text(Meaning::Name)?,
                        value: item.text(Meaning::Value)?,
                    })
                });
            match pair {
                Some(pair) => audience.conditions.push(pair),
                None => audience.is_partial = true,
            }
        }
    }
    audience
}

/// Whether all of several are needed, or one; sets `is_partial` if something else is written there.
pub(super) fn operator(fields: &Fields<'_>, is_partial: &mut bool) -> Option<Operator> {
    let found = fields
        .get(Meaning::Operator)
        .filter(|found| !found.is_null())?;
    let operator = of_meaning(found.meaning());
    *is_partial |= operator.is_none();
    operator
}

/// The operator that a value means.
pub(super) fn of_meaning(meaning: Option<Meaning>) -> Option<Operator> {
    match meaning? {
        Meaning::All => Some(Operator::All),
        Meaning::Any => Some(Operator::Any),
        _ => None,
    }
}
