// `serve()`: the guest as an HTTP server (runtime.md section 7).
// @ts-check

/** @returns {{ requested: true, connectionId: string } | null} */
export function upgradeRequest() {
  return null;
}

/** @returns {boolean} */
export function hasServeHandler() {
  return false;
}

/** @returns {boolean} */
export function hasActiveConnections() {
  return false;
}
