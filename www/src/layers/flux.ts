/** ρ as a ribbon along W: as wide as probability flows, with arrows the way it flows. */
import type { Stage } from "../core/messages.ts";
import type { Box, Pen } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";
import { number } from "../plot/format.ts";
import { Ceiling } from "../plot/ceiling.ts";
import { columnsOf } from "../plot/thin.ts";
import { rule, text, type } from "../plot/pen.ts";

/** Pixels from one arrow to the next. */
const stride = 26;
/** A flow below this part of the strongest so far is not enlarged: it is to look as weak as it is. */
const least = 0.02;

export interface Strongest {
  /** Probability per step; positive to the right. */
  flow: number;
  at: number;
}

/** Where probability flows most. */
export function strongest(flux: Float64Array, edges: Float64Array): Strongest {
  let most = 0;
  flux.forEach((value, i) => {
    if (Math.abs(value) > Math.abs(flux[most]!)) most = i;
  });
  return { flow: flux[most]!, at: edges[most]! };
}

export const flowInWords = ({ flow, at }: Strongest): string =>
  Math.abs(flow) < 1e-8
    ? "next to nothing"
    : `${number(Math.abs(flow))} per step to the ${flow > 0 ? "right" : "left"} at ${number(at)}`;

export class FluxRibbon {
  #ceiling = new Ceiling();
  #record = 0;

  /** Another run begins, with this flow: where it rests in the end, it is to be seen that it does. */
  restart({ edges }: Stage, flux: Float64Array | null): void {
    this.#record = flux ? Math.abs(strongest(flux, edges).flow) : 0;
  }

  /** Draws the ribbon; true if its scale still moves. */
  draw(
    pen: Pen,
    box: Box,
    x: Scale,
    { edges }: Stage,
    flux: Float64Array,
    atOnce: boolean,
  ): boolean {
    const middle = Math.round((box.top + box.bottom) / 2);
    const name = "ρ, probability that flows (1/step)";
    text(pen, name, box.left, box.top - 9, { colour: "current-text", size: type.label });
    const most = strongest(flux, edges);
    this.#record = Math.max(this.#record, Math.abs(most.flow));
    const need = Math.max(Math.abs(most.flow), least * this.#record) || 1;
    const half = (box.bottom - box.top) / 2 / this.#ceiling.follow(need, atOnce);

    // In each column of pixels the flow that is strongest there.
    const starts = columnsOf(edges, x);
    const columns = starts.slice(0, -1).map((start, c) => {
      let i = start;
      for (let k = start; k < starts[c + 1]!; k++)
        if (Math.abs(flux[k]!) > Math.abs(flux[i]!)) i = k;
      return { at: x(edges[i]!), flow: flux[i]! };
    });
    const { context, colour } = pen;
    const side = (sign: number) =>
      columns.map(({ at, flow }) => [at, middle + sign * half * Math.abs(flow)] as const);
    context.beginPath();
    for (const [at, y] of [...side(-1), ...side(1).reverse()]) context.lineTo(at, y);
    context.closePath();
    context.fillStyle = colour("current");
    context.fill();
    rule(pen, [box.left, middle], [box.right, middle], "current");
    for (let at = box.left + stride / 2; at < box.right; at += stride) {
      const here = columns.find((column) => column.at >= at);
      if (here) arrow(pen, at, middle, half * here.flow);
    }
    return this.#ceiling.moving;
  }
}

/** A chevron of paper on the ribbon, pointing the way of its sign; none where it would not fit. */
function arrow({ context, colour }: Pen, x: number, y: number, size: number): void {
  const reach = Math.min(Math.abs(size) * 0.7, 6);
  if (reach < 2) return;
  const tip = Math.sign(size) * reach * 0.6;
  context.beginPath();
  context.moveTo(x - tip, y - reach);
  context.lineTo(x + tip, y);
  context.lineTo(x - tip, y + reach);
  context.lineWidth = 1.75;
  context.lineJoin = "round";
  context.strokeStyle = colour("paper");
  context.stroke();
}
