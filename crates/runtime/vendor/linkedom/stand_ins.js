// Takes the place of those modules of the library that the runtime has its own of. `platform` is the bundle's only parameter.

/** The classes that the guest has as globals, instead of the library's imitations. */
export const { Event, EventTarget, CustomEvent } = platform;

/** Markup to nodes, for `innerHTML` and its relatives: the runtime's own tree builder. */
export const parseFromString = (document, isHTML, markup) => platform.parse(document, isHTML, markup);

/** Style sheets: there is no CSS. */
export const parse = () => null;
