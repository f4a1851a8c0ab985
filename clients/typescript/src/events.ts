/** Events between host and guest: `on`/`emit` here, `__emit`/`__on` in the isolate (client.md, section 4.8). */

import type { CommandListeners } from "./websocket/commands.ts";
import type { OutboundSockets } from "./websocket/outbound-sockets.ts";
import type { Channel } from "./wire/channel.ts";
import { MessageType, type Fields } from "./wire/messages.ts";

export type EventCallback = (payload: unknown) => void;

/** Names with this prefix belong to the protocol (protocol.md, section 3.8), not to the user. */
const RESERVED_PREFIX = "ws:";

/** The listeners of one runtime handle. */
export class RuntimeEvents {
  readonly #listeners = new Map<string, Set<{ callback: EventCallback }>>();

  /** Adds a listener and returns the function that removes it. */
  on(event: string, callback: EventCallback): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners);
    // Wrapped, so that one function added twice is two listeners with an unsubscribe function each.
    const listener = { callback };
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  deliver(event: string, payload: unknown): void {
    for (const { callback } of [...(this.#listeners.get(event) ?? [])]) {
      try {
        callback(payload);
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

/** Who takes the events of one runtime handle. */
export interface EventTargets {
  readonly events: RuntimeEvents;
  readonly commands: CommandListeners;
  readonly sockets: OutboundSockets;
}

/** Routes ISOLATE_EVENT to the handles of its runtime. */
export class EventRouter {
  readonly #channel: Channel;
  /** Several handles may share a runtime: a namespace that is created twice on one connection. */
  readonly #handles = new Map<string, Set<EventTargets>>();

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.handle(MessageType.ISOLATE_EVENT, (fields) => this.#route(fields));
    channel.onClose(() => {
      for (const { sockets } of [...this.#handles.values()].flatMap((handles) => [...handles])) {
        // The daemon has ended them, too: a runtime that changes its owner, even to the same client, keeps no sockets.
        sockets.closeAll("Connection closed");
      }
    });
  }

  add(isolateId: string, targets: EventTargets): void {
    const handles = this.#handles.get(isolateId) ?? new Set();
    this.#handles.set(isolateId, handles.add(targets));
  }

  /** The handle has another isolate from now on. */
  move(from: string, to: string, targets: EventTargets): void {
    this.#forget(from, targets);
    this.add(to, targets);
  }

  /** The runtime was disposed through one of its handles: none of them has sockets any more. */
  remove(isolateId: string, targets: EventTargets): void {
    const handles = this.#handles.get(isolateId);
    for (const { sockets } of handles ?? []) {
      sockets.closeAll("Isolate disposed");
    }
    targets.events.clear();
    targets.commands.clear();
    this.#forget(isolateId, targets);
  }

  #forget(isolateId: string, targets: EventTargets): void {
    const handles = this.#handles.get(isolateId);
    handles?.delete(targets);
    if (handles?.size === 0) {
      this.#handles.delete(isolateId);
    }
  }

  /** Sends one of the protocol's own events. @throws RangeError when it does not fit into a frame */
  send(isolateId: string, event: string, payload: Fields): void {
    this.#channel.send(MessageType.CLIENT_EVENT, { isolateId, event, payload });
  }

  #route(fields: Fields): void {
    const { isolateId, event, payload } = fields;
    const handles = [...(this.#handles.get(isolateId as string) ?? [])];
    if (typeof event !== "string") {
      return;
    }
    if (event === "ws:command") {
      for (const { commands } of handles) {
        commands.deliver(payload);
      }
    } else if (event.startsWith("ws:client-")) {
      // One handle dials, the one whose callbacks the runtime has.
      handles[0]?.sockets.deliver(event, payload);
    } else if (!event.startsWith(RESERVED_PREFIX)) {
      for (const { events } of handles) {
        events.deliver(event, payload ?? null);
      }
    }
  }
}

/**
 * An event for the listeners in the isolate, as it travels.
 *
 * @throws TypeError when the name is reserved or the payload is not JSON-serialisable
 */
export function userEvent(event: string, payload: unknown): Fields {
  if (event.startsWith(RESERVED_PREFIX)) {
    throw new TypeError(`Event names that begin with "${RESERVED_PREFIX}" are reserved, got "${event}"`);
  }
  const json: string | undefined = JSON.stringify(payload);
  if (json === undefined && payload !== undefined) {
    throw new TypeError(`The payload of event "${event}" cannot be written as JSON: it is a ${typeof payload}`);
  }
  return { event, payload: json === undefined ? null : (JSON.parse(json) as unknown) };
}
