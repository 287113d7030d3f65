/** What each figure shows when nothing is said, by the figure's name. */
import type { Table } from "../core/messages.ts";
import type { SparseScenario } from "../core/types.ts";
import { starter } from "./scenario.ts";
import { asSparse } from "./space.ts";

/** Cells that play at the pace of a phone; a fractal needs more. */
const cells: [number, number] = [128, 128];

/** Figures of a model with two parameters. */
const planes = {
  // Walls just outside the bell.
  points: asSparse({
    domain: [
      [-1.35, 1.35],
      [-1.35, 1.35],
    ],
  }),
  plane: asSparse({ landscape: "ring", cells }),
  // Walls so far off that none of what turns at them is seen where the current rests.
  circulation: asSparse({
    landscape: "linear",
    domain: [
      [-1.25, 1.25],
      [-1.25, 1.25],
    ],
    cells,
  }),
  momentum: asSparse({
    landscape: {
      kind: "momentum",
      landscape: { kind: "formula", losses: ["(W-1)^2/2", "(W+1)^2/2"] },
      momentum: 0.9,
    },
    learningRate: 0.1,
    domain: [
      [-3, 3],
      [-1.2, 1.2],
    ],
    initial: { mean: [2, 0], sd: [0.1, 0.05] },
    cells,
  }),
  // A rate at which the valley is gone along while one looks.
  network: asSparse({ landscape: "network", learningRate: 0.1, cells }),
} satisfies Record<string, SparseScenario>;

const all = {
  ...planes,
  pit: {},
  // With this seed the ball starts where it says, and gets out before the axis ends: others take longer.
  ball: { walkers: 1, initial: { mean: 0.75, sd: 0.001 }, seed: 3488 },
  step: { initial: { mean: 0.87, sd: 0.01 }, learningRate: 0.02, domain: [0.7, 1.7] },
  fan: { landscape: "flow", walkers: 40, initial: { mean: 1, sd: 0.6 } },
  flow: { landscape: "flow" },
  spread: {
    landscape: { kind: "moments", gradient: "0", variance: "0.25 + W^2" },
    learningRate: 0.1,
    domain: [-4, 4],
    initial: { mean: 1, sd: 0.25 },
  },
  balance: { landscape: "balance" },
  end: {
    landscape: { kind: "moments", gradient: "(W+1)*W*(W-1)", variance: "1 + W^2" },
    learningRate: 0.2,
    domain: [-2.5, 2.5],
    initial: { mean: -1, sd: 0.2 },
  },
  energy: {
    domain: [0.75, 1.3],
    initial: { mean: 1.01, sd: 0.05 },
    learningRate: 0.01,
  },
  widths: { landscape: "widths" },
  annealing: {
    landscape: "widths",
    learningRate: 0.6,
    schedule: { kind: "step", time: 40, factor: 0.5 },
  },
  epochs: {
    landscape: { kind: "formula", losses: ["W^2/2", "(W-1)^2/2", "(W-3)^2/2"] },
    learningRate: 0.1,
    domain: [-1, 4],
    initial: { mean: 1.333, sd: 0.05 },
  },
  metric: { landscape: "metric", initial: { mean: -2, sd: 0.65 } },
  own: {
    landscape: starter("data"),
    learningRate: 0.04,
    domain: [0.2, 2.2],
    initial: { mean: 1.9, sd: 0.06 },
  },
  evolve: {},
} satisfies Record<string, SparseScenario>;

export type FigureName = keyof typeof all;

export const standards: Record<string, SparseScenario> = all;

/** Figures that the article does not show; `docs.test.mjs` holds them against the article. */
export const ofTheLab: string[] = ["evolve", "plane"] satisfies FigureName[];

/** The table of the space that a figure's scenes are made for. */
export const tableOf = (figure: string, table: Table): Table =>
  (Object.hasOwn(planes, figure) ? table.plane : undefined) ?? table;
