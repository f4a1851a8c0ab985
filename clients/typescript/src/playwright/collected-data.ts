/** The records of a runtime's pages, kept within bounds (runtime.md, section 20.8). */

import type { CollectedData, PlaywrightEvent } from "./events.ts";

/** Records of each kind; the oldest goes when another comes. */
export const MAX_RECORDS = 1_000;

const LIST_OF = {
  browserConsoleLog: "browserConsoleLogs",
  pageError: "pageErrors",
  networkRequest: "networkRequests",
  networkResponse: "networkResponses",
  requestFailure: "requestFailures",
} as const satisfies Record<PlaywrightEvent["type"], keyof CollectedData>;

export class Collector {
  #data = noData();

  add({ type, ...record }: PlaywrightEvent): void {
    const list = this.#data[LIST_OF[type]] as unknown[];
    list.push(record);
    if (list.length > MAX_RECORDS) {
      list.shift();
    }
  }

  /** Copies of the lists. */
  get data(): CollectedData {
    const lists = Object.entries(this.#data).map(([name, list]) => [name, [...(list as unknown[])]]);
    return Object.fromEntries(lists) as CollectedData;
  }

  clear(): void {
    this.#data = noData();
  }
}

function noData(): CollectedData {
  return { browserConsoleLogs: [], pageErrors: [], networkRequests: [], networkResponses: [], requestFailures: [] };
}
