/**
 * The probability current in the plane as short streamlines, longer and thicker where more flows,
 * with a drop on each that goes along it again and again.
 */
import type { Box, Pen } from "../plot/pen.ts";

/** A vector at each cell, in rows of one W₁ each. */
export interface Flow {
  w1: Float32Array | Float64Array;
  w2: Float32Array | Float64Array;
  cells: [number, number];
}

/** Lines along the longer side. */
const across = 11;
/** Points of a line, half of them before the place it belongs to. */
const points = 18;
/** Where most flows a drop travels so many pixels in a second. */
const pace = 34;
/** Less of the strongest flow than this is not drawn, and less than that carries no drop. */
const faintest = 0.02;
const carrying = 0.2;

/** `full` is the flow that is drawn at full strength, unless more flows. */
export function drawStreams(
  pen: Pen,
  box: Box,
  flow: Flow,
  seconds: number | undefined,
  full = 0,
): void {
  const { context } = pen;
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const spacing = Math.max(width, height) / across;
  const strongest = Math.sqrt(Math.max(strongestOf(flow), full));
  if (!(strongest > 0)) return;
  context.save();
  context.lineCap = "round";
  for (let a = spacing / 2; a < width; a += spacing)
    for (let b = spacing / 2; b < height; b += spacing) {
      const at = [a / width, b / height] as const;
      const strength = Math.sqrt(strengthAt(flow, at)) / strongest;
      if (strength < faintest) continue;
      const reach = spacing * (0.35 + 0.85 * strength);
      const path = [...trace(flow, at, -reach / 2, [width, height]).reverse(), at]
        .concat(trace(flow, at, reach / 2, [width, height]))
        .map(([u, v]) => [box.left + u * width, box.bottom - v * height] as const);
      context.globalAlpha = 0.25 + 0.65 * strength;
      context.lineWidth = 0.75 + 2 * strength;
      context.strokeStyle = context.fillStyle = pen.colour("ink");
      context.beginPath();
      path.forEach(([x, y], k) => {
        if (k === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
      });
      context.stroke();
      tip(context, path.at(-2)!, path.at(-1)!, 2 + 4 * strength);
      if (seconds !== undefined && strength > carrying) {
        // Drops on neighbouring lines set out at unlike times.
        const turns = (seconds * pace * (0.2 + 0.8 * strength)) / reach + a * 0.37 + b * 0.61;
        drop(pen, path, turns % 1, 1 + 2.5 * strength);
      }
    }
  context.restore();
}

/** How much flows where most flows. */
export const strongestOf = ({ w1, w2 }: Pick<Flow, "w1" | "w2">): number => {
  let most = 0;
  for (let k = 0; k < w1.length; k++) most = Math.max(most, Math.hypot(w1[k]!, w2[k]!));
  return most;
};

type Place = readonly [number, number];

/** A vector at a place in parts of the two sides, linear between the cells' centres. */
export function flowAt({ w1, w2, cells: [n1, n2] }: Flow, [u, v]: Place): Place {
  const [a, b] = [clamp(u * n1 - 0.5, n1 - 1), clamp(v * n2 - 0.5, n2 - 1)];
  const [i, j] = [Math.min(Math.floor(a), n1 - 2), Math.min(Math.floor(b), n2 - 2)];
  const [p, q] = [a - i, b - j];
  const between = (values: Flow["w1"]) => {
    const k = i * n2 + j;
    return (
      (1 - p) * ((1 - q) * values[k]! + q * values[k + 1]!) +
      p * ((1 - q) * values[k + n2]! + q * values[k + n2 + 1]!)
    );
  };
  return [between(w1), between(w2)];
}

const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);

const strengthAt = (flow: Flow, place: Place): number => Math.hypot(...flowAt(flow, place));

/** Follows the flow so many pixels, or against it. */
function trace(flow: Flow, from: Place, pixels: number, [width, height]: Place): Place[] {
  const path: Place[] = [];
  const step = pixels / (points / 2);
  let place = from;
  for (let k = 0; k < points / 2; k++) {
    const [a, b] = flowAt(flow, place);
    // ρ is per W on both axes, and the axes are drawn to one scale.
    const size = Math.hypot(a, b);
    if (!(size > 0)) break;
    place = [place[0] + (step * a) / (size * width), place[1] + (step * b) / (size * height)];
    if (place[0] < 0 || place[0] > 1 || place[1] < 0 || place[1] > 1) break;
    path.push(place);
  }
  return path;
}

/** A drop that has gone a part of a line; it comes and goes at the ends. */
function drop(pen: Pen, path: Place[], part: number, radius: number): void {
  const { context } = pen;
  const at = part * (path.length - 1);
  const k = Math.min(Math.floor(at), path.length - 2);
  const [[x0, y0], [x1, y1]] = [path[k]!, path[k + 1]!];
  context.globalAlpha = Math.min(1, 5 * Math.min(part, 1 - part));
  context.beginPath();
  context.arc(x0 + (at - k) * (x1 - x0), y0 + (at - k) * (y1 - y0), radius, 0, 2 * Math.PI);
  context.lineWidth = 1.25;
  context.strokeStyle = pen.colour("ink");
  context.fillStyle = pen.colour("paper");
  context.fill();
  context.stroke();
}

/** An arrow's tip at the end of a line. */
function tip(
  context: CanvasRenderingContext2D,
  [x0, y0]: Place,
  [x1, y1]: Place,
  size: number,
): void {
  const angle = Math.atan2(y1 - y0, x1 - x0);
  context.beginPath();
  for (const turn of [0, 2.5, -2.5])
    context.lineTo(
      x1 + size * Math.cos(angle + turn) * (turn === 0 ? 1 : 0.9),
      y1 + size * Math.sin(angle + turn) * (turn === 0 ? 1 : 0.9),
    );
  context.closePath();
  context.fill();
}
