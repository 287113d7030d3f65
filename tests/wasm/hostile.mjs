// Values that nobody should hand to the package, and somebody will.
import { choices, parameters } from "./core.mjs";

const mine = () => {
  throw new Error("thrown by the value itself");
};

const traps = ["get", "has", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf"];
const angry = (target) => new Proxy(target, Object.fromEntries(traps.map((t) => [t, mine])));

function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function cyclic() {
  const object = { landscape: {}, initial: {} };
  object.initial = object;
  object.landscape.kind = object;
  return object;
}

function deep(wrap) {
  let value = 0;
  for (let i = 0; i < 20_000; i++) value = wrap(value);
  return value;
}

/** A list that holds itself so often that its leaves are beyond counting. */
function teeming() {
  let list = new Array(1000).fill(0);
  for (let i = 0; i < 6; i++) list = new Array(1000).fill(list);
  return list;
}

const deepList = deep((value) => [value]);
const deepObject = deep((value) => ({ initial: value }));
const long = "W+".repeat(500_000);

/** Makers of values, so that none is spoilt by an earlier use. */
const makers = [
  ...[undefined, null, true, false, "", "pit", "NaN", "current", "\ud800", "__proto__", long],
  ...[NaN, Infinity, -Infinity, -0, 0, 1, -1, 0.5, 1e-308, 5e-324, 1e308, -1e308, 2 ** 53],
  ...[0n, 1n, -(2n ** 64n), 10n ** 400n, Symbol("s"), Symbol.iterator],
  ...[mine, () => 1, async () => 1, class Loss {}, /W/u, new Date(), new Date(NaN)],
  ...[new Map([["cells", 64]]), new Set([1]), new WeakMap(), Promise.resolve(1), globalThis],
  ...[new Float64Array([0, 1]), new Uint8Array(8), new ArrayBuffer(64), new Error("value")],
  ...[new Number(1), new String("pit"), new Boolean(true), Object(1n), Object(Symbol("o"))],
  ...[deepList, deepObject, Object.create(null), Object.freeze({ cells: 1e9 })],
]
  .map((value) => () => value)
  .concat([
    () => [],
    () => ({}),
    () => new Array(1e9),
    () => Object.assign([], { 1e8: 1, length: 2 ** 32 - 1 }),
    () => [, 1], // eslint-disable-line no-sparse-arrays
    () => cyclic(),
    () => teeming(),
    () => angry({}),
    () => angry([]),
    () => angry(() => 1),
    () => revoked({}),
    () => revoked([]),
    () => new Proxy([], { get: (_, key) => (key === "length" ? NaN : 1) }),
    () => new Proxy([], { get: (_, key) => (key === "length" ? -1 : 1) }),
    () => new Proxy([], { get: (_, key) => (key === "length" ? { valueOf: mine } : 1) }),
    () => ({ valueOf: mine, toString: mine, [Symbol.toPrimitive]: mine }),
    () => ({ valueOf: () => 0.5 }),
    () => ({ get [Symbol.toStringTag]() { return mine(); } }), // prettier-ignore
    () => ({ [Symbol.toStringTag]: long }),
    () => ({ get cells() { return mine(); } }), // prettier-ignore
    () => ({ get kind() { throw undefined; } }), // prettier-ignore
    () => ({ [long]: 1 }),
    () => ({ ["__proto__"]: { cells: 64 } }),
  ]);

/** Every name in the paths of parameters, and what landscapes have beside them. */
const keys = [
  ...new Set([...parameters(), ...choices()].flatMap(({ key }) => key.split("."))),
  ...["losses", "gradient", "variance", "points", "constants", "origin", "units", "x"],
];

/** A hostile value: one of the above, or lists and objects of them. */
export function hostile({ real, below, pick }, depth = 0) {
  const more = () => hostile({ real, below, pick }, depth + 1);
  const kind = depth < 3 ? real() : 1;
  if (kind < 0.1) return Array.from({ length: below(4) }, more);
  if (kind < 0.25) return Object.fromEntries(Array.from({ length: below(4) }, () => [pick(keys), more()])); // prettier-ignore
  return pick(makers)();
}

/** Sound scenarios, small enough to be run by the thousand. */
const sound = [
  () => ({}),
  () => ({ landscape: "wells" }),
  () => ({ landscape: { kind: "wells", ratio: 3, height: 0.2, noise: 0.5 } }),
  () => ({ landscape: { kind: "formula", losses: ["W^2", "cos(W)"] } }),
  () => ({ landscape: { kind: "moments", gradient: "W", variance: "1 + W^2" } }),
  () => ({ landscape: { kind: "data", model: "neuron", points: [[1, 0.5], [2, -1]] } }), // prettier-ignore
].map((landscape) => () => ({
  learningRate: 0.05,
  domain: [-1, 4],
  initial: { mean: 1, sd: 0.3 },
  ...landscape(),
  cells: 32,
  walkers: 5,
}));

/** A sound scenario in which one field, or a part of one, is hostile. */
export function spoilt(source) {
  const scenario = source.pick(sound)();
  let [holder, key] = [scenario, source.pick(Object.keys(scenario))];
  while (typeof holder[key] === "object" && source.real() < 0.7) {
    holder = holder[key];
    key = source.pick(Object.keys(holder));
  }
  holder[key] = hostile(source);
  return scenario;
}
