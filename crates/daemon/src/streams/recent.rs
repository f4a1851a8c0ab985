//! A bounded memory of ids.

use std::collections::{HashSet, VecDeque};

/// The ids that were noted last; beyond the limit the oldest are forgotten.
#[derive(Debug)]
pub struct Recent {
    limit: usize,
    ids: HashSet<u64>,
    /// By age. May still have ids that were taken out.
    order: VecDeque<u64>,
}

impl Recent {
    /// Remembers up to `limit` ids.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            ids: HashSet::new(),
            order: VecDeque::new(),
        }
    }

    /// Notes an id.
    pub fn insert(&mut self, id: u64) {
        if !self.ids.insert(id) {
            return;
        }
        self.order.push_back(id);
        if self.order.len() > self.limit
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
    }

    /// Whether the id is remembered.
    pub fn contains(&self, id: u64) -> bool {
        self.ids.contains(&id)
    }

    /// Forgets an id; whether it was remembered.
    pub fn remove(&mut self, id: u64) -> bool {
        self.ids.remove(&id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten() {
        let mut recent = Recent::new(3);
        for id in [1, 2, 2, 3, 4] {
            recent.insert(id);
        }
        assert!(!recent.contains(1));
        assert!(recent.contains(2) && recent.contains(4));
        assert!(recent.remove(2));
        assert!(!recent.remove(2));
    }

    #[test]
    fn it_never_grows_beyond_its_limit() {
        let mut recent = Recent::new(10);
        for id in 0..1000 {
            recent.insert(id % 7);
            recent.remove(id % 3);
            assert!(recent.order.len() <= 10 && recent.ids.len() <= 10);
        }
    }
}
