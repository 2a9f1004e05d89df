//! Floor 2: the small languages inside strings.

pub mod template;
