/** URL patterns of `waitForURL`, `waitForRequest` and `waitForResponse`: globs as Playwright has them, or expressions. */

import { asExpression, type Expression, type Expressions } from "./patterns.ts";
import { isPlain } from "./picking.ts";

/** A synchronous test of URLs for a matcher of the wire, `{type, value}`. */
export async function urlTest(matcher: unknown, expressions: Expressions): Promise<(url: string) => boolean> {
  const value = isPlain(matcher) ? matcher["value"] : matcher;
  const expression = asExpression(value) ?? globExpression(String(value));
  const test = await expressions.loadTest();
  // A wrong expression fails at once, not with the first URL.
  test(expression, "");
  return (url) => value === url || test(expression, url);
}

/** `*` is anything but slashes, `**` anything, `{a,b}` either; a backslash takes the next character as it is. */
export function globExpression(glob: string): Expression {
  let source = "";
  let groups = 0;
  for (let at = 0; at < glob.length; at++) {
    const char = glob.charAt(at);
    if (char === "\\" && at + 1 < glob.length) {
      source += escape(glob.charAt(++at));
    } else if (char === "*") {
      const from = at;
      while (glob.charAt(at + 1) === "*") at++;
      const wholePart = glob.charAt(from - 1) === "/" && glob.charAt(at + 1) === "/";
      if (at > from && wholePart) {
        source += "(?:.+/)?";
        at++;
      } else {
        source += at > from ? ".*" : "[^/]*";
      }
    } else if (char === "{") {
      groups++;
      source += "(?:";
    } else if (char === "}" && groups > 0) {
      groups--;
      source += ")";
    } else {
      source += char === "," && groups > 0 ? "|" : escape(char);
    }
  }
  return { source: `^${source}${")".repeat(groups)}$`, flags: "" };
}

function escape(char: string): string {
  return /[\^$.*+?()[\]{}|\\/]/.test(char) ? `\\${char}` : char;
}
