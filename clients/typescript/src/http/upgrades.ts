/** Upgrades to WebSocket: which response came with one (protocol.md, section 5.8). */

import { isMap } from "../wire/codec.ts";

/** The handler has called `server.upgrade` for a request. */
export interface UpgradeRequest {
  requested: true;
  /** Names the socket in the runtime, for `dispatchWebSocketOpen` and what follows. */
  connectionId: string;
}

/** Null for a response whose handler asked for no upgrade. */
const upgrades = new WeakMap<object, UpgradeRequest | null>();

/** Keeps what came with a response. */
export function rememberUpgrade(response: Response, wire: unknown): void {
  upgrades.set(response, upgradeFromWire(wire));
}

/** @returns undefined for a response that no dispatch has given */
export function upgradeOf(response: Response): UpgradeRequest | null | undefined {
  return upgrades.get(response);
}

export function upgradeFromWire(wire: unknown): UpgradeRequest | null {
  const connectionId = isMap(wire) ? wire["connectionId"] : undefined;
  return typeof connectionId === "string" ? { requested: true, connectionId } : null;
}
