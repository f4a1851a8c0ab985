/** A socket that the guest has accepted, between its handlers and the real socket, which the host owns. */

import { isBenignDisposeError } from "../errors.ts";
import type { RemoteFetchHandle } from "../http/fetch-handle.ts";
import { linkOf } from "../runtime-link.ts";
import type { WebSocketCommand } from "./commands.ts";
import { binaryMessage, closeSocket, MAX_UNSENT_BYTES, type WebSocketLike } from "./socket-like.ts";

/** Where sockets are accepted: a `RemoteRuntime`, an `IsolateServer`, or anything else with such a handle. */
export interface SocketHost {
  /** Of an `IsolateServer`: a socket belongs to the runtime that has accepted it, and ends with it. */
  getRuntime?(): SocketHost | null;
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
  /** Is told what a handler of the guest, or `port.send`, throws. Such errors are dropped otherwise; the socket stays open. */
  onError?: ((error: unknown) => void) | undefined;
}

/** Close codes of the WebSocket protocol: the runtime is gone; the peer does not read what it is sent. */
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

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
  const runtime = host.getRuntime?.() ?? host;
  let ended = false;
  const end = (): void => {
    ended = true;
    disconnect();
    stopWatching?.();
  };
  const gone = (): void => {
    if (!ended) {
      end();
      closeSocket(port, GOING_AWAY, "Runtime is gone");
    }
  };
  const stopWatching = linkOf(runtime.fetch)?.onEnd(gone);
  const disconnect = switchboardOf(runtime).connect(connectionId, (command) => {
    // The guest chooses the arguments: none of them may bring its host down.
    if (command.type === "close") {
      closeSocket(port, command.code, command.reason);
      return;
    }
    try {
      port.send(command.data);
    } catch (error) {
      options.onError?.(error);
    }
    if ((port.bufferedAmount ?? 0) > MAX_UNSENT_BYTES) {
      closeSocket(port, POLICY_VIOLATION, "Too much unread");
    }
  });
  const tell = (told: Promise<void>): void => {
    told.catch((error: unknown) => {
      if (isBenignDisposeError(error)) {
        gone();
      } else {
        options.onError?.(error);
      }
    });
  };
  const { fetch } = runtime;
  tell(fetch.dispatchWebSocketOpen(connectionId));
  return {
    message: (data) => tell(fetch.dispatchWebSocketMessage(connectionId, data)),
    error: (error) => tell(fetch.dispatchWebSocketError(connectionId, error)),
    close: (code, reason) => {
      end();
      tell(fetch.dispatchWebSocketClose(connectionId, code, reason));
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
