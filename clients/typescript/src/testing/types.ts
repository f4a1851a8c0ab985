/** Results and events of test runs (runtime.md, section 11.3). Durations are in ms. */

export type TestStatus = "pass" | "fail" | "skip" | "todo";

export interface SuiteInfo {
  name: string;
  /** Names of the suites around it, outermost first. */
  path: string[];
  /** All names, joined by ` > `. */
  fullName: string;
  /** 0 for a suite that is in no other. */
  depth: number;
}

/** Counts are of the suite's own tests, not of those in suites inside of it. */
export interface SuiteResult extends SuiteInfo {
  passed: number;
  failed: number;
  skipped: number;
  todo: number;
  duration: number;
}

export interface TestInfo {
  name: string;
  /** Names of the suites around it, outermost first. */
  suitePath: string[];
  fullName: string;
}

/**
 * Why a test failed. `matcherName`, `expected` and `actual` are there when a matcher failed; a value that JSON cannot
 * express is its string form.
 */
export interface TestError {
  message: string;
  stack?: string;
  matcherName?: string;
  expected?: unknown;
  actual?: unknown;
  /** What tells `expected` and `actual` apart, line by line, where a comparison says more than the message. */
  diff?: string;
}

export interface TestResult extends TestInfo {
  status: TestStatus;
  duration: number;
  error?: TestError;
}

export interface RunResults {
  passed: number;
  failed: number;
  skipped: number;
  todo: number;
  total: number;
  duration: number;
  /** Whether no test has failed. */
  success: boolean;
  /** In the order in which they ended: inner suites before outer ones. */
  suites: SuiteResult[];
  /** In the order in which they ran. */
  tests: TestResult[];
}

export type TestEvent =
  | { type: "runStart"; testCount: number; suiteCount: number }
  | { type: "suiteStart"; suite: SuiteInfo }
  | { type: "testStart"; test: TestInfo }
  | { type: "testEnd"; test: TestResult }
  | { type: "suiteEnd"; suite: SuiteResult }
  | { type: "runEnd"; results: RunResults };
