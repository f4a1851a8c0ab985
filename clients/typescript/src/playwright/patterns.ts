/**
 * Texts and regular expressions of the guest. Expressions run under a time limit: the guest's may be made to backtrack for ever,
 * and this is the host's thread.
 */

import { isPlain } from "./picking.ts";

/** ms that one test of an expression may take. */
const TEST_LIMIT_MS = 250;

/** ms that the expressions of one guest may take before they are held back. */
const ALLOWANCE_MS = 1_000;

/** What of all time they may take in the long run. */
const SHARE = 0.05;

/** An expression took too long. To try it again would cost the host as much again. */
export class SlowExpressionError extends Error {}

export interface Expression {
  source: string;
  flags: string;
}

/** `{$regex, $flags}`; undefined for everything else. */
export function asExpression(value: unknown): Expression | undefined {
  if (isPlain(value) && typeof value["$regex"] === "string") {
    return { source: value["$regex"], flags: typeof value["$flags"] === "string" ? value["$flags"] : "" };
  }
  return undefined;
}

/** A text or an expression for Playwright, which tests it in the browser. */
export function reviveText(value: unknown): string | RegExp {
  const expression = asExpression(value);
  return expression ? new RegExp(expression.source, expression.flags) : String(value);
}

/** The form of a text or expression in messages: `/r/i`, or the text. */
export function showPattern(value: unknown): string {
  const expression = asExpression(value);
  return expression ? `/${expression.source}/${expression.flags}` : String(value);
}

let sandbox: Promise<(expression: Expression, text: string) => boolean> | undefined;

/** Loaded on first use: whoever imports this package need not have `node:vm`. */
async function loadSandbox(): Promise<(expression: Expression, text: string) => boolean> {
  const { createContext, Script } = await import("node:vm");
  const script = new Script("new RegExp(source, flags).test(text)");
  const context = createContext(Object.create(null));
  return ({ source, flags }, text) => {
    Object.assign(context, { source, flags, text });
    try {
      return script.runInContext(context, { timeout: TEST_LIMIT_MS }) === true;
    } catch (error) {
      // Errors of the other context are of its own classes.
      const { code, message } = error as { code?: string; message?: string };
      if (code === "ERR_SCRIPT_EXECUTION_TIMEOUT") {
        throw new SlowExpressionError(`The regular expression /${source.slice(0, 100)}/ took more than ${TEST_LIMIT_MS} ms`);
      }
      throw new SyntaxError(String(message));
    }
  };
}

/** The expressions of one guest. Together they may take only so much of the host's time. */
export class Expressions {
  #left = ALLOWANCE_MS;
  #seen = performance.now();

  /** A synchronous test. It throws `SlowExpressionError`, and SyntaxError for what is no expression. */
  async loadTest(): Promise<(expression: Expression, text: string) => boolean> {
    sandbox ??= loadSandbox();
    const test = await sandbox;
    return (expression, text) => {
      this.#admit();
      try {
        return test(expression, text);
      } finally {
        this.#left -= performance.now() - this.#seen;
        this.#seen = performance.now();
      }
    };
  }

  /** Whether `actual` is the text, or matches the expression. */
  async matches(expected: unknown, actual: string): Promise<boolean> {
    const expression = asExpression(expected);
    return expression ? (await this.loadTest())(expression, actual) : actual === String(expected);
  }

  #admit(): void {
    const now = performance.now();
    this.#left = Math.min(ALLOWANCE_MS, this.#left + (now - this.#seen) * SHARE);
    this.#seen = now;
    if (this.#left <= 0) {
      throw new SlowExpressionError(`The guest's regular expressions have taken more than ${ALLOWANCE_MS} ms: try again later`);
    }
  }
}
