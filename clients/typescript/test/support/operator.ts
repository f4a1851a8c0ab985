/** Calls a Playwright handler as the guest's proxies do: JSON in, JSON out. */

import type { PlaywrightHandler, PlaywrightResult } from "../../src/playwright/index.ts";

export interface Target {
  pageId?: string;
  contextId?: string;
}

export type LocatorTriple = [kind: string, value: unknown, options?: object | null | undefined];

export class Operator {
  readonly #handler: PlaywrightHandler;
  readonly #target: Target;

  constructor(handler: PlaywrightHandler, target: Target = {}) {
    this.#handler = handler;
    this.#target = target;
  }

  /** The same handler, for another page or context. */
  at(target: Target): Operator {
    return new Operator(this.#handler, target);
  }

  /** The value of an operation; its error is thrown. */
  async run(type: string, ...args: unknown[]): Promise<any> {
    const operation = JSON.parse(JSON.stringify({ type, args, ...this.#target })) as never;
    const result = JSON.parse(JSON.stringify(await this.#handler(operation))) as PlaywrightResult;
    if (!result.ok) {
      throw Object.assign(new Error(result.error.message), { name: result.error.name });
    }
    return result.value;
  }

  /** `locatorAction` */
  act([kind, value, options]: LocatorTriple, action: string, argument: unknown = null, ...callOptions: object[]): Promise<any> {
    return this.run("locatorAction", kind, value, wireOptions(options), action, argument, ...callOptions);
  }

  /** `expectLocator` */
  expect([kind, value, options]: LocatorTriple, matcher: string, expected: unknown = null, { not = false, timeout = 2_000 } = {}): Promise<any> {
    return this.run("expectLocator", kind, value, wireOptions(options), matcher, expected, not, timeout);
  }
}

function wireOptions(options: object | null | undefined): string | null {
  return options ? JSON.stringify(options) : null;
}

export const css = (selector: string, options?: object): LocatorTriple => ["css", selector, options];

/** `or`, `and`, `chained`, `frame` of two locators. */
export function pair(kind: string, first: LocatorTriple, second: LocatorTriple, options?: object): LocatorTriple {
  const triples = [first, second].map(([kind, value, options]) => [kind, value, wireOptions(options)]);
  return [kind, JSON.stringify(triples), options];
}

export const regex = (source: string, flags = ""): object => ({ $regex: source, $flags: flags });
