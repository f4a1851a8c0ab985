//! How deeply the syntax tree of a text may be nested, found without recursion.
//!
//! swc's visitors recurse once per level of the tree. A text like `!!!!...` would overflow the stack, which ends the
//! whole process. So a linear scan finds an upper bound of the depth first; swc then runs on a stack of that size, or
//! not at all.
//!
//! Within one bracket, what nests is a run of tokens up to a place where nesting surely ends: `;`, `,`, a `}` that a new
//! statement follows, or a line that starts with a reserved word that only statements start with. The bound is the number of tokens of the current run, summed over all open brackets. Strings,
//! templates and comments are skipped, but only where they can not be anything else: a `/` may start a regular
//! expression, which hides a quote, so from there on the line counts as code; and a backtick or `/*` behind it makes the
//! rest of the text count as code.

/// The deepest nesting that is handed to swc, in tokens. Beyond it, text is refused: for some kinds of nesting (labels)
/// swc's time grows with the square of the depth.
pub const MAX_NESTING: usize = 4_000;

/// An upper bound of the depth of the text's syntax tree.
pub(crate) fn bound(source: &str) -> usize {
    let mut scan = Scan::new(source.as_bytes());
    scan.run();
    scan.deepest
}

/// An open bracket.
struct Bracket {
    /// Tokens of the run before it.
    run: usize,
    /// Open `<` before it.
    angles: usize,
    /// It is the `${` of a template.
    template: bool,
}

struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    /// Open brackets.
    open: Vec<Bracket>,
    /// Sum of the runs in `open`.
    outside: usize,
    /// Tokens of the current run.
    run: usize,
    /// Open `<` of the current run, which may hold type parameters: a comma among those ends no nesting.
    angles: usize,
    deepest: usize,
    /// A `/` has been seen on this line that may start a regular expression.
    doubtful_line: bool,
    /// From here on everything counts as code.
    all_code: bool,
    /// A `const` may come that is no statement: `as const`, `<const T>`.
    after_as: bool,
}

impl<'a> Scan<'a> {
    fn new(text: &'a [u8]) -> Self {
        Self {
            text,
            at: 0,
            open: Vec::new(),
            outside: 0,
            run: 0,
            angles: 0,
            deepest: 0,
            doubtful_line: false,
            all_code: false,
            after_as: false,
        }
    }

    fn run(&mut self) {
        while let Some(&byte) = self.text.get(self.at) {
            self.at += 1;
            match byte {
                b'\n' => {
                    self.doubtful_line = false;
                    if self.starts_declaration() {
                        self.restart();
                    }
                }
                b' ' | b'\t' | b'\r' => {}
                b'(' | b'[' | b'{' => self.open(false),
                b')' | b']' => {
                    self.close();
                }
                b'}' => {
                    let template = self.close();
                    if template {
                        self.template();
                    } else if self.starts_statement() {
                        self.restart();
                    }
                }
                b';' if !self.continues() => self.restart(),
                b',' if self.angles == 0 => self.run = 0,
                b'<' => {
                    self.angles += 1;
                    self.after_as = true;
                    self.token();
                }
                b'>' => {
                    // `=>` ends no type arguments.
                    if self.at < 2 || self.text.get(self.at - 2) != Some(&b'=') {
                        self.angles = self.angles.saturating_sub(1);
                    }
                    self.token();
                }
                b'"' | b'\'' if !self.in_doubt() => {
                    self.token();
                    self.string(byte);
                }
                b'`' if !self.in_doubt() => {
                    self.token();
                    self.template();
                }
                b'`' => {
                    self.all_code = true;
                    self.token();
                }
                b'/' => self.slash(),
                byte if is_word(byte) => {
                    let start = self.at - 1;
                    self.word();
                    self.after_as = self.text.get(start..self.at) == Some(b"as");
                    self.token();
                }
                byte => {
                    self.after_as = byte == b'<';
                    self.token();
                }
            }
        }
    }

    fn in_doubt(&self) -> bool {
        self.doubtful_line || self.all_code
    }

    fn token(&mut self) {
        self.run += 1;
        self.deepest = self.deepest.max(self.outside + self.run);
    }

    fn open(&mut self, template: bool) {
        self.token();
        self.open.push(Bracket {
            run: self.run,
            angles: self.angles,
            template,
        });
        self.outside += self.run;
        self.restart();
    }

    /// Ends a bracket; the run before it goes on. True if it was the `${` of a template.
    fn close(&mut self) -> bool {
        let Some(bracket) = self.open.pop() else {
            return false;
        };
        self.outside -= bracket.run;
        self.run = bracket.run;
        self.angles = bracket.angles;
        self.token();
        bracket.template
    }

    /// Nesting has ended here.
    fn restart(&mut self) {
        self.run = 0;
        self.angles = 0;
    }

    fn slash(&mut self) {
        match self.text.get(self.at) {
            Some(b'/') if !self.in_doubt() => self.skip_past(b"\n"),
            Some(b'*') if !self.in_doubt() => {
                self.at += 1;
                self.skip_past(b"*/");
            }
            Some(b'*') => {
                self.all_code = true;
                self.token();
            }
            _ => {
                self.doubtful_line = true;
                self.token();
            }
        }
    }

    fn skip_past(&mut self, end: &[u8]) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let found = memchr::memmem::find(rest, end);
        self.at = found.map_or(self.text.len(), |found| self.at + found + end.len());
    }

    /// Skips the rest of a string, which ends at the end of the line if nowhere else.
    fn string(&mut self, quote: u8) {
        while let Some(&byte) = self.text.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'\n' => return,
                byte if byte == quote => return,
                _ => {}
            }
        }
    }

    /// Skips the text of a template up to its end or to the next `${`.
    fn template(&mut self) {
        while let Some(&byte) = self.text.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'`' => return,
                b'$' if self.text.get(self.at) == Some(&b'{') => {
                    self.at += 1;
                    return self.open(true);
                }
                _ => {}
            }
        }
    }

    fn word(&mut self) {
        while self.text.get(self.at).copied().is_some_and(is_word) {
            self.at += 1;
        }
    }

    /// The next word, if a word comes next; white space is skipped, comments are not.
    fn next_word(&self) -> &'a [u8] {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let start = rest
            .iter()
            .position(|byte| !byte.is_ascii_whitespace())
            .unwrap_or(rest.len());
        let rest = rest.get(start..).unwrap_or_default();
        let end = rest
            .iter()
            .position(|byte| !is_word(*byte))
            .unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// Whether what follows a `;` or `}` belongs to the statement before it. A comment may hide such a word.
    fn continues(&self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let first = rest.iter().find(|byte| !byte.is_ascii_whitespace());
        first == Some(&b'/')
            || matches!(self.next_word(), b"else" | b"catch" | b"finally" | b"while")
    }

    /// Whether the line that starts here is a statement of its own whatever comes before it: these words are reserved,
    /// and neither expressions nor bodies of statements start with them.
    fn starts_declaration(&self) -> bool {
        match self.next_word() {
            b"const" => !self.after_as,
            b"export" | b"let" | b"var" | b"enum" | b"interface" => true,
            b"import" => {
                let rest = self.text.get(self.at..).unwrap_or_default();
                let behind = memchr::memmem::find(rest, b"import")
                    .and_then(|at| rest.get(at + b"import".len()..));
                let next = behind
                    .and_then(|behind| behind.iter().find(|byte| !byte.is_ascii_whitespace()));
                !matches!(next, Some(b'(' | b'.'))
            }
            _ => false,
        }
    }

    /// Whether a new statement or class member surely starts here: a word that is no operator.
    fn starts_statement(&self) -> bool {
        let word = self.next_word();
        !word.is_empty()
            && !self.continues()
            && !matches!(
                word,
                b"instanceof" | b"in" | b"as" | b"satisfies" | b"of" | b"extends" | b"is"
            )
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::bound;

    #[test]
    fn flat_code_is_shallow() {
        for line in [
            "let a = f(x, y);\n",
            "function f() { return 1 }\n",
            "if (a) { b() } else { c() }\n",
            "a = 'it\\'s (';\n",
            "// don't ((((\n",
            "x = `${a} ((((`;\n",
            "import a from 'a'\n",
            "const a = b\n",
            "export interface A { b: c }\n",
        ] {
            assert!(
                bound(&line.repeat(10_000)) < 60,
                "{line:?} is deep: {}",
                bound(&line.repeat(10_000))
            );
        }
    }

    #[test]
    fn nested_code_is_deep() {
        for (pattern, levels) in [
            ("(", 1),
            ("[", 1),
            ("{", 1),
            ("!", 1),
            ("a=>", 1),
            ("if(1)", 1),
            ("if(1){}else ", 1),
            ("if(1);else ", 1),
            ("a+", 1),
            ("-", 1),
            ("new ", 1),
            ("`${", 1),
            ("A<", 1),
            ("a.", 1),
            ("<T,>(x)=>", 1),
            ("<T,>()=>", 1),
            ("A<B,", 1),
            ("a?b:", 1),
            ("x:", 1),
            ("do ", 1),
            ("await ", 1),
            ("a||", 1),
            ("/a'/+(", 1),
            ("/`/+(", 1),
            ("'\\\n'+(", 1),
            ("if(1)/**/;/**/else ", 1),
            ("a/*'*/+", 1),
        ] {
            let depth = bound(&pattern.repeat(5_000));
            assert!(depth >= levels * 5_000, "{pattern:?} is shallow: {depth}");
        }
    }
}
