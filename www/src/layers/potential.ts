/**
 * The effective potential Φ = −ln P of an end state over W, and what it is made of: a part of the
 * noise and a part of the slope over the noise.
 */
import type { LandscapeCurves, Stationary, WholeScenario } from "../core/types.ts";
import { axisLeft } from "../plot/axis.ts";
import { extent } from "../plot/extent.ts";
import { labels } from "../plot/labels.ts";
import { clipped, line } from "../plot/marks.ts";
import type { Box, Pen } from "../plot/pen.ts";
import { rule } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";
import { linear } from "../plot/scale.ts";
import { columnsOf, thin } from "../plot/thin.ts";

/** How much of ln S² is in Φ: where in a step the noise is taken (model.md, conventions). */
const noisePart = { ito: 1, stratonovich: 0.5, klimontovich: 0 };
const noiseName = { ito: "ln S²", stratonovich: "½ ln S²", klimontovich: "" };

/** Room above and below the curves, in parts of their span. */
const margin = 0.12;

/** Whether Φ has these two parts: plain steps, and one state in which all ends. */
export const hasPotential = (
  { energy, classes, flux }: Stationary,
  { preconditioner, walls, secondOrder }: WholeScenario,
): boolean =>
  preconditioner === "none" &&
  walls === "reflect" &&
  !secondOrder &&
  classes.length === 1 &&
  flux === 0 &&
  energy.every(Number.isFinite);

/**
 * All three are drawn from where Φ is least, so that the parts add up to the whole. What holds less
 * than e to minus `depth` of the peak is not looked at.
 */
export function drawPotential(
  pen: Pen,
  box: Box,
  x: Scale,
  { grid, energy }: Stationary,
  { variance }: LandscapeCurves,
  { convention }: WholeScenario,
  depth: number,
): void {
  const least = energy.indexOf(Math.min(...energy));
  const fromLeast = (values: Float64Array) => values.map((value) => value - values[least]!);
  const whole = fromLeast(energy);
  const noise = fromLeast(variance.map((s) => noisePart[convention] * Math.log(s)));
  const slope = whole.map((phi, i) => phi - noise[i]!);
  const seen = (values: Float64Array) => values.filter((_, i) => whole[i]! <= depth);
  const [low, high] = extent([...seen(whole), ...seen(noise), ...seen(slope)]);
  const span = high - low || 1;
  const y = linear([low - margin * span, high + margin * span], [box.bottom, box.top]);
  axisLeft(pen, box, y, "Φ, effective potential", { count: 3 });
  rule(pen, [box.left, y(0)], [box.right, y(0)], "axis");
  const curves = [
    { values: slope, colour: "gradient", name: "slope over noise", dash: [5, 3] },
    { values: noise, colour: "variance", name: noiseName[convention], dash: [5, 3] },
    { values: whole, colour: "current", name: "Φ", dash: [] },
  ].filter(({ name }) => name !== "");
  clipped(pen, box, () => {
    for (const { values, colour, dash } of curves)
      line(pen, grid, values, x, y, {
        colour,
        dash,
        width: 1.75,
        through: thin(values, columnsOf(grid, x)),
      });
  });
  const at = lastWithin(whole, depth);
  labels(
    pen,
    box,
    curves.toReversed().map(({ values, colour, name }) => ({
      words: name,
      x: x(grid[at]!) + 6,
      y: y(values[at]!),
      colour: `${colour}-text`,
    })),
  );
}

/** The last cell that is still looked at. */
const lastWithin = (whole: Float64Array, depth: number): number =>
  whole.findLastIndex((phi) => phi <= depth);
