//! Refs to something that stays where it is: functions, promises, iterators, isolates, streams, blobs.

wire_map! {
    /// A function of the sender.
    pub struct CallbackRef {
        /// The id to invoke it by.
        callback_id: u64 = "callbackId",
        /// `asyncGenerator` for generator functions (A.3).
        callback_kind: Option<String> = "callbackKind" (Omit),
    }

    /// A promise of the sender.
    pub struct PromiseRef {
        /// The promise, to be given to the resolver.
        promise_id: u64 = "promiseId",
        /// The callback that answers when the promise settles.
        resolve_callback_id: Option<u64> = "__resolveCallbackId" (Omit),
    }

    /// An async iterator of the sender.
    pub struct AsyncIteratorRef {
        /// The iterator, to be given to the callbacks.
        iterator_id: u64 = "iteratorId",
        /// The callback behind `next()`.
        next_callback_id: Option<u64> = "__nextCallbackId" (Omit),
        /// The callback behind `return()`.
        return_callback_id: Option<u64> = "__returnCallbackId" (Omit),
        /// The callback behind `throw()` (A.3).
        throw_callback_id: Option<u64> = "__throwCallbackId" (Omit),
    }

    /// A runtime. Defined, produced by nobody.
    pub struct IsolateRef {
        /// The runtime.
        isolate_id: String = "isolateId",
    }

    /// A stream. Defined, produced by nobody.
    pub struct StreamRef {
        /// The stream.
        stream_id: u64 = "streamId",
        /// `upload` or `download`.
        direction: String = "direction",
    }

    /// A Blob by reference. Defined, produced by nobody.
    pub struct BlobRef {
        /// The blob.
        blob_id: u64 = "blobId",
        /// Bytes.
        size: u64 = "size",
        /// The media type.
        kind: String = "type",
    }
}
