//! What a daemon tells about itself. Not in the specification; clients of other daemons have no use for it.

wire_map! {
    /// Asks how the daemon fares. Answered with a [`DaemonStatus`].
    pub struct GetStatus {
        /// The client's id for the answer.
        request_id: u64 = "requestId",
    }

    /// Figures of a moment, and counts since the start.
    pub struct DaemonStatus {
        /// The daemon's version.
        version: String = "version",
        /// Its process.
        pid: u64 = "pid",
        /// Milliseconds since it was started.
        uptime_ms: u64 = "uptimeMs",
        /// Connections that are open, the one that asks included.
        connections: u64 = "connections",
        /// Requests accepted since the start, this one included.
        requests: u64 = "requests",
        /// The runtimes there are.
        isolates: IsolateStatus = "isolates",
        /// How namespaces get their runtimes back.
        pool: PoolStatus = "pool",
        /// The isolates that wait for new runtimes.
        spares: SpareStatus = "spares",
    }

    /// Runtimes by what becomes of them.
    pub struct IsolateStatus {
        /// How many there may be.
        limit: u64 = "limit",
        /// Owned by a connection.
        active: u64 = "active",
        /// Idle in their namespaces.
        pooled: u64 = "pooled",
        /// Bytes of these.
        pooled_bytes: u64 = "pooledBytes",
        /// Being tidied up for their namespaces.
        parking: u64 = "parking",
        /// Being created.
        creating: u64 = "creating",
        /// Creates that wait for a place, or for the runtime of their namespace.
        waiting: u64 = "waiting",
        /// On their way out.
        ending: u64 = "ending",
        /// Created since the start.
        created: u64 = "created",
    }

    /// What became of creates in namespaces, and of idle runtimes, since the start.
    pub struct PoolStatus {
        /// Creates that found an idle runtime.
        hits: u64 = "hits",
        /// Creates that did not.
        misses: u64 = "misses",
        /// Runtimes that could not have another owner: finished by a limit, or stuck.
        poisoned: u64 = "poisoned",
        /// Idle runtimes that made room for others.
        evicted_for_place: u64 = "evictedForPlace",
        /// Idle runtimes that took too much memory.
        evicted_for_memory: u64 = "evictedForMemory",
        /// Idle runtimes that nobody wanted for too long.
        evicted_for_age: u64 = "evictedForAge",
    }

    /// Blank isolates.
    pub struct SpareStatus {
        /// Ready to be used.
        ready: u64 = "ready",
        /// Being started.
        starting: u64 = "starting",
        /// Creates of new runtimes that found one.
        hits: u64 = "hits",
        /// Creates of new runtimes that did not.
        misses: u64 = "misses",
    }
}
