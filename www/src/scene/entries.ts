/** A link as pairs of keys and texts, whatever they are. */

/** Far longer than any link made here, short enough to be read at once. */
const longest = 100_000;
/** A link with some of its keys changed. */
export function merge(hash: string, keys: Record<string, string>): string {
  const entries = entriesOf(hash);
  for (const [key, value] of Object.entries(keys)) entries.set(key, value);
  return [...entries].map(([key, value]) => `${escaped(key)}=${escaped(value)}`).join("&");
}

/** A link without what mail, forums and encoders did to it on its way. */
function mended(text: string): string {
  let link = text.replace(/&amp;/g, "&");
  // Quoted-printable: v=3D1, with soft ends of lines.
  if (/(^|&)v=3D1/.test(link)) link = link.replace(/=\r?\n/g, "").replace(/=3D/gi, "=");
  if (/^v%3D1/i.test(link)) link = decoded(link);
  // Encoded more than once: no formula of ours has %25 before two digits.
  link = link.replace(/%(?:25)+(?=[0-9A-F]{2})/gi, "%");
  return whole(link);
}

/** A link that was encoded whole, as it was before. */
function decoded(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}

/** What ends a sentence around a link, or a bracket around it, and no link of ours. */
const endings = ").,;!?\"'>]";

/** A link without what of the sentence around it was taken for its end. */
function whole(link: string): string {
  let end = link.length;
  while (end > 0 && endings.includes(link[end - 1]!)) end--;
  // A formula that opens a bracket may close it.
  return link.slice(link.lastIndexOf("&") + 1).includes("(") ? link : link.slice(0, end);
}

/** What a hash says, by its keys, whatever they are. */
export function entriesOf(hash: string, notices: string[] = []): Map<string, string> {
  const entries = new Map<string, string>();
  const again = new Set<string>();
  if (hash.length > longest) {
    notices.push("The link is too long to be read; the default is used.");
    return entries;
  }
  const text = mended(hash.replace(/^#/, ""));
  // A place on the page, or what an advertisement left: not ours.
  if (!text.includes("=")) return entries;
  for (const piece of text.split("&")) {
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

const percent = (c: string): string => `%${c.charCodeAt(0).toString(16).toUpperCase()}`;

/**
 * Escapes what would end an entry or not survive in an address, and what programs that look
 * for links in text take for the end of one: ^, parentheses, quotes, and stops at the end.
 */
export const escaped = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"))
    .replace(/%(?:2F|2C|3B|3A|2B|3D)/g, decodeURIComponent)
    .replace(/[!'()*~]/g, percent)
    .replace(/[^\w%]$/, percent)
    .replace(/-(?=-)/g, percent);

export const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
