/** What drives the densities, on the same W axis: the slope G and its variance S². */
import type { Stage } from "../core/messages.ts";
import type { LandscapeCurves } from "../core/types.ts";
import type { Box, Pen } from "../plot/pen.ts";
import { linear } from "../plot/scale.ts";
import { axisLeft } from "../plot/axis.ts";
import { area, clipped, dot, line } from "../plot/marks.ts";
import { narrow, rule, text } from "../plot/pen.ts";
import { columnsOf, thin } from "../plot/thin.ts";
import { extent } from "../plot/extent.ts";
import { gates, noiseless, rests, touches } from "./zeros.ts";

type Scale = (value: number) => number;

/**
 * G, with a full dot where descent rests, ringed where SGD rests as well, and
 * an open one where descent balances on a hilltop. Without noise SGD is descent.
 */
export function gradientStrip(pen: Pen, box: Box, x: Scale, { grid, landscape }: Stage): void {
  const { gradient } = landscape;
  const noisy = isNoisy(landscape);
  const [low, high] = extent(gradient);
  const span = high - low || 10;
  const y = linear(
    [Math.min(low, 0) - 0.08 * span, Math.max(high, 0) + 0.08 * span],
    [box.bottom, box.top],
  );
  // What stands beside it needs 120 pixels.
  const meaning =
    box.right - box.left < 260 ? "" : narrow(box) ? ", mean slope" : ", mean of the slopes";
  axisLeft(pen, box, y, `G${meaning} (L/W)`, { colour: "gradient-text", count: 3 });
  rule(pen, [box.left, y(0)], [box.right, y(0)], "axis");
  clipped(pen, box, () => {
    line(pen, grid, gradient, x, y, {
      colour: "gradient",
      through: thin(gradient, columnsOf(grid, x)),
    });
  });
  for (const { at, stable, forAll } of rests(grid, landscape)) {
    if (stable && forAll && noisy) dot(pen, x(at), y(0), "sgd", { open: true, radius: ring });
    dot(pen, x(at), y(0), "gradient", { open: !stable });
  }
  if (gradient.some((slope) => slope !== 0)) restsInWords(pen, box, noisy);
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
  const noisy = isNoisy(landscape);
  const [, high] = extent(variance);
  const y = linear([0, (high || 1) * 1.08], [box.bottom, box.top]);
  axisLeft(pen, box, y, noisy ? name : "S² = 0: no noise", {
    colour: "variance-text",
    count: noisy ? 2 : 1,
  });
  rule(pen, [box.left, y(0)], [box.right, y(0)], "axis");
  clipped(pen, box, () => {
    const through = thin(variance, columnsOf(grid, x));
    area(pen, grid, 0, variance, x, y, "variance-fill", through);
    line(pen, grid, variance, x, y, { colour: "variance", through });
  });
  const { context, colour } = pen;
  context.fillStyle = colour("variance");
  const empty = noiseless(grid, variance);
  for (const [from, to] of empty) context.fillRect(x(from), y(0) - 1.5, x(to) - x(from), 3);
  for (const at of touches(grid, variance, empty)) dot(pen, x(at), y(0), "variance");
  for (const { at, way } of gates(grid, landscape)) gate(pen, x(at), box, way);
}

/** 1/S², the capacity for heat, on an axis of its own. */
export function capacityStrip(pen: Pen, box: Box, x: Scale, { grid, landscape }: Stage): void {
  const capacity = landscape.variance.map((variance) => 1 / variance);
  const [, high] = extent(capacity.filter(Number.isFinite));
  const y = linear([0, high * 1.08], [box.bottom, box.top]);
  const name = "1/S², heat capacity (W²/L²)";
  axisLeft(pen, box, y, name, { colour: "variance-text", count: 3 });
  rule(pen, [box.left, box.bottom], [box.right, box.bottom], "axis");
  clipped(pen, box, () => {
    const through = thin(capacity, columnsOf(grid, x));
    line(pen, grid, capacity, x, y, { colour: "variance", dash: [7, 3], through });
  });
}

/** A gate, open one way: what passes it does not come back. */
export function gate(pen: Pen, x: number, { top, bottom }: Box, way: number, level = top): void {
  rule(pen, [x, top], [x, bottom], "variance", { dash: [3, 3] });
  text(pen, way > 0 ? "no return →" : "← no return", x + way * 6, level + 2, {
    colour: "variance-text",
    align: way > 0 ? "left" : "right",
    baseline: "top",
    rim: true,
  });
}

const ring = 6.5;

/** What the dots on G mean, where there is room beside its name. */
function restsInWords(pen: Pen, box: Box, noisy: boolean): void {
  const { right, top } = box;
  const y = top - 13;
  const short = right - box.left < 370;
  let at = right;
  const say = (words: string, draw: (x: number) => void) => {
    text(pen, words, at, top - 9, { colour: "muted", align: "right" });
    at -= pen.context.measureText(words).width + 11;
    draw(at);
    at -= 14;
  };
  if (noisy)
    say(short ? "SGD too" : "SGD rests too", (x) => {
      dot(pen, x, y, "sgd", { open: true, radius: ring });
      dot(pen, x, y, "gradient");
    });
  say(short ? "rest" : "descent rests", (x) => {
    dot(pen, x, y, "gradient");
  });
}

/** Whether the slopes of the datapoints differ anywhere. */
const isNoisy = ({ variance }: LandscapeCurves): boolean => variance.some((s) => s > 0);

/** Whether nothing but the noise moves the density. */
export const slopeless = ({ landscape }: Stage): boolean =>
  landscape.gradient.every((slope) => slope === 0);
