/** Repeats a check until it gives what is wanted: how matchers wait (runtime.md, section 20.7). */

import { TimeoutError, withDeadline } from "./deadline.ts";

/** Pauses between tries in ms; the last one stays. */
const PAUSES_MS = [0, 20, 50, 100];

export interface Check {
  pass: boolean;
  message: string;
  negatedMessage: string;
}

/**
 * Resolves as soon as a check passes (does not, if negated).
 *
 * @param timeout ms for all tries; 0 means no limit. The first try is always made to its end, within reason.
 * @param check one try; its argument is the ms that it may take
 * @throws Error with the message of the last try, or what the last try has failed with
 */
export async function poll(timeout: number, negated: boolean, check: (ms: number) => Promise<Check>): Promise<void> {
  const end = timeout > 0 ? Date.now() + timeout : Infinity;
  for (let tries = 0; ; tries++) {
    const rest = Math.max(end - Date.now(), 1);
    const failure = await attempt(negated, check, Math.min(rest, 30_000));
    if (failure === undefined) {
      return;
    }
    const pause = PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)] ?? 100;
    if (Date.now() + pause >= end) {
      throw failure;
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
