/** Losses that everybody knows, each as a loss for every datapoint, to start formulas from. */
import type { Space } from "../core/messages.ts";
import type { SparseScenario } from "../core/types.ts";

export interface NamedLoss {
  name: string;
  losses: string[];
  learningRate: number;
  domain: [number, number] | [[number, number], [number, number]];
  initial: { mean: number | [number, number]; sd: number | [number, number] };
}

/** The same loss leaning once to each side: gradients of noise ±s. */
const leaning = (loss: string, ...leans: string[]): string[] =>
  leans.flatMap((lean) => [`${loss} + ${lean}`, `${loss} - ${lean}`]);

export const namedLosses: Record<Space, NamedLoss[]> = {
  line: [
    {
      name: "Double well, (W² − 1)²/4",
      losses: leaning("(W^2 - 1)^2/4", "W"),
      learningRate: 0.1,
      domain: [-2, 2],
      initial: { mean: -1, sd: 0.1 },
    },
    {
      name: "Squared loss, labels 0, 1 and 4",
      losses: ["W^2", "(W - 1)^2", "(W - 4)^2"],
      learningRate: 0.05,
      domain: [-2, 6],
      initial: { mean: 5, sd: 0.3 },
    },
    {
      name: "Absolute loss, labels 0, 1 and 4",
      losses: ["abs(W)", "abs(W - 1)", "abs(W - 4)"],
      learningRate: 0.05,
      domain: [-2, 6],
      initial: { mean: 5, sd: 0.3 },
    },
    {
      name: "Huber’s loss, smoothed, labels 0, 1 and 4",
      losses: ["sqrt(1 + W^2) - 1", "sqrt(1 + (W - 1)^2) - 1", "sqrt(1 + (W - 4)^2) - 1"],
      learningRate: 0.1,
      domain: [-2, 6],
      initial: { mean: 5, sd: 0.3 },
    },
    {
      name: "Hinge loss, with weight decay",
      losses: ["max(0, 1 - W) + W^2/20", "max(0, 1 - 2*W) + W^2/20", "max(0, 1 + W/2) + W^2/20"],
      learningRate: 0.05,
      domain: [-3, 4],
      initial: { mean: -2, sd: 0.2 },
    },
    {
      name: "Logistic loss, one label wrong",
      losses: ["softplus(-W)", "softplus(-2*W)", "softplus(W/2)"],
      learningRate: 0.3,
      domain: [-3, 5],
      initial: { mean: -2, sd: 0.2 },
    },
    {
      name: "Many wells, W²/2 + 1 − cos 2πW",
      losses: leaning("W^2/2 + 1 - cos(2*pi*W)", "2*W"),
      learningRate: 0.02,
      domain: [-3, 3],
      initial: { mean: 2, sd: 0.1 },
    },
  ],
  plane: [
    {
      name: "Rosenbrock’s valley, (1 − W₁)² + 5 (W₂ − W₁²)²",
      losses: leaning("(1 - W1)^2 + 5*(W2 - W1^2)^2", "W1", "W2"),
      learningRate: 0.01,
      domain: [
        [-2, 2],
        [-1, 3],
      ],
      initial: { mean: [-1.2, 1], sd: [0.1, 0.1] },
    },
    {
      name: "Himmelblau’s four wells, over 20",
      losses: leaning("((W1^2 + W2 - 11)^2 + (W1 + W2^2 - 7)^2)/20", "2*W1", "2*W2"),
      learningRate: 0.03,
      domain: [
        [-5, 5],
        [-5, 5],
      ],
      initial: { mean: [0, 0], sd: [0.3, 0.3] },
    },
    {
      name: "A saddle between two wells",
      losses: leaning("(W1^2 - 1)^2/4 + W2^2/2", "W1/2", "W2/2"),
      learningRate: 0.1,
      domain: [
        [-2, 2],
        [-2, 2],
      ],
      initial: { mean: [0, 1], sd: [0.1, 0.1] },
    },
    {
      name: "Two weights in a row, (W₁W₂ − 1)²",
      losses: ["(W1*W2 - 1.5)^2", "(W1*W2 - 0.5)^2"],
      learningRate: 0.05,
      domain: [
        [0, 2.5],
        [0, 2.5],
      ],
      initial: { mean: [1.6, 0.3], sd: [0.1, 0.1] },
    },
  ],
};

/** A scenario that starts from a known loss: its walls, start and T, and all else as it was. */
export const startFrom = (
  { losses, learningRate, domain, initial }: NamedLoss,
  scenario: SparseScenario,
): SparseScenario =>
  ({
    ...scenario,
    landscape: { kind: "formula", losses },
    ...{ learningRate, domain, initial },
  }) as SparseScenario;
