/** Means of a density over stretches of its axis. */

/** The mean density between each place and the next: exact for one that is even in each cell. */
export function means(density: Float64Array, edges: Float64Array, places: number[]): number[] {
  let cell = 0;
  /** Probability left of a place; places only ever increase. */
  let before = 0;
  const upTo = places.map((place) => {
    while (cell < density.length - 1 && edges[cell + 1]! <= place) {
      before += density[cell]! * (edges[cell + 1]! - edges[cell]!);
      cell++;
    }
    return before + density[cell]! * (place - edges[cell]!);
  });
  return places.slice(1).map((place, i) => (upTo[i + 1]! - upTo[i]!) / (place - places[i]!));
}

/** Stretches of the domain that have one mean each. */
const stretches = 128;

/**
 * SGD's density may be a comb of spikes, finer than a pixel: what is seen is the mean over a few.
 * The means, and the middles of what they are taken over.
 */
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
