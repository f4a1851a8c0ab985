/** A socket that the guest has accepted, between its handlers and the real socket, which the host owns. */

import { isBenignDisposeError } from "../errors.ts";
import type { RemoteFetchHandle } from "../http/fetch-handle.ts";
import type { WebSocketCommand } from "./commands.ts";
import { binaryMessage, closeSocket, MAX_UNSENT_BYTES, type WebSocketLike } from "./socket-like.ts";

/** Where sockets are accepted: a `RemoteRuntime`, or anything else with such a handle. */
export interface SocketHost {
  readonly fetch: Pick<
    RemoteFetchHandle,
    | "dispatchWebSocketOpen"
    | "dispatchWebSocketMessage"
    | "dispatchWebSocketClose"
    | "dispatchWebSocketError"
    | "onWebSocketCommand"
  >;
}

/** What the guest does to the real socket. A `ServerWebSocket` of Bun is one. */
export interface SocketPort {
  readonly bufferedAmount?: number;
  send(data: string | ArrayBuffer): unknown;
  close(code?: number, reason?: string): unknown;
}

/** What the real socket reports. Nothing here throws. */
export interface AcceptedSocket {
  message(data: string | ArrayBuffer | ArrayBufferView): void;
  /** The socket has closed; nothing may follow. */
  close(code: number, reason: string): void;
  error(error: Error): void;
}

export interface AcceptOptions {
  /** Is told what a handler of the guest throws. Without it such errors are dropped; the socket stays open either way. */
  onError?: ((error: unknown) => void) | undefined;
}

/** WebSocket close code: the server meets a condition that keeps it from going on. */
const INTERNAL_ERROR = 1011;

/**
 * Opens the upgrade `connectionId` in the runtime: its `open` handler runs, and what it sends goes to `port`. For sockets
 * that report by callbacks; `bridgeWebSocket` is for those with events. When the runtime is gone, `port` is closed.
 */
export function acceptWebSocket(
  host: SocketHost,
  connectionId: string,
  port: SocketPort,
  options: AcceptOptions = {},
): AcceptedSocket {
  let ended = false;
  const stop = switchboardOf(host).connect(connectionId, (command) => {
    if (command.type === "close") {
      port.close(command.code, command.reason);
    } else {
      port.send(command.data);
      if ((port.bufferedAmount ?? 0) > MAX_UNSENT_BYTES) {
        closeSocket(port, INTERNAL_ERROR, "Too much unread");
      }
    }
  });
  const tell = (told: Promise<void>): void => {
    told.catch((error: unknown) => {
      if (!isBenignDisposeError(error)) {
        options.onError?.(error);
      } else if (!ended) {
        ended = true;
        stop();
        closeSocket(port, INTERNAL_ERROR, "Runtime is gone");
      }
    });
  };
  tell(host.fetch.dispatchWebSocketOpen(connectionId));
  return {
    message: (data) => tell(host.fetch.dispatchWebSocketMessage(connectionId, data)),
    error: (error) => tell(host.fetch.dispatchWebSocketError(connectionId, error)),
    close: (code, reason) => {
      ended = true;
      stop();
      tell(host.fetch.dispatchWebSocketClose(connectionId, code, reason));
    },
  };
}

/** Like `acceptWebSocket`, for an open socket with events: of the package `ws`, of Deno. */
export function bridgeWebSocket(
  host: SocketHost,
  connectionId: string,
  socket: WebSocketLike,
  options?: AcceptOptions,
): void {
  socket.binaryType = "arraybuffer";
  const accepted = acceptWebSocket(
    host,
    connectionId,
    {
      get bufferedAmount() {
        return socket.bufferedAmount;
      },
      send: (data) => socket.send(typeof data === "string" ? data : new Uint8Array(data)),
      close: (code, reason) => closeSocket(socket, code, reason),
    },
    options,
  );
  socket.addEventListener("message", ({ data }) => {
    const message = typeof data === "string" ? data : binaryMessage(data);
    if (message !== undefined) {
      accepted.message(message);
    }
  });
  socket.addEventListener("error", (event) => {
    const text = "message" in event && typeof event.message === "string" ? event.message : "WebSocket error";
    accepted.error(new Error(text));
  });
  socket.addEventListener("close", ({ code, reason }) => accepted.close(code, reason));
}

/** Finds the socket that a command is for: one listener per runtime, however many sockets it has. */
class Switchboard {
  readonly #host: SocketHost;
  readonly #sockets = new Map<string, (command: WebSocketCommand) => void>();
  #stop: (() => void) | undefined;

  constructor(host: SocketHost) {
    this.#host = host;
  }

  connect(connectionId: string, take: (command: WebSocketCommand) => void): () => void {
    this.#sockets.set(connectionId, take);
    this.#stop ??= this.#host.fetch.onWebSocketCommand((command) => this.#sockets.get(command.connectionId)?.(command));
    return () => {
      this.#sockets.delete(connectionId);
      if (this.#sockets.size === 0) {
        this.#stop?.();
        this.#stop = undefined;
      }
    };
  }
}

const switchboards = new WeakMap<object, Switchboard>();

function switchboardOf(host: SocketHost): Switchboard {
  const switchboard = switchboards.get(host.fetch) ?? new Switchboard(host);
  switchboards.set(host.fetch, switchboard);
  return switchboard;
}
