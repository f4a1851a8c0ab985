/** What the host lets the handler do besides driving its page (client.md, section 12). */

import type { BrowserContext, Page } from "playwright-core";

/** A file for an upload. `buffer` holds its bytes. */
export interface UploadFile {
  name: string;
  mimeType: string;
  buffer: Uint8Array;
}

export interface PlaywrightHandlerOptions {
  /**
   * Limit of each operation in ms; 0 means 120000, as long as the daemon waits for an answer. Default 30000, and 5000 for
   * matchers, as Playwright has it. What the guest asks for in a call goes before, up to the same 120000.
   */
  timeout?: number | undefined;
  /** Reads a file for `setInputFiles` with a path of the guest's. Without it paths are refused. */
  readFile?: ((path: string) => UploadFile | Promise<UploadFile>) | undefined;
  /** Takes a `screenshot` or `pdf` that the guest wants at a path. Without it the option `path` is refused. */
  writeFile?: ((path: string, data: Uint8Array) => void | Promise<void>) | undefined;
  /** Makes the page of the guest's `context.newPage()`. */
  createPage?: ((context: BrowserContext) => Page | Promise<Page>) | undefined;
  /**
   * Makes the context of the guest's `browser.newContext(options)`. Of the guest's options only those arrive that name no file of
   * the host: `(options) => browser.newContext(options)` is safe.
   */
  createContext?: ((options?: Record<string, unknown>) => BrowserContext | Promise<BrowserContext>) | undefined;
  /**
   * Schemes that the guest may navigate to and fetch from, besides those of `DEFAULT_SCHEMES` (`http:`, `https:`, `data:`, `about:`).
   * With `file:` the guest reads every file that the browser can read.
   */
  allowSchemes?: readonly string[] | undefined;
}
