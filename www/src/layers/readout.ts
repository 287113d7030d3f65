/** The numbers of curves under the pointer, beside a line down to the axis. */
import { bisectLeft } from "d3-array";
import { number } from "../plot/format.ts";
import type { Box, Pen } from "../plot/pen.ts";
import { rule, setType, text, type } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";

export interface Read {
  name: string;
  values: ArrayLike<number>;
  /** The colour token of its words. */
  colour: string;
}

const leading = 16;
const gap = 8;

export function drawReadout(
  pen: Pen,
  box: Box,
  x: Scale,
  grid: Float64Array,
  curves: Read[],
): void {
  const { pointer } = pen;
  if (pointer === undefined || pointer < box.left || pointer > box.right) return;
  const w = x.invert(pointer);
  const i = Math.min(bisectLeft(grid, w), grid.length - 1);
  rule(pen, [pointer, box.top], [pointer, box.bottom], "muted");
  const lines = [
    { words: `W ${number(w)}`, colour: "ink" },
    ...curves.map(({ name, values, colour }) => ({
      words: `${name} ${number(values[i]!)}`,
      colour,
    })),
  ];
  setType(pen, type.tick);
  const wide = Math.max(...lines.map(({ words }) => pen.context.measureText(words).width));
  // On the side that has room.
  const left = pointer + gap + wide < box.right ? pointer + gap : pointer - gap - wide;
  const [across, down] = [wide + gap, lines.length * leading + gap / 2];
  pen.context.fillStyle = pen.colour("paper");
  pen.context.globalAlpha = 0.85;
  pen.context.fillRect(left - gap / 2, box.top + leading, across, down);
  pen.context.globalAlpha = 1;
  lines.forEach(({ words, colour }, k) => {
    text(pen, words, left, box.top + (k + 2) * leading, { colour });
  });
}
