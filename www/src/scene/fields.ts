/**
 * What the page knows of the fields of a scenario besides the core's table of parameters. The type
 * has every field, so that the compiler asks about a new one.
 */
import type { WholePlaneScenario, WholeScenario } from "../core/types.ts";

/** Headings of the lab's controls, in the order of the page. */
export const groups = [
  "Landscape",
  "The step",
  "Start",
  "Fokker–Planck",
  "Walkers and grid",
] as const;

interface Field {
  /** The heading under which the lab has its control. */
  group: (typeof groups)[number];
  /**
   * What a run that plays does when the field changes: it goes on from its densities as they are,
   * is computed again from the start to the same step, or starts anew at step 0.
   */
  whilePlaying: "goes on" | "again" | "restarts";
  /** Whether the field means nothing beside the others: then it has no control. */
  idle?: (whole: WholeScenario) => boolean;
}

const landscape = { group: "Landscape" } as const;
const step = { group: "The step" } as const;
const current = { group: "Fokker–Planck" } as const;
const grid = { group: "Walkers and grid" } as const;

const fields: Record<keyof WholeScenario | keyof WholePlaneScenario, Field> = {
  landscape: { ...landscape, whilePlaying: "goes on" },
  domain: { ...landscape, whilePlaying: "restarts" },
  walls: { ...landscape, whilePlaying: "goes on" },
  learningRate: { ...step, whilePlaying: "goes on" },
  schedule: { ...step, whilePlaying: "goes on" },
  batchSize: { ...step, whilePlaying: "goes on" },
  sampling: { ...step, whilePlaying: "again" },
  preconditioner: { ...step, whilePlaying: "again" },
  damping: {
    ...step,
    whilePlaying: "again",
    idle: ({ preconditioner }) => preconditioner === "none",
  },
  rule: { ...step, whilePlaying: "again" },
  substeps: { ...step, whilePlaying: "again", idle: ({ rule }) => rule === "jump" },
  initial: { group: "Start", whilePlaying: "restarts" },
  convention: { ...current, whilePlaying: "again" },
  secondOrder: { ...current, whilePlaying: "again" },
  cells: { ...grid, whilePlaying: "restarts" },
  walkers: { ...grid, whilePlaying: "restarts" },
  walkerRule: { ...grid, whilePlaying: "goes on" },
  seed: { ...grid, whilePlaying: "restarts" },
};

/** The field that a dotted path begins with. */
export const fieldOf = (key: string): Field => fields[key.split(".")[0] as keyof typeof fields];

/** The names of the fields of whose change a run that plays makes the same. */
export const namesOf = (whilePlaying: Field["whilePlaying"]): (keyof WholeScenario)[] =>
  (Object.keys(fields) as (keyof WholeScenario)[]).filter(
    (name) => fields[name].whilePlaying === whilePlaying,
  );
