import type { Cooled } from "./cooling.ts";
import type { Epoch } from "./epochs.ts";
import type {
  Absorbed,
  Energies,
  LandscapeCurves,
  Metric,
  Model,
  Moments,
  Parameter,
  ParameterGroup,
  PassageTime,
  PlaneGrid,
  PlaneLandscape,
  PlaneLinearEnd,
  PlaneMoments,
  PlaneStationary,
  Population,
  Preset,
  Resolution,
  Sampling,
  SparseScenario,
  Stationary,
  WholePlaneScenario,
  WholeScenario,
  WidthQuestion,
  Widths,
} from "./types.ts";

/** How many parameters the model has: one, on a line, or two, in a plane. */
export type Space = "line" | "plane";

/** Everything the page can choose from; made by the core, the same for every figure. */
export interface Table {
  /** What its scenarios are made for; the line if nothing is said. */
  space?: Space;
  parameters: Parameter[];
  /** Headings with the fields of a scenario under them, in the order of showing. */
  groups: ParameterGroup[];
  presets: Preset[];
  /** Landscapes that their name alone says, each with all that the core fills in around it. */
  starters: Record<string, WholeScenario>;
  /** The same for two parameters, in the table of one. */
  plane?: Table;
  /** The table of one parameter, in that of two. */
  line?: Table;
}

/** What a figure wants to see of a simulation. A model nobody asks for costs nothing. */
export interface View {
  models: Model[];
  /** Bars of the walkers' histogram; 0 leaves the walkers alone. */
  bins: number;
  /** Whether the walkers are wanted one by one. */
  points?: boolean;
  /** Whether it is wanted how much probability flows where. */
  flux?: boolean;
  /** Whether the current is wanted in the coordinate that makes the noise even. */
  metric?: boolean;
}

/** A simulation at one time. */
export interface Frame {
  /** SGD steps since the start. */
  time: number;
  density: Partial<Record<Model, Float64Array>>;
  /** Models that the scenario asks too much of, and why; the others go on without them. */
  refused: Partial<Record<Model, string>>;
  /** Density of the walkers on equal bins of the domain. */
  histogram: Float64Array | null;
  moments: Partial<Record<Population, Moments>>;
  /** Total variation between SGD and each other model in view, 0…1. */
  distance: Partial<Record<Model, number>>;
  walkers: Float64Array | null;
  /** What walls have absorbed, where they have or may. */
  absorbed: Partial<Record<Population, Absorbed>>;
  /** The probability current ρ at the cells' edges, 1/step; positive to the right. */
  flux: Float64Array | null;
  metric: Metric | null;
}

/** Whether the cells carry the numbers of a time. */
export interface Carried {
  time: number;
  resolutions: Resolution[];
}

/** A simulation's fixed surroundings, with its frames since it was opened. */
export interface Stage {
  scenario: WholeScenario;
  grid: Float64Array;
  edges: Float64Array;
  landscape: LandscapeCurves;
  /** Up to the time of asking, oldest first: the last one is how it is now. */
  frames: Frame[];
}

/** What a figure wants to see of a simulation of two parameters. */
export interface PlaneView {
  models: Model[];
  /** Bins of the walkers' histogram along each axis; 0 leaves the walkers alone. */
  bins: number;
  /** Whether it is wanted how much probability flows where. */
  flux: boolean;
  /** Whether it is wanted where the first walker is. */
  walk: boolean;
}

/** A simulation of two parameters at one time. Values on the grid stand in rows of one W₁ each. */
export interface PlaneFrame {
  time: number;
  density: Partial<Record<Model, Float32Array>>;
  refused: Partial<Record<Model, string>>;
  histogram: Float32Array | null;
  moments: Partial<Record<Population, PlaneMoments>>;
  distance: Partial<Record<Model, number>>;
  /** ρ at the cells' centres, along W₁ and along W₂, in 1/(W step). */
  flux: { w1: Float32Array; w2: Float32Array } | null;
  /** Where the first walker is. */
  walker: [number, number] | null;
}

/** A plane simulation's fixed surroundings, with its frames since it was opened. */
export interface PlaneStage {
  scenario: WholePlaneScenario;
  grid: PlaneGrid;
  landscape: PlaneLandscape;
  frames: PlaneFrame[];
}

/** What a run of each space is looked at with, and what it gives to see. */
export interface Spaces {
  line: { view: View; frame: Frame; stage: Stage };
  plane: { view: PlaneView; frame: PlaneFrame; stage: PlaneStage };
}
type AnyOf<K extends "view" | "frame" | "stage"> = Spaces[Space][K];

/** Every question the page may put to the worker, with its answer. */
export interface Calls {
  describe: { ask: object; answer: Table };
  /** The whole of a scenario that will run. */
  check: { ask: { scenario: SparseScenario; space: Space }; answer: WholeScenario };
  /** Starts a simulation under the given number, in place of any before it, and takes so many steps. */
  open: {
    ask: {
      simulation: number;
      space: Space;
      scenario: SparseScenario;
      steps: number;
      view: AnyOf<"view">;
    };
    answer: AnyOf<"stage">;
  };
  /** Goes on under a changed scenario from the same time and densities. */
  update: {
    ask: { simulation: number; scenario: SparseScenario; view: AnyOf<"view"> };
    answer: AnyOf<"stage">;
  };
  advance: {
    ask: { simulation: number; steps: number; view: AnyOf<"view"> };
    answer: AnyOf<"frame">;
  };
  reset: { ask: { simulation: number; view: AnyOf<"view"> }; answer: AnyOf<"frame"> };
  /** Whether the cells carry the numbers of these models now. */
  resolution: { ask: { simulation: number; models: Model[] }; answer: Carried };
  close: { ask: { simulation: number }; answer: null };
  endState: {
    ask: { scenario: SparseScenario };
    answer: { end: Stationary; landscape: LandscapeCurves };
  };
  /** The current's end state of two parameters, beside its closed form where there is one. */
  planeEndState: {
    ask: { scenario: SparseScenario };
    answer: { end: PlaneStationary; exact: PlaneLinearEnd | undefined };
  };
  landscape: {
    ask: { scenario: SparseScenario };
    answer: { grid: Float64Array } & LandscapeCurves;
  };
  /** What holds probability in place, for the current and for SGD, above the foot of a climb. */
  energies: { ask: { scenario: SparseScenario; foot: number }; answer: Energies };
  /** Where epochs lead, with datapoints drawn anew at each step and with each once. */
  /** Where T falling in drops every `time` steps leaves the probability of two valleys. */
  cooled: { ask: { scenario: SparseScenario; time: number }; answer: Cooled };
  /** T of the steps from 0 on. */
  rates: { ask: { scenario: SparseScenario; steps: number }; answer: Float64Array };
  epochs: { ask: { scenario: SparseScenario }; answer: Record<Sampling, Epoch> };
  passage: { ask: { scenario: SparseScenario; from: number; to: number }; answer: PassageTime };
  compareWidths: { ask: WidthQuestion; answer: Widths };
}

export type Question = keyof Calls;

export type Asked = { [Q in Question]: { type: Q; call: number; ask: Calls[Q]["ask"] } }[Question];

export type Request =
  | Asked
  /** The first message. */
  | { type: "start"; wasm: Wasm; lock: string }
  /** The plane's part of the wasm, unless the first was the whole. */
  | { type: "plane"; wasm: Wasm | undefined };

/** The call that the first message counts as: answered when the core runs. */
export const startCall = 0;

/** The wasm, as it is or compiled. */
export type Wasm = ArrayBuffer | WebAssembly.Module;

/** An error as data: what crosses from worker to page. */
export interface Fault {
  name: string;
  message: string;
  /** Dotted path of the offending field, if the fault is a field's. */
  field?: string;
  /** 0-based column, if the fault is a formula's. */
  position?: number;
  /** What to do about it, if the fault is nobody's scenario's. */
  todo?: string;
  /** What to send to whoever can mend it. */
  report?: string;
  /** The formula that was probably meant, if one can be told. */
  mend?: string;
}

export type Reply =
  { call: number; answer: Calls[Question]["answer"] } | { call: number; fault: Fault };

/** Name of the fault of a simulation that the core knows nothing of: it is a new one. */
export const gone = "Gone";

/** A worker's first message: it runs. */
export interface Started {
  started: true;
}
