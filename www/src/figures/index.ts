/**
 * Every figure, by the name that links, embeds and messages call it: an element
 * that extends `Figure`, and how it is set up. Give it a scene and it draws.
 * An element's script is fetched with the first figure that needs it.
 */
import type { Model } from "../core/types.ts";
import type { Figure } from "./figure.ts";
import type { Scene } from "../scene/scene.ts";
import type { FigureName } from "../scene/standards.ts";
import type { ViewKey } from "./view-keys.ts";

/** What defines each element, by its name without `sgd-`. */
const elements = {
  circulation: () => import("./circulation.ts"),
  energy: () => import("./energy.ts"),
  epochs: () => import("./epochs.ts"),
  evolve: () => import("./evolve.ts"),
  metric: () => import("./metric.ts"),
  momentum: () => import("./momentum.ts"),
  paths: () => import("./paths.ts"),
  plane: () => import("./plane.ts"),
  widths: () => import("./widths.ts"),
};

type ElementName = keyof typeof elements;

/** Fetches the scripts of elements, as far as they are not there. Rejects if one does not come. */
export const fetchElements = (...names: ElementName[]): Promise<unknown> =>
  Promise.all(names.map((name) => elements[name]()));

interface Kind {
  element: ElementName;
  /** What it answers: its title in somebody's page. */
  question: string;
  /** Keys of the parameters that have a control where there is room for few. */
  few: string[];
  /** Those of them that have one in somebody's page, if that is not all. */
  card?: string[];
  /** Where there is little to see before it plays, the step to which it plays by itself in somebody's page. */
  plays?: number;
  advice?: string;
  /** What else the element is told: each is a property of it. */
  models?: Model[];
  bins?: number;
  formulas?: boolean;
  speed?: number;
  views?: ViewKey[];
  beside?: boolean;
  cooling?: boolean;
  large?: boolean;
}

export const figures: Record<string, Kind> = {
  points: {
    element: "plane",
    question: "What does the noise of SGD do?",
    views: ["ink", "rings", "walk"],
    large: true,
    speed: 5,
    plays: 100_000,
    few: ["learningRate"],
    advice:
      "Each step goes the part T of the way to one of three points, drawn by chance. Dot: one run. Shade: all runs of SGD. Rings: Fokker–Planck. Drag T, or a point.",
  },
  plane: {
    element: "plane",
    question: "Where does probability flow?",
    few: ["landscape.kind", "learningRate", "batchSize"],
    advice: "Play: the arrows show where probability flows. Drag the dot to start elsewhere.",
  },
  circulation: {
    element: "circulation",
    question: "What changes with two weights?",
    few: ["landscape.hessian.1.1", "learningRate"],
    advice: "Move H₂₂, how steep the bowl is along W₂: where it is round, the current rests.",
  },
  network: {
    element: "plane",
    question: "Where does SGD go in a level valley?",
    views: ["ink", "loss", "walk", "descent"],
    speed: 20,
    few: ["learningRate", "batchSize"],
    advice:
      "Play: descent would stop where it meets the valley. SGD drifts along it to its flattest point.",
  },
  momentum: {
    element: "momentum",
    question: "Is momentum a larger learning rate?",
    views: ["ink", "rings"],
    speed: 10,
    few: ["landscape.momentum", "learningRate"],
    advice:
      "Play, then move β. The folk rule, SGD at T/(1 − β), is dashed: it fails as soon as T/(1 − β) is large.",
  },
  pit: {
    element: "evolve",
    question: "How soon does SGD get out?",
    models: ["current", "gaussian", "sgd"],
    few: ["learningRate", "batchSize"],
    views: ["heat"],
    plays: 100,
    advice:
      "Play to step 100, and see what has passed the hilltop. Then change T: who comes nearer to SGD? Drag the pit.",
  },
  ball: {
    element: "paths",
    question: "Why does SGD leave a minimum?",
    beside: true,
    speed: 10,
    plays: 80,
    few: ["learningRate"],
    advice: "Press Draw again: SGD gets out sooner, or later. Then drag the ball, or the pit.",
  },
  step: {
    element: "evolve",
    question: "What does one step do?",
    models: ["gaussian", "sgd"],
    bins: 0,
    views: ["draws"],
    speed: 1,
    few: ["learningRate"],
    advice: "Press Step: the point splits in two, the rule makes a bell. Drag it where S² is zero.",
  },
  fan: {
    element: "paths",
    question: "What if there were no noise?",
    speed: 20,
    plays: 100,
    few: ["initial.mean", "initial.sd"],
    advice: "Play, then drag the start past the hilltop: the runs change sides.",
  },
  flow: {
    element: "evolve",
    question: "What if there were no noise?",
    models: ["current"],
    views: ["trace", "flux"],
    few: ["learningRate", "initial.mean"],
    advice: "Play to step 100: the dotted line of a thousand runs lies on the blue one.",
  },
  spread: {
    element: "evolve",
    question: "What does noise do alone?",
    speed: 50,
    views: ["warmth"],
    few: ["learningRate", "convention"],
    advice:
      "The temperature evens out. Then switch the convention: only with Itô does Fokker–Planck stay with SGD.",
  },
  balance: {
    element: "evolve",
    question: "What do slope and noise do together?",
    speed: 10,
    views: ["flux"],
    few: ["learningRate", "batchSize"],
    advice:
      "Play until nothing moves. Then lower T: all gathers at 0. Raise it towards 1: SGD leaves Fokker–Planck behind.",
  },
  end: {
    element: "widths",
    question: "Where does it end?",
    few: ["learningRate"],
    advice: "Raise T past 1: the two heaps become one, on the hilltop. Drag a valley.",
  },
  energy: {
    element: "energy",
    question: "How long until it gets out?",
    few: ["learningRate"],
    advice: "Move T from 0.03 to 0.005: who is sooner changes, by powers of ten. Drag the dots.",
  },
  widths: {
    element: "widths",
    question: "Does SGD find flat minima?",
    few: ["preconditioner", "damping", "landscape.ratio", "landscape.height", "learningRate"],
    card: ["landscape.ratio", "learningRate"],
  },
  epochs: {
    element: "epochs",
    question: "What does shuffling change?",
    few: ["learningRate", "batchSize"],
    advice:
      "Drag T: what each draw of its own leaves of the noise shrinks as T, what a shuffled epoch leaves as T³.",
  },
  annealing: {
    element: "evolve",
    question: "What does a falling learning rate decide?",
    speed: 20,
    cooling: true,
    few: ["schedule.kind", "schedule.time"],
    advice:
      "Play: T falls along the curve under the time axis. Drag its dot: quick cooling keeps what the start decided.",
  },
  metric: {
    element: "metric",
    question: "Is there a ruler on which all noise is equal?",
    speed: 5,
    few: ["learningRate", "initial.mean"],
    advice: "Play, and compare how wide the bell becomes: much narrower in W, hardly so in x.",
  },
  own: {
    element: "evolve",
    question: "What do your own losses do?",
    formulas: true,
    few: ["landscape.kind", "landscape.model", "learningRate", "domain.0", "domain.1"],
    advice: "Choose a landscape, type or paste, and play.",
  },
  evolve: {
    element: "evolve",
    question: "How does the density of SGD move?",
    few: ["learningRate", "initial.mean", "initial.sd"],
  },
} satisfies Record<FigureName, Kind>;

/** What is said of a kind of figure, and not to the figure itself. */
const ofKind = ["element", "few", "card", "plays"];

/** Puts a figure into a place; `properties` are set before it is seen. Rejects if its script does not come. */
export async function mount(
  name: string,
  place: ParentNode,
  scene: Scene,
  properties: {
    autoplay?: boolean;
    until?: number;
    controls?: string[];
    lazy?: boolean;
    worded?: boolean;
    brief?: boolean;
  },
): Promise<Figure> {
  const kind = figures[name]!;
  await fetchElements(kind.element);
  const figure = document.createElement(`sgd-${kind.element}`) as Figure;
  const told = Object.entries(kind).filter(([key]) => !ofKind.includes(key));
  Object.assign(figure, { name, scene, ...Object.fromEntries(told), ...properties });
  place.append(figure);
  return figure;
}
