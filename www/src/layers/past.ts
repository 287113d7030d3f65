/** How much of each population is right of the hilltop, on landscapes that have one. */
import type { Frame, Stage } from "../core/messages.ts";
import type { Population } from "../core/types.ts";
import { crossings } from "./zeros.ts";

export interface Past {
  /** The hilltop. */
  at: number;
  /** Probability right of it, 0…1. */
  parts: Partial<Record<Population, number>>;
}

export function pastHilltop(stage: Stage, { density, histogram }: Frame): Past | undefined {
  const { grid, edges, landscape, scenario } = stage;
  const hilltops = crossings(grid, landscape.gradient).filter(({ stable }) => !stable);
  const at = hilltops[0]?.at;
  if (at === undefined || hilltops.length > 1) return undefined;
  const parts: Past["parts"] = {};
  for (const [model, values] of Object.entries(density))
    parts[model as Population] = massPast(values, (i) => edges[i]!, at);
  const [from, to] = scenario.domain;
  if (histogram) {
    const bin = (to - from) / histogram.length;
    parts.walkers = massPast(histogram, (i) => from + i * bin, at);
  }
  return { at, parts };
}

/** The mass right of a place, of a density that is even in each cell. */
const massPast = (density: Float64Array, edge: (i: number) => number, at: number): number =>
  density.reduce(
    (sum, value, i) => sum + value * Math.max(edge(i + 1) - Math.max(edge(i), at), 0),
    0,
  );
