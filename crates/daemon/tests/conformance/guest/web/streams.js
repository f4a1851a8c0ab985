// runtime.md 15.
const collect = async (stream) => { const parts = []; for await (const part of stream) parts.push(part); return parts; };
const of = (...parts) => new ReadableStream({ start(c) { for (const part of parts) c.enqueue(part); c.close(); } });
const stream = of(1, 2);
const reader = stream.getReader();
is(stream.locked, true);
throws(() => stream.getReader(), "TypeError");
await rejects(stream.cancel(), "TypeError");
same(await reader.read(), { value: 1, done: false });
reader.releaseLock();
await rejects(reader.read(), "TypeError");
same(await collect(stream), [2]);
is(stream.locked, false, "iteration releases the lock");

const cancelled = of(1, 2).getReader();
await cancelled.cancel("why");
same(await cancelled.read(), { value: undefined, done: true });
let reason;
const source = new ReadableStream({ cancel(given) { reason = given; } });
for await (const part of of(1)) break;
await source.cancel("because");
is(reason, "because");

const [left, right] = of("a", "b").tee();
const [one, two] = right.tee();
same([await collect(left), await collect(one), await collect(two)], [["a", "b"], ["a", "b"], ["a", "b"]], "tee of a tee");
const [early, late] = of("a", "b").tee();
early.cancel();
same(await collect(late), ["a", "b"], "early cancel of a branch");

const twice = () => new TransformStream({ transform(x, c) { c.enqueue(x); c.enqueue(x); }, flush(c) { c.enqueue("end"); } });
same(await collect(of(1).pipeThrough(twice()).pipeThrough(new TransformStream()).pipeThrough(twice())), [1, 1, 1, 1, "end", "end", "end"]);
same(await collect(ReadableStream.from([1, 2])), [1, 2]);
same(await collect(ReadableStream.from((async function* () { yield 3; })())), [3]);
await rejects(collect(new ReadableStream({ start(c) { c.enqueue(1); c.error(new RangeError("midway")); } })), "RangeError", "midway");

const written = [];
await of(1, 2).pipeTo(new WritableStream({ write(x) { written.push(x); }, close() { written.push("closed"); } }));
same(written, [1, 2, "closed"]);
const writable = new WritableStream({ write(x) { if (x === 2) throw new RangeError("no 2"); } });
const writer = writable.getWriter();
throws(() => writable.getWriter(), "TypeError");
await writer.write(1);
await rejects(writer.write(2), "RangeError", "no 2");
await rejects(writer.write(3), "RangeError", "no 2");
writer.closed.catch(() => {});
writer.ready.catch(() => {});
let closed = false;
const closing = new WritableStream({ async close() { await sleep(5); closed = true; } }).getWriter();
closing.close();
await closing.closed;
is(closed, true, "closed waits for the sink");
closing.releaseLock();
const aborted = new WritableStream({ abort(given) { written.push(given); } }).getWriter();
await aborted.abort("stop");
is(written.at(-1), "stop");
await rejects(aborted.closed.catch((given) => { throw new Error(given); }), "Error", "stop");

let pulls = 0;
const slow = new ReadableStream({ pull(c) { pulls++; c.enqueue(pulls); } }, { highWaterMark: 3 });
await sleep(5);
ok(pulls <= 3, `no more pulls than the high water mark: ${pulls}`);
slow.cancel();
const controller = new AbortController();
const piping = new ReadableStream({ pull() { return new Promise(() => {}); } }).pipeTo(new WritableStream(), { signal: controller.signal });
controller.abort();
await rejects(piping, "AbortError");

const bytes = new ReadableStream({ type: "bytes", pull(c) { c.enqueue(new Uint8Array([1, 2, 3, 4])); c.close(); } });
const byob = bytes.getReader({ mode: "byob" });
same((await byob.read(new Uint8Array(3))).value, new Uint8Array([1, 2, 3]));
same(new CountQueuingStrategy({ highWaterMark: 2 }).size(), 1);
same(new ByteLengthQueuingStrategy({ highWaterMark: 2 }).size(new Uint8Array(7)), 7);
const reading = new ReadableStream().getReader();
const pending = reading.read();
reading.releaseLock();
await rejects(pending, "TypeError");
