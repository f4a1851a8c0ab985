/** The fetch callback: client.md, section 3.2; protocol.md, sections 3.6, 4.8 and 5.6. */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, test } from "node:test";
import type { FetchCallback, FetchRequestInit, RemoteRuntime } from "../src/index.ts";
import { delay, pattern, Producer, until } from "./support/bodies.ts";
import { withFakeDaemon, type Peer } from "./support/fake-daemon.ts";

const MIB = 1_048_576;

interface Harness {
  peer: Peer;
  runtime: RemoteRuntime;
  registration: { callbackId: number; name: string; type: string; requestStreams: boolean; responseCredit: boolean };
  /** Sends CALLBACK_INVOKE. */
  fetch(requestId: number, request?: object): void;
}

function withFetch(fetch: FetchCallback, body: (harness: Harness) => Promise<void>): Promise<void> {
  return withFakeDaemon(async (connection, peer) => {
    const creating = connection.createRuntime({ fetch });
    const registration = (await peer.create()).callbacks.fetch;
    const runtime = await creating;
    await body({
      peer,
      runtime,
      registration,
      fetch: (requestId, request = {}) =>
        peer.send(0x90, {
          requestId,
          callbackId: registration.callbackId,
          args: [{ url: "http://h/", method: "GET", headers: [], body: null, signalAborted: false, ...request }],
        }),
    });
  });
}

test("the registration says that streams go both ways with credit", async () => {
  await withFetch(
    () => new Response(),
    async ({ registration: { callbackId, ...rest } }) => {
      assert.ok(callbackId > 0 && callbackId < 1_000_000);
      assert.deepEqual(rest, { name: "fetch", type: "async", requestStreams: true, responseCredit: true });
    },
  );
});

test("url and init are what the guest has given", async () => {
  const calls: [string, FetchRequestInit][] = [];
  await withFetch(
    (url, init) => {
      calls.push([url, init]);
      return new Response(null, { status: 204 });
    },
    async ({ peer, fetch }) => {
      fetch(1, { url: "HTTP://h/%7Ea b", headers: [["x-q", "1"], ["x-q", "2"]] });
      await peer.receive();
      fetch(2, { url: "http://h/", method: "POST", body: new TextEncoder().encode("hello") });
      await peer.receive();
      const [[url, init], [, second]] = calls as [[string, FetchRequestInit], [string, FetchRequestInit]];
      assert.equal(url, "HTTP://h/%7Ea b");
      assert.equal(init.method, "GET");
      assert.deepEqual(init.headers, [["x-q", "1"], ["x-q", "2"]]);
      assert.equal(init.rawBody, null);
      assert.equal(init.body, null);
      assert.ok(init.signal instanceof AbortSignal && !init.signal.aborted);
      assert.deepEqual(second.rawBody, new TextEncoder().encode("hello"));
      assert.equal(await new Request("http://h/", second as RequestInit).text(), "hello");
    },
  );
});

describe("answers", () => {
  const text = (value: string) => new TextEncoder().encode(value);

  test("small ones in memory are whole, with url and redirected", async () => {
    const headers: [string, string][] = [["set-cookie", "a=1"], ["set-cookie", "b=2"]];
    await withFetch(
      async () => new Response("abc", { status: 201, statusText: "Made", headers }),
      async ({ peer, fetch }) => {
        fetch(1);
        const { type, fields } = await peer.receive();
        assert.equal(type, 0x91);
        const { headers: sent, body, ...rest } = fields.result;
        assert.deepEqual(rest, { status: 201, statusText: "Made", url: "", redirected: false });
        assert.deepEqual(sent.filter(([name]: string[]) => name === "set-cookie"), headers);
        assert.deepEqual(new Uint8Array(body), text("abc"));
      },
    );
  });

  test("64 KiB are whole, a byte more is a stream", async () => {
    await withFetch(
      (url) => new Response(pattern(Number(new URL(url).pathname.slice(1)))),
      async ({ peer, fetch }) => {
        fetch(1, { url: "http://h/65536" });
        assert.deepEqual(new Uint8Array((await peer.receive()).fields.result.body), pattern(65_536));
        fetch(2, { url: "http://h/65537" });
        const start = await peer.receive();
        assert.equal(start.type, 0x92);
        assert.equal(start.fields.requestId, 2);
        assert.equal(start.fields.metadata.status, 200);
        assert.equal(start.fields.metadata.redirected, false);
        assert.ok(start.fields.streamId >= 2 ** 29 && start.fields.streamId < 2 ** 30);
        const received: Uint8Array[] = [];
        for (;;) {
          const { type, fields } = await peer.receive();
          assert.equal(fields.streamId, start.fields.streamId);
          assert.equal(fields.requestId, 2);
          if (type === 0x94) {
            break;
          }
          assert.equal(type, 0x93);
          received.push(fields.chunk);
        }
        assert.equal(Buffer.compare(Buffer.concat(received), pattern(65_537)), 0);
      },
    );
  });

  test("no body: statuses that have none, HEAD, and streams that never end", async () => {
    const producers: Producer[] = [];
    await withFetch(
      (url) => {
        const status = Number(new URL(url).pathname.slice(1));
        const producer = new Producer(() => new Promise(() => {}));
        producers.push(producer);
        const response = new Response(status === 200 ? producer.stream : null, { status });
        return response;
      },
      async ({ peer, fetch }) => {
        for (const [status, method] of [[204, "GET"], [205, "GET"], [304, "GET"], [200, "HEAD"]] as const) {
          fetch(1, { url: `http://h/${status}`, method });
          const { result } = (await peer.receive()).fields;
          assert.equal(result.status, status);
          assert.equal(result.body, null);
        }
        await producers.at(-1)?.whenCancelled();
      },
    );
  });

  test("a stream waits when its credit is used up and goes on when more is granted", async () => {
    const producer = new Producer((n) => (n < 40 ? pattern(65_536, n) : null));
    await withFetch(
      () => new Response(producer.stream),
      async ({ peer, fetch }) => {
        fetch(1);
        const { streamId } = await peer.receiveType(0x92);
        let length = 0;
        const take = async (until: number): Promise<void> => {
          while (length < until) {
            length += (await peer.receiveType(0x93)).chunk.length;
          }
        };
        await take(MIB);
        assert.equal(length, MIB);
        assert.ok(await peer.silent(30));
        const { pulls } = producer;
        assert.ok(pulls <= 18, `${pulls} pieces of 64 KiB were read`);
        peer.send(0xa1, { streamId, maxBytes: 100_000 });
        await take(MIB + 100_000);
        assert.ok(await peer.silent(30));
        peer.send(0xa1, { streamId, maxBytes: 64 * MIB });
        await take(40 * 65_536);
        await peer.receiveType(0x94);
      },
    );
  });

  test("pieces arrive while the body is still being made", async () => {
    const producer = new Producer(async (n) => (n < 3 ? (await delay(5), `piece ${n}`) : null));
    await withFetch(
      () => new Response(producer.stream),
      async ({ peer, fetch }) => {
        fetch(1);
        await peer.receiveType(0x92);
        for (let n = 0; n < 3; n++) {
          assert.deepEqual(new TextDecoder().decode((await peer.receive()).fields.chunk), `piece ${n}`);
        }
        assert.equal((await peer.receive()).type, 0x94);
      },
    );
  });

  test("a body that fails midway fails the guest's, with what came before it", async () => {
    for (const early of [true, false]) {
      const producer = new Producer(async (n) => {
        if (!early) {
          await delay(5);
        }
        if (n === 1) {
          throw new TypeError("terminated");
        }
        return "x";
      });
      await withFetch(
        () => new Response(producer.stream),
        async ({ peer, fetch }) => {
          fetch(1);
          const { streamId } = await peer.receiveType(0x92);
          assert.equal((await peer.receive()).type, 0x93);
          assert.deepEqual(await peer.receive(), { type: 0xa3, fields: { streamId, error: "terminated" } });
        },
      );
    }
  });

  test("CALLBACK_STREAM_CANCEL, and STREAM_ERROR, cancel the body, also while it waits for credit", async () => {
    for (const type of [0x95, 0xa3]) {
      const producer = new Producer(() => pattern(65_536));
      let signal: AbortSignal | undefined;
      await withFetch(
        (_, init) => {
          signal = init.signal;
          return new Response(producer.stream);
        },
        async ({ peer, fetch }) => {
          fetch(1);
          const { streamId } = await peer.receiveType(0x92);
          await until(() => producer.pulls >= 16);
          peer.send(type, { streamId, error: "unwanted" });
          assert.match(((await producer.whenCancelled()) as Error).message, /unwanted|cancelled/i);
          await until(() => signal?.aborted === true);
        },
      );
    }
  });

  test("errors keep name, message and code; what is no Response is an error", async () => {
    const outcomes: Record<string, () => unknown> = {
      throw: () => {
        throw Object.assign(new RangeError("nope"), { code: "E_NOPE" });
      },
      reject: async () => Promise.reject(new DOMException("stopped", "AbortError")),
      nothing: () => undefined,
      error: () => Response.error(),
      used: async () => {
        const response = new Response("x");
        await response.text();
        return response;
      },
    };
    await withFetch(
      (url) => outcomes[new URL(url).pathname.slice(1)]?.() as Response,
      async ({ peer, fetch }) => {
        const ask = async (path: string) => {
          fetch(1, { url: `http://h/${path}` });
          const { stack: _, ...error } = (await peer.receive()).fields.error;
          return error;
        };
        assert.deepEqual(await ask("throw"), { name: "RangeError", message: "nope", code: "E_NOPE" });
        assert.equal((await ask("reject")).name, "AbortError");
        assert.deepEqual(await ask("nothing"), {
          name: "TypeError",
          message: "The fetch callback must return a Response, got undefined",
        });
        assert.equal((await ask("error")).name, "TypeError");
        assert.equal((await ask("used")).message, "Body has already been consumed");
      },
    );
  });

  test("of the network: streamed with the final url", async () => {
    const server = createServer((incoming, outgoing) => {
      if (incoming.url === "/from") {
        outgoing.writeHead(302, { location: "/to" }).end();
      } else {
        outgoing.end(Buffer.from(pattern(200_000)));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await withFetch(
      (url, init) => globalThis.fetch(url, init),
      async ({ peer, fetch }) => {
        fetch(1, { url: `${origin}/from` });
        const { metadata } = await peer.receiveType(0x92);
        assert.equal(metadata.url, `${origin}/to`);
        assert.equal(metadata.redirected, true);
        let length = 0;
        for (let message = await peer.receive(); message.type === 0x93; message = await peer.receive()) {
          length += message.fields.chunk.length;
        }
        assert.equal(length, 200_000);
      },
    );
    await new Promise((resolve) => (server.close(resolve), server.closeAllConnections()));
  });
});

describe("request bodies that are streams", () => {
  test("arrive as a stream, with credit as they are read", async () => {
    await withFetch(
      async (_, init) => {
        assert.equal(init.rawBody, null);
        assert.equal(init.duplex, "half");
        return new Response(await new Response(init.body).arrayBuffer());
      },
      async ({ peer, fetch }) => {
        const streamId = 2 ** 30 + 3;
        fetch(1, { method: "POST", bodyStreamId: streamId });
        assert.deepEqual((await peer.receiveType(0xa1)), { streamId, maxBytes: MIB });
        peer.send(0xa0, { streamId, chunk: pattern(1000, 1) });
        assert.deepEqual((await peer.receiveType(0xa1)), { streamId, maxBytes: 1000 });
        peer.send(0xa0, { streamId, chunk: pattern(500, 2) });
        assert.deepEqual((await peer.receiveType(0xa1)), { streamId, maxBytes: 500 });
        peer.send(0xa2, { streamId });
        const { result } = await peer.receiveType(0x91);
        assert.equal(Buffer.compare(result.body, Buffer.concat([pattern(1000, 1), pattern(500, 2)])), 0);
      },
    );
  });

  test("go straight into a native fetch", async () => {
    const server = createServer((incoming, outgoing) => void incoming.pipe(outgoing));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await withFetch(
      async (url, init) => new Response(await (await globalThis.fetch(url, init)).text()),
      async ({ peer, fetch }) => {
        fetch(1, { url: origin, method: "POST", bodyStreamId: 9 });
        await peer.receiveType(0xa1);
        peer.send(0xa0, { streamId: 9, chunk: new TextEncoder().encode("hello ") });
        peer.send(0xa0, { streamId: 9, chunk: new TextEncoder().encode("world") });
        peer.send(0xa2, { streamId: 9 });
        const { result } = await peer.receiveType(0x91);
        assert.equal(new TextDecoder().decode(result.body), "hello world");
      },
    );
    await new Promise((resolve) => (server.close(resolve), server.closeAllConnections()));
  });

  test("can be echoed piece by piece", async () => {
    await withFetch(
      (_, init) => new Response(init.body),
      async ({ peer, fetch }) => {
        fetch(1, { method: "POST", bodyStreamId: 9 });
        await peer.receiveType(0x92);
        for (const seed of [1, 2, 3]) {
          peer.send(0xa0, { streamId: 9, chunk: pattern(100, seed) });
          assert.deepEqual(new Uint8Array((await peer.receiveType(0x93)).chunk), pattern(100, seed));
        }
        peer.send(0xa2, { streamId: 9 });
        await peer.receiveType(0x94);
      },
    );
  });

  test("that nobody reads are cancelled with the answer; their failure reaches the reader", async () => {
    await withFetch(
      async (url, init) => (url.endsWith("/unread") ? new Response("ok") : new Response(await new Response(init.body).text())),
      async ({ peer, fetch }) => {
        fetch(1, { url: "http://h/unread", method: "POST", bodyStreamId: 9 });
        const messages = [await peer.receive(), await peer.receive()];
        assert.deepEqual(messages.map(({ type }) => type).sort(), [0x91, 0xa3]);
        assert.deepEqual(messages.find(({ type }) => type === 0xa3)?.fields, { streamId: 9, error: "Stream cancelled by consumer" });

        fetch(2, { method: "POST", bodyStreamId: 10 });
        await peer.receiveType(0xa1);
        peer.send(0xa3, { streamId: 10, error: "guest failed" });
        assert.equal((await peer.receiveType(0x91)).error.message, "guest failed");
      },
    );
  });
});

describe("abort", () => {
  test("CALLBACK_ABORT fires the signal; nothing is answered, a late body is cancelled", async () => {
    const producer = new Producer(() => "x");
    const signals: AbortSignal[] = [];
    await withFetch(
      async (url, { signal }) => {
        signals.push(signal);
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        if (url.endsWith("/late")) {
          return new Response(producer.stream);
        }
        throw signal.reason;
      },
      async ({ peer, fetch }) => {
        fetch(1);
        fetch(2, { url: "http://h/late" });
        await until(() => signals.length === 2);
        peer.send(0x96, { requestId: 1, targetRequestId: 1, reason: "fetch callback aborted" });
        peer.send(0x96, { requestId: 2, targetRequestId: 2, reason: "fetch callback timed out after 35000ms" });
        await producer.whenCancelled();
        assert.equal((signals[0]?.reason as Error).name, "AbortError");
        assert.equal((signals[1]?.reason as Error).message, "fetch callback timed out after 35000ms");
        assert.ok(await peer.silent(20));
      },
    );
  });

  test("dispose and the end of the connection fire the signals and cancel the bodies", async () => {
    for (const how of ["dispose", "close"]) {
      const producer = new Producer(() => pattern(65_536));
      const signals: AbortSignal[] = [];
      const uploads: Promise<unknown>[] = [];
      await withFetch(
        (url, { signal, body }) => {
          signals.push(signal);
          if (body instanceof ReadableStream) {
            uploads.push(new Response(body).text().catch((error: unknown) => error));
          }
          return url.endsWith("/streaming") ? new Response(producer.stream) : new Promise<Response>(() => {});
        },
        async ({ peer, runtime, fetch }) => {
          fetch(1, { url: "http://h/streaming" });
          fetch(2, { method: "POST", bodyStreamId: 9 });
          await until(() => producer.pulls >= 16 && signals.length === 2);
          if (how === "dispose") {
            const disposing = runtime.dispose();
            const { requestId } = await peer.receiveType(0x02);
            peer.send(0x80, { requestId, data: null });
            await disposing;
          } else {
            peer.close();
          }
          await producer.whenCancelled();
          await until(() => signals.every(({ aborted }) => aborted));
          assert.ok((await uploads[0]) instanceof Error);
        },
      );
    }
  });
});
