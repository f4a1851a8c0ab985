/** Options of a runtime and their form in CREATE_RUNTIME (client.md, section 3; protocol.md, sections 3.2 and 4.1). */

import type { CallbackScope } from "./callbacks/registry.ts";
import { registerConsole, type ConsoleOptions } from "./console.ts";
import { registerCustomFunctions, type CustomFunctions } from "./custom-functions.ts";
import { registerFs, type FileSystemCallbacks } from "./fs/callbacks.ts";
import { registerFetch, type FetchCallback } from "./http/fetch-callback.ts";
import { registerModuleLoader, type ModuleLoaderCallback } from "./module-loader.ts";
import { registerPlaywright, type PlaywrightOptions } from "./playwright/runtime-browser.ts";
import type { StreamTable } from "./streams/stream-table.ts";
import { registerTestEnvironment, type TestEnvironmentOptions } from "./testing/options.ts";
import type { WebSocketCommandCallback } from "./websocket/commands.ts";
import type { WebSocketCallback } from "./websocket/outbound-sockets.ts";
import type { Channel } from "./wire/channel.ts";
import type { Fields } from "./wire/messages.ts";

export interface RuntimeOptions {
  /** Limit over heap and array buffers, in MB. At least 8; default: the daemon's, 128 unless configured. */
  memoryLimitMB?: number;
  /** Limit of every `eval`, in ms of wall-clock time. Not finite or not positive means none, which is the default. */
  executionTimeout?: number;
  /** Current directory of the guest's `path` module. Default `/`. */
  cwd?: string;
  console?: ConsoleOptions;
  /** Answers the guest's `fetch`. Without it `fetch` fails with `Fetch callback not available`. */
  fetch?: FetchCallback;
  /** Decides about the sockets that the guest opens. Without it the client dials every URL itself. */
  webSocket?: WebSocketCallback;
  /** Listens to the runtime's server sockets from the first moment; like `runtime.fetch.onWebSocketCommand`. */
  onWebSocketCommand?: WebSocketCommandCallback;
  /** The guest's files. Without it `getDirectory()` is there, and what is done with its handles fails. */
  fs?: FileSystemCallbacks;
  moduleLoader?: ModuleLoaderCallback;
  customFunctions?: CustomFunctions;
  /** Gives the guest `page`, `context` and `browser`, which drive a browser of the host's. */
  playwright?: PlaywrightOptions;
  /** Gives the guest `describe`, `test`, `expect` and so on; run with `runtime.testEnvironment`. Default: off. */
  testEnvironment?: boolean | TestEnvironmentOptions;
}

/** Registers the callbacks among the options and builds the `options` of CREATE_RUNTIME. */
export function registerOptions(
  options: RuntimeOptions,
  scope: CallbackScope,
  channel: Channel,
  streams: StreamTable,
  namespaceId?: string,
): Fields {
  const { memoryLimitMB, executionTimeout, cwd, console, fetch, fs, moduleLoader, customFunctions, testEnvironment, playwright } =
    options;
  return withoutUndefined({
    memoryLimitMB,
    executionTimeout,
    cwd,
    namespaceId,
    testEnvironment: registerTestEnvironment(testEnvironment, scope),
    // Arguments tell `undefined` from `null` and hold functions; a daemon that does not know the key ignores it.
    argumentForm: "newest",
    playwright: playwright && withoutUndefined({ timeout: playwright.timeout }),
    callbacks: withoutUndefined({
      console: console?.onEntry && registerConsole(console.onEntry, scope),
      fetch: fetch && registerFetch(fetch, scope, streams),
      fs: fs && registerFs(fs, scope),
      moduleLoader: moduleLoader && registerModuleLoader(moduleLoader, scope),
      custom: customFunctions && registerCustomFunctions(customFunctions, scope, channel),
      playwright: playwright && registerPlaywright(playwright, scope),
    }),
  });
}

function withoutUndefined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
