/** Where single walkers have been: W against time. */
import { linear } from "../plot/scale.ts";
import type { Frame, Stage } from "../core/messages.ts";
import type { Pen } from "../plot/pen.ts";
import { axisBottom, axisLeft } from "../plot/axis.ts";
import { clipped, dot, line } from "../plot/marks.ts";
import { rule } from "../plot/pen.ts";
import { sampled } from "./history.ts";
import { horizon } from "./moments.ts";
import { crossings } from "./zeros.ts";

/** Walkers of one kind, in one colour. */
export interface Trails {
  frames: Frame[];
  colour: string;
}

/** Draws the trails up to the end of their history, with a dot where each walker is at `time`. */
export function drawTrails(
  pen: Pen,
  { scenario, grid, landscape }: Stage,
  all: Trails[],
  time: number,
): void {
  const box = { left: 42, right: pen.width - 14, top: 28, bottom: pen.height - 46 };
  const end = Math.max(...all.map(({ frames }) => frames.at(-1)?.time ?? 0));
  const x = linear([0, horizon(end)], [box.left, box.right]);
  const y = linear(scenario.domain, [box.bottom, box.top]);
  axisLeft(pen, box, y, "W", { count: 5 });
  axisBottom(pen, box, x, "time (steps)");
  for (const { at, stable } of crossings(grid, landscape.gradient)) {
    rule(pen, [box.left, y(at)], [box.right, y(at)], stable ? "axis" : "hair", {
      dash: stable ? [] : [4, 3],
    });
  }
  clipped(pen, box, () => {
    for (const { frames, colour } of all) {
      const drawn = sampled(frames);
      const times = drawn.map(({ time }) => time);
      const now = frames.findLast((frame) => frame.time <= time)?.walkers;
      const walkers = frames[0]?.walkers?.length ?? 0;
      for (let i = 0; i < walkers; i++) {
        const places = drawn.map((frame) => frame.walkers?.[i] ?? NaN);
        line(pen, times, places, x, y, { colour, width: 1.25 });
        if (now) dot(pen, x(time), y(now[i]!), colour, { radius: 2.5 });
      }
    }
  });
}
