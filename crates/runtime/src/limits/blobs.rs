//! Where the bytes of Blobs and Files live: outside of V8, but within the runtime's memory budget.

use std::sync::{Arc, OnceLock};

use deno_core::url::Url;
use deno_core::v8;
use deno_web::{Blob, BlobPart, BlobStore, BlobStoreTrait};
use uuid::Uuid;

use super::allocator::MemoryBudget;
use crate::flags::Flags;

/// A blob store that ends its runtime when the budget is overdrawn. It has no way to refuse: the platform's scripts
/// take a part's id for granted.
#[derive(Debug)]
pub(crate) struct BudgetedBlobs {
    store: BlobStore,
    budget: Arc<MemoryBudget>,
    flags: Arc<Flags>,
    isolate: OnceLock<v8::IsolateHandle>,
}

/// What a part costs beside its bytes.
const OVERHEAD: usize = 256;

impl BudgetedBlobs {
    pub(crate) fn new(budget: Arc<MemoryBudget>, flags: Arc<Flags>) -> Arc<Self> {
        Arc::new(Self {
            store: BlobStore::default(),
            budget,
            flags,
            isolate: OnceLock::new(),
        })
    }

    /// Tells which isolate is to be stopped.
    pub(crate) fn set_isolate(&self, isolate: v8::IsolateHandle) {
        let _ = self.isolate.set(isolate);
    }
}

impl BlobStoreTrait for BudgetedBlobs {
    fn insert_part(&self, part: Arc<dyn BlobPart + Send + Sync>) -> Uuid {
        if !self.budget.charge(part.size().saturating_add(OVERHEAD)) {
            self.flags.set_out_of_memory();
            if let Some(isolate) = self.isolate.get() {
                isolate.terminate_execution();
            }
        }
        self.store.insert_part(part)
    }

    fn get_part(&self, id: &Uuid) -> Option<Arc<dyn BlobPart + Send + Sync>> {
        self.store.get_part(id)
    }

    fn remove_part(&self, id: &Uuid) -> Option<Arc<dyn BlobPart + Send + Sync>> {
        let part = self.store.remove_part(id)?;
        self.budget.release(part.size().saturating_add(OVERHEAD));
        Some(part)
    }

    fn get_object_url(&self, url: Url) -> Option<Arc<Blob>> {
        self.store.get_object_url(url)
    }

    fn insert_object_url(&self, blob: Blob, location: Option<Url>) -> Url {
        self.store.insert_object_url(blob, location)
    }

    fn remove_object_url(&self, url: &Url) {
        self.store.remove_object_url(url);
    }

    fn clear(&self) {
        self.store.clear();
    }
}
