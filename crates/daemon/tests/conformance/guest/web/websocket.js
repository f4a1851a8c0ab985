// runtime.md 8, as far as a guest sees it without a server.
const construct = "Failed to construct 'WebSocket': ";
for (const url of ["", "nonsense", "/relative", "//host/", "ws://", "wss://a b/"]) {
  throws(() => new WebSocket(url), "SyntaxError", `${construct}The URL '${url}' is invalid.`, url);
}
for (const url of ["http://h/", "https://h/", "ftp://h/", "file:///x", "data:,x", "wsx://h/"]) {
  throws(() => new WebSocket(url), "SyntaxError", `${construct}The URL's scheme must be either 'ws' or 'wss'.`, url);
}
throws(() => new WebSocket("ws://h/", ["a", "b", "a"]), "SyntaxError", `${construct}The subprotocol 'a' is duplicated.`);
for (const protocol of ["", "a b", "a,b", "ä", "a\n", "(x)", "\ud800"]) {
  throws(() => new WebSocket("ws://h/", protocol), "SyntaxError", `${construct}The subprotocol '${protocol}' is invalid.`, protocol);
}
try { new WebSocket("x"); } catch (error) { ok(error instanceof DOMException); is(error.code, 12); }
throws(() => new WebSocket(), "TypeError");
throws(() => WebSocket("ws://h/"), "TypeError");
throws(() => new WebSocket("ws://h/", Symbol("s")), "TypeError");
throws(() => new WebSocket({ toString() { throw new RangeError("mine"); } }), "RangeError", "mine");
throws(() => new WebSocket("ws://h/", { get [Symbol.iterator]() { throw new RangeError("mine"); } }), "RangeError", "mine");

is(new WebSocket("ws://h/x#frag").url, "ws://h/x");
is(new WebSocket("WSS://H:443/a b?q=#").url, "wss://h/a%20b?q=");
is(new WebSocket(new URL("ws://h:80")).url, "ws://h/");
is(new WebSocket("ws://h/", new Set(["a", "A"])).readyState, 0, "any iterable is a list, and case tells protocols apart");

const socket = new WebSocket("ws://h/", ["p"]);
same([socket.readyState, socket.bufferedAmount, socket.protocol, socket.extensions, socket.binaryType], [0, 0, "", "", "blob"]);
const constants = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };
for (const object of [WebSocket, WebSocket.prototype]) {
  for (const name of Object.keys(constants)) {
    const expected = { value: constants[name], writable: false, enumerable: true, configurable: false };
    same(Object.getOwnPropertyDescriptor(object, name), expected, name);
  }
}
same([WebSocket.length, WebSocket.name, String(socket)], [1, "WebSocket", "[object WebSocket]"]);
same([socket.send.length, socket.close.length, socket.addEventListener.length], [1, 0, 2]);
ok(socket instanceof EventTarget && Object.getPrototypeOf(WebSocket) === EventTarget);
is(typeof MessageEvent + typeof CloseEvent, "undefinedundefined");

socket.binaryType = "arraybuffer";
is(socket.binaryType, "arraybuffer");
for (const type of ["Blob", "", "nodebuffer", null]) socket.binaryType = type;
is(socket.binaryType, "arraybuffer", "other values are ignored");

const connecting = "Failed to execute 'send' on 'WebSocket': Still in CONNECTING state.";
for (const data of ["x", new ArrayBuffer(1), new Blob(["x"]), 5]) throws(() => socket.send(data), "InvalidStateError", connecting);
throws(() => socket.send(), "TypeError");
throws(() => socket.send(Symbol("s")), "TypeError");
throws(() => socket.send(new Uint8Array(new SharedArrayBuffer(1))), "TypeError");

const close = "Failed to execute 'close' on 'WebSocket': ";
for (const code of [1.5, NaN, "x", {}, Infinity]) {
  throws(() => socket.close(code), "InvalidAccessError", `${close}The code must be an integer.`, String(code));
}
for (const code of [0, 999, 1001, 1005, 2999, 5000, -1, null, 2 ** 40]) {
  throws(() => socket.close(code), "InvalidAccessError", `${close}The code must be either 1000, or between 3000 and 4999.`, String(code));
}
for (const reason of ["x".repeat(124), "é".repeat(62)]) {
  throws(() => socket.close(1000, reason), "SyntaxError", `${close}The message must not be greater than 123 bytes.`);
}
throws(() => socket.close(1000n), "TypeError");
is(socket.readyState, 0, "a close that fails closes nothing");
is(socket.close("3000", "é".repeat(61)), undefined);
is(socket.readyState, 2);
socket.close();
throws(() => socket.close(7), "InvalidAccessError", undefined, "arguments are checked in any state");
is(socket.send("dropped"), undefined);

// Handlers.
for (const name of ["onopen", "onmessage", "onerror", "onclose"]) {
  is(socket[name], null);
  const handler = () => {};
  socket[name] = handler;
  is(socket[name], handler);
  for (const none of [5, "x", undefined, null]) {
    socket[name] = handler;
    socket[name] = none;
    is(socket[name], null, name);
  }
  const { get, set, enumerable, configurable } = Object.getOwnPropertyDescriptor(WebSocket.prototype, name);
  same([get.name, set.name, enumerable, configurable], [`get ${name}`, `set ${name}`, true, true]);
}

// Brands.
for (const fake of [{}, undefined, new EventTarget(), Object.create(WebSocket.prototype), WebSocket.prototype]) {
  for (const name of ["url", "readyState", "bufferedAmount", "protocol", "extensions", "binaryType", "onopen"]) {
    const { get, set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, name);
    throws(() => get.call(fake), "TypeError", undefined, `get ${name}`);
    if (set) throws(() => set.call(fake, "blob"), "TypeError", undefined, `set ${name}`);
  }
  for (const name of ["send", "close"]) throws(() => WebSocket.prototype[name].call(fake, "x"), "TypeError", undefined, name);
}
for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) {
  throws(() => WebSocket.prototype[name].call({}, "x", () => {}), "TypeError", undefined, name);
  throws(() => socket[name](), "TypeError", undefined, name);
}

// Listeners, with events of the guest's own.
let order = [];
const listener = () => order.push("listener");
socket.onopen = function (event) { order.push(`handler ${this === socket} ${event.target === socket} ${event.isTrusted}`); };
socket.addEventListener("open", listener);
socket.addEventListener("open", listener);
socket.addEventListener("open", { handleEvent(event) { order.push(`object ${event.type}`); } });
socket.addEventListener("open", () => order.push("once"), { once: true });
const controller = new AbortController();
socket.addEventListener("open", () => order.push("aborted"), { signal: controller.signal });
controller.abort();
is(socket.dispatchEvent(new Event("open")), true);
same(order.splice(0), ["listener", "object open", "once", "handler true true false"]);
socket.removeEventListener("open", listener);
socket.removeEventListener("open", () => {});
socket.removeEventListener("open", null);
is(socket.dispatchEvent(new Event("open")), true);
same(order.splice(0), ["object open", "handler true true false"]);
socket.addEventListener("open", (event) => event.stopImmediatePropagation());
socket.dispatchEvent(new Event("open"));
same(order.splice(0), ["object open"], "a handler is a listener");

const other = new WebSocket("ws://h/");
other.onclose = () => order.push("handler");
other.addEventListener("close", (event) => {
  order.push("outer");
  other.addEventListener("close", () => order.push("late"));
  if (event.cancelable) other.dispatchEvent(new Event("close"));
}, { once: true });
other.dispatchEvent(new Event("close", { cancelable: true }));
same(order.splice(0), ["outer", "late", "handler", "handler"], "an event within an event");
other.onclose = (event) => event.preventDefault();
is(other.dispatchEvent(new Event("close", { cancelable: true })), false);
class Own extends WebSocket {}
ok(new Own("ws://h/") instanceof WebSocket);
