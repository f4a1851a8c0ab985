/** How a runtime is served on Node's http server. */

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocketLike } from "../websocket/socket-like.ts";

export interface ServeRuntimeOptions {
  /**
   * Makes sockets of accepted upgrades: `new WebSocketServer({ noServer: true })` of the package `ws`. Without it upgrade
   * requests are requests like any others.
   */
  webSockets?: WebSocketUpgrader | undefined;
  /** Answers for a guest that has thrown, or is gone. By default with status 500 and no details. */
  onError?: ((error: unknown, request: Request) => Response | Promise<Response>) | undefined;
  /** Is told what the guest's websocket handlers throw. */
  onSocketError?: ((error: unknown) => void) | undefined;
}

/** What is used of `new WebSocketServer({ noServer: true })`. */
export interface WebSocketUpgrader {
  handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    opened: (socket: WebSocketLike) => void,
  ): void;
}
