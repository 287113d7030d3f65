// How long the wasm package takes: `./build.sh bench` prints these lines in its table. Beside a
// figure stands what it is to be held against, measured in the same run.
import { Simulation, compareWidths, stationary } from "./core.mjs";
import { row, seconds } from "./measure.mjs";

const cells = 2048;

/** Seconds of one real tridiagonal solve by Thomas' sweeps in JavaScript: the yardstick. */
function thomas() {
  const [pivot, x] = [new Float64Array(cells).fill(0.4), new Float64Array(cells).fill(1)];
  const sweep = () => {
    let z = 0;
    for (let i = 0; i < cells; i++) x[i] = z = (x[i] + 0.7 * z) * pivot[i];
    z = 0;
    for (let i = cells - 1; i >= 0; i--) x[i] = z = x[i] + 0.3 * z;
  };
  return (
    seconds(() => {
      for (let i = 0; i < 100; i++) sweep();
    }) / 100
  );
}

const solve = thomas();
row(`one real tridiagonal solve in JavaScript, ${cells} cells`, solve);
const inSolves = (time) => `, ${(time / solve).toFixed(1)} real solves`;

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

const flock = 100_000;
const walk = pitStep(flock, 50, (simulation) => simulation.walkers());
const positions = new Float64Array(flock).fill(1.5);
const cubic = seconds(() => {
  for (let i = 0; i < flock; i++) {
    const x = positions[i];
    positions[i] = x - 0.02 * (0.1 + x * (0.2 + x * (0.3 + 0.4 * x)));
  }
});
console.log(
  `pit, walkers\t${(flock / walk).toExponential(2)} updates/s; one cubic each, no draw: ${(flock / cubic).toExponential(2)}`,
);

for (const model of ["current", "gaussian", "sgd"]) {
  const time = pitStep(0, 50, (simulation) => simulation.density(model));
  row(`pit, one step of ${model}, ${cells} cells`, time, inSolves(time));
}

const running = new Simulation({ cells, walkers: 0 });
let learningRate = 0.02;
const change = seconds(() => {
  learningRate = 0.041 - learningRate;
  running.update({ cells, walkers: 0, learningRate });
  running.density("current");
});
row("pit, a change of T until the next step can start", change, inSolves(change));
running.free();

const start = seconds(() => new Simulation({ cells, walkers: 0 }).free());
row(`pit, start of a simulation, ${cells} cells`, start, inSolves(start));
const end = seconds(() => stationary({ cells }));
row(`pit, start and end state, ${cells} cells`, end, inSolves(end));
row(
  "wells, comparison of widths, k = 3",
  seconds(() => compareWidths({ ratio: 3 })),
);
row(
  "the same without SGD's own times",
  seconds(() => compareWidths({ ratio: 3, withSgd: false })),
);
