// Sizes of what travels between guest and host.
// @ts-check

/** Longest piece of a file in one message, in bytes. */
export const PIECE = 262_144;

/** What is read to begin with, in bytes: all of a small file. */
export const FIRST_PIECE = 65_536;

/** Longest file that goes in one message, in bytes: a frame has 10 MiB, with its envelope and the path. */
export const MAX_WHOLE = 10 * 1024 * 1024 - 65_536;
