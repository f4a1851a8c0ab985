/** A guest that is a web server, and what a client of the outside must find when a real server stands in front of it. */

import assert from "node:assert/strict";
import { WebSocket as WsSocket } from "ws";
import { delay, pattern, until } from "./bodies.ts";
import { checksum, GUEST_TOOLS } from "./guest-tools.ts";

const MEGABYTES_20 = 20_000_000;

/** Source of the guest. */
export const WEB_GUEST = `
${GUEST_TOOLS}
globalThis.cancelled = 0;
globalThis.aborted = 0;
serve({
  async fetch(request, server) {
    const url = new URL(request.url);
    request.signal.addEventListener("abort", () => globalThis.aborted++);
    switch (url.pathname) {
      case "/echo": return new Response(request.body, { headers: { "x-method": request.method } });
      case "/sum": return Response.json({ sum: await checksumOf(request.body) });
      case "/down": return new Response(stream((n) => n < 200 ? patternFrom(n * 100_000, 100_000) : null));
      case "/endless": return new Response(stream(() => new Uint8Array(65_536)));
      case "/ticks": return new Response(stream(async (n) => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return n < 6 ? new TextEncoder().encode("tick " + n + "\\n") : null;
      }));
      case "/broken": return new Response(stream((n) => { if (n === 2) throw new Error("broken"); return new Uint8Array(1000); }));
      case "/throw": throw new Error("secret");
      case "/hang": return new Promise(() => {});
      case "/state": return Response.json({ cancelled, aborted });
      case "/cookies": {
        const headers = new Headers();
        headers.append("set-cookie", "a=1"); headers.append("set-cookie", "b=2");
        return new Response(null, { status: 204, headers });
      }
      case "/ws":
        if (server.upgrade(request, { data: { name: url.searchParams.get("name") } })) return new Response(null, { status: 101 });
    }
    return new Response("hello " + url.pathname + url.search, { status: url.pathname === "/" ? 200 : 404 });
  },
  websocket: {
    open(ws) { ws.send("hello " + ws.data.name); },
    message(ws, message) {
      if (message === "leave") ws.close(4001, "left");
      else ws.send(typeof message === "string" ? ws.data.name + ": " + message : message);
    },
    close(ws, code, reason) { globalThis.closed = [...(globalThis.closed ?? []), ws.data.name + " " + code + " " + reason]; },
  },
});
function stream(piece) {
  let n = 0;
  return new ReadableStream({
    async pull(controller) {
      const next = await piece(n++);
      if (next === null) controller.close(); else controller.enqueue(next);
    },
    cancel() { globalThis.cancelled++; },
  });
}
`;

/** A socket of the package `ws`, with its messages in order. */
export class WsClient {
  readonly socket: WsSocket;
  readonly received: (string | Uint8Array)[] = [];
  closed: [number, string] | undefined;

  constructor(url: string) {
    this.socket = new WsSocket(url);
    this.socket.on("message", (data, binary) => this.received.push(binary ? new Uint8Array(data as Buffer) : String(data)));
    this.socket.on("close", (code, reason) => (this.closed = [code, String(reason)]));
    this.socket.on("error", () => {});
  }

  async waitFor(count: number): Promise<void> {
    await until(() => this.received.length >= count, `message ${count}`);
  }
}

/**
 * Plain requests, streams both ways, errors.
 *
 * @param breaksOff whether the server shows its clients, and nobody else, that a body has failed midway
 */
export async function checkHttp(origin: string, breaksOff = true): Promise<void> {
  const hello = await fetch(`${origin}/?q=1`);
  assert.equal(hello.status, 200);
  assert.equal(await hello.text(), "hello /?q=1");
  assert.equal((await fetch(`${origin}/nowhere`)).status, 404);
  assert.equal((await fetch(`${origin}/`, { method: "HEAD" })).status, 200);
  const cookies = await fetch(`${origin}/cookies`);
  assert.equal(cookies.status, 204);
  assert.deepEqual(cookies.headers.getSetCookie(), ["a=1", "b=2"]);

  const body = pattern(MEGABYTES_20);
  const sum = await fetch(`${origin}/sum`, { method: "POST", body });
  assert.deepEqual(await sum.json(), { sum: checksum(body) });
  const down = await fetch(`${origin}/down`);
  assert.equal(Buffer.compare(new Uint8Array(await down.arrayBuffer()), body), 0);

  const ticks = (await fetch(`${origin}/ticks`)).body!.getReader();
  const firstTicks = new TextDecoder().decode((await ticks.read()).value);
  assert.match(firstTicks, /^tick 0\n/);
  assert.doesNotMatch(firstTicks, /tick 5/);
  for (let rest = await ticks.read(); !rest.done; rest = await ticks.read());

  const failed = await fetch(`${origin}/throw`);
  assert.equal(failed.status, 500);
  assert.doesNotMatch(await failed.text(), /secret/);
  if (breaksOff) {
    await assert.rejects(async () => {
      await (await fetch(`${origin}/broken`)).arrayBuffer();
    });
  }

  const texts = await Promise.all(
    Array.from({ length: 100 }, async (_, n) => {
      const response = await fetch(`${origin}/echo`, { method: "POST", body: `body ${n}` });
      return response.text();
    }),
  );
  assert.ok(texts.every((text, n) => text === `body ${n}`));
}

/** A client that leaves: while the guest streams, and while it has not answered yet. */
export async function checkLeaving(origin: string): Promise<void> {
  const state = async (): Promise<{ cancelled: number; aborted: number }> =>
    (await fetch(`${origin}/state`)).json() as Promise<{ cancelled: number; aborted: number }>;
  const before = await state();
  const leaving = new AbortController();
  const endless = (await fetch(`${origin}/endless`, { signal: leaving.signal })).body!.getReader();
  await endless.read();
  leaving.abort();
  await assert.rejects(async () => {
    while (!(await endless.read()).done);
  });
  const impatient = new AbortController();
  const hanging = fetch(`${origin}/hang`, { signal: impatient.signal });
  await delay(50);
  impatient.abort();
  await assert.rejects(hanging);
  let now = before;
  for (let n = 0; n < 200 && (now.cancelled === before.cancelled || now.aborted === before.aborted); n++) {
    await delay(10);
    now = await state();
  }
  assert.ok(now.cancelled > before.cancelled, "the guest's stream was cancelled");
  assert.ok(now.aborted > before.aborted, "the guest's request was aborted");
}

/** Sockets: text, bytes, closes from either end, many at once. */
export async function checkSockets(origin: string): Promise<void> {
  const url = `${origin.replace("http", "ws")}/ws`;
  const ada = new WsClient(`${url}?name=ada`);
  await ada.waitFor(1);
  ada.socket.send("hi ü\r\n");
  ada.socket.send(Uint8Array.of(0, 255, 13));
  await ada.waitFor(3);
  assert.deepEqual(ada.received, ["hello ada", "ada: hi ü\r\n", Uint8Array.of(0, 255, 13)]);
  ada.socket.send("leave");
  await until(() => ada.closed !== undefined);
  assert.deepEqual(ada.closed, [4001, "left"]);

  const many = Array.from({ length: 25 }, (_, n) => new WsClient(`${url}?name=n${n}`));
  await Promise.all(many.map((client) => client.waitFor(1)));
  for (const [n, client] of many.entries()) {
    for (let message = 0; message < 20; message++) {
      client.socket.send(`${n}.${message}`);
    }
  }
  await Promise.all(many.map((client) => client.waitFor(21)));
  for (const [n, client] of many.entries()) {
    assert.deepEqual(client.received, [`hello n${n}`, ...Array.from({ length: 20 }, (_, message) => `n${n}: ${n}.${message}`)]);
    client.socket.close(4002, `bye ${n}`);
  }
  await until(() => many.every(({ closed }) => closed !== undefined));
}
