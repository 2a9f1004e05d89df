//! immuta-ls: the language server, and the command line, for Immuta V2 API spec files.
//!
//! The house has floors. A module imports from its own floor's children and from the floors below it,
//! never upward; `tests/floors` sees to that. In reading order:
//!
//! 1. [`text`]: a document's text, its edits, and positions in it. The only place that knows UTF-16.
//!    [`display`]: what others wrote, made harmless for the place where people read it.
//! 2. [`syntax`]: from text to one value tree, for YAML and JSON, whole or broken.
//!    [`language`]: the small languages inside strings.
//!    [`catalog`]: what Immuta accepts, as data.
//! 3. [`spec`]: a document understood: which kind of spec it is, and which shape each value has.
//!    [`diagnostics`]: what is wrong in a text, as data, with its fixes.
//! 4. [`project`]: many files: finding and reading them, and their settings. The only place that touches the disk.
//!    [`tenant`]: the Immuta tenant: dry runs, credentials, the names it has. The only place that opens a connection.
//! 5. [`access`]: who may see what: the model of policies, its evaluator, policy tests.
//! 6. [`rules`]: what is wrong with a spec, one rule a file.
//!    [`features`]: what an editor offers, one feature a file.
//! 7. [`server`]: the Language Server Protocol. [`cli`]: the command line.
//!
//! Below floor 7 nothing knows the protocol, nothing prints, and nothing but [`tenant`] is `async`. Rules and
//! features are pure: text and tree in, plain data out. Facts about Immuta are rows of the catalog, never branches.

pub mod display;
pub mod text;

pub mod catalog;
pub mod language;
pub mod syntax;

pub mod diagnostics;
pub mod spec;

pub mod project;
pub mod tenant;

pub mod access;

pub mod features;
pub mod rules;

pub mod cli;
pub mod server;
