/** Values on a rectangle of cells, in rows of one W₁ each: means, levels, and pictures of them. */
import { contours } from "d3-contour";
import { palette, scratch, shades } from "./heat.ts";
import type { Box, Pen } from "./pen.ts";

export interface Field {
  values: Float32Array | Float64Array;
  /** How many cells along W₁ and along W₂. */
  cells: [number, number];
}

/** The means over blocks of cells, so that no side has more than `most` cells. */
export function coarse({ values, cells: [n1, n2] }: Field, most: number): Field {
  const [b1, b2] = [Math.ceil(n1 / most), Math.ceil(n2 / most)];
  const [m1, m2] = [Math.floor(n1 / b1), Math.floor(n2 / b2)];
  const means = new Float64Array(m1 * m2);
  for (let i = 0; i < m1 * b1; i++)
    for (let j = 0; j < m2 * b2; j++)
      means[Math.floor(i / b1) * m2 + Math.floor(j / b2)]! += values[i * n2 + j]! / (b1 * b2);
  return { values: means, cells: [m1, m2] };
}

/** The values above which the given parts of all that there is lie, for the contours of a density. */
export function levelsAround({ values }: Field, parts: number[]): number[] {
  const sorted = Float64Array.from(values).sort().reverse();
  const total = sorted.reduce((sum, value) => sum + value, 0);
  const levels: number[] = [];
  let sum = 0;
  for (const value of sorted) {
    sum += value;
    while (levels.length < parts.length && sum >= parts[levels.length]! * total) levels.push(value);
  }
  return levels;
}

/** The density that most of the probability sees around it: what a picture's deepest shade is for. */
export function typicalHeight({ values }: Field): number {
  let [squares, sum] = [0, 0];
  for (const value of values) {
    squares += value * value;
    sum += value;
  }
  return sum > 0 ? squares / sum : 0;
}

/** Fills the box with shades: the deepest where a value is `limit`, by its root so that the faint is seen. */
export function shade(pen: Pen, box: Box, field: Field, limit: number, token: string): void {
  const { values, cells } = field;
  const [n1, n2] = cells;
  const tones = palette(pen, token);
  const context = scratch(n1, n2);
  const image = context.createImageData(n1, n2);
  const pixels = new Uint32Array(image.data.buffer);
  const scale = limit > 0 ? 1 / limit : 0;
  for (let i = 0; i < n1; i++)
    for (let j = 0; j < n2; j++) {
      const part = Math.sqrt(Math.min(Math.max(values[i * n2 + j]! * scale, 0), 1));
      pixels[(n2 - 1 - j) * n1 + i] = tones[Math.round(part * (shades - 1))]!;
    }
  context.putImageData(image, 0, 0);
  pen.context.imageSmoothingEnabled = true;
  pen.context.imageSmoothingQuality = "high";
  const { left, right, top, bottom } = box;
  pen.context.drawImage(context.canvas, left, top, right - left, bottom - top);
}

/** Lines around what lies above some levels, in parts of the two sides. */
export type Lines = [number, number][][];

/** The lines around all that lies above each level; a few end beyond the sides. */
export function linesAround(field: Field, levels: number[]): Lines {
  const [n1, n2] = field.cells;
  const { values, cells } = rimmed(field);
  const [m1, m2] = cells;
  const lines: Lines = [];
  // d3 counts along the faster index first, which is W₂ here.
  for (const { coordinates } of contours().size([m2, m1]).thresholds(levels)(Array.from(values)))
    for (const ring of coordinates.flat()) {
      let line: [number, number][] = [];
      for (const [b = 0, a = 0] of ring) {
        // Where d3 closes a ring at the rim there is no level.
        if (a < 0.5 || b < 0.5 || a > m1 - 0.5 || b > m2 - 0.5) line = [];
        if (line.length === 0) lines.push(line);
        line.push([(a - 1) / n1, (b - 1) / n2]);
      }
    }
  return lines;
}

/** A field with one cell more at every side, on straight lines: what ends there leaves the field straight. */
function rimmed({ values, cells: [n1, n2] }: Field): Field {
  const at = (i: number, j: number) => values[i * n2 + j]!;
  const beyond = (i: number, n: number): [number, number] =>
    i < 0 ? [0, Math.min(1, n - 1)] : i >= n ? [n - 1, Math.max(n - 2, 0)] : [i, i];
  const wide = new Float64Array((n1 + 2) * (n2 + 2));
  for (let i = -1; i <= n1; i++)
    for (let j = -1; j <= n2; j++) {
      const [[a, c], [b, d]] = [beyond(i, n1), beyond(j, n2)];
      wide[(i + 1) * (n2 + 2) + j + 1] = 2 * at(a, b) - at(c, d);
    }
  return { values: wide, cells: [n1 + 2, n2 + 2] };
}

/** Draws lines in a box, round at their corners: through the middles of their pieces. */
export function strokeLines({ context }: Pen, box: Box, lines: Lines): void {
  const x = (part: number) => box.left + (box.right - box.left) * part;
  const y = (part: number) => box.bottom - (box.bottom - box.top) * part;
  context.beginPath();
  for (const line of lines) {
    const [first, last] = [line[0]!, line.at(-1)!];
    const isRing = line.length > 2 && first[0] === last[0] && first[1] === last[1];
    if (!isRing) context.moveTo(x(first[0]), y(first[1]));
    line.forEach(([a, b], k) => {
      const [c, d] = line[k + 1] ?? (isRing ? line[1]! : last);
      const middle = [x((a + c) / 2), y((b + d) / 2)] as const;
      if (isRing && k === 0) context.moveTo(...middle);
      else context.quadraticCurveTo(x(a), y(b), ...middle);
    });
  }
  context.stroke();
}
