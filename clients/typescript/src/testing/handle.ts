/** The tests of a runtime (client.md, section 4.6). */

import { testsNotEnabled } from "../errors.ts";
import type { RuntimeLink } from "../runtime-link.ts";
import { MessageType } from "../wire/messages.ts";
import type { RunResults } from "./types.ts";

/** Without the option `testEnvironment` all methods reject, without asking the daemon. */
export interface RemoteTestEnvironmentHandle {
  /**
   * Runs the registered tests, or joins the run under way. If the connection breaks and the runtime is in a namespace, the run goes on
   * when the connection has been remade, and this gets its results; a test that waited for a timer fails then.
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

export function createTestEnvironmentHandle(enabled: boolean, link: RuntimeLink): RemoteTestEnvironmentHandle {
  const checked = (): RuntimeLink => {
    if (!enabled) {
      throw testsNotEnabled();
    }
    return link;
  };
  const ask = async (type: number): Promise<unknown> => checked().request(type);
  return {
    // Of a run under way a second request gets the results.
    runTests: async (timeout) => (await checked().requestRepeatedly(MessageType.RUN_TESTS, { timeout })) as RunResults,
    hasTests: async () => (await ask(MessageType.HAS_TESTS)) as boolean,
    getTestCount: async () => (await ask(MessageType.GET_TEST_COUNT)) as number,
    reset: async () => void (await ask(MessageType.RESET_TEST_ENV)),
  };
}
