/** What matchers ask the page about an element and Playwright has no call for. These functions run in the browser. */

/* The page's own globals; the client is compiled without the types of a browser. */
interface PageElement {
  id: string;
  value?: unknown;
  textContent: string | null;
  localName: string;
  getRootNode(): { activeElement?: unknown; getElementById?(id: string): PageElement | null };
  getAttribute(name: string): string | null;
  [property: string]: unknown;
}
declare const getComputedStyle: (element: unknown) => { getPropertyValue(name: string): string } & Record<string, unknown>;
declare const IntersectionObserver: new (report: (entries: { intersectionRatio: number }[]) => void) => {
  observe(element: unknown): void;
  disconnect(): void;
};

export const isFocused = (element: PageElement): boolean => element.getRootNode().activeElement === element;

export const isEmpty = (element: PageElement): boolean =>
  element.localName === "input" || element.localName === "textarea" ? element.value === "" : !element.textContent?.trim();

export const isInViewport = (element: unknown): Promise<boolean> =>
  new Promise((resolve) => {
    const observer = new IntersectionObserver((entries) => {
      resolve(entries.some(({ intersectionRatio }) => intersectionRatio > 0));
      observer.disconnect();
    });
    observer.observe(element);
  });

export const cssValue = (element: unknown, name: string): string => {
  const style = getComputedStyle(element);
  return style.getPropertyValue(name) || String(style[name] ?? "");
};

/** As JSON text; undefined has none. */
export const propertyJson = (element: PageElement, name: string): string | undefined => JSON.stringify(element[name]);

/** `aria-describedby`, `aria-description` or `title`, as browsers compute the description. */
export const accessibleDescription = (element: PageElement): string => {
  const root = element.getRootNode();
  const ids = (element.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean);
  const texts = ids.map((id) => root.getElementById?.(id)?.textContent ?? "");
  const text = texts.join(" ") || element.getAttribute("aria-description") || element.getAttribute("title") || "";
  return text.replace(/\s+/g, " ").trim();
};
