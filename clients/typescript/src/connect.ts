/** Opens a connection (client.md, section 2.1). */

import { Connection, type DaemonConnection } from "./connection.ts";
import { openSocket, type Address } from "./wire/transport.ts";

export interface ConnectOptions extends Address {
  /**
   * How long to wait for the connection, in ms. Default: as long as the system does. Also holds when a connection that broke is
   * remade, for which 30 s is the most.
   */
  timeout?: number | undefined;
}

/**
 * Connects to a daemon: to the unix socket `socket`, or by TCP to `host` and `port`.
 *
 * @throws the system's error unchanged (`ECONNREFUSED`, `ENOENT`), or Error `Connection timeout`
 */
export async function connect(options: ConnectOptions = {}): Promise<DaemonConnection> {
  const { timeout, ...address } = options;
  // The same address again, whatever becomes of the object that was given.
  const reopen = (limit: number) => openSocket(address, Math.min(timeout ?? limit, limit));
  return new Connection(await openSocket(address, timeout), reopen);
}
