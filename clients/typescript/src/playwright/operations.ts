/** All operations by name (protocol.md, section 4.10). */

import type { BrowserSession } from "./browser-session.ts";
import type { Operation } from "./call.ts";
import { CONTEXT_OPERATIONS } from "./context-operations.ts";
import { boundedWait, MAX_WAIT_MS, withDeadline } from "./deadline.ts";
import { INPUT_OPERATIONS } from "./input-operations.ts";
import { locatorAction } from "./locator-actions.ts";
import { expectLocator } from "./locator-matchers.ts";
import { NETWORK_OPERATIONS } from "./network-operations.ts";
import type { PlaywrightOperation } from "./operation.ts";
import { expectPage } from "./page-matchers.ts";
import { PAGE_OPERATIONS } from "./page-operations.ts";

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MATCHER_TIMEOUT_MS = 5_000;

/** What operations with a limit of their own have beyond the longest one, to say what they have to say. */
const GRACE_MS = 5_000;

const OPERATIONS: Record<string, Operation> = {
  ...PAGE_OPERATIONS,
  ...INPUT_OPERATIONS,
  ...NETWORK_OPERATIONS,
  ...CONTEXT_OPERATIONS,
  locatorAction: ({ page, args, session, timeout }) => locatorAction(page, args, session.options, timeout),
  expectLocator: ({ page, args, session, matcherTimeout }) => expectLocator(page, args, matcherTimeout, session.expressions),
  expectPage: ({ page, args, session, matcherTimeout }) => expectPage(page, args, matcherTimeout, session.expressions),
};

/**
 * @param timeout ms for the operation unless it says otherwise; 0 for as long as the daemon waits
 * @throws what the browser says, or `Unknown operation: <type>`
 */
export async function perform(
  operation: PlaywrightOperation,
  session: BrowserSession,
  timeout: number | undefined,
): Promise<unknown> {
  const { type, args, pageId, contextId } = operation;
  const perform = Object.hasOwn(OPERATIONS, type) ? OPERATIONS[type] : undefined;
  if (perform === undefined) {
    throw new Error(`Unknown operation: ${type}`);
  }
  const result = perform({
    session,
    args: Array.isArray(args) ? args : [],
    get page() {
      return session.page(pageId ?? undefined).page;
    },
    get context() {
      return session.context(contextId ?? undefined);
    },
    contextId: contextId ?? undefined,
    timeout: boundedWait(timeout ?? DEFAULT_TIMEOUT_MS),
    matcherTimeout: boundedWait(timeout ?? DEFAULT_MATCHER_TIMEOUT_MS),
  });
  // The last resort, for what Playwright does not end by itself: input to a page that hangs, for one.
  return result instanceof Promise ? withDeadline(result, MAX_WAIT_MS + GRACE_MS, type) : result;
}
