//! The only writer of YAML and JSON: a [`Fragment`] goes in, text in the style of a document and in the notation of
//! a place comes out, as a snippet or plain.
//!
//! * [`layout`] knows the style of a document: its indentation, its dashes, its quotes;
//! * [`emitter`] writes.

mod emitter;
mod layout;

pub use emitter::{Emitter, Written, as_snippet};
pub use layout::Layout;

/// A value to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fragment {
    /// A scalar to fill in.
    Hole(Hole),
    /// A scalar that is a snippet already.
    Snippet {
        /// The snippet.
        body: String,
        /// Whether it is a string, which JSON has in quotes.
        string: bool,
    },
    /// A string, to be quoted where it needs it.
    Text(String),
    /// A number, a boolean or null.
    Word(String),
    /// A string that may well take several lines, or have quotes in it.
    Block {
        /// Whether its lines stay apart.
        literal: bool,
        /// What it says where nobody fills it in.
        text: String,
    },
    /// Keys and values.
    Mapping(Vec<(String, Fragment)>),
    /// Items.
    List(Vec<Fragment>),
}

/// A scalar to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hole {
    /// What may be there, the likeliest first; nothing, a default, or a choice of several.
    pub options: Vec<String>,
    /// What takes its place where nobody fills it in and there are no options.
    pub blank: Blank,
    /// Whether it is a path with dots, whose beginning depends on where it goes.
    pub path: bool,
}

/// What a hole without options holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blank {
    /// A string.
    String,
    /// A number.
    Number,
    /// Anything: it is left empty.
    Any,
}

impl Fragment {
    /// The same on as few lines as it can be: without block scalars.
    pub fn without_blocks(self) -> Self {
        match self {
            Self::Block { .. } => Self::Hole(Hole::string()),
            Self::Mapping(entries) => {
                let entries = entries.into_iter();
                Self::Mapping(
                    entries
                        .map(|(key, value)| (key, value.without_blocks()))
                        .collect(),
                )
            }
            Self::List(items) => Self::List(items.into_iter().map(Self::without_blocks).collect()),
            other => other,
        }
    }
}

impl Hole {
    /// A string of which nothing is known.
    pub fn string() -> Self {
        Self {
            options: Vec::new(),
            blank: Blank::String,
            path: false,
        }
    }
}
