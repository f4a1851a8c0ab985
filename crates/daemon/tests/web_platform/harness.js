// What the areas are written with: named checks, which run one after the other, and what they assert with. A check that
// fails names itself, and the others still run.
// @ts-check

/** How long one check may take, in milliseconds. */
const PATIENCE = 10_000;

/** @type {{ name: string, run: () => unknown }[]} */
const checks = [];

/**
 * Adds a check of what the standard says.
 * @param {string} name
 * @param {() => unknown} run may be asynchronous; fails by throwing
 */
export function check(name, run) {
  checks.push({ name, run });
}

/**
 * Adds a check of what holds here instead of what the standard says.
 * @param {string} id of the divergence, as `divergences.rs` lists it
 * @param {string} name
 * @param {() => unknown} run
 */
export function diverges(id, name, run) {
  checks.push({ name: `${name} [diverges: ${id}]`, run });
}

/**
 * Adds a check per row of a table.
 * @template {unknown[]} Row
 * @param {string} name
 * @param {Row[]} rows
 * @param {(...row: Row) => unknown} run
 */
export function each(name, rows, run) {
  for (const row of rows) check(`${name}: ${show(row)}`, () => run(...row));
}

/**
 * Runs what was added.
 * @param {(name: string, failure: string | null) => unknown} report
 */
export async function run(report) {
  for (const { name, run } of checks) {
    let failure = null;
    try {
      await within(PATIENCE, run());
    } catch (error) {
      failure = error instanceof Error ? `${error.name}: ${error.message}${place(error)}` : `threw ${show(error)}`;
    }
    await report(name, failure);
  }
}

/** @param {Error} error */
function place(error) {
  const line = /\/area\.js:(\d+)/.exec(error.stack ?? "")?.[1];
  return line === undefined ? "" : ` (line ${line})`;
}

/**
 * @template T
 * @param {number} milliseconds
 * @param {T | Promise<T>} promise
 */
async function within(milliseconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** @param {string} text */
function fail(text) {
  throw new Error(text);
}

/** @param {unknown} value @param {string} [what] */
export function ok(value, what) {
  if (!value) fail(`${what ?? "the value"} is ${show(value)}`);
}

/**
 * The values are the same by `Object.is`.
 * @param {unknown} actual @param {unknown} expected @param {string} [what]
 */
export function is(actual, expected, what) {
  if (!Object.is(actual, expected)) fail(`${what ? `${what}: ` : ""}got ${show(actual)}, expected ${show(expected)}`);
}

/**
 * The values have the same structure: classes, keys, elements, primitives.
 * @param {unknown} actual @param {unknown} expected @param {string} [what]
 */
export function same(actual, expected, what) {
  const [left, right] = [show(actual), show(expected)];
  if (left !== right) fail(`${what ? `${what}: ` : ""}got ${left}, expected ${right}`);
}

/**
 * @typedef {Function | string | object} Failure
 * The class of an error, the name of a `DOMException`, or the very object that is thrown.
 */

/**
 * @param {Failure} expected @param {() => unknown} run @param {string} [what]
 * @returns {any} what was thrown
 */
export function throws(expected, run, what) {
  let value;
  try {
    value = run();
  } catch (error) {
    return verify(expected, error, what);
  }
  return fail(`${what ? `${what}: ` : ""}nothing was thrown, got ${show(value)}`);
}

/**
 * @param {Failure} expected @param {unknown} promise or a function that returns one @param {string} [what]
 * @returns {Promise<any>} what it was rejected with
 */
export async function rejects(expected, promise, what) {
  const given = typeof promise === "function" ? promise() : promise;
  if (!(given instanceof Promise)) fail(`${what ? `${what}: ` : ""}${show(given)} is no promise`);
  let value;
  try {
    value = await given;
  } catch (error) {
    return verify(expected, error, what);
  }
  return fail(`${what ? `${what}: ` : ""}not rejected, got ${show(value)}`);
}

/** @param {Failure} expected @param {any} error @param {string} [what] */
function verify(expected, error, what) {
  const prefix = what ? `${what}: ` : "";
  if (typeof expected === "string") {
    if (!(error instanceof DOMException)) fail(`${prefix}expected a DOMException, ${expected}, got ${show(error)}`);
    if (error.name !== expected) fail(`${prefix}expected the DOMException ${expected}, got ${show(error)}`);
  } else if (typeof expected === "function") {
    if (error?.constructor !== expected) fail(`${prefix}expected a ${expected.name}, got ${show(error)}`);
  } else if (error !== expected) {
    fail(`${prefix}expected ${show(expected)}, got ${show(error)}`);
  }
  return error;
}

/** @param {number} [milliseconds] */
export const sleep = (milliseconds = 0) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Lets everything run that is ready, and what becomes ready by it. */
export const settle = () => sleep(0);

/** The state of a promise at this moment: "pending", "fulfilled" or "rejected". @param {Promise<unknown>} promise */
export async function state(promise) {
  const pending = {};
  try {
    return (await Promise.race([promise, sleep(5).then(() => pending)])) === pending ? "pending" : "fulfilled";
  } catch {
    return "rejected";
  }
}

/** All chunks of a stream. @param {ReadableStream} stream @returns {Promise<any[]>} */
export async function collect(stream) {
  const reader = stream.getReader();
  const chunks = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    chunks.push(value);
  }
}

/** All bytes of a stream of bytes. @param {ReadableStream<Uint8Array>} stream */
export async function collectBytes(stream) {
  const chunks = await collect(stream);
  return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
}

/** A stream of these chunks. @param {...unknown} chunks */
export function streamOf(...chunks) {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

/** UTF-8. @param {string} text */
export const utf8 = (text) => new TextEncoder().encode(text);

/** @param {...number} values */
export const bytes = (...values) => Uint8Array.from(values);

/** @param {ArrayBuffer | ArrayBufferView} data */
export function hex(data) {
  const view = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
  return Array.from(view, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A value as text, in which different structures look different.
 * @param {any} value
 * @param {number} [depth]
 * @returns {string}
 */
export function show(value, depth = 0) {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "function") return `function ${value.name}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (depth > 6) return "...";
  /** @param {Iterable<unknown>} values */
  const list = (values) => Array.from(values, (item) => show(item, depth + 1)).join(", ");
  if (value instanceof Error || value instanceof DOMException) return `${value.name}: ${value.message}`;
  if (Array.isArray(value)) return `[${list(value)}]`;
  if (value instanceof Date) return `Date(${value.getTime()})`;
  if (value instanceof RegExp) return String(value);
  if (value instanceof Map) return `Map{${list(value)}}`;
  if (value instanceof Set) return `Set{${list(value)}}`;
  if (value instanceof ArrayBuffer) return `ArrayBuffer[${list(new Uint8Array(value))}]`;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return `${value.constructor.name}[${list(/** @type {any} */ (value))}]`;
  const pairs = Object.keys(value).map((key) => `${key}: ${show(value[key], depth + 1)}`);
  const name = value.constructor?.name ?? "null";
  return `${name === "Object" ? "" : name}{${pairs.join(", ")}}`;
}
