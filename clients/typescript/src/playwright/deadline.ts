/** Bounds in time: of what the guest asks for, and of what Playwright itself does not bound. */

/** So long the daemon waits for an answer, in ms (protocol.md, section 7). Nobody is there for what comes later. */
export const MAX_WAIT_MS = 120_000;

/** A timeout in ms that ends: 0, which means none, and what is no number become the longest. */
export function boundedWait(timeout: unknown): number {
  return typeof timeout === "number" && timeout > 0 ? Math.min(timeout, MAX_WAIT_MS) : MAX_WAIT_MS;
}

/** A timeout of the guest's, or the handler's; "none" is as long as the daemon waits for an answer. */
export function limit(asked: unknown, timeout: number): number {
  return typeof asked === "number" ? boundedWait(asked) : timeout;
}

export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/** Settles as `work` does, or rejects after `ms`. */
export async function withDeadline<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`${what}: Timeout ${ms}ms exceeded.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
