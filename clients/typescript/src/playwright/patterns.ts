/**
 * Texts and regular expressions of the guest. Expressions run under a time limit: the guest's may be made to backtrack for ever,
 * and this is the host's thread.
 */

import { isPlain } from "./picking.ts";

/** ms that one test of an expression may take. */
const TEST_LIMIT_MS = 250;

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

/** A synchronous test for expressions. */
export function expressionTest(): Promise<(expression: Expression, text: string) => boolean> {
  sandbox ??= loadSandbox();
  return sandbox;
}

/** Whether `actual` is the text, or matches the expression. */
export async function matches(expected: unknown, actual: string): Promise<boolean> {
  const expression = asExpression(expected);
  return expression ? (await expressionTest())(expression, actual) : actual === String(expected);
}
