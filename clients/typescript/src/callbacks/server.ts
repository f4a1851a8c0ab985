/** Serves CALLBACK_INVOKE and CALLBACK_ABORT: one answer per invocation, or none once it was aborted (protocol.md, 3.7). */

import { errorToWire } from "../errors.ts";
import type { Channel } from "../wire/channel.ts";
import { MessageType, type Fields } from "../wire/messages.ts";
import { ANSWERED, type CallbackRegistry, type Invocation } from "./registry.ts";

export class CallbackServer {
  readonly #channel: Channel;
  readonly #registry: CallbackRegistry;
  readonly #running = new Map<number, RunningCallback>();

  constructor(channel: Channel, registry: CallbackRegistry) {
    this.#channel = channel;
    this.#registry = registry;
    channel.handle(MessageType.CALLBACK_INVOKE, (fields) => this.#invoke(fields));
    channel.handle(MessageType.CALLBACK_ABORT, (fields) => this.#abort(fields));
    channel.onClose(() => this.#abortAll());
  }

  #invoke(fields: Fields): void {
    const requestId = fields["requestId"] as number;
    const callbackId = fields["callbackId"] as number;
    const args = Array.isArray(fields["args"]) ? (fields["args"] as unknown[]) : [];
    const handler = this.#registry.get(callbackId);
    if (handler === undefined) {
      this.#respond(requestId, { error: { name: "Error", message: `Unknown callback: ${callbackId}` } });
      return;
    }
    const running = new RunningCallback(requestId);
    let result: unknown;
    try {
      result = handler(args, running);
    } catch (error) {
      this.#respond(requestId, { error: errorToWire(error) });
      return;
    }
    if (!(result instanceof Promise)) {
      this.#respond(requestId, { result });
      return;
    }
    this.#running.set(requestId, running);
    result.then(
      (value) => this.#finish(running, value === ANSWERED ? undefined : { result: value }),
      (error: unknown) => this.#finish(running, { error: errorToWire(error) }),
    );
  }

  #finish(running: RunningCallback, outcome: Fields | undefined): void {
    // An aborted invocation gets no answer: the daemon has forgotten its id.
    if (!running.aborted) {
      this.#running.delete(running.requestId);
      if (outcome !== undefined) {
        this.#respond(running.requestId, outcome);
      }
    }
  }

  /** A result that does not fit into a frame, or has no wire form, fails the call instead of the connection. */
  #respond(requestId: number, outcome: Fields): void {
    try {
      this.#channel.send(MessageType.CALLBACK_RESPONSE, { requestId, ...outcome });
    } catch (error) {
      const { name, message } = errorToWire(error);
      this.#channel.send(MessageType.CALLBACK_RESPONSE, { requestId, error: { name, message: clip(message as string) } });
    }
  }

  #abort(fields: Fields): void {
    const target = fields["targetRequestId"] as number;
    const running = this.#running.get(target);
    this.#running.delete(target);
    running?.abort(new DOMException(String(fields["reason"] ?? "Callback aborted"), "AbortError"));
  }

  #abortAll(): void {
    const all = [...this.#running.values()];
    this.#running.clear();
    for (const running of all) {
      running.abort(new DOMException("Connection closed", "AbortError"));
    }
  }
}

/** An invocation that waits for its promise. The signal is made only for handlers that look at it. */
class RunningCallback implements Invocation {
  readonly requestId: number;
  #controller: AbortController | undefined;
  #reason: unknown;
  aborted = false;

  constructor(requestId: number) {
    this.requestId = requestId;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.aborted) {
      this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.aborted = true;
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}

/** The answer that replaces an oversize one must fit for certain, also when the thrown message was what did not fit. */
function clip(message: string): string {
  return message.length > 1000 ? `${message.slice(0, 1000)}…` : message;
}
