/** A daemon that says what a test tells it to: frames over node:net, none of the client's own code. */

import { decode, encode } from "@msgpack/msgpack";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type DaemonConnection } from "../../src/index.ts";

export interface Message {
  type: number;
  fields: any;
}

/** The daemon's end of one connection. */
export class Peer {
  readonly #socket: Socket;
  readonly #inbox: Message[] = [];
  readonly #waiting: Array<(message: Message) => void> = [];
  readonly closed: Promise<void>;
  #buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("error", () => {});
    socket.on("data", (chunk: Uint8Array) => this.#receive(chunk));
    this.closed = new Promise((resolve) => socket.on("close", () => resolve()));
  }

  /** The next message from the client. */
  receive(): Promise<Message> {
    const message = this.#inbox.shift();
    return message ? Promise.resolve(message) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The fields of the next message of this type; others before it are dropped. */
  async receiveType(type: number): Promise<any> {
    for (;;) {
      const message = await this.receive();
      if (message.type === type) {
        return message.fields;
      }
    }
  }

  /** Whether nothing comes for so many ms. */
  async silent(ms: number): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return this.#inbox.length === 0;
  }

  send(type: number, fields: unknown): void {
    this.sendRaw(frame(type, fields));
  }

  sendRaw(data: Uint8Array): void {
    this.#socket.write(data);
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Answers the CREATE_RUNTIME that must come next; returns its options. */
  async create(isolateId = "i1", more: object = {}): Promise<any> {
    const { type, fields } = await this.receive();
    if (type !== 0x01) {
      throw new Error(`expected CREATE_RUNTIME, got ${type}`);
    }
    this.send(0x80, { requestId: fields.requestId, data: { isolateId, reused: false, ...more } });
    return fields.options;
  }

  /** Invokes a callback of the client and waits for the answer, which must come next. */
  async invoke(callbackId: number, args: unknown[], requestId = 1): Promise<Message["fields"]> {
    this.send(0x90, { requestId, callbackId, args });
    const { type, fields } = await this.receive();
    if (type !== 0x91 || fields.requestId !== requestId) {
      throw new Error(`expected the CALLBACK_RESPONSE of ${requestId}, got ${type} ${JSON.stringify(fields)}`);
    }
    return fields;
  }

  #receive(chunk: Uint8Array): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    while (this.#buffer.length >= 4 && this.#buffer.length >= 4 + this.#buffer.readUInt32BE(0)) {
      const end = 4 + this.#buffer.readUInt32BE(0);
      const message = { type: this.#buffer.readUInt8(4), fields: decode(new Uint8Array(this.#buffer.subarray(5, end))) };
      this.#buffer = this.#buffer.subarray(end);
      const waiting = this.#waiting.shift();
      if (waiting) {
        waiting(message);
      } else {
        this.#inbox.push(message);
      }
    }
  }
}

export function frame(type: number, fields: unknown): Uint8Array {
  const payload = encode(fields);
  const data = Buffer.alloc(5 + payload.length);
  data.writeUInt32BE(payload.length + 1, 0);
  data.writeUInt8(type, 4);
  data.set(payload, 5);
  return data;
}

let sockets = 0;

/** A path for a unix socket that nobody else uses. */
export function socketPath(): string {
  return join(tmpdir(), `idc-${process.pid}-${Date.now().toString(36)}-${sockets++}.sock`);
}

/** Connects a client to a fake daemon, runs `body` with both ends and closes everything. */
export async function withFakeDaemon(body: (connection: DaemonConnection, peer: Peer) => Promise<void>): Promise<void> {
  const socket = socketPath();
  let server: Server | undefined;
  const accepted = new Promise<Peer>((resolve) => {
    server = createServer((client) => resolve(new Peer(client)));
  });
  await new Promise<void>((resolve) => server?.listen(socket, resolve));
  const connection = await connect({ socket });
  try {
    await body(connection, await accepted);
  } finally {
    await connection.close();
    (await accepted).close();
    await new Promise((resolve) => server?.close(resolve));
  }
}

/** Like `withFakeDaemon`, for clients that connect more than once: `peers()` is the daemon's end of the next connection. */
export async function withPeers(
  body: (connection: DaemonConnection, peers: () => Promise<Peer>) => Promise<void>,
): Promise<void> {
  const arrived: Peer[] = [];
  const waiting: Array<(peer: Peer) => void> = [];
  const all: Peer[] = [];
  const server = createServer((socket) => {
    const peer = new Peer(socket);
    all.push(peer);
    const waiter = waiting.shift();
    if (waiter === undefined) {
      arrived.push(peer);
    } else {
      waiter(peer);
    }
  });
  const socket = socketPath();
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const connection = await connect({ socket });
  try {
    await body(connection, async () => arrived.shift() ?? new Promise((resolve) => waiting.push(resolve)));
  } finally {
    await connection.close();
    for (const peer of all) {
      peer.close();
    }
    await new Promise((resolve) => server.close(resolve));
  }
}
