/** One operation under way, and what carries it out. */

import type { BrowserContext, Page } from "playwright-core";
import type { BrowserSession } from "./browser-session.ts";

/** Page and context are looked up when they are used: the other one may be gone. */
export interface Call {
  readonly session: BrowserSession;
  readonly args: unknown[];
  readonly page: Page;
  readonly context: BrowserContext;
  readonly contextId: string | undefined;
  /** ms that the operation may take. */
  readonly timeout: number;
  readonly matcherTimeout: number;
}

export type Operation = (call: Call) => unknown;
