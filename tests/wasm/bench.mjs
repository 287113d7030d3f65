// How long the wasm package takes: `./build.sh bench` prints these lines in its
// table, each "what<TAB>time". Medians, because a busy machine only adds time.
import { Simulation, compareWidths, stationary } from "./core.mjs";

/** The median of the seconds that `work` takes, over about `budget` seconds. */
function seconds(work, budget = 1) {
  const times = [];
  const end = performance.now() + 1000 * budget;
  do {
    const start = performance.now();
    work();
    times.push((performance.now() - start) / 1000);
  } while (performance.now() < end || times.length < 5);
  return times.sort((a, b) => a - b)[times.length >> 1];
}

function row(what, time) {
  const [unit, factor] = time < 1e-3 ? ["µs", 1e6] : ["ms", 1e3];
  console.log(`${what}\t${(time * factor).toPrecision(3)} ${unit}`);
}

const cells = 2048;

/**
 * One step of the pit, of the model that `read` reads: `step` alone only moves
 * the clock, a model catches up when it is asked for. The first reading, which
 * also prepares the operator, is left out.
 */
function pitStep(walkers, steps, read) {
  const simulation = new Simulation({ cells, walkers });
  const advance = () => {
    simulation.step(steps);
    read(simulation);
  };
  advance();
  const time = seconds(advance) / steps;
  simulation.free();
  return time;
}

row(
  `pit, one step of the current, ${cells} cells`,
  pitStep(0, 50, (simulation) => simulation.density("current")),
);
row(
  `pit, one step of SGD, ${cells} cells`,
  pitStep(0, 50, (simulation) => simulation.density("sgd")),
);
row(
  "pit, one step of 100 000 walkers",
  pitStep(100_000, 10, (simulation) => simulation.walkers()),
);
row(
  `pit, start of a simulation, ${cells} cells`,
  seconds(() => new Simulation({ cells, walkers: 0 }).free()),
);
row(
  `pit, end state, ${cells} cells`,
  seconds(() => stationary({ cells })),
);
row(
  "wells, comparison of widths, k = 3",
  seconds(() => compareWidths({ ratio: 3 })),
);
