//! Warm spares: blank isolates that are ready before anybody asks for a runtime.
//!
//! They count towards nothing that clients see; but there are never more of them than there are free places, since they
//! could not be used.

use std::collections::VecDeque;

/// A few blanks, and how many there are to be.
#[derive(Debug)]
pub struct Spares<S> {
    /// As many as there may be.
    target: usize,
    /// The oldest first.
    ready: VecDeque<S>,
    /// Being started.
    starting: usize,
    hits: u64,
    misses: u64,
    closed: bool,
}

impl<S> Spares<S> {
    /// None yet. A `target` of 0 means that there never are any.
    pub fn new(target: usize) -> Self {
        Self {
            target,
            ready: VecDeque::new(),
            starting: 0,
            hits: 0,
            misses: 0,
            closed: false,
        }
    }

    /// How many the caller must start now, when so many places are free. Each must [`arrive`](Self::arrive).
    pub fn wanted(&mut self, free: usize) -> usize {
        let target = if self.closed {
            0
        } else {
            self.target.min(free)
        };
        let wanted = target.saturating_sub(self.ready.len() + self.starting);
        self.starting += wanted;
        wanted
    }

    /// One has been started, or could not be. Gives it back if nobody wants it any more.
    pub fn arrive(&mut self, spare: Option<S>) -> Option<S> {
        self.starting = self.starting.saturating_sub(1);
        if self.closed {
            return spare;
        }
        self.ready.extend(spare);
        None
    }

    /// Takes one that `suits`. Whoever calls this wants a new runtime: it counts as a hit or a miss.
    pub fn take(&mut self, suits: impl Fn(&S) -> bool) -> Option<S> {
        let found = self.ready.iter().position(suits);
        let spare = found.and_then(|index| self.ready.remove(index));
        match spare {
            Some(_) => self.hits += 1,
            None => self.misses += 1,
        }
        spare
    }

    /// Gives up those that are not `fit` any more; the caller drops them.
    pub fn cull(&mut self, fit: impl Fn(&S) -> bool) -> Vec<S> {
        let (fit, unfit) = std::mem::take(&mut self.ready).into_iter().partition(fit);
        self.ready = fit;
        Vec::from(unfit)
    }

    /// No more are wanted; the caller drops these.
    pub fn close(&mut self) -> Vec<S> {
        self.closed = true;
        Vec::from(std::mem::take(&mut self.ready))
    }

    /// How many are ready, and how many are being started.
    pub fn counts(&self) -> (usize, usize) {
        (self.ready.len(), self.starting)
    }

    /// Creates that found one, and creates that did not.
    pub fn uses(&self) -> (u64, u64) {
        (self.hits, self.misses)
    }
}

/// Which kind of spares to keep: the kind that was asked for twice in a row.
///
/// Once is no reason: where two kinds are asked for in turn, spares would only ever be of the wrong one.
#[derive(Debug)]
pub struct Taste<K> {
    kept: K,
    /// What was asked for last, if that was something else.
    missed: Option<K>,
}

impl<K: Copy + PartialEq> Taste<K> {
    /// Begins with this kind.
    pub fn new(kept: K) -> Self {
        Self { kept, missed: None }
    }

    /// The kind to keep.
    pub fn kept(&self) -> K {
        self.kept
    }

    /// Somebody has asked for this kind. True if that is the kind to keep from now on, and was not before.
    pub fn asked(&mut self, kind: K) -> bool {
        if kind == self.kept {
            self.missed = None;
            return false;
        }
        let again = self.missed == Some(kind);
        self.missed = (!again).then_some(kind);
        if again {
            self.kept = kind;
        }
        again
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_changes_when_another_is_asked_for_twice_in_a_row() {
        let mut taste = Taste::new(128);
        for (kind, changes, kept) in [
            (64, false, 128),
            (128, false, 128),
            (64, false, 128),
            (32, false, 128),
            (64, false, 128),
            (64, true, 64),
            (64, false, 64),
            (128, false, 64),
            (128, true, 128),
        ] {
            assert_eq!((taste.asked(kind), taste.kept()), (changes, kept));
        }
    }

    #[test]
    fn there_are_as_many_as_wanted_and_no_more() {
        let mut spares = Spares::new(2);
        assert_eq!(spares.take(|_| true), None::<u32>);
        assert_eq!(spares.wanted(9), 2);
        assert_eq!(spares.wanted(9), 0);
        assert_eq!(spares.arrive(Some(1)), None);
        assert_eq!(spares.arrive(None), None);
        assert_eq!(spares.counts(), (1, 0));
        assert_eq!(spares.take(|spare| *spare == 2), None);
        assert_eq!(spares.take(|spare| *spare == 1), Some(1));
        assert_eq!(spares.uses(), (1, 2));
        assert_eq!(spares.wanted(1), 1);
        assert_eq!(spares.wanted(0), 0);
    }

    #[test]
    fn what_arrives_too_late_comes_back() {
        let mut spares = Spares::new(2);
        assert_eq!(spares.wanted(9), 2);
        assert_eq!(spares.arrive(Some(1)), None);
        assert_eq!(spares.close(), [1]);
        assert_eq!(spares.arrive(Some(2)), Some(2));
        assert_eq!((spares.wanted(9), spares.counts()), (0, (0, 0)));
    }

    #[test]
    fn what_is_not_fit_goes() {
        let mut spares = Spares::new(3);
        spares.wanted(3);
        for spare in 1..=3 {
            assert_eq!(spares.arrive(Some(spare)), None);
        }
        assert_eq!(spares.cull(|spare| spare % 2 == 1), [2]);
        assert_eq!(spares.wanted(9), 1);
    }
}
