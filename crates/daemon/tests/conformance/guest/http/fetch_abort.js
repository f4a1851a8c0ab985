// Giving up a `fetch` (runtime.md 6.6), against the host of fetch.rs.
const count = async () => Number(await (await fetch("http://h/count")).text());
const seen = async (name) => {
  for (let round = 0; round < 500; round++) {
    const found = JSON.parse(await (await fetch("http://h/seen")).text());
    if (found.includes(name)) return true;
    await sleep(5);
  }
  return false;
};

{
  const before = await count();
  const reason = new Error("mine");
  await fetch("http://h/plain", { signal: AbortSignal.abort(reason) }).then(() => fail("resolved"), (error) => is(error, reason));
  await rejects(() => fetch("http://h/plain", { signal: AbortSignal.abort() }), "AbortError", "The operation was aborted.");
  is(await count(), before + 1, "an aborted fetch does not reach the host");
}
{
  const controller = new AbortController();
  const pending = fetch("http://h/hangs", { signal: controller.signal });
  ok(await seen("hangs started"), "it reached the host");
  controller.abort();
  await rejects(() => soon(pending), "AbortError", "The operation was aborted.");
  await pending.catch((error) => ok(error instanceof DOMException));
  ok(await seen("hangs aborted"), "the host's signal fires");
}
{
  const controller = new AbortController();
  const request = new Request("http://h/hangs", { signal: controller.signal });
  const pending = fetch(request);
  controller.abort(new RangeError("reason"));
  await rejects(() => soon(pending), "RangeError", "reason");
}
// After the head: the body breaks off, and the host learns of it.
{
  const controller = new AbortController();
  const response = await fetch("http://h/endless", { signal: controller.signal });
  const reader = response.body.getReader();
  ok((await reader.read()).value.length > 0);
  controller.abort();
  await rejects(async () => { for (;;) await soon(reader.read()); }, "AbortError");
  ok(await seen("endless dropped"), "the host stops");
}
{
  const response = await fetch("http://h/endless2");
  await response.body.cancel("enough");
  ok(await seen("endless2 dropped"), "cancelling the body reaches the host");
}
{
  const response = await fetch("http://h/endless3");
  for await (const chunk of response.body) { ok(chunk.length > 0); break; }
  ok(await seen("endless3 dropped"), "leaving the loop cancels");
}
// A timeout is an abort, too.
await rejects(() => soon(fetch("http://h/hangs", { signal: AbortSignal.timeout(20) })), "TimeoutError");
