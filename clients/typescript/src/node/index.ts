/** For servers on Node's http: `isolate-daemon-client/node`. Works wherever `node:http` does, so under Bun and Deno too. */

export type { RequestTarget } from "./dispatch.ts";
export { createFileBindings, type FileBindings, type FileBindingsOptions } from "./files/bindings.ts";
export { createRequestListener, serveRuntime, type NodeServer } from "./listener.ts";
export { requestFromNode } from "./request.ts";
export { sendToNode } from "./response.ts";
export type { ServeRuntimeOptions, WebSocketUpgrader } from "./serve-options.ts";
export { createUpgradeListener } from "./upgrade.ts";
