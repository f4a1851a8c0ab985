/** The guest as a web client: runtime.md, section 6; client.md, section 3.2. */

import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import type { FetchCallback, FetchRequestInit } from "../../src/index.ts";
import { delay, pattern, Producer, until } from "../support/bodies.ts";
import { onBothTransports, type TestDaemon } from "../support/daemon.ts";
import { checksum, GUEST_TOOLS } from "../support/guest-tools.ts";

/** Runs guest code with this callback and returns what it hands to `report`. */
async function run(daemon: TestDaemon, fetch: FetchCallback, code: string): Promise<unknown[]> {
  const reported: unknown[] = [];
  const customFunctions = { report: { fn: (value: unknown) => void reported.push(value), type: "sync" as const } };
  await daemon.withRuntime({ fetch, customFunctions }, (runtime) => runtime.eval(`${GUEST_TOOLS}\n${code}`));
  return reported;
}

async function withHttp(
  handler: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
  body: (origin: string) => Promise<void>,
): Promise<void> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await body(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

onBothTransports("fetch", (daemon) => {
  test("the callback gets what the guest has written, the guest what the callback returns", async () => {
    const calls: [string, FetchRequestInit][] = [];
    const reported = await run(
      daemon,
      (url, init) => {
        calls.push([url, init]);
        const headers: [string, string][] = [["x-out", "2"], ["set-cookie", "a=1"], ["set-cookie", "b=2"]];
        return new Response("answer", { status: 201, statusText: "Made", headers });
      },
      `
        const response = await fetch("http://Host/%7Ea?q=1", { method: "POST", body: "hello", headers: { "X-In": "1" } });
        report([response.status, response.statusText, response.headers.get("x-out"), response.headers.getSetCookie(),
          await response.text(), response.redirected]);
      `,
    );
    assert.deepEqual(reported, [[201, "Made", "2", ["a=1", "b=2"], "answer", false]]);
    const [[url, init]] = calls as [[string, FetchRequestInit]];
    assert.equal(url, "http://Host/%7Ea?q=1");
    assert.equal(init.method, "POST");
    assert.equal(new Map(init.headers).get("x-in"), "1");
    assert.deepEqual(init.rawBody, new TextEncoder().encode("hello"));
  });

  test("a native fetch takes it: redirects, 204, HEAD, json, bytes", async () => {
    await withHttp(
      (incoming, outgoing) => {
        if (incoming.url === "/from") {
          outgoing.writeHead(302, { location: "/to" }).end();
        } else if (incoming.url === "/empty") {
          outgoing.writeHead(204).end();
        } else {
          outgoing.setHeader("content-type", "application/json");
          incoming.setEncoding("utf8");
          let body = "";
          incoming.on("data", (chunk) => (body += chunk));
          incoming.on("end", () => outgoing.end(JSON.stringify({ method: incoming.method, url: incoming.url, body })));
        }
      },
      async (origin) => {
        const reported = await run(
          daemon,
          (url, init) => globalThis.fetch(url, init),
          `
            const from = await fetch("${origin}/from");
            report([from.url, from.redirected, await from.json()]);
            const empty = await fetch("${origin}/empty");
            report([empty.status, empty.body]);
            const head = await fetch("${origin}/x", { method: "HEAD" });
            report([head.status, await head.text()]);
            report(await (await fetch("${origin}/p", { method: "POST", body: new URLSearchParams({ a: "ä" }) })).json());
          `,
        );
        assert.deepEqual(reported, [
          [`${origin}/to`, true, { method: "GET", url: "/to", body: "" }],
          [204, null],
          [200, ""],
          { method: "POST", url: "/p", body: "a=%C3%A4" },
        ]);
      },
    );
  });

  test("20 MB each way through a native fetch, streamed and intact", async () => {
    await withHttp(
      (incoming, outgoing) => void incoming.pipe(outgoing),
      async (origin) => {
        const reported = await run(
          daemon,
          (url, init) => {
            assert.equal(init.rawBody, null);
            return globalThis.fetch(url, init);
          },
          `
            let sent = 0;
            const body = new ReadableStream({ pull(controller) {
              if (sent >= 20_000_000) return controller.close();
              const chunk = patternFrom(sent, Math.min(100_000, 20_000_000 - sent));
              sent += chunk.length;
              controller.enqueue(chunk);
            } });
            const response = await fetch("${origin}", { method: "POST", body, duplex: "half" });
            report(await checksumOf(response.body));
          `,
        );
        assert.deepEqual(reported, [checksum(pattern(20_000_000))]);
      },
    );
  });

  test("bodies flow both ways at once", async () => {
    const reported = await run(
      daemon,
      (_, init) => new Response(init.body),
      `
        let next;
        const body = new ReadableStream({ start(controller) { next = (text) => text ? controller.enqueue(new TextEncoder().encode(text)) : controller.close(); } });
        const response = await fetch("http://h/", { method: "POST", body, duplex: "half" });
        const reader = response.body.getReader();
        for (const piece of ["one", "two", "three"]) {
          next(piece);
          report(new TextDecoder().decode((await reader.read()).value));
        }
        next();
        report((await reader.read()).done);
      `,
    );
    assert.deepEqual(reported, ["one", "two", "three", true]);
  });

  test("a guest that reads slowly stops the producer; one that cancels, cancels it", async () => {
    const producer = new Producer(() => pattern(65_536));
    const reported = await run(
      daemon,
      () => new Response(producer.stream),
      `
        const reader = (await fetch("http://h/")).body.getReader();
        await reader.read();
        await new Promise((resolve) => setTimeout(resolve, 200));
        report("slept");
        await reader.cancel("enough");
      `,
    );
    assert.deepEqual(reported, ["slept"]);
    assert.ok(producer.pulls < 60, `${producer.pulls} pieces of 64 KiB`);
    await producer.whenCancelled();
  });

  test("failures: the callback's, and a body's midway in either direction", async () => {
    const reported = await run(
      daemon,
      async (url, init) => {
        if (url.endsWith("/throw")) {
          throw new RangeError("nope");
        }
        if (url.endsWith("/midway")) {
          return new Response(new Producer(async (n) => (await delay(5), n < 1 ? "x" : Promise.reject(new Error("terminated")))).stream);
        }
        return new Response(await new Response(init.body).text().then(() => "fine", (error: Error) => `failed: ${error.message}`));
      },
      `
        await fetch("http://h/throw").catch((error) => report([error.name, error.message]));
        const response = await fetch("http://h/midway");
        await response.text().catch((error) => report(error.message));
        let n = 0;
        const body = new ReadableStream({ async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          if (n++ < 1) controller.enqueue(new Uint8Array(3)); else controller.error(new Error("guest failed"));
        } });
        await fetch("http://h/up", { method: "POST", body, duplex: "half" })
          .then((r) => r.text()).then(report, (error) => report("rejected: " + error.message));
      `,
    );
    assert.deepEqual(reported[0], ["RangeError", "nope"]);
    assert.equal(reported[1], "terminated");
    assert.match(String(reported[2]), /guest failed/);
  });

  test("an abort in the guest fires the signal, and many fetches overlap", async () => {
    const signals: AbortSignal[] = [];
    let running = 0;
    let most = 0;
    const reported = await run(
      daemon,
      async (url, { signal }) => {
        if (url.endsWith("/abort")) {
          signals.push(signal);
          await new Promise((resolve) => signal.addEventListener("abort", resolve));
          throw signal.reason;
        }
        most = Math.max(most, ++running);
        await delay(30);
        running--;
        return new Response(new URL(url).pathname);
      },
      `
        const controller = new AbortController();
        const aborted = fetch("http://h/abort", { signal: controller.signal });
        setTimeout(() => controller.abort(), 20);
        await aborted.catch((error) => report([error.name, error.message, error instanceof DOMException]));
        const texts = await Promise.all(Array.from({ length: 50 }, async (_, n) => (await fetch("http://h/" + n)).text()));
        report(texts.every((text, n) => text === "/" + n));
      `,
    );
    assert.deepEqual(reported, [["AbortError", "The operation was aborted.", true], true]);
    await until(() => signals[0]?.aborted === true);
    assert.equal(most, 50);
  });

  test("dispose and the end of the connection cancel what streams", async () => {
    for (const how of ["dispose", "close"] as const) {
      const producer = new Producer(() => pattern(65_536));
      const signals: AbortSignal[] = [];
      const connection = await daemon.connect();
      const runtime = await connection.createRuntime({
        fetch: (url, { signal }) => {
          signals.push(signal);
          return url.endsWith("/stream") ? new Response(producer.stream) : new Promise<Response>(() => {});
        },
      });
      await runtime.eval(`
        globalThis.response = await fetch("http://h/stream");
        fetch("http://h/wait").catch(() => {});
      `);
      await until(() => producer.pulls > 3 && signals.length === 2);
      await (how === "dispose" ? runtime.dispose() : connection.close());
      await producer.whenCancelled();
      await until(() => signals.every(({ aborted }) => aborted));
      await connection.close();
    }
  });
});
