//! What the V1 API writes, as far as shapes know it.

use super::Form;
use crate::catalog::{Field, Type};
use crate::syntax::{Kind, Value};

/// Returns the value that V2 has for one of the V1 API, or `None` if the V1 API has no such value of its own.
pub fn v2_value(field: &Field, written: &str) -> Option<&'static str> {
    let mut rows = field.v1_values.iter();
    let row = rows.find(|(older, _)| older.eq_ignore_ascii_case(written));
    row.map(|(_, newer)| *newer)
}

/// Whether a value is a mapping that the V1 API has in the place of one of these types, or a list of such mappings.
pub fn is_v1(value: Value<'_>, types: &'static [Type]) -> bool {
    let Some(shape) = types.first().and_then(|t| t.innermost().shape()) else {
        return false;
    };
    let value = value.resolved();
    let mappings = match value.kind() {
        Kind::Sequence => value.items(),
        _ => vec![value],
    };
    let older = |value: &Value<'_>| {
        value.kind() == Kind::Mapping && Form::new(*value, shape).older.is_some()
    };
    !mappings.is_empty() && mappings.iter().all(older)
}
