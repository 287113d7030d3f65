/** Which datapoint a step of SGD was on, told from where it led. */
import { bisectLeft } from "d3-array";
import type { Stage } from "../core/messages.ts";
import type { WholeScenario } from "../core/types.ts";

/** A loss at a place, linear between the cells' centres. */
export function lossAt(grid: Float64Array, loss: Float64Array, w: number): number {
  const i = Math.min(Math.max(bisectLeft(grid, w), 1), grid.length - 1);
  const part = Math.min(Math.max((w - grid[i - 1]!) / (grid[i]! - grid[i - 1]!), 0), 1);
  return loss[i - 1]! + part * (loss[i]! - loss[i - 1]!);
}

/** How steep a loss is at a place, in L/W. */
export function slopeAt(grid: Float64Array, loss: Float64Array, w: number): number {
  const cell = grid[1]! - grid[0]!;
  return (lossAt(grid, loss, w + cell) - lossAt(grid, loss, w - cell)) / (2 * cell);
}

/** Whether a step is T times the slope of one datapoint, the same T all along. */
export const stepsPlainly = ({ batchSize, preconditioner, schedule, rule }: WholeScenario) =>
  batchSize === 1 && preconditioner === "none" && rule === "jump" && schedule.kind === "constant";

/** The best datapoint must fit so many times better than the next, or it may have been either. */
const clearly = 3;

/**
 * The datapoint whose slope at `from` leads to `to` in one plain step; none if no single one does,
 * or if two do as well.
 */
export function drawnDatapoint(
  { scenario, grid, landscape }: Stage,
  from: number,
  to: number,
): number | undefined {
  if (!stepsPlainly(scenario) || landscape.losses.length < 2) return undefined;
  const misses = landscape.losses.map((loss) =>
    Math.abs(to - from + scenario.learningRate * slopeAt(grid, loss, from)),
  );
  const [best, next] = [...misses].sort((a, b) => a - b);
  return clearly * best! < next! ? misses.indexOf(best!) : undefined;
}
