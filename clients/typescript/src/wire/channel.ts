/**
 * Messages over one connection: requests matched with their replies by id, everything else to its handler. The socket under it
 * may be replaced after it broke; ids go on counting, so that nothing late is taken for something new (protocol.md, 5.15).
 */

import { connectionClosed, errorFromCallback, errorFromResponse, notConnected, ProtocolError } from "../errors.ts";
import { decodePayload, encodeMessage } from "./codec.ts";
import { FrameParser } from "./framing.ts";
import { MessageType, type Fields } from "./messages.ts";
import { Transport, type ByteSocket } from "./transport.ts";

/**
 * Takes the reply of one request, in the very turn in which it arrives: frames that follow it may belong to it. Exactly
 * one of the methods is called, once.
 */
export interface ReplyHandler {
  /** RESPONSE_OK or CALLBACK_RESPONSE, with its `data` or `result`, or null. */
  resolve(data: unknown): void;
  /** RESPONSE_ERROR, CALLBACK_RESPONSE with an error, or the end of the connection. */
  reject(error: Error): void;
  /** RESPONSE_STREAM_START. Requests without this method never get one from a sane daemon. */
  stream?(start: Fields): void;
}

/** Serves the messages of one type that the daemon sends on its own. It must not throw. */
export type MessageHandler = (fields: Fields) => void;

export class Channel {
  #transport!: Transport;
  readonly #pending = new Map<number, ReplyHandler>();
  readonly #handlers = new Map<number, MessageHandler>();
  readonly #closeListeners: Array<(cause?: Error) => void> = [];
  #nextRequestId = 1;
  #session = 0;
  #open = false;
  /** Settles when the latest socket has closed. */
  #closed: Promise<void> = Promise.resolve();

  constructor(socket: ByteSocket) {
    this.attach(socket);
  }

  /** Goes on with another socket, after the one before has ended. */
  attach(socket: ByteSocket): void {
    let markClosed = (): void => {};
    this.#closed = new Promise((resolve) => (markClosed = resolve));
    this.#open = true;
    const parser = new FrameParser((type, payload) => this.#receive(type, decodePayload(payload)));
    const transport = new Transport(socket, {
      onData: (chunk) => {
        if (!this.#open || this.#transport !== transport) {
          return;
        }
        try {
          parser.push(chunk);
        } catch (error) {
          // The stream cannot be followed any further: waiting would leave every pending call without an answer.
          this.#end(error as ProtocolError);
        }
      },
      onClose: (cause) => {
        if (this.#transport === transport) {
          this.#end(cause);
        }
        markClosed();
      },
    });
    this.#transport = transport;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Another number after each end of the socket: what the daemon numbers per connection is valid within one session. */
  get session(): number {
    return this.#session;
  }

  /** Sets the handler of a message type. Each type has one. */
  handle(type: number, handler: MessageHandler): void {
    this.#handlers.set(type, handler);
  }

  /**
   * Called each time the socket ends, for whatever reason, after the pending requests were rejected. The listeners are called in
   * the order in which they were added.
   */
  onClose(listener: (cause?: Error) => void): void {
    this.#closeListeners.push(listener);
  }

  /**
   * Sends a request and waits for its reply.
   *
   * @returns the `data` of RESPONSE_OK, null when there is none
   * @throws DaemonError for RESPONSE_ERROR, RangeError when the message is too large to send, Error `Not connected` or
   *   `Connection closed`
   */
  request(type: number, fields: Fields): Promise<unknown> {
    return new Promise((resolve, reject) => void this.ask(type, fields, { resolve, reject }));
  }

  /**
   * Sends a request whose reply is taken as soon as it is there, before any later frame.
   *
   * @returns the request's id
   * @throws RangeError when the message is too large to send, Error `Not connected`
   */
  ask(type: number, fields: Fields, reply: ReplyHandler): number {
    if (!this.#open) {
      throw notConnected();
    }
    const requestId = this.#nextRequestId++;
    this.#transport.write(encodeMessage(type, { requestId, ...fields }));
    this.#pending.set(requestId, reply);
    return requestId;
  }

  /**
   * Sends a message that has no reply; after the end of the connection it is dropped.
   *
   * @throws RangeError when the message is too large to send, Error when a value has no form
   */
  send(type: number, fields: Fields): void {
    if (this.#open) {
      this.#transport.write(encodeMessage(type, fields));
    }
  }

  /** Ends the connection: pending requests are rejected with `Connection closed`, which has the `cause` if one is given. */
  close(cause?: Error): Promise<void> {
    this.#end(cause);
    return this.#closed;
  }

  #receive(type: number, fields: Fields): void {
    if (!this.#open) {
      return;
    }
    if (type === MessageType.RESPONSE_OK) {
      this.#take(fields)?.resolve(fields["data"] ?? null);
    } else if (type === MessageType.RESPONSE_ERROR) {
      this.#take(fields)?.reject(errorFromResponse(fields));
    } else if (type === MessageType.CALLBACK_RESPONSE) {
      const reply = this.#take(fields);
      if (fields["error"] == null) {
        reply?.resolve(fields["result"] ?? null);
      } else {
        reply?.reject(errorFromCallback(fields["error"]));
      }
    } else if (type === MessageType.RESPONSE_STREAM_START) {
      const reply = this.#take(fields);
      if (reply?.stream !== undefined) {
        reply.stream(fields);
      } else {
        reply?.reject(new ProtocolError("A stream was received in answer to a request that has no body"));
      }
    } else {
      // A type without handler comes from a newer daemon and concerns nobody here.
      this.#handlers.get(type)?.(fields);
    }
  }

  /** The request a reply belongs to. Replies with unknown ids are ignored (protocol.md, section 5.15). */
  #take(fields: Fields): ReplyHandler | undefined {
    const requestId = fields["requestId"] as number;
    const pending = this.#pending.get(requestId);
    this.#pending.delete(requestId);
    return pending;
  }

  #end(cause?: Error): void {
    if (!this.#open) {
      return;
    }
    this.#open = false;
    this.#session++;
    this.#transport.close(cause);
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const reply of pending) {
      reply.reject(connectionClosed(cause));
    }
    for (const listener of this.#closeListeners) {
      listener(cause);
    }
  }
}
