//! Registrations of callbacks (protocol.md, section 4.1).

wire_map! {
    /// A callback the client serves.
    pub struct Registration {
        /// The id to invoke it by; unique within the connection.
        callback_id: u64 = "callbackId",
        /// Informative, except that custom functions are keyed by name in [`Callbacks::custom`].
        name: Option<String> = "name",
        /// `sync`, `async` or `asyncIterator`; only custom functions are told apart by it.
        kind: Option<String> = "type",
        /// Of the fetch callback: true if the client takes request bodies as streams. Not in the specification; peers
        /// that do not know the key ignore it.
        request_streams: Option<bool> = "requestStreams" (Omit),
        /// Of the fetch callback: true if the client waits for credit when it streams a response's body. Not in the
        /// specification either.
        response_credit: Option<bool> = "responseCredit" (Omit),
    }

    /// The callbacks of a runtime.
    pub struct Callbacks {
        /// Console entries.
        console: Option<ConsoleCallbacks> = "console" (Omit),
        /// Outgoing HTTP requests.
        fetch: Option<Registration> = "fetch" (Omit),
        /// File operations.
        fs: Option<FsCallbacks> = "fs" (Omit),
        /// Loading of modules.
        module_loader: Option<Registration> = "moduleLoader" (Omit),
        /// Custom functions by name, in the order they were sent. An asyncIterator function `f` has the companions
        /// `f:start`, `f:next`, `f:return` and `f:throw`.
        custom: Vec<(String, Registration)> = "custom" (Entries),
        /// Browser operations.
        playwright: Option<PlaywrightCallbacks> = "playwright" (Omit),
    }

    /// Callbacks of the console.
    pub struct ConsoleCallbacks {
        /// Receives every entry.
        on_entry: Option<Registration> = "onEntry" (Omit),
    }

    /// Callbacks of the file system, one per operation (section 4.9).
    pub struct FsCallbacks {
        /// `[path]`, answered with the content.
        read_file: Option<Registration> = "readFile" (Omit),
        /// `[path, bytes]`
        write_file: Option<Registration> = "writeFile" (Omit),
        /// `[path]`
        unlink: Option<Registration> = "unlink" (Omit),
        /// `[path]`, answered with the names.
        readdir: Option<Registration> = "readdir" (Omit),
        /// `[path, {recursive}]`
        mkdir: Option<Registration> = "mkdir" (Omit),
        /// `[path]`
        rmdir: Option<Registration> = "rmdir" (Omit),
        /// `[path]`, answered with kind, size and time.
        stat: Option<Registration> = "stat" (Omit),
        /// `[from, to]`
        rename: Option<Registration> = "rename" (Omit),
        /// `[path, position, length]`, answered with a part of the content. This one and the next three are not in the
        /// specification; peers that do not know the keys ignore them.
        read_at: Option<Registration> = "readAt" (Omit),
        /// `[path, position, bytes]`
        write_at: Option<Registration> = "writeAt" (Omit),
        /// `[path, size]`
        truncate: Option<Registration> = "truncate" (Omit),
        /// `[path]`, a directory that goes with all it has.
        remove_tree: Option<Registration> = "removeTree" (Omit),
    }

    /// Callbacks of playwright.
    pub struct PlaywrightCallbacks {
        /// Executes browser operations.
        handler_callback_id: u64 = "handlerCallbackId",
        /// Whether browser console output is to be printed.
        console: Option<bool> = "console" (Omit),
        /// Receives console entries of the browser.
        on_browser_console_log_callback_id: Option<u64> = "onBrowserConsoleLogCallbackId" (Omit),
        /// Receives network requests.
        on_network_request_callback_id: Option<u64> = "onNetworkRequestCallbackId" (Omit),
        /// Receives network responses.
        on_network_response_callback_id: Option<u64> = "onNetworkResponseCallbackId" (Omit),
    }
}
