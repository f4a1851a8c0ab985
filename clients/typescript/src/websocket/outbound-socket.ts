/** One socket that the guest has opened, between the guest's events and the real socket. */

import { binaryMessage, closeSocket, MAX_UNSENT_BYTES, READY, type SocketClose, type WebSocketLike } from "./socket-like.ts";

/** What the guest is told. `closed` comes last, once. */
export interface SocketEvents {
  opened(protocol: string, extensions: string): void;
  /** @throws RangeError when the message does not fit into a frame */
  message(data: string | Uint8Array): void;
  error(): void;
  closed(how: SocketClose): void;
}

/** Makes the real socket. */
export type Dial = () => WebSocketLike | null | Promise<WebSocketLike | null>;

export class OutboundSocket {
  readonly #events: SocketEvents;
  #socket: WebSocketLike | undefined;
  #opened = false;
  #ended = false;
  /** The guest has asked for the close, so a failure to open is no news. */
  #closing = false;
  /** What the guest has sent before the socket was open. */
  #early: (string | Uint8Array<ArrayBuffer>)[] = [];
  #earlyBytes = 0;

  constructor(events: SocketEvents) {
    this.#events = events;
  }

  /** @param failure the reason that the guest sees when `dial` throws */
  async open(dial: Dial, failure: string): Promise<void> {
    try {
      const socket = await dial();
      if (socket === null || socket === undefined) {
        this.#fail("Connection blocked");
      } else if (this.#ended) {
        // Sockets of `ws` report closing early as an error, which must have a listener.
        socket.addEventListener("error", () => {});
        closeSocket(socket, 1000, "");
      } else {
        this.#attach(socket);
      }
    } catch {
      this.#fail(failure);
    }
  }

  /** Text or bytes from the guest; dropped when the socket is closing or closed. */
  send(data: string | Uint8Array<ArrayBuffer>): void {
    const socket = this.#socket;
    if (!this.#opened) {
      this.#early.push(data);
      this.#earlyBytes += data.length;
    } else if (socket?.readyState === READY.OPEN) {
      socket.send(data);
    }
    if (Math.max(this.#earlyBytes, socket?.bufferedAmount ?? 0) > MAX_UNSENT_BYTES) {
      this.#fail(`The peer has left more than ${MAX_UNSENT_BYTES} bytes unread`);
    }
  }

  /** The guest closes. The answer is the event of the real socket, or, while there is none, a failure to connect. */
  close(code: number, reason: string): void {
    this.#closing = true;
    if (this.#socket === undefined) {
      this.#fail("");
    } else {
      closeSocket(this.#socket, code, reason);
    }
  }

  /** Closes without telling the guest, who is gone. */
  abandon(code: number, reason: string): void {
    this.#ended = true;
    if (this.#socket !== undefined) {
      closeSocket(this.#socket, code, reason);
    }
  }

  #attach(socket: WebSocketLike): void {
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => this.#onOpen());
    socket.addEventListener("message", ({ data }) => this.#onMessage(data));
    socket.addEventListener("error", () => this.#onError());
    socket.addEventListener("close", (how) => this.#onClose(how));
    this.#socket = socket;
    if (socket.readyState === READY.OPEN) {
      this.#onOpen();
    } else if (socket.readyState !== READY.CONNECTING) {
      this.#fail("Connection failed");
    }
  }

  #onOpen(): void {
    if (this.#ended || this.#opened || this.#socket === undefined) {
      return;
    }
    this.#opened = true;
    this.#events.opened(this.#socket.protocol ?? "", this.#socket.extensions ?? "");
    this.#earlyBytes = 0;
    for (const data of this.#early.splice(0)) {
      this.send(data);
    }
  }

  #onMessage(data: unknown): void {
    const message = typeof data === "string" ? data : binaryMessage(data);
    if (message === undefined || this.#ended) {
      return;
    }
    try {
      this.#events.message(message);
    } catch {
      this.#fail("A message is too large");
    }
  }

  #onError(): void {
    if (!this.#ended && this.#opened) {
      this.#events.error();
    }
  }

  #onClose({ code, reason, wasClean }: SocketClose): void {
    if (!this.#opened) {
      this.#fail(this.#closing ? "" : "Connection failed");
    } else if (!this.#ended) {
      this.#ended = true;
      // Deno calls a connection that was lost code 0, which is none.
      this.#events.closed({ code: code || 1006, reason, wasClean });
    }
  }

  /** An error and a close that was not clean, as the guest sees every failure. */
  #fail(reason: string): void {
    if (this.#ended) {
      return;
    }
    this.#ended = true;
    this.#early = [];
    this.#events.error();
    this.#events.closed({ code: 1006, reason, wasClean: false });
    if (this.#socket !== undefined) {
      closeSocket(this.#socket, 1000, "");
    }
  }
}
