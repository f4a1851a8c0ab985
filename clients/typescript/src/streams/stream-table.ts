/** The bodies under way on one connection, by stream id (protocol.md, sections 1.5 and 3.6). */

import { connectionClosed } from "../errors.ts";
import type { Channel } from "../wire/channel.ts";
import { MessageType, type Fields } from "../wire/messages.ts";
import { BodyReceiver } from "./body-receiver.ts";
import { BodySender, type OutgoingFrames } from "./body-sender.ts";
import type { BodySource } from "./body-source.ts";
import { Credit } from "./credit.ts";
import { CREDIT_BYTES, MAX_CHUNK_BYTES } from "./limits.ts";

/**
 * Our ids lie between those of daemons that count from 1 and those that count from 2^30: STREAM_ERROR does not say
 * whether it means a stream of the sender or of the receiver.
 */
const FIRST_ID = 2 ** 29;
const LAST_ID = 2 ** 30 - 1;

/** What a consumer's `cancel` is called on the wire. */
const CANCELLED_BY_CONSUMER = "Stream cancelled by consumer";

/** A body on its way to the daemon. */
export interface OutgoingBody {
  readonly streamId: number;
  /**
   * Starts sending. Settles when the body has ended, failed or was cancelled; never rejects.
   *
   * @returns whether the daemon wanted it to the end
   */
  send(): Promise<boolean>;
  /** Gives the body up; the source is told. */
  cancel(reason: unknown): void;
}

export class StreamTable {
  readonly channel: Channel;
  readonly #senders = new Map<number, BodySender>();
  readonly #receivers = new Map<number, BodyReceiver>();
  #nextId = FIRST_ID;

  constructor(channel: Channel) {
    this.channel = channel;
    const sender = (fields: Fields) => this.#senders.get(fields["streamId"] as number);
    const receiver = (fields: Fields) => this.#receivers.get(fields["streamId"] as number);
    // Frames of streams that are not here any more are expected: they cross with our cancelling them.
    channel.handle(MessageType.STREAM_PULL, (fields) => sender(fields)?.grant(fields["maxBytes"]));
    channel.handle(MessageType.CALLBACK_STREAM_CANCEL, (fields) => sender(fields)?.cancel(new Error("Stream cancelled")));
    for (const type of [MessageType.RESPONSE_STREAM_CHUNK, MessageType.STREAM_PUSH]) {
      channel.handle(type, (fields) => receiver(fields)?.push(fields["chunk"]));
    }
    for (const type of [MessageType.RESPONSE_STREAM_END, MessageType.STREAM_CLOSE]) {
      channel.handle(type, (fields) => receiver(fields)?.end());
    }
    channel.handle(MessageType.STREAM_ERROR, (fields) => {
      const error = new Error(typeof fields["error"] === "string" ? fields["error"] : "Stream failed");
      sender(fields)?.cancel(error);
      receiver(fields)?.fail(error);
    });
    channel.onClose(() => this.#failAll());
  }

  /** The body of a dispatched request. Nothing is sent before the daemon grants credit. */
  upload(source: BodySource): OutgoingBody {
    return this.#outgoing(source, new Credit(0), (streamId) => ({
      chunk: (chunk) => this.channel.send(MessageType.STREAM_PUSH, { streamId, chunk }),
      end: () => this.channel.send(MessageType.STREAM_CLOSE, { streamId }),
      fail: (error) => this.sendError(streamId, error),
    }));
  }

  /** The body of a response to the guest's `fetch`, the invocation `requestId`. */
  callbackBody(source: BodySource, requestId: number): OutgoingBody {
    return this.#outgoing(source, new Credit(CREDIT_BYTES), (streamId) => ({
      chunk: (chunk) => this.channel.send(MessageType.CALLBACK_STREAM_CHUNK, { requestId, streamId, chunk }),
      end: () => this.channel.send(MessageType.CALLBACK_STREAM_END, { requestId, streamId }),
      fail: (error) => this.sendError(streamId, error),
    }));
  }

  /** The body of the response to a dispatch. Its sender starts with credit and charges small chunks as large ones. */
  download(streamId: number, onSettled?: () => void): BodyReceiver {
    return this.#incoming(streamId, 0, MAX_CHUNK_BYTES, onSettled);
  }

  /** The body of a request of the guest's `fetch`. Its sender waits for credit. */
  requestBody(streamId: number): BodyReceiver {
    return this.#incoming(streamId, CREDIT_BYTES, 0);
  }

  /** Tells the daemon that a body of ours has failed, or that one of its is not wanted. */
  sendError(streamId: number, error = CANCELLED_BY_CONSUMER): void {
    this.channel.send(MessageType.STREAM_ERROR, { streamId, error });
  }

  #outgoing(source: BodySource, credit: Credit, frames: (streamId: number) => OutgoingFrames): OutgoingBody {
    const streamId = this.#allocate();
    const sender = new BodySender(source, credit, frames(streamId));
    this.#senders.set(streamId, sender);
    return {
      streamId,
      send: async () => {
        const wanted = await sender.run();
        this.#senders.delete(streamId);
        return wanted;
      },
      cancel: (reason) => {
        this.#senders.delete(streamId);
        sender.cancel(reason);
      },
    };
  }

  #incoming(streamId: number, firstGrant: number, leastCharge: number, onSettled?: () => void): BodyReceiver {
    const receiver = new BodyReceiver(
      {
        grant: (maxBytes) => this.channel.send(MessageType.STREAM_PULL, { streamId, maxBytes }),
        cancel: (reason) => this.sendError(streamId, reason),
      },
      {
        firstGrant,
        leastCharge,
        cancelText: CANCELLED_BY_CONSUMER,
        onSettled: () => {
          this.#receivers.delete(streamId);
          onSettled?.();
        },
      },
    );
    this.#receivers.set(streamId, receiver);
    return receiver;
  }

  #allocate(): number {
    do {
      this.#nextId = this.#nextId < LAST_ID ? this.#nextId + 1 : FIRST_ID;
    } while (this.#senders.has(this.#nextId));
    return this.#nextId;
  }

  #failAll(): void {
    const error = connectionClosed();
    for (const sender of [...this.#senders.values()]) {
      sender.cancel(error);
    }
    this.#senders.clear();
    for (const receiver of [...this.#receivers.values()]) {
      receiver.fail(error);
    }
  }
}
