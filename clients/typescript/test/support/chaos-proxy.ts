/** A proxy in front of a daemon that breaks connections when a test says so. */

import { createConnection, createServer, type Server, type Socket } from "node:net";
import type { ConnectOptions } from "../../src/index.ts";
import { socketPath } from "./fake-daemon.ts";

export class ChaosProxy {
  /** Where clients connect to. */
  readonly socket = socketPath();
  /** How many connections there were. */
  accepted = 0;
  /** New connections reach the daemon only after this. */
  held: Promise<void> | undefined;
  /** New connections are broken as soon as the client has sent something. */
  hostile = false;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #listening = true;

  private constructor(target: ConnectOptions) {
    this.#server = createServer(async (client) => {
      this.accepted++;
      await this.held;
      const daemon =
        target.socket === undefined
          ? createConnection({ host: target.host ?? "127.0.0.1", port: target.port ?? 0 })
          : createConnection(target.socket);
      for (const [from, to] of [
        [client, daemon],
        [daemon, client],
      ] as const) {
        this.#sockets.add(from);
        from.on("error", () => {});
        from.on("data", (data: Uint8Array) => (this.hostile ? client.destroy() : to.write(data)));
        from.on("close", () => {
          this.#sockets.delete(from);
          to.destroy();
        });
      }
    });
  }

  static async start(target: ConnectOptions): Promise<ChaosProxy> {
    const proxy = new ChaosProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(proxy.socket, resolve));
    return proxy;
  }

  /** Breaks every connection. */
  cut(): void {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }

  /** Breaks every connection and refuses new ones, as if the daemon were gone. */
  async stop(): Promise<void> {
    this.cut();
    if (this.#listening) {
      this.#listening = false;
      await new Promise((resolve) => this.#server.close(resolve));
    }
  }
}
