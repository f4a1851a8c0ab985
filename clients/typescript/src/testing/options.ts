/** The option `testEnvironment` and its form in CREATE_RUNTIME (client.md, section 3.7; protocol.md, section 3.2). */

import type { CallbackScope } from "../callbacks/registry.ts";
import type { Fields } from "../wire/messages.ts";
import type { TestEvent } from "./types.ts";

export interface TestEnvironmentOptions {
  /** Receives the events of runs, in order, those of a run before its results. What it throws is swallowed. */
  onEvent?: (event: TestEvent) => void;
  /** ms that a test may take, and a hook. One that takes longer is stopped and has failed. Default: no limit. */
  testTimeout?: number;
}

export function registerTestEnvironment(
  option: boolean | TestEnvironmentOptions | undefined,
  scope: CallbackScope,
): true | Fields | undefined {
  if (typeof option !== "object" || option === null) {
    return option === true ? true : undefined;
  }
  const { onEvent, testTimeout } = option;
  return {
    callbacks: onEvent === undefined ? {} : { onEvent: register(onEvent, scope) },
    ...(testTimeout === undefined ? {} : { testTimeout }),
  };
}

function register(onEvent: (event: TestEvent) => void, scope: CallbackScope): Fields {
  const callbackId = scope.register(([json]) => {
    try {
      // A handler declared to return nothing may still be an async function.
      const result: unknown = onEvent(JSON.parse(json as string) as TestEvent);
      if (result instanceof Promise) {
        result.catch(() => {});
      }
    } catch {
      // The run must not notice a failing listener.
    }
    return null;
  });
  return { callbackId, name: "testEnvironment.onEvent", type: "sync" };
}
