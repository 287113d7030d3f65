/** Scales from values to pixels: straight lines, of the value or of its logarithm. */
import { ticks } from "./ticks.ts";

export interface Scale {
  (value: number): number;
  invert: (pixel: number) => number;
  domain: () => [number, number];
  ticks: (count?: number) => number[];
}

type Pair = [number, number];

/** A linear scale; with `clamp`, values beyond the domain stay at its ends. */
export function linear(domain: Pair, range: Pair, clamp = false): Scale {
  const [from, to] = domain;
  const [start, end] = range;
  const slope = (end - start) / (to - from || 1);
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const within = (value: number) => (clamp ? Math.min(Math.max(value, low), high) : value);
  return Object.assign((value: number) => start + (within(value) - from) * slope, {
    invert: (pixel: number) => from + (pixel - start) / slope,
    domain: (): Pair => domain,
    ticks: (count = 5) => ticks(from, to, count),
  });
}

/** A logarithmic scale of positive values, which keeps what is lower than its domain at the end. */
export function logarithmic([from, to]: Pair, range: Pair): (value: number) => number {
  const straight = linear([Math.log(from), Math.log(to)], range, true);
  return (value) => straight(Math.log(value));
}
