// Values that do not cross: the text of runtime.md 5.2, and the path to the value.
const loop = { a: [] };
loop.a.push(loop);
let deep = 0;
for (let i = 0; i < 150; i++) deep = [deep];
const cases = [
  [() => ({ a: [{ callbackId: 1_000_000, __type: "CallbackRef" }] }), "Cannot marshal an object whose __type is CallbackRef", "a[0]"],
  [() => ({ __type: "AsyncIteratorRef" }), "Cannot marshal an object whose __type is AsyncIteratorRef", ""],
  [() => ({ __type: "PromiseRef" }), "Cannot marshal an object whose __type is PromiseRef", ""],
  [() => Symbol("s"), "Cannot marshal Symbol values", ""],
  [() => [[Symbol.iterator]], "Cannot marshal Symbol values", "[0][0]"],
  [() => ({ r: new Request("http://a/") }), "Cannot marshal Request from isolate. Use fetch callback instead.", "r"],
  [() => [new Response("x")], "Cannot marshal Response from isolate. Return plain objects instead.", "[0]"],
  [() => ({ x: { f: new File([], "n") } }), "Cannot marshal File from isolate.", "x.f"],
  [() => new Blob([]), "Cannot marshal Blob from isolate.", ""],
  [() => [0, new FormData()], "Cannot marshal FormData from isolate.", "[1]"],
  [() => loop, "Maximum marshalling depth exceeded", ""],
  [() => deep, "Maximum marshalling depth exceeded", ""],
];
for (const [make, text, place] of cases) {
  for (const [index, call] of [(v) => echo(v), (v) => echoLater(v), (v) => received(0, v)].entries()) {
    const what = `${text} ${place} (${index})`;
    try {
      const result = call(make());
      if (index === 1) ok(result instanceof Promise, `${what}: rejects, does not throw`);
      await result;
      fail(what, "crossed");
    } catch (error) {
      ok(error instanceof Error, what);
      ok(error.message.startsWith(text), `${what}: ${error.message}`);
      ok(error.message.includes(place), `${what}: the path is missing in ${error.message}`);
    }
  }
}
throws(() => echo({ get bad() { throw new RangeError("mine"); } }), "RangeError", "mine", "a getter that throws");
await rejects(echoLater(new Proxy({}, { ownKeys() { throw new RangeError("trap"); } })), "RangeError", "trap", "a trap that throws");
for (const odd of [new Map([[1, 2]]), new Set([1]), new WeakMap(), Promise.resolve(1), new Proxy({}, {}), new Proxy(function () {}, {}), Object(1n), Object(Symbol()), new (class extends Array {})(), document => document]) {
  try { echo(odd); } catch (error) { ok(error instanceof Error, "an odd value"); }
}
is(echo("still there"), "still there");
