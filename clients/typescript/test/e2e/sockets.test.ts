/** The guest's `WebSocket` against a real server: runtime.md, section 8; client.md, section 3.3. */

import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { WebSocket as WsSocket, WebSocketServer } from "ws";
import type { RuntimeOptions } from "../../src/index.ts";
import { until } from "../support/bodies.ts";
import { onBothTransports, type TestDaemon } from "../support/daemon.ts";

// Node before 22 has none of its own.
globalThis.WebSocket ??= WsSocket as never;

/** A server that echoes, answers "bye" by closing, and picks the subprotocol `p2`. */
async function withEcho(body: (url: string, closes: string[], server: WebSocketServer) => Promise<void>): Promise<void> {
  const server = new WebSocketServer({
    port: 0,
    host: "127.0.0.1",
    handleProtocols: (protocols) => (protocols.has("p2") ? "p2" : false),
  });
  await new Promise((resolve) => server.on("listening", resolve));
  const closes: string[] = [];
  server.on("connection", (socket) => {
    socket.on("message", (data, binary) => (String(data) === "bye" ? socket.close(4321, "farewell") : socket.send(data, { binary })));
    socket.on("close", (code, reason) => closes.push(`${code} ${String(reason)}`));
  });
  try {
    await body(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`, closes, server);
  } finally {
    server.clients.forEach((client) => client.terminate());
    await new Promise((resolve) => server.close(resolve));
  }
}

async function run(daemon: TestDaemon, options: RuntimeOptions, code: string): Promise<unknown[]> {
  const reported: unknown[] = [];
  const customFunctions = { report: { fn: (value: unknown) => void reported.push(value), type: "sync" as const } };
  await daemon.withRuntime({ ...options, customFunctions }, (runtime) => runtime.eval(code));
  return reported;
}

onBothTransports("WebSocket of the guest", (daemon) => {
  for (const [name, options] of [
    ["dialled by the client", {}],
    ["made by the callback", { webSocket: async (url: string, protocols: string[]) => new WsSocket(url, protocols) }],
  ] as [string, RuntimeOptions][]) {
    test(`${name}: text, bytes, protocol, closes from either end`, async () => {
      await withEcho(async (url, closes) => {
        const reported = await run(
          daemon,
          options,
          `
            const socket = new WebSocket("${url}#fragment", ["p1", "p2"]);
            socket.binaryType = "arraybuffer";
            const message = () => new Promise((resolve) => socket.onmessage = ({ data }) => resolve(data));
            await new Promise((resolve) => socket.onopen = resolve);
            report([socket.url, socket.protocol, socket.readyState]);
            for (const data of ["text ü", "", "__BINARY__ not base64"]) { socket.send(data); report(await message()); }
            socket.send(new Uint8Array([0, 13, 255])); report(new Uint8Array(await message()));
            // Behind bytes, every text is text.
            socket.send("__BINARY__AQL6"); report(await message());
            socket.send("bye");
            const { code, reason, wasClean } = await new Promise((resolve) => socket.onclose = resolve);
            report([code, reason, wasClean, socket.readyState]);
            const second = new WebSocket("${url}");
            second.onopen = () => second.close(3333, "mine");
            await new Promise((resolve) => second.onclose = (event) => (report([event.code, event.reason, event.wasClean]), resolve()));
          `,
        );
        assert.deepEqual(reported, [
          [url, "p2", 1],
          "text ü",
          "",
          "__BINARY__ not base64",
          Uint8Array.of(0, 13, 255),
          "__BINARY__AQL6",
          [4321, "farewell", true, 3],
          [3333, "mine", true],
        ]);
        await until(() => closes.length === 2);
        assert.equal(closes[1], "3333 mine");
      });
    });
  }

  test("failures are an error and a close with 1006", async () => {
    const options: RuntimeOptions = {
      webSocket: (url) => {
        if (url.endsWith("/throw")) {
          throw new Error("policy");
        }
        return url.endsWith("/blocked") ? null : new WsSocket(url);
      },
    };
    const reported = await run(
      daemon,
      options,
      `
        for (const path of ["blocked", "throw", "closed-port"]) {
          const socket = new WebSocket("ws://127.0.0.1:1/" + path);
          const events = [];
          socket.onopen = () => events.push("open");
          socket.onerror = () => events.push("error");
          await new Promise((resolve) => socket.onclose = ({ code, reason, wasClean }) => (events.push(code, reason, wasClean), resolve()));
          report(events);
        }
      `,
    );
    assert.deepEqual(reported, [
      ["error", 1006, "Connection blocked", false],
      ["error", 1006, "Callback error", false],
      ["error", 1006, "Connection failed", false],
    ]);
  });

  test("many at once, and a closed one before it opens", async () => {
    await withEcho(async (url, _, server) => {
      const reported = await run(
        daemon,
        {},
        `
          const early = new WebSocket("${url}");
          early.close();
          const texts = await Promise.all(Array.from({ length: 20 }, (_, n) => new Promise((resolve, reject) => {
            const socket = new WebSocket("${url}");
            socket.onopen = () => socket.send("from " + n);
            socket.onmessage = ({ data }) => resolve(data);
            socket.onerror = reject;
          })));
          report(texts.every((text, n) => text === "from " + n));
          if (early.readyState !== 3) await new Promise((resolve) => early.onclose = resolve);
          report(early.readyState);
        `,
      );
      assert.deepEqual(reported, [true, 3]);
      await until(() => server.clients.size === 0);
    });
  });

  test("dispose closes them with its reason", async () => {
    await withEcho(async (url, closes) => {
      await run(daemon, {}, `const socket = new WebSocket("${url}"); await new Promise((resolve) => socket.onopen = resolve);`);
      await until(() => closes.length === 1);
      assert.deepEqual(closes, ["1000 Isolate disposed"]);
    });
  });
});
