//! What the lexer hands to the parser.

/// The kind of a token. Only what the parser has to tell apart has a kind of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The end of the text.
    End,
    /// An identifier or a keyword.
    Name,
    /// `#name`
    Private,
    Number,
    Text,
    /// The backtick that opens a template. The parser asks for the parts.
    Backtick,
    ParenOpen,
    ParenClose,
    SquareOpen,
    SquareClose,
    BraceOpen,
    BraceClose,
    Semicolon,
    Comma,
    Colon,
    Dot,
    Ellipsis,
    Question,
    QuestionDot,
    At,
    /// `<`, never more: `<<` and `<=` are glued by the parser where it wants an operator.
    Less,
    /// `>`, never more.
    Greater,
    /// `/` or `/=`: a division or the start of a regular expression, as the parser decides.
    Slash,
    Star,
    Pipe,
    Ampersand,
    Plus,
    Minus,
    Bang,
    Tilde,
    /// `++` and `--`
    Step,
    /// `=`
    Equals,
    Arrow,
    /// Any other operator that assigns.
    Assign,
    /// Any other operator with two operands.
    Binary,
}

/// A token, by its place in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// Offsets in bytes.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether a line ends between the token before and this one.
    pub(crate) after_break: bool,
    /// Whether a name is written with an escape, so that it is no keyword.
    pub(crate) escaped: bool,
}
