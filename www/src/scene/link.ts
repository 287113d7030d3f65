/**
 * Links, version 1: a scenario as a readable hash, `#v=1&preset=balance&T=0.5`,
 * saying only what differs from the preset or, without one, from the default.
 * A link that names a figure and no landscape means the figure's own.
 * A link is data from anywhere: reading one never throws, keeps every good
 * value, and says what it left out.
 */
import type { Table } from "../core/messages.ts";
import type { LandscapeSpec, SparseScenario, WholeScenario } from "../core/types.ts";
import { standards, tableOf } from "./standards.ts";
import { parse, toNumber } from "./parameter.ts";
import {
  hasNumbers,
  kindOf,
  kindOfPoints,
  read,
  starter,
  withLandscape,
  write,
} from "./scenario.ts";

const version = "1";
/** Far longer than any link made here, short enough to be read at once. */
const longest = 100_000;
const mostLosses = 1000;

/** The farthest time that a link may ask for: it is computed again, step by step. */
const latest = 100_000;

/** Ways of looking, several joined by commas; `curve` is the plainest, where another is usual. */
const views = [
  "curve",
  "log",
  "heat",
  "trace",
  "flux",
  "point",
  "warmth",
  "ink",
  "bell",
  "rings",
  "loss",
  "noise",
  "dust",
];
const isView = (view: string): boolean => view.split(",").every((word) => views.includes(word));

/** Settings that were in force up to a step, before the present ones. */
export interface Past {
  until: number;
  scenario: SparseScenario;
}

/** What is looked at, beside the scenario. */
export interface Look {
  /** SGD steps since the start. */
  time: number;
  /** A way of looking, if not the usual one. */
  view: string | undefined;
  /** What was in force on the way to this time, oldest first, if the scenario was not all along. */
  past?: Past[];
}

export const atStart: Look = { time: 0, view: undefined };

export interface Address {
  scenario: SparseScenario;
  /** The table of the space that it is read for. */
  table: Table;
  look: Look;
  /** The figure that the scenario is for, if the link names one. */
  figure: string | undefined;
  /** What was left out or changed, and why: one sentence each. */
  notices: string[];
  /** What it says something for. */
  keys: string[];
  /** The same link without one of its keys. */
  less: (key: string) => Address | undefined;
}

/**
 * Reads a hash, with or without its `#`. What it says changes what there is
 * already, which for a link is nothing.
 */
export function decode(
  hash: string,
  tables: Table,
  from?: { scenario: SparseScenario; look: Look },
  skipped: string[] = [],
): Address {
  const notices: string[] = [];
  const entries = entriesOf(hash, notices);
  for (const key of skipped) entries.delete(key);
  const keys = [...entries.keys()];
  const take: Take = (key) => {
    const text = entries.get(key);
    entries.delete(key);
    return text;
  };
  if ((take("v") ?? version) !== version)
    notices.push("The link was made by another version; what this version knows of it is used.");

  const figure = takeFigure(take, notices);
  const table = figure === undefined ? tables : tableOf(figure, tables);
  const own = figure === undefined || [...entries.keys()].some(isLandscape);
  let scenario = from && figure === undefined ? from.scenario : own ? {} : standards[figure]!;
  const whole = () => base(scenario, table);
  /** Keys that have said what is descended; a later one may say another thing. */
  let said: string[] = [];
  const say = (kind: string, keys: string[]) => {
    if (kind !== kindOf(whole()) && said.length > 0) {
      notices.push(
        `This was left out, because ${keys[0]} says another landscape: ${said.join(", ")}.`,
      );
      said = [];
    }
    said.push(...keys);
  };
  const describe = (kind: string, keys: string[], fields: Record<string, unknown>) => {
    say(kind, keys);
    scenario = withLandscape(scenario, whole(), kind, fields);
  };

  const preset = take("preset");
  if (table.presets.some(({ id }) => id === preset)) {
    scenario = { landscape: preset! };
    said = ["preset"];
  } else if (preset !== undefined)
    notices.push(`There is no preset “${shown(preset)}”: it was left out.`);

  // Of two parameters there are several kinds with points: which is meant, comes first.
  const kinds = table.space === "plane" ? takeKind(take, table, notices) : undefined;
  if (kinds !== undefined && kinds !== kindOf(whole())) {
    say(kinds, ["landscape"]);
    scenario = write(scenario, whole(), "landscape.kind", kinds);
  }
  const points = takePoints(take, notices);
  if (points) describe(kindOfPoints(whole()), ["points"], { points });
  for (const [key, path] of Object.entries(momentsOf(table))) {
    const formula = take(key);
    if (formula === undefined) continue;
    const [field, place] = path.split(".");
    const fields = place === undefined ? formula : placed(whole(), field!, Number(place), formula);
    describe("moments", [key], { [field!]: fields });
  }
  const { said: formulas, losses } = takeLosses(take, whole());
  if (formulas.length > 0) describe("formula", formulas, { losses });

  // The landscape first: what else there is depends on it.
  const rank = (key: string) =>
    key === "landscape.kind" ? 0 : key.startsWith("landscape") ? 1 : 2;
  const rows = table.parameters.toSorted((a, b) => rank(a.key) - rank(b.key));
  for (const parameter of rows) {
    const { appliesTo, key, link } = parameter;
    const text = take(link);
    if (text === undefined) continue;
    const result = parse(parameter, text);
    if ("problem" in result) {
      notices.push(`${link} = “${shown(text)}” was left out: ${result.problem}.`);
      continue;
    }
    if (key === "landscape.kind") say(String(result.value), [link]);
    const now = kindOf(whole());
    const kind = appliesTo.includes(now) ? now : appliesTo[0];
    if (kind !== undefined) {
      const first = !from && said.length === 0;
      say(kind, [link]);
      // A landscape's own parameter brings its landscape along: in a figure's own scene, to its walls.
      if (kind !== kindOf(whole()))
        scenario = first
          ? { ...scenario, landscape: starter(kind, table.space === "plane") }
          : write(scenario, whole(), "landscape.kind", kind);
    }
    scenario = write(scenario, whole(), key, result.value);
  }
  const look = takeLook(take, notices, from?.look);
  const was = take("was");
  if (was !== undefined)
    look.past = pastOf(was, look.time, { scenario, whole: whole(), table }, notices);
  for (const key of entries.keys())
    notices.push(`“${shown(key)}” is not a parameter and was left out.`);
  const less = (key: string) =>
    keys.includes(key) ? decode(hash, tables, from, [...skipped, key]) : undefined;
  return { scenario, table, look, figure, notices, keys, less };
}

/** The hash, without its `#`, that `decode` reads as this scenario. */
export function encode(
  scenario: SparseScenario,
  table: Table,
  { time, view, past = [] }: Look = atStart,
  shown?: string,
): string {
  const whole = base(scenario, table);
  // Only the name of a figure says that there are two parameters.
  const figure = shown ?? (table.space === "plane" ? "plane" : undefined);
  const entries = [`v=${version}`];
  const landscape = landscapeEntries(scenario.landscape, table);
  if (figure !== undefined) {
    entries.push(`figure=${figure}`);
    // Without a landscape it would be the figure's own.
    const own = Object.keys(standards[figure] ?? {}).length > 0;
    const named = landscape.some((entry) => isLandscape(entry.split("=")[0]!));
    if (own && !named) landscape.unshift(`landscape=${kindOf(whole)}`);
  }
  entries.push(...landscape);
  for (const { key, link } of table.parameters) {
    if (key.startsWith("landscape")) continue;
    const value = read(scenario, key);
    // A domain that follows from the landscape's numbers is always said once it is chosen.
    const follows = key.startsWith("domain") && hasNumbers(whole);
    if (value === undefined || (value === read(whole, key) && !follows)) continue;
    entries.push(`${link}=${escaped(String(value))}`);
  }
  if (view !== undefined) entries.push(`view=${view}`);
  if (time > 0) {
    const was = past.map((one) => segment(one, scenario, table));
    if (was.length > 0 && was.every(Boolean)) entries.push(`was=${was.join(";")}`);
    entries.push(`t=${Math.min(time, latest)}`);
  }
  return entries.join("&");
}

/** Whether a link can tell what was in force before a scenario. */
export const canTell = (past: Past[], scenario: SparseScenario, table: Table): boolean =>
  past.every((one) => segment(one, scenario, table) !== undefined);

/**
 * Past settings as a link tells them: the step that they ended at, then what was other than it
 * is now, such as `40,T:0.02`. Only parameters can be told so: formulas and points cannot.
 */
function segment(
  { until, scenario: then }: Past,
  now: SparseScenario,
  table: Table,
): string | undefined {
  const keys = table.parameters.flatMap(({ key, link }) => {
    const [a, b] = [then, now].map((one) => read(one, key) ?? read(base(one, table), key));
    return a === undefined || a === b ? [] : [{ key, link, value: a }];
  });
  const whole = base(now, table);
  const back = keys.reduce((made, { key, value }) => write(made, whole, key, value), now);
  const same = (a: SparseScenario, b: SparseScenario) =>
    JSON.stringify(spelled(a, table)) === JSON.stringify(spelled(b, table));
  if (!same(back, then)) return undefined;
  return [until, ...keys.map(({ link, value }) => `${link}:${escaped(String(value))}`)].join(",");
}

/** A scenario with its parameters and what is descended written out, however it was said. */
const spelled = (scenario: SparseScenario, table: Table) => {
  const whole = base(scenario, table);
  const { landscape = whole.landscape } = scenario;
  const typed = typeof landscape === "string" ? landscape : { ...landscape };
  const values = table.parameters.map(({ key }) => read(scenario, key) ?? read(whole, key));
  const { losses, points, gradient, variance } = typed as Record<string, unknown>;
  return [values, losses, points, gradient, variance];
};

/** The past that a link tells, in words what of it cannot be read. */
function pastOf(
  text: string,
  time: number,
  { scenario, whole, table }: { scenario: SparseScenario; whole: WholeScenario; table: Table },
  notices: string[],
): Past[] {
  const past: Past[] = [];
  for (const piece of text.split(";")) {
    const [step = "", ...pairs] = piece.split(",");
    const until = toNumber(step);
    let then = scenario;
    const good = pairs.every((pair) => {
      const [link, ...value] = pair.split(":");
      const parameter = table.parameters.find((row) => row.link === link);
      const result = parameter && parse(parameter, value.join(":"));
      if (!result || "problem" in result) return false;
      then = write(then, whole, parameter.key, result.value);
      return true;
    });
    if (!good || !isTime(until) || until <= (past.at(-1)?.until ?? 0) || until > time) {
      notices.push(
        `was = “${shown(text)}” was left out: it is made of steps up to t, each with what was set until then, as in was=40,T:0.02;60,T:0.05.`,
      );
      return [];
    }
    past.push({ until, scenario: then });
  }
  return past;
}

/** The landscape of a scenario that says none. */
const usual = ({ space }: Pick<Table, "space">): string => (space === "plane" ? "points" : "pit");

/** What the core fills into a scenario with this landscape; a domain may follow its numbers. */
function base({ landscape }: SparseScenario, table: Table): WholeScenario {
  const { presets, starters } = table;
  const given = landscape ?? usual(table);
  if (typeof given === "string")
    return presets.find(({ id }) => id === given)?.scenario ?? starters[given]!;
  // What has no walls and start of its own has the usual ones.
  const around = starters[given.kind] ?? starters[usual(table)]!;
  return { ...around, landscape: given as LandscapeSpec };
}

/** Whether a key says what is descended; others only change it. */
const isLandscape = (key: string): boolean =>
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
const momentsOf = ({ space }: Table): Record<string, string> =>
  space === "plane" ? planeMoments : moments;

/** A list of formulas with one of them changed. */
function placed({ landscape }: WholeScenario, field: string, place: number, formula: string) {
  const list = (landscape as unknown as Record<string, string[] | undefined>)[field];
  const changed = [...(list ?? (field === "gradient" ? ["0", "0"] : ["0", "0", "0"]))];
  changed[place] = formula;
  return changed;
}

/** Takes the kind of landscape that a link names, if there is one. */
function takeKind(take: Take, { parameters }: Table, notices: string[]): string | undefined {
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
  if (name === "points") return name;
  const path = field.replace("landscape.", "");
  const known = { ...moments, ...planeMoments };
  const [moment] = Object.entries(known).find(([, of]) => of === path) ?? [];
  return moment ?? parameters.find(({ key }) => key === field)?.link ?? field;
}

/** Keys that are not in the table. */
export const typedKeys = [
  "v",
  "preset",
  "figure",
  "view",
  "t",
  "was",
  "G",
  "S2",
  "points",
  ...Object.keys(planeMoments),
];

/** A link with some of its keys changed. */
export function merge(hash: string, keys: Record<string, string>): string {
  const entries = entriesOf(hash);
  for (const [key, value] of Object.entries(keys)) entries.set(key, value);
  return [...entries].map(([key, value]) => `${escaped(key)}=${escaped(value)}`).join("&");
}

/** What a hash says, by its keys, whatever they are. */
export function entriesOf(hash: string, notices: string[] = []): Map<string, string> {
  const entries = new Map<string, string>();
  const again = new Set<string>();
  if (hash.length > longest) {
    notices.push("The link is too long to be read; the default is used.");
    return entries;
  }
  for (const piece of hash.replace(/^#/, "").split("&")) {
    if (piece === "") continue;
    const cut = piece.indexOf("=");
    try {
      if (cut < 1) throw new URIError();
      const key = decodeURIComponent(piece.slice(0, cut));
      if (entries.has(key)) again.add(key);
      entries.set(key, decodeURIComponent(piece.slice(cut + 1)));
    } catch {
      notices.push(`“${shown(piece)}” cannot be read and was left out.`);
    }
  }
  for (const key of again)
    notices.push(`“${shown(key)}” is said more than once; the last one counts.`);
  return entries;
}

/** Takes what a link says for a key, once. */
type Take = (key: string) => string | undefined;

function takeFigure(take: Take, notices: string[]): string | undefined {
  const figure = take("figure");
  if (figure === undefined || Object.hasOwn(standards, figure)) return figure;
  notices.push(`There is no figure “${shown(figure)}”.`);
  return undefined;
}

const isTime = (time: unknown): boolean =>
  Number.isInteger(time) && (time as number) >= 0 && (time as number) <= latest;

/** The look nearest to something from outside, such as a file, that a link could tell of. */
export function lookOf(value: unknown): Look {
  const { time, view, past } = (value ?? {}) as Record<string, unknown>;
  return {
    ...(Array.isArray(past) && past.every(isPast) ? { past } : {}),
    time: Math.min(Math.max(Math.floor(Number(time)) || 0, 0), latest),
    view: typeof view === "string" && isView(view) ? view : undefined,
  };
}

const isPast = (value: unknown): value is Past => {
  const { until, scenario } = (value ?? {}) as Record<string, unknown>;
  return isTime(until) && typeof scenario === "object" && scenario !== null;
};

function takeLook(take: Take, notices: string[], look: Look = atStart): Look {
  const [t, view] = [take("t"), take("view")];
  const time = t === undefined ? look.time : toNumber(t);
  const known = isTime(time);
  if (!known)
    notices.push(
      `t = “${shown(t!)}” was left out: the time is a whole number between 0 and ${latest}.`,
    );
  const seen = view === undefined || isView(view);
  if (!seen)
    notices.push(`view = “${shown(view)}” was left out: a view is made of ${views.join(", ")}.`);
  return {
    time: known ? time : look.time,
    view: seen ? (view ?? look.view) : look.view,
  };
}

/** The formulas l0, l1, …, in place of those that a landscape has already. */
function takeLosses(take: Take, { landscape }: WholeScenario) {
  const known = typeof landscape === "object" && landscape.kind === "formula";
  const losses = known ? [...landscape.losses] : [];
  const said: string[] = [];
  for (let j = 0; j < mostLosses; j++) {
    const loss = take(`l${j}`);
    if (loss === undefined && j >= losses.length) break;
    if (loss === undefined) continue;
    losses[j] = loss;
    said.push(`l${j}`);
  }
  return { said, losses };
}

/** Points are written x,y;x,y;… */
function takePoints(take: Take, notices: string[]): number[][] | undefined {
  const text = take("points");
  if (text === undefined) return undefined;
  const points = text.split(";").map((pair) => pair.split(",").map(toNumber));
  if (points.every((pair) => pair.length === 2 && pair.every(Number.isFinite))) return points;
  notices.push(`points = “${shown(text)}” was left out: points are pairs of numbers, x,y;x,y.`);
  return undefined;
}

function landscapeEntries(landscape: SparseScenario["landscape"], table: Table): string[] {
  const { parameters, presets } = table;
  if (landscape === undefined || landscape === usual(table)) return [];
  if (typeof landscape === "string")
    return [`${presets.some(({ id }) => id === landscape) ? "preset" : "landscape"}=${landscape}`];
  if (table.space === "plane") return planeEntries(landscape, table);
  switch (landscape.kind) {
    case "formula":
      return landscape.losses.map((loss, j) => `l${j}=${escaped(loss)}`);
    case "moments":
      return [`G=${escaped(landscape.gradient)}`, `S2=${escaped(landscape.variance)}`];
    default: {
      const { kind } = landscape;
      const points = kind === "data" ? landscape.points : [];
      const said = parameters.flatMap(({ key, link, default: standard, appliesTo }) => {
        const value = read({ landscape }, key);
        const usual = key === "landscape.kind" || value === undefined || value === standard;
        return usual ? [] : [{ entry: `${link}=${escaped(String(value))}`, brings: appliesTo[0] }];
      });
      const entries = said.map(({ entry }) => entry);
      if (points.length > 0) entries.unshift(`points=${points.join(";")}`);
      // A parameter brings the first of the landscapes along that it belongs to.
      const brought = points.length > 0 || said.some(({ brings }) => brings === kind);
      return brought ? entries : [`landscape=${kind}`, ...entries];
    }
  }
}

/** A landscape of two parameters: its kind, and what of it is not the kind's own. */
function planeEntries(landscape: object, { parameters, starters }: Table): string[] {
  const { kind, ...fields } = landscape as { kind: string } & Record<string, unknown>;
  const own = (starters[kind]?.landscape ?? {}) as unknown as Record<string, unknown>;
  const typed = Object.entries(planeMoments).map(([link, path]) => [link, ...path.split(".")]);
  const losses = (fields.losses ?? []) as string[];
  const points = (fields.points ?? []) as number[][];
  return [
    `landscape=${kind}`,
    ...losses.map((loss, j) => `l${j}=${escaped(loss)}`),
    ...typed.flatMap(([link, field, place]) => {
      const formula = (fields[field!] as string[] | undefined)?.[Number(place)];
      return kind === "moments" && formula !== undefined ? [`${link}=${escaped(formula)}`] : [];
    }),
    ...(points.length > 0 ? [`points=${points.join(";")}`] : []),
    ...parameters.flatMap(({ key, link, appliesTo }) => {
      if (key === "landscape.kind" || !appliesTo.includes(kind)) return [];
      const value = read({ landscape } as SparseScenario, key);
      const same = value === undefined || value === read({ landscape: own } as SparseScenario, key);
      return same ? [] : [`${link}=${escaped(String(value))}`];
    }),
  ];
}

/** Escapes what would end an entry or not survive in an address; formulas stay readable. */
const escaped = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd")).replace(
    /%(?:2F|5E|2C|3B|3A|2B|3D)/g,
    decodeURIComponent,
  );

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
