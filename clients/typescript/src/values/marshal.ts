/** Host values to wire values: results of custom functions, arguments of the guest's functions (protocol.md, section 2.5). */

import { MarshalError } from "../errors.ts";
import { mapExtension } from "../wire/codec.ts";
import { MAX_FRAME_LENGTH } from "../wire/messages.ts";
import { Extension } from "./extensions.ts";
import { marshalWebValue } from "./web-values.ts";

/** Registers what stays on the host while the isolate holds a reference to it. Each returns the reference. */
export interface HandOut {
  function(fn: Function): unknown;
  promise(promise: Promise<unknown>): unknown;
  asyncIterable(iterable: AsyncIterable<unknown>): unknown;
}

/**
 * A sender encodes 100 levels at most, and three of them are not the value's own: the message, and a reference map
 * below the innermost container.
 */
const MAX_CONTAINERS = 97;

/** Shared objects are copied at each place; this bounds what a few levels of sharing may grow to. One node is a byte. */
const MAX_NODES = MAX_FRAME_LENGTH;

/**
 * Converts a value. Bodies of requests, responses and blobs are read completely, therefore asynchronously; without
 * any the result is ready when the function returns.
 *
 * @param root how error texts call the value
 * @throws MarshalError naming the path of a value that cannot cross
 */
export function marshal(value: unknown, handOut: HandOut, root = "result"): unknown {
  const walk = new Walk(handOut, root);
  const result = walk.convert(value);
  return walk.bodies.length === 0 ? result : Promise.all(walk.bodies).then(() => result);
}

class Walk {
  /** Bodies being read inside containers; each puts its value in its place when it is done. */
  readonly bodies: Promise<unknown>[] = [];
  readonly #handOut: HandOut;
  readonly #root: string;
  /** Where the walk is, for error texts and for the depth limit. */
  readonly #path: (string | number)[] = [];
  /** The containers around the current value: meeting one again is a cycle, meeting a shared one is not. */
  readonly #ancestors = new Set<object>();
  #nodes = 0;

  constructor(handOut: HandOut, root: string) {
    this.#handOut = handOut;
    this.#root = root;
  }

  /** The wire value, or a promise of it when a body has to be read. */
  convert(value: unknown): unknown {
    if (++this.#nodes > MAX_NODES) {
      throw new MarshalError(`Cannot marshal value: more than ${MAX_NODES} nested values`);
    }
    switch (typeof value) {
      case "undefined":
        return { __type: "UndefinedRef" };
      case "bigint":
        return { __type: "BigIntRef", value: value.toString() };
      case "function":
        return this.#handOut.function(value);
      case "symbol":
        throw new MarshalError(`Cannot marshal Symbol values${this.#at()}`);
      case "object":
        return value === null ? null : this.#convertObject(value);
      default:
        return value;
    }
  }

  #convertObject(value: object): unknown {
    if (Array.isArray(value)) {
      return this.#convertArray(value);
    }
    if (isPlainObject(value) && !isAsyncIterable(value)) {
      return this.#convertPlainObject(value as Record<string, unknown>);
    }
    if (value instanceof Date) {
      return { __type: "DateRef", timestamp: value.getTime() };
    }
    if (value instanceof RegExp) {
      return { __type: "RegExpRef", source: value.source, flags: value.flags };
    }
    // Raw bytes cross as bin; the element type of other typed arrays is lost.
    if (ArrayBuffer.isView(value)) {
      return value;
    }
    if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
      return new Uint8Array(value);
    }
    if (value instanceof Promise) {
      return this.#handOut.promise(value);
    }
    if (value instanceof Error) {
      return marshalError(value);
    }
    const web = marshalWebValue(value);
    if (web !== undefined) {
      return web;
    }
    if (isAsyncIterable(value)) {
      return this.#handOut.asyncIterable(value);
    }
    throw new MarshalError(
      `Cannot marshal class instance of type "${className(value)}". ` +
        `Only plain objects and supported classes are allowed.${this.#at()}`,
    );
  }

  #convertArray(value: unknown[]): unknown[] {
    this.#enter(value);
    const out = new Array<unknown>(value.length);
    for (let index = 0; index < value.length; index++) {
      this.#convertInto(out as never, index as never, value[index]);
    }
    this.#leave(value);
    return out;
  }

  #convertPlainObject(value: Record<string, unknown>): Record<string, unknown> {
    this.#enter(value);
    const out: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      this.#convertInto(out, key, value[key]);
    }
    this.#leave(value);
    return out;
  }

  #convertInto(out: Record<string, unknown>, key: string, value: unknown): void {
    this.#path.push(key);
    if (key === "__proto__") {
      throw new MarshalError(`Cannot marshal a property named "__proto__"${this.#at()}`);
    }
    if (key === "__type" && typeof value === "string" && REFERENCE_NAMES.has(value)) {
      // The receiver would take this object for a function, promise or date of ours.
      throw new MarshalError(`Cannot marshal an object whose "__type" is "${value}"${this.#at()}`);
    }
    const wire = this.convert(value);
    if (wire instanceof Promise) {
      const body = wire.then((read) => (out[key] = read));
      // Awaited at the end; until then, and if the walk fails elsewhere, its failure must not count as unhandled.
      body.catch(() => {});
      this.bodies.push(body);
    } else {
      out[key] = wire;
    }
    this.#path.pop();
  }

  #enter(container: object): void {
    if (this.#ancestors.has(container)) {
      throw new MarshalError(`Cannot marshal value: circular reference detected${this.#at()}`);
    }
    if (this.#path.length >= MAX_CONTAINERS) {
      throw new MarshalError("Maximum marshalling depth (100) exceeded. Possible circular reference.");
    }
    this.#ancestors.add(container);
  }

  #leave(container: object): void {
    this.#ancestors.delete(container);
  }

  /** ` (at result.users[3].name)`; nothing for the value itself. */
  #at(): string {
    if (this.#path.length === 0) {
      return "";
    }
    const steps = this.#path.map((key) => {
      if (typeof key === "number") {
        return `[${key}]`;
      }
      return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    });
    return ` (at ${this.#root}${steps.join("")})`;
  }
}

/** Every reference map of the protocol has a name of this form (protocol.md, section 2.4). */
const REFERENCE_NAMES = new Set(
  (
    "UndefinedRef DateRef RegExpRef BigIntRef Uint8ArrayRef URLRef HeadersRef RequestRef ResponseRef FileRef FormDataRef " +
    "CallbackRef PromiseRef AsyncIteratorRef BlobRef AbortSignalRef IsolateRef StreamRef ErrorRef"
  ).split(" "),
);

function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  return typeof (value as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === "function";
}

/** An error as a value (thrown ones travel in the answer's `error`). The host's stack is none of the guest's business. */
function marshalError({ name, message, code }: Error & { code?: unknown }): unknown {
  const known = typeof code === "string" || typeof code === "number";
  return mapExtension(Extension.ERROR_REF, { name: String(name), message: String(message), stack: null, code: known ? code : null });
}

/** Also objects of another realm (`node:vm`, test runners), whose `Object.prototype` is not this one. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function className(value: object): string {
  const constructor: unknown = value.constructor;
  return typeof constructor === "function" && constructor.name !== "" ? constructor.name : "Object";
}
