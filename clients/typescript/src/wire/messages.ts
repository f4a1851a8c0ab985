/** Message numbers of the wire protocol and the limits that bind a sender (protocol.md, sections 1.2 and 3.1). */

/** Largest value of a frame's length field, in bytes: the type byte and the payload together. */
export const MAX_FRAME_LENGTH = 10 * 1024 * 1024;

/** The type byte of every message this client sends or understands. */
export const MessageType = {
  CREATE_RUNTIME: 0x01,
  DISPOSE_RUNTIME: 0x02,
  EVAL: 0x03,
  DISPATCH_REQUEST: 0x04,
  DISPATCH_REQUEST_ABORT: 0x05,
  DISPOSE_NAMESPACE: 0x06,
  WS_OPEN: 0x10,
  WS_MESSAGE: 0x11,
  WS_CLOSE: 0x12,
  FETCH_GET_UPGRADE_REQUEST: 0x13,
  FETCH_HAS_SERVE_HANDLER: 0x14,
  FETCH_HAS_ACTIVE_CONNECTIONS: 0x15,
  FETCH_WS_ERROR: 0x16,
  TIMERS_CLEAR_ALL: 0x17,
  CONSOLE_RESET: 0x18,
  CONSOLE_GET_TIMERS: 0x19,
  CONSOLE_GET_COUNTERS: 0x1a,
  CONSOLE_GET_GROUP_DEPTH: 0x1b,
  RUN_TESTS: 0x21,
  RESET_TEST_ENV: 0x22,
  HAS_TESTS: 0x23,
  GET_TEST_COUNT: 0x24,
  RESPONSE_OK: 0x80,
  RESPONSE_ERROR: 0x81,
  RESPONSE_STREAM_START: 0x82,
  RESPONSE_STREAM_CHUNK: 0x83,
  RESPONSE_STREAM_END: 0x84,
  CALLBACK_INVOKE: 0x90,
  CALLBACK_RESPONSE: 0x91,
  CALLBACK_STREAM_START: 0x92,
  CALLBACK_STREAM_CHUNK: 0x93,
  CALLBACK_STREAM_END: 0x94,
  CALLBACK_STREAM_CANCEL: 0x95,
  CALLBACK_ABORT: 0x96,
  STREAM_PUSH: 0xa0,
  STREAM_PULL: 0xa1,
  STREAM_CLOSE: 0xa2,
  STREAM_ERROR: 0xa3,
  ISOLATE_EVENT: 0xc0,
  CLIENT_EVENT: 0xc1,
} as const;

const names = new Map<number, string>(Object.entries(MessageType).map(([name, type]) => [type, name]));

/** The name of a message for error texts; unknown numbers are shown in decimal. */
export function messageName(type: number): string {
  return names.get(type) ?? `message ${type}`;
}

/** A decoded payload: a map whose keys are strings. Absent and nil fields mean the same. */
export type Fields = Record<string, unknown>;
