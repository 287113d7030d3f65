import { format } from "d3-format";

const plain = format(",.3~r");
const digits = new Map([..."0123456789−"].map((digit, i) => [digit, "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"[i]!]));

/** `10` raised to an integer, written as one would by hand: 10²⁶. */
export function powerOfTen(exponent: number): string {
  const text = String(exponent).replace("-", "−");
  return `10${[...text].map((digit) => digits.get(digit)).join("")}`;
}

/** `mantissa · 10^exponent` for any positive number given by its natural logarithm. */
export function fromLog(log: number, significant = 3): string {
  if (log === -Infinity) return "0";
  if (!Number.isFinite(log)) return "∞";
  if (Math.abs(log) < Math.log(1e5)) return number(Math.exp(log), significant);
  const decimal = log / Math.LN10;
  let exponent = Math.floor(decimal);
  // Rounding 9.996 up must carry into the exponent.
  let mantissa = Number((10 ** (decimal - exponent)).toPrecision(significant));
  if (mantissa >= 10) {
    mantissa /= 10;
    exponent += 1;
  }
  return mantissa === 1 ? powerOfTen(exponent) : `${mantissa} · ${powerOfTen(exponent)}`;
}

/** Three significant digits, a true minus sign, powers of ten written out. */
export function number(value: number, significant = 3): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-4))
    return (value < 0 ? "−" : "") + fromLog(Math.log(size), significant);
  return significant === 3 ? plain(value) : format(`,.${significant}~r`)(value);
}

/** A number with its unit, if it has one. */
export function quantity(value: number, unit: string): string {
  return unit === "" ? number(value) : `${number(value)} ${unit}`;
}

/** A time in SGD steps, in words: long times are only ever known roughly. */
export function steps(time: number): string {
  if (!Number.isFinite(time)) return "never";
  if (time < 1000) return `${number(time)} steps`;
  return `about ${fromLog(Math.log(time), 2)} steps`;
}

/** 0…1 as percent. */
export const percent = format(".3~p");
