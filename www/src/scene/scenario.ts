/**
 * Reading and changing scenarios by the dotted paths of the parameter table.
 * The page keeps a scenario sparse: only what the reader chose. All else is
 * the core's to fill in, so that a wider well brings its wider domain along.
 */
import type {
  LandscapeSpec,
  Parameter,
  ScheduleKind,
  SparseScenario,
  Value,
  WholeScenario,
} from "../core/types.ts";
import { suitedPlane } from "./fit-plane.ts";
import { suited } from "./fit.ts";
import type { Point } from "./points.ts";
import { asSparse, isPlane, planeOf } from "./space.ts";
import type { Use } from "./units.ts";
import { counted, frameFor, frameOf, ownUnits } from "./units.ts";

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null;

/** The kind of a landscape that has been filled in. */
export const kindOf = ({ landscape }: WholeScenario): string =>
  typeof landscape === "string" ? landscape : landscape.kind;

/** Whether a landscape is a form known by its name, with numbers that its walls and start may follow. */
export const hasNumbers = (whole: WholeScenario): boolean =>
  isTree(whole.landscape) && !["formula", "moments", "data"].includes(kindOf(whole));

/** The value at a dotted path, if the scenario sets it. */
export function read(scenario: SparseScenario, key: string): Value | undefined {
  // A schedule may be said by its name.
  if (key === "schedule.kind" && !isTree(scenario.schedule)) return scenario.schedule;
  let at: unknown = scenario;
  for (const name of key.split(".")) at = isTree(at) ? at[name] : undefined;
  return isTree(at) ? undefined : (at as Value | undefined);
}

/** Points for those who have none at hand: a slope of about one. */
export const sample: Point[] = [
  [1, 0.9],
  [1.5, 1.8],
  [2, 1.7],
  [2.5, 2.9],
  [-1, -1.3],
];

/** The experiments of the plane that a kind of landscape starts with, for kinds that need something typed. */
const planeStarters: Record<string, string> = {
  data: "intercept",
  formula: "circulation",
  moments: "uneven",
};

/** What a kind of landscape starts with when the reader first turns to it. */
export function starter(kind: string, plane = false): NonNullable<SparseScenario["landscape"]> {
  if (plane) return planeStarters[kind] ?? kind;
  switch (kind) {
    case "formula":
      return { kind, losses: ["-exp(-(W-2)^2)", "-exp(-(W-2)^2) - exp(-100*(W-1)^2)"] };
    case "moments":
      return { kind, gradient: "W", variance: "0.5 + W^2" };
    case "data":
      return { kind, model: "line", points: sample };
    default:
      return kind;
  }
}

/** The landscape as formulas, if it has some; the pit can be written as formulas as well. */
export function formulaLandscape(whole: WholeScenario) {
  const kind = kindOf(whole);
  const landscape = (kind === "pit" ? starter("formula") : whole.landscape) as LandscapeSpec;
  if (typeof landscape === "string") return undefined;
  return landscape.kind === "formula" || landscape.kind === "moments" ? landscape : undefined;
}

/** The same with the noise left out, its datapoints replaced by their mean: plain descent. */
export function withoutNoise(whole: WholeScenario): WholeScenario | undefined {
  const landscape = formulaLandscape(whole);
  if (!landscape) return undefined;
  if (landscape.kind === "moments") return { ...whole, landscape: { ...landscape, variance: "0" } };
  const { losses } = landscape;
  const mean = losses.map((loss) => `(${loss})/${losses.length}`).join(" + ");
  return { ...whole, landscape: { ...landscape, losses: [mean] } };
}

/** The kind of schedule of a scenario; if it sets none, that of `whole`. */
export const scheduleOf = (scenario: SparseScenario, whole: WholeScenario): ScheduleKind =>
  (read(scenario, "schedule.kind") ?? whole.schedule.kind) as ScheduleKind;

/** Whether a parameter belongs to the landscape, or to the schedule, that there is. */
export const belongs = ({ key, appliesTo }: Parameter, whole: WholeScenario): boolean => {
  const kind = key.startsWith("schedule.") ? whole.schedule.kind : kindOf(whole);
  return appliesTo.length === 0 || appliesTo.includes(kind);
};

/** A copy with one value changed; `whole` is the scenario as the core fills it in. */
export function write(
  scenario: SparseScenario,
  whole: WholeScenario,
  key: string,
  value: Value,
): SparseScenario {
  if (key === "landscape.kind") {
    if (value === kindOf(whole)) return scenario;
    // The walls and the start were chosen for the landscape before.
    const landscape = starter(value as string, isPlane(whole));
    const next: SparseScenario = { ...scenario, landscape };
    delete next.domain;
    delete next.initial;
    return next;
  }
  // Numbers of another schedule mean another thing.
  if (key === "schedule.kind") return { ...scenario, schedule: { kind: value as ScheduleKind } };
  const path = key.split(".");
  if (path[0] === "schedule") {
    const { schedule } = scenario;
    const given = isTree(schedule) ? schedule : { kind: scheduleOf(scenario, whole) };
    return { ...scenario, schedule: { ...given, [path[1]!]: value } };
  }
  if (path[0] !== "landscape") return put(scenario, whole, path, value) as SparseScenario;
  const [, name = "", ...rest] = path;
  const part = (of: unknown) => (isTree(of) ? of[name] : undefined);
  const given = put(part(scenario.landscape), part(whole.landscape), rest, value);
  return writeLandscape(scenario, whole, { [name]: given });
}

/** A copy with a value at a path: lists are written out, of groups only what is set. */
function put(sparse: unknown, whole: unknown, path: string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const inner = (of: unknown) => (isTree(of) ? of[name] : undefined);
  const made = put(inner(sparse), inner(whole), rest, value);
  if (!Array.isArray(whole)) return { ...(sparse as Tree | undefined), [name]: made };
  const list = [...((sparse as unknown[] | undefined) ?? (whole as unknown[]))];
  list[Number(name)] = made;
  return list;
}

/** Fields that a landscape of a kind must have, with values to begin with. */
const blank: Record<string, Tree> = {
  moments: { gradient: "0", variance: "0" },
  data: { model: "line" },
};
const planeBlank: Record<string, Tree> = {
  moments: { gradient: ["0", "0"], covariance: ["0", "0", "0"] },
  data: { model: "line" },
};

/** A copy with fields of one kind of landscape: changed in the one there is or, if that is of another kind, alone. */
export function withLandscape(
  scenario: SparseScenario,
  whole: WholeScenario,
  kind: string,
  fields: Tree,
): SparseScenario {
  if (kind === kindOf(whole)) return writeLandscape(scenario, whole, fields);
  const landscape = {
    kind,
    ...(isPlane(whole) ? planeBlank : blank)[kind],
    ...fields,
  } as LandscapeSpec;
  return { ...write(scenario, whole, "landscape.kind", kind), landscape };
}

/** The kind of landscape that points are for: that which there is, if it has some. */
export function kindOfPoints(whole: WholeScenario): string {
  const { landscape } = whole;
  if (typeof landscape === "object" && "points" in landscape) return landscape.kind;
  return isPlane(whole) ? "points" : "data";
}

/** What points are for in a scenario, once it has them. */
export function useOf(scenario: SparseScenario, whole: WholeScenario): Use {
  const kind = kindOfPoints(whole);
  const { landscape } = withLandscape(scenario, whole, kind, {});
  const { model } = landscape as { model?: string };
  return { kind, model: kind === "data" ? model : undefined, plane: isPlane(whole) };
}

/** A copy with other points: fitted by the model there is or, on other landscapes, by a line. */
export function withPoints(
  scenario: SparseScenario,
  whole: WholeScenario,
  points: Point[],
): SparseScenario {
  const use = useOf(scenario, whole);
  const frame = frameFor(points, use);
  const before = isTree(whole.landscape) ? frameOf(whole.landscape) : ownUnits;
  const fresh = kindOf(whole) !== use.kind || JSON.stringify(frame) !== JSON.stringify(before);
  const fields = frame === ownUnits ? { origin: undefined, units: undefined } : frame;
  const next = withLandscape(scenario, whole, use.kind, { points, ...fields });
  const plane = planeOf(whole);
  const seen = counted(points, frame);
  if (plane) return { ...next, ...asSparse(suitedPlane(seen, plane, use, fresh)) };
  return { ...next, ...(use.model === "line" ? suited(seen, whole, fresh) : {}) };
}

const less = (tree: Tree, name: string): Tree =>
  Object.fromEntries(Object.entries(tree).filter(([key]) => key !== name));

/** A copy without a value at fault or, if its group is nothing without that value, without the group. */
export function without(scenario: SparseScenario, field = ""): SparseScenario {
  const [group = "", name = ""] = field.split(".");
  const whole = (scenario as Tree)[group];
  // A start or wells have a usual value for each of their numbers.
  if (isTree(whole) && !Array.isArray(whole) && typeof whole[name] === "number")
    return { ...scenario, [group]: less(whole, name) };
  // If the value at fault is not set here, it is a default that chosen walls leave outside.
  const blamed = group in scenario ? group : "domain";
  return blamed in scenario ? less(scenario, blamed) : {};
}

/** What is descended, as it was typed; what was not, as the core fills it in. */
export const typedLandscape = (scenario: SparseScenario, whole: WholeScenario): Tree => ({
  ...(isTree(whole.landscape) ? whole.landscape : {}),
  ...(isTree(scenario.landscape) ? scenario.landscape : {}),
});

/** A copy with fields of the landscape changed; a landscape known by name is written out. */
export function writeLandscape(
  scenario: SparseScenario,
  whole: WholeScenario,
  fields: Tree,
): SparseScenario {
  const landscape = { ...typedLandscape(scenario, whole), ...fields } as LandscapeSpec;
  if (typeof scenario.landscape !== "string") return { ...scenario, landscape };
  // A preset's other fields go with its name: write them out too. A domain that
  // follows from the landscape's numbers, such as the wells', stays open.
  const { domain, ...rest } = whole;
  const follows = hasNumbers(whole) && !scenario.domain;
  const initial = { ...rest.initial, ...scenario.initial };
  return { ...rest, ...(follows ? {} : { domain }), ...scenario, initial, landscape };
}
