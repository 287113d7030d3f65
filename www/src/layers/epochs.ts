/** Epochs with and without replacement: where they lead, how wide that is, and how it breathes. */
import type { Epoch } from "../core/epochs.ts";
import { Ceiling } from "../plot/ceiling.ts";
import { axisBottom, axisLeft } from "../plot/axis.ts";
import { extent } from "../plot/extent.ts";
import { powerOfTen } from "../plot/format.ts";
import { labels, labelsAside } from "../plot/labels.ts";
import { clipped, dot, line } from "../plot/marks.ts";
import { highest } from "../plot/peaks.ts";
import type { Box, Pen } from "../plot/pen.ts";
import { rule } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";
import { decades, linear, whole } from "../plot/scale.ts";
import { columnsOf, thin } from "../plot/thin.ts";

/** Ways of drawing datapoints, as they look and are called here. */
export const draws = {
  replace: { name: "with replacement", colour: "sgd", text: "sgd-text" },
  shuffle: { name: "shuffled", colour: "gaussian", text: "gaussian-text" },
} as const;
export type Draw = keyof typeof draws;
export const drawNames = Object.keys(draws) as Draw[];

export type Epochs = Record<Draw, Epoch>;

/** The two densities at whole epochs, one far narrower: both at their true height on logarithms. */
export function drawEpochDensities(
  pen: Pen,
  box: Box,
  x: Scale,
  epochs: Epochs,
  ceiling: Ceiling,
): boolean {
  const most = Math.max(...drawNames.map((name) => highest(epochs[name].density)));
  const top = ceiling.follow(Math.log10(most), false);
  const y = whole(linear([-4, top], [box.bottom, box.top]), 5);
  axisLeft(pen, box, y, "density at whole epochs (1/W), logarithmic", { label: powerOfTen });
  axisBottom(pen, box, x, "W");
  const height = (density: Float64Array) => density.map((p) => Math.log10(Math.max(p, 1e-5)));
  clipped(pen, box, () => {
    for (const name of drawNames) {
      const { grid, density } = epochs[name];
      const logs = height(density);
      const through = thin(logs, columnsOf(grid, x));
      const { colour } = draws[name];
      line(pen, grid, logs, x, y, { colour, width: 2, through });
    }
  });
  labels(
    pen,
    box,
    drawNames.map((name) => {
      const { within, density } = epochs[name];
      const { mean, sd } = within[0]!;
      return {
        words: draws[name].name,
        x: x(mean + (name === "replace" ? 1.6 : 2.5) * sd) + 8,
        y: y(Math.log10(highest(density))) + (name === "replace" ? 34 : 8),
        colour: draws[name].text,
      };
    }),
  );
  return ceiling.moving;
}

/** The spread after each step of an epoch. */
export function drawBreathing(pen: Pen, box: Box, epochs: Epochs): void {
  const spreads = drawNames.map((name) => epochs[name].within.map(({ sd }) => sd));
  const [, high] = extent(spreads.flat());
  const steps = epochs.shuffle.within.map((_, step) => step);
  const x = whole(linear([0, steps.at(-1)!], [box.left, box.right]));
  const y = linear([0, 1.1 * high], [box.bottom, box.top]);
  axisLeft(pen, box, y, "standard deviation (W) within an epoch", { count: 3 });
  axisBottom(pen, box, x, "steps since the epoch began");
  drawNames.forEach((name, i) => {
    const { colour } = draws[name];
    line(pen, steps, spreads[i]!, x, y, { colour, width: 2 });
    spreads[i]!.forEach((sd, step) => {
      dot(pen, x(step), y(sd), colour);
    });
  });
}

/** What a learning rate leads to. */
export interface Spread {
  learningRate: number;
  variance: Record<Draw, number>;
}

/** Where learning rates lie on their logarithmic axis. */
export const rateTrack = (width: number, { left, right }: { left: number; right: number }) =>
  decades([0.018, 0.22], [left, width - right], [0.02, 0.05, 0.1, 0.2]);

/** The variance at whole epochs against T, both on logarithms, with the slopes of the two laws. */
export function drawSpreads(pen: Pen, box: Box, spreads: Spread[], now: number): void {
  const x = rateTrack(pen.width, { left: box.left, right: pen.width - box.right });
  const logs = (name: Draw) => spreads.map(({ variance }) => Math.log10(variance[name]));
  const [low, high] = extent(drawNames.flatMap(logs), [-6, 0]);
  const y = whole(linear([Math.floor(low), Math.ceil(high)], [box.bottom, box.top]), 6);
  axisLeft(pen, box, y, "variance (W²)", { label: powerOfTen });
  axisBottom(pen, box, x, "T (W²/L)");
  rule(pen, [x(now), box.top], [x(now), box.bottom], "axis", { dash: [2, 3] });
  const rates = spreads.map(({ learningRate }) => learningRate);
  for (const name of drawNames) {
    const { colour } = draws[name];
    line(pen, rates, logs(name), x, y, { colour, width: 1.5 });
    logs(name).forEach((log, i) => {
      dot(pen, x(rates[i]!), y(log), colour);
    });
  }
  const last = spreads.at(-1);
  if (!last) return;
  labelsAside(
    pen,
    { ...box, right: pen.width },
    drawNames.map((name) => ({
      words: `T${powerOfTen(Math.round(slope(spreads, name) ?? 0)).slice(2)}`.replace("¹", ""),
      x: box.right + 4,
      y: y(Math.log10(last.variance[name])),
      colour: draws[name].text,
    })),
  );
}

/** The power of T that the variance grows with, from its two ends. */
export function slope(spreads: Spread[], name: Draw): number | undefined {
  const [first, last] = [spreads[0], spreads.at(-1)];
  if (!first || !last || first === last) return undefined;
  return (
    Math.log(last.variance[name] / first.variance[name]) /
    Math.log(last.learningRate / first.learningRate)
  );
}
