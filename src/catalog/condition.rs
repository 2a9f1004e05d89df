//! Conditions: what siblings have to hold for a fact to count.

/// Sibling fields and the value each must have; all of them together.
/// The value [`ANY_VALUE`] only asks for the sibling to be there. See [`Shape::holds`](super::Shape::holds).
pub type Condition = &'static [(&'static str, &'static str)];

/// In a [`Condition`]: whatever the sibling holds.
pub const ANY_VALUE: &str = "*";
