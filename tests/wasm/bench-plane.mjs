// How long the wasm package takes in the plane, beside its limits and beside a copy of as many cells
// in the same run. `./build.sh bench` prints these lines in its table.
import { PlaneSimulation, planeStationary } from "./core.mjs";
import { row, seconds } from "./measure.mjs";

const many = 256 * 256;
const [from, to] = [new Float64Array(many).fill(1 / many), new Float64Array(many)];
const copy =
  seconds(() => {
    for (let i = 0; i < 100; i++) to.set(from);
  }) / 100;
row("a copy of 256² cells in JavaScript", copy);

/** Beside a time: its limit in ms, where it has one, and how many copies it is. */
const beside = (time, limit) =>
  `${limit === undefined ? "" : `, limit ${limit} ms`}, ${(time / copy).toFixed(0)} copies`;

const linear = (n, more = {}) => ({ landscape: "linear", cells: [n, n], walkers: 0, ...more });

/** One step of what `read` reads of a scenario, when it has gone some way. */
function step(scenario, steps, read) {
  const simulation = new PlaneSimulation(scenario);
  const advance = () => {
    simulation.step(steps);
    read(simulation);
  };
  for (let i = 0; i < 3; i++) advance();
  const time = seconds(advance) / steps;
  simulation.free();
  return time;
}
const of = (model) => (simulation) => simulation.moments(model);

for (const [n, limit] of [
  [128, 4],
  [256, 16],
]) {
  const time = step(linear(n), 4, of("current"));
  row(`linear, a step of the current, ${n}²`, time, beside(time, limit));
}
for (const [preset, datapoints, limit] of [
  ["basins", 2, 2],
  ["points", 3, 6],
]) {
  const scenario = { landscape: preset, cells: [256, 256], walkers: 0 };
  const time = step(scenario, 4, of("sgd")) / datapoints;
  row(`${preset}, a step of SGD for each datapoint, 256²`, time, beside(time, limit));
}
for (const preset of ["network", "momentum"]) {
  const time = step({ landscape: preset, cells: [256, 256], walkers: 0 }, 1, of("current"));
  row(`${preset}, a step of the current, noise along one line, 256²`, time, beside(time));
}
const flock = step(linear(64, { walkers: 100_000 }), 10, (simulation) => simulation.walkers());
row("linear, a step of 100 000 walkers", flock, beside(flock, 1));
for (const [n, limit] of [
  [128, 300],
  [256, 1500],
]) {
  const time = seconds(() => planeStationary(linear(n)));
  row(`linear, an end state, ${n}²`, time, beside(time, limit));
}
for (const preset of ["points", "linear", "network", "momentum"]) {
  const time = seconds(() => {
    const simulation = new PlaneSimulation({ landscape: preset, cells: [256, 256], walkers: 0 });
    simulation.step(1);
    simulation.moments("current");
    simulation.free();
  });
  row(`${preset}, set-up with a first step of the current, 256²`, time, beside(time));
}
