/**
 * Units for points: a learning rate near 0.02 and walls a few steps apart suit numbers near one.
 * Points far from that are counted in powers of ten, and in the plane from their middle.
 */
import { number } from "../plot/format.ts";
import { tidy } from "./parameter.ts";
import type { Point } from "./points.ts";

/** What points are for. */
export interface Use {
  kind: string;
  model?: string | undefined;
  plane: boolean;
}

/** How points are counted: (x − origin)/unit. */
export interface Frame {
  origin: [number, number];
  units: [number, number];
}

export const ownUnits: Frame = { origin: [0, 0], units: [1, 1] };

/** The largest of some sizes. */
export const most = (sizes: number[]): number => Math.max(0, ...sizes.map(Math.abs));

/** √(Σy²/Σx²), whatever the sizes: how steep the steepest line could be that fits. */
export function steepness(points: Point[]): number {
  const [x, y] = [0, 1].map((axis) => points.map((point) => point[axis]!)) as [number[], number[]];
  const [largeX, largeY] = [most(x), most(y)];
  if (largeX === 0) return 0;
  const squares = (of: number[], large: number) =>
    large === 0 ? 0 : of.reduce((sum, value) => sum + (value / large) ** 2, 0);
  return (largeY / largeX) * Math.sqrt(squares(y, largeY) / squares(x, largeX));
}

/** The power of ten of which a size is between a half and five; 1 for nothing. */
function unitOf(size: number): number {
  if (size === 0) return 1;
  const power = Math.floor(Math.log10(size) - Math.log10(0.5));
  return Number(`1e${Math.min(Math.max(power, -300), 300)}`);
}

const within = (value: number, [low, high]: [number, number]): boolean =>
  value >= low && value <= high;

/** The units that points are to be counted in; those that they are given in wherever these do. */
export function frameFor(points: Point[], { kind, model, plane }: Use): Frame {
  const axes = [0, 1].map((axis) => points.map((point) => point[axis]!));
  const [x, y] = axes.map(middled) as [Middled, Middled];
  const answers = model === "line" || kind === "network";
  // Labels are what they are; a neuron answers up to one.
  const label =
    model === "neuron" && y.most > 0 && !within(y.most, [0.05, 2]) ? unitOf(y.most) * 10 : 1;
  if (kind === "points") {
    const fits = [x, y].every(({ most, wide }) => most <= 500 && (wide === 0 || wide > 0.1));
    return fits
      ? ownUnits
      : { origin: [x.middle, y.middle], units: [unitOf(x.wide), unitOf(y.wide)] };
  }
  const steep = steepness(points);
  if (!plane || kind === "network") {
    const slopes: [number, number] = kind === "network" ? [0.1, 10] : [0.01, 400];
    const sizes: [number, number] = kind === "network" ? [0.3, 10] : [0.3, answers ? 45 : 5];
    const plain = within(x.most, sizes) && (!answers || steep === 0 || within(steep, slopes));
    if (plain && label === 1) return ownUnits;
    return { origin: [0, 0], units: [unitOf(x.most), answers ? unitOf(y.most) : label] };
  }
  const centred = Math.abs(x.middle) <= 2 * x.wide;
  const plain = within(x.most, [0.3, answers ? 10 : 5]) && centred;
  if (plain && label === 1 && (!answers || within(y.most, [0.1, 50]) || y.most === 0))
    return ownUnits;
  return answers
    ? { origin: [x.middle, y.middle], units: [unitOf(x.wide), unitOf(y.wide)] }
    : { origin: [x.middle, 0], units: [unitOf(x.wide), label] };
}

interface Middled {
  most: number;
  /** A round number near the mean. */
  middle: number;
  /** How far the farthest is from the middle. */
  wide: number;
}

function middled(values: number[]): Middled {
  const { length } = values;
  const mean = values.reduce((sum, value) => sum + value / length, 0);
  const spread = most(values.map((value) => value / 2 - mean / 2)) * 2;
  const middle = spread > 0 && spread < Infinity ? tidy(mean, spread) : mean;
  return { most: most(values), middle, wide: most(values.map((value) => value - middle)) };
}

/** Points as they are counted, as the core does it. */
export const counted = (points: Point[], { origin, units }: Frame): Point[] =>
  points.map((point) => point.map((value, a) => (value - origin[a]!) / units[a]!) as Point);

/** The units of a landscape. */
export function frameOf(landscape: unknown): Frame {
  const { origin, units } = landscape as Partial<Frame>;
  return { origin: origin ?? ownUnits.origin, units: units ?? ownUnits.units };
}

/** What is counted how, and what W stands for then; nothing where all is as it is given. */
export function unitsInWords(frame: Frame, { kind, model, plane }: Use): string {
  const { origin, units } = frame;
  const names = kind === "points" ? ["W₁", "W₂"] : ["x", "y"];
  const axes = names.flatMap((name, a) => {
    const from = origin[a] === 0 ? "" : ` from ${number(origin[a]!, 6)}`;
    const unit = units[a] === 1 ? "" : ` in units of ${number(units[a]!)}`;
    return from + unit === "" ? [] : [`${name} is counted${from}${unit}`];
  });
  if (axes.length === 0) return "";
  const slope = plane ? "W₁" : "W";
  const steps = model === "logistic" ? 1 / units[0] : units[1] / units[0];
  const stands =
    kind === "data" && model !== "neuron"
      ? `: ${slope} = 1 stands for ${number(steps)} ${model === "logistic" ? "for each 1 of x" : "of y for each 1 of x"}`
      : kind === "network"
        ? `: W₁W₂ = 1 stands for ${number(steps)} of y for each 1 of x`
        : "";
  return `So that T and the walls are plain numbers, ${axes.join(", ")}${stands}.`;
}
