/** Sizes of the credit-based streams, in bytes (protocol.md, sections 3.6 and 7). */

/** A frame carries at most this much of a body. */
export const MAX_CHUNK_BYTES = 262_144;

/** What a receiver grants at first, and what it therefore may have to hold in memory. */
export const CREDIT_BYTES = 1_048_576;
