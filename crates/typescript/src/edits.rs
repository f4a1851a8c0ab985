//! The pieces of a text that are to disappear, and what comes out without them.
//!
//! A piece becomes white space of the same shape, so everything behind it keeps its line and, counted in UTF-16 units as V8
//! does, its column. The first or the last character may become a sign that keeps the meaning of what is left.

use std::borrow::Cow;

struct Edit {
    start: usize,
    end: usize,
    first: char,
    last: char,
}

/// What to erase.
#[derive(Default)]
pub(crate) struct Edits {
    edits: Vec<Edit>,
}

impl Edits {
    /// Erases `start..end`.
    pub fn blank(&mut self, start: usize, end: usize) {
        self.put(start, end, ' ', ' ');
    }

    /// Erases a whole statement or member. The semicolon keeps what is before it apart from what is behind it.
    pub fn blank_statement(&mut self, start: usize, end: usize) {
        self.put(start, end, ';', ' ');
    }

    /// Erases `start..end`, but with `first` in the place of its first character.
    pub fn blank_from(&mut self, start: usize, end: usize, first: char) {
        self.put(start, end, first, ' ');
    }

    /// Erases `start..end`, but with `last` in the place of its last character.
    pub fn blank_to(&mut self, start: usize, end: usize, last: char) {
        self.put(start, end, ' ', last);
    }

    fn put(&mut self, start: usize, end: usize, first: char, last: char) {
        if start < end {
            self.edits.push(Edit { start, end, first, last });
        }
    }

    /// If the piece noted last ends at `end`, lets it start with a semicolon.
    pub fn end_statement_at(&mut self, end: usize) {
        if let Some(edit) = self.edits.last_mut().filter(|edit| edit.end == end) {
            edit.first = ';';
        }
    }

    /// Whether the piece noted last is a statement that starts at `start`.
    pub fn last_erases_from(&self, start: usize) -> bool {
        self.edits.last().is_some_and(|edit| edit.start == start && edit.first == ';')
    }

    /// A point to come back to with [`Edits::undo`].
    pub fn mark(&self) -> usize {
        self.edits.len()
    }

    /// Forgets everything since `mark`.
    pub fn undo(&mut self, mark: usize) {
        self.edits.truncate(mark);
    }

    /// The text without the pieces.
    pub fn apply(mut self, source: &str) -> Cow<'_, str> {
        if self.edits.is_empty() {
            return Cow::Borrowed(source);
        }
        self.edits.sort_by_key(|edit| edit.start);
        let mut out = String::with_capacity(source.len());
        let mut done = 0;
        for edit in &self.edits {
            let start = edit.start.max(done);
            out.push_str(source.get(done..start).unwrap_or(""));
            let piece = source.get(start..edit.end).unwrap_or("");
            let last = piece.char_indices().next_back().map_or(0, |(at, _)| at);
            for (at, sign) in piece.char_indices() {
                match sign {
                    _ if at == last && edit.last != ' ' => out.push(edit.last),
                    _ if at == 0 && edit.first != ' ' => out.push(edit.first),
                    '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push(sign),
                    '\t' => out.push('\t'),
                    _ => out.extend(std::iter::repeat_n(' ', sign.len_utf16())),
                }
            }
            done = start.max(edit.end);
        }
        out.push_str(source.get(done..).unwrap_or(""));
        Cow::Owned(out)
    }
}
