// How the benchmarks measure and print: one line per figure, "what<TAB>figure".

/**
 * The first decile of the seconds that `work` takes, over about `budget` seconds: the time that one
 * run in ten does not exceed, because a busy machine only adds time.
 */
export function seconds(work, budget = 1) {
  const times = [];
  const end = performance.now() + 1000 * budget;
  do {
    const start = performance.now();
    work();
    times.push((performance.now() - start) / 1000);
  } while (performance.now() < end || times.length < 5);
  return times.sort((a, b) => a - b)[Math.floor(times.length / 10)];
}

export function row(what, time, beside = "") {
  const [unit, factor] = time < 1e-3 ? ["µs", 1e6] : ["ms", 1e3];
  console.log(`${what}\t${(time * factor).toPrecision(3)} ${unit}${beside}`);
}
