/** Upgrades to WebSocket on Node's http server, with the package `ws` or anything that has its `handleUpgrade`. */

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { BodySource } from "../streams/body-source.ts";
import { bridgeWebSocket } from "../websocket/server-socket.ts";
import { dispatchFromNode, type RequestTarget } from "./dispatch.ts";
import { endToEndHeaders } from "./response.ts";
import type { ServeRuntimeOptions, WebSocketUpgrader } from "./serve-options.ts";
import { writeBody } from "./write-body.ts";

/** Answers the server's `upgrade` events: the guest decides, by `server.upgrade` or with another response. */
export function createUpgradeListener(
  target: RequestTarget,
  upgrader: WebSocketUpgrader,
  options: ServeRuntimeOptions = {},
): (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void {
  return (incoming, socket, head) => void upgrade(target, upgrader, options, incoming, socket, head);
}

async function upgrade(
  target: RequestTarget,
  upgrader: WebSocketUpgrader,
  options: ServeRuntimeOptions,
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const controller = new AbortController();
  const leave = (): void => controller.abort();
  // Until the socket is handed on nobody else listens for its failure.
  socket.on("error", leave);
  socket.on("close", leave);
  try {
    const { response, dispatched } = await dispatchFromNode(target, options, incoming, controller.signal);
    const accepted = dispatched ? await target.fetch.getUpgradeRequest(response) : null;
    if (accepted === null) {
      await refuse(response, socket);
      return;
    }
    socket.off("close", leave);
    upgrader.handleUpgrade(incoming, socket, head, (opened) => {
      bridgeWebSocket(target, accepted.connectionId, opened, { onError: options.onSocketError });
    });
  } catch {
    socket.destroy();
  }
}

/** Writes a plain response; the connection ends with it. */
async function refuse(response: Response, socket: Duplex): Promise<void> {
  const headers = endToEndHeaders(response).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(
    `HTTP/1.1 ${response.status} ${response.statusText}\r\n${headers.join("")}connection: close\r\n\r\n`,
    "latin1",
  );
  const source = BodySource.of(response);
  if (source === undefined) {
    socket.end();
    return;
  }
  socket.on("close", () => source.cancel(new Error("The client has closed the connection")));
  await writeBody(source, socket);
}
