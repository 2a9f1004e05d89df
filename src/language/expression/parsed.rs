//! What an expression is made of, once it is taken apart.

use crate::text::{InScalar, Span};

/// An expression taken apart.
#[derive(Debug, Default)]
pub struct Expression {
    /// What begins with `@`, in order.
    pub names: Vec<Name>,
    /// What it is made of, in order. Operators and punctuation may be missing.
    pub leaves: Vec<Leaf>,
    /// What does not close, or closes nothing, by the likeliest reading.
    pub unbalanced: Vec<Unbalanced>,
    /// What keeps functions and operators from fitting together; in [`Language::Subscription`](super::Language::Subscription) only.
    pub errors: Vec<ExpressionError>,
    /// Whether something is in it that is neither an operand nor an operator; in [`Language::Subscription`](super::Language::Subscription) only.
    pub strange: bool,
    /// The first of that, as far as it goes on.
    pub unexpected: Option<Span<InScalar>>,
}

impl Expression {
    /// The names that begin within a range.
    pub fn names_within(&self, range: Span<InScalar>) -> &[Name] {
        let from = self
            .names
            .partition_point(|name| name.range.start < range.start);
        let to = self
            .names
            .partition_point(|name| name.range.start < range.end);
        self.names.get(from..to).unwrap_or_default()
    }
}

/// A name with its `@`.
#[derive(Debug)]
pub struct Name {
    /// The name, `@` included.
    pub range: Span<InScalar>,
    /// Whether it stands inside a text.
    pub embedded: bool,
    /// What it is called with, where there are parentheses.
    pub call: Option<Call>,
}

/// The parentheses behind a name.
#[derive(Debug)]
pub struct Call {
    /// From the opening parenthesis to behind the closing one.
    pub range: Span<InScalar>,
    /// Whether it is closed.
    pub closed: bool,
    /// What is in it; empty where nothing is.
    pub arguments: Vec<Argument>,
}

/// An argument of a call.
#[derive(Debug)]
pub struct Argument {
    /// Where it is; empty where it is left out between two commas.
    pub range: Span<InScalar>,
    /// What it is.
    pub kind: ArgumentKind,
}

/// What an argument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgumentKind {
    /// Left out.
    Nothing,
    /// A text in single quotes.
    Text,
    /// Something in double quotes.
    DoubleQuoted,
    /// Words or numbers and nothing else.
    Words,
    /// A text with something right behind it that no operator joins to it.
    Jumble,
    /// What cannot be told: something fills it in later, it is not finished, or quotes are doubled in it where it is
    /// not known what that means.
    Unknown,
    /// Anything else.
    Other,
}

/// A part that is not made of smaller ones.
#[derive(Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Where it is.
    pub range: Span<InScalar>,
    /// What it is.
    pub kind: LeafKind,
}

/// What a leaf is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeafKind {
    /// The name of a function, `@` included.
    Function,
    /// A variable, also inside of a text.
    Variable,
    /// A text, or what is left of it between variables.
    Text,
    /// A name in double quotes or backticks.
    Quoted,
    /// AND, OR or NOT of [`Language::Subscription`](super::Language::Subscription).
    Keyword,
    /// A number.
    Number,
    /// An operator.
    Operator,
    /// A comment.
    Comment,
    /// A word.
    Word,
    /// `${NAME}` or `{{ NAME }}`.
    Placeholder,
}

/// What does not close, or closes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unbalanced {
    /// A quote that is never closed: where it is.
    Quote(usize),
    /// A parenthesis that is never closed.
    Open(usize),
    /// A parenthesis that closes nothing.
    Close(usize),
}

/// What keeps functions and operators from fitting together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpressionError {
    /// Two operands with nothing between them: the place between the two.
    Gap(Span<InScalar>),
    /// Something other than AND and OR between two operands.
    Joined(Span<InScalar>),
    /// `!` instead of NOT.
    Negated(Span<InScalar>),
    /// AND or OR with nothing before it.
    NothingBefore(Span<InScalar>),
    /// AND, OR or NOT with nothing behind it.
    NothingBehind(Span<InScalar>),
    /// Parentheses with nothing in them.
    Empty(Span<InScalar>),
}

impl ExpressionError {
    /// Where it is.
    pub fn range(&self) -> Span<InScalar> {
        match self {
            Self::Gap(range)
            | Self::Joined(range)
            | Self::Negated(range)
            | Self::NothingBefore(range)
            | Self::NothingBehind(range)
            | Self::Empty(range) => *range,
        }
    }
}
