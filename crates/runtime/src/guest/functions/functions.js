// Custom functions, and the functions, promises and iterators that their results contain (runtime.md section 5).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { host } from "ext:isolate/host.js";
import { atLeaseEnd, lease } from "ext:isolate/lease/lease.js";
const {
  Error,
  MapPrototypeDelete,
  MapPrototypeSet,
  ObjectCreate,
  ObjectDefineProperty,
  ObjectDefineProperties,
  Promise,
  PromisePrototypeThen,
  SafeArrayIterator,
  SafeMap,
  SafeMapIterator,
  String,
  StringPrototypeEndsWith,
  SymbolAsyncIterator,
  SymbolToStringTag,
} = primordials;

/** @typedef {{ done: boolean, value: unknown }} Step */

// What a client hands out ends with its lease: the next client may know the same ids, but means something else by them.

/**
 * Makes the functions that the client registered global.
 * @param {[name: string, kind: "sync" | "async" | "asyncIterator"][]} functions
 * @param {(name: string, value: unknown) => void} define
 */
export function install(functions, define) {
  for (const entry of new SafeArrayIterator(functions)) {
    const name = entry[0];
    const make = entry[1] === "sync" ? makeSync : entry[1] === "async" ? makeAsync : makeGenerator;
    const callable = make(name);
    ObjectDefineProperty(callable, "name", { __proto__: null, value: name, configurable: true });
    define(name, callable);
  }
}

/** @param {string} name */
function makeSync(name) {
  return (/** @type {unknown[]} */ ...args) => host.callSync("call", name, args);
}

/** @param {string} name */
function makeAsync(name) {
  return (/** @type {unknown[]} */ ...args) => host.callAsync("call", name, args);
}

/**
 * A function the client returned. It blocks, as callers of the baseline revision expect the value itself.
 * @param {number} id
 */
export function makeFunction(id) {
  const born = lease();
  return (/** @type {unknown[]} */ ...args) => {
    if (born !== lease()) throw new Error(`Local callback ${id} not found`);
    return host.callSync("call", id, args);
  };
}

/**
 * Promises of the client that have not settled, each with what rejects it.
 * @type {Map<object, () => void>}
 */
const unsettled = new SafeMap();

atLeaseEnd(() => {
  for (const entry of new SafeMapIterator(unsettled)) entry[1]();
  unsettled.clear();
});

/**
 * A promise the client returned: asked for at once, so that it settles without anybody waiting.
 * @param {number} id
 * @param {number} resolverId
 */
export function makePromise(id, resolverId) {
  const answer = host.callAsync("call", resolverId, [id]);
  const promise = new Promise((/** @type {(value: unknown) => void} */ resolve, /** @type {(error: unknown) => void} */ reject) => {
    MapPrototypeSet(unsettled, answer, () => reject(new Error(`Promise ${id} not found`)));
    PromisePrototypeThen(
      answer,
      (/** @type {unknown} */ value) => {
        MapPrototypeDelete(unsettled, answer);
        resolve(value);
      },
      (/** @type {unknown} */ error) => {
        MapPrototypeDelete(unsettled, answer);
        reject(error);
      },
    );
  });
  // One that nobody looks at must not count as unhandled.
  PromisePrototypeThen(promise, undefined, () => {});
  return promise;
}

/** What all iterators of the host inherit from. */
const iteratorPrototype = ObjectCreate(null, {
  [SymbolAsyncIterator]: {
    __proto__: null,
    value() {
      return this;
    },
    configurable: true,
    writable: true,
  },
  [SymbolToStringTag]: { __proto__: null, value: "AsyncGenerator", configurable: true },
});

/**
 * @param {{ next: () => Promise<Step>, return: (value: unknown) => Promise<Step>, throw: (error: unknown) => Promise<Step> }} methods
 */
function asyncIterator(methods) {
  const property = (/** @type {unknown} */ value) => ({ __proto__: null, value, configurable: true, writable: true });
  return ObjectDefineProperties(ObjectCreate(iteratorPrototype), {
    next: property(methods.next),
    return: property(methods.return),
    throw: property(methods.throw),
  });
}

/**
 * An async iterable the client returned (protocol.md 4.5).
 * @param {number} id
 * @param {number} nextId
 * @param {number} [returnId]
 * @param {number} [throwId]
 */
export function makeIterator(id, nextId, returnId, throwId) {
  const born = lease();
  let ended = false;
  return asyncIterator({
    async next() {
      if (ended) return { value: undefined, done: true };
      if (born !== lease()) throw gone();
      return step(() => host.callAsync("call", nextId, [id]));
    },
    async return(value) {
      if (ended || returnId === undefined || born !== lease()) {
        ended = true;
        return { value, done: true };
      }
      ended = true;
      try {
        const result = /** @type {any} */ (await host.callAsync("call", returnId, [id, value]));
        return { value: result?.value ?? value, done: true };
      } catch {
        // The loop has been left already: nobody can act on it (4.5).
        return { value, done: true };
      }
    },
    async throw(error) {
      if (ended || throwId === undefined || born !== lease()) {
        await this.return(undefined);
        throw error;
      }
      return step(() => host.callAsync("call", throwId, [id, describe(error)]));
    },
  });

  function gone() {
    ended = true;
    return new Error(`Iterator ${id} not found`);
  }

  /** @param {() => Promise<unknown>} call */
  async function step(call) {
    try {
      const result = /** @type {any} */ (await call());
      ended = result?.done === true;
      return { value: result?.value, done: ended };
    } catch (error) {
      ended = true;
      throw error;
    }
  }
}

/**
 * A custom function of type `asyncIterator` (protocol.md 4.6). The session starts with the first `next()`.
 * @param {string} name
 */
function makeGenerator(name) {
  return (/** @type {unknown[]} */ ...args) => {
    /** @type {Promise<number> | undefined} */
    let session;
    let ended = false;
    // The lease of the client that has the session: not that of the call, if its answer had to wait for another one.
    let born = lease();

    /** Ends the session at the client; its failure has no one to be told to. */
    async function end() {
      if (ended) return;
      ended = true;
      if (session === undefined || born !== lease()) return;
      try {
        await host.callAsync("return", name, [await session]);
      } catch {
        // See above.
      }
    }

    return asyncIterator({
      async next() {
        if (ended) return { value: undefined, done: true };
        if (born !== lease()) {
          ended = true;
          throw new Error(`Async iterator function '${name}' not found`);
        }
        try {
          session ??= start();
          const id = await session;
          const result = /** @type {any} */ (await host.callAsync("next", name, [id]));
          // Whoever answers has the session.
          born = lease();
          if (result?.done !== true) return { value: result?.value, done: false };
          await end();
          return { value: result.value, done: true };
        } catch (error) {
          await end();
          throw error;
        }
      },
      async return(value) {
        await end();
        return { value, done: true };
      },
      async throw(error) {
        if (ended || session === undefined || born !== lease()) {
          await end();
          throw error;
        }
        try {
          const result = /** @type {any} */ (await host.callAsync("throw", name, [await session, describe(error)]));
          if (result?.done === true) await end();
          return { value: result?.value, done: ended };
        } catch (thrown) {
          await end();
          // A client that registered no companion for it gets the plain end of the iteration (protocol.md 4.6).
          throw StringPrototypeEndsWith(String(/** @type {any} */ (thrown)?.message), "throw callback not available") ? error : thrown;
        }
      },
    });

    async function start() {
      const result = /** @type {any} */ (await host.callAsync("start", name, args));
      born = lease();
      return result?.iteratorId;
    }
  };
}

/** @param {any} error */
function describe(error) {
  const object = typeof error === "object" && error !== null;
  return {
    __proto__: null,
    name: object ? String(error.name ?? "Error") : "Error",
    message: object ? String(error.message ?? "") : String(error),
  };
}

