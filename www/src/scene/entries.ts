/** A link as pairs of keys and texts, whatever they are. */

/** Far longer than any link made here, short enough to be read at once. */
const longest = 100_000;
/** A link with some of its keys changed. */
export function merge(hash: string, keys: Record<string, string>): string {
  const entries = entriesOf(hash);
  for (const [key, value] of Object.entries(keys)) entries.set(key, value);
  return [...entries].map(([key, value]) => `${escaped(key)}=${escaped(value)}`).join("&");
}

/** Signs that pages write by name. */
const named: Record<string, string> = {
  ...{
    lpar: "(",
    rpar: ")",
    lsqb: "[",
    rsqb: "]",
    lbrack: "[",
    rbrack: "]",
    verbar: "|",
    vert: "|",
  },
  ...{ plus: "+", minus: "-", ast: "*", sol: "/", Hat: "^", lowbar: "_", percnt: "%", equals: "=" },
  ...{ comma: ",", colon: ":", semi: ";", period: ".", num: "#", nbsp: " ", shy: "" },
};

/** What mail, forums, editors and keyboards make of the signs between keys and values. */
const signs: [RegExp, string | ((all: string, name: string) => string)][] = [
  // What nobody sees, and ends of lines, with the > of a letter that is answered.
  [/[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|<\/?w?br\s*\/?>|%C2%AD|%EF%BB%BF/gi, ""],
  [/%E2%80%8[B-F]|%E2%81%A[0-9]|\s*[\r\n]\s*(?:>\s?)*|%0[AD]/gi, ""],
  [/&(?:quot|apos|gt|#0*3[49]);.*$/i, ""],
  [/\\u00([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16))],
  [/[＆]|&(?:amp;|#0*38;|#x0*26;)+(?!#)|%(?:25)*26(?:amp(?:;|%3B))?(?=[a-z]\w*=)/gi, "&"],
  [/&amp(?:%3B)?(?=[a-z]\w*=)|(?<!&)amp;(?=[a-z]\w*=)/gi, "&"],
  [/&#0*(\d{2,3});/g, (_, code) => String.fromCharCode(Number(code))],
  [/&#x0*([0-9a-f]{2});/gi, (_, code) => String.fromCharCode(parseInt(code, 16))],
  [/&([A-Za-z]{3,6});/g, (all, name) => named[name] ?? all],
  [/＝/g, "="],
  [/％/g, "%"],
  // As LaTeX, Markdown and JSON keep them from meaning something.
  [/\\(?=[%&#_*()~^=/])/g, ""],
  // A place on the page, or in its text, that somebody put behind it.
  [/(?:#|%23:~:|:~:|\?(?=[a-z_]+=)).*$/i, ""],
];

/** A link without what mail, forums and encoders did to it on its way. */
function mended(text: string): string {
  // Quoted-printable: v=3D1, with soft ends of lines.
  const quoted = /(^|&)v=3D1/i.test(text);
  let link = quoted ? text.replace(/=(?:20)?\s*\r?\n|=\s/g, "").replace(/=3D/gi, "=") : text;
  link = link.replace(before, "").replace(/^[^=]*#(?=v=)/i, "");
  for (let times = 0; times < 3 && /^v%(?:25)*3D/i.test(link); times++) link = decoded(link);
  for (const [sign, plain] of signs) link = link.replace(sign, plain as string);
  // Our own links have plus signs as they are: where one is %2B, the others were spaces.
  if (/%2B/i.test(link)) link = link.replace(/\+/g, "%20");
  // Encoded more than once: no formula of ours has %25 before two digits.
  link = link.replace(/%(?:25)+(?=[0-9A-F]{2})/gi, "%");
  if (!link.includes("&")) link = link.replace(/;(?=[A-Za-z]\w*=)/g, "&");
  return whole(link);
}

/** What stands around a link, before it. */
const before =
  /^(?:%(?:25)*(?:23|EF%BB%BF)|[\s#!?/<"'(_*|`\\“”„«»‘’‹›\u200b-\u200f\u2060-\u2069\ufeff])+/i;

/** A link that was encoded whole, as it was before. */
function decoded(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}

/** What ends a sentence around a link, a bracket around it or half an escape, and no link of ours. */
const ending = /(?:[).,:;!?"'>\]}*_`\\|/…。、）」”“’»›\s]|%[0-9A-F]?$)+$/i;
const opening = /[([{]|%(?:28|5B|7B)/i;

/** A number, or several, of a key whose values are no formulas. */
const numbers = /^(?!l\d|[GSC]\d*=)[A-Za-z]\w*=[-+−]?\.?\d(?:[\w.,:;+−-]|%(?:2[BC]|3[AB]))*$/i;
/** Where what a page or a sentence has behind a number begins. */
const junk = /[|"'<>()[\]{}’\s…]|%(?:2[0279E]|3E|5D|60|7D|C2%[AB][0B]|E2%80%(?:9[89D]|A6))/i;

/** A link without what of the sentence around it was taken for its end. */
function whole(link: string): string {
  const cut = link.lastIndexOf("&") + 1;
  const last = link.slice(cut);
  const end = last.search(junk);
  const sure = end > 0 && numbers.test(last.slice(0, end)) ? last.slice(0, end) : last;
  // A formula that opens a bracket may close it.
  return link.slice(0, cut) + (opening.test(sure) ? sure : sure.replace(ending, ""));
}

/** Keys that networks and letters put behind every link, to count who follows it. */
const counting =
  /^(?:(?:utm|pk|mtm|hsa|gad|wt|oly|vero|ck)_\w+|(?:fb|g|d|ms|y|tw|tt)clk?id|[gw]braid|igsh(?:id)?|mc_[ce]id|_ga|_gl|_hs\w+|mkt_tok|ref|ref_src|source|si|s?data|reserved|sa|us[gt]|ved|token|app_name|trk|cmpid|s_cid|spm|share_id|xmt)$/i;

/** A key in the letters it has: only T and the like are capitals. */
const spelt = (key: string): string =>
  /^(?:[A-Z]{3,}\d*|V|L\d+|FROM|TO)$/.test(key) ? key.toLowerCase() : key;

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
    if (piece === "" || piece === "=") continue;
    const cut = piece.indexOf("=");
    try {
      if (cut < 1) throw new URIError();
      const key = spelt(decodeURIComponent(piece.slice(0, cut)).trim());
      const value = decodeURIComponent(piece.slice(cut + 1)).trim();
      if (counting.test(key)) continue;
      if (entries.has(key) && entries.get(key) !== value) again.add(key);
      entries.set(key, value);
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
