// `page.request`: requests that the browser's context makes (runtime.md 20.3).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { nonsense, operate, own } from "ext:isolate/playwright/operations.js";
const { String } = primordials;

/** @typedef {import("./operations.js").Place} Place */

/** @param {Place} place */
export function makeRequest(place) {
  /** @param {string} [method] */
  const send = (method) => async (/** @type {unknown} */ url, /** @type {any} */ options) => {
    const verb = method ?? String(options?.method ?? "GET");
    const answer = await operate(place, "request", [String(url), verb, options?.data ?? null, options?.headers ?? null]);
    if (typeof answer !== "object" || answer === null) throw nonsense("request");
    return response(answer);
  };
  return { fetch: send(), get: send("GET"), post: send("POST"), put: send("PUT"), delete: send("DELETE") };
}

/** @param {object} answer */
const response = (answer) => ({
  status: () => own(answer, "status"),
  ok: () => own(answer, "ok"),
  headers: () => own(answer, "headers"),
  json: async () => own(answer, "json") ?? null,
  text: async () => own(answer, "text"),
  body: async () => null,
});
