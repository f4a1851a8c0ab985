/** The runtime as a web server: requests into its `serve()` handler and the sockets it accepts (client.md, section 4.3). */

import type { RuntimeLink } from "../runtime-link.ts";
import type { CommandListeners, WebSocketCommandCallback } from "../websocket/commands.ts";
import { MessageType } from "../wire/messages.ts";
import { dispatch, type DispatchOptions } from "./dispatch.ts";
import { upgradeFromWire, upgradeOf, type UpgradeRequest } from "./upgrades.ts";

export interface RemoteFetchHandle {
  /**
   * Gives a request to the handler. The promise settles when the handler has returned its response; the body follows as
   * it is read, and reading slowly slows the handler down. Bodies above 1 MiB, and those of unknown length, are streamed
   * while the handler runs. `request.signal` reaches the handler; the promise still waits for its answer.
   *
   * @throws DaemonError with what the handler threw, or `No serve() handler registered`; DOMException `AbortError` when
   *   `options.signal` aborts; Error `Connection closed`; TypeError when the request's body was used already
   */
  dispatchRequest(request: Request, options?: DispatchOptions): Promise<Response>;
  /**
   * Whether the handler has called `server.upgrade`: for the request that this response answers, or, without argument,
   * for the latest one of the runtime (which concurrent requests make a matter of luck; daemons other than
   * isolate-daemon understand only this form).
   *
   * @throws TypeError for a response that no `dispatchRequest` has given
   */
  getUpgradeRequest(response?: Response): Promise<UpgradeRequest | null>;
  /** The socket is open: creates it in the runtime and runs the `open` handler. */
  dispatchWebSocketOpen(connectionId: string): Promise<void>;
  /** Text arrives as a string, bytes as `ArrayBuffer`. At most some 10 MiB. */
  dispatchWebSocketMessage(connectionId: string, message: string | ArrayBuffer | ArrayBufferView): Promise<void>;
  /** The socket has closed: runs the `close` handler and forgets the connection. */
  dispatchWebSocketClose(connectionId: string, code: number, reason: string): Promise<void>;
  /** The socket has failed: runs the `error` handler. */
  dispatchWebSocketError(connectionId: string, error: Error): Promise<void>;
  /**
   * Listens to what the runtime's sockets want to send, and to close. Several callbacks may listen. A command may come
   * before the promise of `dispatchWebSocketOpen` settles.
   *
   * @returns the function that stops listening
   */
  onWebSocketCommand(callback: WebSocketCommandCallback): () => void;
  hasServeHandler(): Promise<boolean>;
  /** Whether a socket of the runtime is open. */
  hasActiveConnections(): Promise<boolean>;
}

export function createFetchHandle(link: RuntimeLink, commands: CommandListeners): RemoteFetchHandle {
  const tell = async (type: number, fields: Record<string, unknown>): Promise<void> => {
    await link.request(type, fields);
  };
  return {
    dispatchRequest: (request, options = {}) => dispatch(link, request, options),
    getUpgradeRequest: async (response) => {
      if (response === undefined) {
        return upgradeFromWire(await link.request(MessageType.FETCH_GET_UPGRADE_REQUEST));
      }
      const upgrade = upgradeOf(response);
      if (upgrade === undefined) {
        throw new TypeError("getUpgradeRequest needs a Response that dispatchRequest has given");
      }
      return upgrade;
    },
    dispatchWebSocketOpen: (connectionId) => tell(MessageType.WS_OPEN, { connectionId }),
    dispatchWebSocketMessage: (connectionId, message) =>
      tell(MessageType.WS_MESSAGE, { connectionId, data: messageToWire(message) }),
    dispatchWebSocketClose: (connectionId, code, reason) =>
      tell(MessageType.WS_CLOSE, { connectionId, code, reason }),
    dispatchWebSocketError: (connectionId, { name, message }) =>
      tell(MessageType.FETCH_WS_ERROR, { connectionId, error: String(message), name }),
    onWebSocketCommand: (callback) => commands.add(callback),
    hasServeHandler: async () => (await link.request(MessageType.FETCH_HAS_SERVE_HANDLER)) === true,
    hasActiveConnections: async () => (await link.request(MessageType.FETCH_HAS_ACTIVE_CONNECTIONS)) === true,
  };
}

function messageToWire(message: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof message === "string") {
    return message;
  }
  return ArrayBuffer.isView(message)
    ? new Uint8Array(message.buffer, message.byteOffset, message.byteLength)
    : new Uint8Array(message);
}
