/** The answer to a dispatch as a native `Response` (protocol.md, sections 3.2 and 3.6). */

import type { BodyReceiver } from "../streams/body-receiver.ts";
import { isMap } from "../wire/codec.ts";
import type { Fields } from "../wire/messages.ts";
import { rememberUpgrade } from "./upgrades.ts";

/** The handler's response with its whole body, or without one. @throws TypeError when it is malformed */
export function wholeResponse(data: unknown): Response {
  const response = isMap(data) ? data["response"] : undefined;
  if (!isMap(data) || !isMap(response)) {
    throw new TypeError("The daemon answered DISPATCH_REQUEST without a response");
  }
  const body = response["body"];
  return build(response, body instanceof Uint8Array ? body.slice() : null, data["upgrade"]);
}

/** The handler's response, whose body is on its way. @throws TypeError when it is malformed */
export function streamedResponse(metadata: unknown, body: BodyReceiver): Response {
  const head = isMap(metadata) ? metadata : {};
  return build(head, body.stream, head["upgrade"]);
}

function build(head: Fields, body: Uint8Array<ArrayBuffer> | ReadableStream | null, upgrade: unknown): Response {
  const response = new Response(body, {
    status: (head["status"] as number | null) ?? 200,
    statusText: (head["statusText"] as string | null) ?? "",
    headers: (head["headers"] as [string, string][] | null) ?? [],
  });
  rememberUpgrade(response, upgrade);
  return response;
}
