//! Creating, using and disposing runtimes (protocol.md, section 3.2).

use super::options::RuntimeOptions;

wire_map! {
    /// Creates a runtime, or reuses the one of a namespace. Answered with [`RuntimeCreated`](super::RuntimeCreated).
    pub struct CreateRuntime {
        /// The client's id for the answer.
        request_id: u64 = "requestId",
        /// What the runtime is to be like.
        options: RuntimeOptions = "options",
    }

    /// Gives a runtime back: disposes it, or returns it to its namespace's pool.
    pub struct DisposeRuntime {
        /// The client's id for the answer.
        request_id: u64 = "requestId",
        /// The runtime.
        isolate_id: String = "isolateId",
        /// True: delete it even if it belongs to a namespace.
        hard: Option<bool> = "hard",
        /// For the log.
        reason: Option<String> = "reason",
    }

    /// Evaluates an entry module. Answered with `{value: nil}` when the module has finished.
    pub struct Eval {
        /// The client's id for the answer.
        request_id: u64 = "requestId",
        /// The runtime.
        isolate_id: String = "isolateId",
        /// Source of an ES module; TypeScript type syntax is allowed.
        code: String = "code",
        /// Default `/index.js`.
        filename: Option<String> = "filename",
        /// Milliseconds. Absent: the runtime's default; 0 or negative: no limit even if the runtime has one.
        execution_timeout: Option<f64> = "executionTimeout",
    }

    /// Hard-disposes the runtime of a namespace, active or not (A.1, newest revision only).
    pub struct DisposeNamespace {
        /// The client's id for the answer.
        request_id: u64 = "requestId",
        /// The namespace; an unknown one is fine.
        namespace_id: String = "namespaceId",
        /// For the log.
        reason: Option<String> = "reason",
    }
}
