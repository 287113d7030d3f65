import type { Fault, Table } from "../core/messages.ts";
import type { SparseScenario, Value, WholeScenario } from "../core/types.ts";
import { core } from "../core/client.ts";
import { CoreError } from "../core/post.ts";
import { Latest } from "../core/latest.ts";
import { fetched, said } from "../core/scripts.ts";
import type { Look } from "./look.ts";
import { atStart } from "./look.ts";
import { keyOf } from "./landscape-link.ts";
import type { Choice, Point, PointTable } from "./points.ts";
import { read, typedLandscape, withPoints, without, write, writeLandscape } from "./scenario.ts";

/** A scenario from outside, and what it is if one of the keys that say it is left out. */
interface Given {
  scenario: SparseScenario;
  /** The table of its space, if that may be another than before. */
  table?: Table;
  look?: Look;
  /** What has been left out of it already, in words. */
  notices?: string[];
  keys?: string[];
  less?: (key: string) => Given | undefined;
}

/** A table of points as it was pasted, and what was read of it. */
export interface Pasted {
  text: string;
  table: PointTable;
  /** Where it is from, if it is one of those that the page offers. */
  source: string;
}

/** A table that could not be read. */
const unread = (problem: string): PointTable => ({
  ...{ points: [], columns: [], x: 0, y: 1, decimal: ".", ambiguous: false, words: [] },
  problem,
});

/** Most points that are taken of a table, so that descending them is quick. Two parameters cost more. */
const enough = { line: 300, plane: 60 };

/**
 * One scenario and the figures and controls that share it. Only scenarios that
 * the core accepts get in; a refused one leaves the scene as it was, with the
 * fault to show. Fires `change` whenever either is new.
 */
export class Scene extends EventTarget {
  fault: Fault | undefined;
  /** The table last pasted, taken or not. */
  pasted: Pasted | undefined;
  /** How often a scenario was loaded from outside: the figures start anew each time. */
  loads = 0;
  /** Where the next change starts from: ahead of `scenario` while the core looks at it. */
  #draft: SparseScenario;
  #checks = new Latest();

  private constructor(
    /** The table of one parameter, which has that of two. */
    readonly tables: Table,
    public table: Table,
    public scenario: SparseScenario,
    /** The scenario with the core's defaults filled in. */
    public whole: WholeScenario,
    /** What is looked at: figures go there on loading, and then tell where they are. */
    public look: Look,
  ) {
    super();
    this.#draft = scenario;
  }

  /** Opens a scenario; what the core refuses is left out, with a notice for each. */
  static async open(tables: Table, given: Given): Promise<[Scene, notices: string[]]> {
    const own = given.table ?? tables;
    const { scenario, whole, notices } = await accept(given, own, (field) => keyOf(field, own));
    return [new Scene(tables, own, scenario, whole, given.look ?? atStart), notices];
  }

  /** The landscape last asked for, checked or not, with what the core fills in. */
  get draft(): Record<string, unknown> {
    return typedLandscape(this.#draft, this.whole);
  }

  /** The value last asked for, checked or not: what the next small change starts from. */
  wanted(key: string): Value | undefined {
    return read(this.#draft, key) ?? read(this.whole, key);
  }

  /** The scenario with the landscape last asked for: what the next small move of a valley starts from. */
  get ahead(): WholeScenario {
    const { landscape } = this.#draft;
    const known = typeof landscape === "object" && "losses" in landscape;
    return known ? { ...this.whole, landscape } : this.whole;
  }

  set(key: string, value: Value): void {
    this.change((scenario, whole) => {
      const made = write(scenario, whole, key, value);
      const { points } = (made.landscape ?? {}) as { points?: Point[] };
      // Another model may want the points in other units.
      return key === "landscape.model" && points ? withPoints(made, whole, points) : made;
    });
  }

  /** Changes fields of the landscape that are not in the table: formulas, points. */
  setLandscape(fields: Record<string, unknown>): void {
    this.change((scenario, whole) => writeLandscape(scenario, whole, fields));
  }

  /** Turns to the points of a table, if it has some; answers with why it has none. */
  async paste(text: string, choice: Choice = {}, source = ""): Promise<string | undefined> {
    // What reads tables is fetched with the first of them.
    const table = await fetched("What reads tables", () => import("./points.ts")).then(
      ({ readTable }) => readTable(text, enough[this.table.space ?? "line"], choice),
      (error: unknown) => unread(said(error)),
    );
    this.pasted = { text, table, source };
    if (table.problem === undefined)
      this.change((scenario, whole) => withPoints(scenario, whole, table.points));
    else this.report(this.fault);
    return table.problem;
  }

  /** Turns to a preset, in its space: everything as it has it. */
  choose(preset: string, table = this.table): void {
    const scenario = { landscape: preset };
    if (table === this.table) this.change(() => scenario);
    else void this.load({ scenario, table });
  }

  /**
   * Takes a scenario from outside, such as an edited address; answers with what
   * was left out, calling each field as a link or as `named` does.
   */
  async load(given: Given, named?: (field: string) => string): Promise<string[]> {
    const table = given.table ?? this.table;
    const naming = named ?? ((field: string) => keyOf(field, table));
    const { scenario, whole, notices } = await accept(given, table, naming);
    this.table = table;
    this.#draft = scenario;
    this.look = given.look ?? atStart;
    this.pasted = undefined;
    this.loads += 1;
    this.#commit(scenario, whole);
    return notices;
  }

  /** Notes what a figure shows now. Fires `look`: the scene itself stays as it is. */
  lookAt(look: Partial<Look>): void {
    this.look = { ...this.look, ...look };
    this.dispatchEvent(new Event("look"));
  }

  /** Shows a fault that was found before the core was asked, or clears it. */
  report(fault: Fault | undefined): void {
    this.fault = fault;
    this.dispatchEvent(new Event("change"));
  }

  /** Changes the scenario in whatever way, all at once: what the core refuses changes nothing. */
  change(change: (scenario: SparseScenario, whole: WholeScenario) => SparseScenario): void {
    // Changes add up: each starts from the ones before, checked or not.
    this.#draft = change(this.#draft, this.whole);
    this.#checks.run(async () => {
      const draft = this.#draft;
      const whole = await check(draft, this.table);
      if (whole instanceof CoreError) {
        this.#draft = this.scenario;
        this.report(whole.fault);
      } else this.#commit(draft, whole);
    });
  }

  #commit(scenario: SparseScenario, whole: WholeScenario): void {
    this.scenario = scenario;
    this.whole = whole;
    this.report(undefined);
  }
}

/** A fault with its field, by whatever name. */
export const inWords = ({ field, message }: Fault, named: (field: string) => string): string =>
  field === undefined ? message : `${named(field)}: ${message}`;

/** Leaves out what is refused, one by one, until the core accepts the rest. */
async function accept(
  given: Given,
  table: Table,
  named: (field: string) => string,
): Promise<{ scenario: SparseScenario; whole: WholeScenario; notices: string[] }> {
  const notices: string[] = [];
  for (;;) {
    const { scenario } = given;
    const whole = await check(scenario, table);
    if (!(whole instanceof CoreError))
      return { scenario, whole, notices: [...(given.notices ?? []), ...notices] };
    if (Object.keys(scenario).length === 0) throw whole;
    const { fault } = whole;
    const key = named(fault.field ?? "");
    const [left, rest] = (await oneLess(given, table, key)) ?? [
      key,
      given.less?.(key) ?? { scenario: without(scenario, fault.field) },
    ];
    const why = inWords(fault, named).replace(/\.$/, "");
    notices.push(
      left === key ? `${why}. The default is used instead.` : `${why}: “${left}” was left out.`,
    );
    given = rest;
  }
}

/** Keys that are tried, after the one at fault: more than a link has. */
const most = 40;

/** A single key without which all is well: that at fault, or else one that it does not go with. */
async function oneLess({ keys = [], less }: Given, table: Table, fault: string) {
  for (const key of new Set([fault, ...keys.slice(0, most)])) {
    const rest = less?.(key);
    if (rest && !((await check(rest.scenario, table)) instanceof CoreError))
      return [key, rest] as const;
  }
  return undefined;
}

/** The whole of a scenario, or why it will not run. */
async function check(
  scenario: SparseScenario,
  { space = "line" }: Table,
): Promise<WholeScenario | CoreError> {
  try {
    return await core.ask("check", { scenario, space });
  } catch (error) {
    if (error instanceof CoreError) return error;
    throw error;
  }
}
