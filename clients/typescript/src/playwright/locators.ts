/** Builds Playwright's locators from their form on the wire, `[kind, value, options]` (runtime.md, section 20.6). */

import type { FrameLocator, Locator, Page } from "playwright-core";
import { reviveText } from "./patterns.ts";
import { isPlain, parseMap, pick, type Plain } from "./picking.ts";

/** What locators are looked up in. */
export type LocatorRoot = Page | Locator | FrameLocator;

/** How deep locators may lie in one another. */
const MAX_DEPTH = 50;

/** The longest selector, in UTF-16 units. Playwright writes locators into others as text in text, which doubles with each level. */
const MAX_SELECTOR = 1 << 20;

const ROLE_OPTIONS = ["checked", "disabled", "exact", "expanded", "includeHidden", "level", "pressed", "selected"];
const ROLE_TEXTS = ["name", "description"];

/** @throws Error for an unknown kind or a malformed triple */
export function buildLocator(root: LocatorRoot, triple: unknown, depth = 0): Locator {
  if (!Array.isArray(triple) || triple.length < 2) {
    throw new TypeError("A locator must be [kind, value, options]");
  }
  if (depth > MAX_DEPTH) {
    throw new Error(`Locators may be nested ${MAX_DEPTH} deep`);
  }
  const [kind, value, rawOptions] = triple as unknown[];
  const options = parseMap(rawOptions);
  const locator = narrow(find(root, String(kind), value, options, depth), root, options, depth);
  // Playwright's own field: what it gives as text it makes by parsing.
  const { _selector: selector } = locator as { _selector?: string };
  if (selector !== undefined && selector.length > MAX_SELECTOR) {
    throw new Error(`Locator is too long: its selector has ${selector.length} characters, and may have ${MAX_SELECTOR}`);
  }
  return locator;
}

function find(root: LocatorRoot, kind: string, value: unknown, options: Plain, depth: number): Locator {
  const exact = pick(options, ["exact"]);
  switch (kind) {
    case "css":
      return root.locator(String(value));
    case "role":
      return root.getByRole(String(value) as Parameters<Page["getByRole"]>[0], roleOptions(options));
    case "text":
      return root.getByText(reviveText(value), exact);
    case "label":
      return root.getByLabel(reviveText(value), exact);
    case "placeholder":
      return root.getByPlaceholder(reviveText(value), exact);
    case "altText":
      return root.getByAltText(reviveText(value), exact);
    case "title":
      return root.getByTitle(reviveText(value), exact);
    case "testId":
      return root.getByTestId(reviveText(value));
  }
  const [first, second] = pair(kind, value);
  switch (kind) {
    case "chained":
      return buildLocator(buildLocator(root, first, depth + 1), second, depth + 1);
    case "frame":
      return buildLocator(buildLocator(root, first, depth + 1).contentFrame(), second, depth + 1);
    case "or":
      return buildLocator(root, first, depth + 1).or(buildLocator(root, second, depth + 1));
    default:
      return buildLocator(root, first, depth + 1).and(buildLocator(root, second, depth + 1));
  }
}

function pair(kind: string, value: unknown): [unknown, unknown] {
  if (!["chained", "frame", "or", "and"].includes(kind)) {
    throw new Error(`Unknown locator kind: ${kind}`);
  }
  const triples: unknown = typeof value === "string" ? JSON.parse(value) : value;
  if (!Array.isArray(triples) || triples.length !== 2) {
    throw new TypeError(`A locator of kind ${kind} must have two locators`);
  }
  return [triples[0], triples[1]];
}

function roleOptions(options: Plain): Plain {
  const texts = Object.entries(pick(options, ROLE_TEXTS)).map(([key, value]) => [key, reviveText(value)]);
  return { ...pick(options, ROLE_OPTIONS), ...Object.fromEntries(texts) };
}

function narrow(locator: Locator, root: LocatorRoot, options: Plain, depth: number): Locator {
  const filter = pick(options["filter"], ["hasText", "hasNotText", "has", "hasNot", "visible"]);
  for (const key of ["hasText", "hasNotText"]) {
    if (key in filter) {
      filter[key] = reviveText(filter[key]);
    }
  }
  for (const key of ["has", "hasNot"]) {
    if (key in filter) {
      // Looked for inside of each element, so it must not begin with what the elements themselves lie in.
      filter[key] = buildLocator(pageOf(root), nestedTriple(filter[key]), depth + 1);
    }
  }
  const filtered = Object.keys(filter).length > 0 ? locator.filter(filter) : locator;
  const nth = options["nth"];
  return typeof nth === "number" ? filtered.nth(nth) : filtered;
}

/** `{$locator: triple}`, or the triple itself. */
export function nestedTriple(value: unknown): unknown {
  return isPlain(value) ? value["$locator"] : value;
}

function pageOf(root: LocatorRoot): Page {
  if ("owner" in root) {
    return root.owner().page();
  }
  return "page" in root ? root.page() : root;
}
