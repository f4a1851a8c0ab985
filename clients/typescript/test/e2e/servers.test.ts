/** Real servers in front of a guest: Node's http, Hono on it, Bun.serve and Deno.serve, with real clients. */

import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { serve as honoServe } from "@hono/node-server";
import { Hono } from "hono";
import { WebSocketServer } from "ws";
import { acceptWebSocket, bridgeWebSocket, type AcceptedSocket, type RemoteRuntime } from "../../src/index.ts";
import { createUpgradeListener, serveRuntime } from "../../src/node/index.ts";
import { until } from "../support/bodies.ts";
import { onBothTransports, type TestDaemon } from "../support/daemon.ts";
import { checkHttp, checkLeaving, checkSockets, WEB_GUEST } from "../support/web-guest.ts";

/** Runs the guest, and looks at last whether it saw its sockets close. */
async function withGuest(daemon: TestDaemon, body: (runtime: RemoteRuntime) => Promise<void>): Promise<void> {
  await daemon.withRuntime({}, async (runtime) => {
    await runtime.eval(WEB_GUEST, "/server.ts");
    await body(runtime);
    const closed: string[] = [];
    runtime.on("closed", (text) => closed.push(String(text)));
    await runtime.eval("for (const text of closed) __emit('closed', JSON.stringify(text))");
    await until(() => closed.length === 26, "26 closes");
    assert.ok(closed.includes("ada 4001 left"));
    assert.ok(closed.includes("n7 4002 bye 7"));
    assert.equal(await runtime.fetch.hasActiveConnections(), false);
  });
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closing(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function checkAll(origin: string, close: () => Promise<unknown>, breaksOff = true): Promise<void> {
  try {
    await checkHttp(origin, breaksOff);
    await checkLeaving(origin);
    await checkSockets(origin);
  } finally {
    await close();
  }
}

const { Bun, Deno } = globalThis as { Bun?: BunLike; Deno?: DenoLike };
const isNode = Bun === undefined && Deno === undefined;

onBothTransports("servers", (daemon) => {
  test("Node's http", async () => {
    await withGuest(daemon, async (runtime) => {
      const server = createServer();
      serveRuntime(server, runtime, { webSockets: new WebSocketServer({ noServer: true }) });
      await checkAll(await listening(server), () => closing(server));
    });
  });

  test("Hono on Node's http", async () => {
    await withGuest(daemon, async (runtime) => {
      const app = new Hono();
      app.onError((_, context) => context.text("Internal Server Error", 500));
      app.all("*", (context) => runtime.fetch.dispatchRequest(context.req.raw));
      const server = await new Promise<Server>((resolve) => {
        // Its own Request and Response, where they replace the global ones, are what our client makes and takes. The
        // servers of Bun and Deno, which are tested in the same process, take only theirs.
        const options = { fetch: app.fetch, port: 0, hostname: "127.0.0.1", overrideGlobalObjects: isNode };
        const made = honoServe(options, () => resolve(made as Server));
      });
      server.on("upgrade", createUpgradeListener(runtime, new WebSocketServer({ noServer: true })));
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      try {
        await checkHttp(origin, false);
        await checkSockets(origin);
      } finally {
        await closing(server);
      }
    });
  });

  test("Bun.serve", { skip: Bun === undefined }, async () => {
    await withGuest(daemon, async (runtime) => {
      const server = (Bun as BunLike).serve<{ connectionId: string; guest?: AcceptedSocket }>({
        port: 0,
        hostname: "127.0.0.1",
        idleTimeout: 0,
        error: () => new Response("Internal Server Error", { status: 500 }),
        async fetch(request, server) {
          const response = await runtime.fetch.dispatchRequest(request);
          const upgrade = await runtime.fetch.getUpgradeRequest(response);
          if (upgrade !== null && server.upgrade(request, { data: { connectionId: upgrade.connectionId } })) {
            return undefined;
          }
          return response;
        },
        websocket: {
          open: (ws) => void (ws.data.guest = acceptWebSocket(runtime, ws.data.connectionId, ws)),
          message: (ws, message) => ws.data.guest?.message(message),
          close: (ws, code, reason) => ws.data.guest?.close(code, reason),
        },
      });
      // It also prints what a body fails with.
      await checkAll(`http://127.0.0.1:${server.port}`, () => server.stop(true), false);
    });
  });

  test("Deno.serve", { skip: Deno === undefined }, async () => {
    await withGuest(daemon, async (runtime) => {
      const deno = Deno as DenoLike;
      const stop = new AbortController();
      const options = {
        port: 0,
        hostname: "127.0.0.1",
        signal: stop.signal,
        onListen: () => {},
        onError: () => new Response(null, { status: 500 }),
      };
      const server = deno.serve(options, async (request) => {
        const response = await runtime.fetch.dispatchRequest(request);
        const upgrade = await runtime.fetch.getUpgradeRequest(response);
        if (upgrade === null) {
          return response;
        }
        const upgraded = deno.upgradeWebSocket(request);
        upgraded.socket.addEventListener("open", () => bridgeWebSocket(runtime, upgrade.connectionId, upgraded.socket));
        return upgraded.response;
      });
      await checkAll(`http://127.0.0.1:${server.addr.port}`, async () => stop.abort());
    });
  });
});

// What is used of the two runtimes; their types are not installed.

interface BunSocket<Data> {
  data: Data;
  send(data: string | ArrayBuffer): number;
  close(code?: number, reason?: string): void;
}

interface BunLike {
  serve<Data>(options: {
    port: number;
    hostname: string;
    idleTimeout: number;
    error(error: unknown): Response;
    fetch(
      request: Request,
      server: { upgrade(request: Request, options: { data: Data }): boolean },
    ): Promise<Response | undefined>;
    websocket: {
      open(ws: BunSocket<Data>): void;
      message(ws: BunSocket<Data>, message: string | Uint8Array): void;
      close(ws: BunSocket<Data>, code: number, reason: string): void;
    };
  }): { port: number; stop(closeConnections: boolean): Promise<void> };
}

interface DenoLike {
  serve(
    options: {
      port: number;
      hostname: string;
      signal: AbortSignal;
      onListen(): void;
      onError(error: unknown): Response;
    },
    handler: (request: Request) => Promise<Response>,
  ): { addr: { port: number } };
  upgradeWebSocket(request: Request): { socket: WebSocket; response: Response };
}
