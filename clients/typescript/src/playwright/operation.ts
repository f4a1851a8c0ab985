/** Operations of the guest on the browser, as they cross the wire (protocol.md, section 4.10; runtime.md, section 20.1). */

export interface PlaywrightOperation {
  type: string;
  args: unknown[];
  /** Default `page_0`. */
  pageId?: string;
  /** Default `ctx_0`. */
  contextId?: string;
}

export type PlaywrightResult =
  | { ok: true; value?: unknown }
  | { ok: false; error: { name: string; message: string } };

/** Carries out one operation. What it throws or rejects with is the guest's error, like `ok: false`. */
export type PlaywrightHandler = (operation: PlaywrightOperation) => Promise<PlaywrightResult>;
