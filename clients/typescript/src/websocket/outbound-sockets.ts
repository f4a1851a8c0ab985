/** Sockets that the guest opens with `new WebSocket`: the host dials them (client.md, section 3.3; protocol.md, 5.9). */

import type { Fields } from "../wire/messages.ts";
import { isMap } from "../wire/codec.ts";
import { decodeBinaryText } from "./binary-text.ts";
import { OutboundSocket, type SocketEvents } from "./outbound-socket.ts";
import type { WebSocketLike } from "./socket-like.ts";

/**
 * Called for each socket that the guest opens. The socket it returns, open or still connecting, is the guest's from then
 * on; with `null` the guest sees a failed connection, with reason `Connection blocked`. `url` is absolute, its scheme `ws:`
 * or `wss:`.
 */
export type WebSocketCallback = (
  url: string,
  protocols: string[],
) => WebSocketLike | null | Promise<WebSocketLike | null>;

/** The sockets of one runtime. */
export class OutboundSockets {
  readonly #callback: WebSocketCallback | undefined;
  readonly #send: (event: string, payload: Fields) => void;
  readonly #sockets = new Map<string, OutboundSocket>();
  /** The daemon is known to send bytes as bin, so that every string is text. */
  #bytesAreBin: boolean;

  /**
   * @param send sends CLIENT_EVENT for this runtime
   * @param bytesAreBin the daemon has said that it sends bytes as bin; one that has not shows it with the first bytes
   */
  constructor(
    callback: WebSocketCallback | undefined,
    send: (event: string, payload: Fields) => void,
    bytesAreBin: boolean,
  ) {
    this.#callback = callback;
    this.#send = send;
    this.#bytesAreBin = bytesAreBin;
  }

  /** Takes `ws:client-*` of ISOLATE_EVENT. Sockets that are not here any more are ignored. */
  deliver(event: string, payload: unknown): void {
    const socketId = isMap(payload) ? payload["socketId"] : undefined;
    if (!isMap(payload) || typeof socketId !== "string") {
      return;
    }
    if (event === "ws:client-connect") {
      this.#connect(socketId, payload);
    } else if (event === "ws:client-send") {
      const data = this.#message(payload["data"]);
      if (data !== undefined) {
        this.#sockets.get(socketId)?.send(data);
      }
    } else if (event === "ws:client-close") {
      const { code, reason } = payload;
      this.#sockets.get(socketId)?.close(typeof code === "number" ? code : 1000, typeof reason === "string" ? reason : "");
    }
  }

  /** Closes every socket; nobody is left to hear of it. */
  closeAll(reason: string): void {
    const sockets = [...this.#sockets.values()];
    this.#sockets.clear();
    for (const socket of sockets) {
      socket.abandon(1000, reason);
    }
  }

  #connect(socketId: string, payload: Fields): void {
    if (this.#sockets.has(socketId)) {
      return;
    }
    const events: SocketEvents = {
      opened: (protocol, extensions) => this.#send("ws:client-opened", { socketId, protocol, extensions }),
      message: (data) => this.#send("ws:client-message", { socketId, data }),
      error: () => this.#send("ws:client-error", { socketId }),
      closed: ({ code, reason, wasClean }) => {
        this.#sockets.delete(socketId);
        this.#send("ws:client-closed", { socketId, code, reason, wasClean });
      },
    };
    const protocols = Array.isArray(payload["protocols"]) ? payload["protocols"].map(String) : [];
    const socket = new OutboundSocket(events);
    this.#sockets.set(socketId, socket);
    const url = String(payload["url"]);
    const callback = this.#callback;
    if (callback === undefined) {
      void socket.open(() => new WebSocket(url, protocols), "Connection failed");
    } else {
      void socket.open(() => callback(url, protocols), "Callback error");
    }
  }

  /** Other daemons send bytes as `__BINARY__` and base64; what cannot be meant so is text. */
  #message(data: unknown): string | Uint8Array<ArrayBuffer> | undefined {
    if (data instanceof Uint8Array) {
      this.#bytesAreBin = true;
      return data.slice();
    }
    if (typeof data !== "string") {
      return undefined;
    }
    return this.#bytesAreBin ? data : (decodeBinaryText(data) ?? data);
  }
}
