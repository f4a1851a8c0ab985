/** Control over the timers of a runtime (client.md, section 4.5). */

import type { RuntimeRequest } from "./runtime-link.ts";
import { MessageType } from "./wire/messages.ts";

export interface RemoteTimersHandle {
  /** Drops all timeouts and intervals of the runtime. */
  clearAll(): Promise<void>;
}

export function createTimersHandle(request: RuntimeRequest): RemoteTimersHandle {
  return { clearAll: async () => void (await request(MessageType.TIMERS_CLEAR_ALL)) };
}
