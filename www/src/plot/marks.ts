/** Lines, areas and bars from numbers; a number that is not finite leaves a gap. */
import { area as areaPath, line as linePath } from "d3-shape";
import type { Box, Pen } from "./pen.ts";

type Numbers = ArrayLike<number>;
type Scale = (value: number) => number;

export interface LineStyle {
  colour: string;
  width?: number;
  dash?: number[];
  /** Indices of the points to go through; all of them, if absent. */
  through?: number[];
  /** Where the line and its neighbours are lower, it is left out. */
  least?: number;
}

const indices = new Map<number, number[]>();
/** 0, 1, … n − 1: what d3's generators go through. */
function range(n: number): number[] {
  let list = indices.get(n);
  if (!list) indices.set(n, (list = Array.from({ length: n }, (_, i) => i)));
  return list;
}

/** Draws only inside the box. */
export function clipped({ context }: Pen, box: Box, draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  context.clip();
  draw();
  context.restore();
}

export function line(
  { context, colour }: Pen,
  xs: Numbers,
  ys: Numbers,
  x: Scale,
  y: Scale,
  { colour: token, width = 1.75, dash = [], least = -Infinity, through }: LineStyle,
): void {
  context.beginPath();
  linePath<number>()
    .defined(
      (i) =>
        Number.isFinite(ys[i]!) && (ys[i]! >= least || ys[i - 1]! >= least || ys[i + 1]! >= least),
    )
    .x((i) => x(xs[i]!))
    .y((i) => y(ys[i]!))
    .context(context)(through ?? range(xs.length));
  context.setLineDash(dash);
  context.lineJoin = "round";
  context.lineWidth = width;
  context.strokeStyle = colour(token);
  context.stroke();
  context.setLineDash([]);
}

/** Fills between two curves; `low` may be a constant. */
export function area(
  { context, colour }: Pen,
  xs: Numbers,
  low: Numbers | number,
  high: Numbers,
  x: Scale,
  y: Scale,
  token: string,
  through = range(xs.length),
): void {
  context.beginPath();
  areaPath<number>()
    .defined((i) => Number.isFinite(high[i]!))
    .x((i) => x(xs[i]!))
    .y0((i) => y(typeof low === "number" ? low : low[i]!))
    .y1((i) => y(high[i]!))
    .context(context)(through);
  context.fillStyle = colour(token);
  context.fill();
}

/** Bars of equal width from `from` to `to`, standing on `floor`. */
export function bars(
  { context, colour }: Pen,
  heights: Numbers,
  [from, to]: [number, number],
  x: Scale,
  y: Scale,
  floor: number,
  token: string,
): void {
  const width = (x(to) - x(from)) / heights.length;
  context.fillStyle = colour(token);
  for (let i = 0; i < heights.length; i++) {
    if (!(heights[i]! > 0)) continue;
    const top = y(heights[i]!);
    if (top < floor) context.fillRect(x(from) + i * width + 0.5, top, width - 1, floor - top);
  }
}

export function dot(
  { context, colour }: Pen,
  x: number,
  y: number,
  token: string,
  { radius = 3.5, open = false } = {},
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = colour(open ? "paper" : token);
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = colour(token);
  context.stroke();
}
