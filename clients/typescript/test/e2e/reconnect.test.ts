/** Connections that break under a client: client.md, section 7.2; protocol.md, sections 4.12 and 5.15. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers";
import {
  acceptWebSocket,
  connect,
  IsolateServer,
  type AcceptedSocket,
  type DaemonConnection,
  type RemoteRuntime,
  type RuntimeOptions,
} from "../../src/index.ts";
import { until } from "../support/bodies.ts";
import { ChaosProxy } from "../support/chaos-proxy.ts";
import { onBothTransports, rejection, type TestDaemon } from "../support/daemon.ts";

let namespaces = 0;

async function withProxy(
  daemon: TestDaemon,
  body: (connection: DaemonConnection, proxy: ChaosProxy, namespace: string) => Promise<void>,
): Promise<void> {
  const proxy = await ChaosProxy.start(daemon.address);
  const connection = await connect({ socket: proxy.socket });
  try {
    await body(connection, proxy, `reconnect ${namespaces++}`);
  } finally {
    await connection.close();
    await proxy.stop();
  }
}

/** Breaks the connection and waits until the client has noticed: recovery has begun then, and is not over yet. */
async function cut(connection: DaemonConnection, proxy: ChaosProxy): Promise<void> {
  proxy.cut();
  await noticed(connection);
}

async function noticed(connection: DaemonConnection): Promise<void> {
  while (connection.isConnected()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Creates a runtime in a namespace as soon as the daemon has noticed that its last owner is gone. */
async function takeOver(connection: DaemonConnection, namespace: string, options: RuntimeOptions): Promise<RemoteRuntime> {
  for (;;) {
    try {
      return await connection.createNamespace(namespace).createRuntime(options);
    } catch (error) {
      assert.match(String(error), /already has an active runtime/);
    }
  }
}

onBothTransports("reconnection", (daemon) => {
  test("idle: the same isolate under the same handle, with callbacks, listeners and events", async () => {
    await withProxy(daemon, async (connection, proxy, namespace) => {
      const lines: unknown[] = [];
      const options: RuntimeOptions = {
        console: { onEntry: (entry) => lines.push("stdout" in entry && entry.stdout) },
        customFunctions: { twice: { type: "sync", fn: (n: number) => 2 * n } },
      };
      const runtime = await connection.createNamespace(namespace).createRuntime(options);
      const { id } = runtime;
      const events: unknown[] = [];
      runtime.on("pong", (payload) => events.push(payload));
      await runtime.eval(`
        globalThis.n = 21;
        __on("ping", (payload) => __emit("pong", payload));
        serve({ fetch: async (request) => new Response("served " + (await request.text())) });
      `);
      await cut(connection, proxy);
      assert.equal(connection.isRecovering(), true);
      // Calls made now wait, and keep their order.
      runtime.emit("ping", 1);
      await Promise.all([runtime.eval("console.log(twice(n)); n = 1"), runtime.eval("console.log(n)")]);
      assert.equal(connection.isRecovering(), false);
      assert.equal(connection.isConnected(), true);
      assert.equal(runtime.id, id);
      assert.equal(runtime.reused, true);
      assert.deepEqual(lines, ["42", "1"]);
      const response = await runtime.fetch.dispatchRequest(new Request("http://h/", { method: "POST", body: "it" }));
      assert.equal(await response.text(), "served it");
      await until(() => events.length === 1);
      assert.equal(proxy.accepted, 2);
      await runtime.dispose({ hard: true });
    });
  });

  test("without a namespaced runtime there is no second attempt; one of no namespace is lost", async () => {
    await withProxy(daemon, async (connection, proxy, namespace) => {
      const plain = await connection.createRuntime();
      const disposed = await connection.createNamespace(namespace).createRuntime();
      await disposed.dispose();
      await cut(connection, proxy);
      assert.equal(connection.isRecovering(), false);
      assert.equal((await rejection(plain.eval("1"))).message, "Not connected");
      assert.equal((await rejection(connection.createRuntime())).message, "Not connected");
      await plain.dispose();
      assert.equal(proxy.accepted, 1);
    });
    await withProxy(daemon, async (connection, proxy, namespace) => {
      const plain = await connection.createRuntime();
      const named = await connection.createNamespace(namespace).createRuntime();
      await cut(connection, proxy);
      assert.match((await rejection(plain.eval("1"))).message, /^(Not connected$|Isolate not found)/);
      const created = await connection.createRuntime();
      await named.eval("1");
      assert.equal((await rejection(plain.eval("1"))).message, `Isolate not found: ${plain.id}`);
      await plain.dispose();
      await created.eval("1");
      await named.dispose({ hard: true });
    });
  });

  test("during an eval: it rejects, the next one works", async () => {
    await withProxy(daemon, async (connection, proxy, namespace) => {
      let started = false;
      const runtime = await connection.createNamespace(namespace).createRuntime({
        customFunctions: { started: { type: "async", fn: () => void (started = true) } },
      });
      const pending = rejection(runtime.eval("await started(); await new Promise(() => {})"));
      await until(() => started);
      const { id } = runtime;
      proxy.cut();
      assert.equal((await pending).message, "Connection closed");
      await runtime.eval("globalThis.alive = true");
      assert.equal(runtime.id, id);
      await runtime.dispose({ hard: true });
    });
  });

  test("during dispatches with streamed bodies: both directions break off, the next request is served", async () => {
    await withProxy(daemon, async (connection, proxy, namespace) => {
      const runtime = await connection.createNamespace(namespace).createRuntime();
      await runtime.eval(`
        serve({ async fetch(request) {
          const url = new URL(request.url);
          if (url.pathname === "/up") return new Response(String((await request.arrayBuffer()).byteLength));
          if (url.pathname === "/plain") return new Response("plain");
          return new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(100_000)); } }));
        } });
      `);
      let cancelled: unknown;
      const endless = new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(100_000)),
        cancel: (reason) => void (cancelled = reason),
      });
      const init = { method: "POST", body: endless, duplex: "half" } as RequestInit;
      const upload = rejection(runtime.fetch.dispatchRequest(new Request("http://h/up", init)));
      const down = await runtime.fetch.dispatchRequest(new Request("http://h/down"));
      const reader = (down.body as ReadableStream<Uint8Array>).getReader();
      await reader.read();
      proxy.cut();
      assert.equal((await upload).message, "Connection closed");
      const broken = await rejection(
        (async () => {
          while (!(await reader.read()).done);
        })(),
      );
      assert.equal(broken.message, "Connection closed");
      await until(() => cancelled !== undefined);
      const next = await runtime.fetch.dispatchRequest(new Request("http://h/plain"));
      assert.equal(await next.text(), "plain");
      await runtime.dispose({ hard: true });
    });
  });

  test("a dispatch given up while it waits is never made", async () => {
    await withProxy(daemon, async (connection, proxy, namespace) => {
      const runtime = await connection.createNamespace(namespace).createRuntime();
      await runtime.eval("globalThis.hits = 0; serve({ fetch() { hits++; return new Response(String(hits)); } })");
      await cut(connection, proxy);
      const controller = new AbortController();
      const given = rejection(runtime.fetch.dispatchRequest(new Request("http://h/"), { signal: controller.signal }));
      controller.abort();
      assert.equal((await given).name, "AbortError");
      assert.equal(await (await runtime.fetch.dispatchRequest(new Request("http://h/"))).text(), "1");
      await runtime.dispose({ hard: true });
    });
  });

  test("a callback that is pending at the client is asked for again, once, and its answer reaches the guest", async () => {
    await withProxy(daemon, async (connection, proxy, namespace) => {
      const answers: Array<(value: string) => void> = [];
      const signals: AbortSignal[] = [];
      const runtime = await connection.createNamespace(namespace).createRuntime({
        fetch: (_url, { signal }) => {
          signals.push(signal);
          return new Promise((resolve) => answers.push((text) => resolve(new Response(text))));
        },
        customFunctions: { ask: { type: "async", fn: () => new Promise((resolve) => answers.push(resolve)) } },
      });
      const { id } = runtime;
      for (const [call, result] of [
        ["ask()", "asked twice"],
        ["fetch('http://x/').then((response) => response.text())", "fetched twice"],
      ] as const) {
        answers.length = 0;
        // Not awaited: the eval itself is over before the break.
        await runtime.eval(`globalThis.outcome = ${call}.catch((error) => "failed: " + error.message);`);
        await until(() => answers.length === 1, "the call");
        await cut(connection, proxy);
        await until(() => answers.length === 2, "the repetition");
        answers[0]?.("too late");
        answers[1]?.(result);
        const seen = new Promise((resolve) => runtime.on("outcome", resolve));
        await runtime.eval("__emit('outcome', JSON.stringify(await outcome))");
        assert.equal(await seen, result);
        assert.equal(answers.length, 2);
      }
      assert.equal(runtime.id, id);
      assert.equal(signals[0]?.aborted, true);
      await runtime.dispose({ hard: true });
    });
  });

  test("what the guest holds of the host is of no use to it any more, and iterators are ended here", async () => {
    await withProxy(daemon, async (connection, proxy, namespace) => {
      let finished = 0;
      const runtime = await connection.createNamespace(namespace).createRuntime({
        customFunctions: {
          nested: { type: "async", fn: () => ({ hello: () => "hello" }) },
          list: {
            type: "asyncIterator",
            fn: async function* () {
              try {
                for (let n = 1; ; n++) yield n;
              } finally {
                finished++;
              }
            },
          },
        },
      });
      await runtime.eval("globalThis.host = await nested(); globalThis.numbers = list(); await numbers.next();");
      await cut(connection, proxy);
      await assert.rejects(runtime.eval("await host.hello()"), /not found/);
      await assert.rejects(runtime.eval("await numbers.next()"), /not found/);
      assert.equal(finished, 0);
      await cut(connection, proxy);
      await runtime.eval("if ((await list().next()).value !== 1) throw new Error('a new one works')");
      assert.equal(finished, 1);
      await runtime.dispose({ hard: true });
      await until(() => finished === 2);
    });
  });

  test("sockets that the guest has accepted close; the next ones work", async () => {
    await withProxy(daemon, async (connection, proxy, namespace) => {
      const runtime = await connection.createNamespace(namespace).createRuntime();
      await runtime.eval(`
        serve({
          fetch: (request, server) => (server.upgrade(request), new Response(null)),
          websocket: { message(ws, message) { ws.send("got " + message); } },
        });
      `);
      const open = async (): Promise<{ sent: unknown[]; closed: number[]; socket: AcceptedSocket }> => {
        const response = await runtime.fetch.dispatchRequest(new Request("http://h/"));
        const upgrade = await runtime.fetch.getUpgradeRequest(response);
        const sent: unknown[] = [];
        const closed: number[] = [];
        const port = { send: (data: unknown) => sent.push(data), close: (code?: number) => closed.push(code ?? 1000) };
        return { sent, closed, socket: acceptWebSocket(runtime, String(upgrade?.connectionId), port) };
      };
      const before = await open();
      before.socket.message("a");
      await until(() => before.sent.length === 1);
      await cut(connection, proxy);
      await until(() => before.closed.length === 1);
      assert.deepEqual(before.closed, [1001]);
      const after = await open();
      after.socket.message("b");
      await until(() => after.sent.length === 1);
      assert.deepEqual(after.sent, ["got b"]);
      assert.equal(before.sent.length, 1);
      await runtime.dispose({ hard: true });
    });
  });

  test("an IsolateServer serves on; it starts anew in an isolate in which its entry has not run", async () => {
    await withProxy(daemon, async (connection, proxy, namespace) => {
      let loads = 0;
      let asked = 0;
      const server = new IsolateServer({ namespaceId: namespace, getConnection: async () => connection });
      await server.start({
        entry: "./app.js",
        runtimeOptions: {
          customFunctions: { ask: { type: "async", fn: () => void asked++ } },
          moduleLoader: () => {
            loads++;
            return {
              code: `let n = 0; serve({ async fetch(request) {
                if (request.url.endsWith("/loop")) { ask(); while (true); }
                return new Response(String(++n));
              } })`,
              filename: "app.js",
              resolveDir: "/",
            };
          },
        },
      });
      const ask = async (path: string): Promise<string> =>
        (await server.fetch.dispatchRequest(new Request(`http://h/${path}`))).text();
      assert.equal(await ask(""), "1");
      await cut(connection, proxy);
      assert.equal(await ask(""), "2");
      const looping = rejection(ask("loop"));
      await until(() => asked === 1);
      await cut(connection, proxy);
      assert.equal((await looping).message, "Connection closed");
      assert.equal(await ask(""), "1");
      assert.equal(loads, 2);
      await server.close();
    });
  });

  test("two breaks in a row, then a hundred: callbacks work after each", async () => {
    await withProxy(daemon, async (connection, proxy, namespace) => {
      let calls = 0;
      const runtime = await connection.createNamespace(namespace).createRuntime({
        customFunctions: { call: { type: "async", fn: () => void calls++ } },
      });
      const { id } = runtime;
      for (let round = 1; round <= 100; round++) {
        await cut(connection, proxy);
        await runtime.eval("await call()");
        assert.equal(calls, round);
      }
      assert.equal(runtime.id, id);
      assert.equal(proxy.accepted, 101);
      await runtime.dispose({ hard: true });
    });
  });

  test("broken again during recovery, or the daemon gone: everything fails with a reason", async () => {
    for (const how of ["hostile", "gone"] as const) {
      await withProxy(daemon, async (connection, proxy, namespace) => {
        const runtime = await connection.createNamespace(namespace).createRuntime();
        proxy.hostile = how === "hostile";
        const stopped = how === "gone" ? proxy.stop() : proxy.cut();
        await noticed(connection);
        const waiting = await rejection(runtime.eval("1"));
        assert.equal(waiting.message, "Not connected");
        assert.equal((waiting.cause as Error).message, "Failed to reconnect to daemon");
        assert.equal((await rejection(runtime.eval("1"))).message, "Not connected");
        await until(() => !connection.isRecovering());
        assert.equal((await rejection(connection.createRuntime())).message, "Not connected");
        await runtime.dispose();
        await stopped;
        assert.equal(connection.isConnected(), false);
        assert.equal(proxy.accepted, how === "gone" ? 1 : 2);
      });
    }
  });

  test("a namespace that somebody else has taken meanwhile is waited for", async () => {
    await withProxy(daemon, async (connection, proxy, namespace) => {
      const mine = await connection.createNamespace(namespace).createRuntime({
        customFunctions: { whose: { type: "sync", fn: () => "mine" } },
      });
      await mine.eval("globalThis.log = [whose()]");
      const other = await daemon.connect();
      let letThrough = (): void => {};
      proxy.held = new Promise((resolve) => (letThrough = resolve));
      await cut(connection, proxy);
      const options = { customFunctions: { whose: { type: "sync", fn: () => "another's" } } } as const;
      const taken = await takeOver(other, namespace, options);
      await taken.eval("log.push(whose())");
      letThrough();
      const waiting = mine.eval("log.push(whose()); __emit('log', JSON.stringify(log))");
      const log = new Promise((resolve) => mine.on("log", resolve));
      await taken.eval("1");
      assert.equal(connection.isRecovering(), true);
      await other.close();
      await waiting;
      assert.deepEqual(await log, ["mine", "another's", "mine"]);
      await mine.dispose({ hard: true });
    });
  });

  test("close during recovery ends it", async () => {
    await withProxy(daemon, async (connection, proxy, namespace) => {
      const runtime = await connection.createNamespace(namespace).createRuntime();
      await cut(connection, proxy);
      const waiting = rejection(runtime.eval("1"));
      await connection.close();
      assert.equal((await waiting).message, "Connection closed");
      assert.equal(connection.isRecovering(), false);
      assert.equal((await rejection(runtime.eval("1"))).message, "Not connected");
    });
  });

  test("an isolate that the daemon had to give up comes back as another, under the same handle", async () => {
    await withProxy(daemon, async (connection, proxy, namespace) => {
      let calls = 0;
      const runtime = await connection.createNamespace(namespace).createRuntime({
        customFunctions: { one: { type: "async", fn: () => ++calls } },
      });
      const { id } = runtime;
      const seen: unknown[] = [];
      runtime.on("e", (payload) => seen.push(payload));
      // A turn that does not end cannot be parked: the daemon ends the runtime.
      const looping = rejection(runtime.eval("one(); while (true);"));
      await until(() => calls === 1);
      await cut(connection, proxy);
      assert.equal((await looping).message, "Connection closed");
      await runtime.eval("await one(); __emit('e', 'null')");
      assert.equal(calls, 2);
      assert.notEqual(runtime.id, id);
      assert.equal(runtime.reused, false);
      await until(() => seen.length === 1);
      await runtime.dispose({ hard: true });
    });
  });

  test("disposeNamespace ends a runtime in use; its handle says so", async () => {
    await withProxy(daemon, async (connection, _proxy, namespace) => {
      const runtime = await connection.createNamespace(namespace).createRuntime();
      await connection.disposeNamespace(namespace, { reason: "test" });
      await connection.disposeNamespace("nobody has this one");
      assert.match((await rejection(runtime.eval("1"))).message, /not found|disposed/i);
      await runtime.dispose();
    });
  });
});
