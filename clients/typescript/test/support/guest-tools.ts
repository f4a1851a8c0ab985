/** Functions that test and guest both have, to compare bodies without sending them twice. */

/** A checksum in which every byte and its place counts. */
export function checksum(bytes: Uint8Array, start = 1): number {
  let sum = start;
  for (let index = 0; index < bytes.length; index++) {
    sum = (Math.imul(sum, 31) + (bytes[index] as number)) | 0;
  }
  return sum;
}

/** Source of the guest's side: `checksumOf(stream)`, and `patternFrom(offset, length)` as `pattern` of `bodies.ts` has it. */
export const GUEST_TOOLS = `
globalThis.checksumOf = async (stream) => {
  let sum = 1;
  for await (const chunk of stream) {
    for (let index = 0; index < chunk.length; index++) sum = (Math.imul(sum, 31) + chunk[index]) | 0;
  }
  return sum;
};
globalThis.patternFrom = (offset, length) => {
  const bytes = new Uint8Array(length);
  for (let n = 0; n < length; n++) {
    const index = offset + n;
    bytes[n] = (index * 31 + (index >> 8) + 1) & 0xff;
  }
  return bytes;
};
`;
