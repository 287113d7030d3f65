/** P S², the temperature of a density that spreads as heat does: in the end it is even. */
import type { Frame, Stage } from "../core/messages.ts";
import type { Model } from "../core/types.ts";
import type { Box, Pen } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";
import { axisLeft } from "../plot/axis.ts";
import { Ceiling } from "../plot/ceiling.ts";
import { clipped, line } from "../plot/marks.ts";
import { rule } from "../plot/pen.ts";
import { linear } from "../plot/scale.ts";
import { columnsOf, thin } from "../plot/thin.ts";
import { looks } from "./curves.ts";
import { highest } from "../plot/peaks.ts";

export class WarmthRow {
  #ceiling = new Ceiling();

  /** Draws the row; true if its scale still moves. */
  draw(
    pen: Pen,
    box: Box,
    x: Scale,
    { grid, landscape }: Stage,
    { density }: Frame,
    atOnce: boolean,
  ): boolean {
    const curves = (Object.entries(density) as [Model, Float64Array][]).map(
      ([model, values]) => [model, values.map((p, i) => p * landscape.variance[i]!)] as const,
    );
    const most = Math.max(...curves.map(([, warmth]) => highest(warmth)));
    const top = this.#ceiling.follow(most || 1, atOnce);
    const y = linear([0, top], [box.bottom, box.top]);
    axisLeft(pen, box, y, "P S², temperature (L²/W³)", { count: 2, colour: "current-text" });
    rule(pen, [box.left, box.bottom], [box.right, box.bottom], "axis");
    const starts = columnsOf(grid, x);
    clipped(pen, box, () => {
      for (const [model, warmth] of curves) {
        const { colour, dash = [] } = looks[model];
        line(pen, grid, warmth, x, y, { colour, dash, through: thin(warmth, starts) });
      }
    });
    return this.#ceiling.moving;
  }
}
