/** Walkers as dots that lie on the loss behind an end state. */
import { bisectLeft } from "d3-array";
import { dot } from "../plot/marks.ts";
import type { Box, Pen } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";
import { lossScale } from "./loss.ts";

export function drawHoppers(
  pen: Pen,
  box: Box,
  x: Scale,
  grid: Float64Array,
  loss: Float64Array,
  walkers: Float64Array,
): void {
  const y = lossScale(box, loss);
  for (const w of walkers) {
    const height = y(loss[Math.min(bisectLeft(grid, w), loss.length - 1)]!);
    dot(pen, x(w), height - 5, "sgd", { radius: 4.5 });
  }
}
