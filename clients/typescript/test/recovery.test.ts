/** What the client says to a daemon after a break: protocol.md, sections 4.12 and 5.15; client.md, section 7.2. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { CallbackRegistry, CallbackScope } from "../src/callbacks/registry.ts";
import { linkOf } from "../src/runtime-link.ts";
import { rejection } from "./support/daemon.ts";
import { withPeers } from "./support/fake-daemon.ts";

test("callbacks get new ids; a call that was pending is answered only where it was repeated", async () => {
  await withPeers(async (connection, peers) => {
    const signals: AbortSignal[] = [];
    const answers: Array<(value: string) => void> = [];
    const creating = connection.createNamespace("n").createRuntime({
      cwd: "/app",
      fetch: (_url, { signal }) => {
        signals.push(signal);
        return new Promise((resolve) => answers.push((text) => resolve(new Response(text))));
      },
      customFunctions: {
        nested: { type: "async", fn: () => () => "still here" },
        list: {
          type: "asyncIterator",
          fn: async function* () {
            yield 1;
            yield 2;
          },
        },
      },
    });
    const first = await peers();
    const before = await first.create();
    await creating;
    const { result: ref } = await first.invoke(before.callbacks.custom.nested.callbackId, []);
    assert.equal(ref.type, 2);
    const { result: session } = await first.invoke(before.callbacks.custom["list:start"].callbackId, []);
    const one = await first.invoke(before.callbacks.custom["list:next"].callbackId, [session.iteratorId]);
    assert.deepEqual(one.result, { done: false, value: 1 });
    const request = { url: "http://x/", method: "GET", headers: [], body: null };
    first.send(0x90, { requestId: 7, callbackId: before.callbacks.fetch.callbackId, args: [request] });
    // The call after it has been answered: this one is being worked on.
    await first.invoke(before.callbacks.custom.nested.callbackId, [], 8);
    first.close();

    const second = await peers();
    const after = await second.create("i1", { reused: true });
    assert.equal(signals[0]?.aborted, true);
    const ids = (options: any): number[] => [
      options.callbacks.fetch.callbackId,
      ...Object.values<any>(options.callbacks.custom).map(({ callbackId }) => callbackId),
    ];
    assert.equal(ids(after).filter((id) => ids(before).includes(id)).length, 0);
    // An iterator function is known by its start callback.
    assert.equal(after.callbacks.custom.list.callbackId, after.callbacks.custom["list:start"].callbackId);
    const withoutIds = (options: any): unknown =>
      JSON.parse(JSON.stringify(options, (key, value) => (key === "callbackId" ? undefined : value)));
    assert.deepEqual(withoutIds(after), withoutIds(before));

    second.send(0x90, { requestId: 1, callbackId: after.callbacks.fetch.callbackId, args: [request] });
    answers[0]?.("late");
    const two = await second.invoke(after.callbacks.custom["list:next"].callbackId, [session.iteratorId], 2);
    assert.deepEqual(two.result, { done: false, value: 2 });
    answers[1]?.("repeated");
    const { requestId, result } = await second.receiveType(0x91);
    assert.equal(requestId, 1);
    assert.equal(new TextDecoder().decode(result.body), "repeated");
    // What was handed out has kept its id; registrations have not.
    const old = (await second.invoke(before.callbacks.custom.nested.callbackId, [], 3)).error;
    assert.equal(old.message, `Unknown callback: ${before.callbacks.custom.nested.callbackId}`);
    const { callbackId } = (await import("@msgpack/msgpack")).decode(ref.data) as { callbackId: number };
    assert.equal((await second.invoke(callbackId, [], 4)).result, "still here");
  });
});

test("another isolate under the name: handlers move, what was handed out is forgotten", async () => {
  await withPeers(async (connection, peers) => {
    let finished = 0;
    const creating = connection.createNamespace("n").createRuntime({
      customFunctions: {
        list: {
          type: "asyncIterator",
          fn: async function* () {
            try {
              yield 1;
            } finally {
              finished++;
            }
          },
        },
      },
    });
    const first = await peers();
    const before = await first.create("i1");
    const runtime = await creating;
    const { result: session } = await first.invoke(before.callbacks.custom["list:start"].callbackId, []);
    await first.invoke(before.callbacks.custom["list:next"].callbackId, [session.iteratorId]);
    const event = new Promise((resolve) => runtime.on("e", resolve));
    first.close();
    const second = await peers();
    const after = await second.create("i2");
    second.send(0xc0, { isolateId: "i1", event: "e", payload: "for nobody" });
    second.send(0xc0, { isolateId: "i2", event: "e", payload: "for us" });
    assert.equal(await event, "for us");
    assert.deepEqual([runtime.id, runtime.reused, finished], ["i2", false, 1]);
    const gone = await second.invoke(after.callbacks.custom["list:next"].callbackId, [session.iteratorId]);
    assert.match(gone.error.message, /Iterator session \d+ not found/);
    void runtime.eval("1").catch(() => {});
    assert.equal((await second.receive()).fields.isolateId, "i2");
  });
});

test("a repeatable request is asked again, with another id, if the isolate is the same", async () => {
  for (const isolateId of ["i1", "i2"]) {
    await withPeers(async (connection, peers) => {
      const creating = connection.createNamespace("n").createRuntime();
      const first = await peers();
      await first.create("i1");
      const runtime = await creating;
      const asked = linkOf(runtime.fetch)?.requestRepeatedly(0x21, { timeout: 5 });
      asked?.catch(() => {});
      const before = await first.receiveType(0x21);
      first.close();
      const second = await peers();
      await second.create(isolateId);
      if (isolateId === "i2") {
        assert.equal((await rejection(asked as Promise<unknown>)).message, "Connection closed");
        return;
      }
      const { requestId, timeout } = await second.receiveType(0x21);
      assert.ok(requestId > before.requestId);
      assert.equal(timeout, 5);
      // The daemon may answer the request of the lost connection, too.
      second.send(0x80, { requestId: before.requestId, data: "old" });
      second.send(0x80, { requestId, data: "new" });
      assert.equal(await asked, "new");
    });
  }
});

test("a daemon that has not noticed the break yet is asked again; a namespace that is refused is lost alone", async () => {
  await withPeers(async (connection, peers) => {
    const first = await peers();
    const handles = [];
    for (const name of ["taken", "kept"]) {
      const creating = connection.createNamespace(name).createRuntime();
      await first.create(name);
      handles.push(await creating);
    }
    first.close();
    const second = await peers();
    let refusals = 0;
    for (let kept = false; refusals < 4 || !kept; ) {
      const { requestId, options } = await second.receiveType(0x01);
      if (options.namespaceId === "taken" || !kept && refusals === 0) {
        refusals++;
        const message =
          refusals < 4
            ? `Namespace "${options.namespaceId}" already has an active runtime`
            : "Maximum isolates (1) reached";
        second.send(0x81, { requestId, code: 3001, message, details: null });
      } else {
        kept = true;
        second.send(0x80, { requestId, data: { isolateId: options.namespaceId, reused: true } });
      }
    }
    const [taken, kept] = handles;
    const error = await rejection(taken?.eval("1") as Promise<void>);
    assert.equal(error.message, "Isolate not found: taken");
    assert.equal((error.cause as Error).message, "Maximum isolates (1) reached");
    void kept?.eval("2").catch(() => {});
    assert.equal((await second.receiveType(0x03)).code, "2");
    await taken?.dispose();
    assert.equal(connection.isConnected(), true);
  });
});

test("two handles of one namespace are created again one after the other; dispose during recovery is made", async () => {
  await withPeers(async (connection, peers) => {
    const first = await peers();
    const entries: unknown[] = [];
    const handles = [];
    for (const name of ["a", "b"]) {
      const creating = connection.createNamespace("n").createRuntime({
        console: { onEntry: () => entries.push(name) },
      });
      await first.create("i1", { reused: name === "b" });
      handles.push(await creating);
    }
    first.close();
    const second = await peers();
    await second.create("i1");
    const disposing = handles[1]?.dispose({ hard: true });
    assert.equal((await rejection(handles[1]?.eval("1") as Promise<void>)).message, "Isolate not found: i1");
    const { callbacks } = await second.create("i1");
    const { requestId, hard } = await second.receiveType(0x02);
    assert.equal(hard, true);
    await second.invoke(callbacks.console.onEntry.callbackId, [{}]);
    assert.deepEqual(entries, ["b"]);
    second.send(0x80, { requestId, data: null });
    await disposing;
  });
});

test("a hundred renewals leave as many callbacks as one", () => {
  const registry = new CallbackRegistry();
  const scope = new CallbackScope(registry);
  const handler = (): null => null;
  const handedOut = scope.register(handler);
  let options: any = { callbacks: { fetch: { callbackId: scope.register(handler), name: "fetch" } } };
  const seen = new Set<number>([options.callbacks.fetch.callbackId]);
  for (let round = 1; round <= 100; round++) {
    options = scope.renew(options);
    seen.add(options.callbacks.fetch.callbackId);
  }
  assert.equal(seen.size, 101);
  const live = [...seen].filter((id) => registry.get(id) !== undefined);
  assert.deepEqual(live, [options.callbacks.fetch.callbackId]);
  assert.equal(registry.get(handedOut), handler);
  scope.forgetHandedOut(options);
  assert.equal(registry.get(handedOut), undefined);
  assert.equal(registry.get(live[0] as number), handler);
});
