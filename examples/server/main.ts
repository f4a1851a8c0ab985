/**
 * A web server whose handler runs in an isolate, behind Node's http: one program for Node, Bun and Deno.
 *
 * ISOLATE_DAEMON_SOCKET says where the daemon listens: the path of its unix socket, or `host:port`. PORT says where this
 * program listens. Try it:
 *
 *   curl localhost:3000/                          a page, from the guest
 *   curl -T README.md localhost:3000/upper        a body that streams through the guest
 *   curl -N localhost:3000/clock                  events while the guest goes on
 *   npx wscat -c ws://localhost:3000/chat         a socket; open two
 */

import { createServer } from "node:http";
import process from "node:process";
import { connect, simpleConsoleHandler, type ConnectOptions } from "isolate-daemon-client";
import { serveRuntime } from "isolate-daemon-client/node";
import { WebSocketServer } from "ws";

const guest = `
  const room = new Set<{ send(text: string): void; data: { name: string } }>();
  let guests = 0;

  serve({
    async fetch(request: Request, server) {
      const { pathname } = new URL(request.url);
      switch (pathname) {
        case "/":
          return new Response("<h1>Hello from an isolate</h1>", { headers: { "content-type": "text/html" } });
        case "/upper":
          return new Response(request.body?.pipeThrough(new TextDecoderStream()).pipeThrough(upper()).pipeThrough(new TextEncoderStream()));
        case "/clock":
          return new Response(clock(), { headers: { "content-type": "text/event-stream" } });
        case "/chat":
          server.upgrade(request, { data: { name: "guest " + ++guests } });
          return new Response(null, { status: 101 });
        case "/elsewhere":
          return fetch("https://example.com/");
        default:
          return new Response("Nothing here\\n", { status: 404 });
      }
    },
    websocket: {
      open(ws) { room.add(ws); tell(ws.data.name + " has come"); },
      message(ws, message) { tell(ws.data.name + ": " + message); },
      close(ws) { room.delete(ws); tell(ws.data.name + " has left"); },
    },
  });

  const tell = (text: string) => { console.log(text); for (const ws of room) ws.send(text); };
  const upper = () => new TransformStream({ transform: (text, out) => out.enqueue(text.toUpperCase()) });

  /** Ends when nobody listens any more. */
  function clock(): ReadableStream {
    let timer: number;
    return new ReadableStream({
      start(controller) {
        const tick = () => controller.enqueue(new TextEncoder().encode("data: " + new Date().toISOString() + "\\n\\n"));
        timer = setInterval(tick, 1000);
        tick();
      },
      cancel() { clearInterval(timer); console.log("a clock has stopped"); },
    });
  }
`;

const connection = await connect(address(process.env["ISOLATE_DAEMON_SOCKET"] ?? "/tmp/isolate-daemon.sock"));
const runtime = await connection.createRuntime({
  memoryLimitMB: 64,
  console: simpleConsoleHandler(console),
  // The guest reaches what this function lets it reach.
  fetch: (url, init) => (new URL(url).hostname === "example.com" ? fetch(url, init) : new Response(null, { status: 403 })),
  webSocket: () => null,
});
await runtime.eval(guest, "/server.ts");

const server = createServer();
serveRuntime(server, runtime, { webSockets: new WebSocketServer({ noServer: true }) });
const port = Number(process.env["PORT"] ?? 3000);
server.listen(port, () => console.log(`The guest serves http://localhost:${port}/ until you press Ctrl-C`));

process.on("SIGINT", async () => {
  await runtime.dispose();
  await connection.close();
  process.exit();
});

function address(text: string): ConnectOptions {
  const tcp = /^([^/]+):(\d+)$/.exec(text);
  return tcp ? { host: tcp[1] as string, port: Number(tcp[2]) } : { socket: text };
}
