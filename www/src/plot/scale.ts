/** Scales from values to pixels, those of d3 with the page's shorthand for making one. */
import { scaleLinear, scaleLog } from "d3-scale";

export interface Scale {
  (value: number): number;
  invert: (pixel: number) => number;
  domain: () => number[];
  ticks: (count?: number) => number[];
}

type Pair = [number, number];

/** A linear scale; with `clamp`, values beyond the domain stay at its ends. */
export const linear = (domain: Pair, range: Pair, clamp = false): Scale =>
  scaleLinear(domain, range).clamp(clamp);

/** A logarithmic scale of positive values, which keeps what is lower than its domain at the end. */
export const logarithmic = (domain: Pair, range: Pair): ((value: number) => number) =>
  scaleLog(domain, range).clamp(true);
