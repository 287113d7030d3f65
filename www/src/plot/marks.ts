/** Lines, areas and bars from numbers; a number that is not finite leaves a gap. */
import type { Box, Pen } from "./pen.ts";

type Numbers = ArrayLike<number>;
type Scale = (value: number) => number;

export interface LineStyle {
  colour: string;
  width?: number;
  dash?: number[];
  /** Indices of the points to go through; all of them, if absent. */
  through?: number[];
  /** The line is left out where it and its neighbours are lower than this. */
  least?: number;
}

/** Runs of neighbouring points between those to be left out. */
function runs(points: number, through: number[] | undefined, there: (i: number) => boolean) {
  const found: number[][] = [];
  let run: number[] = [];
  const count = through?.length ?? points;
  for (let k = 0; k < count; k++) {
    const i = through ? through[k]! : k;
    if (there(i)) {
      if (run.length === 0) found.push(run);
      run.push(i);
    } else if (run.length > 0) run = [];
  }
  return found;
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
  const there = (i: number) =>
    Number.isFinite(ys[i]!) && (ys[i]! >= least || ys[i - 1]! >= least || ys[i + 1]! >= least);
  context.beginPath();
  for (const [first, ...rest] of runs(xs.length, through, there)) {
    context.moveTo(x(xs[first!]!), y(ys[first!]!));
    // A point alone is drawn as a dot.
    for (const i of rest.length > 0 ? rest : [first!]) context.lineTo(x(xs[i]!), y(ys[i]!));
  }
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
  through?: number[],
): void {
  context.beginPath();
  for (const run of runs(xs.length, through, (i) => Number.isFinite(high[i]!))) {
    context.moveTo(x(xs[run[0]!]!), y(high[run[0]!]!));
    for (const i of run) context.lineTo(x(xs[i]!), y(high[i]!));
    for (const i of run.reverse())
      context.lineTo(x(xs[i]!), y(typeof low === "number" ? low : low[i]!));
    context.closePath();
  }
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
