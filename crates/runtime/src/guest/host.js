// The native functions of the runtime. They cannot live in a snapshot, so each new isolate connects its own.
// @ts-check
import { primordials } from "ext:core/mod.js";
const { ObjectAssign } = primordials;

/**
 * What a call is aimed at: a custom function by name or something the client handed out by id, or a step of a custom
 * function that is an iterator; or the handler of the browser.
 * @typedef {"call" | "start" | "next" | "return" | "throw" | "playwright"} CallKind
 *
 * @typedef {object} Host
 * @property {(entry: object) => void} emitConsole hands one console entry to the client
 * @property {(host: object) => Record<string, Function>} loadDom makes the classes of the DOM
 * @property {(name: string) => void} defineLazily makes a global of the DOM, whose class is made when it is first read
 * @property {() => number} now milliseconds on a monotonic clock
 * @property {(event: string, payload: unknown) => void} emitEvent hands an event to the client
 * @property {(json: string) => void} testEvent hands an event of a test run to the client
 * @property {() => boolean} wantsTestEvents whether anybody listens to them
 * @property {() => boolean} wantsConsole whether anybody listens to console entries
 * @property {(kind: CallKind, target: string | number, args: unknown[]) => Promise<unknown>} callAsync starts a call
 * @property {(kind: CallKind, target: string | number, args: unknown[]) => unknown} callSync calls and blocks
 * @property {() => number} firstFunctionId the first of 2^20 new ids for functions of the guest's
 * @property {(call: number, value: unknown) => Promise<unknown> | undefined} answerCall answers a call of the client's, unless
 *   there is a promise in the value that has not settled: gives it
 * @property {(call: number, error: unknown) => void} failCall answers it with what the function threw
 * @property {(url: string, method: string, headers: [string, string][], body: string | Uint8Array | null,
 *   upload: number | undefined) => [promise: Promise<any>, call: number]} startFetch calls the host's fetch
 * @property {(operation: string) => boolean} hasFs whether the host offers a file operation
 * @property {(operation: string, args: unknown[]) => Promise<unknown>} callFs calls it; throws if the arguments are too large
 * @property {() => number} beginChange the number of a change of files that begins
 * @property {(change: number) => void} endChange the change has been acknowledged, or has failed
 * @property {() => number | undefined} changeBarrier stands for all changes so far; undefined if none is open
 * @property {(barrier: number) => boolean} changesPassed whether all changes before it have ended
 * @property {(call: number) => void} abortCall gives a call up; its promise never settles
 * @property {() => boolean} streamsRequests whether request bodies may be streamed
 * @property {() => [stream: number, body: number] | undefined} openUpload opens a stream for a request body
 * @property {(body: number) => Uint8Array | null | undefined} readBody a piece, null at the end, undefined if there is
 *   none yet; throws if the body failed
 * @property {(body: number) => Promise<void>} bodyReady when `readBody` has an answer
 * @property {(body: number, reason: string) => void} cancelBody the guest wants no more of it
 * @property {(body: number, chunk: unknown) => boolean} writeBody true if more may follow at once; if not, `bodyRoom`
 *   says when
 * @property {(body: number) => Promise<boolean>} bodyRoom true when more may be written, false if nobody wants more
 * @property {(body: number) => void} endBody the body is complete
 * @property {(body: number, error: string) => void} failBody the body breaks off
 * @property {(dispatch: number, status: number, statusText: string, headers: [string, string][],
 *   upgrade: string | undefined, body: string | Uint8Array | null) => void} respond answers a request
 * @property {(dispatch: number, status: number, statusText: string, headers: [string, string][],
 *   upgrade: string | undefined) => number | undefined} respondStreaming answers it; gives the number of the body that
 *   follows, or undefined if nobody waits for it
 * @property {(dispatch: number, error: unknown) => void} failDispatch answers it with what the handler threw
 * @property {(value: unknown, transfer: ArrayBuffer[], copyObject: (object: object) => object | undefined,
 *   makeError: (message: string) => Error, plainPrototype: object) => unknown} structuredClone
 */

/** @type {Host} */
// @ts-ignore: filled by `connect` before any guest code runs
export const host = { __proto__: null };

/** @param {Host} natives */
export function connect(natives) {
  ObjectAssign(host, natives);
}
