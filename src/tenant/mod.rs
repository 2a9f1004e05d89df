//! Floor 4: the tenant that specs are for.

pub mod names;
