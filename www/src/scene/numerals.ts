/** Numbers as people and programs write them. */

export type Decimal = "." | ",";

/** Raised digits as plain ones. */
const lowered = (power: string): string =>
  Array.from(power, (c) => (c === "⁻" ? "-" : c === "⁺" ? "+" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c))).join("");

/** A numeral with a plain minus and, for 5 · 10⁻², an exponent. */
export const plain = (text: string): string =>
  text
    .trim()
    .replace(/^[-−–—‐‑﹣－]\s*(?=[\d.,])/, "-")
    .replace(/^\+\s+(?=[\d.,])/, "+")
    .replace(/(?<=\d[ed])[−–‐‑](?=\d)/i, "-")
    .replace(/\s*[·×*]\s*10\s*([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/, (_, power: string) => `e${lowered(power)}`)
    .replace(/\s*[·×*]\s*10\^([-+−]?\d+)$/, (_, power: string) => `e${power.replace("−", "-")}`);

/** What spreadsheets and programs write where there is no finite number. */
const none =
  /^(?:|[nk]\.? ?\/? ?[adv]\.?|s\/d|#n\/a|#nv|nan|null|<na>|nat|none|nil|missing|no data|unknown|undefined|[-+−]?inf(?:inity)?|[-+−]?∞|[.?*–—−…-]{1,3}|#[\p{Lu}\d/]+[!?]|err:\d+)$/iu;

/** Whether a cell says that there is no number. */
export const isMissing = (cell: string): boolean =>
  none.test(cell.trim()) || /^[$€£¥₹]\s*[-–—]+$/.test(cell.trim());

/** Money before or behind a number. */
const currency =
  /^(?:USD|EUR|GBP|CHF|JPY|CNY|INR|SEK|NOK|DKK|PLN|CZK|BRL|AUD|CAD|S?Fr\.|Rs\.?|R(?=\$))\s?(?=[-+−$(\d.,])|\s(?:USD|EUR|GBP|CHF|JPY|CNY|INR|SEK|NOK|DKK|PLN|CZK|BRL|AUD|CAD)$/;

/** What stands around digits and is no part of their value. */
const dressed = (cell: string): string =>
  plain(
    cell
      .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
      .replaceAll("\u066b", ".")
      .replace(/^'(?=[-+\d.,])/, "")
      .replace(currency, "")
      .replace(/[$€£¥₹₩₽₺₪%‰]/g, "")
      // What a sheet calls a formula, what is about so much, and 12.– for a whole sum of money.
      .replace(/^\s*[=~≈]\s*(?=[-+−\d.,])/, "")
      .replace(/(?<=\d)[.,][–—-]+\s*$/, ""),
  )
    // As accounts write what is owed: (1.5), or 1.5-.
    .replace(/^\(\s*([\d.,].*?)\s*\)$/, "-$1")
    .replace(/^([\d.,]*\d)-$/, "-$1");

const wholes = {
  ".": /^[-+]?(?:\d+|[1-9]\d{0,2}(?:[,'’\s_]\d{2,3})*[,'’\s_]\d{3})?(?:\.\d*)?(?:[ed][-+]?\d+)?$/i,
  ",": /^[-+]?(?:\d+|[1-9]\d{0,2}(?:[.'’\s_]\d{3})+)?(?:,\d+)?(?:[ed][-+]?\d+)?$/i,
};

/** The number that a cell holds where decimals stand behind `decimal`; NaN if it holds none. */
export function numberIn(cell: string, decimal: Decimal): number {
  if (/^(?:true|false)$/i.test(cell.trim())) return cell.trim().length === 4 ? 1 : 0;
  const text = dressed(cell);
  if (!/\d/.test(text) || !wholes[decimal].test(text)) return NaN;
  const groups = decimal === "." ? /[,'’\s_]/g : /[.'’\s_]/g;
  return Number(text.replace(groups, "").replace(",", ".").replace(/d/i, "e"));
}

/** Whether a cell is bracketed like what is owed. */
export const isOwed = (cell: string): boolean => /^\(\s*[\d.,]+\s*\)$/.test(cell.trim());
