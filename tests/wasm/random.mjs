// A seeded source of randomness (mulberry32): a failing run can be repeated.
export function random(seed) {
  let state = seed >>> 0;
  const real = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(real() * n);
  return { real, below, pick: (list) => list[below(list.length)] };
}
