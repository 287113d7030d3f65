/** The points that a model is fitted to, and what it says of them with W where SGD has it. */
import type { Frame, Stage } from "../core/messages.ts";
import type { Pen } from "../plot/pen.ts";
import { axisBottom, axisLeft } from "../plot/axis.ts";
import { area, clipped, dot, line } from "../plot/marks.ts";
import { linear } from "../plot/scale.ts";
import { extent } from "../plot/extent.ts";
import { frameOf } from "../scene/units.ts";

/** What each model answers to Wx. */
const answers = {
  line: (wx: number) => wx,
  logistic: (wx: number) => 1 / (1 + Math.exp(-wx)),
  neuron: Math.tanh,
};

/** The data behind a landscape, if it has any. */
export function dataOf({ scenario: { landscape } }: Stage) {
  return typeof landscape === "object" && landscape.kind === "data" ? landscape : undefined;
}

/** Draws the points, and the model's curve for the mean W of SGD, plus and minus its spread. */
export function drawScatter(pen: Pen, stage: Stage, { moments }: Frame): void {
  const data = dataOf(stage);
  const at = moments.sgd ?? moments.current;
  if (!data || !at) return;
  const { model, points } = data;
  const { origin, units } = frameOf(data);
  const box = { left: 42, right: pen.width - 12, top: 28, bottom: pen.height - 46 };
  const wide = ([low, high]: [number, number]): [number, number] => {
    const margin = 0.08 * (high - low || 1);
    return [low - margin, high + margin];
  };
  const across = wide(extent([0, ...points.map(([x]) => x)]));
  const x = linear(across, [box.left, box.right]);
  const y = linear(wide(extent([0, ...points.map(([, y]) => y)])), [box.bottom, box.top]);
  axisLeft(pen, box, y, "y: the points, and the model at SGD’s W");
  axisBottom(pen, box, x, "x");
  const places = Array.from(
    { length: 61 },
    (_, i) => across[0] + (i / 60) * (across[1] - across[0]),
  );
  const curve = (w: number) =>
    places.map(
      (place) => origin[1] + units[1] * answers[model]((w * (place - origin[0])) / units[0]),
    );
  clipped(pen, box, () => {
    pen.context.globalAlpha = 0.2;
    area(pen, places, curve(at.mean - at.sd), curve(at.mean + at.sd), x, y, "sgd");
    pen.context.globalAlpha = 1;
    line(pen, places, curve(at.mean), x, y, { colour: "sgd", width: 2 });
  });
  for (const [px, py] of points) dot(pen, x(px), y(py), "ink", { radius: 3 });
}
