/** Mean ± standard deviation of each model against time, in the colours of the table beside it. */
import type { Frame, Stage } from "../core/messages.ts";
import type { Moments, Population } from "../core/types.ts";
import type { Box, Pen } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";
import { linear } from "../plot/scale.ts";
import { axisBottom, axisLeft } from "../plot/axis.ts";
import { area, clipped, line } from "../plot/marks.ts";
import { rule, text } from "../plot/pen.ts";
import { extent } from "../plot/extent.ts";
import { looks } from "./curves.ts";
import type { History } from "../time/history.ts";
import { sampled } from "../time/history.ts";
import { horizon } from "../time/horizon.ts";

/** Marks the steps at which the settings were changed, and says at the last one what the marks are. */
export function drawChanges(pen: Pen, { top, bottom }: Box, x: Scale, { past }: History): void {
  for (const { until } of past) rule(pen, [x(until), top], [x(until), bottom], "hair");
  const last = past.at(-1);
  if (last) text(pen, "changed", x(last.until) + 3, bottom - 4, { colour: "muted", rim: true });
}

/** Where the curves lie in a plot so wide and high. */
const boxIn = ({ width, height }: { width: number; height: number }): Box => ({
  left: 42,
  right: width - 12,
  top: 28,
  bottom: height - 46,
});

/** The time axis of a plot so wide. */
export function timesIn(width: number, { newest }: History): Scale {
  const { left, right } = boxIn({ width, height: 0 });
  return linear([0, horizon(newest?.time ?? 0)], [left, right]);
}

export function drawMoments(pen: Pen, stage: Stage, history: History, shown: Frame): void {
  const frames = sampled([...history.before, ...history.frames]);
  const box = boxIn(pen);
  const x = timesIn(pen.width, history);
  const y = linear(span(stage.scenario.domain, frames), [box.bottom, box.top]);
  axisLeft(pen, box, y, "W, mean ± standard deviation", { count: 5 });
  axisBottom(pen, box, x, "time (steps)");

  const times = frames.map(({ time }) => time);
  const series = (model: Population, of: (moments: Moments) => number) =>
    frames.map(({ moments }) => {
      const at = moments[model];
      return at ? of(at) : NaN;
    });
  const populations = (["current", "gaussian", "sgd", "walkers"] as const).filter(
    (model) => shown.moments[model],
  );
  clipped(pen, box, () => {
    for (const model of populations) {
      const { colour } = looks[model];
      const [low, mean, high] = [
        series(model, ({ mean, sd }) => mean - sd),
        series(model, ({ mean }) => mean),
        series(model, ({ mean, sd }) => mean + sd),
      ] as const;
      if (model === "current") area(pen, times, low, high, x, y, "current-fill");
      const dash = model === "walkers" ? [1.5, 3] : model === "current" ? [] : [5, 3];
      const width = model === "current" ? 0.75 : 1.25;
      for (const side of [low, high]) line(pen, times, side, x, y, { colour, width, dash });
      line(pen, times, mean, x, y, {
        colour,
        width: model === "walkers" ? 1.25 : 2,
        dash: model === "walkers" ? dash : [],
      });
    }
  });
  drawChanges(pen, box, x, history);
  const now = x(shown.time);
  rule(pen, [now, box.top], [now, box.bottom], "axis", { dash: [2, 3] });
}

/** The part of the domain that means and spreads have been in. */
function span(domain: [number, number], frames: Frame[]): [number, number] {
  const all = frames.flatMap(({ moments }) => Object.values(moments));
  return tenths(domain, extent(all.flatMap(({ mean, sd }) => [mean - sd, mean + sd])));
}

/** The tenths of a domain that hold a stretch, at least two. */
export function tenths(
  [from, to]: [number, number],
  [low, high]: [number, number],
): [number, number] {
  const tenth = (to - from) / 10;
  const first = Math.max(Math.floor((low - from) / tenth), 0);
  const last = Math.min(Math.ceil((high - from) / tenth), 10);
  const few = last - first < 2;
  return [
    from + (few ? Math.max(first - 1, 0) : first) * tenth,
    from + (few ? Math.min(last + 1, 10) : last) * tenth,
  ];
}
