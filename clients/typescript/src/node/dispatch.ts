/** A request of Node's http server to the guest, whatever becomes of it. */

import type { IncomingMessage } from "node:http";
import type { RemoteFetchHandle } from "../http/fetch-handle.ts";
import type { SocketHost } from "../websocket/server-socket.ts";
import { requestFromNode } from "./request.ts";
import type { ServeRuntimeOptions } from "./serve-options.ts";

/** Who answers: a `RemoteRuntime`, or anything else with such a handle. */
export interface RequestTarget extends SocketHost {
  readonly fetch: SocketHost["fetch"] & Pick<RemoteFetchHandle, "dispatchRequest" | "getUpgradeRequest">;
}

/** The guest's response, or the one that stands in for it. `signal` is that of the client's connection. */
export async function dispatchFromNode(
  target: RequestTarget,
  { onError }: ServeRuntimeOptions,
  incoming: IncomingMessage,
  signal: AbortSignal,
): Promise<{ response: Response; dispatched: boolean }> {
  let request: Request;
  try {
    request = requestFromNode(incoming, signal);
  } catch {
    return { response: new Response("Bad Request", { status: 400 }), dispatched: false };
  }
  try {
    return { response: await target.fetch.dispatchRequest(request), dispatched: true };
  } catch (error) {
    const response = (await onError?.(error, request)) ?? new Response("Internal Server Error", { status: 500 });
    return { response, dispatched: false };
  }
}
