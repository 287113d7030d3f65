/** Direct labels: the name of a curve at the curve, moved aside where two would overlap. */
import type { Box, Pen } from "./pen.ts";
import { setType, text, type } from "./pen.ts";

export interface Label {
  words: string;
  x: number;
  y: number;
  colour: string;
  align?: "left" | "center" | "right";
}

const height = type.label + 4;

/** Draws the labels inside the box, each as near to its place as the ones before it allow. */
export function labels(pen: Pen, box: Box, wanted: Label[]): void {
  const placed: Box[] = [];
  for (const { words, x, y, colour, align = "left" } of wanted) {
    setType(pen, type.label, 600);
    const width = pen.context.measureText(words).width;
    const shift = { left: 0, center: -width / 2, right: -width }[align];
    // What is wider than the box begins left of it rather than lose its end.
    const left = Math.min(Math.max(x + shift, box.left), Math.max(box.right - width, 0));
    const free = (top: number) =>
      top >= box.top &&
      top + height <= box.bottom &&
      placed.every(
        (other) =>
          left + width + 6 < other.left ||
          left > other.right + 6 ||
          top + height <= other.top ||
          top >= other.bottom,
      );
    // Where it belongs, else a little below, a little above, further below, …
    const start = Math.min(Math.max(y - height / 2, box.top), box.bottom - height);
    let top = start;
    for (let far = 0; far < box.bottom - box.top && !free(top); far += 4)
      top = free(start + far) ? start + far : start - far;
    placed.push({ left, right: left + width, top, bottom: top + height });
    text(pen, words, left, top + height / 2, {
      colour,
      size: type.label,
      baseline: "middle",
      weight: 600,
      rim: true,
    });
  }
}

/** Labels at the ends of curves: in the order of the curves, from top to bottom. */
export function labelsAside(pen: Pen, box: Box, wanted: Label[]): void {
  const down = wanted.toSorted((a, b) => a.y - b.y);
  const least = (i: number) => (i === 0 ? -Infinity : down[i - 1]!.y + height + 1);
  down.forEach((label, i) => (down[i] = { ...label, y: Math.max(label.y, least(i)) }));
  // As far up again as the lowest sticks out.
  const below = Math.max((down.at(-1)?.y ?? 0) + height / 2 - box.bottom, 0);
  labels(
    pen,
    box,
    down.map((label) => ({ ...label, y: label.y - below })),
  );
}
