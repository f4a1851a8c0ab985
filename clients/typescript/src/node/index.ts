/** For servers on Node's http: `isolate-daemon-client/node`. Works wherever `node:http` does, so under Bun and Deno too. */

export type { RequestTarget, ServeRuntimeOptions } from "./dispatch.ts";
export { createFileBindings, type FileBindings, type FileBindingsOptions } from "./files/bindings.ts";
export { createRequestListener, serveRuntime, type NodeServer } from "./listener.ts";
export { requestFromNode } from "./request.ts";
export { sendToNode } from "./response.ts";
export { createUpgradeListener, type WebSocketUpgrader } from "./upgrade.ts";
