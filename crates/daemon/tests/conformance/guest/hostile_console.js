// Values made to break whoever looks at them: no console method throws, returns anything or takes long.
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const deep = [];
let level = deep;
for (let i = 0; i < 100_000; i++) level.push(level = []);
const values = {
  thrower: { get a() { throw new Error("get"); } },
  revoked: revoked.proxy,
  proxy: new Proxy({}, { get() { throw 1; }, ownKeys() { throw 2; }, getPrototypeOf() { throw 3; }, has() { throw 4; } }),
  endless: new Proxy({}, { ownKeys: () => Array.from({ length: 1000 }, (_, i) => `k${i}`), getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }), get: () => "x".repeat(1000) }),
  deep,
  invalidDate: new Date(NaN),
  fakeDate: Object.create(Date.prototype),
  fakeMap: Object.create(Map.prototype),
  fakeError: Object.create(Error.prototype),
  fakeUrl: Object.create(URL.prototype),
  stackThrows: Object.defineProperty(new Error("x"), "stack", { get() { throw new Error("stack"); } }),
  nameThrows: Object.defineProperty(new Error("x"), "name", { get() { throw new Error("name"); } }),
  noPrototype: Object.create(null),
  symbolTag: { [Symbol.toStringTag]: { toString() { throw 1; } } },
  toPrimitive: { [Symbol.toPrimitive]() { throw new Error("primitive"); } },
  sparse: Object.assign([], { length: 2 ** 32 - 1 }),
  long: "x".repeat(5_000_000),
  wide: Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`key${i}`, i])),
  bigMap: new Map(Array.from({ length: 100_000 }, (_, i) => [i, i])),
  endlessIterator: Object.assign(new Map([[1, 2]]), { [Symbol.iterator]: function* () { for (;;) yield [1, 2]; } }),
  functionName: Object.defineProperty(() => {}, "name", { get() { throw 1; } }),
  detached: (() => { const b = new Uint8Array(8); structuredClone(b, { transfer: [b.buffer] }); return b; })(),
};
const methods = ["log", "error", "trace", "dir", "table", "group", "count", "countReset", "time", "timeLog", "timeEnd", "groupEnd"];
for (const [name, value] of Object.entries(values)) {
  const start = performance.now();
  for (const method of methods) {
    try {
      is(console[method](value), undefined, `console.${method} of ${name}`);
    } catch (error) {
      fail(`console.${method}(${name})`, `threw ${error instanceof Error ? error.message : typeof error}`);
    }
  }
  try {
    console.assert(false, value, value);
    console.log("%s %d %o %O %c %j %", value);
  } catch {
    fail(`console.assert or a format of ${name}`, "threw");
  }
  const took = performance.now() - start;
  ok(took < 3000, `${name} took ${Math.round(took)} ms`);
}
const { log } = console;
log("without a receiver");
is(Object.getPrototypeOf(console), Object.getPrototypeOf({}), "a plain object");
