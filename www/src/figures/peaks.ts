/** A stretch on which a density is higher than the plot. */
export interface Peak {
  at: number;
  height: number;
  /** Probability in the stretch. */
  mass: number;
}

export function peaksAbove(
  level: number,
  density: Float64Array,
  grid: Float64Array,
  edges: Float64Array,
): Peak[] {
  const peaks: Peak[] = [];
  let peak: Peak | undefined;
  for (let i = 0; i < density.length; i++) {
    const height = density[i]!;
    if (height <= level) {
      peak = undefined;
      continue;
    }
    if (!peak) peaks.push((peak = { at: grid[i]!, height: 0, mass: 0 }));
    peak.mass += height * (edges[i + 1]! - edges[i]!);
    if (height > peak.height) [peak.at, peak.height] = [grid[i]!, height];
  }
  return peaks;
}

export const highest = (values: Float64Array): number =>
  values.reduce((most, value) => (value > most ? value : most), 0);
