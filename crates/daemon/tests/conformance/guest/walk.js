// Walks everything that can be reached from the global object and from instances of what it offers. Prints what should
// not be there, and at last how much was seen.
const seen = new Map();
const queue = [];
const leaks = new Set();
const visit = (value, path) => {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") {
    if (typeof value === "string" && /\bext:|\bop_[a-z]/.test(value)) leaks.add(`${path} is the text ${value.slice(0, 200)}`);
    return;
  }
  if (seen.has(value)) return;
  seen.set(value, path);
  queue.push(value);
};

visit(globalThis, "globalThis");

// What no property leads to.
const controllers = {};
const stream = new ReadableStream({ start: (controller) => { controllers.readable = controller; } });
const bytes = new ReadableStream({ type: "bytes", start: (controller) => { controllers.bytes = controller; } });
new WritableStream({ start: (controller) => { controllers.writable = controller; } });
new TransformStream({ start: (controller) => { controllers.transform = controller; } });
const byob = bytes.getReader({ mode: "byob" });
byob.read(new Uint8Array(8)).catch(() => {});
controllers.byob = controllers.bytes.byobRequest;
const request = new Request("http://example.com/", { method: "POST", body: "x" });
const response = new Response("x");
const abort = new AbortController();
const key = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, true, ["sign"]);
const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign"]);
const target = new EventTarget();
let event;
target.addEventListener("x", function (given) { event = { given, receiver: this, arguments }; });
target.dispatchEvent(new CustomEvent("x", { detail: 1 }));
const inTimer = await new Promise((resolve) => {
  setTimeout(function (...args) { resolve({ receiver: this, args }); }, 0, 1);
});
const errors = [];
for (const run of [
  () => new URL("x"), () => atob("*"), () => new TextDecoder("x"), () => structuredClone(() => {}), () => setTimeout(1),
  () => crypto.getRandomValues(1), () => new Response("", { status: 1 }), () => Buffer.from(1), () => path.join(1),
  () => hostFunction(Symbol("x")), () => new Blob([{ toString() { throw new Error("mine"); } }]),
]) {
  try { run(); } catch (error) { errors.push(error); }
}
for (const start of [() => crypto.subtle.digest("x", new Uint8Array()), () => new Response("{").json()]) {
  await start().catch((error) => errors.push(error));
}
let callSites = [];
{
  const before = Error.prepareStackTrace;
  Error.prepareStackTrace = (_, sites) => { callSites.push(...sites); return ""; };
  try { new URL("x"); } catch (error) { void error.stack; }
  [1].map(() => new Error().stack);
  await new Promise((resolve) => new ReadableStream({ start() { void new Error().stack; resolve(); } }));
  Error.prepareStackTrace = before;
}
const siteParts = callSites.map((site) => ({ this: site.getThis(), function: site.getFunction(), file: site.getFileName() }));
const instances = {
  asyncGenerator: (async function* () {})(), generator: (function* () {})(), array: [][Symbol.iterator](),
  map: new Map().entries(), matches: "".matchAll(/a/g), helper: [].values().map((x) => x), meta: import.meta,
  promise: Promise.resolve(), arguments: (function () { return arguments; })(), stream, bytes, byob, controllers,
  reader: stream.getReader(), teed: new ReadableStream().tee(), blob: new Blob(["x"]), file: new File(["x"], "x"),
  blobStream: new Blob(["x"]).stream(), params: new URLSearchParams("a=1").entries(), headers: new Headers({ a: "1" }).entries(),
  form: new FormData().entries(), request, requestBody: request.body, requestHeaders: request.headers, signal: request.signal,
  response, responseBody: response.body, responseHeaders: response.headers, abort, timeout: AbortSignal.timeout(1e6),
  event, inTimer, crypto, subtle: crypto.subtle, key, pair, mark: performance.mark?.("x"), entries: performance.getEntries?.(),
  gzip: new CompressionStream("gzip"), decoder: new TextDecoderStream(), encoder: new TextEncoderStream(),
  pattern: new URLPattern({ pathname: "/:x" }), url: new URL("http://x/"), clone: structuredClone({ a: new Date() }),
  buffer: Buffer.from("x"), parsed: path.parse("/a/b"), errors, siteParts, writer: new WritableStream().getWriter(),
  strategy: new CountQueuingStrategy({ highWaterMark: 1 }), exception: new DOMException("x", "y"), iterator: bytes.values,
  socket: new WebSocket("ws://x/"),
};
for (const [name, value] of Object.entries(instances)) visit(value, `<${name}>`);

const forbiddenKeys = /^(ops|core|internals|primordials|__bootstrap|bootstrap|Deno|__esModule|internalBinding|opNames|asyncOps)$/;
while (queue.length > 0) {
  const object = queue.shift();
  const path = seen.get(object);
  if (typeof object === "function") {
    const name = Object.getOwnPropertyDescriptor(object, "name")?.value;
    if (typeof name === "string" && /^op_/.test(name)) leaks.add(`${path} is the native operation ${name}`);
  }
  const prototype = Object.getPrototypeOf(object);
  if (prototype !== null) visit(prototype, `${path}.__proto__`);
  for (const key of Reflect.ownKeys(object)) {
    const where = typeof key === "symbol" ? `${path}[${String(key)}]` : `${path}.${key}`;
    if (typeof key === "string" && forbiddenKeys.test(key)) leaks.add(`${where} exists`);
    const descriptor = Object.getOwnPropertyDescriptor(object, key);
    if (descriptor === undefined) continue;
    if ("value" in descriptor) visit(descriptor.value, where);
    else {
      visit(descriptor.get, `get ${where}`);
      visit(descriptor.set, `set ${where}`);
    }
  }
}
const all = [...leaks];
for (const leak of all.slice(0, 60)) console.log(leak);
if (all.length > 60) console.log(`... and ${all.length - 60} more`);
console.log(`${seen.size} objects seen`);
