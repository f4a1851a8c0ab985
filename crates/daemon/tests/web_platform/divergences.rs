//! Where a guest finds something else than the standards say. Each is asserted by a check of the same id (`diverges` in
//! the areas).

/// Why something is otherwise.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// runtime.md asks for it, or allows it and there is a reason; with the section.
    Decided(&'static str),
    /// A fault of the classes that the guest is given.
    Fault,
}

pub struct Divergence {
    pub id: &'static str,
    /// The names it belongs to, in the table.
    pub names: &'static [&'static str],
    pub text: &'static str,
    pub why: Why,
}

use Why::{Decided, Fault};

const fn of(
    id: &'static str,
    names: &'static [&'static str],
    why: Why,
    text: &'static str,
) -> Divergence {
    Divergence {
        id,
        names,
        text,
        why,
    }
}

pub const DIVERGENCES: &[Divergence] = &[
    of(
        "absent",
        &[
            "ErrorEvent",
            "MessageChannel",
            "MessageEvent",
            "MessagePort",
            "PromiseRejectionEvent",
            "navigator.userAgent",
            "onerror",
            "onrejectionhandled",
            "onunhandledrejection",
            "reportError",
            "self",
        ],
        Decided("1.2"),
        "absent, as npm packages expect where there is no browser",
    ),
    of(
        "base64-undefined",
        &["atob", "btoa"],
        Decided("13.3"),
        "`undefined` as the argument is refused like a missing one",
    ),
    of(
        "body-byob",
        &["Request", "Response"],
        Fault,
        "`body` is a stream of bytes only if it was made from one: no BYOB reader otherwise",
    ),
    of(
        "body-passed-on",
        &["Request", "Response"],
        Fault,
        "a `body` made from a string or bytes can be passed on to another object without being used by that",
    ),
    of(
        "clone-crypto-key",
        &["CryptoKey", "structuredClone"],
        Fault,
        "a `CryptoKey` cannot be cloned",
    ),
    of(
        "clone-streams",
        &["structuredClone"],
        Decided("17.4"),
        "streams cannot be transferred: there is nobody to transfer them to",
    ),
    of(
        "console-members",
        &["console"],
        Decided("4.1"),
        "no `dirxml` and `timeStamp`, and no `Symbol.toStringTag`",
    ),
    of(
        "crypto-algorithm",
        &["SubtleCrypto"],
        Fault,
        "an algorithm that is neither a string nor an object is a `TypeError`, not a `NotSupportedError`",
    ),
    of(
        "crypto-key-format",
        &["SubtleCrypto"],
        Decided("18"),
        "`importKey` of an unknown format is a `NotSupportedError`, not a `TypeError`",
    ),
    of(
        "crypto-type-mismatch",
        &["Crypto"],
        Decided("18"),
        "`getRandomValues` of floats is a `TypeError`, not a `TypeMismatchError`",
    ),
    of(
        "decompression-junk",
        &["DecompressionStream"],
        Fault,
        "junk behind the compressed data loses the output of the chunk it is in",
    ),
    of(
        "event-cancel-bubble",
        &["Event"],
        Fault,
        "`cancelBubble = false` takes a stop of the propagation back",
    ),
    of(
        "event-capture-order",
        &["EventTarget"],
        Fault,
        "at the target, capturing listeners are called in the order of all listeners",
    ),
    of(
        "event-init",
        &["Event"],
        Fault,
        "options of the constructor are not converted: `null` throws, numbers do not",
    ),
    of("event-time", &["Event"], Fault, "`timeStamp` is always 0"),
    of(
        "event-trusted",
        &["Event"],
        Fault,
        "`isTrusted` is inherited",
    ),
    of(
        "global-events",
        &["EventTarget"],
        Decided("1.2"),
        "the global object is no `EventTarget`, so nobody is told of errors that nobody catches",
    ),
    of(
        "global-properties",
        &[],
        Decided("1.1"),
        "everything on the global object is an enumerable data property: classes are not hidden, `crypto` is no accessor",
    ),
    of(
        "headers-empty-value",
        &["Headers"],
        Fault,
        "an empty first value of a name is lost while iterating",
    ),
    of(
        "headers-symbols",
        &["Headers"],
        Fault,
        "symbols among the names of a record are ignored instead of refused",
    ),
    of(
        "hidden-classes",
        &["Crypto", "Performance", "SubtleCrypto"],
        Decided("1.2"),
        "no name on the global object; `crypto.constructor` and the like are the classes",
    ),
    of(
        "init-event",
        &["CustomEvent", "Event"],
        Fault,
        "`initEvent` and `initCustomEvent`, both deprecated, are missing",
    ),
    of(
        "object-urls",
        &["URL"],
        Decided("14"),
        "no `createObjectURL` and `revokeObjectURL`",
    ),
    of(
        "request-credentials",
        &["Request"],
        Fault,
        "user and password in the URL are kept instead of refused",
    ),
    of(
        "request-duplex",
        &["Request"],
        Fault,
        "a stream as the body needs no `duplex`",
    ),
    of(
        "request-method",
        &["Request"],
        Decided("6.4"),
        "all methods are in upper case, not only those that the standard knows",
    ),
    of(
        "shapes",
        &["AbortSignal", "Crypto", "Event"],
        Fault,
        "small faults of shape: some accessors take any object, a method is a constructor or stands one class too low",
    ),
    of(
        "stream-type-null",
        &["WritableStream"],
        Fault,
        "`type: null` of a sink is not refused",
    ),
    of(
        "timer-errors",
        &["setInterval", "setTimeout", "queueMicrotask"],
        Decided("12"),
        "what a callback throws is reported nowhere",
    ),
    of(
        "timer-nesting",
        &["setInterval", "setTimeout"],
        Decided("12"),
        "nested timers are not slowed down to 4 ms",
    ),
    of(
        "timer-strings",
        &["setInterval", "setTimeout"],
        Decided("12"),
        "a callback that is a string is refused",
    ),
    of(
        "url-blob-origin",
        &["URL"],
        Fault,
        "a `blob:` URL has the origin of any URL within, not only of `http:`, `https:` and `file:`",
    ),
    of(
        "url-caret",
        &["URL"],
        Fault,
        "`^` in a path is not percent-encoded",
    ),
    of(
        "url-special-paths",
        &["URL"],
        Fault,
        "a backslash against a base of an unknown scheme, `file:///C|/` and a `pathname` of `//` are parsed otherwise",
    ),
];
