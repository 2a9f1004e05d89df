//! Floor 3: a document understood as a spec: which kind it is and which shape each of its nodes has.

mod detect;
mod diff;
mod difference;
mod directive;
mod fit;
mod form;
mod placeholder;
mod prefilter;
mod read;
mod requires;
pub mod skeleton;
pub mod suggest;
mod v1;
mod walk;

pub use detect::{Detected, detect, is_settled, kind_of, other_payload};
pub use diff::{OtherVariant, is_beside, misplaced_below, other_variant};
pub use difference::{Diff, Meant, Swapped, TooHigh, Unknown};
pub use directive::{Addressed, Directive, addressed};
pub use fit::picked;
pub use form::{Choice, Form};
pub use placeholder::{has_placeholder, is_encryption_metadata};
pub use prefilter::may_be_spec;
pub use read::Spec;
pub use v1::{is_v1, v2_value};
pub use walk::{Node, walk};
