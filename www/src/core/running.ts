/** A simulation that runs for the page, of one parameter or of two. */
import { faultOf } from "./fault.ts";
import type { Space, Spaces } from "./messages.ts";
import type { Model, Population, Resolution, SparseScenario } from "./types.ts";

/** What simulations of the core have in common. */
interface Simulation {
  readonly time: number;
  step(steps: number): void;
  reset(): void;
  update(scenario: unknown): void;
  density(model: Model): Float64Array;
  moments(model: Population): unknown;
  distance(a: Model, b: Model): number;
  resolution(model: Model, other?: Model): Resolution;
  free(): void;
}

/** What is seen of the models at one time. */
interface Seen<Values, Moments> {
  time: number;
  density: Partial<Record<Model, Values>>;
  moments: Partial<Record<Population, Moments>>;
  distance: Partial<Record<Model, number>>;
  refused: Partial<Record<Model, string>>;
}

export abstract class Running<S extends Space, Of extends Simulation> {
  /** Most steps between two looks: where the core shares the page's thread, it breathes there. */
  abstract readonly slice: number;
  /** Models that the scenario asks too much of, and why. They are not asked again: a refusal costs time. */
  #refused: Partial<Record<Model, string>> = {};

  constructor(protected readonly simulation: Of) {}

  get time(): number {
    return this.simulation.time;
  }

  step(steps: number): void {
    this.simulation.step(steps);
  }

  reset(): void {
    this.simulation.reset();
  }

  /** Goes on under another scenario; throws what the core finds wrong with it. */
  update(scenario: SparseScenario): void {
    this.simulation.update(scenario);
    // Another scenario may not be refused.
    this.#refused = {};
  }

  free(): void {
    this.simulation.free();
  }

  /** How it is now. The core computes what is looked at, and when it is looked at. */
  abstract frame(view: Spaces[S]["view"]): Spaces[S]["frame"];

  /** Its surroundings, with the frames that led to now. */
  abstract stage(scenario: SparseScenario, frames: Spaces[S]["frame"][]): Spaces[S]["stage"];

  /** Whether the cells carry the numbers of these models now. */
  resolutions(models: Model[]): Resolution[] {
    const sgd = models.includes("sgd") ? "sgd" : undefined;
    return models.map((model) =>
      this.simulation.resolution(model, model === "sgd" ? undefined : sgd),
    );
  }

  /** The models now, with their distances from SGD, and the walkers if they have bins. */
  protected seen<Values>(
    { models, bins }: { models: Model[]; bins: number },
    kept: (density: Float64Array) => Values,
  ): Seen<Values, ReturnType<Of["moments"]>> {
    const { simulation } = this;
    // Of what walls have absorbed to the last there are none.
    const momentsOf = (model: Population) => {
      try {
        return { [model]: simulation.moments(model) as ReturnType<Of["moments"]> };
      } catch (error) {
        if (faultOf(error).field !== "walls") throw error;
        return {};
      }
    };
    const density: Partial<Record<Model, Values>> = {};
    const moments: Partial<Record<Population, ReturnType<Of["moments"]>>> = {};
    const distance: Partial<Record<Model, number>> = {};
    for (const model of models) {
      if (this.#refused[model] !== undefined) continue;
      try {
        density[model] = kept(simulation.density(model));
        Object.assign(moments, momentsOf(model));
      } catch (error) {
        const { name, message } = faultOf(error);
        if (name !== "ScenarioError") throw error;
        this.#refused[model] = message;
      }
    }
    if (bins > 0) Object.assign(moments, momentsOf("walkers"));
    if (density.sgd)
      for (const model of models)
        if (model !== "sgd" && density[model]) distance[model] = simulation.distance(model, "sgd");
    return { time: this.time, density, moments, distance, refused: { ...this.#refused } };
  }
}
