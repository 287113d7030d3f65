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

const formatter = (options: Intl.NumberFormatOptions): ((value: number) => string) => {
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

/** Three significant digits, a true minus sign, powers of ten written out. */
export function number(value: number, significant = 3): string {
  if (Number.isNaN(value)) return "–";
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

const full = formatter({ minimumSignificantDigits: 3, maximumSignificantDigits: 3 });

/** The same with its zeros, 0.290 under 0.414: for numbers that stand in a column. */
export const aligned = (value: number): string => {
  const size = Math.abs(value);
  // So little beside the others is nothing.
  if (size < 5e-4) return full(0);
  const sign = value < 0 ? "−" : "";
  return size >= 1e-3 && size < 1e4 ? sign + full(size) : number(value);
};

/** A number with its unit, if it has one. */
export function quantity(value: number, unit: string): string {
  return unit === "" ? number(value) : `${number(value)} ${unit}`;
}

/** A time in SGD steps, given by its logarithm: long times are only ever known roughly. */
export function steps(log: number): string {
  if (log === Infinity) return "for ever";
  if (log < Math.log(1000)) return `${fromLog(log)} steps`;
  return `about ${fromLog(log, 2)} steps`;
}

const inPercent = formatter({ style: "percent", maximumSignificantDigits: 3 });

/** 0…1 as percent; so little that nobody can see it is said to be less than that. */
export const percent = (part: number): string => {
  if (Number.isNaN(part)) return "–";
  return part > 0 && part < 1e-4 ? "<0.01%" : inPercent(part);
};
