/** `expect(page)`: matchers that are tried until they hold or the time is over (runtime.md, section 20.7). */

import type { Page } from "playwright-core";
import { limit } from "./deadline.ts";
import { showPattern, type Expressions } from "./patterns.ts";
import { poll } from "./poll.ts";

/**
 * @param args matcher, expected, negated, timeout
 * @param timeout ms where the guest names none
 */
export async function expectPage(page: Page, args: unknown[], timeout: number, expressions: Expressions): Promise<void> {
  const [matcher, expected, negated, asked] = args;
  if (matcher !== "toHaveURL" && matcher !== "toHaveTitle") {
    throw new Error(`Unknown page matcher: ${String(matcher)}`);
  }
  const read = matcher === "toHaveURL" ? () => page.url() : () => page.title();
  const what = matcher === "toHaveURL" ? "URL" : "title";
  await poll(limit(asked, timeout), negated === true, async () => {
    const actual = await read();
    const shown = showPattern(expected);
    return {
      pass: await expressions.matches(expected, actual),
      message: `Expected ${what} to be "${shown}", but got "${actual}"`,
      negatedMessage: `Expected ${what} to not match "${shown}", but got "${actual}"`,
    };
  });
}
