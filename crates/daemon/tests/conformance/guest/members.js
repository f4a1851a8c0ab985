// The members of every class, as the standards list them. A question mark: may be missing.
const body = "body bodyUsed arrayBuffer blob bytes formData json text textStream?";
const exceptionCodes = "INDEX_SIZE_ERR DOMSTRING_SIZE_ERR HIERARCHY_REQUEST_ERR WRONG_DOCUMENT_ERR INVALID_CHARACTER_ERR " +
  "NO_DATA_ALLOWED_ERR NO_MODIFICATION_ALLOWED_ERR NOT_FOUND_ERR NOT_SUPPORTED_ERR INUSE_ATTRIBUTE_ERR INVALID_STATE_ERR " +
  "SYNTAX_ERR INVALID_MODIFICATION_ERR NAMESPACE_ERR INVALID_ACCESS_ERR VALIDATION_ERR TYPE_MISMATCH_ERR SECURITY_ERR " +
  "NETWORK_ERR ABORT_ERR URL_MISMATCH_ERR QUOTA_EXCEEDED_ERR TIMEOUT_ERR INVALID_NODE_TYPE_ERR DATA_CLONE_ERR";
const phases = "NONE CAPTURING_PHASE AT_TARGET BUBBLING_PHASE";
const list = "entries keys values forEach";

/** Members of the prototype, and statics. */
const classes = {
  AbortController: ["signal abort"],
  AbortSignal: ["aborted reason onabort throwIfAborted", "abort any timeout"],
  Blob: ["size type slice text arrayBuffer bytes stream textStream?"],
  ByteLengthQueuingStrategy: ["highWaterMark size"],
  CompressionStream: ["readable writable"],
  CountQueuingStrategy: ["highWaterMark size"],
  CryptoKey: ["type extractable algorithm usages"],
  CustomEvent: ["detail initCustomEvent?"],
  DecompressionStream: ["readable writable"],
  DOMException: [`name message code ${exceptionCodes}`, exceptionCodes],
  Event: [
    "type target currentTarget srcElement eventPhase bubbles cancelable composed defaultPrevented timeStamp isTrusted? " +
    `returnValue cancelBubble composedPath stopPropagation stopImmediatePropagation preventDefault initEvent? ${phases}`,
    phases,
  ],
  EventTarget: ["addEventListener removeEventListener dispatchEvent"],
  File: ["name lastModified webkitRelativePath"],
  FormData: [`append delete get getAll has set ${list}`],
  Headers: [`append delete get getSetCookie has set ${list}`],
  ReadableByteStreamController: ["byobRequest desiredSize close enqueue error"],
  ReadableStream: ["locked cancel getReader pipeThrough pipeTo tee values", "from"],
  ReadableStreamBYOBReader: ["closed cancel read releaseLock"],
  ReadableStreamBYOBRequest: ["view respond respondWithNewView"],
  ReadableStreamDefaultController: ["desiredSize close enqueue error"],
  ReadableStreamDefaultReader: ["closed cancel read releaseLock"],
  Request: [
    "method url headers destination? referrer referrerPolicy? mode credentials cache redirect integrity keepalive? " +
    `isReloadNavigation? isHistoryNavigation? signal duplex? clone ${body}`,
  ],
  Response: [`type url redirected status ok statusText headers clone ${body}`, "error json redirect"],
  TextDecoder: ["encoding fatal ignoreBOM decode"],
  TextDecoderStream: ["encoding fatal ignoreBOM readable? writable?"],
  TextEncoder: ["encoding encode encodeInto"],
  TextEncoderStream: ["encoding readable? writable?"],
  TransformStream: ["readable writable"],
  TransformStreamDefaultController: ["desiredSize enqueue error terminate"],
  URL: [
    "href origin protocol username password host hostname port pathname search searchParams hash toString toJSON",
    "canParse parse?",
  ],
  URLPattern: [
    "protocol username password hostname port pathname search hash hasRegExpGroups test exec generate?",
    "compareComponent?",
  ],
  URLSearchParams: [`append delete get getAll has set sort size toString ${list}`],
  WebSocket: [
    "url readyState bufferedAmount extensions protocol binaryType onopen onmessage onerror onclose send close " +
    "CONNECTING OPEN CLOSING CLOSED addEventListener? removeEventListener? dispatchEvent?",
    "CONNECTING OPEN CLOSING CLOSED",
  ],
  WritableStream: ["locked abort close getWriter"],
  WritableStreamDefaultController: ["error signal"],
  WritableStreamDefaultWriter: ["closed desiredSize ready abort close releaseLock write"],
};

function compare(what, object, expected, ignored = []) {
  const names = expected.split(" ").filter(Boolean);
  const required = names.filter((name) => !name.endsWith("?"));
  const allowed = new Set(names.map((name) => name.replace("?", "")));
  const found = Object.getOwnPropertyNames(object).filter((name) => !ignored.includes(name));
  const missing = required.filter((name) => !found.includes(name));
  const extra = found.filter((name) => !allowed.has(name));
  if (missing.length > 0) fail(what, `lacks ${missing.join(" ")}`);
  if (extra.length > 0) fail(what, `has ${extra.join(" ")} besides`);
}

const constructorOwn = ["length", "name", "prototype"];
for (const [name, [members, statics = ""]] of Object.entries(classes)) {
  const constructor = globalThis[name];
  compare(`${name}.prototype`, constructor.prototype, members, ["constructor"]);
  compare(name, constructor, statics, constructorOwn);
}

compare("performance", Object.getPrototypeOf(performance), "now timeOrigin toJSON mark? measure? clearMarks? clearMeasures? " +
  "clearResourceTimings? getEntries? getEntriesByName? getEntriesByType? setResourceTimingBufferSize? " +
  "onresourcetimingbufferfull? eventCounts? timing? navigation? interactionCount?", ["constructor"]);
compare("Performance", performance.constructor, "", constructorOwn);
compare("crypto", Object.getPrototypeOf(crypto), "getRandomValues randomUUID subtle", ["constructor"]);
compare("Crypto", crypto.constructor, "", constructorOwn);
compare("crypto.subtle", Object.getPrototypeOf(crypto.subtle), "encrypt decrypt sign verify digest generateKey deriveKey " +
  "deriveBits importKey exportKey wrapKey unwrapKey encapsulateKey? encapsulateBits? decapsulateKey? decapsulateBits? " +
  "getPublicKey?", ["constructor"]);
compare("SubtleCrypto", crypto.subtle.constructor, "supports?", constructorOwn);
for (const name of ["Crypto", "SubtleCrypto"]) {
  const instance = name === "Crypto" ? crypto : crypto.subtle;
  throws(() => new instance.constructor(), "TypeError", undefined, `new ${name}()`);
}
throws(() => new CryptoKey(), "TypeError", undefined, "new CryptoKey()");
throws(() => new performance.constructor(), "TypeError", undefined, "new Performance()");

compare("path", path, "sep delimiter join normalize dirname basename extname isAbsolute parse format resolve relative posix");
compare("console", console, "log warn error info debug trace dir table time timeEnd timeLog count countReset group " +
  "groupCollapsed groupEnd clear assert");
compare("Buffer", Buffer, "from alloc allocUnsafe concat isBuffer byteLength isEncoding allocUnsafeSlow? compare? of? " +
  "poolSize? copyBytesFrom?", constructorOwn);

for (const [name, methods] of Object.entries({ ReadableStream: "getReader", Response: "clone", URLSearchParams: "get", Headers: "get", Blob: "slice" })) {
  throws(() => globalThis[name].prototype[methods].call({}), "TypeError", undefined, `${name}.prototype.${methods} of a stranger`);
}
for (const name of ["AbortController", "Blob", "Headers", "Request", "Response", "URL", "TextDecoder", "ReadableStream", "FormData", "Event", "File"]) {
  throws(() => globalThis[name]("x"), "TypeError", undefined, `${name}() without new`);
  const tag = Object.getOwnPropertyDescriptor(globalThis[name].prototype, Symbol.toStringTag);
  is(tag?.value, name, `${name}.prototype[Symbol.toStringTag]`);
}
is(String(crypto), "[object Crypto]");
is(String(crypto.subtle), "[object SubtleCrypto]");
is(String(performance), "[object Performance]");
