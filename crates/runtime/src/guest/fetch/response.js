// Responses of `fetch`, from what the host answered (runtime.md 6.6, protocol.md 4.8).
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { host } from "ext:isolate/host.js";
import { hostBody } from "ext:isolate/streams/host_body.js";
const {
  ArrayIsArray,
  ArrayPrototypePush,
  NumberIsInteger,
  String,
  TypeError,
  TypedArrayPrototypeGetByteLength,
  TypedArrayPrototypeGetSymbolToStringTag,
} = primordials;
const { URL } = core.loadExtScript("ext:deno_web/00_url.js");
const { InnerBody } = core.loadExtScript("ext:deno_fetch/22_body.js");
const { fromInnerResponse, newInnerResponse, nullBodyStatus } = core.loadExtScript("ext:deno_fetch/23_response.js");

/**
 * @param {any} answer a SerializedResponse, or `[head, body]` if the body follows
 * @param {string} requestUrl
 * @param {string} method
 * @param {(error: any) => unknown} asError what readers of the body see of a failure of the host's
 * @param {() => void} onEnd called once, when nothing more comes from the host
 */
export function makeResponse(answer, requestUrl, method, asError, onEnd) {
  const streamed = ArrayIsArray(answer) ? answer[1] : undefined;
  const head = streamed === undefined ? answer : answer[0];
  const status = head?.status;
  if (!NumberIsInteger(status) || (status !== 101 && (status < 200 || status > 599))) {
    if (streamed !== undefined) host.cancelBody(streamed, "The status is not valid");
    throw new TypeError(`The host answered with an invalid status: ${String(status)}`);
  }
  const inner = newInnerResponse(status, String(head.statusText ?? ""));
  inner.headerList = headerList(head.headers);
  inner.urlList = urlList(head, requestUrl);
  /** @type {((reason: unknown) => void) | undefined} */
  let abort;
  if (nullBodyStatus(status) || method === "HEAD") {
    if (streamed !== undefined) host.cancelBody(streamed, "The response has no body");
    onEnd();
  } else if (streamed !== undefined) {
    const body = hostBody(streamed, asError, onEnd);
    abort = body.abort;
    inner.body = new InnerBody(body.stream);
  } else {
    inner.body = wholeBody(head.body);
    onEnd();
  }
  return { response: fromInnerResponse(inner, "immutable"), abort };
}

/** @param {unknown} body */
function wholeBody(body) {
  const text = typeof body === "string";
  if (!text && TypedArrayPrototypeGetSymbolToStringTag(body) !== "Uint8Array") return null;
  const inner = new InnerBody({ body, consumed: false });
  if (!text) inner.length = TypedArrayPrototypeGetByteLength(body);
  return inner;
}

/** @param {any} headers */
function headerList(headers) {
  /** @type {[string, string][]} */
  const list = [];
  if (!ArrayIsArray(headers)) return list;
  for (let index = 0; index < headers.length; index++) {
    const pair = headers[index];
    if (ArrayIsArray(pair)) ArrayPrototypePush(list, [String(pair[0]), String(pair[1])]);
  }
  return list;
}

/**
 * Where the response came from; nothing if the host does not say.
 * @param {any} head
 * @param {string} requestUrl
 * @returns {string[]}
 */
function urlList(head, requestUrl) {
  const { url } = head;
  if (typeof url !== "string" || !URL.canParse(url)) return [];
  return head.redirected === true ? [requestUrl, url] : [url];
}
