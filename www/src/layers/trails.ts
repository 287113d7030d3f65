/** Where single walkers have been: W against time. */
import { linear } from "../plot/scale.ts";
import type { Stage } from "../core/messages.ts";
import type { Pen } from "../plot/pen.ts";
import { axisBottom, axisLeft } from "../plot/axis.ts";
import { clipped, dot, line } from "../plot/marks.ts";
import { labelsAside } from "../plot/labels.ts";
import { rule, text } from "../plot/pen.ts";
import { extent } from "../plot/extent.ts";
import type { History } from "../time/history.ts";
import { sampled } from "../time/history.ts";
import { horizon } from "../time/horizon.ts";
import { drawChanges, tenths } from "./moments.ts";
import { crossings } from "./zeros.ts";

/** Walkers of one kind, in one colour. */
export interface Trails {
  history: History;
  colour: string;
  /** What stands at its end, if anything. */
  name: string;
  dash?: number[];
}

/** Draws the trails up to the end of their history, with a dot where each walker is at `time`. */
export function drawTrails(
  pen: Pen,
  { scenario, grid, landscape }: Stage,
  all: Trails[],
  time: number,
): void {
  const named = all.some(({ name }) => name !== "");
  const right = pen.width - (named ? 60 : 14);
  const box = { left: 42, right, top: 28, bottom: pen.height - 46 };
  const end = Math.max(...all.map(({ history }) => history.newest?.time ?? 0));
  const x = linear([0, horizon(end)], [box.left, box.right]);
  const y = linear(named ? reached(scenario.domain, all) : scenario.domain, [box.bottom, box.top]);
  axisLeft(pen, box, y, "W", { count: 5 });
  axisBottom(pen, box, x, "time (steps)");
  for (const { at, stable } of crossings(grid, landscape.gradient)) {
    rule(pen, [box.left, y(at)], [box.right, y(at)], stable ? "axis" : "hair", {
      dash: stable ? [] : [4, 3],
    });
    if (!stable)
      text(pen, "hilltop", named ? box.left + 6 : box.right, y(at) - 3, {
        colour: "muted",
        align: named ? "left" : "right",
        rim: true,
      });
  }
  drawChanges(pen, box, x, all.at(-1)!.history);
  clipped(pen, box, () => {
    for (const { history, colour, dash = [] } of all) {
      const drawn = sampled(history.frames);
      const times = drawn.map(({ time }) => time);
      const now = history.at(time)?.walkers;
      const walkers = now?.length ?? 0;
      for (let i = 0; i < walkers; i++) {
        const places = drawn.map((frame) => frame.walkers?.[i] ?? NaN);
        line(pen, times, places, x, y, { colour, dash, width: named ? 1.75 : 1.25 });
        dot(pen, x(time), y(now![i]!), colour, { radius: 2.5 });
      }
    }
  });
  labelsAside(
    pen,
    { ...box, right: pen.width },
    all.flatMap(({ history, name, colour }) => {
      const last = history.newest;
      const at = last?.walkers?.[0];
      if (name === "" || at === undefined) return [];
      return [{ words: name, x: x(last!.time) + 6, y: y(at), colour: `${colour}-text` }];
    }),
  );
}

/** The part of the domain that few walkers have been in, in tenths of it. */
function reached(domain: [number, number], all: Trails[]): [number, number] {
  const places = all.flatMap(({ history }) =>
    history.frames.flatMap(({ walkers }) => Array.from(walkers ?? [])),
  );
  return tenths(domain, extent(places, domain));
}
