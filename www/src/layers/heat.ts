/** P(W, t) as heat: W across, time downwards, one map for each model, mean ± sd on it. */
import type { Frame, Stage } from "../core/messages.ts";
import type { Model, Moments } from "../core/types.ts";
import type { Box, Pen } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";
import { means } from "../plot/means.ts";
import { number, percent, powerOfTen } from "../plot/format.ts";
import { axisLeft } from "../plot/axis.ts";
import { heat, heatBar, shades } from "../plot/heat.ts";
import { labels } from "../plot/labels.ts";
import { clipped, line } from "../plot/marks.ts";
import { narrow, rule, text, type } from "../plot/pen.ts";
import { linear } from "../plot/scale.ts";
import { looks } from "./curves.ts";
import { floor } from "./density.ts";
import { pastHilltop } from "./past.ts";
import type { History } from "../time/history.ts";
import { horizon } from "../time/horizon.ts";

const top = 46;
const mapHeight = 80;
const gap = 18;
const legend = { width: 150, top: 8, height: 10 };

/** Where time begins: the start is there. */
export const heatTop = top;

/** Where the lowest of so many maps ends. */
export const heatBottom = (maps: number): number => top + maps * (mapHeight + gap) - gap;

export class HeatPanel {
  logarithmic = false;
  /** The density of the deepest shade: what is denser looks the same. */
  limit = 1;
  /** Rows of shades by density: a picture's rows are the frames there are, none is computed anew. */
  #rows = new WeakMap<Float64Array, Uint8Array>();
  #rowsOf = "";

  draw(
    pen: Pen,
    across: Omit<Box, "top" | "bottom">,
    x: Scale,
    stage: Stage,
    history: History,
    shown: Frame,
  ): void {
    const models = Object.keys(shown.density) as Model[];
    const end = horizon(history.newest!.time);
    this.#refresh(`${across.right} ${x.domain().join()} ${this.logarithmic} ${this.limit}`);
    this.#legend(pen, across.right, models);
    const past = pastHilltop(stage, shown);
    models.forEach((model, i) => {
      const box = { ...across, top: heatBottom(i) + gap, bottom: heatBottom(i + 1) };
      const y = linear([0, end], [box.top, box.bottom]);
      heat(pen, box, this.#picture(box, x, y, stage.edges, history, model), looks[model].text);
      axisLeft(pen, box, y, i > 0 ? "" : narrow(box) ? "steps ↓" : "time (steps) ↓", { count: 2 });
      rule(pen, [box.left, box.bottom], [box.right, box.bottom], "axis");
      clipped(pen, box, () => {
        spread(pen, history, model, x, y);
      });
      rule(pen, [box.left, y(shown.time)], [box.right, y(shown.time)], "ink", { dash: [2, 3] });
      const { name, text: colour } = looks[model];
      if (past) drawPast(pen, box, x(past.at), past.parts[model] ?? 0, y(shown.time), colour);
      const share = past ? ` ${percent(past.parts[model] ?? 0)}` : "";
      labels(pen, box, [
        { words: `${name}${share}`, x: box.right - 4, y: box.top + 10, colour, align: "right" },
      ]);
    });
  }

  #refresh(rowsOf: string): void {
    if (rowsOf !== this.#rowsOf) this.#rows = new WeakMap();
    this.#rowsOf = rowsOf;
  }

  /** One row of shades for each pixel downwards: the last frame not after its time. */
  #picture(box: Box, x: Scale, y: Scale, edges: Float64Array, history: History, model: Model) {
    const last = history.newest!.time;
    return Array.from({ length: box.bottom - box.top }, (_, i) => {
      const time = y.invert(box.top + i);
      const density = time > last ? undefined : history.at(time)?.density[model];
      return density && this.#row(density, box, x, edges);
    });
  }

  #row(density: Float64Array, { left, right }: Box, x: Scale, edges: Float64Array): Uint8Array {
    let row = this.#rows.get(density);
    if (!row) {
      const across = Array.from({ length: Math.round(right - left) + 1 }, (_, i) =>
        x.invert(left + i),
      );
      row = Uint8Array.from(means(density, edges, across), (mean) =>
        Math.round(this.#part(mean) * (shades - 1)),
      );
      this.#rows.set(density, row);
    }
    return row;
  }

  /** How deep a density is, from 0 to 1. */
  #part(density: number): number {
    const part = this.logarithmic
      ? Math.log(Math.max(density, floor) / floor) / Math.log(this.limit / floor)
      : density / this.limit;
    return Math.min(part, 1);
  }

  #legend(pen: Pen, right: number, models: Model[]): void {
    const left = right - legend.width;
    const height = legend.height / models.length;
    models.forEach((model, i) => {
      const under = legend.top + i * height;
      heatBar(pen, { left, right, top: under, bottom: under + height }, looks[model].text);
    });
    text(pen, pen.width < 420 ? "1/W" : "probability density (1/W)", left - 8, legend.top + 9, {
      colour: "ink",
      size: type.label,
      align: "right",
    });
    const ticks = this.logarithmic
      ? [floor, floor * 100].filter((tick) => tick <= this.limit)
      : linear([0, this.limit], [0, 1])
          .ticks(4)
          .filter((tick) => tick < 0.7 * this.limit);
    text(pen, `≥ ${number(this.limit, 2)}`, right, legend.top + legend.height + 3, {
      colour: "muted",
      align: "right",
      baseline: "top",
    });
    for (const tick of ticks)
      text(
        pen,
        this.logarithmic ? powerOfTen(Math.round(Math.log10(tick))) : number(tick),
        left + this.#part(tick) * legend.width,
        legend.top + legend.height + 3,
        { colour: "muted", align: "center", baseline: "top" },
      );
  }
}

/** What is past the hilltop at the time shown, as a bar that would reach the edge if all were. */
function drawPast(
  { context, colour }: Pen,
  box: Box,
  from: number,
  part: number,
  at: number,
  name: string,
): void {
  const thick = 6;
  context.strokeStyle = context.fillStyle = colour(name);
  context.beginPath();
  context.setLineDash([5, 4]);
  context.moveTo(from, box.top);
  context.lineTo(from, box.bottom);
  context.stroke();
  context.setLineDash([]);
  const top = Math.max(Math.min(at, box.bottom) - thick, box.top);
  context.fillRect(from, top, part * (box.right - from), thick);
}

/** Mean ± standard deviation down the map, on a rim of paper. */
function spread(pen: Pen, { frames }: History, model: Model, x: Scale, y: Scale): void {
  const times = frames.map(({ time }) => time);
  const series = (of: (moments: Moments) => number) =>
    frames.map(({ moments }) => {
      const at = moments[model];
      return at ? of(at) : NaN;
    });
  const sides = [
    series(({ mean, sd }) => mean - sd),
    series(({ mean }) => mean),
    series(({ mean, sd }) => mean + sd),
  ];
  for (const rim of [true, false])
    sides.forEach((side, i) => {
      line(pen, side, times, x, y, {
        colour: rim ? "paper" : "ink",
        width: rim ? 3 : 1.25,
        dash: rim || i === 1 ? [] : [4, 3],
      });
    });
}
