// Sums and comparisons that several tests use.
import assert from "node:assert/strict";

export const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

/** ∫ of what is constant in each cell. */
export const integral = (values, edges) =>
  values.reduce((total, value, i) => total + value * (edges[i + 1] - edges[i]), 0);

export function assertClose(found, expected, tolerance, what) {
  assert.ok(
    Math.abs(found - expected) <= tolerance,
    `${what}: ${found} is not within ${tolerance} of ${expected}`,
  );
}
