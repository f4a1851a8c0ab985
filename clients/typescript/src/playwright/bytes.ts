/** Bytes and base64. Playwright takes and gives Node's `Buffer`: the one file that names it. */

export function toBase64(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64");
}

export function fromBase64(text: string): Buffer {
  return Buffer.from(text, "base64");
}

export function toBuffer(data: Uint8Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
