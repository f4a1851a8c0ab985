/** What the runtime's server sockets want of the host: `ws:command` events (protocol.md, section 3.8). */

import { isMap } from "../wire/codec.ts";

/** The guest sends a message, or closes a socket. The host owns the real socket and does it. */
export type WebSocketCommand =
  | { type: "message"; connectionId: string; data: string | ArrayBuffer }
  | { type: "close"; connectionId: string; code?: number; reason?: string };

export type WebSocketCommandCallback = (command: WebSocketCommand) => void;

/** The callbacks of one runtime handle. */
export class CommandListeners {
  readonly #listeners = new Set<{ callback: WebSocketCommandCallback }>();

  /** Adds a listener and returns the function that removes it. */
  add(callback: WebSocketCommandCallback): () => void {
    const listener = { callback };
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Takes the payload of an event; what is no command is ignored. */
  deliver(payload: unknown): void {
    const command = fromWire(payload);
    if (command !== undefined) {
      this.emit(command);
    }
  }

  emit(command: WebSocketCommand): void {
    for (const { callback } of [...this.#listeners]) {
      try {
        callback(command);
      } catch (error) {
        // As with any event target: the other listeners run, and the error surfaces as an uncaught one.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}

function fromWire(payload: unknown): WebSocketCommand | undefined {
  if (!isMap(payload) || typeof payload["connectionId"] !== "string") {
    return undefined;
  }
  const { type, connectionId, data, code, reason } = payload;
  if (type === "message" && (typeof data === "string" || data instanceof Uint8Array)) {
    return { type, connectionId, data: typeof data === "string" ? data : toArrayBuffer(data) };
  }
  if (type === "close") {
    return {
      type,
      connectionId,
      ...(typeof code === "number" && { code }),
      ...(typeof reason === "string" && { reason }),
    };
  }
  return undefined;
}

/** Of its own: what has arrived is a view into a larger buffer. */
function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer as ArrayBuffer;
}
