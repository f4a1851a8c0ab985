// A console whose entries tests can look at.
import { load } from "./guest.mjs";

/** What tests look at and set: the entries, the clock, and whether delivery fails. */
export const sink = { entries: [], now: 0, fails: false };

const { connect } = await load("host.js");
connect({
  emitConsole(entry) {
    if (sink.fails) throw new Error("the sink is broken");
    sink.entries.push(entry);
  },
  now: () => sink.now,
});

export const guest = await load("console/console.js");
export const { console } = guest;

/** The entries that `call` emits. */
export function entriesOf(call) {
  sink.entries = [];
  call(console);
  return sink.entries.map((entry) => ({ ...entry }));
}

/** The text of `console.log(...args)`. */
export const logged = (...args) => entriesOf(() => console.log(...args))[0].stdout;
