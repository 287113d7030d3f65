import type { Population } from "../core/types.ts";

/** How each model looks and is called, in every figure. */
export const looks: Record<
  Population,
  { name: string; colour: string; text: string; dash?: number[] }
> = {
  current: { name: "Fokker–Planck", colour: "current", text: "current-text" },
  gaussian: { name: "point rule", colour: "gaussian", text: "gaussian-text", dash: [7, 3] },
  sgd: { name: "SGD", colour: "sgd", text: "sgd-text" },
  walkers: { name: "walkers", colour: "walkers", text: "walkers-text" },
};
