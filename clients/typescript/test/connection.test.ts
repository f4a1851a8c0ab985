/** Connecting, requests and replies, and what ends a connection: client.md, section 2; protocol.md, 1.3 and 1.6. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connect, DaemonError, isBenignDisposeError } from "../src/index.ts";
import { frame, socketPath, withFakeDaemon } from "./support/fake-daemon.ts";
import { bytes } from "./support/hex.ts";

describe("connect", () => {
  test("a missing socket is the system's error", async () => {
    await assert.rejects(connect({ socket: socketPath() }), { code: "ENOENT" });
  });

  test("a closed port is the system's error", async () => {
    await assert.rejects(connect({ port: 1 }), { code: "ECONNREFUSED" });
  });

  test("an address that does not answer times out", async () => {
    // A zero timeout expires before any socket can report success.
    const { createServer } = await import("node:net");
    const server = createServer();
    const path = socketPath();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const outcome = await connect({ socket: path, timeout: 0 }).then(
      async (connection) => (await connection.close(), "connected"),
      (error: Error) => error.message,
    );
    assert.ok(outcome === "Connection timeout" || outcome === "connected", outcome);
    await new Promise((resolve) => server.close(resolve));
  });
});

test("nothing is sent before the first call; options cross as they are", async () => {
  await withFakeDaemon(async (connection, peer) => {
    assert.equal(connection.isConnected(), true);
    connection.createNamespace("");
    const creating = connection.createRuntime({ memoryLimitMB: 64, executionTimeout: 100, cwd: "/app" });
    const options = await peer.create();
    assert.deepEqual(options, { memoryLimitMB: 64, executionTimeout: 100, cwd: "/app", argumentForm: "newest", callbacks: {} });
    const runtime = await creating;
    assert.equal(runtime.id, "i1");
    assert.equal(runtime.reused, false);
  });
});

test("a namespace sends its id, also the empty one", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const creating = connection.createNamespace("").createRuntime();
    assert.deepEqual(await peer.create(), { namespaceId: "", argumentForm: "newest", callbacks: {} });
    await creating;
  });
});

test("eval, queries and dispose send what the protocol says and understand the answers", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const creating = connection.createRuntime();
    await peer.create();
    const runtime = await creating;
    const answer = async (data: unknown): Promise<{ type: number; fields: Record<string, unknown> }> => {
      const message = await peer.receive();
      peer.send(0x80, { requestId: message.fields.requestId, data });
      return message;
    };
    const cases: [Promise<unknown>, unknown, number, Record<string, unknown>, unknown][] = [
      [runtime.eval("1"), { value: null }, 0x03, { code: "1" }, undefined],
      [runtime.eval("1", "a.ts"), { value: null }, 0x03, { code: "1", filename: "a.ts" }, undefined],
      [
        runtime.eval("1", { filename: "b.ts", executionTimeout: 5 }),
        { value: null },
        0x03,
        { code: "1", filename: "b.ts", executionTimeout: 5 },
        undefined,
      ],
      [runtime.timers.clearAll(), null, 0x17, {}, undefined],
      [runtime.console.reset(), null, 0x18, {}, undefined],
      [runtime.console.getTimers(), { a: 1.5 }, 0x19, {}, new Map([["a", 1.5]])],
      [runtime.console.getCounters(), { b: 2 }, 0x1a, {}, new Map([["b", 2]])],
      [runtime.console.getGroupDepth(), 3, 0x1b, {}, 3],
      [runtime.dispose({ hard: true, reason: "done" }), null, 0x02, { hard: true, reason: "done" }, undefined],
    ];
    for (const [result, data, type, expected, value] of cases) {
      const message = await answer(data);
      assert.equal(message.type, type);
      const { requestId, isolateId, ...rest } = message.fields;
      assert.equal(typeof requestId, "number");
      assert.equal(isolateId, "i1");
      assert.deepEqual(rest, expected);
      assert.deepEqual(await result, value);
    }
    await runtime.dispose();
    await assert.rejects(runtime.eval("1"), { message: "Isolate not found: i1" });
    await assert.rejects(runtime.console.reset(), { message: "Isolate not found: i1" });
    runtime.emit("dropped", 1);
  });
});

test("replies are matched by id, in any order; unknown ids and types are ignored", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const first = connection.createRuntime();
    const second = connection.createRuntime();
    const a = (await peer.receive()).fields.requestId;
    const b = (await peer.receive()).fields.requestId;
    peer.send(0x80, { requestId: 999, data: null });
    peer.send(0x77, { anything: 1 });
    peer.send(0xf1, {});
    peer.send(0x80, { requestId: b, data: { isolateId: "second", reused: true } });
    peer.send(0x80, { requestId: a, data: { isolateId: "first", reused: false } });
    assert.equal((await first).id, "first");
    assert.equal((await second).id, "second");
    assert.equal((await second).reused, true);
  });
});

test("an error reply becomes an Error with name, message, stack and the number of the wire", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const creating = connection.createRuntime();
    await peer.create();
    const evaluating = (await creating).eval("x");
    const { fields } = await peer.receive();
    const details = { name: "TypeError", stack: "TypeError: boom\n    at /index.js:1:1", code: "E1" };
    peer.send(0x81, { requestId: fields.requestId, code: 3001, message: "boom", details });
    const error = await evaluating.then(
      () => assert.fail("should reject"),
      (thrown: DaemonError) => thrown,
    );
    assert.ok(error instanceof Error && error instanceof DaemonError);
    assert.equal(error.name, "TypeError");
    assert.equal(error.message, "boom");
    assert.equal(error.stack, details.stack);
    assert.equal(error.daemonCode, 3001);
    assert.equal(error.code, "E1");
  });
});

test("a reply of the wrong shape rejects its call only", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const creating = connection.createRuntime();
    const { fields } = await peer.receive();
    peer.send(0x80, { requestId: fields.requestId, data: "what" });
    await assert.rejects(creating, { name: "TypeError" });
    assert.equal(connection.isConnected(), true);
  });
});

describe("malformed input closes the connection and rejects what is pending", () => {
  const inputs: [string, Uint8Array][] = [
    ["oversize length", bytes("00 a0 00 01")],
    ["empty body", bytes("00 00 00 00")],
    ["no payload", bytes("00 00 00 01 80")],
    ["trailing byte", bytes("00 00 00 03 f0 80 80")],
    ["truncated MessagePack", bytes("00 00 00 03 80 81 a1")],
    ["key __proto__", frame(0x80, JSON.parse('{"__proto__": 1}'))],
  ];
  for (const [name, data] of inputs) {
    test(name, async () => {
      await withFakeDaemon(async (connection, peer) => {
        const creating = connection.createRuntime();
        await peer.receive();
        peer.sendRaw(data);
        const error = await creating.then(
          () => assert.fail("should reject"),
          (thrown: Error) => thrown,
        );
        assert.equal(error.message, "Connection closed");
        assert.equal((error.cause as Error).name, "ProtocolError");
        await peer.closed;
        assert.equal(connection.isConnected(), false);
      });
    });
  }
});

test("a payload that is no map counts as an empty map", async () => {
  await withFakeDaemon(async (connection, peer) => {
    peer.sendRaw(bytes("00 00 00 02 90 c0"));
    peer.sendRaw(bytes("00 00 00 02 c0 90"));
    // CALLBACK_INVOKE without a callback id is answered like any unknown one.
    const { type, fields } = await peer.receive();
    assert.equal(type, 0x91);
    assert.equal(fields.error.message, "Unknown callback: undefined");
    assert.equal(connection.isConnected(), true);
  });
});

test("the daemon's end of the connection rejects what is pending, then nothing is sent any more", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const creating = connection.createRuntime();
    await peer.create();
    const runtime = await creating;
    const evaluating = runtime.eval("1");
    await peer.receive();
    peer.close();
    await assert.rejects(evaluating, { message: "Connection closed" });
    await assert.rejects(connection.createRuntime(), { message: "Not connected" });
    await runtime.dispose();
    assert.equal(connection.isConnected(), false);
  });
});

test("close rejects what is pending and is idempotent", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const creating = connection.createRuntime();
    await peer.receive();
    const rejected = assert.rejects(creating, { message: "Connection closed" });
    await Promise.all([connection.close(), connection.close()]);
    await rejected;
    await peer.closed;
  });
});

test("a message above the limit rejects its call and nothing is sent", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const creating = connection.createRuntime();
    await peer.create();
    const runtime = await creating;
    await assert.rejects(runtime.eval("/".repeat(11 * 1024 * 1024)), { name: "RangeError", message: /^EVAL takes 115343\d\d bytes/ });
    void runtime.console.getGroupDepth().catch(() => {});
    assert.equal((await peer.receive()).type, 0x1b);
  });
});

test("dispose swallows only errors that say the runtime is gone, and asks once", async () => {
  for (const [message, swallowed] of [
    ["Isolate not owned by this connection", true],
    ["isolate NOT FOUND: x", true],
    ["disk on fire", false],
  ] as const) {
    assert.equal(isBenignDisposeError(new Error(message)), swallowed);
    await withFakeDaemon(async (connection, peer) => {
      const creating = connection.createRuntime();
      await peer.create();
      const runtime = await creating;
      const disposing = Promise.all([runtime.dispose(), runtime.dispose()]);
      const { fields } = await peer.receive();
      peer.send(0x81, { requestId: fields.requestId, code: 2001, message, details: null });
      await (swallowed ? disposing : assert.rejects(disposing, { message }));
    });
  }
});

test("events reach their listeners in order, each its own runtime's, and can be unsubscribed", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const creating = connection.createRuntime();
    await peer.create();
    const runtime = await creating;
    const seen: unknown[] = [];
    const listener = (payload: unknown): void => void seen.push(payload);
    const off = runtime.on("e", listener);
    runtime.on("e", listener);
    const done = new Promise((resolve) => runtime.on("done", resolve));
    peer.send(0xc0, { isolateId: "i1", event: "e", payload: { n: 1 } });
    peer.send(0xc0, { isolateId: "other", event: "e", payload: 2 });
    peer.send(0xc0, { isolateId: "i1", event: "ws:command", payload: {} });
    peer.send(0xc0, { isolateId: "i1", event: "done", payload: null });
    await done;
    assert.deepEqual(seen, [{ n: 1 }, { n: 1 }]);
    off();
    off();
    const again = new Promise((resolve) => runtime.on("done", resolve));
    peer.send(0xc0, { isolateId: "i1", event: "e", payload: 3 });
    peer.send(0xc0, { isolateId: "i1", event: "done", payload: null });
    await again;
    assert.deepEqual(seen.slice(2), [3]);

    runtime.emit("go", { a: 1, when: new Date(0), nothing: undefined });
    const { type, fields } = await peer.receive();
    assert.equal(type, 0xc1);
    assert.deepEqual(fields, { isolateId: "i1", event: "go", payload: { a: 1, when: "1970-01-01T00:00:00.000Z" } });
    assert.throws(() => runtime.emit("go", 1n), TypeError);
    assert.throws(() => runtime.emit("go", () => 1), TypeError);
    assert.throws(() => runtime.emit("ws:client-opened", {}), TypeError);
  });
});
