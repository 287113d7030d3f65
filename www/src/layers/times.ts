/** Times on a logarithmic axis, from one step to the age of the universe. */
import { linear } from "../plot/scale.ts";
import type { Resolution, Widths } from "../core/types.ts";
import type { Pen } from "../plot/pen.ts";
import { powerOfTen } from "../plot/format.ts";
import { dot } from "../plot/marks.ts";
import { rule, text, type } from "../plot/pen.ts";

/** Powers of ten of steps, at a thousand steps a second. */
const landmarks = [
  { words: "a second", power: 3 },
  { words: "a day", power: Math.log10(1000 * 86_400) },
  { words: "a year", power: Math.log10(1000 * 3.156e7) },
  { words: "age of the universe", power: Math.log10(1000 * 3.156e7 * 1.38e10) },
];
const last = landmarks.at(-1)!.power;
const rowHeight = 24;
const top = 48;
export const rulerHeight = top + 3 * rowHeight + 40;

/** A time, if the cells carry it. */
const carried = (log: number | undefined, resolution: Resolution | undefined) =>
  resolution?.resolved ? log : undefined;

/**
 * Rows of dots: the current full, SGD itself open. What is later than the axis is told at its
 * end; what the cells do not carry has no dot. A line stands at the step `now`, if that is not 0.
 */
export function drawTimes(pen: Pen, widths: Widths, now: number): void {
  const { passage, sgd } = widths;
  const left = pen.width < 480 ? 8 : 132;
  const x = linear([0, last], [left, pen.width - 12], true);
  const place = (log: number) => x(log / Math.LN10);
  const rows = [
    {
      words: "to settle",
      current: carried(widths.logRelaxationTime, widths.resolution),
      sgd: undefined,
    },
    {
      words: "narrow to wide",
      current: carried(passage.logNarrowToWide, passage.resolution),
      sgd: carried(sgd?.logNarrowToWide, sgd?.resolution),
    },
    {
      words: "wide to narrow",
      current: carried(passage.logWideToNarrow, passage.resolution),
      sgd: carried(sgd?.logWideToNarrow, sgd?.resolution),
    },
  ];
  const bottom = top + rows.length * rowHeight;
  const line = now > 0 ? ", line: walkers" : "";
  const dots = pen.width < 480 ? "" : `; dots: Fokker–Planck, rings: SGD${line}`;
  text(pen, `steps, at a thousand a second${dots}`, left, 14, {
    colour: "ink",
    size: type.label,
  });
  let free = -Infinity;
  for (const { words, power } of landmarks) {
    rule(pen, [x(power), top - 8], [x(power), bottom], "hair");
    const width = pen.context.measureText(words).width;
    const at = Math.min(Math.max(x(power) - width / 2, left), pen.width - width - 2);
    if (at > free) {
      text(pen, words, at, top - 14, { colour: "muted" });
      free = at + width + 8;
    }
  }
  if (now > 0) rule(pen, [place(Math.log(now)), top - 8], [place(Math.log(now)), bottom], "sgd");
  rows.forEach(({ words, current, sgd }, i) => {
    const y = top + (i + 0.5) * rowHeight;
    rule(pen, [left, Math.round(y)], [pen.width - 12, Math.round(y)], "hair");
    if (left > 100)
      text(pen, words, left - 10, y, { colour: "ink", align: "right", baseline: "middle" });
    // The ring around the dot: where both say the same, both are seen.
    if (sgd !== undefined) dot(pen, place(sgd), y, "sgd", { radius: 6.5, open: true });
    if (current !== undefined) dot(pen, place(current), y, "current");
    const dots = [current, sgd].filter((log) => log !== undefined);
    if (dots.length > 0 && Math.min(...dots) / Math.LN10 > last)
      text(pen, "beyond", x(last) - 12, y - 9, { colour: "muted", align: "right" });
    if (left <= 100) {
      const behind = current !== undefined && place(current) > pen.width / 2;
      text(pen, words, behind ? left : pen.width - 12, y - 8, {
        colour: "ink",
        align: behind ? "left" : "right",
        baseline: "middle",
        rim: true,
      });
    }
  });
  rule(pen, [left, bottom], [pen.width - 12, bottom], "axis");
  for (let power = 0; power <= last; power += pen.width < 480 ? 6 : 3) {
    rule(pen, [x(power), bottom], [x(power), bottom + 5], "axis");
    text(pen, power === 0 ? "1" : powerOfTen(power), x(power), bottom + 8, {
      colour: "muted",
      align: "center",
      baseline: "top",
    });
  }
}
