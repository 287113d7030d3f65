/** A link as pairs of keys and texts, whatever they are. */

/** Far longer than any link made here, short enough to be read at once. */
const longest = 100_000;
/** A link with some of its keys changed. */
export function merge(hash: string, keys: Record<string, string>): string {
  const entries = entriesOf(hash);
  for (const [key, value] of Object.entries(keys)) entries.set(key, value);
  return [...entries].map(([key, value]) => `${escaped(key)}=${escaped(value)}`).join("&");
}

/** What a hash says, by its keys, whatever they are. */
export function entriesOf(hash: string, notices: string[] = []): Map<string, string> {
  const entries = new Map<string, string>();
  const again = new Set<string>();
  if (hash.length > longest) {
    notices.push("The link is too long to be read; the default is used.");
    return entries;
  }
  for (const piece of hash.replace(/^#/, "").split("&")) {
    if (piece === "") continue;
    const cut = piece.indexOf("=");
    try {
      if (cut < 1) throw new URIError();
      const key = decodeURIComponent(piece.slice(0, cut));
      if (entries.has(key)) again.add(key);
      entries.set(key, decodeURIComponent(piece.slice(cut + 1)));
    } catch {
      notices.push(`“${shown(piece)}” cannot be read and was left out.`);
    }
  }
  for (const key of again)
    notices.push(`“${shown(key)}” is said more than once; the last one counts.`);
  return entries;
}

/** Takes what a link says for a key, once. */
export type Take = (key: string) => string | undefined;

/** Escapes what would end an entry or not survive in an address; formulas stay readable. */
export const escaped = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd")).replace(
    /%(?:2F|5E|2C|3B|3A|2B|3D)/g,
    decodeURIComponent,
  );

export const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
