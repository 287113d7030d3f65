/** Numbers as this page writes them: in English, with what the browser has for it. */

const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** `10` raised to an integer, written as one would by hand: 10²⁶. */
export function powerOfTen(exponent: number): string {
  const raised = String(Math.abs(exponent)).replace(/\d/g, (digit) => digits[Number(digit)]!);
  return `10${exponent < 0 ? "⁻" : ""}${raised}`;
}

/** `mantissa · 10^exponent`, of a positive number given by its natural logarithm. */
function scientific(log: number, significant: number): string {
  const decimal = log / Math.LN10;
  let exponent = Math.floor(decimal);
  let mantissa = Number((10 ** (decimal - exponent)).toPrecision(significant));
  // Rounding 9.996 up carries into the exponent.
  if (mantissa >= 10) {
    mantissa /= 10;
    exponent += 1;
  }
  return mantissa === 1 ? powerOfTen(exponent) : `${mantissa} · ${powerOfTen(exponent)}`;
}

/** The same without the browser's help: so many digits, no zeros but those wanted, thousands apart. */
const plainly =
  (options: Intl.NumberFormatOptions) =>
  (given: number): string => {
    const { style, maximumSignificantDigits: significant, minimumFractionDigits = 0 } = options;
    const percent = style === "percent";
    const value = percent ? 100 * given : given;
    const exact = significant === undefined ? value : Number(value.toPrecision(significant));
    const { maximumFractionDigits: most } = options;
    const text = most === undefined ? String(exact) : exact.toFixed(most);
    const [whole = "", parts = ""] = text.split(".");
    const kept = parts.replace(/0+$/, "").padEnd(minimumFractionDigits, "0");
    const apart = whole.replace(/(?<=\d)(?=(?:\d{3})+$)/g, ",");
    return apart + (kept === "" ? "" : `.${kept}`) + (percent ? "%" : "");
  };

const formatter = (options: Intl.NumberFormatOptions): ((value: number) => string) => {
  if (!("Intl" in globalThis)) return plainly(options);
  const numbers = new Intl.NumberFormat("en", options);
  return (value) => numbers.format(value);
};

/** Making a formatter is dear, and ticks ask for one all the time. */
const roundings = new Map<number, (value: number) => string>();

function rounded(significant: number): (value: number) => string {
  let made = roundings.get(significant);
  if (!made)
    roundings.set(significant, (made = formatter({ maximumSignificantDigits: significant })));
  return made;
}

const readable = (size: number): boolean => size === 0 || (size >= 1e-4 && size < 1e5);

/** The part of its scale below which a number is what rounding has left of a zero. */
const rounding = 1e-12;

/** A number, or 0 if it is zero on its scale up to rounding. */
const settled = (value: number, scale: number): number =>
  Math.abs(value) <= rounding * scale ? 0 : value;

/**
 * Three significant digits, a true minus sign, powers of ten written out. Of a number that is a
 * difference `scale` says how large what it comes from is.
 */
export function number(exact: number, significant = 3, scale = 0): string {
  if (Number.isNaN(exact)) return "–";
  const value = settled(exact, scale);
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  if (size === Infinity) return `${sign}∞`;
  if (!readable(size)) return sign + scientific(Math.log(size), significant);
  return sign + rounded(significant)(size);
}

/** The same for a positive number given by its natural logarithm, which may be beyond any float. */
export function fromLog(log: number, significant = 3): string {
  const value = Math.exp(log);
  const beyond = Number.isFinite(log) && !readable(value);
  return beyond ? scientific(log, significant) : number(value, significant);
}

/** A number rounded to a digit of its scale. The scale of a mean is its spread, if that is larger. */
const onScale = (value: number, scale: number, significant = 3): number => {
  const unit = 10 ** (Math.floor(Math.log10(scale)) + 1 - significant);
  return unit > 0 && Number.isFinite(unit) ? Math.round(value / unit) * unit : value;
};

/** A number with three digits of its scale: a mean far below its spread is 0. */
export const beside = (value: number, scale: number, significant = 3): string =>
  number(onScale(value, scale, significant), significant, scale);

/** Formatters that keep so many digits after the point. */
const columns = Array.from({ length: 6 }, (_, digits) =>
  formatter({ minimumFractionDigits: digits, maximumFractionDigits: digits }),
);

/** The same with its zeros, 0.290 under 0.414: for numbers that stand in a column. */
export const aligned = (value: number, scale: number, significant = 3): string => {
  const rounded = onScale(value, scale, significant);
  const digits = Math.max(significant - 1 - Math.floor(Math.log10(scale)), 0);
  const column = scale < 1e4 ? columns[digits] : undefined;
  if (!column) return beside(value, scale, significant);
  return (rounded < 0 ? "−" : "") + column(Math.abs(rounded));
};

/** A number with its unit, if it has one. */
export function quantity(value: number, unit: string): string {
  return unit === "" ? number(value) : `${number(value)} ${unit}`;
}

/** Ticks with as many digits as tell each from the next, and three at least. */
export function ticksInWords(ticks: number[]): string[] {
  const size = Math.max(...ticks.map(Math.abs));
  const step = Math.abs((ticks[1] ?? NaN) - (ticks[0] ?? NaN));
  const digits = Math.floor(Math.log10(size)) - Math.floor(Math.log10(step)) + 1;
  const significant = Number.isFinite(digits) ? Math.min(Math.max(digits, 3), 15) : 3;
  return ticks.map((tick) => number(tick, significant, size));
}

/** A whole number with its thousands apart. */
export const count = formatter({ maximumFractionDigits: 0 });

/** A time in SGD steps, given by its logarithm: long times are only ever known roughly. */
export function steps(log: number): string {
  if (log === Infinity) return "for ever";
  if (log < Math.log(1000)) return `${fromLog(log)} steps`;
  return `about ${fromLog(log, 2)} steps`;
}

const inPercent = formatter({
  style: "percent",
  maximumSignificantDigits: 3,
  maximumFractionDigits: 2,
  roundingPriority: "lessPrecision",
});

/** 0…1 as percent; so little that nobody can see it is said to be less than that. */
export const percent = (part: number): string => {
  if (Number.isNaN(part)) return "–";
  if (settled(part, 1) === 0) return inPercent(0);
  return part > 0 && part < 5e-5 ? "<0.01%" : inPercent(part);
};

/** Whole percents that a total variation has at least: finer grids may tell more apart. */
export const leastPercent = (part: number): string => inPercent(Math.floor(100 * part) / 100);

/** Whole percents, as far as a total variation is known. */
export const wholePercent = (part: number): string => {
  if (settled(part, 1) === 0) return inPercent(0);
  return part < 0.005 ? "<1%" : inPercent(Math.round(100 * part) / 100);
};
