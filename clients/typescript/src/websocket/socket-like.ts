/** The part of the WebSocket API that this package uses: native sockets have it, and those of the package `ws`. */

export interface WebSocketLike {
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: number;
  readonly protocol: string;
  readonly extensions: string;
  /** Bytes given to `send` that the system has not taken yet. */
  readonly bufferedAmount: number;
  /** Set to `arraybuffer`. */
  binaryType: string;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "open", listener: () => void): void;
  addEventListener(type: "error", listener: (event: object) => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: SocketClose) => void): void;
}

/** How a socket has ended. */
export interface SocketClose {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
}

export const READY = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 } as const;

/** Bytes that a peer may leave unread before a socket is given up: a guest must not fill its host's memory. */
export const MAX_UNSENT_BYTES = 64 * 1024 * 1024;

/** Closes, also where the engine does not accept the code or the reason. */
export function closeSocket(socket: Pick<WebSocketLike, "close">, code?: number, reason?: string): void {
  try {
    socket.close(code, reason);
  } catch {
    socket.close();
  }
}

/** Bytes of a binary message with `binaryType` `arraybuffer`; undefined for anything else. */
export function binaryMessage(data: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (data instanceof ArrayBuffer) {
    return new Uint8Array(data);
  }
  // Some sockets do not honour `binaryType` and give a view.
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength)
    : undefined;
}
