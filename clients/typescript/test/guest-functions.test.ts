/** Functions of the guest's in arguments, called by the host: protocol.md, appendix A.2. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode, ExtData } from "@msgpack/msgpack";
import { DaemonError, type DaemonConnection, type GuestFunction, type Namespace, type RemoteRuntime } from "../src/index.ts";
import { rejection } from "./support/daemon.ts";
import { withFakeDaemon, withPeers, type Peer } from "./support/fake-daemon.ts";

const INVOKE = 0x90;
const RESPONSE = 0x91;

/** A reference to a function as the daemon sends it. */
const functionRef = (callbackId: number): ExtData => new ExtData(2, encode({ callbackId, callbackKind: null }));

const iteratorRef = (fields: object): ExtData => new ExtData(17, encode(fields));

/** The fields of a reference that the client has sent. */
function fieldsOf(extension: unknown): Record<string, number> {
  assert.ok(extension instanceof ExtData);
  return decode(extension.data as Uint8Array) as Record<string, number>;
}

interface Setup {
  runtime: RemoteRuntime;
  /** Calls the custom function `take` with these arguments; what it got. */
  take(...args: unknown[]): Promise<any[]>;
  /** The id of `take`. */
  takeId: number;
  /** What `take` got last. */
  taken(): any[];
}

/** A runtime whose custom function `take` keeps what it gets. */
async function setUp(creator: DaemonConnection | Namespace, peer: Peer, isolateId?: string): Promise<Setup> {
  let taken: unknown[] = [];
  const creating = creator.createRuntime({
    customFunctions: { take: { type: "async", fn: (...args) => void (taken = args) } },
  });
  const { callbacks } = await peer.create(isolateId);
  const takeId = callbacks.custom.take.callbackId;
  const take = async (...args: unknown[]): Promise<any[]> => {
    const { error } = await peer.invoke(takeId, args);
    assert.equal(error, undefined);
    return taken;
  };
  return { runtime: await creating, take, takeId, taken: () => taken };
}

/** The call of a guest's function that must come next. */
async function invoked(peer: Peer): Promise<{ requestId: number; callbackId: number; args: any[] }> {
  const { type, fields } = await peer.receive();
  assert.equal(type, INVOKE);
  return fields;
}

/** Answers the call of a guest's function that must come next; returns its fields. */
async function answer(peer: Peer, outcome: object) {
  const call = await invoked(peer);
  peer.send(RESPONSE, { requestId: call.requestId, ...outcome });
  return call;
}

test("a function in the arguments is called with values and gives one", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const { take } = await setUp(connection, peer);
    const [first, { on }, [third]] = await take(functionRef(1_000_000), { on: functionRef(1_000_001) }, [functionRef(1_000_002)]);
    const calls = [first(new Date(5), undefined, { deep: [7n] }), on(), third("x")];
    const sent = [await invoked(peer), await invoked(peer), await invoked(peer)];
    assert.deepEqual(sent.map(({ callbackId, args }) => [callbackId, args]), [
      [1_000_000, [{ __type: "DateRef", timestamp: 5 }, { __type: "UndefinedRef" }, { deep: [{ __type: "BigIntRef", value: "7" }] }]],
      [1_000_001, []],
      [1_000_002, ["x"]],
    ]);
    // The ids are those of all requests; answers come in any order.
    assert.equal(new Set([1, ...sent.map(({ requestId }) => requestId)]).size, 4);
    const results = [{ result: { at: { __type: "DateRef", timestamp: 9 } } }, { result: { __type: "UndefinedRef" } }, { result: null }];
    for (const index of [2, 0, 1]) {
      peer.send(RESPONSE, { requestId: sent[index]?.requestId, ...results[index] });
    }
    assert.deepEqual(await Promise.all(calls), [{ at: new Date(9) }, undefined, null]);
  });
});

test("only the daemon makes references: what a guest writes down like one is data", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const { take } = await setUp(connection, peer);
    const data = [
      { __type: "CallbackRef", callbackId: 1_000_000 },
      { __type: "CallbackRef", callbackId: 1_000_000, callbackKind: null },
      { __type: "AsyncIteratorRef", iteratorId: 1, __nextCallbackId: 1_000_000 },
    ];
    assert.deepEqual(await take(...data), data);
  });
});

test("what the guest throws rejects as a DaemonError", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const { take } = await setUp(connection, peer);
    const [fn] = await take(functionRef(1_000_000));
    const failure = rejection(fn());
    await answer(peer, { error: { name: "TypeError", message: "bad", stack: "TypeError: bad\n    at /main.ts:1:2", code: "E_BAD" } });
    const error = await failure;
    assert.ok(error instanceof DaemonError);
    const { name, message, stack, code } = error;
    assert.deepEqual({ name, message, stack, code }, {
      name: "TypeError",
      message: "bad",
      stack: "TypeError: bad\n    at /main.ts:1:2",
      code: "E_BAD",
    });
    const unknown = rejection(fn());
    await answer(peer, { error: { name: "Error", message: "Unknown callback: 1000000" } });
    assert.equal((await unknown).message, "Unknown callback: 1000000");
  });
});

test("arguments that cannot cross fail the call, and nothing is sent", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const { take } = await setUp(connection, peer);
    const [fn] = await take(functionRef(1_000_000));
    const symbol = await rejection(fn(1, { a: Symbol("s") }));
    assert.equal(symbol.name, "MarshalError");
    assert.equal(symbol.message, "Cannot marshal Symbol values (at arguments[1].a)");
    assert.match((await rejection(fn("x".repeat(11 * 1024 * 1024)))).message, /^CALLBACK_INVOKE takes 115343\d\d bytes/);
    const result = fn("fits");
    assert.deepEqual((await answer(peer, { result: 1 })).args, ["fits"]);
    assert.equal(await result, 1);
  });
});

test("a result that the host cannot represent fails its call only", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const { take } = await setUp(connection, peer);
    const [fn] = await take(functionRef(1_000_000));
    const failure = rejection(fn());
    await answer(peer, { result: new ExtData(7, encode({ source: "(", flags: "" })) });
    assert.equal((await failure).name, "SyntaxError");
    assert.equal(connection.isConnected(), true);
  });
});

test("functions cross in both directions, to any depth", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const { take } = await setUp(connection, peer);
    const [fn] = await take(functionRef(1_000_000));
    const received: unknown[] = [];
    const made = fn(async (inner: GuestFunction) => {
      received.push(inner);
      return inner("from the host");
    }, Promise.resolve(5));
    const { requestId, args } = await invoked(peer);
    const promise = fieldsOf(args[1]);
    assert.equal((await peer.invoke(promise["__resolveCallbackId"] as number, [promise["promiseId"]])).result, 5);

    // The guest calls the host's function with one of its own, which that calls before it answers.
    peer.send(INVOKE, { requestId: 9, callbackId: fieldsOf(args[0])["callbackId"], args: [functionRef(1_000_001)] });
    const inner = await answer(peer, { result: "from the guest" });
    assert.deepEqual([inner.callbackId, inner.args], [1_000_001, ["from the host"]]);
    assert.deepEqual(await peer.receive(), { type: RESPONSE, fields: { requestId: 9, result: "from the guest" } });
    assert.equal(typeof received[0], "function");

    peer.send(RESPONSE, { requestId, result: { again: functionRef(1_000_002) } });
    const again = (await made).again();
    assert.equal((await answer(peer, { result: 3 })).callbackId, 1_000_002);
    assert.equal(await again, 3);
  });
});

test("the guest gets its own functions back as what they are, another guest a function of the host's", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const { take } = await setUp(connection, peer);
    const other = await setUp(connection, peer, "i2");
    const [fn] = await take(functionRef(1_000_000));
    const [foreign] = await other.take(functionRef(1_000_001));
    const result = foreign([foreign, fn]);
    const { args } = await answer(peer, { result: null });
    assert.equal(fieldsOf(args[0][0])["callbackId"], 1_000_001);
    const handedOut = fieldsOf(args[0][1])["callbackId"] as number;
    assert.ok(handedOut < 1_000_000);
    assert.equal(await result, null);
    // A call of it goes on to where it came from.
    peer.send(INVOKE, { requestId: 9, callbackId: handedOut, args: ["on"] });
    const forwarded = await answer(peer, { result: "back" });
    assert.deepEqual([forwarded.callbackId, forwarded.args], [1_000_000, ["on"]]);
    assert.deepEqual((await peer.receive()).fields, { requestId: 9, result: "back" });
  });
});

test("bodies in arguments are read before the call", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const { take } = await setUp(connection, peer);
    const [fn] = await take(functionRef(1_000_000));
    const result = fn([new Blob(["hi"])]);
    const { args } = await answer(peer, { result: true });
    assert.deepEqual([...fieldsOf(args[0][0])["data"] as unknown as Uint8Array], [104, 105]);
    assert.equal(await result, true);
  });
});

test("a function that comes twice is the same object", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const { take } = await setUp(connection, peer);
    const other = await setUp(connection, peer, "i2");
    const [first, twice, second] = await take(functionRef(1_000_000), functionRef(1_000_000), functionRef(1_000_001));
    assert.equal(first, twice);
    assert.notEqual(first, second);
    const [later] = await take(functionRef(1_000_000));
    assert.equal(later, first);
    const result = first();
    await answer(peer, { result: functionRef(1_000_001) });
    assert.equal(await result, second);
    // What another runtime brings is not taken for it.
    assert.notEqual((await other.take(functionRef(1_000_000)))[0], first);
  });
});

test("an async iterator of the guest's: next, return, throw, errors, nothing sent after its end", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const { take } = await setUp(connection, peer);
    const fields = { iteratorId: 7, __nextCallbackId: 1_000_001, __returnCallbackId: 1_000_002, __throwCallbackId: 1_000_003 };
    const open = async (): Promise<AsyncGenerator> => (await take(iteratorRef(fields)))[0];
    const step = async <T>(promise: Promise<T>, outcome: object, callbackId: number, ...args: unknown[]): Promise<T> => {
      const call = await answer(peer, outcome);
      assert.deepEqual([call.callbackId, call.args], [callbackId, [7, ...args]]);
      return promise;
    };

    const all = await open();
    assert.equal(all[Symbol.asyncIterator](), all);
    const value = { __type: "DateRef", timestamp: 1 };
    assert.deepEqual(await step(all.next(), { result: { done: false, value } }, 1_000_001), { done: false, value: new Date(1) });
    assert.deepEqual(await step(all.next(), { result: { done: true, value: "end" } }, 1_000_001), { done: true, value: "end" });
    assert.deepEqual(await all.next(), { done: true, value: undefined });
    assert.deepEqual(await all.return("mine"), { done: true, value: "mine" });
    await assert.rejects(all.throw(new RangeError("mine")), { name: "RangeError" });

    const loop = (async () => {
      for await (const item of await open()) {
        return item;
      }
    })();
    assert.equal((await answer(peer, { result: { done: false, value: 1 } })).callbackId, 1_000_001);
    const undefinedRef = { __type: "UndefinedRef" };
    assert.equal(await step(loop, { result: { done: true, value: undefinedRef } }, 1_000_002, undefinedRef), 1);

    const thrown = await open();
    const throwing = thrown.throw(Object.assign(new TypeError("into"), { stack: "s" }));
    const error = { name: "TypeError", message: "into", stack: "s" };
    assert.deepEqual(await step(throwing, { result: { done: false, value: 2 } }, 1_000_003, error), { done: false, value: 2 });
    const failing = rejection(thrown.next());
    assert.equal((await step(failing, { error: { name: "RangeError", message: "midway" } }, 1_000_001)).message, "midway");
    assert.deepEqual(await thrown.next(), { done: true, value: undefined });

    // Asked for more than there is.
    const eager = await open();
    const steps = [eager.next(), eager.next()];
    await answer(peer, { result: { done: true, value: "end" } });
    await answer(peer, { error: { name: "Error", message: "Unknown callback: 1000001" } });
    assert.deepEqual(await Promise.all(steps), [{ done: true, value: "end" }, { done: true, value: undefined }]);

    // One that only has `next`.
    const [plain] = await take(iteratorRef({ iteratorId: 7, __nextCallbackId: 1_000_001 }));
    await assert.rejects(plain.throw(new RangeError("mine")), { name: "RangeError" });
    assert.deepEqual(await plain.next(), { done: true, value: undefined });
  });
});

test("an answer that nobody waits for is ignored", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const { take } = await setUp(connection, peer);
    const [fn] = await take(functionRef(1_000_000));
    peer.send(RESPONSE, { requestId: 4711, result: 1 });
    peer.send(RESPONSE, { requestId: 4711, error: { name: "Error", message: "late" } });
    const result = fn();
    const { requestId } = await answer(peer, { result: "first" });
    peer.send(RESPONSE, { requestId, result: "second" });
    assert.equal(await result, "first");
    assert.deepEqual(await take(2), [2]);
  });
});

test("after dispose calls reject, also those that wait, and nothing is sent", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const { runtime, take } = await setUp(connection, peer);
    const [fn] = await take(functionRef(1_000_000));
    const pending = rejection(fn());
    const { requestId } = await invoked(peer);
    const disposing = runtime.dispose();
    const { type, fields } = await peer.receive();
    assert.equal(type, 0x02);
    peer.send(0x80, { requestId: fields.requestId, data: null });
    await disposing;
    assert.equal((await pending).message, "Unknown callback: 1000000");
    assert.equal((await rejection(fn())).message, "Unknown callback: 1000000");
    peer.send(RESPONSE, { requestId, result: "late" });
    // What comes next is not a call of the function.
    const { take: takeNext } = await setUp(connection, peer, "i2");
    assert.deepEqual(await takeNext(1), [1]);
  });
});

test("with the connection calls end, also those that wait", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const { take } = await setUp(connection, peer);
    const [fn] = await take(functionRef(1_000_000));
    const pending = rejection(fn());
    await invoked(peer);
    await connection.close();
    assert.equal((await pending).message, "Connection closed");
    assert.equal((await rejection(fn())).message, "Connection closed");
  });
});

test("after a reconnection functions of the connection before are not called, and not taken for new ones", async () => {
  await withPeers(async (connection, peers) => {
    const first = await peers();
    const { take, taken } = await setUp(connection.createNamespace("n"), first);
    const [old] = await take(functionRef(1_000_000));
    let endBody = (): void => {};
    const slow = new Response(new ReadableStream({ start: (controller) => void (endBody = () => controller.close()) }));
    const reading = rejection(old(slow));
    const pending = rejection(old());
    await invoked(first);
    first.close();
    assert.equal((await pending).message, "Connection closed");
    assert.equal((await rejection(old())).message, "Connection closed");

    const second = await peers();
    const { callbacks } = await second.create("i1");
    assert.equal((await rejection(old())).message, "Connection closed");
    // Its arguments were read across the break.
    endBody();
    assert.equal((await reading).message, "Connection closed");
    assert.equal((await second.invoke(callbacks.custom.take.callbackId, [functionRef(1_000_000)])).error, undefined);
    const [fresh] = taken();
    assert.notEqual(fresh, old);
    const result = fresh();
    assert.equal((await answer(second, { result: "new" })).callbackId, 1_000_000);
    assert.equal(await result, "new");
  });
});
