//! The pieces of a text that are to disappear, and what comes out without them.
//!
//! A piece becomes white space of the same shape, so everything behind it keeps its line and, counted in UTF-16 units
//! as V8 does, its column. Its first or last character may become a sign that keeps the meaning of what is left.

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
    pub(crate) fn blank(&mut self, start: usize, end: usize) {
        self.put(start, end, ' ', ' ');
    }

    /// Erases a whole statement or member. A semicolon keeps what is before it apart from what is behind it.
    pub(crate) fn blank_statement(&mut self, start: usize, end: usize) {
        self.put(start, end, ';', ' ');
    }

    /// Erases `start..end`, with `first` in the place of its first character.
    pub(crate) fn blank_from(&mut self, start: usize, end: usize, first: char) {
        self.put(start, end, first, ' ');
    }

    /// Erases `start..end`, with `last` in the place of its last character.
    pub(crate) fn blank_to(&mut self, start: usize, end: usize, last: char) {
        self.put(start, end, ' ', last);
    }

    fn put(&mut self, start: usize, end: usize, first: char, last: char) {
        if start < end {
            self.edits.push(Edit {
                start,
                end,
                first,
                last,
            });
        }
    }

    /// Lets the piece that was noted at `mark` start with a semicolon.
    pub(crate) fn separate(&mut self, mark: usize) {
        if let Some(edit) = self.edits.get_mut(mark) {
            edit.first = ';';
        }
    }

    /// If the piece noted last ends at `end`, lets it start with a semicolon.
    pub(crate) fn separate_at(&mut self, end: usize) {
        if let Some(edit) = self.edits.last_mut().filter(|edit| edit.end == end) {
            edit.first = ';';
        }
    }

    /// Whether the piece noted last is a statement that starts at `start`.
    pub(crate) fn last_is_statement(&self, start: usize) -> bool {
        self.edits
            .last()
            .is_some_and(|edit| edit.start == start && edit.first == ';')
    }

    /// A point to come back to with [`Edits::undo`].
    pub(crate) fn mark(&self) -> usize {
        self.edits.len()
    }

    /// Forgets everything since `mark`.
    pub(crate) fn undo(&mut self, mark: usize) {
        self.edits.truncate(mark);
    }

    /// The text without the pieces. Of two that overlap, the one that starts later loses the common part.
    pub(crate) fn apply(mut self, source: &str) -> Cow<'_, str> {
        if self.edits.is_empty() {
            return Cow::Borrowed(source);
        }
        self.edits.sort_by_key(|edit| edit.start);
        let mut out = String::with_capacity(source.len());
        let mut done = 0;
        for edit in self.edits.iter().filter(|edit| edit.start < edit.end) {
            let start = edit.start.max(done);
            out.push_str(source.get(done..start).unwrap_or(""));
            blank(source.get(start..edit.end).unwrap_or(""), edit, &mut out);
            done = start.max(edit.end);
        }
        out.push_str(source.get(done..).unwrap_or(""));
        Cow::Owned(out)
    }
}

fn blank(piece: &str, edit: &Edit, out: &mut String) {
    let last = piece.char_indices().next_back().map_or(0, |(at, _)| at);
    for (at, sign) in piece.char_indices() {
        match sign {
            _ if at == last && edit.last != ' ' => out.push(edit.last),
            _ if at == 0 && edit.first != ' ' => out.push(edit.first),
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\t' => out.push(sign),
            _ => out.extend(std::iter::repeat_n(' ', sign.len_utf16())),
        }
    }
}
