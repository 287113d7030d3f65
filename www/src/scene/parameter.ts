/** One parameter of the core's table: its bounds in words, its values from text, its place on a slider. */
import type {
  NumberParameter,
  Parameter,
  Value,
  WholePlaneScenario,
  WholeScenario,
} from "../core/types.ts";
import { number } from "../plot/format.ts";
import { plain } from "./numerals.ts";
import { planeOf } from "./space.ts";

export const isNumber = (parameter: Parameter): parameter is NumberParameter =>
  !("options" in parameter);

/** The number that a text stands for, NaN if it is none. */
export function toNumber(text: string): number {
  const trimmed = plain(text)
    // 100,000 has thousands, 0,05 a decimal comma.
    .replace(
      /^(-?[1-9]\d{0,2})((?:,\d{3})+)(?=$|\.)/,
      (_, first: string, rest: string) => first + rest.replaceAll(",", ""),
    )
    .replace(/^(-?\d*),(\d+)(?=$|e)/i, "$1.$2");
  return trimmed === "" ? NaN : Number(trimmed);
}

/** Whether two names differ in their capitals alone. */
export const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** As many digits as the bounds of the table have. */
const bound = (value: number): string => number(value, 7);

/** The value that a text stands for, or what is wrong with it. */
export function parse(parameter: Parameter, text: string): { value: Value } | { problem: string } {
  if (!isNumber(parameter)) {
    const choice = parameter.options.find(({ value }) => isSame(String(value), text));
    if (choice) return { value: choice.value };
    const known = parameter.options.map(({ value }) => String(value)).join(", ");
    return { problem: `${parameter.label} is one of ${known}` };
  }
  const { label, min, max, integer } = parameter;
  const value = toNumber(text);
  if (value >= min && value <= max && (!integer || Number.isInteger(value))) return { value };
  const sort = integer ? "a whole number " : "";
  return { problem: `${label} is ${sort}between ${bound(min)} and ${bound(max)}` };
}

/**
 * The stretch of values worth a slider; nothing where only typing makes sense.
 * The table's own range is what is allowed, which for a place is far more than
 * what is near.
 */
export function reach(
  { key, min, max }: NumberParameter,
  whole: WholeScenario,
): [number, number] | undefined {
  const plane = planeOf(whole);
  if (plane) return reachInPlane({ key, min, max }, plane);
  const [from, to] = whole.domain;
  switch (key) {
    case "initial.mean":
      return [from, to];
    case "initial.sd":
      return [Math.max(min, (to - from) / 1000), (to - from) / 2];
    case "domain.0":
    case "domain.1":
    case "seed":
      return undefined;
    default:
      return [min, max];
  }
}

/** The same of two parameters, each within its own walls. */
function reachInPlane(
  { key, min, max }: Pick<NumberParameter, "key" | "min" | "max">,
  { domain, landscape }: WholePlaneScenario,
): [number, number] | undefined {
  const [group, name, place] = key.split(".");
  const [from, to] = domain[Number(place ?? 0)] ?? [min, max];
  if (group === "domain" || key === "seed") return undefined;
  // A bowl. A ridge, on which nothing stays, can be typed.
  if (/hessian\.(0\.0|1\.1)$/.test(key)) return [0, max];
  // The part of the way to a point: below, all one sees is that nothing moves.
  if (key === "learningRate" && landscape.kind === "points") return [0.02, max];
  if (group !== "initial") return [min, max];
  return name === "mean" ? [from, to] : [Math.max(min, (to - from) / 1000), (to - from) / 2];
}

/** Moves along a slider from 0 to 1, by steps or by factors. */
export function slider(
  { scale, integer }: Pick<NumberParameter, "scale" | "integer">,
  [from, to]: [number, number],
): { place: (value: number) => number; value: (place: number) => number } {
  // 0 has no logarithm, so the scale begins a little above: at the first count, or at a small part.
  const least = integer ? 1 : (to - from) / 1e4;
  const shift = from <= 0 ? least - from : 0;
  const forth = scale === "log" ? (value: number) => Math.log(value + shift) : Number;
  const back = scale === "log" ? (place: number) => Math.exp(place) - shift : Number;
  const [low, high] = [forth(from), forth(to)];
  return {
    place: (value) => Math.min(Math.max((forth(value) - low) / (high - low), 0), 1),
    value: (place) => {
      const exact = back(low + place * (high - low));
      // Three digits are as fine as a hand is, and make a readable link.
      const round = integer ? Math.round(exact) : tidy(exact, scale === "log" ? 0 : to - from);
      return Math.min(Math.max(round, from), to);
    },
  };
}

/** Rounds to three digits of the value itself or, if greater, of `span`. */
export function tidy(value: number, span: number): number {
  const size = Math.max(Math.abs(value), span);
  if (size === 0) return 0;
  const digits = 2 - Math.floor(Math.log10(size));
  return Number(value.toFixed(Math.min(Math.max(digits, 0), 20)));
}
