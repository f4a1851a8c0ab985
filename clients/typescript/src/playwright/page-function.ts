/** The guest's functions for the page: source that only the browser ever runs. */

/**
 * A function for Playwright, which sends functions as the text they give of themselves. This one never runs here.
 */
export function pageFunction<T>(source: unknown): (element: T, argument: unknown) => unknown {
  return Object.assign(() => undefined, { toString: () => String(source) });
}
