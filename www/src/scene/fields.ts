/**
 * What the page knows of the fields of a scenario besides the core's table of parameters. The type
 * has every field, so that the compiler asks about a new one.
 */
import type { WholePlaneScenario, WholeScenario } from "../core/types.ts";

interface Field {
  /**
   * What a run that plays does when the field changes: it goes on from its densities as they are,
   * is computed again from the start to the same step, or starts anew at step 0.
   */
  whilePlaying: "goes on" | "again" | "restarts";
  /** Whether the field means nothing beside the others: then it has no control. */
  idle?: (whole: WholeScenario) => boolean;
}

const fields: Record<keyof WholeScenario | keyof WholePlaneScenario, Field> = {
  landscape: { whilePlaying: "goes on" },
  domain: { whilePlaying: "restarts" },
  walls: { whilePlaying: "goes on" },
  learningRate: { whilePlaying: "goes on" },
  schedule: { whilePlaying: "goes on" },
  batchSize: { whilePlaying: "goes on" },
  sampling: { whilePlaying: "again" },
  preconditioner: { whilePlaying: "again" },
  damping: {
    whilePlaying: "again",
    idle: ({ preconditioner }) => preconditioner === "none",
  },
  rule: { whilePlaying: "again" },
  substeps: { whilePlaying: "again", idle: ({ rule }) => rule === "jump" },
  initial: { whilePlaying: "restarts" },
  convention: { whilePlaying: "again" },
  secondOrder: { whilePlaying: "again" },
  cells: { whilePlaying: "restarts" },
  walkers: { whilePlaying: "restarts" },
  walkerRule: { whilePlaying: "goes on" },
  seed: { whilePlaying: "restarts" },
};

/** The field that a dotted path begins with. */
export const fieldOf = (key: string): Field => fields[key.split(".")[0] as keyof typeof fields];

/** The names of the fields of whose change a run that plays makes the same. */
export const namesOf = (whilePlaying: Field["whilePlaying"]): (keyof WholeScenario)[] =>
  (Object.keys(fields) as (keyof WholeScenario)[]).filter(
    (name) => fields[name].whilePlaying === whilePlaying,
  );
