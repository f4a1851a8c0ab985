/** Repeats a check until it gives what is wanted: how matchers wait (runtime.md, section 20.7). */

import { TimeoutError, withDeadline } from "./deadline.ts";
import { SlowExpressionError } from "./patterns.ts";

/** Pauses between tries in ms; the last one stays. */
const PAUSES_MS = [0, 20, 50, 100];

/** Least ms of the first try: the browser needs some to answer at all. */
const FIRST_TRY_MS = 1_500;

/** Most ms of one try. */
const TRY_MS = 30_000;

export interface Check {
  pass: boolean;
  message: string;
  negatedMessage: string;
}

/**
 * Resolves as soon as a check passes (does not, if negated).
 *
 * @param timeout ms for all tries. The first try has `FIRST_TRY_MS` even where that is more.
 * @param check one try; its argument is the ms that it may take
 * @throws Error with the message of the last try, or what that has failed with
 */
export async function poll(timeout: number, negated: boolean, check: (ms: number) => Promise<Check>): Promise<void> {
  const end = Date.now() + timeout;
  let last: Error | undefined;
  for (let tries = 0; ; tries++) {
    const rest = Math.max(end - Date.now(), tries === 0 ? FIRST_TRY_MS : 1);
    const failure = await attempt(negated, check, Math.min(rest, TRY_MS));
    if (failure === undefined) {
      return;
    }
    if (failure instanceof SlowExpressionError) {
      throw failure;
    }
    // A try that the end of the time has cut short knows less than the one before it.
    last = last === undefined || failure.name !== "TimeoutError" ? failure : last;
    const pause = PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)] ?? 100;
    if (Date.now() + pause >= end) {
      throw last;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function attempt(negated: boolean, check: (ms: number) => Promise<Check>, ms: number): Promise<Error | undefined> {
  try {
    const { pass, message, negatedMessage } = await withDeadline(check(ms), ms + 1_000, "expect");
    return pass === negated ? new Error(negated ? negatedMessage : message) : undefined;
  } catch (error) {
    return error instanceof Error ? error : new TimeoutError(String(error));
  }
}
