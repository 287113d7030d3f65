/** The only importer of the wasm: answers the page's questions one at a time. */
import init, {
  choices,
  compareWidths,
  normalize,
  parameters,
  passageTime,
  presets,
  Simulation,
  stationary,
} from "../../pkg/sgd_current.js";
import type {
  Calls,
  Fault,
  Frame,
  Question,
  Reply,
  Request,
  Stage,
  View,
  Wasm,
} from "./messages.ts";
import type { ChoiceParameter, SparseScenario, Value } from "./types.ts";

/**
 * Steps between two breaths: where the core shares the page's thread, the page
 * draws and hears the reader in between.
 */
const slice = 10;

/** Frames that the steps from a start are told by. */
const told = 100;

/** Lets all else that waits for the thread have it, which a promise alone would not. */
const channel = new MessageChannel();
const breath = (): Promise<void> =>
  new Promise((go) => {
    channel.port1.onmessage = () => {
      go();
    };
    channel.port2.postMessage(null);
  });

const simulations = new Map<number, Simulation>();

function running(id: number): Simulation {
  const simulation = simulations.get(id);
  if (!simulation) throw new Error(`No simulation ${id} is open.`);
  return simulation;
}

/** What a model has refused under a scenario it refuses at each step, at the cost of many steps. */
const refusals = new WeakMap<Simulation, Frame["refused"]>();

function frame(simulation: Simulation, { models, bins, points, flux, metric }: View): Frame {
  const density: Frame["density"] = {};
  const distance: Frame["distance"] = {};
  const moments: Frame["moments"] = {};
  const refused = refusals.get(simulation) ?? {};
  refusals.set(simulation, refused);
  for (const model of models) {
    if (refused[model] !== undefined) continue;
    try {
      density[model] = simulation.density(model);
      moments[model] = simulation.moments(model);
    } catch (error) {
      const { name, message } = fault(error);
      if (name !== "ScenarioError") throw error;
      refused[model] = message;
    }
  }
  if (bins > 0) moments.walkers = simulation.moments("walkers");
  if (density.sgd)
    for (const model of models)
      if (model !== "sgd" && density[model]) distance[model] = simulation.distance(model, "sgd");
  return {
    time: simulation.time,
    density,
    refused,
    histogram: bins > 0 ? simulation.histogram(bins) : null,
    moments,
    distance,
    walkers: points ? simulation.walkers() : null,
    flux: flux ? simulation.flux() : null,
    metric: metric ? simulation.metric("current") : null,
  };
}

function stage(simulation: Simulation, scenario: SparseScenario, frames: Frame[]): Stage {
  return {
    scenario: normalize(scenario),
    grid: simulation.grid(),
    edges: simulation.edges(),
    landscape: simulation.landscape(),
    frames,
  };
}

/** Steps on without a pause of more than a slice, and answers with the frame it comes to. */
async function advance(simulation: Simulation, steps: number, view: View): Promise<Frame> {
  for (; steps > slice; steps -= slice) {
    simulation.step(slice);
    // The core computes what is looked at, and when it is looked at.
    frame(simulation, view);
    await breath();
  }
  simulation.step(steps);
  return frame(simulation, view);
}

/** Asks a simulation that nobody needs afterwards. */
function once<T>(scenario: SparseScenario, ask: (simulation: Simulation) => T): T {
  const simulation = new Simulation(scenario);
  let answer: T;
  try {
    answer = ask(simulation);
  } catch (error) {
    // What broke off in its midst cannot be freed, and to try would hide why.
    if (!(error instanceof WebAssembly.RuntimeError)) simulation.free();
    throw error;
  }
  simulation.free();
  return answer;
}

/** Kinds of landscape that somebody has to type something for. */
const typedKinds = ["formula", "moments", "data"];

function describe(): Calls["describe"]["answer"] {
  const rows = choices().map(typed);
  const kinds = rows.find(({ key }) => key === "landscape.kind")!.options.map(({ value }) => value);
  const named = kinds.map(String).filter((kind) => !typedKinds.includes(kind));
  return {
    parameters: [...parameters(), ...rows],
    presets: presets(),
    starters: Object.fromEntries(named.map((kind) => [kind, normalize({ landscape: kind })])),
  };
}

/** The table spells yes and no; a scenario has booleans. */
function typed(choice: ReturnType<typeof choices>[number]): ChoiceParameter {
  const value = (text: string): Value => (/^(true|false)$/.test(text) ? text === "true" : text);
  return {
    ...choice,
    default: value(choice.default),
    options: choice.options.map((option) => ({ ...option, value: value(option.value) })),
  };
}

type Answer<Q extends Question> = Calls[Q]["answer"] | Promise<Calls[Q]["answer"]>;

const answers: { [Q in Question]: (ask: Calls[Q]["ask"]) => Answer<Q> } = {
  describe,
  check: ({ scenario }) => {
    const whole = normalize(scenario);
    // What somebody typed can read well and still have no value somewhere.
    const { landscape } = whole;
    if (typeof landscape === "object" && typedKinds.includes(landscape.kind))
      once(scenario, () => null);
    return whole;
  },
  open: async ({ simulation: id, scenario, steps, view }) => {
    // Made before the old one goes: a refused scenario leaves the last good picture running.
    const simulation = new Simulation(scenario);
    simulations.get(id)?.free();
    simulations.set(id, simulation);
    const frames = [frame(simulation, view)];
    const stride = Math.ceil(steps / told);
    for (let left = steps; left > 0; left -= stride)
      frames.push(await advance(simulation, Math.min(stride, left), view));
    return stage(simulation, scenario, frames);
  },
  update: ({ simulation: id, scenario, view }) => {
    const simulation = running(id);
    simulation.update(scenario);
    refusals.delete(simulation);
    return stage(simulation, scenario, [frame(simulation, view)]);
  },
  advance: ({ simulation: id, steps, view }) => advance(running(id), steps, view),
  reset: ({ simulation: id, view }) => {
    const simulation = running(id);
    simulation.reset();
    return frame(simulation, view);
  },
  close: ({ simulation: id }) => {
    simulations.get(id)?.free();
    simulations.delete(id);
    return null;
  },
  endState: ({ scenario }) => ({
    end: stationary(scenario),
    landscape: once(scenario, (simulation) => simulation.landscape()),
  }),
  landscape: ({ scenario }) =>
    once(scenario, (simulation) => ({ grid: simulation.grid(), ...simulation.landscape() })),
  energies: ({ scenario, foot }) => once(scenario, (simulation) => simulation.energies(foot)),
  passage: ({ scenario, from, to }) => passageTime(scenario, from, to),
  compareWidths: (wells) => compareWidths(wells),
};

/** The arrays in an answer: fresh ones, so they can be handed over instead of copied. */
function buffers(value: unknown): ArrayBuffer[] {
  if (value instanceof Float64Array) return [value.buffer as ArrayBuffer];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(buffers);
}

function fault(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, field = "", position } = error as Error & Fault;
  // The message is shown at the field: it need not begin with its path.
  const words = message.startsWith(field) ? message.slice(field.length) : message;
  const first = words.search(/[^:,\s]/);
  return {
    name,
    message: words.charAt(first).toUpperCase() + words.slice(first + 1),
    ...(field === "" ? {} : { field }),
    ...(position === undefined ? {} : { position }),
  };
}

type Asked = Extract<Request, { ask: unknown }>;

/** Where questions come in and answers go out: a worker's own scope, or one end of a channel. */
export interface Port {
  postMessage(message: Reply, options: { transfer: Transferable[] }): void;
  addEventListener(type: "message", heard: (event: MessageEvent<Request>) => void): void;
}

/** Answers what is asked at a port, once it has been told of the wasm. */
export function serve(port: Port): void {
  let start: (wasm: Wasm) => void;
  const ready = new Promise<Wasm>((resolve) => (start = resolve)).then((wasm) =>
    init({ module_or_path: wasm }),
  );
  const reply = (message: Reply, transfer: Transferable[] = []): void => {
    port.postMessage(message, { transfer });
  };

  const queue: Asked[] = [];
  let busy = false;
  const work = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let asked; (asked = queue.shift());) {
      try {
        await ready;
        const answer = await (answers[asked.type] as (ask: unknown) => Answer<Question>)(asked.ask);
        reply({ call: asked.call, answer }, buffers(answer));
      } catch (error) {
        reply({ call: asked.call, fault: fault(error) });
      }
      await breath();
    }
    busy = false;
  };

  port.addEventListener("message", ({ data }) => {
    if (data.type === "start") {
      start(data.wasm);
      return;
    }
    queue.push(data);
    void work();
  });
}
