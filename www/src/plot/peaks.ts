/** A stretch of a density that is higher than the plot. */
export interface Peak {
  at: number;
  height: number;
  /** Probability in the stretch. */
  mass: number;
}

/** The peaks of a density above a level, those nearer than `apart` taken as one, heaviest first. */
export function peaksAbove(
  level: number,
  apart: number,
  density: Float64Array,
  grid: Float64Array,
  edges: Float64Array,
): Peak[] {
  const peaks: Peak[] = [];
  let last = -Infinity;
  for (let i = 0; i < density.length; i++) {
    const [at, height] = [grid[i]!, density[i]!];
    if (height <= level) continue;
    if (at - last > apart) peaks.push({ at, height: 0, mass: 0 });
    const peak = peaks.at(-1)!;
    peak.mass += height * (edges[i + 1]! - edges[i]!);
    if (height > peak.height) [peak.at, peak.height] = [at, height];
    last = at;
  }
  return peaks.sort((a, b) => b.mass - a.mass);
}

export const highest = (values: Float64Array): number =>
  values.reduce((most, value) => (value > most ? value : most), 0);
