//! Floor 3: what is wrong, or worth knowing, in a text: diagnostics and their fixes.
//!
//! The rules make diagnostics; editors and the command line show them. Their ranges count bytes from the
//! start of the document.

mod codes;
mod diagnostic;
mod fix;
mod fix_all;
mod severity;

pub use codes::{CODES, is_code};
pub use diagnostic::{Diagnostic, Related};
pub use fix::{Applicability, Edit, Fix, apply};
pub use fix_all::fix_all;
pub use severity::Severity;
