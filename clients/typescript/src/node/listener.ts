/** Node's http server in front of a runtime: every request goes to the guest's `serve()` handler. */

import type { IncomingMessage, ServerResponse } from "node:http";
import { dispatchFromNode, type RequestTarget } from "./dispatch.ts";
import { sendToNode } from "./response.ts";
import type { ServeRuntimeOptions } from "./serve-options.ts";
import { createUpgradeListener } from "./upgrade.ts";

/** What is used of a server of `node:http` or `node:https`. */
export interface NodeServer {
  on(event: "request", listener: (incoming: IncomingMessage, outgoing: ServerResponse) => void): unknown;
  on(event: "upgrade", listener: ReturnType<typeof createUpgradeListener>): unknown;
}

/** Lets the guest answer all requests of a server, and its upgrades if `webSockets` is given. */
export function serveRuntime(server: NodeServer, target: RequestTarget, options: ServeRuntimeOptions = {}): void {
  server.on("request", createRequestListener(target, options));
  if (options.webSockets !== undefined) {
    server.on("upgrade", createUpgradeListener(target, options.webSockets, options));
  }
}

/** A listener for `createServer` of `node:http`: requests to the guest, with streaming both ways. */
export function createRequestListener(
  target: RequestTarget,
  options: ServeRuntimeOptions = {},
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  return (incoming, outgoing) => void answer(target, options, incoming, outgoing);
}

async function answer(
  target: RequestTarget,
  options: ServeRuntimeOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const controller = new AbortController();
  outgoing.on("close", () => {
    if (!outgoing.writableFinished) {
      controller.abort();
    }
  });
  try {
    const { response } = await dispatchFromNode(target, options, incoming, controller.signal);
    await sendToNode(response, outgoing);
  } catch {
    // Part of the response may be out already: breaking it off is all that can still be said.
    outgoing.destroy();
  }
}
