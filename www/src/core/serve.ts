/** The only importer of the wasm: answers the page's questions one at a time. */
import init, {
  compareWidths,
  learningRates,
  normalize,
  passageTime,
  Simulation,
  stationary,
} from "../../pkg/sgd_current.js";
import { cooled } from "./cooling.ts";
import { lastEpoch } from "./epochs.ts";
import { faultOf } from "./fault.ts";
import { RunningLine } from "./line.ts";
import { gone, startCall } from "./messages.ts";
import type { Asked, Calls, Frame, Question, Reply, Request, View, Wasm } from "./messages.ts";
import { asksPlane } from "./parts.ts";
import { planeEnd, planeWhole, RunningPlane } from "./plane.ts";
import { tables, typedKinds } from "./tables.ts";
import type { SparseScenario, WholePlaneScenario, WholeScenario } from "./types.ts";

/** Most frames that are sent of the steps from a start. */
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

type Any = RunningLine | RunningPlane;
const simulations = new Map<number, Any>();

/** A simulation, whatever its space: the page asks each with the view of its own space. */
function running(id: number): RunningLine {
  const simulation = simulations.get(id);
  if (!simulation) throw Object.assign(new Error(`No simulation ${id} is open.`), { name: gone });
  return simulation as RunningLine;
}

/** Steps on without a pause of more than a slice, and answers with the frame it comes to. */
async function advance(simulation: RunningLine, steps: number, view: View): Promise<Frame> {
  for (; steps > simulation.slice; steps -= simulation.slice) {
    simulation.step(simulation.slice);
    simulation.frame(view);
    await breath();
  }
  simulation.step(steps);
  return simulation.frame(view);
}

/** Asks a simulation that nobody needs afterwards. */
function once<T>(scenario: SparseScenario, ask: (simulation: Simulation) => T): T {
  const simulation = new Simulation(scenario);
  let answer: T;
  try {
    answer = ask(simulation);
  } catch (error) {
    // A simulation that trapped cannot be freed; trying to would hide the reason.
    if (!(error instanceof WebAssembly.RuntimeError)) simulation.free();
    throw error;
  }
  simulation.free();
  return answer;
}

/** A whole scenario that will run: what somebody typed can read well and have no value somewhere. */
function checked(whole: WholeScenario | WholePlaneScenario, run: () => Any): WholeScenario {
  const { landscape } = whole;
  if (typeof landscape === "object" && typedKinds.includes(landscape.kind)) run().free();
  return whole as WholeScenario;
}

type Answer<Q extends Question> = Calls[Q]["answer"] | Promise<Calls[Q]["answer"]>;

const answers: { [Q in Question]: (ask: Calls[Q]["ask"]) => Answer<Q> } = {
  describe: tables,
  check: ({ scenario, space }) => {
    if (space === "plane") return checked(planeWhole(scenario), () => new RunningPlane(scenario));
    return checked(normalize(scenario), () => new RunningLine(scenario));
  },
  open: async ({ simulation: id, space, scenario, steps, view }) => {
    // Made before the old one is freed: a refused scenario leaves the last good picture running.
    const made = space === "plane" ? new RunningPlane(scenario) : new RunningLine(scenario);
    simulations.get(id)?.free();
    simulations.set(id, made);
    const simulation = running(id);
    const frames = [simulation.frame(view)];
    const stride = Math.ceil(steps / told);
    for (let left = steps; left > 0; left -= stride)
      frames.push(await advance(simulation, Math.min(stride, left), view));
    return simulation.stage(scenario, frames);
  },
  update: ({ simulation: id, scenario, view }) => {
    const simulation = running(id);
    simulation.update(scenario);
    return simulation.stage(scenario, [simulation.frame(view)]);
  },
  advance: ({ simulation: id, steps, view }) => advance(running(id), steps, view),
  reset: ({ simulation: id, view }) => {
    const simulation = running(id);
    simulation.reset();
    return simulation.frame(view);
  },
  resolution: ({ simulation: id, models }) => {
    const simulation = running(id);
    return { time: simulation.time, resolutions: simulation.resolutions(models) };
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
  cooled: ({ scenario, time }) => cooled(scenario, time),
  rates: ({ scenario, steps }) => learningRates(scenario, steps),
  epochs: ({ scenario }) => ({
    replace: lastEpoch(scenario, "replace"),
    shuffle: lastEpoch(scenario, "shuffle"),
  }),
  passage: ({ scenario, from, to }) => passageTime(scenario, from, to),
  planeEndState: ({ scenario }) => planeEnd(scenario),
  compareWidths: (wells) => compareWidths(wells),
};

/** The arrays in an answer: fresh ones, so they can be handed over instead of copied. */
function buffers(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(buffers);
}

/** Where questions come in and answers go out: a worker's own scope, or one end of a channel. */
export interface Port {
  postMessage(message: Reply, options: { transfer: Transferable[] }): void;
  addEventListener(type: "message", heard: (event: MessageEvent<Request>) => void): void;
}

/**
 * Answers what is asked at a port, once it has been told of the wasm. While it works it holds the
 * lock that it is told of: whoever gets that, and no answer, knows that nobody works any more.
 */
export function serve(port: Port): void {
  const reply = (message: Reply, transfer: Transferable[] = []): void => {
    port.postMessage(message, { transfer });
  };

  let line: WebAssembly.Exports;
  let givenPlane: (wasm: Wasm | undefined) => void;
  const plane = new Promise<Wasm | undefined>((given) => (givenPlane = given));
  let linked: Promise<unknown> | undefined;
  /** The plane's part is linked to what the line's has: see build/split.js. */
  const link = async (): Promise<void> => {
    const wasm = await plane;
    if (wasm) await WebAssembly.instantiate(wasm, { line });
  };

  const queue: Asked[] = [];
  /** Nothing can be answered before the start, nor if that fails. */
  let busy = true;
  let lock = "";
  const start = async (wasm: Wasm): Promise<void> => {
    // To start is work too, and on a slow phone takes longer than anybody would wait for a sign.
    const rest = hold(lock);
    try {
      line = (await init({ module_or_path: wasm })) as unknown as WebAssembly.Exports;
      reply({ call: startCall, answer: null });
      busy = false;
      await work(rest);
    } catch (error) {
      rest();
      reply({ call: startCall, fault: faultOf(error) });
    }
  };
  const work = async (rest?: () => void): Promise<void> => {
    if (busy) return;
    busy = true;
    rest ??= hold(lock);
    for (let asked; (asked = queue.shift());) {
      try {
        if (asksPlane(asked)) await (linked ??= link());
        const answer = await (answers[asked.type] as (ask: unknown) => Answer<Question>)(asked.ask);
        reply({ call: asked.call, answer }, buffers(answer));
      } catch (error) {
        reply({ call: asked.call, fault: faultOf(error) });
      }
      await breath();
    }
    rest();
    busy = false;
  };

  port.addEventListener("message", ({ data }) => {
    if (data.type === "start") {
      ({ lock } = data);
      void start(data.wasm);
      return;
    }
    if (data.type === "plane") {
      givenPlane(data.wasm);
      return;
    }
    queue.push(data);
    void work();
  });
}

/** Takes a lock, where the browser has any to give, and answers with what lets go of it. */
function hold(name: string): () => void {
  let rest!: () => void;
  const resting = new Promise<void>((now) => (rest = now));
  // A page without an origin, or without https, has none.
  const { locks } = navigator as { locks?: LockManager | null };
  locks?.request(name, () => resting).catch(() => undefined);
  return rest;
}
