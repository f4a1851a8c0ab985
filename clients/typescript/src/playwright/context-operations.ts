/** Contexts, their pages and cookies (runtime.md, section 20.5). */

import type { Cookie } from "playwright-core";
import type { Operation } from "./call.ts";
import { isPlain, parseMap, pick, type Plain } from "./picking.ts";
import { checkUrl } from "./schemes.ts";

/** What a guest may ask of a context. Options that name files or directories of the host, or its proxy, are not among them. */
const CONTEXT_OPTIONS = [
  "acceptDownloads", "baseURL", "bypassCSP", "colorScheme", "contrast", "deviceScaleFactor", "extraHTTPHeaders", "forcedColors",
  "geolocation", "hasTouch", "httpCredentials", "ignoreHTTPSErrors", "isMobile", "javaScriptEnabled", "locale", "offline",
  "permissions", "reducedMotion", "screen", "serviceWorkers", "storageState", "strictSelectors", "timezoneId", "userAgent", "viewport",
];

/** What a guest may be granted. Others reach the host's clipboard, camera, microphone or devices. */
const PERMISSIONS: readonly unknown[] = ["geolocation", "notifications"];

export const CONTEXT_OPERATIONS: Record<string, Operation> = {
  newContext: async ({ session, args }) => {
    const options = args[0] === null || args[0] === undefined ? undefined : contextOptions(args[0], session.options.allowSchemes);
    return { contextId: await session.newContext(options) };
  },
  newPage: async ({ session, contextId }) => ({ pageId: await session.newPage(contextId) }),
  closeContext: ({ session, contextId }) => session.closeContext(contextId),
  clearCookies: ({ context }) => context.clearCookies(),
  addCookies: ({ context, args }) => context.addCookies(args[0] as Cookie[]),
  cookies: ({ context, args }) => context.cookies((args[0] ?? undefined) as string[] | undefined),
};

function contextOptions(value: unknown, schemes: readonly string[] | undefined): Plain {
  const given = parseMap(value);
  const options = pick(given, CONTEXT_OPTIONS);
  // `viewport: null` says something: the size of the window.
  if (given["viewport"] === null) {
    options["viewport"] = null;
  }
  const granted = options["permissions"] ?? [];
  const refused = Array.isArray(granted) ? granted.find((name) => !PERMISSIONS.includes(name)) : granted;
  if (refused !== undefined) {
    throw new Error(`browser.newContext does not grant ${String(refused)}: only ${PERMISSIONS.join(" and ")}`);
  }
  if ("baseURL" in options) {
    checkUrl(options["baseURL"], "browser.newContext", schemes);
  }
  if ("storageState" in options && !isPlain(options["storageState"])) {
    throw new Error("browser.newContext takes a storageState as an object, not as a path");
  }
  return options;
}
