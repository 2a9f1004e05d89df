//! Floor 4: many files: which are looked at, how they are read, and what settings say of them. The only place that
//! touches the disk.
//!
//! * [`Selection`] finds files; [`Repositories`] has the settings that hold for each;
//! * [`SourceFile`] is one text: from the disk, from an editor's buffer or from standard input. Here alone is decided in
//!   which language it is written;
//! * [`Project`] is many of them.

mod dialect;
mod error;
mod file;
mod files;
mod glob;
mod ignored;
mod path;
mod repositories;
mod select;
mod settings;
mod user;

pub use dialect::detect_dialect;
pub use error::FileError;
pub use file::{Opened, SourceFile, read_text};
pub use files::{FileId, Project, SpecId};
pub use repositories::{Repositories, SETTINGS_FILE};
pub use select::{Selected, Selection};
pub use settings::{FileSettings, Problem, Settings, TenantSettings};
pub use user::{
    Agreements, append_to_private_file, certificates, cli_configuration, cli_configuration_path,
    keep_report,
};
