// Async iterators of the host (runtime.md 5.4).
for (const [name, make] of Object.entries({ function: () => endless(), result: () => nested() })) {
  const found = [];
  for await (const n of make()) {
    found.push(n);
    if (n === 3) break;
  }
  same(found, [1, 2, 3], name);
  is(ends().length, 1, `${name}: break reaches the host before the loop is over`);

  try {
    for await (const n of make()) throw new TypeError("mine");
  } catch (error) {
    is(error.message, "mine", name);
  }
  is(ends().length, 1, `${name}: an exception in the loop reaches the host`);

  await (async () => { for await (const n of make()) return; })();
  is(ends().length, 1, `${name}: return reaches the host`);

  const iterator = make();
  is(iterator[Symbol.asyncIterator](), iterator, `${name}: it is its own iterator`);
  same(await iterator.next(), { value: 1, done: false });
  same(await iterator.return("out"), { value: "out", done: true });
  const [end] = ends();
  // The wire has room for the value of return() only where the iterator came with a result (protocol.md 4.5 and 4.6).
  if (name === "result") ok(end.includes("out"), `${name}: the value of return() reaches the host`);
  same(await iterator.next(), { value: undefined, done: true }, `${name}: after the end`);
  same(await iterator.return(5), { value: 5, done: true }, `${name}: return() after the end`);
  is(ends().length, 0);

  const thrown = make();
  await thrown.next();
  await rejects(thrown.throw(new RangeError("into it")), "RangeError", "into it", `${name}: throw()`);
  same(ends(), ["threw RangeError: into it"], `${name}: throw() reaches the host`);

  const several = [make(), make()];
  same([(await several[0].next()).value, (await several[1].next()).value, (await several[0].next()).value], [1, 1, 2], `${name}: sessions are independent`);
  for (const one of several) await one.return();
  ends();
}
const values = [];
try {
  for await (const n of failing()) values.push(n);
  fail("failing()", "ended well");
} catch (error) {
  is(`${error.name}: ${error.message}`, "RangeError: midway");
}
same(values, [1], "values before the error arrive");

const returning_ = returning();
same([await returning_.next(), await returning_.next(), await returning_.next()],
  [{ value: 1, done: false }, { value: 2, done: true }, { value: undefined, done: true }], "the return value");

const collected = [];
for await (const x of args("a", { b: 1 }, new Date(1))) collected.push(x);
same(collected, ["a", { b: 1 }, new Date(1)], "arguments");
same(Object.keys(endless()).sort(), [], "no plumbing shows");
for (const method of ["next", "return", "throw"]) is(typeof endless()[method], "function", method);
