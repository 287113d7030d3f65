/** The loss, faintly behind a density: what the probability falls into. */
import { bisectRight } from "d3-array";
import { extent } from "../plot/extent.ts";
import type { Label } from "../plot/labels.ts";
import { line } from "../plot/marks.ts";
import type { Box, Pen } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";
import { linear } from "../plot/scale.ts";
import { columnsOf, thin } from "../plot/thin.ts";

/** How far before the right end of the plot its name stands, in pixels. */
const aside = 40;

/** Losses as heights in the lower half of a box. */
export const lossScale = (box: Box, loss: Float64Array): Scale =>
  linear(extent(loss), [box.bottom - 2, box.top + 0.45 * (box.bottom - box.top)]);

/**
 * Draws it over the lower half of the box, on a scale of its own, and gives its name where it
 * belongs. A loss that is the same everywhere says nothing and is left out.
 */
export function drawLoss(
  pen: Pen,
  box: Box,
  x: Scale,
  grid: Float64Array,
  loss: Float64Array,
): Label[] {
  const [lowest, most] = extent(loss);
  if (!(most > lowest)) return [];
  const y = lossScale(box, loss);
  const through = thin(loss, columnsOf(grid, x));
  line(pen, grid, loss, x, y, { colour: "loss", width: 1.25, dash: [6, 4], through });
  const at = box.right - aside;
  const i = Math.min(bisectRight(grid, x.invert(at)), grid.length - 1);
  return [{ words: "loss", x: at, y: y(loss[i]!) - 12, colour: "muted", align: "center" }];
}
