// The Fokker–Planck equation of the pit by the package and by what textbooks offer, on as many cells:
// `./build.sh bench` prints these lines in its table, each "what<TAB>figure". The error is half the
// area between a density after 40 steps and the package's on 32 768 cells, whose own error is a
// hundredth of the package's on 2048.
import { Simulation } from "./core.mjs";

const [cells, steps, T] = [2048, 40, 0.02];
const [from, to] = [-1, 4];
const h = (to - from) / cells;
const even = Array.from({ length: cells + 1 }, (_, i) => from + i * h);

/** A simulation of the pit without walkers, after the steps. */
function ran(options) {
  const run = new Simulation({ walkers: 0, learningRate: T, ...options });
  run.step(steps);
  return run;
}

/** Probability up to each place: a density's cells, each as even as it is narrow. */
function upto(places, edges, density) {
  const sums = [0];
  density.forEach((height, i) => sums.push(sums[i] + height * (edges[i + 1] - edges[i])));
  let i = 0;
  return places.map((place) => {
    while (i < density.length - 1 && edges[i + 1] < place) i++;
    return sums[i] + density[i] * Math.min(Math.max(place - edges[i], 0), edges[i + 1] - edges[i]);
  });
}

const fine = ran({ cells: 32_768 });
const truth = (places) => upto(places, fine.edges(), fine.density("current"));

/** Half the area between a density on cells and the finest one, as the cells see it. */
function error(edges, masses) {
  const sums = truth(edges);
  return masses.reduce((sum, mass, i) => sum + Math.abs(mass - (sums[i + 1] - sums[i])), 0) / 2;
}

/** Slopes of the pit's two losses, −e^{−(W−2)²} and the same less e^{−100(W−1)²}. */
const wide = (w) => 2 * (w - 2) * Math.exp(-((w - 2) ** 2));
const pit = (w) => 200 * (w - 1) * Math.exp(-100 * (w - 1) ** 2);
/** Their mean, and their variance: half of the pit's slope either way. */
const gradient = (w) => wide(w) + pit(w) / 2;
const variance = (w) => (pit(w) / 2) ** 2;
const bend = (w) => 200 * Math.exp(-100 * (w - 1) ** 2) * (1 - 200 * (w - 1) ** 2);
const b = (w) => -T * gradient(w);
const D = (w) => 0.5 * T * T * variance(w);
const slopeOfD = (w) => 0.25 * T * T * pit(w) * bend(w);
/** x/(eˣ − 1). */
const bernoulli = (x) => (Math.abs(x) < 1e-6 ? 1 - x / 2 : x / Math.expm1(x));

/** What leaves a cell's two faces, per density: each scheme gives (left, right) for one face. */
const faces = {
  upwind: (w) => {
    const [v, left, right] = [b(w), D(w - h / 2) / h, D(w + h / 2) / h];
    return [Math.max(v, 0) + left, Math.max(-v, 0) + right];
  },
  // Scharfetter & Gummel's, with the drift of −D ∂P/∂W; without noise it is upwind.
  fitted: (w) => {
    const [v, noise] = [b(w) - slopeOfD(w), D(w)];
    const Pe = (h * v) / noise;
    if (!(Math.abs(Pe) < 500)) return [Math.max(v, 0), Math.max(-v, 0)];
    return [(noise / h) * bernoulli(-Pe), (noise / h) * bernoulli(Pe)];
  },
  central: (w) => [b(w) / 2 + D(w - h / 2) / h, -b(w) / 2 + D(w + h / 2) / h],
};

/** One step of (1 − θτA) P′ = (1 + (1 − θ)τA) P, as many times as a step of SGD is divided into. */
function textbook(face, theta, parts) {
  const tau = 1 / parts;
  const [lower, diagonal, upper] = [0, 0, 0].map(() => new Float64Array(cells));
  for (let i = 0; i + 1 < cells; i++) {
    const [right, left] = face(even[i + 1]).map((rate) => rate / h);
    diagonal[i] -= right;
    lower[i + 1] += right;
    diagonal[i + 1] -= left;
    upper[i] += left;
  }
  const pivots = new Float64Array(cells);
  for (let i = 0; i < cells; i++) {
    const before = i > 0 ? theta * theta * tau * tau * lower[i] * upper[i - 1] * pivots[i - 1] : 0;
    pivots[i] = 1 / (1 - theta * tau * diagonal[i] - before);
  }
  const advance = (P) => {
    for (let k = 0; k < parts; k++) {
      let [last, z] = [0, 0];
      for (let i = 0; i < cells; i++) {
        const next = i + 1 < cells ? P[i + 1] : 0;
        const moved = lower[i] * last + diagonal[i] * P[i] + upper[i] * next;
        last = P[i];
        const right = P[i] + (1 - theta) * tau * moved;
        P[i] = z = (right + theta * tau * lower[i] * z) * pivots[i];
      }
      for (let i = cells - 2; i >= 0; i--) P[i] += theta * tau * upper[i] * pivots[i] * P[i + 1];
    }
  };
  return advance;
}

/** The first decile of the microseconds that a step takes. */
function micro(step, budget = 0.4) {
  const times = [];
  for (
    const end = performance.now() + 1000 * budget;
    performance.now() < end || times.length < 5;
  ) {
    const start = performance.now();
    step();
    times.push(1000 * (performance.now() - start));
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 10)];
}

const row = (what, wrong, time) =>
  console.log(
    `${what}\t${wrong.toExponential(1)} of the probability wrong, ${time.toPrecision(3)} µs a step`,
  );

const start = new Simulation({ walkers: 0, learningRate: T, cells });
const begin = upto(even, start.edges(), start.density("current"));
const masses = Float64Array.from({ length: cells }, (_, i) => begin[i + 1] - begin[i]);
for (const [name, scheme, theta, parts] of [
  ["upwind faces, implicit Euler", "upwind", 1, 1],
  ["upwind faces, implicit Euler, 20 parts a step", "upwind", 1, 20],
  ["fitted faces, implicit Euler, 20 parts a step", "fitted", 1, 20],
  ["central faces, Crank–Nicolson", "central", 0.5, 1],
  ["central faces, Crank–Nicolson, 20 parts a step", "central", 0.5, 20],
]) {
  const advance = textbook(faces[scheme], theta, parts);
  const P = masses.slice();
  for (let t = 0; t < steps; t++) advance(P);
  const negative = P.reduce((sum, mass) => sum + Math.max(-mass, 0), 0);
  const words = negative > 1e-6 ? `, ${negative.toExponential(1)} of it negative` : "";
  row(
    `${name}${words}`,
    error(even, P),
    micro(() => advance(P)),
  );
}
{
  const own = ran({ cells });
  const edges = own.edges();
  const masses = own.density("current").map((height, i) => height * (edges[i + 1] - edges[i]));
  const time = micro(() => {
    own.step(10);
    own.density("current");
  });
  row("the package", error([...edges], masses), time / 10);
}
