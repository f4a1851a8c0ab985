/** A console sink for callers that only want lines of text (runtime.md, section 4.7). */

import type { ConsoleEntry, ConsoleLevel } from "./console.ts";

/** Receives lines; missing callbacks skip their lines. The global `console` fits. */
export type SimpleConsoleCallbacks = Partial<Record<ConsoleLevel, (text: string) => void>>;

/** Turns console entries into calls with text, for `createRuntime({ console: simpleConsoleHandler(console) })`. */
export function simpleConsoleHandler(callbacks: SimpleConsoleCallbacks): { onEntry: (entry: ConsoleEntry) => void } {
  return { onEntry: (entry) => print(entry, callbacks) };
}

function print(entry: ConsoleEntry, callbacks: SimpleConsoleCallbacks): void {
  switch (entry.type) {
    case "output":
      return callbacks[entry.level]?.(entry.stdout);
    case "assert":
      return callbacks.error?.(entry.stdout);
    case "trace":
      return callbacks.log?.(entry.stack);
    case "dir":
    case "table":
      return callbacks.log?.(entry.stdout);
    case "time":
      return callbacks.log?.(`${entry.label}: ${entry.duration.toFixed(2)}ms`);
    case "timeLog": {
      const text = `${entry.label}: ${entry.duration.toFixed(2)}ms`;
      return callbacks.log?.(entry.stdout === "" ? text : `${text} ${entry.stdout}`);
    }
    case "count":
      return callbacks.log?.(`${entry.label}: ${entry.count}`);
    default:
      return undefined;
  }
}
