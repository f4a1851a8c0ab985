/** The guest as a web server: runtime.md, section 7; client.md, section 4.4. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { RemoteRuntime, RuntimeOptions, WebSocketCommand } from "../../src/index.ts";
import { delay, pattern, Producer, until } from "../support/bodies.ts";
import { onBothTransports, type TestDaemon } from "../support/daemon.ts";
import { checksum, GUEST_TOOLS } from "../support/guest-tools.ts";

const post = (path: string, body: string | Uint8Array<ArrayBuffer> | ReadableStream, more: RequestInit = {}): Request =>
  new Request(`http://guest${path}`, { method: "POST", body, duplex: "half", ...more } as RequestInit);

/** A guest with this `fetch` handler; the other handlers follow it in the object of `serve`. */
function withServer(
  daemon: TestDaemon,
  serve: string,
  body: (runtime: RemoteRuntime, logged: string[]) => Promise<void>,
  options: RuntimeOptions = {},
): Promise<void> {
  const logged: string[] = [];
  const customFunctions = { log: { fn: (text: string) => void logged.push(text), type: "sync" as const } };
  return daemon.withRuntime({ customFunctions, ...options }, async (runtime) => {
    await runtime.eval(`${GUEST_TOOLS}\nserve({ ${serve} });`, "/server.ts");
    await body(runtime, logged);
  });
}

onBothTransports("serve", (daemon) => {
  test("request and response cross as they are", async () => {
    const serve = `async fetch(request) {
      const body = await request.text();
      const headers = new Headers({ "x-seen": request.method + " " + request.url + " " + request.headers.get("x-in") });
      headers.append("set-cookie", "a=1"); headers.append("set-cookie", "b=2");
      return new Response("got " + body, { status: 201, statusText: "Made", headers });
    }`;
    await withServer(daemon, serve, async ({ fetch }) => {
      assert.equal(await fetch.hasServeHandler(), true);
      const response = await fetch.dispatchRequest(post("/p?q=%20", "hällo", { headers: { "x-in": "1" } }));
      assert.equal(response.status, 201);
      assert.equal(response.statusText, "Made");
      assert.equal(response.headers.get("x-seen"), "POST http://guest/p?q=%20 1");
      assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
      assert.equal(await response.text(), "got hällo");
    });
  });

  test("no handler, handlers that throw or return nonsense, statuses without body, HEAD", async () => {
    await daemon.withRuntime({}, async ({ fetch }) => {
      assert.equal(await fetch.hasServeHandler(), false);
      await assert.rejects(fetch.dispatchRequest(new Request("http://guest/")), { message: "No serve() handler registered" });
    });
    const serve = `fetch(request) {
      const path = new URL(request.url).pathname.slice(1);
      if (path === "throw") throw new RangeError("boom");
      if (path === "null") return null;
      if (path === "text") return "text";
      if (path === "head") return new Response("body", { headers: { "x-h": "1" } });
      return new Response(null, { status: Number(path) });
    }`;
    await withServer(daemon, serve, async ({ fetch }) => {
      const get = (path: string, method = "GET") => fetch.dispatchRequest(new Request(`http://guest/${path}`, { method }));
      await assert.rejects(get("throw"), { name: "RangeError", message: "boom" });
      await assert.rejects(get("null"), { name: "TypeError", message: "fetch handler did not return a Response object (got null)" });
      await assert.rejects(get("text"), { message: "fetch handler must return a Response object (got string)" });
      for (const status of [204, 205, 304, 200, 404]) {
        const response = await get(String(status));
        assert.equal(response.status, status);
        assert.equal(await response.text(), "");
      }
      const head = await get("head", "HEAD");
      assert.equal(head.headers.get("x-h"), "1");
      assert.equal(await head.text(), "");
    });
  });

  test("20 MB up, hashed on the way, and 20 MB down", async () => {
    const serve = `async fetch(request) {
      const sum = await checksumOf(request.body);
      let sent = 0;
      const stream = new ReadableStream({
        pull(controller) {
          if (sent >= 20_000_000) return controller.close();
          const chunk = patternFrom(sent, Math.min(100_000, 20_000_000 - sent));
          sent += chunk.length;
          controller.enqueue(chunk);
        },
      });
      return new Response(stream, { headers: { "x-sum": String(sum) } });
    }`;
    await withServer(daemon, serve, async ({ fetch }) => {
      const body = pattern(20_000_000);
      const response = await fetch.dispatchRequest(post("/", body));
      assert.equal(response.headers.get("x-sum"), String(checksum(body)));
      assert.equal(Buffer.compare(new Uint8Array(await response.arrayBuffer()), body), 0);
    });
  });

  test("the handler starts before the upload has ended, and both bodies flow at once", async () => {
    await withServer(daemon, `fetch: (request) => new Response(request.body)`, async ({ fetch }) => {
      const gates: (() => void)[] = [];
      const producer = new Producer(async (n) => {
        await new Promise<void>((resolve) => gates.push(resolve));
        return n < 3 ? `piece ${n}` : null;
      });
      const response = await fetch.dispatchRequest(post("/", producer.stream));
      const reader = response.body!.getReader();
      for (let n = 0; n < 3; n++) {
        await until(() => gates.length > n);
        gates[n]?.();
        assert.equal(new TextDecoder().decode((await reader.read()).value), `piece ${n}`);
      }
      await until(() => gates.length > 3);
      gates[3]?.();
      assert.equal((await reader.read()).done, true);
    });
  });

  test("a slow reader stops the guest's producer, a guest that does not read stops ours", async () => {
    const serve = `fetch(request) {
      if (request.method === "POST") return new Promise((resolve) => setTimeout(() => resolve(new Response("unread")), 300));
      let pulls = 0;
      return new Response(new ReadableStream({
        pull(controller) { log("pull"); controller.enqueue(new Uint8Array(65536)); },
        cancel(reason) { log("cancel " + reason); },
      }));
    }`;
    await withServer(daemon, serve, async ({ fetch }, logged) => {
      const response = await fetch.dispatchRequest(new Request("http://guest/"));
      const reader = response.body!.getReader();
      await reader.read();
      await delay(200);
      const pulls = logged.length;
      assert.ok(pulls < 60, `${pulls} pieces of 64 KiB`);
      await delay(100);
      assert.equal(logged.length, pulls);
      await reader.cancel();
      await until(() => logged.some((line) => line.startsWith("cancel")));

      const producer = new Producer(async () => (await delay(0), pattern(65_536)));
      const answered = await fetch.dispatchRequest(post("/", producer.stream));
      assert.ok(producer.pulls < 60, `${producer.pulls} pieces of 64 KiB`);
      assert.equal(await answered.text(), "unread");
      await producer.whenCancelled();
    });
  });

  test("a stream that fails midway delivers what came before and then fails, in both directions", async () => {
    const serve = `async fetch(request) {
      if (request.method === "POST") return new Response(await request.text().then(() => "fine", (error) => "failed: " + error.message));
      let n = 0;
      return new Response(new ReadableStream({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          if (n++ < 2) controller.enqueue(new TextEncoder().encode("x")); else controller.error(new Error("midway"));
        },
      }));
    }`;
    await withServer(daemon, serve, async ({ fetch }) => {
      const reader = (await fetch.dispatchRequest(new Request("http://guest/"))).body!.getReader();
      assert.equal(new TextDecoder().decode((await reader.read()).value), "x");
      assert.equal(new TextDecoder().decode((await reader.read()).value), "x");
      await assert.rejects(reader.read(), /midway/);
      const failing = new Producer(async (n) => (await delay(2), n < 2 ? "x" : Promise.reject(new Error("client failed"))));
      const outcome = await fetch.dispatchRequest(post("/", failing.stream)).then((r) => r.text(), (error: Error) => error.message);
      assert.match(outcome, /client failed/);
    });
  });

  test("aborts reach the handler: its own signal, and the caller's, who does not wait", async () => {
    const serve = `fetch: (request) => new Promise((resolve) => {
      log("started " + request.signal.aborted);
      const stop = () => { log("aborted"); resolve(new Response("stopped")); };
      if (request.signal.aborted) stop(); else request.signal.addEventListener("abort", stop);
    })`;
    await withServer(daemon, serve, async ({ fetch }, logged) => {
      const own = new AbortController();
      const waiting = fetch.dispatchRequest(new Request("http://guest/", { signal: own.signal }));
      await until(() => logged.length === 1);
      own.abort();
      assert.equal(await (await waiting).text(), "stopped");
      const aborted = await fetch.dispatchRequest(new Request("http://guest/", { signal: own.signal }));
      assert.equal(await aborted.text(), "stopped");
      assert.equal(logged[2], "started true");

      const callers = new AbortController();
      const leaving = fetch.dispatchRequest(new Request("http://guest/"), { signal: callers.signal });
      await until(() => logged.length === 5);
      callers.abort();
      await assert.rejects(leaving, { name: "AbortError", message: "The operation was aborted" });
      await until(() => logged.length === 6 && logged[5] === "aborted");
    });
  });

  test("many requests over several runtimes do not mix up", async () => {
    const connection = await daemon.connect();
    const runtimes = await Promise.all([1, 2, 3].map(() => connection.createRuntime()));
    await Promise.all(
      runtimes.map((runtime, index) =>
        runtime.eval(`serve({ async fetch(request) {
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
          return new Response(${index} + " " + new URL(request.url).pathname + " " + await request.text());
        } })`),
      ),
    );
    const texts = Array.from({ length: 300 }, async (_, n) => {
      const runtime = runtimes[n % 3] as RemoteRuntime;
      return (await runtime.fetch.dispatchRequest(post(`/${n}`, `body ${n}`))).text();
    });
    for (const [n, text] of (await Promise.all(texts)).entries()) {
      assert.equal(text, `${n % 3} /${n} body ${n}`);
    }
    await connection.close();
  });

  test("the end of the connection fails what streams, in both directions", async () => {
    const connection = await daemon.connect();
    const { fetch, eval: _ } = await connection.createRuntime().then(async (runtime) => {
      await runtime.eval(`serve({ fetch: (request) => request.method === "POST" ? new Promise(() => {}) : new Response(new ReadableStream({
        pull(controller) { controller.enqueue(new Uint8Array(10)); return new Promise((resolve) => setTimeout(resolve, 5)); },
      })) })`);
      return runtime;
    });
    const reader = (await fetch.dispatchRequest(new Request("http://guest/"))).body!.getReader();
    await reader.read();
    const producer = new Producer(async () => (await delay(1), pattern(65_536)));
    const uploading = fetch.dispatchRequest(post("/", producer.stream));
    await until(() => producer.pulls > 3);
    const rejected = assert.rejects(uploading, { message: "Connection closed" });
    await connection.close();
    await rejected;
    await producer.whenCancelled();
    await assert.rejects(async () => {
      while (!(await reader.read()).done);
    }, { message: "Connection closed" });
  });

  test("sockets: upgrade, data, text and bytes both ways, close, error, active connections", async () => {
    const serve = `fetch(request, server) {
      if (server.upgrade(request, { data: { path: new URL(request.url).pathname } })) return new Response(null, { status: 101 });
    },
    websocket: {
      open(ws) { ws.send("welcome to " + ws.data.path); },
      message(ws, message) {
        if (typeof message === "string") ws.send("echo " + message);
        else { log(message.constructor.name); ws.send(message); }
        if (message === "bye") ws.close(4000, "as you wish");
      },
      close(ws, code, reason) { log("closed " + code + " " + reason + " " + ws.readyState); },
      error(ws, error) { log("error " + error.name + ": " + error.message); },
    }`;
    const early: WebSocketCommand[] = [];
    await withServer(
      daemon,
      serve,
      async ({ fetch }, logged) => {
        const response = await fetch.dispatchRequest(new Request("http://guest/room"));
        assert.equal(response.status, 200);
        const upgrade = await fetch.getUpgradeRequest(response);
        assert.ok(upgrade);
        const { connectionId } = upgrade;
        assert.match(connectionId, /^\d+$/);
        const commands: WebSocketCommand[] = [];
        fetch.onWebSocketCommand((command) => commands.push(command));
        assert.equal(await fetch.hasActiveConnections(), false);
        await fetch.dispatchWebSocketOpen(connectionId);
        assert.equal(await fetch.hasActiveConnections(), true);
        assert.deepEqual(commands, [{ type: "message", connectionId, data: "welcome to /room" }]);
        await fetch.dispatchWebSocketMessage(connectionId, "a\r\nb");
        await fetch.dispatchWebSocketMessage(connectionId, Uint8Array.of(0, 255, 13));
        await fetch.dispatchWebSocketError(connectionId, new Error("broken pipe"));
        await fetch.dispatchWebSocketMessage(connectionId, "bye");
        assert.deepEqual(commands.slice(1), [
          { type: "message", connectionId, data: "echo a\r\nb" },
          { type: "message", connectionId, data: Uint8Array.of(0, 255, 13).buffer },
          { type: "message", connectionId, data: "echo bye" },
          { type: "close", connectionId, code: 4000, reason: "as you wish" },
        ]);
        await fetch.dispatchWebSocketClose(connectionId, 4000, "as you wish");
        assert.deepEqual(logged, ["ArrayBuffer", "error Error: broken pipe", "closed 4000 as you wish 3"]);
        assert.equal(await fetch.hasActiveConnections(), false);
        assert.deepEqual(early, commands);
        await fetch.dispatchWebSocketMessage("999", "nobody");
      },
      { onWebSocketCommand: (command) => early.push(command) } as RuntimeOptions,
    );
  });

  test("concurrent upgrades belong to their responses", async () => {
    const serve = `async fetch(request, server) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
      const n = Number(new URL(request.url).pathname.slice(1));
      if (n % 3 === 0) return new Response("no upgrade");
      server.upgrade(request, { data: n });
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
      return new Response(null, { status: 101 });
    },
    websocket: { open(ws) { ws.send(String(ws.data)); } }`;
    await withServer(daemon, serve, async ({ fetch }) => {
      const data = new Map<string, string>();
      fetch.onWebSocketCommand((command) => command.type === "message" && data.set(command.connectionId, String(command.data)));
      await Promise.all(
        Array.from({ length: 60 }, async (_, n) => {
          const response = await fetch.dispatchRequest(new Request(`http://guest/${n}`));
          const upgrade = await fetch.getUpgradeRequest(response);
          if (n % 3 === 0) {
            assert.equal(upgrade, null);
            assert.equal(await response.text(), "no upgrade");
            return;
          }
          assert.ok(upgrade);
          await fetch.dispatchWebSocketOpen(upgrade.connectionId);
          assert.equal(data.get(upgrade.connectionId), String(n));
        }),
      );
    });
  });
});
