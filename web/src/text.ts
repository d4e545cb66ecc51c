// Text of reports as the page may show it. Offsets of the data count code points; JavaScript's count UTF-16 units.

/** Turns an offset in code points into one in UTF-16 units. */
export type Offsets = (codePoint: number) => number;

/** The offsets of a text. Texts without characters beyond U+FFFF, nearly all, cost nothing. */
export function offsets(text: string): Offsets {
  if (!/[\u{10000}-\u{10FFFF}]/u.test(text)) return (at) => Math.min(at, text.length);
  const units: number[] = [];
  let unit = 0;
  for (const sign of text) {
    units.push(unit);
    unit += sign.length;
  }
  return (at) => units[at] ?? text.length;
}

// Embeddings, overrides and isolates turn what follows them round; controls have no look. Both are shown, and do nothing.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/g;

/** The same text, as long as it was, with a visible sign for each character that would turn others round or has no look. */
export function inert(text: string): string {
  return text.replace(CONTROLS, "\ufffd");
}

/** A text in one line, inert, of at most so many characters. */
export function clip(text: string, most = 160): string {
  const line = inert(text.length > most * 4 ? text.slice(0, most * 4) : text)
    .replace(/\s+/g, " ")
    .trim();
  const signs = Array.from(line);
  return signs.length > most
    ? `${signs
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`
    : line;
}

/** The address when it is one of the web's own, else nothing: `javascript:` and `data:` are no links. */
export function webAddress(text: string | null): string | null {
  if (!text) return null;
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** `at_risk` as words: `at risk`. */
export function words(name: string): string {
  return name.replaceAll("_", " ");
}

/** The first letter a capital. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase("en") + text.slice(1);
}

/** A number with its noun: `1 incident`, `2,000 incidents`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** Metres as a person says them. */
export function distance(metres: number): string {
  if (metres < 1000) return `${Math.round(metres)} m`;
  const km = metres / 1000;
  return `${(km < 10 ? Math.round(km * 10) / 10 : Math.round(km)).toLocaleString("en")} km`;
}
