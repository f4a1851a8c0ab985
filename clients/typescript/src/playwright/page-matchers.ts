/** `expect(page)`: matchers that are tried until they hold or the time is over (runtime.md, section 20.7). */

import type { Page } from "playwright-core";
import { limit } from "./deadline.ts";
import { matches, showPattern } from "./patterns.ts";
import { poll } from "./poll.ts";

/**
 * @param args matcher, expected, negated, timeout
 * @param timeout ms where the guest names none
 */
export async function expectPage(page: Page, args: unknown[], timeout: number): Promise<void> {
  const [matcher, expected, negated, asked] = args;
  const read = { toHaveURL: () => page.url(), toHaveTitle: () => page.title() }[String(matcher)];
  if (read === undefined) {
    throw new Error(`Unknown page matcher: ${String(matcher)}`);
  }
  const what = matcher === "toHaveURL" ? "URL" : "title";
  await poll(limit(asked, timeout), negated === true, async () => {
    const actual = await read();
    const shown = showPattern(expected);
    return {
      pass: await matches(expected, actual),
      message: `Expected ${what} to be "${shown}", but got "${actual}"`,
      negatedMessage: `Expected ${what} to not match "${shown}", but got "${actual}"`,
    };
  });
}
