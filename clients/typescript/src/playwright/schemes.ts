/** Where the guest may send the browser: never to the files of the machine it runs on. */

export const DEFAULT_SCHEMES: readonly string[] = ["http:", "https:", "data:", "about:"];

/** Of `about:` only the empty page; the others are the browser's own pages. */
const ABOUT = /^about:blank(#.*)?$/i;

/**
 * Refuses URLs of other schemes. Relative ones pass: they are resolved against the base that the host's context has.
 *
 * @throws Error that names scheme and URL
 */
export function checkUrl(url: unknown, operation: string, more: readonly string[] = []): string {
  if (typeof url !== "string") {
    throw new TypeError(`${operation} expects a URL string`);
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || more.includes(parsed.protocol)) {
    return url;
  }
  const allowed = parsed.protocol === "about:" ? ABOUT.test(parsed.href) : DEFAULT_SCHEMES.includes(parsed.protocol);
  if (!allowed) {
    throw new Error(`${operation} refused: ${parsed.href.slice(0, 200)} is not an http, https or data URL or about:blank`);
  }
  return url;
}
