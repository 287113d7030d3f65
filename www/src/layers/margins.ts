/** The densities of W₁ alone and of W₂ alone, along the two free sides of a map. */
import type { PlaneFrame, PlaneStage } from "../core/messages.ts";
import type { Model } from "../core/types.ts";
import type { Box, Pen } from "../plot/pen.ts";
import { looks } from "./curves.ts";

/** How far the highest reaches from its side, in CSS pixels. */
const height = 30;
/** Between the map and the curves. */
const gap = 5;

export function drawMargins(pen: Pen, box: Box, stage: PlaneStage, frame: PlaneFrame): void {
  const models = (["current", "sgd"] as const).flatMap((model) => {
    const density = frame.density[model];
    return density ? [{ model, margins: marginals(density, stage.scenario) }] : [];
  });
  for (const axis of [0, 1] as const) {
    const most = Math.max(...models.map(({ margins }) => Math.max(...margins[axis])));
    if (!(most > 0)) continue;
    for (const { model, margins } of models) curve(pen, box, margins[axis], most, axis, model);
  }
}

/** The density of each of two parameters alone. */
export function marginals(
  density: Float32Array,
  { cells: [n1, n2], domain }: PlaneStage["scenario"],
): [Float64Array, Float64Array] {
  const [dw1, dw2] = [n1, n2].map((n, axis) => (domain[axis]![1] - domain[axis]![0]) / n) as [
    number,
    number,
  ];
  const [first, second] = [new Float64Array(n1), new Float64Array(n2)];
  for (let i = 0; i < n1; i++)
    for (let j = 0; j < n2; j++) {
      const value = density[i * n2 + j]!;
      first[i]! += value * dw2;
      second[j]! += value * dw1;
    }
  return [first, second];
}

function curve(
  { context, colour }: Pen,
  box: Box,
  values: Float64Array,
  most: number,
  axis: 0 | 1,
  model: Model,
): void {
  const along = (k: number) => (k + 0.5) / values.length;
  const place = (k: number): [number, number] => {
    const up = gap + (height * values[k]!) / most;
    return axis === 0
      ? [box.left + along(k) * (box.right - box.left), box.top - up]
      : [box.right + up, box.bottom - along(k) * (box.bottom - box.top)];
  };
  context.beginPath();
  for (let k = 0; k < values.length; k++) context.lineTo(...place(k));
  context.strokeStyle = colour(looks[model].colour);
  context.lineWidth = 1.5;
  context.stroke();
  if (model !== "current") return;
  const [start, end] =
    axis === 0
      ? [
          [box.left, box.top - gap],
          [box.right, box.top - gap],
        ]
      : [
          [box.right + gap, box.bottom],
          [box.right + gap, box.top],
        ];
  context.lineTo(end[0]!, end[1]!);
  context.lineTo(start[0]!, start[1]!);
  context.closePath();
  context.fillStyle = colour("current-fill");
  context.fill();
}
