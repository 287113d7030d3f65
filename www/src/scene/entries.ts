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
  [/&(?:#8203|#x200b|zerowidthspace|zwn?j|lrm|rlm|shy);/gi, ""],
  [/%E2%80%(?:8[B-F]|A[89])|%E2%81%A[0-9]|(?<!\s)\s*[\r\n]\s*(?:>\s?)*|%0[AD](?:%20)*/gi, ""],
  [/&(?:quot|apos|[gl]t|[lr][ads]quo|hellip|[mn]dash|#0*3[49]|#82\d\d);.*$/i, ""],
  [/(?:\\\\?|%5C)u00([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16))],
  [/(?:u00|\\x)(26|3d)/gi, (_, code) => String.fromCharCode(parseInt(code, 16))],
  [
    /[＆]|&(?:amp;|#0*38(?:;|(?!\d))|#x0*26;)+(?!#)|%(?:25)*26(?:amp(?:;|%3B))?(?=[a-z]\w*=)/gi,
    "&",
  ],
  [/&amp(?:%3B)?(?=[a-z]\w*=)|(?<!&)amp;(?=[a-z]\w*=)/gi, "&"],
  [/&#0*(\d{2,3});/g, (_, code) => String.fromCharCode(Number(code))],
  [/&#x0*([0-9a-f]{2});/gi, (_, code) => String.fromCharCode(parseInt(code, 16))],
  [/&([A-Za-z]{3,6});/g, (all, name) => named[name] ?? all],
  [/＝/g, "="],
  [/％/g, "%"],
  // As LaTeX, Markdown and JSON keep them from meaning something.
  [/\\(?=[%&#_*()~^=/])/g, ""],
  // A place on the page, or in its text, that somebody put behind it.
  // What has a key is told if nobody knows it, however it was joined.
  [/[?#](?=[a-z_]\w*=)/gi, "&"],
  [/#.*$/, ""],
];

/** A link without what mail, forums and encoders did to it on its way. */
function mended(text: string): string {
  // Quoted-printable: v=3D1, with soft ends of lines.
  const quoted = /(^|&)v=3D1/i.test(text);
  let link = quoted ? text.replace(/=(?:20)?\s*\r?\n|=\s/g, "").replace(/=3D/gi, "=") : text;
  link = link.replace(highlight, "").replace(before, "").replace(address, "");
  for (let times = 0; times < 3 && encoded.test(link); times++) link = decoded(link);
  if (!/[&＆]|amp;|%(?:25)*26|u0026/i.test(link))
    link = link.replace(between, (all, key?: string) => (key === undefined ? all : `&${key}`));
  for (const [sign, plain] of signs) link = link.replace(sign, plain as string);
  // Our own links have plus signs as they are: where one is %2B, the others were spaces.
  if (/%2B/i.test(link)) link = link.replace(/\+/g, "%20");
  // Encoded more than once: no formula of ours has %25 before two digits.
  link = link.replace(/%(?:25)+(?=[0-9A-F]{2})/gi, "%");
  const pieces = link.split("&").filter((piece) => !counting.test(piece.split("=")[0]!));
  return [...pieces.slice(0, -1), whole(pieces.at(-1) ?? "")].join("&");
}

/** What stands around a link, before it: no key begins with any of it. */
const before =
  /^(?:&#?\w+;|%(?:25)*(?:2[\dA-F]|3[A-F]|[57][B-E]|60|[89A-F][\dA-F])|%(?![\dA-F]{2})|[^\w%]|_)+/i;
/** What else may stand there, such as the address. */
const address = /^[^=&]*(?:[^\w%]|%(?:25)*23)(?=v(?:=|%(?:25)*3D))/i;
/** What people and programs put between entries in place of &. */
const between = /(?:[;,|§\s]|%(?:20|2C|3B|7C|C2%A7|0[AD]))+([A-Za-z]\w*=)?/gi;
/** A place in the page's text, as browsers write it. */
const highlight = /(?:%23|#)?(?::|%3A)~(?::|%3A).*$/i;

/** What begins a link that was encoded whole, or but for its first entry. */
const encoded = /^v(?:%(?:25)*3D|=1%(?:25)*26\w+%(?:25)*3D)/i;
/** A link that was encoded whole, as it was before. */
function decoded(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}

/** What ends a sentence around a link, a bracket around it or half an escape, and no link of ours. */
const ending = /(?:[).,:;!?"'>\]}*_`\\|/~$@—…。、）」”“’»›\s]|%[0-9A-F]?)$/i;

/** An entry whose values are no formulas, and what stands behind it. */
const valued = /^((?!l\d|[GSC]\d*=)[a-z]\w*=[-+−]?\.?[\p{L}\d][\p{L}\p{N}_.,:;+−-]*)(.*)$/isu;
/** What goes on with a number: arithmetic and thousands. */
const more = /^(?:[*/^·×%=]|\s*[·×*/^+−-]\s*\d|[\s'’]\d)/;

/** The last entry without what of the sentence around it was taken for its end. */
function whole(entry: string): string {
  const [, sure, rest = ""] = valued.exec(decoded(entry.replace(/%[0-9A-F]?$/i, ""))) ?? [];
  if (sure !== undefined && !more.test(rest)) {
    const [, another] = /^[;,|\s]+([A-Za-z]\w*=.*)$/s.exec(rest) ?? [];
    const end = another === undefined ? "" : `&${another}`;
    return sure.replace(/(?<![.,:;+_−-])[.,:;+_−-]+$/, "") + end;
  }
  let text = entry;
  // A formula that opens a bracket may close it.
  for (let signs = 0; signs < 40 && ending.test(text) && !isClosed(decoded(text)); signs++)
    text = text.replace(ending, "");
  return text;
}

/** Whether the bracket or bar at the end of a formula was opened in it. */
function isClosed(text: string): boolean {
  const count = (sign: string) => text.split(sign).length - 1;
  const last = text.at(-1)!;
  if (last === "|") return count(last) % 2 === 0;
  const opener = "([{"[")]}".indexOf(last)];
  return opener !== undefined && count(opener) >= count(last);
}

/** Keys that networks and letters put behind every link, to count who follows it. */
const counting =
  /^(?:(?:utm|pk|mtm|piwik|matomo|hsa|gad|wt|oly|vero|ck|fb|sc|at|ml)[_-]\w+|_\w*|\w*(?:cl(?:ic)?k?|k?wc|_c|fat_)id|gclsrc|[gw]braid|igsh(?:id)?|mc_eid|mibextid|srsltid|elq\w*|mkt_tok|ref|ref_src|source|si|s?data|reserved|sa|us[gt]|ved|token|app_name|trk|cmpid|s_cid|spm|share_id|xmt)$/i;

/** A key in the letters it has: only T and the like are capitals. */
const spelt = (key: string): string =>
  /^(?:[A-Z]{3,}\d*|V|L\d+|SD|TO)$/.test(key)
    ? key.toLowerCase()
    : key.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());

/** What a hash says, by its keys, whatever they are. */
export function entriesOf(hash: string, notices: string[] = []): Map<string, string> {
  const entries = new Map<string, string>();
  const again = new Set<string>();
  if (hash.length > longest) {
    notices.push("The link is too long to be read; the default is used.");
    return entries;
  }
  const text = mended(hash.replace(/^#/, ""));
  const [, half] = /(?:^|&)([lGSC]\d*)=[^&]*%[0-9A-F]?$/i.exec(hash) ?? [];
  if (half !== undefined) notices.push(`The link was cut: the end of ${half} is missing.`);
  // A place on the page, or what an advertisement left: not ours.
  if (!text.includes("=")) {
    if (/^v\W|[&"]/i.test(text))
      notices.push(`Nothing could be read of the link “${shown(text)}”; the default is used.`);
    return entries;
  }
  for (const piece of text.split("&")) {
    if (piece === "" || piece === "=") continue;
    const cut = piece.indexOf("=");
    try {
      if (cut < 1) throw new URIError();
      const key = spelt(decodeURIComponent(piece.slice(0, cut)).replace(/^[+;\s]+|\s+$/g, ""));
      const value = decodeURIComponent(piece.slice(cut + 1)).trim();
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
