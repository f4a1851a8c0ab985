/** A server that keeps its runtime alive: client.md, section 10. */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { WebSocketServer } from "ws";
import { IsolateServer, type DaemonConnection, type ModuleLoaderCallback, type WebSocketCommand } from "../../src/index.ts";
import { serveRuntime } from "../../src/node/index.ts";
import { until } from "../support/bodies.ts";
import { onBothTransports, type TestDaemon } from "../support/daemon.ts";
import { WsClient } from "../support/web-guest.ts";

async function withServer(
  daemon: TestDaemon,
  body: (server: IsolateServer, connections: () => Promise<DaemonConnection>) => Promise<void>,
): Promise<void> {
  let connection: DaemonConnection | undefined;
  const getConnection = async (): Promise<DaemonConnection> =>
    connection?.isConnected() ? connection : (connection = await daemon.connect());
  try {
    await body(new IsolateServer({ namespaceId: `server ${Math.random()}`, getConnection }), getConnection);
  } finally {
    await (await getConnection()).close();
  }
}

/** Modules of a server that says which version of it has loaded, and how often it was asked. */
function loader(source: () => string): { moduleLoader: ModuleLoaderCallback; loads: string[] } {
  const loads: string[] = [];
  return {
    loads,
    moduleLoader: (specifier) => {
      loads.push(specifier);
      return { code: source(), filename: "app.ts", resolveDir: "/" };
    },
  };
}

const counting = (version: number): string =>
  `let n = 0; serve({ fetch: () => new Response("v${version} " + ++n), websocket: { open(ws) { ws.send("hi"); } } });`;

onBothTransports("IsolateServer", (daemon) => {
  const ask = async (server: IsolateServer): Promise<string> =>
    (await server.fetch.dispatchRequest(new Request("http://h/"))).text();

  test("start, close, revival from the pool, reload", async () => {
    await withServer(daemon, async (server) => {
      await assert.rejects(ask(server), { message: "Server not configured. Call start() first." });
      await assert.rejects(server.reload(), { message: "Server not configured. Call start() first." });
      assert.equal(server.getRuntime(), null);
      await server.close();

      let version = 1;
      const { moduleLoader, loads } = loader(() => counting(version));
      const options = { runtimeOptions: { moduleLoader }, entry: "./app.ts" };
      await server.start(options);
      const first = server.getRuntime()?.id;
      assert.equal(await server.fetch.hasServeHandler(), true);
      assert.equal(await ask(server), "v1 1");
      await server.start(options);
      assert.equal(await ask(server), "v1 2");
      assert.deepEqual(loads, ["./app.ts"]);

      await server.close();
      await server.close();
      assert.equal(server.getRuntime(), null);
      const answers = await Promise.all([ask(server), ask(server), ask(server)]);
      assert.equal(new Set(answers).size, 3);
      // The same one if the daemon has kept it.
      assert.equal(server.getRuntime()?.id === first, server.getRuntime()?.reused);

      version = 2;
      await server.reload();
      assert.notEqual(server.getRuntime()?.id, first);
      assert.equal(await ask(server), "v2 1");
      await server.close();
    });
  });

  test("an entry that fails is reported, and tried again", async () => {
    await withServer(daemon, async (server) => {
      let source = "throw new RangeError('not today')";
      const { moduleLoader } = loader(() => source);
      const starting = server.start({ runtimeOptions: { moduleLoader }, entry: "./app.ts" });
      await assert.rejects(starting, { message: /not today/ });
      await assert.rejects(ask(server), { message: /not today/ });
      source = counting(3);
      assert.equal(await ask(server), "v3 1");
      await server.close();
    });
  });

  test("lives on when its connection ends, or its runtime is destroyed", async () => {
    await withServer(daemon, async (server, connections) => {
      const { moduleLoader } = loader(() => counting(4));
      await server.start({ runtimeOptions: { moduleLoader }, entry: "./app.ts" });
      assert.equal(await ask(server), "v4 1");
      await (await connections()).close();
      assert.match(await ask(server), /^v4 /);
      await server.getRuntime()?.dispose({ hard: true });
      assert.equal(await ask(server), "v4 1");
      await server.close();
    });
  });

  test("commands of sockets reach the listeners whatever runtime serves", async () => {
    await withServer(daemon, async (server) => {
      const { moduleLoader } = loader(
        () => `serve({ fetch(request, server) { server.upgrade(request); return new Response(null, { status: 101 }); },
          websocket: { open(ws) { ws.send("hi"); } } });`,
      );
      const commands: WebSocketCommand[] = [];
      const started: WebSocketCommand[] = [];
      server.fetch.onWebSocketCommand((command) => commands.push(command));
      const onWebSocketCommand = (command: WebSocketCommand): void => void started.push(command);
      await server.start({ runtimeOptions: { moduleLoader }, entry: "./app.ts", onWebSocketCommand });
      for (let n = 1; n <= 2; n++) {
        const response = await server.fetch.dispatchRequest(new Request("http://h/"));
        const upgrade = await server.fetch.getUpgradeRequest(response);
        assert.ok(upgrade);
        await server.fetch.dispatchWebSocketOpen(upgrade.connectionId);
        assert.equal(commands.length, n);
        assert.equal(started.length, n);
        await server.reload();
      }
      await server.close();
    });
  });

  test("behind Node's http: sockets end with the runtime that has accepted them", async () => {
    await withServer(daemon, async (server) => {
      const { moduleLoader } = loader(
        () => `serve({ fetch(request, server) { server.upgrade(request); return new Response(null, { status: 101 }); },
          websocket: { message(ws, message) { ws.send("echo " + message); } } });`,
      );
      await server.start({ runtimeOptions: { moduleLoader }, entry: "./app.ts" });
      const http = createServer();
      serveRuntime(http, server, { webSockets: new WebSocketServer({ noServer: true }) });
      await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
      const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
      for (let round = 0; round < 2; round++) {
        const client = new WsClient(url);
        await new Promise((resolve) => client.socket.on("open", resolve));
        client.socket.send("x");
        await client.waitFor(1);
        assert.deepEqual(client.received, ["echo x"]);
        await server.reload();
        await until(() => client.closed !== undefined);
        assert.deepEqual(client.closed, [1001, "Runtime is gone"]);
      }
      await server.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    });
  });
});
