/** A numeric parameter of a scenario. */
export interface Parameter {
  /** Dotted path in the scenario, such as "learningRate" or "initial.mean". */
  key: string;
  /** Key in a link. */
  link: string;
  label: string;
  unit: string;
  default: number;
  min: number;
  max: number;
  scale: "linear" | "log";
  integer: boolean;
  help: string;
  /** Kinds of landscape that it belongs to, or of schedule if its key begins so; empty for all. */
  appliesTo: string[];
}

/** A parameter that is a choice among names. */
export interface Choice {
  key: string;
  link: string;
  label: string;
  default: string;
  options: { value: string; label: string }[];
  help: string;
  appliesTo: string[];
}

/** A heading, and the fields of a scenario under it, in the order of showing: those that the keys of
 *  parameters and choices begin with. */
export interface ParameterGroup {
  title: string;
  fields: string[];
}

/** A function that formulas may call. */
export interface FormulaFunction {
  name: string;
  /** Other names for it. */
  also: string[];
}

/** Values of the names that a landscape's formulas use; 1 where none is given. */
export type Constants = Record<string, number>;

/** How points are counted: x as (x − origin[0])/units[0], y likewise. Usually from 0 in ones. */
export interface Frame {
  origin?: [number, number];
  units?: [number, number];
}

export type DataModel = "line" | "logistic" | "neuron";

export type LandscapeSpec =
  | "pit"
  | { kind: "wells"; ratio: number; height: number; noise: number }
  | { kind: "double"; height: number; tilt: number; noise: number }
  | { kind: "formula"; losses: string[]; constants?: Constants }
  | { kind: "moments"; gradient: string; variance: string; constants?: Constants }
  | ({ kind: "data"; model: DataModel; points: [number, number][] } & Frame);

/** How T follows the time t, in steps since the start; in every model the step from t to t + 1
 *  is one of T(t):
 *  "step" T·factor^⌊t/time⌋; "inverse" T/(1 + t/time); "cosine" from T to T·floor in `time`
 *  steps; "restarts" the same again and again, each `growth` times as long as the one before.
 *  `stationary`, `passageTime` and `compareWidths` are of the T that it ends at, and throw where
 *  there is none. */
export type Schedule =
  | { kind: "constant" }
  | { kind: "step"; time: number; factor: number }
  | { kind: "inverse"; time: number }
  | { kind: "cosine"; time: number; floor: number }
  | { kind: "restarts"; time: number; floor: number; growth: number };

/** A scenario with every field filled in. */
export interface Scenario {
  landscape: LandscapeSpec;
  learningRate: number;
  schedule: Schedule;
  batchSize: number;
  /** "shuffle": SGD and its walkers go through all datapoints before one comes again. The
   *  density of "sgd" is then exact for up to 10 datapoints at 2048 cells, and throws beyond;
   *  `batchSize` must divide their number; `energies` and SGD's passage times throw. */
  sampling: "replace" | "shuffle";
  /** What gradients are divided by before a step: W → W − T A g_j. With "rms",
   *  A = 1/(√(G² + S²/B) + ε) and T is in W; with "newton", A = 1/(|L″| + δ) and T is a pure
   *  number. */
  preconditioner: "none" | "rms" | "newton";
  /** ε or δ. */
  damping: number;
  convention: "ito" | "stratonovich" | "klimontovich";
  secondOrder: boolean;
  rule: "jump" | "flow";
  substeps: number;
  domain: [number, number];
  /** What becomes of W where it would land beyond the domain: "reflect", it is mirrored;
   *  "absorb", "absorbLeft", "absorbRight", both walls or one absorb it, and densities integrate
   *  to what is left; "periodic", it goes on at the other end. The end state on a ring has a
   *  current, `flux`; where walls absorb, it is what they have `absorbed`, with what survives
   *  long beside it. `compareWidths` throws, and so do `passageTime` where some never arrive and
   *  SGD's on a ring. */
  walls: "reflect" | "absorb" | "absorbLeft" | "absorbRight" | "periodic";
  cells: number;
  initial: { mean: number; sd: number };
  walkers: number;
  walkerRule: "sgd" | "gaussian";
  seed: number;
}

/** A scenario as it may be written: everything optional, landscapes also by name. */
export type PartialScenario = Partial<Omit<Scenario, "landscape" | "initial" | "schedule">> & {
  schedule?:
    | Schedule["kind"]
    | { kind?: Schedule["kind"]; time?: number; factor?: number; floor?: number; growth?: number };
  landscape?:
    | LandscapeSpec
    | string
    | { kind: "pit" }
    | { kind: "wells"; ratio?: number; height?: number; noise?: number }
    | { kind: "double"; height?: number; tilt?: number; noise?: number };
  initial?: { mean?: number; sd?: number };
};

/** What `compareWidths` is asked: the wells' own parameters beside a scenario's fields. */
export type WidthQuestion = PartialScenario & {
  ratio?: number;
  height?: number;
  noise?: number;
  /** Whether SGD's own passage times, which take up to a second, are wanted; true if not given. */
  withSgd?: boolean;
};

export interface Preset {
  id: string;
  title: string;
  scenario: Scenario;
}

/** Thrown for every bad argument. */
export interface ScenarioError extends Error {
  name: "ScenarioError";
  /** Dotted path of the offending field. */
  field: string;
  /** Column of the fault in a formula, from 0. */
  position?: number;
  /** The formula that was probably meant, if one can be told. */
  mend?: string;
}

/** A model with a density. */
export type ModelName = "current" | "gaussian" | "sgd";

export interface Moments {
  mean: number;
  sd: number;
}

export interface Landscape {
  loss: Float64Array;
  losses: Float64Array[];
  /** G, or A G where steps are preconditioned. */
  gradient: Float64Array;
  /** S²/B, or A²S²/B. */
  variance: Float64Array;
  energy: Float64Array;
}

export interface Stationary {
  grid: Float64Array;
  edges: Float64Array;
  density: Float64Array;
  logDensity: Float64Array;
  /** Φ up to a constant; +Infinity where no mass can stay. */
  energy: Float64Array;
  classes: { from: number; to: number; share: number }[];
  minima: {
    at: number;
    peak: number;
    logPeak: number;
    mass: number;
    logMass: number;
    from: number;
    to: number;
  }[];
  /** ρ, the same everywhere, 1/step: 0 but on a ring. */
  flux: number;
  /** The part of the start that walls absorb in the end: with all shares it adds up to 1. */
  absorbed: Absorbed;
  /** What is left in the long run where walls absorb, as a density that integrates to 1, and the
   *  mean time in steps until it is absorbed: it falls as e^(−t/time). None where walls absorb
   *  nothing, or gates make it depend on the start. */
  survivors?: { density: Float64Array; time: number; logTime: number };
  /** Whether the grid carries places, peaks, masses, shares and the survivors' time. Of what
   *  ends in one cell, a point, the peak is that of the cell, whatever its width. */
  resolution: Resolution;
}

/** What the walls have absorbed, 0…1. */
export interface Absorbed {
  left: number;
  right: number;
}

/** Ratios wide/narrow; the logarithms hold where the plain values overflow. */
export interface WidthRatios {
  peakRatio: number;
  massRatio: number;
  logPeakRatio: number;
  logMassRatio: number;
}

/** Mean first-passage times between the bottoms of the wells, in steps. */
export interface WidthTimes {
  narrowToWide: number;
  logNarrowToWide: number;
  wideToNarrow: number;
  logWideToNarrow: number;
  /** Whether the grid carries both. */
  resolution: Resolution;
}

export interface WidthComparison {
  /** In closed form. The exponents, ∫2G/(TAS²) from a bottom to the barrier, are as k² to 1
   *  for SGD, as k to 1 with "rms" where noise outweighs slope, alike with "newton" undamped. */
  predicted: WidthRatios & { exponentNarrow: number; exponentWide: number };
  solved: WidthRatios & { resolution: Resolution };
  /** One over the slowest rate of the current, in steps. */
  relaxationTime: number;
  logRelaxationTime: number;
  /** Whether the grid carries the relaxation time. */
  resolution: Resolution;
  passage: WidthTimes;
  /** The same of SGD itself, unless `withSgd` is false. */
  sgd?: WidthTimes;
}

/** Whether the cells carry a number, and how many would. */
export interface Resolution {
  /** Whether more cells would leave the digits shown as they are. */
  resolved: boolean;
  /** The cells that would do: those there are, or more, perhaps more than a scenario can have. */
  cells: number;
}

/** Mean first-passage times in steps; Infinity where the way is barred. */
export interface PassageTime {
  current: number;
  logCurrent: number;
  sgd: number;
  logSgd: number;
  /** Whether the grid carries each of them. SGD's is solved on a grid of its own, with up to
   *  16 cells for each of the scenario's. */
  resolution: { current: Resolution; sgd: Resolution };
}

/** Energies of rare events: P ~ e^(−V/T) as T → 0; Infinity where no step leads back. What such
 *  places part has a zero of its own on either side. */
export interface Energies {
  current: Float64Array;
  sgd: Float64Array;
  thetaCurrent: Float64Array;
  thetaSgd: Float64Array;
}

/** The coordinate x = ∫dW/S at centres and edges, with density and drift in it. */
export interface Metric {
  x: Float64Array;
  edges: Float64Array;
  density: Float64Array;
  drift: Float64Array;
}

/** A landscape of two parameters; see `planePresets()` for an example of each. */
export type PlaneLandscapeSpec =
  | ({ kind: "points"; points: [number, number][]; curvature: number } & Frame)
  | { kind: "linear"; hessian: Matrix; noise: Matrix }
  | { kind: "basins"; ratio: number; height: number; noise: number }
  | { kind: "ring"; stiffness: number; narrowing: number; noise: number; variation: number }
  | ({ kind: "network"; points: [number, number][] } & Frame)
  | ({ kind: "data"; model: DataModel; points: [number, number][] } & Frame)
  | { kind: "formula"; losses: string[]; constants?: Constants }
  | {
      kind: "moments";
      gradient: [string, string];
      covariance: [string, string, string];
      constants?: Constants;
    }
  /** W₁ is W, W₂ its velocity v: v → βv − T g_j(W), then W → W + v. If no `domain` is given, the
   *  walls of v follow from T. The current, noise along v only, is that of leading order in T
   *  and 1 − β; `secondOrder` throws. Walls mirror W and v each by itself. */
  | { kind: "momentum"; landscape: LandscapeSpec; momentum: number };

/** Two rows of two numbers. */
export type Matrix = [[number, number], [number, number]];

/** A scenario of two parameters with every field filled in. */
export interface PlaneScenario {
  landscape: PlaneLandscapeSpec;
  learningRate: number;
  batchSize: number;
  convention: "ito" | "stratonovich" | "klimontovich";
  secondOrder: boolean;
  /** The walls of W₁ and of W₂. */
  domain: Matrix;
  cells: [number, number];
  initial: { mean: [number, number]; sd: [number, number] };
  walkers: number;
  walkerRule: "sgd" | "gaussian";
  seed: number;
}

/** The same as it may be written: everything optional, landscapes also by name. */
export type PartialPlaneScenario = Partial<Omit<PlaneScenario, "landscape" | "initial">> & {
  landscape?: string | { kind: PlaneLandscapeSpec["kind"]; [field: string]: unknown };
  initial?: { mean?: [number, number]; sd?: [number, number] };
};

export interface PlanePreset {
  id: string;
  title: string;
  scenario: PlaneScenario;
}

/** Values along W₁ and along W₂. */
export interface PlaneGrid {
  w1: Float64Array;
  w2: Float64Array;
}

export interface PlaneMoments {
  mean: [number, number];
  covariance: Matrix;
}

/** On the grid, in rows of one W₁ each. */
export interface PlaneLandscape {
  loss: Float64Array;
  gradient: PlaneGrid;
  covariance: { w11: Float64Array; w12: Float64Array; w22: Float64Array };
}

/** The end state of the current of two parameters; rates are per step. */
export interface PlaneStationary {
  grid: PlaneGrid;
  edges: PlaneGrid;
  density: Float64Array;
  /** ρ at the cells' centres. */
  flux: PlaneGrid;
  /** Φ = −ln P up to a constant; +Infinity where no mass can stay. */
  energy: Float64Array;
  /** ∫∫(W₁ρ₂ − W₂ρ₁) about the mean, W²/step. */
  circulation: number;
  /** ∫∫ρᵀD⁻¹ρ/P, 1/step. */
  entropyProduction: number;
  /** Whether the cells carry these two; `cells` of the axis that has the more. */
  resolution: Resolution;
  moments: PlaneMoments;
  /** Whether the cells carry means and spreads to two digits, the correlation in hundredths. */
  momentsResolution: Resolution;
  /** The peaks of the density, the highest first, with the mass from which Φ leads down to each. */
  minima: { at: [number, number]; peak: number; mass: number }[];
  /** Whether the cells carry the peaks to two digits, their masses in whole percents. */
  minimaResolution: Resolution;
}

/** The end state of linear gradients in closed form, without walls. */
export interface PlaneLinearEnd {
  covariance: Matrix;
  circulation: number;
  /** Infinity where noise along one line feeds a current across it. */
  entropyProduction: number;
}
