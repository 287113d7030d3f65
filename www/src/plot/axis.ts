/** Axes with names and units; ticks are numbers as this page writes them. */
import { powerOfTen, ticksInWords } from "./format.ts";
import type { Box, Pen } from "./pen.ts";
import { rule, setType, text, type } from "./pen.ts";

interface Scale {
  (value: number): number;
  domain(): number[];
  ticks(count?: number): number[];
}

/** Pixels from the axis down to its numbers: handles that are dragged along it leave them readable. */
const below = 11;
/** Pixels from the numbers of a left axis to the axis. */
const beside = 7;
/** Fewest pixels between two numbers along the bottom. */
const gap = 10;

/** How wide the widest of some words is, in the type of ticks. */
function widest(pen: Pen, words: string[]): number {
  setType(pen, type.tick);
  return Math.max(0, ...words.map((word) => pen.context.measureText(word).width));
}

/** An axis along the bottom of the box; its name stands at the right end, under the ticks. */
export function axisBottom(pen: Pen, box: Box, x: Scale, name: string): void {
  rule(pen, [box.left, box.bottom], [box.right, box.bottom], "axis");
  const count = Math.max(2, Math.floor((box.right - box.left) / 80));
  const all = x.ticks(count);
  const ticks = apart(all, x, widest(pen, ticksInWords(all)) + gap);
  ticksInWords(ticks).forEach((words, i) => {
    const at = x(ticks[i]!);
    rule(pen, [at, box.bottom], [at, box.bottom + 5], "axis");
    // At the end of the axis a number moves in rather than lose a digit.
    const half = widest(pen, [words]) / 2 + 1;
    text(pen, words, Math.min(Math.max(at, half), pen.width - half), box.bottom + below, {
      colour: "muted",
      align: "center",
      baseline: "top",
    });
  });
  text(pen, name, box.right, box.bottom + below + type.tick + 4, {
    colour: "ink",
    align: "right",
    baseline: "top",
    size: type.label,
  });
}

/**
 * An axis along the left of the box; its name stands above it. Numbers that are wider than the
 * room beside it are set smaller: none loses its sign or a digit.
 */
export function axisLeft(
  pen: Pen,
  box: Box,
  y: Scale,
  name: string,
  {
    count = 4,
    colour = "ink",
    label,
    grid = true,
  }: { count?: number; colour?: string; label?: (tick: number) => string; grid?: boolean } = {},
): void {
  const ticks = apart(y.ticks(count), y, type.tick + 3);
  const words = label ? ticks.map(label) : ticksInWords(ticks);
  const room = box.left - beside - 1;
  const size = type.tick * Math.min(1, room / widest(pen, words));
  ticks.forEach((tick, i) => {
    if (grid) rule(pen, [box.left, y(tick)], [box.right, y(tick)], "hair");
    else rule(pen, [box.left - 5, y(tick)], [box.left, y(tick)], "axis");
    text(pen, words[i]!, box.left - beside, y(tick), {
      colour: "muted",
      align: "right",
      baseline: "middle",
      size,
    });
  });
  if (!grid) rule(pen, [box.left, box.top], [box.left, box.bottom], "axis");
  setType(pen, type.label);
  // A long name begins further left rather than lose its end.
  const most = pen.width - pen.context.measureText(name).width;
  const from = grid ? Math.max(0, Math.min(box.left, most)) : box.left;
  text(pen, name, from, box.top - 9, {
    colour,
    size: type.label,
    align: grid ? "left" : "right",
  });
}

/** Ticks far enough from each other for their labels: every other one if need be, with zero. */
function apart(ticks: number[], along: Scale, room: number): number[] {
  const [first, second] = ticks;
  if (first === undefined || second === undefined) return ticks;
  if (Math.abs(along(second) - along(first)) > room) return ticks;
  const even = (tick: number) => Math.round(tick / (second - first)) % 2 === 0;
  return apart(ticks.filter(even), along, room);
}

/** Tick labels of an axis in natural logarithms whose ticks are powers of ten. */
export const decade = (log: number): string => powerOfTen(Math.round(log / Math.LN10));
