/** Role and accessible name of an element, as Playwright computes them. */

import type { Locator } from "playwright-core";

export interface Aria {
  role: string;
  name: string;
}

/** From the first line of the element's snapshot, such as `- button "Save" [disabled]`; without a role both are empty. */
export async function readAria(locator: Locator, timeout: number): Promise<Aria> {
  const [line = ""] = (await locator.ariaSnapshot({ timeout })).split("\n");
  return parseAriaLine(line);
}

export function parseAriaLine(line: string): Aria {
  const quoted = /^- '((?:[^']|'')*)'/.exec(line)?.[1];
  const key = quoted === undefined ? line.replace(/^- /, "") : quoted.replaceAll("''", "'");
  const match = /^([a-z]+)(?: ("(?:[^"\\]|\\.)*"))?/.exec(key);
  const role = match?.[1] ?? "";
  // Text without an element of a role.
  return role === "text" ? { role: "", name: "" } : { role, name: match?.[2] ? (JSON.parse(match[2]) as string) : "" };
}
