/** SGD's density may be a comb of spikes, finer than a pixel: what is seen is its mean over a few. */
import { means } from "./heat.ts";

/** Stretches of the domain that have one mean each. */
const stretches = 64;

/** The means of a density, and the middles of what they are taken over. */
export function combed(
  edges: Float64Array,
  density: Float64Array,
): { grid: Float64Array; values: Float64Array } {
  const teeth = Math.max(Math.round((edges.length - 1) / stretches), 1);
  const sides = Array.from(edges.filter((_, i) => i % teeth === 0));
  return {
    grid: Float64Array.from(sides.slice(1), (to, i) => (sides[i]! + to) / 2),
    values: Float64Array.from(means(density, edges, sides)),
  };
}
