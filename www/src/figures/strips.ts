/** What drives the densities, on the same W axis: the slope G and its variance S². */
import type { Stage } from "../core/messages.ts";
import type { Box, Pen } from "../plot/pen.ts";
import { extent } from "d3-array";
import { linear } from "../plot/scale.ts";
import { axisLeft } from "../plot/axis.ts";
import { area, clipped, dot, line } from "../plot/marks.ts";
import { rule } from "../plot/pen.ts";
import { columnsOf, thin } from "../plot/thin.ts";
import { crossings, stretches, touches } from "./zeros.ts";

type Scale = (value: number) => number;

/** G, with a full dot where descent rests and an open one where it balances on a hilltop. */
export function gradientStrip(pen: Pen, box: Box, x: Scale, { grid, landscape }: Stage): void {
  const { gradient } = landscape;
  const [low, high] = extent(gradient) as [number, number];
  const span = high - low || 10;
  const y = linear(
    [Math.min(low, 0) - 0.08 * span, Math.max(high, 0) + 0.08 * span],
    [box.bottom, box.top],
  );
  axisLeft(pen, box, y, "G, mean of the slopes (L/W)", { colour: "gradient-text", count: 3 });
  rule(pen, [box.left, y(0)], [box.right, y(0)], "axis");
  clipped(pen, box, () => {
    line(pen, grid, gradient, x, y, {
      colour: "gradient",
      through: thin(gradient, columnsOf(grid, x)),
    });
  });
  for (const { at, stable } of crossings(grid, gradient))
    dot(pen, x(at), y(0), "gradient", { open: !stable });
}

/** S², with a dot where the noise vanishes at a point and a thick line where it is absent. */
export function varianceStrip(
  pen: Pen,
  box: Box,
  x: Scale,
  { grid, landscape }: Stage,
  name = "S², variance of the slopes (L²/W²)",
): void {
  const { variance } = landscape;
  const [, high = 0] = extent(variance);
  const y = linear([0, (high || 1) * 1.08], [box.bottom, box.top]);
  axisLeft(pen, box, y, name, {
    colour: "variance-text",
    count: 2,
  });
  rule(pen, [box.left, y(0)], [box.right, y(0)], "axis");
  clipped(pen, box, () => {
    const through = thin(variance, columnsOf(grid, x));
    area(pen, grid, 0, variance, x, y, "variance-fill", through);
    line(pen, grid, variance, x, y, { colour: "variance", through });
  });
  const { context, colour } = pen;
  context.fillStyle = colour("variance");
  const width = grid.at(-1)! - grid[0]!;
  const empty = stretches(grid, variance, width / 50);
  for (const [from, to] of empty) context.fillRect(x(from), y(0) - 1.5, x(to) - x(from), 3);
  for (const at of touches(grid, variance, empty)) dot(pen, x(at), y(0), "variance");
}
