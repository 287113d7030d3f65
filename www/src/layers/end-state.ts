/** The logarithm of the end-state density over W, with the loss drawn faintly behind it. */
import type { Scale } from "../plot/scale.ts";
import { linear, powersOfTen } from "../plot/scale.ts";
import type { LandscapeCurves, Stationary } from "../core/types.ts";
import type { Box, Pen } from "../plot/pen.ts";
import { fromLog } from "../plot/format.ts";
import { axisBottom, axisLeft, decade } from "../plot/axis.ts";
import type { Label } from "../plot/labels.ts";
import { labels } from "../plot/labels.ts";
import { area, clipped, line } from "../plot/marks.ts";
import { narrow, rule } from "../plot/pen.ts";
import { combed } from "../plot/means.ts";
import { extent } from "../plot/extent.ts";
import type { Settled } from "../time/settled.ts";
import { drawLoss } from "./loss.ts";
import { gate } from "./strips.ts";
import { gates } from "./zeros.ts";

/** Decades shown at most below the peak: beyond, a density is nothing to anyone. */
const deepest = 300;
/** Decades shown where most of the domain is empty. */
const shallow = 12;

/** What stands at a curve. */
export interface Names {
  /** One for each basin. */
  peaks: string[];
  /** What the lowest place between them is called, if it is told. */
  between?: string;
}

/**
 * How far below its peak the logarithm of an end state counts: what lies between the basins; where
 * there is one, all of it.
 */
export function depthOf(end: Stationary, bridge = lowestBetween(end)): number {
  const [low, high] = extent(end.logDensity.filter(Number.isFinite), [0, 0]);
  return bridge === undefined ? high - low : 1.3 * (high - bridge.log) + 1;
}

/** `below` draws what lies over the curves and under the names; `sgd` is what SGD itself has come to. */
export function drawEndState(
  pen: Pen,
  box: Box,
  x: Scale,
  end: Stationary,
  landscape: LandscapeCurves,
  { peaks, between }: Names,
  { below, sgd }: { below: () => void; sgd: Settled | undefined },
): void {
  const { grid, logDensity, minima } = end;
  const finite = logDensity.filter(Number.isFinite);
  const [, high] = extent(finite, [0, 0]);
  const mostlyEmpty = finite.length < logDensity.length / 2;
  const bridge = lowestBetween(end);
  const depth = mostlyEmpty ? shallow : Math.min(depthOf(end, bridge) / Math.LN10, deepest);
  const y = linear(
    [high - (depth + 0.08 * depth + 0.2) * Math.LN10, high + (0.12 * depth + 0.3) * Math.LN10],
    [box.bottom, box.top],
  );

  const name = narrow(box) ? "end state (1/W), log" : "end-state density (1/W), logarithmic";
  axisLeft(pen, box, powersOfTen(y), name, { label: decade });
  let named: Label[] = [];
  clipped(pen, box, () => {
    area(pen, grid, y.domain()[0]!, logDensity, x, y, "current-fill");
    named = drawLoss(pen, box, x, grid, landscape.loss);
    line(pen, grid, logDensity, x, y, { colour: "current", width: 2 });
    if (sgd) {
      const { grid, values } = combed(sgd.edges, sgd.density);
      // Where it has nothing its curve falls to the axis.
      const logs = values.map((p) => Math.log(Math.max(p, Number.MIN_VALUE)));
      line(pen, grid, logs, x, y, { colour: "sgd", width: 1.75, dash: [6, 3] });
      named.push(nameOf(values, grid, x, y, box));
    }
    // All the mass in a cell or two is narrower than a line: give it one.
    if (mostlyEmpty)
      for (const { at, logPeak } of minima)
        rule(pen, [x(at), box.bottom], [x(at), y(logPeak)], "current", { width: 2 });
  });
  // Above its line stand the names of the peaks.
  const level = box.top + 48;
  for (const { at, way } of gates(grid, landscape)) gate(pen, x(at), box, way, level);
  axisBottom(pen, box, x, "W");
  below();

  labels(pen, box, [
    ...(bridge && between
      ? [
          {
            words: `${between}: ${fromLog(bridge.log - high)} of the peak`,
            x: x(bridge.at),
            y: y(bridge.log) + 16,
            colour: "current-text",
            align: "center" as const,
          },
        ]
      : []),
    ...minima.map(({ at, logPeak }, i) => ({
      words: peaks[i] ?? "",
      x: x(at),
      y: y(logPeak) - 14,
      colour: "current-text",
      align: "center" as const,
    })),
    ...named,
  ]);
}

/** SGD's name, at the last place where its curve is above the middle. */
function nameOf(sgd: Float64Array, grid: Float64Array, x: Scale, y: Scale, box: Box): Label {
  const middle = (y.domain()[0]! + y.domain()[1]!) / 2;
  const i = Math.max(
    sgd.findLastIndex((p) => Math.log(p) > middle),
    0,
  );
  const at = Math.min(x(grid[i]!) + 8, box.right - 40);
  return { words: "SGD", x: at, y: y(Math.log(sgd[i]!)), colour: "sgd-text" };
}

/** The lowest place between the outermost basins, if there are several. */
function lowestBetween({
  grid,
  logDensity,
  minima,
}: Stationary): { at: number; log: number } | undefined {
  const [first, last] = [minima[0], minima.at(-1)];
  if (!first || !last || first === last) return undefined;
  let low: { at: number; log: number } | undefined;
  grid.forEach((at, i) => {
    const log = logDensity[i]!;
    if (at > first.at && at < last.at && log > -Infinity && !(log >= (low?.log ?? Infinity)))
      low = { at, log };
  });
  return low;
}
