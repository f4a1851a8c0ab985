/** Console entries of a runtime and the queries on its console state (runtime.md, section 4). */

import type { CallbackScope, Registration } from "./callbacks/registry.ts";
import type { RuntimeRequest } from "./runtime-link.ts";
import { MessageType } from "./wire/messages.ts";

export type ConsoleLevel = "log" | "warn" | "error" | "info" | "debug";

/**
 * One console call. `stdout` is the formatted text; there is no indentation for groups in it, `groupDepth` says how deep
 * it lies. Durations are in ms.
 */
export type ConsoleEntry =
  | { type: "output"; level: ConsoleLevel; stdout: string; groupDepth: number }
  | { type: "dir" | "table" | "assert"; stdout: string; groupDepth: number }
  | { type: "trace"; stdout: string; stack: string; groupDepth: number }
  | { type: "time"; label: string; duration: number; groupDepth: number }
  | { type: "timeLog"; label: string; duration: number; stdout: string; groupDepth: number }
  | { type: "count"; label: string; count: number; groupDepth: number }
  | { type: "countReset"; label: string; groupDepth: number }
  | { type: "group"; label: string; collapsed: boolean; groupDepth: number }
  | { type: "groupEnd"; groupDepth: number }
  | { type: "clear" }
  | { type: "browserOutput"; level: ConsoleLevel; stdout: string; location?: BrowserLocation; timestamp: number };

/** Where a browser printed a line; line and column are 1-based. */
export interface BrowserLocation {
  url?: string;
  lineNumber?: number;
  columnNumber?: number;
}

/** `onEntry` is called once per console call, in order. What it throws is swallowed. */
export interface ConsoleOptions {
  onEntry?: (entry: ConsoleEntry) => void;
}

export function registerConsole(
  onEntry: (entry: ConsoleEntry) => void,
  scope: CallbackScope,
): { onEntry: Registration } {
  const callbackId = scope.register(([entry]) => {
    try {
      // A handler declared to return nothing may still be an async function.
      const result: unknown = onEntry(entry as ConsoleEntry);
      if (result instanceof Promise) {
        result.catch(() => {});
      }
    } catch {
      // The guest's console must not notice a failing sink.
    }
    return null;
  });
  return { onEntry: { callbackId, name: "onEntry", type: "sync" } };
}

/** Console state of a runtime. Maps are copies. */
export interface RemoteConsoleHandle {
  /** Clears timers and counters and sets the group depth to 0. */
  reset(): Promise<void>;
  /** Label to start time, in ms of a monotonic clock of the daemon. */
  getTimers(): Promise<Map<string, number>>;
  getCounters(): Promise<Map<string, number>>;
  getGroupDepth(): Promise<number>;
}

export function createConsoleHandle(request: RuntimeRequest): RemoteConsoleHandle {
  return {
    reset: async () => void (await request(MessageType.CONSOLE_RESET)),
    getTimers: async () => toMap(await request(MessageType.CONSOLE_GET_TIMERS)),
    getCounters: async () => toMap(await request(MessageType.CONSOLE_GET_COUNTERS)),
    getGroupDepth: async () => (await request(MessageType.CONSOLE_GET_GROUP_DEPTH)) as number,
  };
}

function toMap(data: unknown): Map<string, number> {
  return new Map(Object.entries((data ?? {}) as Record<string, number>));
}
