/** Where one step of SGD leads from the start, for each datapoint that may be drawn. */
import type { Stage } from "../core/messages.ts";
import { labels } from "../plot/labels.ts";
import { clipped } from "../plot/marks.ts";
import type { Box, Pen } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";
import { slopeAt, stepsPlainly } from "./drawn.ts";

/** More arrows than this are a thicket. */
const most = 4;
/** Pixels from the axis up to the lowest arrow, and from one to the next. */
const [lowest, apart] = [22, 18];
/** Pixels of an arrow's tip. */
const tip = 6;

/** Whether the datapoints are few, and each step is on one of them. */
export const drawsApart = ({ scenario, landscape: { losses } }: Stage): boolean =>
  stepsPlainly(scenario) && losses.length > 1 && losses.length <= most;

/** An arrow for each datapoint of a landscape that has them apart, up to the step after which nothing lies where it points. */
export function drawDraws(pen: Pen, box: Box, x: Scale, stage: Stage, time: number): void {
  if (time > 1) return;
  const { scenario, grid, landscape } = stage;
  const from = scenario.initial.mean;
  const arrows = landscape.losses.map((loss, j) => ({
    to: from - scenario.learningRate * slopeAt(grid, loss, from),
    y: box.bottom - lowest - j * apart,
    words: `draws l${"₀₁₂₃"[j]}`,
  }));
  const { context } = pen;
  clipped(pen, box, () => {
    context.strokeStyle = context.fillStyle = pen.colour("ink");
    context.lineWidth = 1.5;
    for (const { to, y } of arrows) {
      const way = Math.sign(to - from);
      context.beginPath();
      context.moveTo(x(from), y);
      context.lineTo(x(to) - way * tip, y);
      context.stroke();
      context.beginPath();
      context.moveTo(x(to), y);
      context.lineTo(x(to) - way * tip, y - tip / 2);
      context.lineTo(x(to) - way * tip, y + tip / 2);
      context.fill();
    }
  });
  labels(
    pen,
    box,
    arrows.map(({ to, y, words }) => ({
      words,
      x: Math.max(x(to), x(from)) + 6,
      y,
      colour: "ink",
    })),
  );
}
