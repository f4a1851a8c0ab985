/** Numbers of the MessagePack extensions (protocol.md, section 2.3). */

export const Extension = {
  TIMESTAMP: -1,
  ISOLATE_REF: 1,
  CALLBACK_REF: 2,
  STREAM_REF: 3,
  ERROR_REF: 4,
  BLOB_REF: 5,
  DATE: 6,
  REG_EXP: 7,
  UNDEFINED: 8,
  BIG_INT: 9,
  REQUEST_REF: 10,
  RESPONSE_REF: 11,
  HEADERS_REF: 12,
  FILE_REF: 13,
  FORM_DATA_REF: 14,
  URL_REF: 15,
  PROMISE_REF: 16,
  ASYNC_ITERATOR_REF: 17,
} as const;
