// Waits for an address, a request or a response, by text, pattern or predicate (runtime.md 20.4).
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { Deadline, isRefusal, nonsense, operate, own, pattern, pause, text, timeoutOf } from "ext:isolate/playwright/operations.js";
const { ArrayPrototypePush, Error, ObjectKeys, PromisePrototypeThen, SafeArrayIterator } = primordials;

/** @typedef {import("./operations.js").Place} Place */

/** @param {any} what */
function matcher(what) {
  if (typeof what === "string") return { __proto__: null, type: "string", value: what };
  if (core.isRegExp(what)) return { __proto__: null, type: "regex", value: pattern(what) };
  return undefined;
}

/** Every address. */
const ANY = { __proto__: null, type: "regex", value: { __proto__: null, $regex: ".*", $flags: "" } };

/** Asks a listener for the next one, without its body. */
const NEXT = { __proto__: null, next: true };
/** Asks a listener for all of the one it gave last, and to end. */
const LAST = { __proto__: null, last: true };

/** Asks a predicate of the guest's. @param {Function} predicate @param {unknown} about */
function holds(predicate, about) {
  const verdict = predicate(about);
  if ((typeof verdict === "object" && verdict !== null) || typeof verdict === "function") {
    // One that rejects has been told of here.
    if (core.isPromise(verdict)) PromisePrototypeThen(verdict, undefined, () => {});
    if (typeof verdict.then === "function") throw new Error("Async predicates are not supported. Use a synchronous predicate function.");
  }
  return !!verdict;
}

/** @param {Place} place @param {any} what @param {any} options */
export async function waitForURL(place, what, options) {
  const wanted = matcher(what);
  if (wanted !== undefined) {
    await operate(place, "waitForURL", [wanted, options?.timeout ?? null, options?.waitUntil ?? null]);
    return;
  }
  if (typeof what !== "function") throw new Error("waitForURL requires a URL string, RegExp, or predicate function");
  const deadline = new Deadline(timeoutOf(options));
  for (;;) {
    const url = await operate(place, "url", []);
    if (typeof url !== "string") throw nonsense("url");
    if (holds(what, url)) return;
    if (deadline.isOver) throw late(deadline, "URL");
    await pause(deadline);
  }
}

/** @param {Deadline} deadline @param {string} what */
const late = (deadline, what) => new Error(`Timeout ${deadline.timeout}ms exceeded waiting for ${what}`);

/**
 * @param {"Request" | "Response"} kind
 * @param {(answer: any) => object} describe what a predicate sees
 * @param {(answer: any) => object} complete what the guest gets
 */
function waiter(kind, describe, complete) {
  const start = `waitFor${kind}Start`;
  const finish = `waitFor${kind}Finish`;
  const name = kind === "Request" ? "request" : "response";

  /** @param {Place} place @param {object} wanted @param {number | null} timeout */
  const listen = async (place, wanted, timeout) => text(await operate(place, start, [wanted, timeout]), "listenerId", start);

  /** @param {Place} place @param {string} listener @param {object} [asked] */
  const arrived = async (place, listener, asked) => {
    const answer = await operate(place, finish, asked === undefined ? [listener] : [listener, asked]);
    if (typeof answer !== "object" || answer === null) throw nonsense(finish);
    return answer;
  };

  /**
   * Looks at one after the other. A handler that goes on listening meanwhile says so (`more`): what comes while the guest
   * is asked is not lost then, and only what was found is sent with its body. Another one listens anew for each.
   * @param {Place} place
   * @param {Function} predicate
   * @param {Deadline} deadline
   */
  async function search(place, predicate, deadline) {
    let listener;
    for (;;) {
      let answer;
      try {
        listener ??= await listen(place, ANY, deadline.left);
        answer = await arrived(place, listener, NEXT);
      } catch (error) {
        if (deadline.isOver && isRefusal(error)) throw late(deadline, name);
        throw error;
      }
      const more = own(answer, "more") === true;
      if (holds(predicate, describe(answer))) return complete(more ? await arrived(place, listener, LAST) : answer);
      if (deadline.isOver) throw late(deadline, name);
      if (!more) listener = undefined;
    }
  }

  return async (/** @type {Place} */ place, /** @type {any} */ what, /** @type {any} */ options) => {
    const wanted = matcher(what);
    if (wanted !== undefined) {
      return complete(await arrived(place, await listen(place, wanted, options?.timeout ?? null)));
    }
    if (typeof what !== "function") throw new Error(`waitFor${kind} requires a URL string, RegExp, or predicate function`);
    return search(place, what, new Deadline(timeoutOf(options)));
  };
}

/** @param {any} answer */
const request = (answer) => ({
  url: () => own(answer, "url"),
  method: () => own(answer, "method"),
  headers: () => own(answer, "headers"),
  postData: () => own(answer, "postData") ?? null,
});

/** @param {any} answer */
const requestSeen = (answer) => ({ ...request(answer), headersArray: () => headersArray(answer) });

/** @param {any} answer */
const responseSeen = (answer) => ({
  url: () => own(answer, "url"),
  status: () => own(answer, "status"),
  statusText: () => own(answer, "statusText"),
  headers: () => own(answer, "headers"),
  headersArray: () => headersArray(answer),
  ok: () => own(answer, "ok"),
});

/** @param {any} answer */
const response = (answer) => ({
  ...responseSeen(answer),
  json: async () => own(answer, "json") ?? null,
  text: async () => own(answer, "text"),
  body: async () => null,
});

/** The list, or one that is made of the object. @param {any} answer */
function headersArray(answer) {
  const given = own(answer, "headersArray");
  if (given !== undefined) return given;
  const headers = own(answer, "headers") ?? {};
  /** @type {{ name: string, value: unknown }[]} */
  const pairs = [];
  for (const name of new SafeArrayIterator(ObjectKeys(headers))) {
    ArrayPrototypePush(pairs, { name, value: headers[name] });
  }
  return pairs;
}

export const waitForRequest = waiter("Request", requestSeen, request);
export const waitForResponse = waiter("Response", responseSeen, response);
