//! What a line of YAML is.

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// White space only.
    Blank,
    /// A comment.
    Comment,
    /// `---`, with or without content behind it.
    DocumentStart,
    /// `...`
    DocumentEnd,
    /// The start of an entry, an item or a scalar.
    Code,
    /// A further line of a plain scalar.
    Continuation,
    /// Inside a quoted scalar, a flow collection or a block scalar.
    Inside,
}

/// One level of block structure that a line opens or continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Level {
    /// The column of its dash or of its key.
    pub(super) column: usize,
    /// Whether it is a mapping; a sequence otherwise.
    pub(super) mapping: bool,
}

/// Something on a line that no YAML reader accepts, in bytes from the line's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineError {
    /// A tab in the indentation.
    Tab(usize),
    /// A plain scalar that begins with a character it must not begin with.
    Reserved(usize),
    /// Text behind an alias; the place is the alias's.
    TextAfterAlias(usize),
    /// A plain value with a `: ` in it; the place is the value's.
    ColonInValue(usize),
    /// Text behind a closed quote.
    TextAfterQuote(usize),
    /// Text behind a closed bracket.
    TextAfterBracket(usize),
    /// Text that starts with a word in brackets; the place is the text's.
    BracketedText(usize),
    /// A `- ` behind a key.
    ItemAfterKey(usize),
    /// A closing bracket that nothing opened.
    StrayBracket(usize),
    /// A closing bracket of the other kind than the one that is open.
    WrongBracket(usize),
    /// A backslash in double quotes that starts no escape.
    Escape(usize),
}

impl LineError {
    /// The place on the line.
    pub(super) fn place(self) -> usize {
        match self {
            Self::Tab(at)
            | Self::Reserved(at)
            | Self::TextAfterAlias(at)
            | Self::ColonInValue(at)
            | Self::TextAfterQuote(at)
            | Self::TextAfterBracket(at)
            | Self::BracketedText(at)
            | Self::ItemAfterKey(at)
            | Self::StrayBracket(at)
            | Self::WrongBracket(at)
            | Self::Escape(at) => at,
        }
    }
}

/// What the scan says of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) kind: Kind,
    /// The number of leading spaces.
    pub(super) indent: usize,
    /// Whether the line starts with `- `.
    pub(super) item: bool,
    /// Whether the line's first token, behind any dashes, is a key.
    pub(super) key: bool,
    /// Whether a value may still come on the lines below: `key:` or `-` with nothing behind it but
    /// properties.
    pub(super) open: bool,
    /// The place of the colon behind the line's last key.
    pub(super) colon: Option<usize>,
    /// Whether the line ends in a `key:` or `-` with nothing behind it at all.
    pub(super) bare: bool,
    /// The first mistake on the line.
    pub(super) error: Option<LineError>,
    /// Whether a quote or bracket from a line above was given up because this line cannot belong to it.
    pub(super) gave_up: bool,
}
