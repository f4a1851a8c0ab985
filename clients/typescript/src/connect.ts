/** Opens a connection (client.md, section 2.1). */

import { Connection, type DaemonConnection } from "./connection.ts";
import { openSocket, type Address } from "./wire/transport.ts";

export interface ConnectOptions extends Address {
  /** How long to wait for the connection, in ms. Default: as long as the system does. */
  timeout?: number;
}

/**
 * Connects to a daemon: to the unix socket `socket`, or by TCP to `host` and `port`.
 *
 * @throws the system's error unchanged (`ECONNREFUSED`, `ENOENT`), or Error `Connection timeout`
 */
export async function connect(options: ConnectOptions = {}): Promise<DaemonConnection> {
  return new Connection(await openSocket(options, options.timeout));
}
