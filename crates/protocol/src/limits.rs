//! Sizes, depths, credits and times of the protocol (protocol.md, sections 1.2, 2.1, 3.6 and 7).

use std::time::Duration;

/// Largest legal N of a frame in bytes: the type byte plus the payload, without the length field itself.
pub const MAX_FRAME: usize = 10 * 1024 * 1024;

/// Containers a received payload may nest, the message map included.
///
/// Senders stop at 100. The slack lets an over-deep *value* reach the code that can say so to its caller, instead of
/// costing the whole connection; it is still small enough to walk recursively on any thread's stack.
pub const MAX_DEPTH: usize = 256;

/// Depth at which marshalling a value is an error, counted from 0 at the value itself (section 2.5).
pub const MAX_VALUE_DEPTH: usize = 100;

/// Containers a sender may nest below one argument or result (section 2.1).
pub const SEND_DEPTH: usize = 97;

/// Most elements of a list in a message or in a rich value: headers, fields of a form.
pub const MAX_LIST: u32 = 65_536;

/// Largest piece of a body in one stream message, in bytes; also the credit below which a sender waits.
pub const STREAM_CHUNK: usize = 262_144;

/// Credit of one `STREAM_PULL`, and what a download starts with, in bytes.
pub const STREAM_CREDIT: usize = 1_048_576;

/// A client sends a request body up to this many bytes inline and streams larger ones.
pub const INLINE_UPLOAD: usize = 1_048_576;

/// A client answers a fetch inline up to this many bytes of body and streams larger ones.
pub const INLINE_FETCH_BODY: usize = 65_536;

/// Bytes queued between daemon and sandbox per body stream.
pub const BODY_QUEUE_BYTES: usize = 65_536;

/// Pieces queued between daemon and sandbox per body stream.
pub const BODY_QUEUE_CHUNKS: usize = 16;

/// Callback ids from here up belong to the daemon: functions of the isolate handed to the client (A.2).
pub const FIRST_LOCAL_CALLBACK: u64 = 1_000_000;

/// Where the daemon starts its download stream ids, out of the reach of the ids clients allocate (section 1.5).
pub const FIRST_DOWNLOAD_STREAM: u64 = 1 << 30;

/// Runtimes a daemon holds unless configured otherwise.
pub const DEFAULT_MAX_ISOLATES: usize = 100;

/// Heap limit of a runtime in megabytes unless configured otherwise.
pub const DEFAULT_MEMORY_LIMIT_MB: u32 = 128;

/// Smallest heap limit of a runtime in megabytes.
pub const MIN_MEMORY_LIMIT_MB: u32 = 8;

/// How long the daemon waits for the answer to a callback, fetch excepted.
pub const CALLBACK_TIMEOUT: Duration = Duration::from_millis(120_000);

/// How long the daemon waits for the headers, or the buffered answer, of a fetch callback.
pub const FETCH_TIMEOUT: Duration = Duration::from_millis(35_000);

/// How long calls of a soft-disposed runtime wait for a client to reconnect, from the soft dispose.
pub const RECONNECT_TIMEOUT: Duration = Duration::from_millis(30_000);

/// Default limit of a playwright operation and of playwright's predicate waits.
pub const PLAYWRIGHT_TIMEOUT: Duration = Duration::from_millis(30_000);
