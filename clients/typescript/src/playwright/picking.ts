/** Takes from what the guest sends only the keys that are known and harmless: no `path`, no `dir`. */

import { boundedWait } from "./deadline.ts";

export type Plain = Record<string, unknown>;

export function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The named keys of `value` that are there and not null. Anything else than a map counts as an empty one. A timeout among them is
 * one that ends.
 */
export function pick(value: unknown, keys: readonly string[]): Plain {
  if (!isPlain(value)) {
    return {};
  }
  const known = keys.filter((key) => Object.hasOwn(value, key) && value[key] !== null && value[key] !== undefined);
  return Object.fromEntries(known.map((key) => [key, key === "timeout" ? boundedWait(value[key]) : value[key]]));
}

/** JSON text of a map, or the map itself; null and undefined are none. */
export function parseMap(value: unknown): Plain {
  const parsed: unknown = typeof value === "string" ? JSON.parse(value) : value;
  return isPlain(parsed) ? parsed : {};
}
