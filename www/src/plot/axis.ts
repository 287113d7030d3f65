/** Axes with names and units; ticks are numbers as this page writes them. */
import { number, powerOfTen } from "./format.ts";
import type { Box, Pen } from "./pen.ts";
import { rule, text, type } from "./pen.ts";

interface Scale {
  (value: number): number;
  domain(): number[];
  ticks(count?: number): number[];
}

/** From the axis to its numbers: what is dragged along it leaves them readable. */
const below = 11;

/** An axis along the bottom of the box; its name stands at the right end, under the ticks. */
export function axisBottom(pen: Pen, box: Box, x: Scale, name: string): void {
  rule(pen, [box.left, box.bottom], [box.right, box.bottom], "axis");
  const count = Math.max(2, Math.floor((box.right - box.left) / 80));
  for (const tick of x.ticks(count)) {
    rule(pen, [x(tick), box.bottom], [x(tick), box.bottom + 5], "axis");
    text(pen, number(tick), x(tick), box.bottom + below, {
      colour: "muted",
      align: "center",
      baseline: "top",
    });
  }
  text(pen, name, box.right, box.bottom + below + type.tick + 4, {
    colour: "ink",
    align: "right",
    baseline: "top",
    size: type.label,
  });
}

/** An axis along the left of the box; its name stands above it. */
export function axisLeft(
  pen: Pen,
  box: Box,
  y: Scale,
  name: string,
  { count = 4, colour = "ink", label = number, grid = true } = {},
): void {
  for (const tick of apart(y.ticks(count), y)) {
    if (grid) rule(pen, [box.left, y(tick)], [box.right, y(tick)], "hair");
    else rule(pen, [box.left - 5, y(tick)], [box.left, y(tick)], "axis");
    text(pen, label(tick), box.left - 7, y(tick), {
      colour: "muted",
      align: "right",
      baseline: "middle",
    });
  }
  if (!grid) rule(pen, [box.left, box.top], [box.left, box.bottom], "axis");
  text(pen, name, box.left, box.top - 9, {
    colour,
    size: type.label,
    align: grid ? "left" : "right",
  });
}

/** Ticks far enough from each other for their labels: every other one if need be, with zero. */
function apart(ticks: number[], y: Scale): number[] {
  const [first, second] = ticks;
  if (first === undefined || second === undefined) return ticks;
  if (Math.abs(y(second) - y(first)) > type.tick + 3) return ticks;
  const even = (tick: number) => Math.round(tick / (second - first)) % 2 === 0;
  return apart(ticks.filter(even), y);
}

/** Tick labels of an axis in natural logarithms whose ticks are powers of ten. */
export const decade = (log: number): string => powerOfTen(Math.round(log / Math.LN10));
