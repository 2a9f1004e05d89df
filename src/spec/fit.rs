//! Whether values have the outer form of the types that the catalog gives them.

use crate::catalog::Type;
use crate::syntax::{Kind, ScalarType, Value};

/// The type among several that a value is of, if any is.
pub fn picked(value: Value<'_>, types: &'static [Type]) -> Option<&'static Type> {
    types.iter().find(|r#type| fits(value, r#type))
}

/// Whether a value has the outer form of a type. A scalar that reads as text where a number or a boolean
/// is meant does not.
fn fits(value: Value<'_>, r#type: &Type) -> bool {
    match (value.kind(), r#type) {
        (_, Type::Any) | (Kind::Mapping, Type::Object(_)) | (Kind::Sequence, Type::List(_)) => true,
        (Kind::Scalar, scalar) => matches!(
            (value.scalar_type(), scalar),
            (Some(ScalarType::String), Type::String(_))
                | (Some(ScalarType::Boolean), Type::Boolean)
                | (Some(ScalarType::Integer), Type::Integer | Type::Number)
                | (Some(ScalarType::Float), Type::Number)
        ),
        _ => false,
    }
}
