/** The tests of a runtime (client.md, section 4.6). */

import { testsNotEnabled } from "../errors.ts";
import type { RuntimeRequest } from "../runtime.ts";
import { MessageType } from "../wire/messages.ts";
import type { RunResults } from "./types.ts";

/** Without the option `testEnvironment` all methods reject, without asking the daemon. */
export interface RemoteTestEnvironmentHandle {
  /**
   * Runs the registered tests, or joins the run under way.
   *
   * @param timeout ms for the whole run, instead of the runtime's `executionTimeout`; zero or negative means no limit
   * @throws DaemonError `Test timed out after <ms>ms`, name `TimeoutError`; the runtime is dead then
   */
  runTests(timeout?: number): Promise<RunResults>;
  hasTests(): Promise<boolean>;
  /** Counts every registered test, those to be skipped and those to be written included. */
  getTestCount(): Promise<number>;
  /** Removes all tests, hooks and mocks. */
  reset(): Promise<void>;
}

export function createTestEnvironmentHandle(enabled: boolean, request: RuntimeRequest): RemoteTestEnvironmentHandle {
  const ask: RuntimeRequest = async (type, fields) => {
    if (!enabled) {
      throw testsNotEnabled();
    }
    return request(type, fields);
  };
  return {
    runTests: async (timeout) => (await ask(MessageType.RUN_TESTS, { timeout })) as RunResults,
    hasTests: async () => (await ask(MessageType.HAS_TESTS)) as boolean,
    getTestCount: async () => (await ask(MessageType.GET_TEST_COUNT)) as number,
    reset: async () => void (await ask(MessageType.RESET_TEST_ENV)),
  };
}
