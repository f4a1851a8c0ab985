/** Client of isolate-daemon for Node, Bun and Deno. Nothing here needs a runtime's own API until `connect` is called. */

export type { GuestFunction } from "./callbacks/guest-functions.ts";
export { connect, type ConnectOptions } from "./connect.ts";
export type { DaemonConnection, DisposeNamespaceOptions } from "./connection.ts";
export type {
  BrowserLocation,
  ConsoleEntry,
  ConsoleLevel,
  ConsoleOptions,
  RemoteConsoleHandle,
} from "./console.ts";
export type { CustomFunction, CustomFunctions, CustomFunctionType } from "./custom-functions.ts";
export { DaemonError, isBenignDisposeError, MarshalError, ProtocolError } from "./errors.ts";
export type { EventCallback } from "./events.ts";
export type { DispatchOptions } from "./http/dispatch.ts";
export type { FilePiece, FileStat, FileSystemCallbacks } from "./fs/callbacks.ts";
export type { FetchCallback, FetchRequestInit } from "./http/fetch-callback.ts";
export type { RemoteFetchHandle } from "./http/fetch-handle.ts";
export type { UpgradeRequest } from "./http/upgrades.ts";
export { IsolateServer, type IsolateServerOptions, type IsolateServerStartOptions } from "./isolate-server.ts";
export type { LoadedModule, ModuleImporter, ModuleLoaderCallback } from "./module-loader.ts";
export type { Namespace } from "./namespace.ts";
export type {
  BrowserConsoleLog,
  CollectedData,
  NetworkRequest,
  NetworkResponse,
  PageError,
  PlaywrightEvent,
  RequestFailure,
} from "./playwright/events.ts";
export type { PlaywrightHandler, PlaywrightOperation, PlaywrightResult } from "./playwright/operation.ts";
export type { PlaywrightOptions, RemotePlaywrightHandle } from "./playwright/runtime-browser.ts";
export type { DisposeOptions, EvalOptions, RemoteRuntime } from "./runtime.ts";
export type { RuntimeOptions } from "./runtime-options.ts";
export { simpleConsoleHandler, type SimpleConsoleCallbacks } from "./simple-console.ts";
export type { RemoteTestEnvironmentHandle } from "./testing/handle.ts";
export type { TestEnvironmentOptions } from "./testing/options.ts";
export type {
  RunResults,
  SuiteInfo,
  SuiteResult,
  TestError,
  TestEvent,
  TestInfo,
  TestResult,
  TestStatus,
} from "./testing/types.ts";
export type { RemoteTimersHandle } from "./timers.ts";
export type { WebSocketCommand, WebSocketCommandCallback } from "./websocket/commands.ts";
export type { WebSocketCallback } from "./websocket/outbound-sockets.ts";
export {
  acceptWebSocket,
  bridgeWebSocket,
  type AcceptedSocket,
  type AcceptOptions,
  type SocketHost,
  type SocketPort,
} from "./websocket/server-socket.ts";
export type { SocketClose, WebSocketLike } from "./websocket/socket-like.ts";
