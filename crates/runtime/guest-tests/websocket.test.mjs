// The parts of `WebSocket` that need no engine: the table of sockets, and the order of what is sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./support/guest.mjs";
import { patched } from "./support/patched.mjs";

const { connect } = await load("host.js");
const { add, deliverSocketEvent, MAX_SOCKETS, remove } = await load("websocket/table.js");
const { Outgoing } = await load("websocket/outgoing.js");
const { deliver, on } = await load("events/events.js");

let sent = [];
connect({ emitEvent: (event, payload) => sent.push(payload) });

/** A socket that writes down what happens to it. */
function socket() {
  const seen = [];
  const receiver = {};
  for (const name of ["opened", "message", "failed", "closed"]) receiver[name] = (...args) => { seen[seen.length] = [name, ...args]; };
  const id = add(receiver);
  return { id, seen };
}

test("events go to the socket they name", () => {
  const [a, b] = [socket(), socket()];
  assert.equal(Number(b.id), Number(a.id) + 1);
  deliverSocketEvent("ws:client-opened", { socketId: a.id, protocol: "p", extensions: "e" });
  deliverSocketEvent("ws:client-message", { socketId: a.id, data: "text" });
  const bytes = new Uint8Array([1]);
  deliverSocketEvent("ws:client-message", { socketId: a.id, data: bytes });
  deliverSocketEvent("ws:client-error", { socketId: a.id });
  deliverSocketEvent("ws:client-closed", { socketId: a.id, code: 3000, reason: "r", wasClean: true });
  deliverSocketEvent("ws:client-message", { socketId: a.id, data: "late" });
  const expected = [["opened", "p", "e"], ["message", "text"], ["message", bytes], ["failed"], ["closed", 3000, "r", true]];
  assert.deepEqual(a.seen, expected);
  assert.deepEqual(b.seen, []);
  remove(b.id);
  deliverSocketEvent("ws:client-opened", { socketId: b.id });
  assert.deepEqual(b.seen, []);
});

test("random payloads are ignored", () => {
  const { id, seen } = socket();
  const values = [undefined, null, true, 0, -1, NaN, 2 ** 53, "", "x", id, Symbol("s"), 1n, [], [id], {}, () => {}, new Date(), new Map(),
    new Uint8Array(1), new Uint16Array(1), new ArrayBuffer(1), Object.create({ socketId: id }), Object.create(null)];
  const names = ["opened", "message", "error", "closed", "connect", "", "__proto__"].map((name) => `ws:client-${name}`);
  for (const name of names) {
    for (const value of values) {
      deliverSocketEvent(name, value);
      if (value !== id) deliverSocketEvent(name, { socketId: value, data: "x", code: 1000 });
      if (name === "ws:client-message" && typeof value !== "string" && !(value instanceof Uint8Array)) {
        deliverSocketEvent(name, { socketId: id, data: value });
      }
    }
  }
  assert.deepEqual(seen, []);
  remove(id);
});

test("a realm that was taken apart", () => {
  let opened, closed;
  const id = add({
    opened: (protocol) => { opened = `${opened} ${protocol}`; },
    closed: (code, reason, wasClean) => { closed = `${closed} ${code} ${reason} ${wasClean}`; },
  });
  patched(() => {
    deliverSocketEvent("ws:client-opened", { socketId: id, protocol: "p" });
    deliverSocketEvent("ws:client-closed", { socketId: id });
    deliverSocketEvent("ws:client-closed", { socketId: id });
    deliverSocketEvent("ws:client-closed", {});
  });
  assert.deepEqual([opened, closed], ["undefined p", "undefined 1005  false"]);
});

test("listeners of the guest get no events of sockets", () => {
  const { id, seen } = socket();
  const heard = [];
  for (const name of ["ws:client-error", "ws:client-x"]) on(name, () => heard.push(name));
  deliver("ws:client-error", { socketId: id });
  deliver("ws:client-x", { socketId: id });
  assert.deepEqual([heard, seen], [[], [["failed"]]]);
  remove(id);
});

test("the table is bounded", () => {
  const ids = Array.from({ length: MAX_SOCKETS }, () => socket().id);
  assert.ok(ids.every((id) => id !== undefined));
  assert.equal(socket().id, undefined);
  remove(ids[0]);
  const { id } = socket();
  assert.notEqual(id, undefined);
  for (const each of [...ids, id]) remove(each);
});

const turn = () => new Promise(setImmediate);

test("what is ready leaves at once, and waits behind what is not", async () => {
  sent = [];
  const outgoing = new Outgoing(assert.fail);
  let ready;
  outgoing.push("e", 1, 10);
  assert.deepEqual([sent, outgoing.size, outgoing.waits], [[1], 0, false]);
  outgoing.push("e", 2, 20, () => new Promise((resolve) => { ready = resolve; }));
  outgoing.push("e", 3, 30);
  outgoing.push("e", 4, 40, async () => {});
  outgoing.push("e", 5);
  assert.deepEqual([sent, outgoing.size, outgoing.waits], [[1], 90, true]);
  ready();
  await turn();
  assert.deepEqual([sent, outgoing.size, outgoing.waits], [[1, 2, 3, 4, 5], 0, false]);
  outgoing.push("e", 6);
  assert.deepEqual(sent.at(-1), 6);
});

test("nothing is sent after a stop or a failure", async () => {
  sent = [];
  const stopped = new Outgoing(assert.fail);
  stopped.push("e", 1, 10, async () => { throw new Error("too late"); });
  stopped.push("e", 2, 10);
  stopped.stop();
  const failures = [];
  const failing = new Outgoing((error) => failures.push(error.message));
  failing.push("e", 1, 10, async () => { throw new Error("mine"); });
  failing.push("e", 2, 10);
  await turn();
  assert.deepEqual([sent, failures, stopped.size], [[], ["mine"], 20]);
});
