/** A simulation that runs for the page, of one parameter or of two. */
import { faultOf } from "./fault.ts";
import type { Space, Spaces } from "./messages.ts";
import type { Model, Resolution, SparseScenario } from "./types.ts";

export interface Running<S extends Space> {
  /** Most steps between two looks: where the core shares the page's thread, it breathes there. */
  slice: number;
  step: (steps: number) => void;
  reset: () => void;
  /** Goes on under another scenario; throws what the core finds wrong with it. */
  update: (scenario: SparseScenario) => void;
  /** How it is now. The core computes what is looked at, and when it is looked at. */
  frame: (view: Spaces[S]["view"]) => Spaces[S]["frame"];
  /** Its surroundings, with the frames that led to now. */
  stage: (scenario: SparseScenario, frames: Spaces[S]["frame"][]) => Spaces[S]["stage"];
  /** Whether the cells carry the numbers of these models now. */
  resolutions: (models: Model[]) => Resolution[];
  free: () => void;
}

/** Models that a scenario asks too much of, and why. A refusal is not asked for again: it costs. */
export class Refusals {
  #words: Partial<Record<Model, string>> = {};

  get words(): Partial<Record<Model, string>> {
    return { ...this.#words };
  }

  /** Another scenario may be granted. */
  forget(): void {
    this.#words = {};
  }

  /** Looks at each model in turn, leaving out those that refuse. */
  each(models: Model[], look: (model: Model) => void): void {
    for (const model of models) {
      if (this.#words[model] !== undefined) continue;
      try {
        look(model);
      } catch (error) {
        const { name, message } = faultOf(error);
        if (name !== "ScenarioError") throw error;
        this.#words[model] = message;
      }
    }
  }
}
