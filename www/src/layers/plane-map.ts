/** A density in the plane as a map: shades, contours, streamlines, ellipses, walkers, margins. */
import type { PlaneFrame, PlaneStage } from "../core/messages.ts";
import type { Ground } from "../controls/spot.ts";
import { axisBottom, axisLeft } from "../plot/axis.ts";
import type { Field, Lines } from "../plot/field.ts";
import {
  coarse,
  levelsAround,
  linesAround,
  shade,
  strokeLines,
  typicalHeight,
} from "../plot/field.ts";
import { clipped } from "../plot/marks.ts";
import type { Box, Pen } from "../plot/pen.ts";
import { rule } from "../plot/pen.ts";
import type { Scale } from "../plot/scale.ts";
import { linear } from "../plot/scale.ts";
import { axesOf } from "../scene/space.ts";
import { drawEllipses } from "./ellipses.ts";
import { drawMargins } from "./margins.ts";
import { drawStreams } from "./streams.ts";
import { drawValley } from "./valley.ts";

/** What a map may show. */
export type Layer = "ink" | "bell" | "rings" | "flux" | "loss" | "noise" | "dust";

/** Room around the map, in CSS pixels. */
const room = { left: 42, right: 46, top: 46, bottom: 40 };
/** Cells along a side that contours are drawn from: a bell has no finer features. */
const fine = 64;
/** Parts of the probability that the current's contours enclose. */
const enclosed = [0.5, 0.9, 0.99];
/** Less of the deepest shade than this part has no contours. */
const faintest = 1e-9;
/** The deepest shade is for so many times the density that most of the probability sees. */
const headroom = 2.5;

/**
 * The largest box for the map in which a unit is as long on both axes. A velocity has a unit of
 * its own: there the map takes all the room.
 */
function mapBox({ domain, landscape }: PlaneStage["scenario"], width: number, height: number): Box {
  const [[a, b], [c, d]] = domain;
  const [across, up] = [width - room.left - room.right, height - room.top - room.bottom];
  if (landscape.kind === "momentum")
    return { left: room.left, right: room.left + across, top: room.top, bottom: room.top + up };
  const scale = Math.min(across / (b - a), up / (d - c));
  const left = room.left + (across - scale * (b - a)) / 2;
  const top = room.top + (up - scale * (d - c)) / 2;
  return { left, right: left + scale * (b - a), top, bottom: top + scale * (d - c) };
}

/** Where places of the plane lie in the map. */
function groundOf({ domain }: PlaneStage["scenario"], box: Box): Ground {
  const x = linear(domain[0], [box.left, box.right]);
  const y = linear(domain[1], [box.bottom, box.top]);
  return {
    to: ([a, b]) => [x(a), y(b)],
    from: (across, down) => [x.invert(across), y.invert(down)],
  };
}

/** The same for a map on the screen, once it has a size. */
export function groundIn(
  map: HTMLElement | null | undefined,
  { scenario }: PlaneStage,
): Ground | undefined {
  const { width = 0, height = 0 } = map?.getBoundingClientRect() ?? {};
  return width > 0 ? groundOf(scenario, mapBox(scenario, width, height)) : undefined;
}

/** Values on the grid of a stage. */
const fieldOf = ({ scenario }: PlaneStage, values: Field["values"]): Field => ({
  values,
  cells: scenario.cells,
});

/** What a density is drawn by, computed once: a map whose streamlines move is drawn many times. */
interface Traits {
  /** The density of the deepest shade. */
  limit: number;
  /** Its contours. */
  rings: Lines;
}

const known = new WeakMap<Field["values"], Traits>();

function traitsOf(field: Field): Traits {
  let traits = known.get(field.values);
  if (!traits) {
    const means = coarse(field, fine);
    const limit = headroom * typicalHeight(means);
    // Between two cells ln P is far nearer to a straight line than P is.
    const values = means.values.map((value) => Math.log(Math.max(value, faintest * limit)));
    const levels = levelsAround(means, enclosed).map((level) => Math.log(level));
    traits = { limit, rings: linesAround({ ...means, values }, levels) };
    known.set(field.values, traits);
  }
  return traits;
}

/** Contours of the loss, which stay as long as the landscape does. */
const losses = new WeakMap<PlaneStage, Lines>();

function lossLines(stage: PlaneStage): Lines {
  let made = losses.get(stage);
  if (!made) {
    const field = coarse(fieldOf(stage, stage.landscape.loss), fine);
    const sorted = Float64Array.from(field.values).sort();
    const [low, high] = [sorted[0]!, sorted[Math.floor(0.9 * sorted.length)]!];
    // Closer together near the bottom, where the density is.
    const levels = Array.from({ length: 9 }, (_, k) => low + (high - low) * ((k + 1) / 9) ** 2);
    made = linesAround(field, high > low ? levels : []);
    losses.set(stage, made);
  }
  return made;
}

/** The colour of each model's deepest shade. */
const deepest = { sgd: "sgd-shade", current: "current-text" };

/** What a map shows that is not in its frame. */
interface Beside {
  /** It moves the streamlines; without it they stand. */
  seconds?: number | undefined;
  /** A flow drawn at full strength. */
  full?: number;
  /** Draws what a figure has on top, where the map has its places. */
  over?: (x: Scale, y: Scale) => void;
}

export function drawMap(
  pen: Pen,
  stage: PlaneStage,
  frame: PlaneFrame,
  layers: readonly Layer[],
  { seconds, full, over }: Beside,
): void {
  const { scenario, landscape } = stage;
  const box = mapBox(scenario, pen.width, pen.height);
  const x = linear(scenario.domain[0], [box.left, box.right]);
  const y = linear(scenario.domain[1], [box.bottom, box.top]);
  const shows = (layer: Layer) => layers.includes(layer);
  const { context } = pen;
  clipped(pen, box, () => {
    // A model that is left out leaves the shade to the other.
    const shades: (keyof typeof deepest)[] = shows("ink")
      ? ["sgd", "current"]
      : shows("bell")
        ? ["current", "sgd"]
        : [];
    const shaded = shades.find((model) => frame.density[model]);
    const density = shaded && frame.density[shaded];
    if (shows("dust") && frame.histogram) {
      const side = Math.round(Math.sqrt(frame.histogram.length));
      const field: Field = { values: frame.histogram, cells: [side, side] };
      shade(pen, box, field, traitsOf(field).limit, "walkers-text");
    } else if (density) {
      const field = fieldOf(stage, density);
      shade(pen, box, field, traitsOf(field).limit, deepest[shaded]);
    }
    if (shows("loss")) {
      context.strokeStyle = pen.colour("axis");
      context.lineWidth = 0.75;
      strokeLines(pen, box, lossLines(stage));
      drawValley(pen, box, scenario, x, y);
    }
    if (shows("noise")) drawEllipses(pen, box, landscape, scenario.cells);
    if (shows("rings") && frame.density.current) {
      context.strokeStyle = pen.colour("current");
      context.lineWidth = 1.75;
      strokeLines(pen, box, traitsOf(fieldOf(stage, frame.density.current)).rings);
    }
    if (shows("flux") && frame.flux)
      drawStreams(pen, box, { ...frame.flux, cells: scenario.cells }, seconds, full);
    over?.(x, y);
  });
  drawMargins(pen, box, stage, frame);
  rule(pen, [box.left, box.top], [box.right, box.top], "hair");
  rule(pen, [box.right, box.top], [box.right, box.bottom], "hair");
  const [first, second] = axesOf(scenario);
  axisBottom(pen, box, x, first);
  axisLeft(pen, box, y, second, { grid: false });
}
