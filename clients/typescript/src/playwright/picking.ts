/** Takes from what the guest sends only the keys that are known and harmless: no `path`, no `dir`. */

import { boundedWait } from "./deadline.ts";

export type Plain = Record<string, unknown>;

export function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The most of what Playwright does so many times, or waits for in ms, whatever becomes of the guest meanwhile. */
const MOST: Record<string, number> = { steps: 1_000, clickCount: 10, delay: 10_000 };

/**
 * The named keys of `value` that are there and not null. Anything else than a map counts as an empty one. A timeout among them is
 * one that ends, and so are the others that make something last.
 */
export function pick(value: unknown, keys: readonly string[]): Plain {
  if (!isPlain(value)) {
    return {};
  }
  const known = keys.filter((key) => Object.hasOwn(value, key) && value[key] !== null && value[key] !== undefined);
  return Object.fromEntries(known.map((key) => [key, bounded(key, value[key])]));
}

function bounded(key: string, value: unknown): unknown {
  if (key === "timeout") {
    return boundedWait(value);
  }
  const most = MOST[key];
  return most !== undefined && typeof value === "number" && value > most ? most : value;
}

/** JSON text of a map, or the map itself; null and undefined are none. */
export function parseMap(value: unknown): Plain {
  const parsed: unknown = typeof value === "string" ? JSON.parse(value) : value;
  return isPlain(parsed) ? parsed : {};
}
