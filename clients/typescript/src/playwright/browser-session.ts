/** The pages and contexts that one handler knows, by the ids the guest has for them (runtime.md, section 20.1). */

import type { BrowserContext, Page } from "playwright-core";
import type { PlaywrightHandlerOptions } from "./handler-options.ts";
import { Expressions } from "./patterns.ts";
import { PendingWaits } from "./pending-waits.ts";

/** How many of each may be open at once. */
const MAX_CONTEXTS = 20;
const MAX_PAGES = 100;

const NO_CREATE_PAGE =
  "createPage callback not provided. Configure createPage in playwright options to enable context.newPage().";
const NO_CREATE_CONTEXT =
  "createContext callback not provided. Configure createContext in playwright options to enable browser.newContext().";

export interface KnownPage {
  readonly page: Page;
  readonly pageId: string;
  readonly contextId: string;
}

export class BrowserSession {
  readonly options: PlaywrightHandlerOptions;
  readonly expressions = new Expressions();
  readonly waits = new PendingWaits();
  readonly #contexts = new Map<string, BrowserContext>();
  readonly #pages = new Map<string, KnownPage>();
  readonly #watchers = new Set<(page: KnownPage) => void>();
  /** Those that are being made: a guest may ask for many at once. */
  readonly #coming = { contexts: 0, pages: 0 };
  #nextPage = 0;
  #nextContext = 0;

  constructor(page: Page, options: PlaywrightHandlerOptions) {
    this.options = options;
    this.#addPage(page, this.#addContext(page.context()));
  }

  /** @throws Error `Page <id> not found` */
  page(id = "page_0"): KnownPage {
    const known = this.#pages.get(id);
    if (known === undefined) {
      throw new Error(`Page ${id} not found`);
    }
    return known;
  }

  /** @throws Error `Context <id> not found` */
  context(id = "ctx_0"): BrowserContext {
    const context = this.#contexts.get(id);
    if (context === undefined) {
      throw new Error(`Context ${id} not found`);
    }
    return context;
  }

  /** Calls `watcher` for every page, also for those there are. Returns the function that ends it. */
  watch(watcher: (page: KnownPage) => void): () => void {
    this.#watchers.add(watcher);
    this.#pages.forEach(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  async newContext(options: Record<string, unknown> | undefined): Promise<string> {
    if (this.options.createContext === undefined) {
      throw new Error(NO_CREATE_CONTEXT);
    }
    if (this.#contexts.size + this.#coming.contexts >= MAX_CONTEXTS) {
      throw new Error(`Too many browser contexts: the limit is ${MAX_CONTEXTS}; close some`);
    }
    this.#coming.contexts++;
    try {
      return this.#addContext(await this.options.createContext(options));
    } finally {
      this.#coming.contexts--;
    }
  }

  async newPage(contextId = "ctx_0"): Promise<string> {
    const context = this.context(contextId);
    if (this.options.createPage === undefined) {
      throw new Error(NO_CREATE_PAGE);
    }
    this.#forgetClosed();
    if (this.#pages.size + this.#coming.pages >= MAX_PAGES) {
      throw new Error(`Too many pages: the limit is ${MAX_PAGES}; close some`);
    }
    this.#coming.pages++;
    try {
      return this.#addPage(await this.options.createPage(context), contextId);
    } finally {
      this.#coming.pages--;
    }
  }

  async closeContext(contextId = "ctx_0"): Promise<void> {
    const context = this.context(contextId);
    this.#contexts.delete(contextId);
    for (const [id, known] of this.#pages) {
      if (known.contextId === contextId) {
        this.#pages.delete(id);
      }
    }
    await context.close();
  }

  #addContext(context: BrowserContext): string {
    const id = `ctx_${this.#nextContext++}`;
    this.#contexts.set(id, context);
    return id;
  }

  #addPage(page: Page, contextId: string): string {
    const known = { page, pageId: `page_${this.#nextPage++}`, contextId };
    this.#pages.set(known.pageId, known);
    for (const watcher of this.#watchers) {
      watcher(known);
    }
    return known.pageId;
  }

  /** Closed pages are kept, so that `isClosed()` has an answer, until there is need of room. */
  #forgetClosed(): void {
    for (const [id, { page }] of this.#pages) {
      if (this.#pages.size + this.#coming.pages >= MAX_PAGES && page.isClosed()) {
        this.#pages.delete(id);
      }
    }
  }
}
