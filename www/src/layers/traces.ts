/** Earlier densities, as thin lines at even times, like the frames of a film on one plate. */
import type { Frame } from "../core/messages.ts";
import type { Model } from "../core/types.ts";
import type { Pen } from "../plot/pen.ts";
import { line } from "../plot/marks.ts";
import { thin } from "../plot/thin.ts";
import { looks } from "./curves.ts";
import type { History } from "../time/history.ts";

/** Steps from one trace to the next, while no more than a dozen are wanted. */
const strides = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
const most = 12;

export interface Traces {
  /** Steps between them. */
  stride: number;
  frames: Frame[];
}

/** What was shown before a time, every tenth step or, of a long run, every so many. */
export function tracesOf(history: History, time: number): Traces {
  const stride = strides.find((stride) => time / stride <= most) ?? time / most;
  const count = Math.ceil(time / stride);
  const frames = Array.from({ length: count }, (_, i) => history.at(i * stride)!);
  return { stride, frames };
}

/** Draws one model's traces, the older the fainter. */
export function drawTraces(
  pen: Pen,
  model: Model,
  { frames }: Traces,
  grid: Float64Array,
  starts: number[],
  x: (value: number) => number,
  y: (value: number) => number,
): void {
  const { context } = pen;
  frames.forEach(({ density }, i) => {
    const earlier = density[model];
    if (!earlier) return;
    context.globalAlpha = 0.25 + (0.4 * (i + 1)) / frames.length;
    line(pen, grid, earlier, x, y, {
      colour: looks[model].colour,
      width: 1,
      through: thin(earlier, starts),
    });
  });
  context.globalAlpha = 1;
}
