// Errors that the platform throws carry frames of the guest alone, in text and as call sites (runtime.md 2.7).
const wrong = (what, text) => fail(what, `a frame of the machinery: ${text}`);
const sync = {
  url: () => new URL("x"),
  atob: () => atob("*"),
  label: () => new TextDecoder("no such label"),
  clone: () => structuredClone(() => {}),
  timer: () => setTimeout("x"),
  random: () => crypto.getRandomValues(1),
  status: () => new Response("", { status: 1 }),
  header: () => new Headers({ "a b": "c" }),
  buffer: () => Buffer.from(1),
  path: () => path.join(1),
  event: () => new Event(),
  stream: () => new ReadableStream({ type: "x" }),
  throwing: () => new Blob([{ toString() { throw new Error("mine"); } }]),
  listener: () => { let found; const target = new EventTarget(); target.addEventListener("x", () => { found = new Error("mine"); }); target.dispatchEvent(new Event("x")); throw found; },
};
for (const [name, run] of Object.entries(sync)) {
  try {
    run();
    fail(name, "threw nothing");
  } catch (error) {
    for (const line of String(error?.stack).split("\n").slice(1)) if (/\b(ext|node|deno):/i.test(line)) wrong(name, line.trim());
    if (!/check\.js:\d+:\d+/.test(error?.stack)) fail(name, `no frame of the guest in ${error?.stack}`);
  }
}
const async = {
  digest: () => crypto.subtle.digest("x", new Uint8Array()),
  json: () => new Response("{").json(),
  pipe: () => new ReadableStream({ start(c) { c.error(new Error("mine")); } }).pipeTo(new WritableStream()),
  gunzip: () => new Response(new Blob([new Uint8Array([1, 2, 3])]).stream().pipeThrough(new DecompressionStream("gzip"))).text(),
};
for (const [name, run] of Object.entries(async)) {
  try {
    await soon(run(), name);
    fail(name, "threw nothing");
  } catch (error) {
    for (const line of String(error.stack).split("\n").slice(1)) if (/\b(ext|node|deno):/i.test(line)) wrong(name, line.trim());
  }
}
const sites = [];
Error.prepareStackTrace = (_, found) => { sites.push(...found); return ""; };
try { new URL("x"); } catch (error) { void error.stack; }
void new Promise(() => { void new Error().stack; });
new ReadableStream({ start() { void new Error().stack; } });
Error.prepareStackTrace = undefined;
for (const site of sites) {
  if (/^(ext|node|deno):/.test(site.getFileName() ?? "")) wrong("call site", site.getFileName());
  is(site.getFunction(), undefined, "a call site's function");
  is(site.getThis(), undefined, "a call site's this");
}
