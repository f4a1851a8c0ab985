/** Sockets in both directions: client.md, sections 3.3, 3.9 and 4.3; protocol.md, sections 3.3, 3.8, 5.8 and 5.9. */

import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { describe, test } from "node:test";
import { WebSocket as WsSocket, WebSocketServer } from "ws";
import { acceptWebSocket, type RemoteRuntime, type RuntimeOptions, type WebSocketCommand, type WebSocketLike } from "../src/index.ts";
import { delay, until } from "./support/bodies.ts";
import { frame, withFakeDaemon, type Peer } from "./support/fake-daemon.ts";

// Node before 22 has none of its own.
globalThis.WebSocket ??= WsSocket as never;

function withRuntime(
  options: RuntimeOptions,
  body: (runtime: RemoteRuntime, peer: Peer) => Promise<void>,
  created: object = {},
): Promise<void> {
  return withFakeDaemon(async (connection, peer) => {
    const creating = connection.createRuntime(options);
    await peer.create("i1", created);
    await body(await creating, peer);
  });
}

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);

describe("server sockets", () => {
  test("calls send what the protocol says", async () => {
    await withRuntime({}, async ({ fetch }, peer) => {
      const cases: [Promise<unknown>, number, object, unknown, unknown][] = [
        [fetch.dispatchWebSocketOpen("1"), 0x10, { connectionId: "1" }, null, undefined],
        [fetch.dispatchWebSocketMessage("1", "yo\r\n"), 0x11, { connectionId: "1", data: "yo\r\n" }, null, undefined],
        [fetch.dispatchWebSocketMessage("1", bytes(1, 2).buffer), 0x11, { connectionId: "1", data: bytes(1, 2) }, null, undefined],
        [fetch.dispatchWebSocketMessage("1", bytes(1, 2, 3).subarray(1)), 0x11, { connectionId: "1", data: bytes(2, 3) }, null, undefined],
        [fetch.dispatchWebSocketClose("1", 4000, "bye"), 0x12, { connectionId: "1", code: 4000, reason: "bye" }, null, undefined],
        [fetch.dispatchWebSocketError("1", new RangeError("x")), 0x16, { connectionId: "1", error: "x", name: "RangeError" }, null, undefined],
        [fetch.hasServeHandler(), 0x14, {}, true, true],
        [fetch.hasActiveConnections(), 0x15, {}, false, false],
      ];
      for (const [result, type, expected, data, value] of cases) {
        const message = await peer.receive();
        assert.equal(message.type, type);
        const { requestId, isolateId, ...rest } = message.fields;
        assert.equal(isolateId, "i1");
        if (rest.data instanceof Uint8Array) {
          rest.data = new Uint8Array(rest.data);
        }
        assert.deepEqual(rest, expected);
        peer.send(0x80, { requestId, data });
        assert.equal(await result, value);
      }
      const failing = fetch.dispatchWebSocketMessage("1", "x");
      const { fields } = await peer.receive();
      peer.send(0x81, { requestId: fields.requestId, code: 3001, message: "handler failed", details: { name: "TypeError" } });
      await assert.rejects(failing, { name: "TypeError", message: "handler failed" });
    });
  });

  test("commands reach every callback, the option's from the first moment, and no user listener", async () => {
    await withFakeDaemon(async (connection, peer) => {
      const early: WebSocketCommand[] = [];
      const creating = connection.createRuntime({ onWebSocketCommand: (command) => early.push(command) });
      const { fields } = await peer.receive();
      const command = (payload: object) => frame(0xc0, { isolateId: "i1", event: "ws:command", payload });
      const text = { type: "message", connectionId: "1", data: "hi", code: null, reason: null };
      // In one write with the reply: nobody can have added a listener yet.
      peer.sendRaw(Buffer.concat([frame(0x80, { requestId: fields.requestId, data: { isolateId: "i1", reused: false } }), command(text)]));
      const runtime = await creating;
      const late: WebSocketCommand[] = [];
      const users: unknown[] = [];
      runtime.on("ws:command", (payload) => users.push(payload));
      const off = runtime.fetch.onWebSocketCommand((command) => late.push(command));
      peer.sendRaw(command({ ...text, data: bytes(1, 2) }));
      peer.sendRaw(command({ type: "close", connectionId: "1", data: null, code: 4000, reason: "bye" }));
      peer.sendRaw(command({ type: "close", connectionId: "2" }));
      peer.sendRaw(command({ type: "dance", connectionId: "2" }));
      peer.sendRaw(command({ type: "message", connectionId: 3, data: "x" }));
      peer.sendRaw(frame(0xc0, { isolateId: "i1", event: "ws:command", payload: null }));
      await until(() => late.length === 3);
      const expected = [
        { type: "message", connectionId: "1", data: bytes(1, 2).buffer },
        { type: "close", connectionId: "1", code: 4000, reason: "bye" },
        { type: "close", connectionId: "2" },
      ];
      assert.deepEqual(late, expected);
      assert.ok((late[0] as { data: unknown }).data instanceof ArrayBuffer);
      assert.deepEqual(early, [{ type: "message", connectionId: "1", data: "hi" }, ...expected]);
      off();
      peer.sendRaw(command(text));
      await until(() => early.length === 5);
      assert.equal(late.length, 3);
      assert.deepEqual(users, []);
    });
  });
});

describe("accepted sockets", () => {
  /** What the guest does to a socket, as text; `break` makes it fail at everything. */
  class Port {
    readonly log: string[] = [];
    bufferedAmount = 0;
    broken = false;
    send(data: string | ArrayBuffer): void {
      this.log.push(typeof data === "string" ? data : `${data.byteLength} bytes`);
      this.#check();
    }
    close(code?: number, reason?: string): void {
      this.log.push(`close ${code ?? ""} ${reason ?? ""}`.trimEnd());
      if (code !== undefined) {
        this.#check();
      }
    }
    #check(): void {
      if (this.broken) {
        throw new Error("broken");
      }
    }
  }

  test("go both ways; a guest can neither crash its host nor fill its memory", async () => {
    await withRuntime({}, async (runtime, peer) => {
      const command = (payload: object) => peer.send(0xc0, { isolateId: "i1", event: "ws:command", payload });
      const errors: unknown[] = [];
      const [one, two] = [new Port(), new Port()];
      const first = acceptWebSocket(runtime, "1", one, { onError: (error) => errors.push((error as Error).message) });
      acceptWebSocket(runtime, "2", two);
      assert.deepEqual([(await peer.receive()).fields.connectionId, (await peer.receive()).fields.connectionId], ["1", "2"]);
      first.message("to the guest");
      const { type, fields } = await peer.receive();
      assert.equal(type, 0x11);
      peer.send(0x81, { requestId: fields.requestId, code: 3001, message: "handler failed", details: { name: "Error" } });
      command({ type: "message", connectionId: "1", data: "a" });
      command({ type: "message", connectionId: "2", data: bytes(1, 2) });
      await until(() => two.log.length === 1 && errors.length === 1);
      assert.deepEqual([one.log, two.log, errors], [["a"], ["2 bytes"], ["handler failed"]]);

      one.broken = true;
      command({ type: "message", connectionId: "1", data: "b" });
      command({ type: "close", connectionId: "1", code: 99, reason: "bad code" });
      two.bufferedAmount = 65 * 1024 * 1024;
      command({ type: "message", connectionId: "2", data: "too much" });
      await until(() => two.log.length === 3);
      assert.deepEqual(one.log.slice(1), ["b", "close 99 bad code", "close"]);
      assert.deepEqual(two.log.slice(1), ["too much", "close 1008 Too much unread"]);
      assert.deepEqual(errors, ["handler failed", "broken"]);

      first.close(1000, "done");
      assert.deepEqual((await peer.receiveType(0x12)).reason, "done");
      command({ type: "message", connectionId: "1", data: "late" });
      command({ type: "message", connectionId: "2", data: "still there" });
      await until(() => two.log.length >= 4);
      assert.equal(one.log.length, 4);
    });
  });

  test("are closed when their runtime is disposed, or the connection ends", async () => {
    for (const how of ["dispose", "close"]) {
      await withRuntime({}, async (runtime, peer) => {
        const [kept, closed] = [new Port(), new Port()];
        acceptWebSocket(runtime, "1", kept);
        acceptWebSocket(runtime, "2", closed).close(1000, "");
        if (how === "dispose") {
          const disposing = runtime.dispose();
          const { requestId } = await peer.receiveType(0x02);
          peer.send(0x80, { requestId, data: null });
          await disposing;
        } else {
          peer.close();
        }
        await until(() => kept.log.length > 0);
        assert.deepEqual([kept.log, closed.log], [["close 1001 Runtime is gone"], []]);
      });
    }
  });
});

/** A real server that echoes; what it has seen is in `seen`. */
async function withEcho(body: (url: string, seen: string[], server: WebSocketServer) => Promise<void>): Promise<void> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => server.on("listening", resolve));
  const seen: string[] = [];
  server.on("connection", (socket) => {
    socket.on("message", (data, isBinary) => {
      seen.push(isBinary ? `bytes ${(data as Buffer).toString("hex")}` : `text ${String(data)}`);
      socket.send(data, { binary: isBinary });
    });
    socket.on("close", (code, reason) => seen.push(`close ${code} ${String(reason)}`));
  });
  try {
    await body(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/x`, seen, server);
  } finally {
    for (const client of server.clients) {
      client.terminate();
    }
    await new Promise((resolve) => server.close(resolve));
  }
}

/** The guest's end of its sockets. */
class Guest {
  readonly peer: Peer;
  constructor(peer: Peer) {
    this.peer = peer;
  }
  connect(socketId: string, url: string, more: object = {}): void {
    this.#event("ws:client-connect", { socketId, url, protocols: [], ...more });
  }
  send(socketId: string, data: string | Uint8Array): void {
    this.#event("ws:client-send", { socketId, data });
  }
  close(socketId: string, code?: number, reason?: string): void {
    this.#event("ws:client-close", { socketId, code, reason });
  }
  /** The next event for the guest. */
  async next(): Promise<[string, any]> {
    const { type, fields } = await this.peer.receive();
    assert.equal(type, 0xc1);
    assert.equal(fields.isolateId, "i1");
    if (fields.payload.data instanceof Uint8Array) {
      fields.payload.data = new Uint8Array(fields.payload.data);
    }
    return [fields.event, fields.payload];
  }
  #event(event: string, payload: object): void {
    this.peer.send(0xc0, { isolateId: "i1", event, payload });
  }
}

const failed = (socketId: string, reason: string) => [
  ["ws:client-error", { socketId }],
  ["ws:client-closed", { socketId, code: 1006, reason, wasClean: false }],
];

describe("sockets of the guest", () => {
  const policies: [string, RuntimeOptions][] = [
    ["dialled by the client", {}],
    ["of the platform, from the callback", { webSocket: (url, protocols) => new WebSocket(url, protocols) }],
    ["of the package ws, from the callback", { webSocket: async (url, protocols) => (await delay(5), new WsSocket(url, protocols)) }],
    [
      "open already",
      {
        webSocket: async (url) => {
          const socket = new WsSocket(url);
          await new Promise((resolve) => socket.on("open", resolve));
          return socket;
        },
      },
    ],
  ];
  for (const [name, options] of policies) {
    test(`${name}: open, text, bytes, close`, async () => {
      await withEcho(async (url, seen) => {
        await withRuntime(options, async (_, peer) => {
          const guest = new Guest(peer);
          guest.connect("1", url);
          const [opened, { socketId, protocol }] = await guest.next();
          assert.equal(opened, "ws:client-opened");
          assert.deepEqual([socketId, protocol], ["1", ""]);
          for (const data of ["hello", "", "__BINARY__ is no base64", bytes(1, 2, 250), bytes()]) {
            guest.send("1", data);
            assert.deepEqual(await guest.next(), ["ws:client-message", { socketId: "1", data }]);
          }
          guest.close("1", 4001, "done");
          assert.deepEqual(await guest.next(), [
            "ws:client-closed",
            { socketId: "1", code: 4001, reason: "done", wasClean: true },
          ]);
          guest.send("1", "too late");
          guest.close("1");
          await until(() => seen.at(-1) === "close 4001 done");
        });
      });
    });
  }

  test("protocols are asked for and reported, the defaults of close are 1000 and empty", async () => {
    await withEcho(async (url, seen) => {
      await withRuntime({}, async (_, peer) => {
        const guest = new Guest(peer);
        guest.connect("1", url, { protocols: ["p1", "p2"] });
        assert.deepEqual((await guest.next())[1].protocol, "p1");
        guest.connect("2", url, { protocols: null });
        assert.equal((await guest.next())[1].socketId, "2");
        guest.close("1");
        assert.deepEqual(await guest.next(), ["ws:client-closed", { socketId: "1", code: 1000, reason: "", wasClean: true }]);
        await until(() => seen.includes("close 1000 "));
      });
    });
  });

  test("bytes from other daemons are text; from a daemon that sends bin every string is text", async () => {
    await withEcho(async (url) => {
      await withRuntime({}, async (_, peer) => {
        const guest = new Guest(peer);
        guest.connect("1", url);
        await guest.next();
        guest.send("1", "__BINARY__AQL6");
        assert.deepEqual((await guest.next())[1].data, bytes(1, 2, 250));
        guest.send("1", bytes(9));
        assert.deepEqual((await guest.next())[1].data, bytes(9));
        guest.send("1", "__BINARY__AQL6");
        assert.equal((await guest.next())[1].data, "__BINARY__AQL6");
      });
      await withRuntime({}, async (_, peer) => {
        const guest = new Guest(peer);
        guest.connect("1", url);
        await guest.next();
        guest.send("1", "__BINARY__AQL6");
        assert.equal((await guest.next())[1].data, "__BINARY__AQL6");
      }, { binaryEvents: true });
    });
  });

  test("refused: blocked, callback failed, connection failed", async () => {
    const options: RuntimeOptions = {
      webSocket: (url) => {
        if (url.endsWith("/blocked")) {
          return null;
        }
        if (url.endsWith("/throws")) {
          throw new Error("policy");
        }
        if (url.endsWith("/nonsense")) {
          return {} as WebSocketLike;
        }
        return url.endsWith("/rejects") ? Promise.reject(new Error("policy")) : new WebSocket(url);
      },
    };
    await withRuntime(options, async (_, peer) => {
      const guest = new Guest(peer);
      for (const [path, reason] of [
        ["blocked", "Connection blocked"],
        ["throws", "Callback error"],
        ["rejects", "Callback error"],
        ["nonsense", "Callback error"],
        ["closed-port", "Connection failed"],
      ] as const) {
        guest.connect(path, `ws://127.0.0.1:1/${path}`);
        assert.deepEqual([await guest.next(), await guest.next()], failed(path, reason));
      }
    });
    await withRuntime({}, async (_, peer) => {
      const guest = new Guest(peer);
      guest.connect("1", "ws://127.0.0.1:1/");
      assert.deepEqual([await guest.next(), await guest.next()], failed("1", "Connection failed"));
      guest.connect("2", "no url");
      assert.deepEqual([await guest.next(), await guest.next()], failed("2", "Connection failed"));
    });
  });

  test("closed by the guest before the socket is there, or open", async () => {
    await withEcho(async (url, _, server) => {
      let give = (_: WebSocketLike): void => {};
      await withRuntime({ webSocket: () => new Promise<WebSocketLike>((resolve) => (give = resolve)) }, async (_, peer) => {
        const guest = new Guest(peer);
        guest.connect("1", url);
        guest.close("1");
        assert.deepEqual([await guest.next(), await guest.next()], failed("1", ""));
        const socket = new WsSocket(url);
        give(socket);
        await until(() => socket.readyState === WsSocket.CLOSED);
        assert.ok(await peer.silent(20));
      });
      await withRuntime({ webSocket: (target) => new WsSocket(target) }, async (_, peer) => {
        const guest = new Guest(peer);
        guest.connect("1", url);
        guest.close("1");
        assert.deepEqual([await guest.next(), await guest.next()], failed("1", ""));
      });
      await until(() => server.clients.size === 0);
    });
  });

  test("what the guest sends before the socket is open is kept", async () => {
    await withEcho(async (url) => {
      await withRuntime({}, async (_, peer) => {
        const guest = new Guest(peer);
        guest.connect("1", url);
        guest.send("1", "a");
        guest.send("1", bytes(7));
        assert.equal((await guest.next())[0], "ws:client-opened");
        assert.equal((await guest.next())[1].data, "a");
        assert.deepEqual((await guest.next())[1].data, bytes(7));
      });
    });
  });

  test("closed by the server, with its code; broken off with 1006", async () => {
    await withEcho(async (url, _, server) => {
      await withRuntime({}, async (_, peer) => {
        const guest = new Guest(peer);
        guest.connect("1", url);
        await guest.next();
        [...server.clients][0]?.close(4242, "gone");
        assert.deepEqual(await guest.next(), ["ws:client-closed", { socketId: "1", code: 4242, reason: "gone", wasClean: true }]);
        await until(() => server.clients.size === 0);
        guest.connect("2", url);
        await guest.next();
        [...server.clients][0]?.terminate();
        let event = await guest.next();
        if (event[0] === "ws:client-error") {
          event = await guest.next();
        }
        assert.deepEqual(event[1].code, 1006);
        assert.deepEqual(event[1].wasClean, false);
      });
    });
  });

  test("many at once, each its own", async () => {
    await withEcho(async (url) => {
      await withRuntime({}, async (_, peer) => {
        const guest = new Guest(peer);
        for (let n = 0; n < 20; n++) {
          guest.connect(String(n), url);
        }
        const echoes = new Map<string, string>();
        while (echoes.size < 20) {
          const [event, { socketId, data }] = await guest.next();
          if (event === "ws:client-opened") {
            guest.send(socketId, `from ${socketId}`);
          } else {
            echoes.set(socketId, data);
          }
        }
        assert.ok([...echoes].every(([socketId, data]) => data === `from ${socketId}`));
      });
    });
  });

  test("dispose closes them with 1000 and its reason, the end of the connection with another", async () => {
    for (const how of ["dispose", "close"]) {
      await withEcho(async (url, seen) => {
        await withRuntime({}, async (runtime, peer) => {
          const guest = new Guest(peer);
          guest.connect("1", url);
          await guest.next();
          if (how === "dispose") {
            const disposing = runtime.dispose();
            const { requestId } = await peer.receiveType(0x02);
            peer.send(0x80, { requestId, data: null });
            await disposing;
          } else {
            peer.close();
          }
          await until(() => seen.length > 0);
          assert.deepEqual(seen, [how === "dispose" ? "close 1000 Isolate disposed" : "close 1000 Connection closed"]);
          assert.ok(await peer.silent(10));
        });
      });
    }
  });
});
