/** Bounds what Playwright itself does not bound: scripts in the page, pictures, input. */

export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/** Settles as `work` does, or rejects after `ms`; 0 means no limit. */
export async function withDeadline<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  if (ms <= 0) {
    return work;
  }
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
