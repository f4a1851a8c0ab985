/** Requests into `serve()`: client.md, sections 4.3 and 4.4; protocol.md, sections 3.2, 3.6 and 5.7. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { DaemonConnection, RemoteRuntime } from "../src/index.ts";
import { delay, pattern, Producer } from "./support/bodies.ts";
import { frame, withFakeDaemon, type Peer } from "./support/fake-daemon.ts";

const MIB = 1_048_576;

function withRuntime(body: (runtime: RemoteRuntime, peer: Peer, connection: DaemonConnection) => Promise<void>): Promise<void> {
  return withFakeDaemon(async (connection, peer) => {
    const creating = connection.createRuntime();
    await peer.create();
    await body(await creating, peer, connection);
  });
}

/** The DISPATCH_REQUEST that must come next. */
async function dispatched(peer: Peer): Promise<any> {
  const { type, fields } = await peer.receive();
  assert.equal(type, 0x04);
  return fields;
}

const head = (status: number, headers: [string, string][] = []) => ({ status, statusText: "", headers });

/** Answers a dispatch with a stream of these chunks and then its end. */
function answer(peer: Peer, requestId: number, chunks: Uint8Array[], streamId = 2 ** 30): void {
  peer.sendRaw(
    Buffer.concat([
      frame(0x82, { requestId, streamId, metadata: head(200) }),
      ...chunks.map((chunk) => frame(0x83, { requestId, streamId, chunk })),
      frame(0x84, { requestId, streamId }),
    ]),
  );
}

const post = (body: BodyInit, headers: Record<string, string> = {}): Request =>
  new Request("http://h/x", { method: "POST", body, headers, duplex: "half" } as RequestInit);

type BodyInit = string | Uint8Array<ArrayBuffer> | ReadableStream;

describe("requests", () => {
  test("one without body is sent in the turn of the call, the response has what came", async () => {
    await withRuntime(async (runtime, peer) => {
      const request = new Request("http://h/a?b=%20#c", { headers: [["x-b", "2"], ["x-a", "1"]], redirect: "manual" });
      const responding = runtime.fetch.dispatchRequest(request);
      const { requestId, isolateId, request: sent, ...rest } = await dispatched(peer);
      assert.equal(isolateId, "i1");
      assert.deepEqual(rest, {});
      assert.equal(sent.method, "GET");
      assert.equal(sent.url, request.url);
      assert.deepEqual(new Map(sent.headers).get("x-a"), "1");
      assert.equal(sent.body, null);
      assert.equal("bodyStreamId" in sent, false);
      assert.equal(sent.signalAborted, false);
      assert.equal(sent.redirect, "manual");
      const headers: [string, string][] = [["content-type", "text/x"], ["set-cookie", "a=1"], ["set-cookie", "b=2"]];
      const data = { response: { status: 418, statusText: "Teapot", headers, body: new TextEncoder().encode("hi") } };
      peer.send(0x80, { requestId, data });
      const response = await responding;
      assert.ok(response instanceof Response);
      assert.equal(response.status, 418);
      assert.equal(response.statusText, "Teapot");
      assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
      assert.equal(response.headers.get("content-type"), "text/x");
      assert.equal(await response.text(), "hi");
    });
  });

  test("the context is sent when there is one", async () => {
    await withRuntime(async (runtime, peer) => {
      void runtime.fetch.dispatchRequest(new Request("http://h/"), { requestId: "r", metadata: { user: "7" } }).catch(() => {});
      assert.deepEqual((await dispatched(peer)).context, { requestId: "r", metadata: { user: "7" } });
    });
  });

  test("responses without body: 204, 205, 304, and a 200 that has none", async () => {
    await withRuntime(async (runtime, peer) => {
      for (const status of [200, 204, 205, 304]) {
        const responding = runtime.fetch.dispatchRequest(new Request("http://h/"));
        const { requestId } = await dispatched(peer);
        peer.send(0x80, { requestId, data: { response: { ...head(status), body: null } } });
        const response = await responding;
        assert.equal(response.status, status);
        assert.equal(response.body, null);
      }
    });
  });

  test("bodies in memory up to 1 MiB travel in the message", async () => {
    await withRuntime(async (runtime, peer) => {
      for (const body of ["text", "", pattern(MIB)]) {
        void runtime.fetch.dispatchRequest(post(body)).catch(() => {});
        const { request } = await dispatched(peer);
        assert.equal("bodyStreamId" in request, false);
        assert.deepEqual(new Uint8Array(request.body), typeof body === "string" ? new TextEncoder().encode(body) : body);
      }
    });
  });

  test("a body whose length is known to be small is waited for, one that breaks its word is streamed", async () => {
    await withRuntime(async (runtime, peer) => {
      const slow = new Producer(async (n) => (await delay(10), n < 3 ? "ab" : null));
      void runtime.fetch.dispatchRequest(post(slow.stream, { "content-length": "6" })).catch(() => {});
      const first = await dispatched(peer);
      assert.equal(new TextDecoder().decode(first.request.body), "ababab");

      const liar = new Producer((n) => (n < 5 ? pattern(300_000) : null));
      void runtime.fetch.dispatchRequest(post(liar.stream, { "content-length": "6" })).catch(() => {});
      const second = await dispatched(peer);
      assert.equal(typeof second.request.bodyStreamId, "number");
      assert.equal(second.request.body, null);
    });
  });

  test("a used body and a disposed runtime reject, and nothing is sent", async () => {
    await withRuntime(async (runtime, peer) => {
      const used = post("x");
      await used.text();
      await assert.rejects(runtime.fetch.dispatchRequest(used), { name: "TypeError" });
      const disposing = runtime.dispose();
      const { type, fields } = await peer.receive();
      assert.equal(type, 0x02);
      await assert.rejects(runtime.fetch.dispatchRequest(new Request("http://h/")), { message: "Isolate not found: i1" });
      await assert.rejects(runtime.fetch.hasServeHandler(), { message: "Isolate not found: i1" });
      peer.send(0x80, { requestId: fields.requestId, data: null });
      await disposing;
    });
  });

  test("errors of the handler, and answers that make no response, reject", async () => {
    await withRuntime(async (runtime, peer) => {
      const cases: [(requestId: number) => void, object][] = [
        [
          (requestId) => peer.send(0x81, { requestId, code: 3001, message: "boom", details: { name: "RangeError" } }),
          { name: "RangeError", message: "boom" },
        ],
        [(requestId) => peer.send(0x80, { requestId, data: null }), { name: "TypeError" }],
        [(requestId) => peer.send(0x80, { requestId, data: { response: { ...head(99), body: null } } }), { name: "RangeError" }],
      ];
      for (const [reply, expected] of cases) {
        const responding = runtime.fetch.dispatchRequest(new Request("http://h/"));
        reply((await dispatched(peer)).requestId);
        await assert.rejects(responding, expected);
      }
    });
  });

  test("a streamed response that no Response can be made of is cancelled", async () => {
    await withRuntime(async (runtime, peer) => {
      const responding = runtime.fetch.dispatchRequest(new Request("http://h/"));
      const { requestId } = await dispatched(peer);
      peer.send(0x82, { requestId, streamId: 5, metadata: head(999) });
      await assert.rejects(responding);
      assert.deepEqual(await peer.receive(), { type: 0xa3, fields: { streamId: 5, error: "Stream cancelled by consumer" } });
    });
  });
});

describe("uploads", () => {
  test("wait for credit, never exceed it, and end", async () => {
    await withRuntime(async (runtime, peer) => {
      const body = pattern(2 * MIB + 12_345);
      void runtime.fetch.dispatchRequest(post(body)).catch(() => {});
      const { request } = await dispatched(peer);
      const streamId: number = request.bodyStreamId;
      assert.ok(streamId >= 2 ** 29 && streamId < 2 ** 30);
      assert.ok(await peer.silent(30));
      const received: Uint8Array[] = [];
      let credit = 0;
      peer.send(0xa1, { streamId, maxBytes: 300_000 });
      credit += 300_000;
      for (;;) {
        const message = await peer.receive();
        assert.equal(message.fields.streamId, streamId);
        if (message.type === 0xa2) {
          break;
        }
        assert.equal(message.type, 0xa0);
        const { chunk } = message.fields;
        assert.ok(chunk.length > 0 && chunk.length <= 262_144);
        credit -= chunk.length;
        assert.ok(credit >= 0);
        received.push(chunk);
        if (credit === 0) {
          peer.send(0xa1, { streamId, maxBytes: 500_000 });
          credit += 500_000;
        }
      }
      assert.equal(Buffer.compare(Buffer.concat(received), body), 0);
    });
  });

  test("of unknown length stream as they are produced, and stop when the daemon does", async () => {
    await withRuntime(async (runtime, peer) => {
      const producer = new Producer(async () => (await delay(1), pattern(65_536)));
      const responding = runtime.fetch.dispatchRequest(post(producer.stream));
      const { requestId, request } = await dispatched(peer);
      const streamId: number = request.bodyStreamId;
      peer.send(0xa1, { streamId, maxBytes: 262_144 });
      for (let n = 0; n < 4; n++) {
        assert.equal((await peer.receive()).type, 0xa0);
      }
      const pulls = producer.pulls;
      await delay(30);
      assert.ok(producer.pulls <= pulls + 1, "no credit, no pieces");
      // The handler answers before the upload has ended.
      answer(peer, requestId, [new TextEncoder().encode("early")]);
      assert.equal(await (await responding).text(), "early");
      peer.send(0xa3, { streamId, error: "enough" });
      assert.equal(((await producer.whenCancelled()) as Error).message, "enough");
    });
  });

  test("that fail at their source fail at the daemon", async () => {
    await withRuntime(async (runtime, peer) => {
      const producer = new Producer(async (n) => {
        await delay(1);
        if (n === 1) {
          throw new Error("client failed");
        }
        return "x";
      });
      const responding = runtime.fetch.dispatchRequest(post(producer.stream));
      const { requestId, request } = await dispatched(peer);
      peer.send(0xa1, { streamId: request.bodyStreamId, maxBytes: MIB });
      assert.equal((await peer.receive()).type, 0xa0);
      assert.deepEqual((await peer.receive()).fields, { streamId: request.bodyStreamId, error: "client failed" });
      peer.send(0x81, { requestId, code: 3001, message: "client failed", details: { name: "Error" } });
      await assert.rejects(responding, { message: "client failed" });
    });
  });

  test("that wait for credit are woken by the end of the connection", async () => {
    await withRuntime(async (runtime, peer) => {
      const producer = new Producer(async () => (await delay(1), pattern(1000)));
      const responding = runtime.fetch.dispatchRequest(post(producer.stream));
      await dispatched(peer);
      peer.close();
      await assert.rejects(responding, { message: "Connection closed" });
      assert.equal(((await producer.whenCancelled()) as Error).message, "Connection closed");
    });
  });
});

describe("downloads", () => {
  test("credit is granted as the body is read, at least 262,144 per chunk", async () => {
    await withRuntime(async (runtime, peer) => {
      const responding = runtime.fetch.dispatchRequest(new Request("http://h/"));
      const { requestId } = await dispatched(peer);
      const streamId = 2 ** 30 + 7;
      peer.send(0x82, { requestId, streamId, metadata: head(200) });
      for (const length of [3, 262_144, 300_000]) {
        peer.send(0x83, { requestId, streamId, chunk: pattern(length) });
      }
      const reader = (await responding).body!.getReader();
      assert.ok(await peer.silent(30), "nothing read, nothing granted");
      assert.deepEqual((await reader.read()).value, pattern(3));
      assert.deepEqual(await peer.receive(), { type: 0xa1, fields: { streamId, maxBytes: 262_144 } });
      assert.equal((await reader.read()).value?.length, 262_144);
      assert.equal((await peer.receive()).fields.maxBytes, 262_144);
      assert.equal((await reader.read()).value?.length, 300_000);
      assert.equal((await peer.receive()).fields.maxBytes, 300_000);
      const last = reader.read();
      peer.send(0x84, { requestId, streamId });
      assert.equal((await last).done, true);
    });
  });

  test("everything in one write arrives whole, an empty body too", async () => {
    await withRuntime(async (runtime, peer) => {
      for (const chunks of [[], [pattern(10)], [pattern(262_144, 1), pattern(262_144, 2), pattern(9, 3)]]) {
        const responding = runtime.fetch.dispatchRequest(new Request("http://h/"));
        answer(peer, (await dispatched(peer)).requestId, chunks);
        assert.equal(Buffer.compare(new Uint8Array(await (await responding).arrayBuffer()), Buffer.concat(chunks)), 0);
      }
    });
  });

  test("an error comes after the chunks before it, also to a reader that waits", async () => {
    await withRuntime(async (runtime, peer) => {
      const responding = runtime.fetch.dispatchRequest(new Request("http://h/"));
      const { requestId } = await dispatched(peer);
      const streamId = 2 ** 30;
      peer.sendRaw(
        Buffer.concat([
          frame(0x82, { requestId, streamId, metadata: head(200) }),
          frame(0x83, { requestId, streamId, chunk: pattern(5) }),
          frame(0x83, { requestId, streamId, chunk: pattern(6) }),
          frame(0xa3, { streamId, error: "Error: midstream" }),
        ]),
      );
      const reader = (await responding).body!.getReader();
      assert.equal((await reader.read()).value?.length, 5);
      assert.equal((await reader.read()).value?.length, 6);
      await assert.rejects(reader.read(), { message: "Error: midstream" });

      const next = runtime.fetch.dispatchRequest(new Request("http://h/"));
      const later = (await peer.receiveType(0x04)).requestId;
      peer.send(0x82, { requestId: later, streamId: streamId + 1, metadata: head(200) });
      const waiting = (await next).body!.getReader().read();
      // An empty chunk is nothing to read.
      peer.send(0x83, { requestId: later, streamId: streamId + 1, chunk: new Uint8Array() });
      assert.deepEqual(await peer.receiveType(0xa1), { streamId: streamId + 1, maxBytes: 262_144 });
      peer.send(0xa3, { streamId: streamId + 1, error: "late" });
      await assert.rejects(waiting, { message: "late" });
    });
  });

  test("a cancelled body is cancelled at the daemon; what still comes is ignored", async () => {
    await withRuntime(async (runtime, peer, connection) => {
      const responding = runtime.fetch.dispatchRequest(new Request("http://h/"));
      const { requestId } = await dispatched(peer);
      const streamId = 2 ** 30;
      peer.send(0x82, { requestId, streamId, metadata: head(200) });
      await (await responding).body!.cancel("no more");
      assert.deepEqual(await peer.receive(), { type: 0xa3, fields: { streamId, error: "Stream cancelled by consumer" } });
      peer.send(0x83, { requestId, streamId, chunk: pattern(5) });
      peer.send(0x84, { requestId, streamId });
      peer.send(0xa1, { streamId, maxBytes: 1 });
      const asked = runtime.fetch.hasServeHandler();
      const question = await peer.receive();
      assert.equal(question.type, 0x14);
      peer.send(0x80, { requestId: question.fields.requestId, data: true });
      assert.equal(await asked, true);
      assert.equal(connection.isConnected(), true);
    });
  });

  test("the end of the connection fails the body, behind what has arrived", async () => {
    await withRuntime(async (runtime, peer) => {
      const responding = runtime.fetch.dispatchRequest(new Request("http://h/"));
      const { requestId } = await dispatched(peer);
      peer.sendRaw(
        Buffer.concat([
          frame(0x82, { requestId, streamId: 1, metadata: head(200) }),
          frame(0x83, { requestId, streamId: 1, chunk: pattern(5) }),
        ]),
      );
      const reader = (await responding).body!.getReader();
      peer.close();
      await delay(10);
      assert.equal((await reader.read()).value?.length, 5);
      await assert.rejects(reader.read(), { message: "Connection closed" });
    });
  });
});

describe("abort", () => {
  const aborted = { name: "AbortError", message: "The operation was aborted" };

  test("options.signal that is aborted already: nothing is sent", async () => {
    await withRuntime(async (runtime, peer) => {
      const request = post("x");
      const error = await runtime.fetch.dispatchRequest(request, { signal: AbortSignal.abort() }).catch((e: unknown) => e);
      assert.ok(error instanceof DOMException);
      assert.equal(error.name, aborted.name);
      assert.equal(error.message, aborted.message);
      assert.equal(request.bodyUsed, false);
      void runtime.fetch.hasServeHandler().catch(() => {});
      assert.equal((await peer.receive()).type, 0x14);
    });
  });

  test("options.signal later: told, rejected at once, the late answer is dropped and its stream cancelled", async () => {
    await withRuntime(async (runtime, peer) => {
      const controller = new AbortController();
      const producer = new Producer(async () => (await delay(1), pattern(1000)));
      const responding = runtime.fetch.dispatchRequest(post(producer.stream), { signal: controller.signal });
      const { requestId, request } = await dispatched(peer);
      controller.abort();
      await assert.rejects(responding, aborted);
      await producer.whenCancelled();
      assert.deepEqual(await peer.receive(), {
        type: 0xa3,
        fields: { streamId: request.bodyStreamId, error: aborted.message },
      });
      assert.deepEqual(await peer.receive(), { type: 0x05, fields: { isolateId: "i1", targetRequestId: requestId } });
      peer.send(0x82, { requestId, streamId: 77, metadata: head(200) });
      assert.deepEqual(await peer.receive(), { type: 0xa3, fields: { streamId: 77, error: "Stream cancelled by consumer" } });
    });
  });

  test("options.signal while the body is looked at: nothing is sent, the body is cancelled", async () => {
    await withRuntime(async (runtime, peer) => {
      const controller = new AbortController();
      const producer = new Producer(() => new Promise(() => {}));
      const request = post(producer.stream, { "content-length": "9" });
      const responding = runtime.fetch.dispatchRequest(request, { signal: controller.signal });
      await delay(5);
      controller.abort();
      await assert.rejects(responding, aborted);
      await producer.whenCancelled();
      void runtime.fetch.hasServeHandler().catch(() => {});
      assert.equal((await peer.receive()).type, 0x14);
    });
  });

  test("options.signal while the response streams: the reader fails and the daemon is told", async () => {
    await withRuntime(async (runtime, peer) => {
      const controller = new AbortController();
      const responding = runtime.fetch.dispatchRequest(new Request("http://h/"), { signal: controller.signal });
      const { requestId } = await dispatched(peer);
      peer.send(0x82, { requestId, streamId: 9, metadata: head(200) });
      const reading = (await responding).body!.getReader().read();
      controller.abort();
      await assert.rejects(reading, aborted);
      assert.deepEqual((await peer.receive()).fields, { streamId: 9, error: "Stream cancelled by consumer" });
    });
  });

  test("request.signal is forwarded, the promise waits for the answer", async () => {
    await withRuntime(async (runtime, peer) => {
      const controller = new AbortController();
      const request = new Request("http://h/", { signal: controller.signal });
      const responding = runtime.fetch.dispatchRequest(request);
      const { requestId } = await dispatched(peer);
      controller.abort();
      assert.deepEqual(await peer.receive(), { type: 0x05, fields: { isolateId: "i1", targetRequestId: requestId } });
      answer(peer, requestId, [new TextEncoder().encode("cleaned up")]);
      assert.equal(await (await responding).text(), "cleaned up");

      const again = runtime.fetch.dispatchRequest(new Request("http://h/", { signal: controller.signal }));
      const second = await peer.receiveType(0x04);
      assert.equal(second.request.signalAborted, true);
      answer(peer, second.requestId, []);
      await again;
    });
  });

  test("after the answer request.signal is nobody's business", async () => {
    await withRuntime(async (runtime, peer) => {
      const controller = new AbortController();
      const responding = runtime.fetch.dispatchRequest(new Request("http://h/", { signal: controller.signal }));
      const { requestId } = await dispatched(peer);
      peer.send(0x80, { requestId, data: { response: { ...head(204), body: null } } });
      await responding;
      controller.abort();
      void runtime.fetch.hasServeHandler().catch(() => {});
      assert.equal((await peer.receive()).type, 0x14);
    });
  });
});

test("hundreds of requests at once, answered out of order, do not mix up", async () => {
  await withRuntime(async (runtime, peer) => {
    const responses = Array.from({ length: 300 }, (_, n) =>
      runtime.fetch.dispatchRequest(n % 2 ? post(`body ${n}`) : new Request(`http://h/${n}`)),
    );
    const requests: any[] = [];
    while (requests.length < 300) {
      requests.push(await dispatched(peer));
    }
    for (const [index, { requestId, request }] of requests.reverse().entries()) {
      const body = request.body ? new TextDecoder().decode(request.body) : `body ${new URL(request.url).pathname.slice(1)}`;
      answer(peer, requestId, [new TextEncoder().encode(body)], 2 ** 30 + index);
    }
    for (const [n, response] of (await Promise.all(responses)).entries()) {
      assert.equal(await response.text(), `body ${n}`);
    }
  });
});

test("an upgrade belongs to its response; without one the daemon is asked", async () => {
  await withRuntime(async (runtime, peer) => {
    const upgrade = { requested: true, connectionId: "12" };
    const [first, second, third] = [1, 2, 3].map((n) => runtime.fetch.dispatchRequest(new Request(`http://h/${n}`)));
    const ids = [await dispatched(peer), await dispatched(peer), await dispatched(peer)].map(({ requestId }) => requestId);
    peer.send(0x82, { requestId: ids[2], streamId: 1, metadata: { ...head(200), upgrade: { ...upgrade, connectionId: "13" } } });
    peer.send(0x80, { requestId: ids[1], data: { response: { ...head(200), body: null } } });
    peer.send(0x80, { requestId: ids[0], data: { response: { ...head(200), body: null }, upgrade } });
    assert.deepEqual(await runtime.fetch.getUpgradeRequest(await first), upgrade);
    assert.equal(await runtime.fetch.getUpgradeRequest(await second), null);
    assert.deepEqual(await runtime.fetch.getUpgradeRequest(await third), { requested: true, connectionId: "13" });
    await assert.rejects(runtime.fetch.getUpgradeRequest(new Response()), { name: "TypeError" });
    for (const data of [upgrade, null]) {
      const asked = runtime.fetch.getUpgradeRequest();
      const { type, fields } = await peer.receive();
      assert.equal(type, 0x13);
      peer.send(0x80, { requestId: fields.requestId, data });
      assert.deepEqual(await asked, data);
    }
  });
});
