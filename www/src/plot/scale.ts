/**
 * Scales from values to pixels. (Those of d3-scale bring colours, formats and much else that no
 * axis here has: a tenth of all scripts.)
 */
import { ticks } from "d3-array";

export interface Scale {
  (value: number): number;
  invert: (pixel: number) => number;
  domain: () => number[];
  ticks: (count?: number) => number[];
}

type Pair = [number, number];

const between = (x: number, [a, b]: Pair): number =>
  Math.min(Math.max(x, Math.min(a, b)), Math.max(a, b));

/** Takes one interval to the other; a point, which has no scale, to the other's middle. */
const map = ([a, b]: Pair, [low, high]: Pair) => {
  const length = b - a;
  return (x: number): number => {
    const t = length === 0 ? 0.5 : (x - a) / length;
    return low * (1 - t) + high * t;
  };
};

/** A linear scale; with `clamp`, values beyond the domain stay at its ends. */
export function linear(domain: Pair, range: Pair, clamp = false): Scale {
  const there = map(domain, range);
  const back = map(range, domain);
  return Object.assign((value: number) => there(clamp ? between(value, domain) : value), {
    invert: (pixel: number) => (clamp ? between(back(pixel), domain) : back(pixel)),
    domain: () => [...domain],
    ticks: (count = 10) => ticks(...domain, count),
  });
}

/** A logarithmic scale of positive values, which keeps what is lower than its domain at the end. */
export function logarithmic([from, to]: Pair, range: Pair): (value: number) => number {
  const there = linear([Math.log(from), Math.log(to)], range, true);
  return (value) => there(Math.log(value));
}

/** The same scale with ticks at whole numbers only: of steps, or of powers of ten. */
export const whole = (scale: Scale, most?: number): Scale =>
  Object.assign((value: number) => scale(value), {
    ...scale,
    ticks: (count?: number) => scale.ticks(most ?? count).filter(Number.isInteger),
  });

/** A logarithmic axis of positive values, which can be dragged along, with ticks at these. */
export function decades(domain: Pair, range: Pair, ticks: number[]): Scale {
  const [from, to] = domain;
  const powers = linear([Math.log10(from), Math.log10(to)], range);
  return Object.assign((value: number) => powers(Math.log10(value)), {
    invert: (pixel: number) => 10 ** powers.invert(pixel),
    domain: () => [...domain],
    ticks: () => ticks,
  });
}

/** A scale of natural logarithms with ticks at whole powers of ten. */
export function powersOfTen(scale: Scale) {
  const ticks = (count = 5) => {
    const [low, high] = scale.domain().map((log) => log / Math.LN10) as Pair;
    const strides = [1, 2, 5, 10, 20, 50, 100];
    const stride = strides.find((stride) => (high - low) / stride <= count + 1) ?? 200;
    const first = Math.ceil(low / stride);
    return Array.from(
      { length: Math.floor(high / stride) - first + 1 },
      (_, i) => (first + i) * stride * Math.LN10,
    );
  };
  return Object.assign((value: number) => scale(value), { ticks, domain: () => scale.domain() });
}
