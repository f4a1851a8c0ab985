/** A real browser for guests: turns a page of `playwright-core` into the handler of a runtime's option `playwright`. */

export { createPlaywrightHandler, defaultPlaywrightHandler } from "./handler.ts";
export type { PlaywrightHandlerOptions, UploadFile } from "./handler-options.ts";
export { getDefaultPlaywrightHandlerMetadata, type DefaultPlaywrightHandlerMetadata } from "./metadata.ts";
export type { PlaywrightHandler, PlaywrightOperation, PlaywrightResult } from "./operation.ts";
export { DEFAULT_SCHEMES } from "./schemes.ts";
