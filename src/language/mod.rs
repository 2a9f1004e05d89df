//! Floor 2: the small languages inside strings.

pub mod expression;
pub mod template;
