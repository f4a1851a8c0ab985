/** What happens in the pages a guest drives (runtime.md, section 20.8). */

import type { BrowserLocation, ConsoleLevel } from "../console.ts";

/** Every record says in which page and context it was made, and when: ms since the epoch. */
interface Origin {
  pageId: string;
  contextId: string;
  timestamp: number;
}

export interface BrowserConsoleLog extends Origin {
  level: ConsoleLevel;
  /** The arguments, joined with spaces. */
  stdout: string;
  location?: BrowserLocation;
}

/** An error that the page did not catch. */
export interface PageError extends Origin {
  name: string;
  message: string;
  stack?: string;
}

interface NetworkRecord extends Origin {
  /** `req_<n>`, the same in all records of one request. */
  requestId: string;
  url: string;
  resourceType: string;
}

export interface NetworkRequest extends NetworkRecord {
  method: string;
  headers: Record<string, string>;
  postData?: string;
}

export interface NetworkResponse extends NetworkRecord {
  status: number;
  statusText: string;
  headers: Record<string, string>;
}

export interface RequestFailure extends NetworkRecord {
  method: string;
  failureText: string;
}

export type PlaywrightEvent =
  | ({ type: "browserConsoleLog" } & BrowserConsoleLog)
  | ({ type: "pageError" } & PageError)
  | ({ type: "networkRequest" } & NetworkRequest)
  | ({ type: "networkResponse" } & NetworkResponse)
  | ({ type: "requestFailure" } & RequestFailure);

export interface CollectedData {
  browserConsoleLogs: BrowserConsoleLog[];
  pageErrors: PageError[];
  networkRequests: NetworkRequest[];
  networkResponses: NetworkResponse[];
  requestFailures: RequestFailure[];
}
