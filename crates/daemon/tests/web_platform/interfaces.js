// The shape of interfaces and of the global object (Web IDL; runtime.md 1.1, 1.2).
import { check, diverges, each, is, ok, rejects, same, throws } from "./harness.js";
import { describe, examine, find, globals, interfaces, namespaces, words } from "./idl.js";

const why = new Error("why");

/** What runtime.md 1.2 keeps from a guest, or what comes with that. */
const absent = ["ErrorEvent", "MessageChannel", "MessageEvent", "MessagePort", "PromiseRejectionEvent"];
/** What is there, but has no name on the global object. */
const hidden = ["Crypto", "Performance", "SubtleCrypto"];

const present = Object.keys(interfaces).filter((name) => !absent.includes(name));

/** The interfaces whose shape is not quite what it should be. @type {Record<string, string[]>} */
const faults = {
  AbortSignal: ["the getter of onabort takes any object", "has addEventListener besides", "has removeEventListener besides"],
  Crypto: ["randomUUID is a constructor"],
  Event: ["the getter of cancelBubble takes any object", "the getter of returnValue takes any object", "the getter of defaultPrevented takes any object"],
};

each("the shape of", present.filter((name) => !(name in faults)).map((name) => [name]), (name) => same(examine(name).faults, []));

for (const [name, expected] of Object.entries(faults)) diverges("shapes", `the shape of ${name}`, () => same(examine(name).faults, expected));

/** The interfaces of which members are missing. */
const incomplete = ["CustomEvent", "Event", "URL"];

each("all members of", present.filter((name) => !incomplete.includes(name)).map((name) => [name]), (name) => same(examine(name).missing, []));

diverges("init-event", "all members of Event and CustomEvent, but the deprecated ones", () => {
  same([examine("Event").missing, examine("CustomEvent").missing], [["initEvent"], ["initCustomEvent"]]);
});

diverges("object-urls", "all members of URL, but object URLs", () => same(examine("URL").missing, ["static createObjectURL", "static revokeObjectURL"]));

diverges("hidden-classes", "classes without a name on the global object", () => {
  for (const name of hidden) {
    is(name in globalThis, false, name);
    is(find(name).name, name);
  }
});

diverges("absent", "what does not exist", () => same(absent.filter((name) => name in globalThis), []));

diverges("absent", "navigator, self, and the event handlers of the global object do not exist", () => {
  const names = ["navigator", "self", "window", "reportError", "onerror", "onunhandledrejection", "onrejectionhandled"];
  same(names.filter((name) => name in globalThis), []);
});

diverges("global-properties", "everything on the global object is an enumerable data property", () => {
  const names = [...present.filter((name) => !hidden.includes(name)), "crypto", "performance", "console", "atob", "setTimeout"];
  same(names.filter((name) => describe(globalThis, name) !== "value writable enumerable configurable"), []);
});

each("the function", words(globals).filter((word) => word.includes("/")).map((word) => word.split("/")), (name, length) => {
  if (name === "reportError") return;
  const value = globalThis[name];
  same([typeof value, value.name, value.length], ["function", name, Number(length)]);
  throws(TypeError, () => Reflect.construct(value, []), "it is no constructor");
});

check("globalThis", () => {
  is(globalThis.globalThis, globalThis);
  is(describe(globalThis, "globalThis"), "value writable configurable");
});

check("the classes of the objects", () => {
  same([crypto, crypto.subtle, performance].map((object) => Object.prototype.toString.call(object)), ["[object Crypto]", "[object SubtleCrypto]", "[object Performance]"]);
  ok(crypto instanceof find("Crypto") && performance instanceof EventTarget);
});

check("a guest may replace what is on the global object", () => {
  for (const name of ["Headers", "setTimeout", "crypto", "console"]) {
    const old = globalThis[name];
    globalThis[name] = 1;
    is(globalThis[name], 1, name);
    ok(delete globalThis[name] && !(name in globalThis), name);
    globalThis[name] = old;
  }
});

/** Errors, and what is newer. @type {Record<string, string>} */
const newer = { WebAssembly: "CompileError LinkError RuntimeError SuspendError Suspending promising" };

each("the namespace", Object.keys(namespaces).map((name) => [name]), (name) => {
  const object = globalThis[name];
  throws(TypeError, () => new object());
  const known = new Set([...words(namespaces[name]), ...words(newer[name])].map((word) => word.replace(/\/.*/, "")));
  same(Object.getOwnPropertyNames(object).filter((own) => !known.has(own)), [], "nothing besides");
});

check("WebAssembly", async () => {
  const source = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  is(WebAssembly.validate(source), true);
  is(WebAssembly.validate(source.subarray(1)), false);
  const module = await WebAssembly.compile(source);
  ok(module instanceof WebAssembly.Module);
  ok(await WebAssembly.instantiate(module) instanceof WebAssembly.Instance);
  ok((await WebAssembly.instantiate(source)).instance instanceof WebAssembly.Instance);
  same([new WebAssembly.Memory({ initial: 1 }).buffer.byteLength, new WebAssembly.Table({ initial: 2, element: "anyfunc" }).length], [65_536, 2]);
  is(new WebAssembly.Global({ value: "i32", mutable: true }, 5).value, 5);
});

check("WebAssembly from responses", async () => {
  const source = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  const respond = (body = source, type = "application/wasm", status = 200) => new Response(body, { status, headers: type === null ? {} : { "content-type": type } });
  ok(await WebAssembly.compileStreaming(respond()) instanceof WebAssembly.Module);
  ok(await WebAssembly.compileStreaming(Promise.resolve(respond(source, "Application/WASM"))) instanceof WebAssembly.Module);
  const { instance, module } = await WebAssembly.instantiateStreaming(respond(), {});
  ok(instance instanceof WebAssembly.Instance && module instanceof WebAssembly.Module);
  for (const bad of [1, undefined, null, {}, source, Promise.resolve(1), respond(source, "text/plain"), respond(source, null), respond(source, "application/wasm; x=y"), respond(source, "application/wasm", 404)]) {
    await rejects(TypeError, WebAssembly.compileStreaming(bad), String(bad));
    await rejects(TypeError, WebAssembly.instantiateStreaming(bad), String(bad));
  }
  await rejects(WebAssembly.CompileError, WebAssembly.compileStreaming(respond(source.subarray(1))));
  await rejects(why, WebAssembly.compileStreaming(Promise.reject(why)));
  const used = respond();
  await used.bytes();
  await rejects(TypeError, WebAssembly.compileStreaming(used));
});

diverges("console-members", "console has no dirxml and no timeStamp", () => {
  same(words(namespaces.console).filter((name) => typeof console[name] !== "function"), ["dirxml", "timeStamp"]);
  is(Object.prototype.toString.call(console), "[object Object]");
});

check("members of console", () => {
  for (const name of Object.keys(console)) is(describe(console, name), "value writable enumerable configurable", name);
});
