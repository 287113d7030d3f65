/** What is descended, as a link tells it: formulas, points, and the numbers of a known form. */
import type { Table } from "../core/messages.ts";
import type { SparseScenario, WholeScenario } from "../core/types.ts";
import { usual } from "./base.ts";
import type { Take } from "./entries.ts";
import { escaped, shown } from "./entries.ts";
import { parse, toNumber } from "./parameter.ts";
import { read } from "./scenario.ts";
import { frameOf } from "./units.ts";

const mostLosses = 1000;
/** A link may leave out this many keys of a row such as l0, l1, …; after more, the row has ended. */
const mostMissed = 10;

/** Whether a key says what is descended; others only change it. */
export const isLandscape = (key: string): boolean =>
  ["preset", "landscape", "l0", "G", "S2", "points", ...Object.keys(planeMoments)].includes(key);

/** Keys of moments, and their fields: of two parameters, entries of lists. */
const moments = { G: "gradient", S2: "variance" };
const planeMoments = {
  G1: "gradient.0",
  G2: "gradient.1",
  C11: "covariance.0",
  C12: "covariance.1",
  C22: "covariance.2",
};
export const momentsOf = ({ space }: Table): Record<string, string> =>
  space === "plane" ? planeMoments : moments;

/** A list of formulas with one of them changed. */
export function placed(
  { landscape }: WholeScenario,
  field: string,
  place: number,
  formula: string,
) {
  const list = (landscape as unknown as Record<string, string[] | undefined>)[field];
  const changed = [...(list ?? (field === "gradient" ? ["0", "0"] : ["0", "0", "0"]))];
  changed[place] = formula;
  return changed;
}

/** Takes the kind of landscape that a link names, if there is one. */
export function takeKind(take: Take, { parameters }: Table, notices: string[]): string | undefined {
  const text = take("landscape");
  if (text === undefined) return undefined;
  const result = parse(
    parameters.find(({ key }) => key === "landscape.kind")!,
    text,
  );
  if ("value" in result) return String(result.value);
  notices.push(`landscape = “${shown(text)}” was left out: ${result.problem}.`);
  return undefined;
}

/** What a link calls a field of a scenario. */
export function keyOf(field: string, { parameters }: Table): string {
  const [, name = "", row = ""] = field.split(".");
  if (name === "losses") return `l${row}`;
  if (["points", "constants", "origin", "units"].includes(name)) return name;
  const path = field.replace("landscape.", "");
  const known = { ...moments, ...planeMoments };
  const [moment] = Object.entries(known).find(([, of]) => of === path) ?? [];
  return moment ?? parameters.find(({ key }) => key === field)?.link ?? field;
}

/** Keys that are not in the table. */
export const typedKeys = [
  "v",
  "preset",
  "of",
  "figure",
  "view",
  "t",
  "was",
  "G",
  "S2",
  "constants",
  "points",
  "origin",
  "units",
  ...Object.keys(planeMoments),
];

/** The formulas l0, l1, …, in place of those that a landscape has already. */
export function takeLosses(take: Take, { landscape }: WholeScenario) {
  const known = typeof landscape === "object" && landscape.kind === "formula";
  const losses = known ? [...landscape.losses] : [];
  const said: string[] = [];
  for (let j = 0, missed = 0; j < mostLosses && missed < mostMissed; j++) {
    const loss = take(`l${j}`);
    if (loss === undefined) {
      if (j >= losses.length) missed += 1;
      continue;
    }
    // Where one is left out, those after it move up.
    losses[Math.min(j, losses.length)] = loss;
    said.push(`l${j}`);
  }
  return { said, losses };
}

/** Points are written x,y;x,y;… */
export function takePoints(take: Take, notices: string[]): number[][] | undefined {
  const text = take("points");
  if (text === undefined) return undefined;
  const points = text.split(";").map((pair) => pair.split(",").map(toNumber));
  if (points.every((pair) => pair.length === 2 && pair.every(Number.isFinite))) return points;
  notices.push(`points = “${shown(text)}” was left out: points are pairs of numbers, x,y;x,y.`);
  return undefined;
}

/** How points are counted is written x,y: where they begin, and their units. */
export function takeFrame(take: Take, notices: string[]): Record<string, number[]> {
  const fields: Record<string, number[]> = {};
  for (const key of ["origin", "units"]) {
    const text = take(key);
    if (text === undefined) continue;
    const pair = text.split(",").map(toNumber);
    const good =
      key === "units" ? (value: number) => value > 0 && value < Infinity : Number.isFinite;
    if (pair.length === 2 && pair.every(good)) fields[key] = pair;
    else
      notices.push(
        `${key} = “${shown(text)}” was left out: it is a pair of numbers, for x and for y.`,
      );
  }
  return fields;
}

const frameEntries = (landscape: object): string[] => {
  const { origin, units } = frameOf(landscape);
  return [
    ...(origin.some((from) => from !== 0) ? [`origin=${origin.join(",")}`] : []),
    ...(units.some((unit) => unit !== 1) ? [`units=${units.join(",")}`] : []),
  ];
};

/** Constants are written name:value,name:value. */
export function takeConstants(take: Take, notices: string[]): Record<string, number> | undefined {
  const text = take("constants");
  if (text === undefined) return undefined;
  const pairs = text.split(",").map((pair) => {
    const [name = "", value = ""] = pair.split(":");
    return [name.trim(), toNumber(value)] as const;
  });
  if (pairs.every(([name, value]) => name !== "" && Number.isFinite(value)))
    return Object.fromEntries(pairs);
  notices.push(
    `constants = “${shown(text)}” was left out: constants are names with numbers, a:1,b:2.`,
  );
  return undefined;
}

/** Whether a key may say what momentum is given to: a landscape of one parameter. */
const isInner = (key: string, { parameters }: Table): boolean =>
  key === "of" ||
  ["points", "origin", "units", "constants", ...Object.keys(moments)].includes(key) ||
  /^l\d+$/.test(key) ||
  parameters.some((row) => row.link === key && row.key.startsWith("landscape."));

/** What momentum is given to, as a link of one parameter; nothing if it says none. */
export function takeInner(take: Take, keys: string[], line: Table): string | undefined {
  const inner = keys.filter((key) => key !== "landscape" && isInner(key, line));
  if (!inner.some((key) => key === "of" || isLandscape(key))) return undefined;
  return inner.map((key) => `${key === "of" ? "landscape" : key}=${escaped(take(key)!)}`).join("&");
}

/** The keys of what momentum is given to: those of one parameter, its kind as `of`. */
const innerEntries = (landscape: SparseScenario["landscape"], line: Table): string[] => {
  const given = landscape ?? usual(line);
  const entries = landscapeEntries(given, line).map((entry) =>
    entry.replace(/^(?:landscape|preset)=/, "of="),
  );
  const key = (entry: string) => entry.split("=")[0]!;
  const isNamed = entries.some((entry) => key(entry) === "of" || isLandscape(key(entry)));
  return isNamed ? entries : [`of=${typeof given === "string" ? given : given.kind}`, ...entries];
};

/** The constants that are not what they are if nobody says it. */
const constantEntries = (landscape: { constants?: Record<string, number> }): string[] => {
  const told = Object.entries(landscape.constants ?? {}).filter(([, value]) => value !== 1);
  const text = told.map(([name, value]) => `${escaped(name)}:${value}`).join(",");
  return text === "" ? [] : [`constants=${text}`];
};

/** The keys that say a landscape. */
export function landscapeEntries(landscape: SparseScenario["landscape"], table: Table): string[] {
  const { parameters, presets } = table;
  if (landscape === undefined || landscape === usual(table)) return [];
  if (typeof landscape === "string")
    return [`${presets.some(({ id }) => id === landscape) ? "preset" : "landscape"}=${landscape}`];
  if (table.space === "plane") return planeEntries(landscape, table);
  switch (landscape.kind) {
    case "formula":
      return [
        ...landscape.losses.map((loss, j) => `l${j}=${escaped(loss)}`),
        ...constantEntries(landscape),
      ];
    case "moments":
      return [
        `G=${escaped(landscape.gradient)}`,
        `S2=${escaped(landscape.variance)}`,
        ...constantEntries(landscape),
      ];
    default: {
      const { kind } = landscape;
      const points = kind === "data" ? landscape.points : [];
      const said = parameters.flatMap(({ key, link, default: standard, appliesTo }) => {
        const value = read({ landscape }, key);
        const usual = key === "landscape.kind" || value === undefined || value === standard;
        return usual ? [] : [{ entry: `${link}=${escaped(String(value))}`, brings: appliesTo[0] }];
      });
      const entries = said.map(({ entry }) => entry);
      if (points.length > 0)
        entries.unshift(`points=${points.join(";")}`, ...frameEntries(landscape));
      // A parameter brings the first of the landscapes along that it belongs to.
      const brought = points.length > 0 || said.some(({ brings }) => brings === kind);
      return brought ? entries : [`landscape=${kind}`, ...entries];
    }
  }
}

/** A landscape of two parameters: its kind, and what of it is not the kind's own. */
function planeEntries(landscape: object, { parameters, starters, line }: Table): string[] {
  const { kind, ...fields } = landscape as { kind: string } & Record<string, unknown>;
  const own = (starters[kind]?.landscape ?? {}) as unknown as Record<string, unknown>;
  const typed = Object.entries(planeMoments).map(([link, path]) => [link, ...path.split(".")]);
  const losses = (fields.losses ?? []) as string[];
  const points = (fields.points ?? []) as number[][];
  const inner = fields.landscape as SparseScenario["landscape"];
  const given = kind === "momentum" && JSON.stringify(inner) !== JSON.stringify(own.landscape);
  return [
    `landscape=${kind}`,
    ...(given ? innerEntries(inner, line!) : []),
    ...losses.map((loss, j) => `l${j}=${escaped(loss)}`),
    ...constantEntries(fields),
    ...typed.flatMap(([link, field, place]) => {
      const formula = (fields[field!] as string[] | undefined)?.[Number(place)];
      return kind === "moments" && formula !== undefined ? [`${link}=${escaped(formula)}`] : [];
    }),
    ...(points.length > 0 ? [`points=${points.join(";")}`, ...frameEntries(fields)] : []),
    ...parameters.flatMap(({ key, link, appliesTo }) => {
      if (key === "landscape.kind" || !appliesTo.includes(kind)) return [];
      const value = read({ landscape } as SparseScenario, key);
      const same = value === undefined || value === read({ landscape: own } as SparseScenario, key);
      return same ? [] : [`${link}=${escaped(String(value))}`];
    }),
  ];
}
