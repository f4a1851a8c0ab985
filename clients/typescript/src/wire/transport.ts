/** The byte stream to the daemon: a unix socket or TCP, through `node:net`, which Node, Bun and Deno all have. */

/** What is needed of a socket of `node:net`; spelled out so that the package's types do not need those of Node. */
export interface ByteSocket {
  write(bytes: Uint8Array): unknown;
  destroy(): unknown;
  setNoDelay(noDelay: boolean): unknown;
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "connect" | "end" | "close", listener: () => void): unknown;
  off(event: "error", listener: (error: Error) => void): unknown;
}

/** TCP port of the daemon unless configured otherwise. */
const DEFAULT_PORT = 47891;
const DEFAULT_HOST = "127.0.0.1";

/** Frames up to this many bytes are joined before they are written; larger ones are written as they are. */
const JOIN_LIMIT = 64 * 1024;

/** Where the daemon listens. With `socket` the path is used, otherwise TCP. */
export interface Address {
  /** Path of a unix domain socket. */
  socket?: string | undefined;
  /** Default `127.0.0.1`. */
  host?: string | undefined;
  /** Default 47891. */
  port?: number | undefined;
}

/** What happens on the stream. `onClose` is called exactly once, with the cause if there is one. */
export interface TransportEvents {
  onData(chunk: Uint8Array): void;
  onClose(cause?: Error): void;
}

/** An open byte stream. */
export class Transport {
  readonly #socket: ByteSocket;
  #queue: Uint8Array[] = [];
  #closed = false;
  #cause: Error | undefined;

  constructor(socket: ByteSocket, events: TransportEvents) {
    this.#socket = socket;
    // Node and Bun give a Buffer, whose `slice` shares memory instead of copying: only plain byte arrays go further.
    socket.on("data", (chunk) => events.onData(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)));
    socket.on("error", (error: Error) => (this.#cause ??= error));
    // The daemon never half-closes: its end is the end of the connection.
    socket.on("end", () => socket.destroy());
    socket.on("close", () => {
      this.#closed = true;
      this.#queue = [];
      events.onClose(this.#cause);
    });
  }

  /** Queues bytes. Everything queued in one turn goes out in as few writes as possible. */
  write(bytes: Uint8Array): void {
    if (this.#closed) {
      return;
    }
    this.#queue.push(bytes);
    if (this.#queue.length === 1) {
      queueMicrotask(() => this.#flush());
    }
  }

  /** Hands what is queued to the system and closes. `onClose` follows, with `cause` if one is given. */
  close(cause?: Error): void {
    this.#flush();
    this.#closed = true;
    this.#cause ??= cause;
    this.#socket.destroy();
  }

  #flush(): void {
    const queue = this.#queue;
    this.#queue = [];
    if (this.#closed) {
      return;
    }
    for (const bytes of joinSmall(queue)) {
      this.#socket.write(bytes);
    }
  }
}

/** Joins neighbouring small buffers, so that a burst of answers costs one system call and no byte is copied twice. */
function* joinSmall(queue: Uint8Array[]): Generator<Uint8Array> {
  let run: Uint8Array[] = [];
  let length = 0;
  for (const bytes of queue) {
    if (length + bytes.length > JOIN_LIMIT && run.length > 0) {
      yield join(run, length);
      run = [];
      length = 0;
    }
    run.push(bytes);
    length += bytes.length;
  }
  if (run.length > 0) {
    yield join(run, length);
  }
}

function join(parts: Uint8Array[], length: number): Uint8Array {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) {
    return first;
  }
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/**
 * Opens a socket to the daemon.
 *
 * @param timeout ms, none by default
 * @throws the system's error unchanged (`ECONNREFUSED`, `ENOENT`), or Error `Connection timeout`
 */
export async function openSocket(address: Address, timeout?: number): Promise<ByteSocket> {
  const { createConnection } = await import("node:net");
  return new Promise((resolve, reject) => {
    const socket: ByteSocket =
      address.socket === undefined
        ? createConnection({ host: address.host ?? DEFAULT_HOST, port: address.port ?? DEFAULT_PORT })
        : createConnection({ path: address.socket });
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => {
            socket.destroy();
            reject(new Error("Connection timeout"));
          }, timeout);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    socket.on("error", fail);
    socket.on("connect", () => {
      clearTimeout(timer);
      socket.off("error", fail);
      if (address.socket === undefined) {
        // Answers to callbacks are small and a guest waits for them.
        socket.setNoDelay(true);
      }
      resolve(socket);
    });
  });
}
