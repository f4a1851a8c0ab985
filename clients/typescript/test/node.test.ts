/** The adapter for Node's http: streams and aborts between a client and a handler, without a daemon. */

import assert from "node:assert/strict";
import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { describe, test } from "node:test";
import { WebSocket as WsSocket, WebSocketServer } from "ws";
import type { WebSocketCommandCallback } from "../src/index.ts";
import { serveRuntime, type RequestTarget, type ServeRuntimeOptions } from "../src/node/index.ts";
import { delay, pattern, Producer, until } from "./support/bodies.ts";

/** A target that answers here instead of in a guest. */
class LocalTarget {
  readonly calls: unknown[][] = [];
  readonly commands = new Set<WebSocketCommandCallback>();
  readonly upgrades = new Set<Response>();
  readonly fetch: RequestTarget["fetch"];

  constructor(handler: (request: Request) => Response | Promise<Response>) {
    const record = (name: string) => async (...args: unknown[]) => void this.calls.push([name, ...args]);
    this.fetch = {
      dispatchRequest: async (request) => handler(request),
      getUpgradeRequest: async (response) =>
        this.upgrades.has(response as Response) ? { requested: true, connectionId: "1" } : null,
      dispatchWebSocketOpen: record("open"),
      dispatchWebSocketMessage: record("message"),
      dispatchWebSocketClose: record("close"),
      dispatchWebSocketError: record("error"),
      onWebSocketCommand: (callback) => (this.commands.add(callback), () => void this.commands.delete(callback)),
    };
  }
}

async function withServer(
  target: RequestTarget,
  options: ServeRuntimeOptions,
  body: (origin: string, server: Server) => Promise<void>,
): Promise<void> {
  const server = createServer();
  serveRuntime(server, target, options);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await body(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function serving(
  handler: (request: Request) => Response | Promise<Response>,
  body: (origin: string) => Promise<void>,
  options: ServeRuntimeOptions = {},
): Promise<void> {
  return withServer(new LocalTarget(handler), options, body);
}

/** A request whose client can be cut off. */
function openRequest(url: string, method = "GET"): { request: ReturnType<typeof httpRequest>; response: Promise<IncomingMessage> } {
  const request = httpRequest(url, { method });
  request.on("error", () => {});
  const response = new Promise<IncomingMessage>((resolve) => request.on("response", resolve));
  return { request, response };
}

describe("requests and responses", () => {
  test("method, url, headers and body arrive; status, headers and body go back", async () => {
    await serving(
      async (request) => {
        const text = await request.text();
        const headers = new Headers({ "x-url": request.url, "x-method": request.method, "x-in": request.headers.get("x-in") ?? "" });
        headers.append("set-cookie", "a=1");
        headers.append("set-cookie", "b=2");
        return new Response(`got ${text}`, { status: 201, headers });
      },
      async (origin) => {
        const response = await fetch(`${origin}/a/b?c=%20d`, { method: "PUT", body: "hello", headers: { "x-in": "1" } });
        assert.equal(response.status, 201);
        assert.equal(response.headers.get("x-url"), `${origin}/a/b?c=%20d`);
        assert.equal(response.headers.get("x-method"), "PUT");
        assert.equal(response.headers.get("x-in"), "1");
        assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
        assert.equal(await response.text(), "got hello");
      },
    );
  });

  test("no body, HEAD, and an empty one", async () => {
    const bodies: unknown[] = [];
    const cancelled = new Producer(() => "x");
    await serving(
      (request) => {
        bodies.push(request.body);
        if (request.method === "HEAD") {
          return new Response(cancelled.stream, { headers: { "x-head": "1" } });
        }
        return new Response(request.method === "POST" ? "" : null, { status: request.method === "POST" ? 200 : 204 });
      },
      async (origin) => {
        assert.equal((await fetch(origin)).status, 204);
        assert.equal(await (await fetch(origin, { method: "POST" })).text(), "");
        const head = await fetch(origin, { method: "HEAD" });
        assert.equal(head.headers.get("x-head"), "1");
        assert.deepEqual(bodies, [null, null, null]);
        await cancelled.whenCancelled();
      },
    );
  });

  test("20 MB up and down", async () => {
    const body = pattern(20_000_000);
    await serving(
      (request) => new Response(request.body),
      async (origin) => {
        const response = await fetch(origin, { method: "POST", body });
        assert.equal(Buffer.compare(new Uint8Array(await response.arrayBuffer()), body), 0);
      },
    );
  });

  test("headers and pieces go out when they are there", async () => {
    const steps: (() => void)[] = [];
    const producer = new Producer(async (n) => {
      await new Promise<void>((resolve) => steps.push(resolve));
      return n < 2 ? `piece ${n}` : null;
    });
    await serving(
      () => new Response(producer.stream),
      async (origin) => {
        const response = await fetch(origin);
        const reader = response.body!.getReader();
        for (let n = 0; n < 2; n++) {
          await until(() => steps.length > n);
          steps[n]?.();
          assert.equal(new TextDecoder().decode((await reader.read()).value), `piece ${n}`);
        }
        await until(() => steps.length > 2);
        steps[2]?.();
        assert.equal((await reader.read()).done, true);
      },
    );
  });

  test("a handler that does not read the body still answers, and the connection lives on", async () => {
    await serving(
      async (request) => {
        await request.body?.cancel();
        return new Response("no thanks");
      },
      async (origin) => {
        for (let n = 0; n < 3; n++) {
          const response = await fetch(origin, { method: "POST", body: pattern(300_000) });
          assert.equal(await response.text(), "no thanks");
        }
      },
    );
  });

  test("a slow reader stops the producer", async () => {
    const producer = new Producer((n) => (n < 4_000 ? pattern(65_536) : null));
    await serving(
      () => new Response(producer.stream),
      async (origin) => {
        const { request, response } = openRequest(origin);
        request.end();
        const incoming = await response;
        incoming.pause();
        await delay(300);
        const { pulls } = producer;
        assert.ok(pulls < 3_000, `${pulls} pieces of 64 KiB`);
        await delay(100);
        assert.ok(producer.pulls <= pulls + 64, `${producer.pulls - pulls} more pieces`);
        request.destroy();
        await producer.whenCancelled();
      },
    );
  });

  test("errors: 500 without details, or what onError says; a body that fails breaks the response off", async () => {
    const failing = (request: Request): Response => {
      if (request.url.endsWith("/body")) {
        return new Response(new Producer(async (n) => (n === 0 ? "x" : Promise.reject(new Error("midway")))).stream);
      }
      throw new Error("secret");
    };
    await serving(failing, async (origin) => {
      const response = await fetch(origin);
      assert.equal(response.status, 500);
      assert.doesNotMatch(await response.text(), /secret/);
      await assert.rejects(async () => {
        await (await fetch(`${origin}/body`)).text();
      });
    });
    await serving(
      failing,
      async (origin) => assert.equal(await (await fetch(`${origin}/y`)).text(), "/y: secret"),
      { onError: (error, request) => new Response(`${new URL(request.url).pathname}: ${(error as Error).message}`) },
    );
  });

  test("a client that leaves aborts the request's signal, fails its body and cancels the response's", async () => {
    const producer = new Producer(() => delay(5).then(() => "x"));
    const seen: string[] = [];
    await serving(
      async (request) => {
        if (request.url.endsWith("/streaming")) {
          return new Response(producer.stream);
        }
        request.signal.addEventListener("abort", () => seen.push("signal"));
        await request.text().catch(() => seen.push("body"));
        return new Response("nobody reads this");
      },
      async (origin) => {
        const first = openRequest(`${origin}/upload`, "POST");
        first.request.write("some");
        await delay(50);
        first.request.destroy();
        await until(() => seen.length === 2);
        const second = openRequest(`${origin}/streaming`);
        second.request.end();
        (await second.response).resume();
        second.request.destroy();
        await producer.whenCancelled();
      },
    );
  });

  test("a request that fits no Request is refused", async () => {
    await serving(
      () => new Response("fine"),
      async (origin) => {
        const socket = connect(Number(new URL(origin).port), "127.0.0.1");
        const text = new Promise<string>((resolve) => {
          let all = "";
          socket.on("data", (chunk) => (all += String(chunk)));
          socket.on("close", () => resolve(all));
        });
        socket.write("GET / HTTP/1.1\r\nhost: bad host\r\nconnection: close\r\n\r\n");
        assert.match(await text, /^HTTP\/1.1 400 /);
      },
    );
  });
});

describe("upgrades", () => {
  test("messages and closes go both ways, bytes as bytes", async () => {
    const target = new LocalTarget(() => {
      const response = new Response(null);
      target.upgrades.add(response);
      return response;
    });
    const webSockets = new WebSocketServer({ noServer: true });
    await withServer(target, { webSockets }, async (origin) => {
      const socket = new WsSocket(origin.replace("http", "ws"));
      const received: unknown[] = [];
      socket.on("message", (data, isBinary) => received.push(isBinary ? new Uint8Array(data as Buffer) : String(data)));
      await new Promise((resolve) => socket.on("open", resolve));
      socket.send("text");
      socket.send(Uint8Array.of(1, 2));
      await until(() => target.calls.length === 3);
      const [open, text, binary] = target.calls;
      assert.deepEqual(open, ["open", "1"]);
      assert.deepEqual(text, ["message", "1", "text"]);
      assert.deepEqual(binary?.[2], Uint8Array.of(1, 2));
      assert.equal(target.commands.size, 1);
      for (const send of target.commands) {
        send({ type: "message", connectionId: "1", data: "back" });
        send({ type: "message", connectionId: "1", data: Uint8Array.of(3).buffer });
        send({ type: "message", connectionId: "2", data: "somebody else's" });
        send({ type: "close", connectionId: "1", code: 4001, reason: "enough" });
      }
      const closed = await new Promise((resolve) => socket.on("close", (code, reason) => resolve([code, String(reason)])));
      assert.deepEqual(closed, [4001, "enough"]);
      assert.deepEqual(received, ["back", Uint8Array.of(3)]);
      await until(() => target.calls.length === 4);
      assert.deepEqual(target.calls[3], ["close", "1", 4001, "enough"]);
      assert.equal(target.commands.size, 0);
    });
  });

  test("a handler that does not upgrade answers", async () => {
    const target = new LocalTarget(() => new Response("only for members", { status: 403, headers: { "x-why": "no" } }));
    const webSockets = new WebSocketServer({ noServer: true });
    await withServer(target, { webSockets }, async (origin) => {
      const url = new URL(origin);
      const socket = connect(Number(url.port), "127.0.0.1");
      const text = new Promise<string>((resolve) => {
        let all = "";
        socket.on("data", (chunk) => (all += String(chunk)));
        socket.on("close", () => resolve(all));
      });
      socket.write(
        "GET /x HTTP/1.1\r\nhost: h\r\nconnection: upgrade\r\nupgrade: websocket\r\n" +
          "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
      );
      const response = await text;
      assert.match(response, /^HTTP\/1.1 403 /);
      assert.match(response, /x-why: no/);
      assert.match(response, /only for members$/);
    });
  });

  test("a runtime that is gone closes the socket", async () => {
    const target = new LocalTarget(() => {
      const response = new Response(null);
      target.upgrades.add(response);
      return response;
    });
    const gone = async (): Promise<void> => {
      throw new Error("Isolate not found: i1");
    };
    (target.fetch as { dispatchWebSocketMessage: unknown }).dispatchWebSocketMessage = gone;
    const webSockets = new WebSocketServer({ noServer: true });
    await withServer(target, { webSockets }, async (origin) => {
      const socket = new WsSocket(origin.replace("http", "ws"));
      await new Promise((resolve) => socket.on("open", resolve));
      socket.send("anybody?");
      assert.equal(await new Promise((resolve) => socket.on("close", resolve)), 1001);
    });
  });
});
