/** Density of W: the current as an area, SGD as a line, walkers as bars. */
import type { Frame, Stage } from "../core/messages.ts";
import type { Model } from "../core/types.ts";
import type { Label } from "../plot/labels.ts";
import type { Box, Pen } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";
import { linear, logarithmic } from "../plot/scale.ts";
import { number, percent, powerOfTen } from "../plot/format.ts";
import { axisLeft } from "../plot/axis.ts";
import { Ceiling } from "../plot/ceiling.ts";
import { labels } from "../plot/labels.ts";
import { area, bars, clipped, line } from "../plot/marks.ts";
import { columnsOf, thin } from "../plot/thin.ts";
import { looks } from "./curves.ts";
import { drawLoss } from "./loss.ts";
import { narrow, text } from "../plot/pen.ts";
import { highest, peaksAbove } from "../plot/peaks.ts";
import type { Traces } from "./traces.ts";
import { drawTraces } from "./traces.ts";
import { wallsHeight } from "./walls.ts";

/** Lowest density on a logarithmic axis. */
export const floor = 1e-4;

export class DensityPanel {
  logarithmic = false;
  /** What the density is of, as its unit says. */
  unit = "1/W";
  /** The linear axis never reaches beyond this: a spike is cut off and its numbers said. */
  limit = Infinity;
  #ceiling = new Ceiling();
  /** Where each curve's name stands: it stays while the curve is there. */
  #anchors = new Map<string, number>();

  /** Draws the panel; true if the axis still moves. */
  draw(
    pen: Pen,
    box: Box,
    x: Scale,
    { grid, edges, scenario, landscape }: Stage,
    frame: Frame,
    atOnce: boolean,
    traces?: Traces,
  ): boolean {
    const models = Object.entries(frame.density) as [Model, Float64Array][];
    const most = Math.max(...models.map(([, density]) => highest(density)));
    const top = this.logarithmic
      ? floor * 10 ** this.#ceiling.follow(Math.log10(Math.max(most / floor, 10)), atOnce)
      : this.#ceiling.follow(Math.min(most, this.limit), atOnce);
    const heights: [number, number] = [box.bottom, box.top];
    const straight = linear([0, top], heights);
    const y = this.logarithmic ? logarithmic([floor, top], heights) : straight;
    if (this.logarithmic)
      axisLeft(
        pen,
        box,
        decades(floor, top, y),
        `probability density (${this.unit}), logarithmic`,
        {
          label: (tick) => powerOfTen(Math.round(Math.log10(tick))),
        },
      );
    else
      axisLeft(
        pen,
        box,
        straight,
        `${narrow(box) && traces ? "density" : "probability density"} (${this.unit})`,
      );

    // Next to nothing is left to the axis.
    const least = this.logarithmic ? floor : top / 1000;
    const starts = columnsOf(grid, x);
    const { current, ...lines } = frame.density;
    const wanted: Label[] = [];
    let named: Label[] = [];
    clipped(pen, box, () => {
      named = drawLoss(pen, box, x, grid, landscape.loss);
      if (frame.histogram)
        bars(pen, frame.histogram, scenario.domain, x, y, box.bottom, "walkers-fill");
      if (traces) drawTraces(pen, models[0]![0], traces, grid, starts, x, y);
      // A theory is filled, SGD is a line.
      const filled = current ? "current" : "gaussian";
      const theory = frame.density[filled];
      if (theory) {
        const through = thin(theory, starts);
        area(pen, grid, this.logarithmic ? floor : 0, theory, x, y, `${filled}-fill`, through);
      }
      if (current) {
        const through = thin(current, starts);
        line(pen, grid, current, x, y, { colour: "current", width: 1.5, least, through });
      }
      for (const [model, density] of Object.entries(lines))
        line(pen, grid, density, x, y, {
          colour: looks[model as Model].colour,
          width: 2,
          dash: looks[model as Model].dash ?? [],
          least,
          through: thin(density, starts),
        });
    });
    for (const [model, density] of models) {
      const { name, text: colour } = looks[model];
      // The numbers of at most two peaks are shown, and of none that holds next to nothing.
      const apart = x.invert(40) - x.invert(0);
      const peaks = peaksAbove(top, apart, density, grid, edges)
        .filter(({ mass }) => mass > 0.05)
        .slice(0, 2);
      for (const { at, height, mass } of peaks) {
        const high = narrow(box) ? "" : `, ${number(height, 2)} high`;
        const words = `${name}: ${percent(mass)} at ${number(at)}${high}`;
        wanted.push({ words, x: x(at) + 7, y: box.top + 9, colour });
      }
      if (peaks.length === 0)
        wanted.push({ words: name, ...this.#anchor(model, density, grid, x, y), colour });
    }
    // What the walls do is written at their feet.
    const foot = scenario.walls === "reflect" ? 0 : wallsHeight;
    labels(pen, { ...box, bottom: box.bottom - foot }, [...wanted, ...named]);
    if (traces && traces.frames.length > 0)
      text(pen, `thin: every ${traces.stride} steps`, box.right, box.top - 9, {
        colour: "muted",
        align: "right",
      });
    return this.#ceiling.moving;
  }

  #anchor(
    model: Model,
    density: Float64Array,
    grid: Float64Array,
    x: (value: number) => number,
    y: (value: number) => number,
  ): { x: number; y: number } {
    const most = highest(density);
    let i = this.#anchors.get(model) ?? 0;
    if (!(density[i]! > 0.6 * most)) i = density.indexOf(most);
    this.#anchors.set(model, i);
    return { x: x(grid[i]!) + 9, y: y(density[i]!) - 6 };
  }
}

/** A scale with ticks at whole powers of ten only. */
function decades(from: number, to: number, y: (value: number) => number) {
  const [low, high] = [Math.round(Math.log10(from)), Math.floor(Math.log10(to))];
  const stride = Math.ceil((high - low + 1) / 5);
  const ticks = () =>
    Array.from(
      { length: Math.floor((high - low) / stride) + 1 },
      (_, i) => 10 ** (low + i * stride),
    );
  return Object.assign((value: number) => y(value), { ticks, domain: () => [from, to] });
}
